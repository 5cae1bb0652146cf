"""The database's shape: bring it up to date, say where it stands, draft the next step.

No step makes a page wait for more than two seconds. A step that cannot get a table at once lets those behind it go
first and tries again; one that others wait for is broken off and tried again. Each step is a transaction of its own.
For whoever writes one: change a table first and fill it with `fill` last; build indexes on filled tables
with `build_index`; leave every table usable for the release before.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from functools import cache
from typing import Any
from uuid import UUID

from alembic import command, op
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from sqlalchemy.pool import NullPool

from leerstand.core.database import engine_of, state_of
from leerstand.core.database_url import Limits
from leerstand.core.pages import source_folder

LOCK = 7_242_001  # one number for "somebody migrates", known to all replicas
POLL_SECONDS = 0.2
FILL_BATCH = 1_000  # rows; a tenth of a second with a trigger that folds texts
# Half of what a page may wait: the rest is for noticing it and for the breaking off itself.
LOCK_SECONDS = 1.0
MOST_TRIES = 120  # with the pauses some five minutes
PAUSE_SECONDS = 2.0
# A table that is held (55P03), a step that was broken off for others (57014), two that wait for each other (40P01).
AGAIN = {"55P03", "57014", "40P01"}
LIMITS = Limits(connect=10.0, statement=None, lock=LOCK_SECONDS)

BLOCKED = text("SELECT count(*) FROM pg_stat_activity WHERE :pid = ANY (pg_blocking_pids(pid))")
BREAK_OFF = text("SELECT pg_cancel_backend(:pid)")


class NewerDatabase(Exception):  # noqa: N818
    """The database has been brought up to date by a newer release than this one."""


class NotMigrated(Exception):  # noqa: N818
    """The database is older than this release, or empty."""


class InTheWay(Exception):  # noqa: N818
    """A step could not be taken, because pages or others use its tables all the time."""


@cache
def head() -> str | None:
    """The newest step that this release knows."""
    return ScriptDirectory.from_config(_config()).get_current_head()


async def current(url: str) -> str | None:
    """The step that a database has reached; None for an empty one."""
    async with _connection(url) as connection:
        return await reached_by(connection)


async def reached_by(connection: AsyncConnection) -> str | None:
    """The step that the database of an open connection has reached."""
    found = await connection.run_sync(lambda bare: MigrationContext.configure(bare).get_current_revision())
    return str(found) if found else None


async def require(url: str) -> None:
    """Return where a database fits this release; raise NotMigrated or NewerDatabase with what to do."""
    require_current(await current(url))


def require_current(reached: str | None) -> None:
    """Raise NotMigrated or NewerDatabase where this is not the step that this release needs."""
    if reached == head():
        return
    if reached is not None and reached not in _known():
        raise NewerDatabase(
            f"The database is of a newer release (step {reached}) than this program (step {head()}). "
            "Start the newer program, or restore the backup made before the upgrade."
        )
    raise NotMigrated("The database is not up to date. Run: leerstand migrate")


async def upgrade(url: str, *, say: Callable[[str], None] = lambda _: None) -> bool:
    """Bring a database up to date; whether anything was to do.

    Several processes may do so at once: an advisory lock lets one work and the others wait. Raises NewerDatabase, and
    InTheWay where a step found no gap between those who use its tables; the steps before it stay taken.
    """
    async with _engine(url) as engine, engine.connect() as connection:
        await _lead(connection)
        before = await connection.run_sync(_revision)
        try:
            require_current(before)
        except NotMigrated:
            for step in _steps_after(before):
                await _take(connection, engine, step, say=say)
            return True
        return False


async def _lead(connection: AsyncConnection) -> None:
    """Wait until nobody else migrates; the lock is held by the session and freed with it, whatever happens."""
    # Polled rather than awaited: a statement that waits would hold up every index built concurrently.
    while not await connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK}):
        await connection.commit()
        await asyncio.sleep(POLL_SECONDS)
    await connection.commit()


async def _take(
    connection: AsyncConnection, engine: AsyncEngine, step: str, *, say: Callable[[str], None]
) -> None:
    """Take one step, as often as it is broken off."""
    for number in range(MOST_TRIES):
        try:
            async with _watched(connection, engine):
                await connection.run_sync(lambda bare: command.upgrade(_config(bare), step))
                await connection.commit()
            return
        except DBAPIError as error:
            await connection.rollback()
            if state_of(error) not in AGAIN:
                raise
        if number in {0, 10}:
            say(f"Step {step} waits for others who use its tables")
        await asyncio.sleep(PAUSE_SECONDS)
    raise InTheWay(
        f"Step {step} found its tables in use for five minutes. Stop long queries, or web and worker, and try again."
    )


@asynccontextmanager
async def _watched(connection: AsyncConnection, engine: AsyncEngine) -> Any:
    """Break off what runs on a connection as soon as somebody has waited for it for a second."""
    pid = await connection.scalar(text("SELECT pg_backend_pid()"))
    await connection.commit()
    watch = asyncio.create_task(_watch(engine, int(pid or 0)))
    try:
        yield
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError, DBAPIError):
            await watch


async def _watch(engine: AsyncEngine, pid: int) -> None:
    waited = 0.0
    async with engine.connect() as other:
        other = await other.execution_options(isolation_level="AUTOCOMMIT")
        while True:
            waited = waited + POLL_SECONDS if await other.scalar(BLOCKED, {"pid": pid}) else 0.0
            if waited >= LOCK_SECONDS:
                await other.execute(BREAK_OFF, {"pid": pid})
            await asyncio.sleep(POLL_SECONDS)


@contextmanager
def concurrently() -> Iterator[None]:
    """Inside a step: outside of its transaction and with all patience, for indexes on filled tables and for filling.

    What the step did before is committed first, and a step that is broken off is taken again from its beginning: all
    of it must bear being done twice (IF NOT EXISTS; an unfinished index is dropped before it is built).
    """
    with op.get_context().autocommit_block():
        op.execute("SET lock_timeout = 0")
        try:
            yield
        finally:
            op.execute(f"SET lock_timeout = '{LOCK_SECONDS:.0f}s'")


def build_index(name: str, table: str, columns: list[str]) -> None:
    """Inside a step: build an index while everybody reads and writes on."""
    with concurrently():
        op.drop_index(name, table_name=table, if_exists=True, postgresql_concurrently=True)
        op.create_index(name, table, columns, postgresql_concurrently=True)


def fill(table: str, assignment: str, *, where: str = "TRUE") -> None:
    """Inside a step: change a filled table's rows some thousand a transaction, so that pages hardly wait for any.

    `assignment` must bear being done twice.
    """
    some = text(
        f"UPDATE {table} SET {assignment} WHERE id IN (SELECT id FROM {table} WHERE ({where}) AND id > :after"  # noqa: S608
        " ORDER BY id LIMIT :batch) RETURNING id"
    )
    after = UUID(int=0)
    with concurrently():
        while done := op.get_bind().scalars(some, {"after": after, "batch": FILL_BATCH}).all():
            after = max(done)


async def check(url: str) -> None:
    """Raise alembic's AutogenerateDiffsDetected where the models and the database differ."""
    async with _connection(url) as connection:
        await connection.run_sync(lambda bare: command.check(_config(bare)))


