"""Two real workers on one database: each mail leaves once, and a killed leader loses nothing."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime

import pytest_asyncio

from leerstand.core.database import Database
from leerstand.notices.service import Reader, tell
from tests.notices.conftest import Postbox, postbox

__all__ = ["postbox"]

Start = Callable[[], Awaitable[asyncio.subprocess.Process]]
MANY = 25


@pytest_asyncio.fixture
async def worker(database_url: str, postbox: Postbox) -> AsyncIterator[Start]:
    """Starts `leerstand worker` in a process of its own."""
    started: list[asyncio.subprocess.Process] = []
    environment = {
        **os.environ,
        "LEERSTAND_DATABASE_URL": database_url,
        "LEERSTAND_SMTP_URL": postbox.url,
        "LEERSTAND_SECRET": "w" * 40,
    }

    async def start() -> asyncio.subprocess.Process:
        command = (sys.executable, "-m", "leerstand", "worker")
        quiet = asyncio.subprocess.DEVNULL
        process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=quiet, stderr=quiet)
        started.append(process)
        return process

    yield start
    for process in started:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), 20)


async def write_many(db: Database) -> None:
    now = datetime.now(UTC)
    async with db.writing() as session:
        for number in range(MANY):
            await tell(
                session, Reader(None, f"reader{number}@example.org", "de"), kind="accounts/sign_in", necessary=True,
                context={"path": "/anmelden/abc", "minutes": 15}, now=now,
            )  # fmt: skip


async def until(condition: Callable[[], bool], *, seconds: float = 40) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.05)


def readers(box: Postbox) -> list[str]:
    return [str(mail["To"]) for mail in box.mails]


async def test_two_workers_send_each_mail_once(db: Database, postbox: Postbox, worker: Start) -> None:
    await write_many(db)
    await asyncio.gather(worker(), worker())
    await until(lambda: len(postbox.mails) >= MANY)
    await asyncio.sleep(1)
    assert len(postbox.mails) == len(set(readers(postbox))) == MANY


async def test_a_leader_killed_while_it_sends_loses_nothing(
    db: Database, postbox: Postbox, worker: Start
) -> None:
    postbox.pause_seconds = 0.1
    await write_many(db)
    first = await worker()
    await until(lambda: len(postbox.mails) >= 3)
    await worker()
    first.kill()
    await until(lambda: len(set(readers(postbox))) == MANY)
    sent = [str(mail["Message-ID"]) for mail in postbox.mails]
    assert len(set(sent)) == MANY
    assert len(sent) <= MANY + 1  # the one under way when it was killed may come twice, under the same id
