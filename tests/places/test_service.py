"""The list of municipalities in the database, and newer lists."""

from dataclasses import replace

from sqlalchemy import func, select

from leerstand.core.database import Database
from leerstand.core.tables import Counts
from leerstand.places import service
from leerstand.places.geography import Municipality
from leerstand.places.models import Municipality as Stored

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