async def draft(url: str, *, message: str) -> str:
    """Write the next step from the difference between models and database; returns its path, to be read and corrected."""
    number = f"{len(_known()) + 1:04d}"

    def write(bare: Connection) -> str:
        made = command.revision(_config(bare), message, autogenerate=True, rev_id=number)
        return str(getattr(made, "path", made))

    async with _connection(url) as connection:
        return str(await connection.run_sync(write))


@cache
def _known() -> tuple[str, ...]:
    """All steps of this release, the newest first."""
    return tuple(step.revision for step in ScriptDirectory.from_config(_config()).walk_revisions())


def _steps_after(reached: str | None) -> tuple[str, ...]:
    steps = _known()[::-1]
    return steps[steps.index(reached) + 1 :] if reached else steps


def _config(connection: Connection | None = None) -> Config:
    config = Config(attributes={"connection": connection})
    folder = str(source_folder("sql") / "migrations").replace("%", "%%")
    config.set_main_option("script_location", folder)
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    return config


def _revision(connection: Connection) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    connection.commit()
    return revision


@asynccontextmanager
async def _engine(url: str) -> Any:
    engine = engine_of(url, limits=LIMITS, application="leerstand migrate", poolclass=NullPool)
    try:
        yield engine
    finally:
        await engine.dispose()


@asynccontextmanager
async def _connection(url: str) -> Any:
    async with _engine(url) as engine, engine.connect() as connection:
        yield connection
        await connection.commit()
