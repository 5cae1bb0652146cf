"""One bad row costs no other, even where only the database notices."""

from collections.abc import Sequence
from dataclasses import dataclass

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.cli.intake import Intake, write_batch
from leerstand.core.database import Database
from leerstand.core.tables import Counts, Summary


@dataclass(frozen=True)
class Line:
    line: int
    divisor: int


async def divide(session: AsyncSession, batch: Sequence[Line]) -> Counts:
    for row in batch:
        await session.execute(text(f"SELECT 1 / {row.divisor}"))
    return Counts(new=len(batch))


async def test_a_row_that_the_database_refuses_is_named_and_the_others_written(db: Database) -> None:
    summary = Summary("list.csv")
    intake = Intake("numbers", lambda _: iter(()), divide)
    rows = [Line(2, 1), Line(3, 0), Line(4, 1)]
    done = await write_batch(db, intake, rows, summary=summary, dry_run=False)
    assert done == Counts(new=2)
    assert [(one.line, one.kind, one.skipped) for group in summary.examples.values() for one in group] == [
        (3, "refused", True)
    ]


async def test_a_fault_of_the_database_itself_is_no_row_s_fault(db: Database) -> None:
    async def ask(session: AsyncSession, batch: Sequence[Line]) -> Counts:
        await session.execute(text("SELECT 1 FROM no_such_table"))
        return Counts()

    summary = Summary("list.csv")
    with pytest.raises(ProgrammingError):
        await write_batch(
            db, Intake("numbers", lambda _: iter(()), ask), [Line(2, 1)], summary=summary, dry_run=False
        )
    assert not summary.found
