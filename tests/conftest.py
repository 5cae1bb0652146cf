"""Fixtures that all tests share."""

import pytest
import pytest_asyncio
from starlette.applications import Starlette

from leerstand.app import create_app
from leerstand.core.database import Database
from leerstand.settings import Settings
from tests.cast import Cast, Clock, gather

pytest_plugins = ["tests.postgres", "tests.processes"]


@pytest.fixture
def clock() -> Clock:
    """The moment every view and job of a test is handed; a test may move it."""
    return Clock()


@pytest.fixture
def app(db: Database, clock: Clock) -> Starlette:
    """The application on this test's database."""
    return create_app(Settings(base_url="http://leerstand.test"), db, secret="s" * 40, now=clock)


@pytest_asyncio.fixture
async def cast(db: Database, app: Starlette, clock: Clock) -> Cast:
    """Olga, Sami, Mara, Udo, Konrad and Ida, each with a signed-in browser: `cast.browser("mara")`."""
    return await gather(db, app, clock)
