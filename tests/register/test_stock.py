"""Duplicates are told from memory, and memory follows the database."""

from datetime import timedelta

from leerstand.core.database import Database
from leerstand.register.models import Building
from leerstand.register.service.buildings import merge
from leerstand.register.stock import Stock, near
from tests.cast import LUECHOW, NOW, Cast
from tests.makers.register import a_building
from tests.queries import counted

HOUSE = {"street": "am rundling", "house_number": "9", "place": "Satemin"}


async def found(stock: Stock, db: Database) -> int:
    async with db.reading() as session:
        return len(await stock.like(session, HOUSE, ags=LUECHOW))


async def test_new_changed_and_merged_buildings_are_noticed(cast: Cast) -> None:
    stock = Stock(cast.db)
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
    stock = Stock(db)
    async with db.writing() as session:
        await a_building(session)
    await found(stock, db)
    with counted(db) as statements:
        assert await found(stock, db) == 1
    assert len(statements) == 1


async def test_a_large_district_answers_before_it_is_read_and_afterwards(db: Database) -> None:
    async with db.writing() as session:
        for number in range(1, 8):
            await a_building(session, house_number=str(number))
        await a_building(session, name="Hof Niebuhr", street="", house_number="", lat=None, lon=None)
    stock = Stock(db, page=3)
    async with db.reading() as session:
        first = await stock.like(session, HOUSE | {"house_number": "4"}, ags=LUECHOW)
        named = await stock.like(session, {"name": "niebuhrs hof", "place": "Satemin"}, ags=LUECHOW)
    await stock.wait()
    async with db.reading() as session:
        with counted(db) as statements:
            later = await stock.like(session, HOUSE | {"house_number": "4"}, ags=LUECHOW)
    assert [like.building_id for like in first] == [like.building_id for like in later]
    assert len(first) == len(named) == 1
    assert first[0].is_sure
    assert named[0].is_sure
    assert len(statements) == 1


async def test_what_changes_while_a_district_is_read_is_noticed(db: Database) -> None:
    async with db.writing() as session:
        for number in range(1, 8):
            await a_building(session, house_number=str(number))
    stock = Stock(db, page=3)
    assert await found(stock, db) == 0
    async with db.writing() as session:
        await a_building(session, updated_at=NOW + timedelta(minutes=1))
    await stock.wait()
    assert await found(stock, db) == 1


async def test_reading_beside_ends_with_the_service(db: Database) -> None:
    async with db.writing() as session:
        for number in range(1, 8):
            await a_building(session, house_number=str(number))
    stock = Stock(db, page=3)
    await found(stock, db)
    await stock.close()
    assert await found(stock, db) == 0
    await stock.close()


async def test_only_buildings_within_100_m_of_a_point_are_near(db: Database) -> None:
    async with db.writing() as session:
        close = await a_building(session, lat=52.9564, lon=11.0963)
        await a_building(session, lat=52.9584, lon=11.0963)
    async with db.reading() as session:
        rows = await near(session, lat=52.9568, lon=11.0963, ags=LUECHOW)
    assert [(one.building_id, one.distance_m) for one in rows] == [(close.id, 44)]
