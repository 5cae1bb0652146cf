"""One of several processes leads: whoever holds an advisory lock of the database on a connection of its own."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from typing import Any

import asyncpg
from sqlalchemy.engine import make_url
from sqlalchemy.exc import SQLAlchemyError

log = logging.getLogger(__name__)

LOCK = 7_242_002  # one number for "somebody runs the schedule", known to all replicas
POLL_SECONDS = 1.0
ANSWER_SECONDS = 5.0
# A leader whose host has gone is noticed by the server after half a minute, not after hours.
SETTINGS = {
    "application_name": "leerstand schedule",
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "4",
}
TROUBLE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError, SQLAlchemyError)


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
    while True:
        try:
            await _term(url, leading, poll_seconds=poll_seconds, lock=lock)
        except TROUBLE as trouble:
            log.warning("the schedule has lost its database connection: %s", trouble)
        await asyncio.sleep(poll_seconds)


async def _term(
    url: str, leading: Callable[[], AbstractAsyncContextManager[Any]], *, poll_seconds: float, lock: int
) -> None:
    """One connection: wait for the lock, lead, and return when the connection is lost."""
    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    connection = await asyncpg.connect(address, server_settings=SETTINGS, timeout=ANSWER_SECONDS)
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
