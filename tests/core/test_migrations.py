"""The steps of the database's shape."""

import asyncio
import os
import re

import pytest
from alembic import command
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import create_async_engine

from leerstand.core import migrations
from leerstand.core.database import Database, engine_of
from leerstand.core.database_url import Limits
from leerstand.core.pages import source_folder


async def test_the_models_and_the_steps_describe_the_same_tables(database_url: str) -> None:
    await migrations.check(database_url)


async def test_a_database_up_to_date_has_nothing_to_do(database_url: str) -> None:
    assert await migrations.current(database_url) == migrations.head() is not None
    assert await migrations.upgrade(database_url) is False


async def test_several_processes_may_bring_one_empty_database_up_to_date(database_url: str) -> None:
    empty = f"empty_{os.getpid()}"
    server = create_async_engine(database_url, isolation_level="AUTOCOMMIT")
    async with server.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {empty}"))
    url = server.url.set(database=empty).render_as_string(hide_password=False)
    try:
        acted = await asyncio.gather(*(migrations.upgrade(url) for _ in range(3)))
        assert sorted(acted) == [False, False, True]
    finally:
        async with server.connect() as connection:
            await connection.execute(text(f"DROP DATABASE {empty} WITH (FORCE)"))
        await server.dispose()


async def test_a_database_of_a_newer_release_is_said_so(database_url: str, db: Database) -> None:
    async with db.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(migrations.NewerDatabase, match="newer release"):
        await migrations.upgrade(database_url)
    with pytest.raises(migrations.NewerDatabase):
        await migrations.require(database_url)


async def test_a_step_that_waits_for_a_long_reader_holds_up_no_other_reader(
    database_url: str, db: Database
) -> None:
    async with db.engine.connect() as connection:
        await connection.run_sync(lambda bare: command.downgrade(migrations._config(bare), "0002"))
        await connection.commit()
    said: list[str] = []
    # Whoever waits for longer than two seconds is refused by the server.
    others = Database(database_url, limits=Limits(lock=2.0))
    async with db.reading() as long:
        await long.execute(text("SELECT count(*) FROM proposals"))
        climbing = asyncio.create_task(migrations.upgrade(database_url, say=said.append))
        while not said:
            async with others.reading() as page:
                await page.execute(text("SELECT count(*) FROM proposals"))
            await asyncio.sleep(0.05)
        assert not climbing.done()
    assert await climbing is True
    assert said == ["Step 0003 waits for others who use its tables"]
    await migrations.check(database_url)
    await others.dispose()


async def test_work_that_others_wait_for_is_broken_off(database_url: str, db: Database) -> None:
    """A step that holds a table and goes on working gives way to the page that wants it."""
    engine = engine_of(database_url, limits=migrations.LIMITS)
    async with engine.connect() as step, db.reading() as page:
        with pytest.raises(DBAPIError, match="canceling statement"):
            async with migrations._watched(step, engine):
                await step.execute(text("LOCK TABLE proposals IN ACCESS EXCLUSIVE MODE"))
                waiting = asyncio.create_task(page.execute(text("SELECT count(*) FROM proposals")))
                await step.execute(text("SELECT pg_sleep(30)"))
        await step.rollback()
        async with asyncio.timeout(5):
            await waiting
    await engine.dispose()


def test_no_step_fills_a_table_or_builds_an_index_while_pages_wait() -> None:
    """Steps that change rows use `fill`, and those that index a table of an earlier step `build_index`."""
    for path in sorted((source_folder("sql") / "migrations" / "versions").glob("*.py")):
        climb = path.read_text().partition("def downgrade")[0]
        made = re.findall(r'op\.create_table\(\s*"(\w+)"', climb)
        indexed = re.findall(r'op\.create_index\(\s*(?:op\.f\()?"\w+"\)?,\s*"(\w+)"', climb)
        assert set(indexed) <= set(made), f"{path.name}: use build_index"
        fills = re.search(r"\b(UPDATE \w+ SET|DELETE FROM) ", climb)
        assert not fills or "concurrently()" in climb, f"{path.name}: use fill, or batches in concurrently()"


async def test_a_filled_table_is_changed_in_batches(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(migrations, "FILL_BATCH", 3)
    async with db.writing() as session:
        await session.execute(
            text(
                "INSERT INTO people (id, email) SELECT gen_random_uuid(), i::text FROM generate_series(1, 10) i"
            )
        )

    def change(bare: Connection) -> None:
        with Operations.context(MigrationContext.configure(bare)):
            migrations.fill("people", "name = 'changed'", where="email <> '7'")

    async with db.engine.connect() as connection:
        await connection.run_sync(change)
    async with db.reading() as session:
        changed = await session.scalar(text("SELECT count(*) FROM people WHERE name = 'changed'"))
    assert changed == 9
