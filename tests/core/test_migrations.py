"""The steps of the database's shape."""

import asyncio
import os

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from leerstand.core import migrations
from leerstand.core.database import Database


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
