"""The database: base class of the tables, and the two ways in (reading, writing)."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Enum, ExceptionContext, MetaData, Text, Uuid, event
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase, ORMExecuteState, Session

from leerstand.core.database_url import PATIENT, TROUBLE, Connection, Limits, connect

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table: text without length, aware timestamps, JSON as jsonb, lists of text as arrays."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {
        str: Text(),
        datetime: DateTime(timezone=True),
        UUID: Uuid(),
        list[str]: ARRAY(Text()),
        dict[str, Any]: JSONB(),
        list[dict[str, Any]]: JSONB(),
    }


def coded(codes: type[StrEnum], *, name: str) -> Enum:
    """A text column that holds one value of a code list, with a check constraint behind it."""
    return Enum(
        codes,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
        values_callable=lambda members: [member.value for member in members],
    )


# Umlauts as they are and no spaces: a third less to send and to parse.
_plain_json = partial(json.dumps, ensure_ascii=False, separators=(",", ":"))


def engine_of(
    url: str, *, limits: Limits = PATIENT, application: str = "leerstand", **pool: Any
) -> AsyncEngine:
    """An engine whose connections are opened as the URL asks for, and whose errors quote no parameters."""

    async def opened() -> Connection:
        try:
            return await connect(url, limits=limits, application=application)
        except TROUBLE as trouble:
            raise OperationalError(
                None, None, trouble, hide_parameters=True, connection_invalidated=True
            ) from trouble

    engine = create_async_engine(
        "postgresql+asyncpg://",
        async_creator=opened,
        hide_parameters=True,
        json_serializer=_plain_json,
        **pool,
    )
    event.listen(engine.sync_engine, "handle_error", _give_up)
    return engine


def _give_up(context: ExceptionContext) -> None:
    """Leave a connection whose server is silent: rolling back over it would wait as long again."""
    if isinstance(context.original_exception, TimeoutError):
        context.is_disconnect = True
        silent = OperationalError(
            context.statement,
            None,
            context.original_exception,
            hide_parameters=True,
            connection_invalidated=True,
        )
        silent.add_detail("the database did not answer in time")
        raise silent from context.original_exception


def state_of(error: BaseException) -> str:
    """PostgreSQL's code (SQLSTATE) for what went wrong, of a driver's error or SQLAlchemy's around it; "" where it has none."""
    state = getattr(getattr(error, "orig", error), "sqlstate", None)
    return state if isinstance(state, str) else ""


class Database:
    """One pool of at most `pool_size` connections to one PostgreSQL.

    `url` is what `database_url.read_url` reads. Whoever finds no free connection within `limits.connect` seconds,
    or no answer within the others, gets an error.
    """

    def __init__(
        self, url: str, *, pool_size: int = 10, limits: Limits = PATIENT, application: str = "leerstand"
    ) -> None:
        self.url = url
        self.limits = limits
        self.engine = engine_of(
            url,
            limits=limits,
            application=application,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=limits.connect,
            pool_pre_ping=True,
        )
        # READ COMMITTED would show each statement of a page another moment.
        self._reading = self.engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """A REPEATABLE READ, READ ONLY transaction: what is read here is of one moment, and nothing can be changed."""
        async with AsyncSession(self._reading, expire_on_commit=False) as session, session.begin():
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """One transaction, committed at the end, rolled back by any error."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def noting(self) -> AbstractAsyncContextManager[AsyncSession]:
        """What may be noted on any request (see ReadingOnly); where writing is allowed, a transaction like any."""
        return self.writing()

    async def dispose(self) -> None:
        await self.engine.dispose()


class ChangesNothing(RuntimeError):  # noqa: N818
    """A programming error: a request that may change nothing was about to."""


# A table, and by column the values that a new row must have; no columns: any row, new or changed.
Noted = Mapping[str, Mapping[str, frozenset[str]]]


class ReadingOnly:
    """A database as requests see it that may change nothing: it reads, and notes what `noted` names.

    Everything else raises ChangesNothing before it reaches the database.
    """

    def __init__(self, db: Database, *, noted: Noted) -> None:
        self._db = db
        self._noted = noted
        self.url = db.url

    def reading(self) -> AbstractAsyncContextManager[AsyncSession]:
        """As Database.reading()."""
        return self._db.reading()

    def writing(self) -> AbstractAsyncContextManager[AsyncSession]:
        raise ChangesNothing("only a POST may write; see ReadingOnly.noting() for what any request may note")

    @asynccontextmanager
    async def noting(self) -> AsyncIterator[AsyncSession]:
        """One transaction that writes nothing but what is noted on any request."""
        async with self._db.writing() as session:
            event.listen(session.sync_session, "before_flush", self._look_at_rows)
            event.listen(session.sync_session, "do_orm_execute", self._look_at_statement)
            yield session

    def _look_at_rows(self, session: Session, _context: object, _instances: object) -> None:
        for row in session.new:
            self._require(row.__tablename__, row)
        for row in [*session.deleted, *(one for one in session.dirty if session.is_modified(one))]:
            self._require(row.__tablename__)

    def _look_at_statement(self, state: ORMExecuteState) -> None:
        statement: Any = state.statement
        if state.is_insert or state.is_update or state.is_delete:
            self._require(statement.table.name)
        elif not state.is_select:
            raise ChangesNothing("what is noted is written in statements that name their table")

    def _require(self, table: str, row: object | None = None) -> None:
        columns = self._noted.get(table)
        if columns is None or (columns and row is None):
            raise ChangesNothing(f"{table} is not among what any request may note")
        for column, values in columns.items():
            if getattr(row, column) not in values:
                raise ChangesNothing(f"{table}.{column} is not among what any request may note")
