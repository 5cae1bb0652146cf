"""`leerstand import` and `places import` on a real database: what is taken, said, and given back as a status."""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select
from sqlalchemy.engine import URL

from leerstand.cli import group
from leerstand.core.database import Database
from leerstand.offers.models import Offer
from leerstand.places.models import Municipality
from leerstand.register.models import Building
from leerstand.searches.models import Search
from tests.postgres import a_database

OFFERS = "id,form,property_kind,place,rooms\nsp-1,rental,house,Lüchow,3\nsp-2,rental,house,Lüchow,etliche\n"
Counting = Callable[[Any], int]


@pytest.fixture
def counted(
    postgres_server: URL, template_database: str, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Counting]:
    """How many rows a table has in the database that commands use."""
    with asyncio.Runner() as runner:
        kept = a_database(postgres_server, template_database)
        url = runner.run(kept.__aenter__())
        monkeypatch.setenv("LEERSTAND_DATABASE_URL", url)
        yield lambda model: runner.run(_count(url, model))
        runner.run(kept.__aexit__(None, None, None))


async def _count(url: str, model: Any) -> int:
    db = Database(url)
    async with db.reading() as session:
        count = await session.scalar(select(func.count()).select_from(model))
    await db.dispose()
    return count or 0


def run(*arguments: str) -> Result:
    return CliRunner().invoke(group, arguments)


def written(folder: Path, text: str) -> str:
    file = folder / "list.csv"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_a_value_that_is_lost_is_named_its_row_taken_and_the_status_one(
    counted: Counting, tmp_path: Path
) -> None:
    file = written(tmp_path, OFFERS)
    result = run("import", "offers", file, "--consent", "Brief")
    assert result.exit_code == 1
    assert "Offers: 2 new, 0 changed, 0 as before." in result.stdout
    assert f"{file}:3: rooms: 'etliche' is not a clear number" in result.stderr
    assert counted(Offer) == 2


@pytest.mark.parametrize(
    ("kind", "text", "model"),
    [
        ("buildings", "Kennung;Ort\n1;Lüchow\n2;Lüchow\n3;Nirgendwo\n", Building),
        ("offers", OFFERS, Offer),
        ("searches", "id,forms,email\n1,rental,a@example.org\n2,rental,a@example.org\n3,rental,\n", Search),
    ],
)
def test_a_dry_run_finds_what_the_import_finds_and_writes_nothing(
    counted: Counting, tmp_path: Path, kind: str, text: str, model: Any
) -> None:
    file = written(tmp_path, text)
    dry = run("import", kind, file, "--dry-run", "--json")
    assert counted(model) == 0
    real = run("import", kind, file, "--json")
    assert counted(model) == 2
    assert (dry.exit_code, real.exit_code) == (1, 1)
    assert json.loads(dry.stdout) | {"dry_run": False} == json.loads(real.stdout)
    assert json.loads(real.stdout)["new"] == 2


def test_everything_taken_is_status_zero_and_importing_again_changes_nothing(
    counted: Counting, tmp_path: Path
) -> None:
    file = written(tmp_path, "Kennung;Ort\n1;Lüchow\n")
    first, again = run("import", "buildings", file), run("import", "buildings", file)
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "Buildings: 0 new, 0 changed, 1 as before." in again.output
    assert counted(Building) == 1


@pytest.mark.parametrize("text", ["%PDF-1.7", "a;b\n1;2\n", "Kennung\n1\n", "Kennung;Ort\n", "<openimmo/>"])
def test_a_file_of_which_nothing_can_be_read_is_status_two_with_a_sentence(
    counted: Counting, tmp_path: Path, text: str
) -> None:
    result = run("import", "buildings", written(tmp_path, text))
    assert result.exit_code == 2
    assert "Nothing could be read:" in result.stderr
    assert result.stdout == ""
    assert counted(Building) == 0


def test_wrong_use_is_status_two(tmp_path: Path) -> None:
    file = written(tmp_path, "Kennung;Ort\n1;Lüchow\n")
    assert run("import", "buildings", file, "--municipality", "99999999").exit_code == 2
    assert run("import", "buildings", file, "--source", "staff").exit_code == 2
    assert run("import", "buildings", str(tmp_path / "missing.csv")).exit_code == 2


def test_a_report_holds_every_finding_where_the_summary_holds_three(
    counted: Counting, tmp_path: Path
) -> None:
    lines = "".join(f"{number};Gartow;Schloss\n" for number in range(9))
    file, report = written(tmp_path, f"Kennung;Ort;Art\n{lines}"), tmp_path / "report.jsonl"
    result = run("import", "buildings", file, "--report", str(report))
    assert "… and 6 more of this kind in Art" in result.stderr
    found = [json.loads(line) for line in report.read_text(encoding="utf-8").splitlines()]
    assert [one["line"] for one in found] == list(range(2, 11))


def test_municipalities_come_in_by_the_same_way(counted: Counting, tmp_path: Path) -> None:
    file = written(tmp_path, "ags,name\n03354018,Lüchow\nxx,Falsch\n")
    dry = run("places", "import", file, "--dry-run")
    assert counted(Municipality) == 0
    real = run("places", "import", file)
    assert (dry.exit_code, real.exit_code) == (1, 1)
    assert "1 municipalities can be imported" in dry.stdout
    assert ":3: ags: 'xx' is not an official key" in real.stderr
    assert counted(Municipality) == 1
    assert run("places", "import").exit_code == 0
    assert counted(Municipality) > 10_000


def test_a_database_that_is_not_up_to_date_is_one_sentence(
    postgres_server: URL, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    empty = postgres_server.set(database="template1", drivername="postgresql+asyncpg")
    monkeypatch.setenv("LEERSTAND_DATABASE_URL", empty.render_as_string(hide_password=False))
    result = run("import", "buildings", written(tmp_path, "Kennung;Ort\n1;Lüchow\n"))
    assert result.exit_code == 1
    assert "The database is not up to date. Run: leerstand migrate" in result.output
