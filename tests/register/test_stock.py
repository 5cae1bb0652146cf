"""Duplicates are told from memory, and memory follows the database."""

from datetime import timedelta

from leerstand.core.database import Database
from leerstand.register.models import Building
from leerstand.register.service.buildings import merge
from leerstand.register.stock import Stock
from tests.cast import LUECHOW, NOW, Cast
from tests.makers.register import a_building
from tests.queries import counted

HOUSE = {"street": "am rundling", "house_number": "9", "place": "Satemin"}


async def found(stock: Stock, db: Database) -> int:
    async with db.reading() as session:
        return len(await stock.like(session, HOUSE, ags=LUECHOW))


async def test_new_changed_and_merged_buildings_are_noticed(cast: Cast) -> None:
    stock = Stock()
    assert await found(stock, cast.db) == 0
    async with cast.db.writing() as session:
        first = await a_building(session)
        second = await a_building(session, house_number="31")
    assert await found(stock, cast.db) == 1
    async with cast.db.writing() as session:
        moved = await session.get(Building, second.id)
        assert moved is not None
        moved.house_number, moved.updated_at = "9", NOW + timedelta(minutes=1)
    assert await found(stock, cast.db) == 2
    async with cast.db.writing() as session:
        await merge(
            session, second.id, into_id=first.id, actor_id=cast.ids["mara"], now=NOW + timedelta(minutes=2)
        )
    assert await found(stock, cast.db) == 1


async def test_what_did_not_change_is_not_read_again(db: Database) -> None:
    stock = Stock()
    async with db.writing() as session:
        await a_building(session)
    await found(stock, db)
    with counted(db) as statements:
        assert await found(stock, db) == 1
    assert len(statements) == 1
