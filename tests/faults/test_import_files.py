"""Every file gives its rows or a sentence; none a trace, and no wrong value without a word."""

from pathlib import Path

import pytest

from leerstand.core.database import Database
from leerstand.register.service.imported import import_buildings
from tests.cast import NOW
from tests.faults.import_files import Case, cases, outcome, wrong

FAST = [case for case in cases() if not case.is_slow]


@pytest.mark.parametrize("case", FAST, ids=lambda case: case.name)
def test_a_file_gives_its_rows_or_a_sentence(case: Case, tmp_path: Path) -> None:
    assert wrong(case, outcome(case.data, tmp_path)) == ""


async def test_the_database_takes_every_row_that_was_read(db: Database, tmp_path: Path) -> None:
    for number, case in enumerate(FAST):
        rows = outcome(case.data, tmp_path).rows
        async with db.writing() as session:
            done = await import_buildings(session, rows, source=f"case {number}", now=NOW)
        assert done.new == len(rows), case.name
