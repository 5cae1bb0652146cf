"""What a command needs before it can do anything: the settings, and the database they name."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
import click

from leerstand.core import logs, migrations
from leerstand.core.database import Database
from leerstand.core.database_url import PATIENT, TROUBLE, BadDatabaseUrl, Limits, Target, connect, read_url
from leerstand.core.embedded import ServerUnavailable, serving
from leerstand.core.jobs import Work
from leerstand.core.mail import smtp_sender
from leerstand.core.signing import Signer, secrets_in
from leerstand.setting_values import SECRET_LENGTH
from leerstand.settings import BadSettings, Settings

Command = TypeVar("Command", bound=Callable[..., Any])

# As long as a database may take to recover from a crash, and an orchestrator to start everything in any order.
START_PATIENCE_SECONDS = 60.0
START_PAUSE_SECONDS = 1.0
ONE_CALL = Limits(connect=5.0, statement=5.0)
# Refused, in recovery or shutting down (57P03, 57P01), full (53300): waiting helps. A wrong password: it does not.
PASSING = (OSError, TimeoutError, asyncpg.CannotConnectNowError, asyncpg.TooManyConnectionsError, asyncpg.AdminShutdownError)  # fmt: skip


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
    logs.set_up(level=settings.log_level, form=settings.log_format)
    return settings.model_copy(update={name: value for name, value in given.items() if value is not None})


@contextmanager
def database_url(settings: Settings, *, patience: float = 0.0) -> Iterator[str]:
    """The database's URL for the length of a block: the one that is set, or the embedded server's.

    The embedded server is started where it does not run yet, and ends with its last user. A database that is starting
    or away is waited for `patience` seconds.
    """
    if settings.database_url:
        url = full_url(settings)
        asyncio.run(_reach(url, patience=patience))
        yield url
        return
    try:
        with serving(settings.data) as url:
            yield url
    except ServerUnavailable as refused:
        raise click.ClickException(str(refused)) from refused


def full_url(settings: Settings) -> str:
    """The URL of the settings with the password that stands beside it."""
    return _target(settings).dsn


def _target(settings: Settings) -> Target:
    try:
        return read_url(settings.database_url or "", password=settings.database_password)
    except BadDatabaseUrl as bad:
        raise click.ClickException(f"LEERSTAND_DATABASE_URL: {bad}.") from bad


def place_of(settings: Settings) -> str:
    """Which database that is, for people: its name and host, or the folder of the embedded one."""
    if settings.database_url:
        return _target(settings).place
    return f"embedded, in {settings.data.resolve()}"


async def _reach(url: str, *, patience: float) -> None:
    """Open one connection; raise ClickException with the reason where that is not possible within `patience` seconds."""
    until = time.monotonic() + patience
    waits = False
    while True:
        try:
            connection = await connect(url, limits=ONE_CALL)
            await connection.close(timeout=ONE_CALL.connect)
            return
        except (*TROUBLE, ValueError) as refused:
            if not isinstance(refused, PASSING) or time.monotonic() > until:
                raise click.ClickException(f"The database cannot be reached: {reason(refused)}") from None
            if not waits:
                click.echo(f"Waiting for the database: {reason(refused)}", err=True)
            waits = True
        await asyncio.sleep(START_PAUSE_SECONDS)


def reason(refused: BaseException) -> str:
    """Why a database did not let us in, never empty: this goes to the terminal of the operator alone."""
    if isinstance(refused, TimeoutError):
        return f"no answer within {ONE_CALL.connect:.0f} s"
    return str(refused).splitlines()[0] if str(refused).strip() else type(refused).__name__


@asynccontextmanager
async def opened(
    url: str, *, pool_size: int = 5, limits: Limits = PATIENT, application: str = "leerstand"
) -> AsyncIterator[Database]:
    """A database for the length of a block; ends the command with a sentence where it is not up to date."""
    try:
        await migrations.require(url)
    except (migrations.NotMigrated, migrations.NewerDatabase) as unfit:
        raise click.ClickException(str(unfit)) from None
    db = Database(url, pool_size=pool_size, limits=limits, application=application)
    try:
        yield db
    finally:
        await db.dispose()


def page_limits(settings: Settings) -> Limits:
    """How long a page may wait for the database."""
    return Limits(
        connect=settings.database_connect_seconds,
        statement=settings.database_statement_seconds,
        lock=settings.database_lock_seconds,
    )


def secrets_of(settings: Settings) -> tuple[str, ...]:
    """The instance's secrets, set or kept in the data folder; the first signs, all are read."""
    if settings.secret:
        return (settings.secret, *settings.secret_before)
    try:
        kept = secrets_in(settings.data)
    except OSError as refused:
        raise click.ClickException(
            f"The secret cannot be kept in {settings.data} ({refused.strerror}). "
            "Choose another data folder or set LEERSTAND_SECRET."
        ) from refused
    if not kept or min(map(len, kept)) < SECRET_LENGTH:
        raise click.ClickException(
            f"{settings.data / 'secret'} holds no secret of {SECRET_LENGTH} characters. "
            "Take it from the backup, or remove the file: links in mails that were sent will not work any more."
        )
    return (*kept, *settings.secret_before)


def work_of(settings: Settings, db: Database) -> Work:
    """What jobs need, from the settings."""
    return Work(db, settings, Signer(secrets_of(settings)), smtp_sender(settings))
