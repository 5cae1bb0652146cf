"""Work over many rows, in which one bad row is one bad row: it is left where it is, said, and holds up no other."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Set
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import Protocol, TypeVar
from uuid import UUID

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.database import Database

log = logging.getLogger(__name__)


class Keyed(Protocol):
    """A row with a key."""

    @property
    def id(self) -> UUID: ...


Work = TypeVar("Work", bound=Keyed)

# What the run that is under way has left; None outside of runs.
_left: ContextVar[list[str] | None] = ContextVar("left", default=None)


def count_left() -> list[str]:
    """Begin to count, in this task, the rows that are left; the list grows while the work goes on."""
    left: list[str] = []
    _left.set(left)
    return left


def leave(error: Exception, *, about: str) -> None:
    """Leave one row, for what it raised. Raises the error again where it is the database's that is away."""
    if isinstance(error, OSError) or (isinstance(error, DBAPIError) and error.connection_invalidated):
        raise error
    # The kind alone: an error's own text may quote an address, or what somebody wrote.
    said = f"{about}: {type(error).__name__}"
    log.error("left as it is: %s", said)
    if (left := _left.get()) is not None:
        left.append(said)


@asynccontextmanager
async def alone(session: AsyncSession, *, about: str) -> AsyncIterator[None]:
    """Work on one of several rows of a transaction; where it fails, what it wrote is taken back and the others go on."""
    try:
        async with session.begin_nested():
            yield
    except Exception as error:
        leave(error, about=about)


async def each_alone(
    db: Database,
    claim: Callable[[AsyncSession, Set[UUID]], Awaitable[Work | None]],
    act: Callable[[AsyncSession, Work], Awaitable[object]],
    *,
    about: str,
    at_most: int | None = None,
) -> int:
    """Claim and work on one row after another, each in its own transaction, until none is left; return how many.

    `claim` is handed the keys of the rows that have failed, which it must leave out.
    """
    done, failed = 0, set[UUID]()
    while at_most is None or done + len(failed) < at_most:
        key = None
        try:
            async with db.writing() as session:
                row = await claim(session, failed)
                if row is None:
                    break
                key = row.id
                await act(session, row)
            done += 1
        except Exception as error:
            if key is None:
                raise
            leave(error, about=f"{about} {key}")
            failed.add(key)
    return done
