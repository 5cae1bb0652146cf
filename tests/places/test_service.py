"""The list of municipalities in the database, and newer lists."""

from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import func, select

from leerstand.core.database import Database
from leerstand.places import service
from leerstand.places.geography import Municipality
from leerstand.places.models import Municipality as Stored
from leerstand.places.official import read_list
from leerstand.places.service import Counts

LUECHOW = Municipality(
    "03354018", "Lüchow (Wendland)", "Stadt", "03354", "Lüchow-Dannenberg", "Niedersachsen", 52.9674, 11.158
)


async def write(db: Database, rows: list[Municipality]) -> Counts:
    async with db.writing() as session:
        return await service.import_municipalities(session, rows=rows)


async def test_all_shipped_municipalities_are_written_and_a_second_time_changes_nothing(db: Database) -> None:
    rows = service.shipped()
    assert await write(db, rows) == Counts(new=len(rows), changed=0, same=0)
    assert await write(db, rows) == Counts(new=0, changed=0, same=len(rows))
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Stored)) == len(rows)


async def test_a_changed_name_is_taken_over_and_nothing_is_removed(db: Database) -> None:
    clenze = replace(LUECHOW, ags="03354002", name="Clenze")
    await write(db, [LUECHOW, clenze])
    assert await write(db, [replace(LUECHOW, name="Lüchow")]) == Counts(new=0, changed=1, same=0)
    async with db.reading() as session:
        found = (await session.scalars(select(Stored.name).order_by(Stored.ags))).all()
    assert found == ["Clenze", "Lüchow"]


async def test_after_an_upgrade_only_new_municipalities_are_missing(db: Database) -> None:
    await write(db, [replace(LUECHOW, name="Lüchow"), *service.shipped()[:100]])
    async with db.reading() as session:
        missing = await service.missing(session)
    assert len(missing) == len(service.shipped()) - 101
    assert "03354018" not in {town.ags for town in missing}


async def test_nothing_to_import_is_no_error(db: Database) -> None:
    assert await write(db, []) == Counts(new=0, changed=0, same=0)


def test_a_list_needs_only_keys_and_names_of_known_municipalities(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text("AGS;Name\n03354018;Lüchow, Hansestadt\n3354002;Clenze\n", encoding="utf-8")
    rows, problems = read_list(file)
    assert not problems
    assert [row.ags for row in rows] == ["03354018", "03354002"]
    assert rows[0] == replace(LUECHOW, name="Lüchow, Hansestadt")


def test_a_workbook_is_read_like_a_text_file(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["ags", "name", "lat", "lon"], ["03354999", "Neudorf", "52,95", "11,1"]):
        sheet.append(line)
    book.save(tmp_path / "list.xlsx")
    rows, problems = read_list(tmp_path / "list.xlsx")
    assert not problems
    assert (rows[0].district, rows[0].land, rows[0].lat) == ("Lüchow-Dannenberg", "Niedersachsen", 52.95)


def test_broken_rows_are_named_by_line_and_column(tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    lines = [
        "ags,name,lat,lon",
        "0335401,Zu kurz,,",
        "03354018,,,",
        "03354998,Ohne Punkt,,",
        "03354997,Kein Punkt,oben,11",
        "03354996,Woanders,40.0,11",
        "03399001,Niemandsland,52.9,11",
        "03354002,Clenze,,",
        "03354002,Noch einmal,,",
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    rows, problems = read_list(file)
    assert [row.name for row in rows] == ["Clenze"]
    assert [(problem.line, problem.column) for problem in problems] == [
        (2, "ags"),
        (3, "name"),
        (4, "lat"),
        (5, "lat"),
        (6, "lat"),
        (7, "district"),
        (9, "ags"),
    ]
