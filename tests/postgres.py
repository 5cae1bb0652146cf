"""A real, migrated PostgreSQL for every test: one server for the whole run, one database for each test.

The server is the embedded one with its safety against power cuts off; all workers share it. Another one is
used when LEERSTAND_TEST_DATABASE_URL names it (its role must be allowed to create databases).
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy.engine import URL, make_url

from leerstand.core import migrations
from leerstand.core.database import Database
from leerstand.core.embedded import serving

FOLDER = "LEERSTAND_TEST_FOLDER"  # tells the workers where the run's server is
NUMBER = count(1)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[URL]:
    """The address of the run's server, as its superuser."""
    if outside := os.environ.get("LEERSTAND_TEST_DATABASE_URL"):
        yield make_url(outside)
        return
    with serving(_folder(), fast=True) as url:
        yield make_url(url)


@pytest.fixture(scope="session")
def template_database(postgres_server: URL) -> Iterator[str]:
    """The name of a migrated, empty database that tests copy; each worker has its own."""
    name = f"template_{os.getpid()}"
    asyncio.run(make_template(postgres_server, name))
    yield name
    asyncio.run(_command(postgres_server, f"DROP DATABASE {name} WITH (FORCE)"))


async def make_template(server: URL, name: str) -> None:
    """Make a migrated, empty database to copy from."""
    await _command(server, f"CREATE DATABASE {name}")
    await migrations.upgrade(_address(server, name))


@pytest_asyncio.fixture
async def database_url(postgres_server: URL, template_database: str) -> AsyncIterator[str]:
    """The URL of a fresh database for this test alone, migrated and empty."""
    async with a_database(postgres_server, template_database) as url:
        yield url


@asynccontextmanager
async def a_database(server: URL, template: str) -> AsyncIterator[str]:
    """A copy of the template for as long as it is needed."""
    name = f"test_{os.getpid()}_{next(NUMBER)}"
    await _command(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _address(server, name)
    await _command(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest_asyncio.fixture
async def db(database_url: str) -> AsyncIterator[Database]:
    """This test's database."""
    database = Database(database_url)
    yield database
    await database.dispose()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Agree on a folder before the workers start; the server itself starts with the first test that needs it."""
    if not hasattr(config, "workerinput"):
        folder = Path(tempfile.mkdtemp(prefix="leerstand-test-"))
        folder.chmod(0o755)
        os.environ[FOLDER] = str(folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and (folder := os.environ.pop(FOLDER, None)):
        shutil.rmtree(folder, ignore_errors=True)


def _folder() -> Path:
    return Path(os.environ[FOLDER])


def _address(server: URL, name: str) -> str:
    return server.set(database=name).render_as_string(hide_password=False)


async def _command(server: URL, statement: str) -> None:
    """Run a statement outside of a transaction, as CREATE DATABASE demands."""
    address = server.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
