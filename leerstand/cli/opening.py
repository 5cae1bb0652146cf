"""What a command needs before it can do anything: the settings, and the database they name."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import click
from asyncpg import InterfaceError, PostgresError
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

from leerstand.core.database import Database
from leerstand.core.embedded import ServerUnavailable, serving
from leerstand.core.jobs import Work
from leerstand.core.mail import smtp_sender
from leerstand.core.signing import Signer, secret_in
from leerstand.settings import BadSettings, Settings

Command = TypeVar("Command", bound=Callable[..., Any])


def data_option(command: Command) -> Command:
    """Add `--data` to a command; it goes before LEERSTAND_DATA."""
    return click.option(
        "--data",
        type=click.Path(file_okay=False, path_type=Path),
        help="Folder of the embedded database and of the secret.  [default: LEERSTAND_DATA or ./data]",
    )(command)


def read_settings(**given: Any) -> Settings:
    """The settings of the environment; what was given on the command line goes before it."""
    try:
        settings = Settings.from_environment()
    except BadSettings as bad:
        raise click.ClickException(str(bad)) from bad
    return settings.model_copy(update={name: value for name, value in given.items() if value is not None})


@contextmanager
def database_url(settings: Settings) -> Iterator[str]:
    """The database's URL for the length of a block: the one that is set, or the embedded server's.

    The embedded server is started where it does not run yet, and ends with its last user.
    """
    if settings.database_url:
        asyncio.run(_reach(settings.database_url))
        yield settings.database_url
        return
    try:
        with serving(settings.data) as url:
            yield url
    except ServerUnavailable as refused:
        raise click.ClickException(str(refused)) from refused


async def _reach(url: str) -> None:
    try:
        address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        connection = await asyncpg.connect(address, timeout=10)
        await connection.close()
    except (OSError, TimeoutError, ValueError, SQLAlchemyError, PostgresError, InterfaceError) as refused:
        raise click.ClickException(f"The database cannot be reached: {refused or 'no answer'}") from refused


@asynccontextmanager
async def opened(url: str, *, pool_size: int = 5) -> AsyncIterator[Database]:
    """A database for the length of a block."""
    db = Database(url, pool_size=pool_size)
    try:
        yield db
    finally:
        await db.dispose()


def secret_of(settings: Settings) -> str:
    """The instance's secret, set or kept in the data folder."""
    try:
        return settings.secret or secret_in(settings.data)
    except OSError as refused:
        raise click.ClickException(
            f"The secret cannot be kept in {settings.data} ({refused.strerror}). "
            "Choose another data folder or set LEERSTAND_SECRET."
        ) from refused


def work_of(settings: Settings, db: Database) -> Work:
    """What jobs need, from the settings."""
    return Work(db, settings, Signer(secret_of(settings)), smtp_sender(settings))
