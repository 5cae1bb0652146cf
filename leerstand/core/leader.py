"""One of several processes leads: whoever holds an advisory lock of the database on a connection of its own."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import asyncpg
from sqlalchemy.exc import SQLAlchemyError

from leerstand.core.database_url import TROUBLE as AWAY
from leerstand.core.database_url import Limits, connect
from leerstand.core.logs import told

log = logging.getLogger(__name__)

LOCK = 7_242_002  # one number for "somebody runs the schedule", known to all replicas
POLL_SECONDS = 1.0
ANSWER_SECONDS = 5.0
LIMITS = Limits(connect=ANSWER_SECONDS, statement=ANSWER_SECONDS, lock=ANSWER_SECONDS)
TROUBLE = (*AWAY, SQLAlchemyError)


async def lead(
    url: str,
    leading: Callable[[], AbstractAsyncContextManager[Any]],
    *,
    poll_seconds: float = POLL_SECONDS,
    lock: int = LOCK,
) -> None:
    """Stand for leader until cancelled; `leading()` is open exactly while this process leads.

    Leading alone makes nothing safe: a frozen leader may wake up after another has taken over, so every job
    claims its rows besides. A lost connection ends the lead and a new one is sought.
    """
    said = ""
    while True:
        try:
            await _term(url, leading, poll_seconds=poll_seconds, lock=lock)
            said = ""
        except TROUBLE as trouble:
            # One line an outage: tried again every second, it would say the same for hours.
            if said != (said := told(trouble)):
                log.warning("the schedule has lost its database connection: %s", said)
        await asyncio.sleep(poll_seconds)


async def _term(
    url: str, leading: Callable[[], AbstractAsyncContextManager[Any]], *, poll_seconds: float, lock: int
) -> None:
    """One connection: wait for the lock, lead, and return when the connection is lost."""
    connection = await connect(url, limits=LIMITS, application="leerstand schedule")
    lost = asyncio.Event()
    connection.add_termination_listener(lambda _connection: lost.set())
    try:
        # Polled rather than awaited: a statement open for hours would hold back vacuum.
        while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", lock, timeout=ANSWER_SECONDS):  # noqa: ASYNC110
            await asyncio.sleep(poll_seconds)
        log.info("this process runs the schedule")
        async with leading():
            await _hold(connection, lost, poll_seconds=poll_seconds)
    finally:
        # Closing gives the lock to the next one at once.
        try:
            await connection.close(timeout=ANSWER_SECONDS)
        except TROUBLE:
            connection.terminate()


async def _hold(connection: "asyncpg.Connection[Any]", lost: asyncio.Event, *, poll_seconds: float) -> None:
    while not lost.is_set():
        try:
            await asyncio.wait_for(lost.wait(), poll_seconds)
        except TimeoutError:
            await connection.fetchval("SELECT 1", timeout=ANSWER_SECONDS)
