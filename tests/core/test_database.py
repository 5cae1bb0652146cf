"""The two ways into the database, and what becomes of a page when the database hangs."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, OperationalError

from leerstand.core.database import Database
from leerstand.core.database_url import Limits, read_url
from tests.lines import line_to

SHORT = Limits(connect=0.5, statement=0.5, lock=0.5)


async def test_reading_sees_one_moment(db: Database) -> None:
    async with db.reading() as before:
        first = await before.scalar(text("SELECT count(*) FROM attempts"))
        async with db.writing() as session:
            await session.execute(text("INSERT INTO attempts VALUES ('x', now(), 1)"))
        again = await before.scalar(text("SELECT count(*) FROM attempts"))
    async with db.reading() as after:
        assert await after.scalar(text("SELECT count(*) FROM attempts")) == 1
    assert (first, again) == (0, 0)


async def test_reading_cannot_write(db: Database) -> None:
    with pytest.raises(DBAPIError, match="read-only"):
        async with db.reading() as session:
            await session.execute(text("INSERT INTO attempts VALUES ('x', now(), 1)"))


async def test_an_error_quotes_no_parameter(db: Database) -> None:
    with pytest.raises(DBAPIError) as error:
        async with db.writing() as session:
            await session.execute(text("INSERT INTO nowhere VALUES (:who)"), {"who": "erika@example.org"})
    assert "erika" not in str(error.value)


async def test_a_statement_that_takes_too_long_is_ended(database_url: str) -> None:
    db = Database(database_url, limits=SHORT)
    with pytest.raises(DBAPIError, match="statement timeout"):
        async with db.reading() as session:
            await session.execute(text("SELECT pg_sleep(30)"))
    await db.dispose()


async def test_a_row_that_somebody_holds_is_not_waited_for_without_end(
    database_url: str, db: Database
) -> None:
    other = Database(database_url, limits=Limits(lock=0.2))
    async with db.writing() as session:
        await session.execute(text("LOCK TABLE attempts"))
        with pytest.raises(DBAPIError, match="lock timeout"):
            async with other.writing() as late:
                await late.execute(text("LOCK TABLE attempts"))
    await other.dispose()


async def test_a_full_pool_is_said_soon(database_url: str) -> None:
    db = Database(database_url, pool_size=1, limits=SHORT)
    with pytest.raises(Exception, match="QueuePool limit"):
        async with db.reading() as held:
            await held.execute(text("SELECT 1"))
            async with db.reading() as another:
                await another.execute(text("SELECT 1"))
    await db.dispose()


@pytest.mark.parametrize("known", [True, False], ids=["on a known connection", "on a new one"])
async def test_a_database_that_hangs_is_given_up(database_url: str, tmp_path: Path, known: bool) -> None:
    async with line_to(database_url, tmp_path) as (line, url):
        db = Database(url, limits=SHORT)
        if known:
            async with db.reading() as session:
                await session.execute(text("SELECT 1"))
        line.open.clear()
        async with asyncio.timeout(20):
            with pytest.raises(OperationalError):
                async with db.reading() as session:
                    await session.execute(text("SELECT 1"))
        line.open.set()
        async with db.reading() as session:
            assert await session.scalar(text("SELECT 1")) == 1
        await db.dispose()


async def test_a_database_that_hangs_in_the_middle_is_given_up(database_url: str, tmp_path: Path) -> None:
    async with line_to(database_url, tmp_path) as (line, url):
        db = Database(url, limits=SHORT)
        async with asyncio.timeout(20):
            with pytest.raises(OperationalError, match="did not answer in time"):
                async with db.writing() as session:
                    await session.execute(text("SELECT 1"))
                    line.open.clear()
                    await session.execute(text("SELECT 2"))
        await db.dispose()


@pytest.mark.parametrize(
    "url",
    ["postgresql://{}", "postgres://{}", "postgresql+asyncpg://{}"],
)
async def test_each_way_of_naming_the_scheme_opens_the_same_database(database_url: str, url: str) -> None:
    db = Database(url.format(database_url.partition("://")[2]))
    async with db.reading() as session:
        assert await session.scalar(text("SELECT current_database()")) in read_url(database_url).place
    await db.dispose()
