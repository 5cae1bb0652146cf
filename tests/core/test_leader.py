"""Leading the schedule, with real processes."""

import asyncio
import signal
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from leerstand.core.database import Database

STANDBY = """
import asyncio, sys
from contextlib import asynccontextmanager
from leerstand.core.leader import lead

@asynccontextmanager
async def leading():
    print("leads", flush=True)
    try:
        yield
    finally:
        print("stands down", flush=True)

asyncio.run(lead(sys.argv[1], leading, poll_seconds=0.1))
"""


class Standby:
    """Another process that stands for leader."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process

    @classmethod
    async def start(cls, url: str) -> "Standby":
        return cls(
            await asyncio.create_subprocess_exec(
                sys.executable, "-c", STANDBY, url, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
            )
        )

    async def says(self, *, within: float = 10) -> str:
        assert self.process.stdout is not None
        line = await asyncio.wait_for(self.process.stdout.readline(), within)
        return line.decode().strip()

    async def is_silent(self, *, seconds: float = 0.5) -> bool:
        try:
            await self.says(within=seconds)
        except TimeoutError:
            return True
        return False

    async def end(self, how: signal.Signals = signal.SIGKILL) -> None:
        if self.process.returncode is None:
            self.process.send_signal(how)
        await self.process.communicate()


async def test_one_of_two_leads_and_the_other_takes_over_when_it_is_killed(database_url: str) -> None:
    first = await Standby.start(database_url)
    assert await first.says() == "leads"
    second = await Standby.start(database_url)
    assert await second.is_silent(seconds=1.5)
    await first.end(signal.SIGKILL)
    before = datetime.now(UTC)
    assert await second.says() == "leads"
    assert (datetime.now(UTC) - before).total_seconds() < 2
    await second.end()


async def test_a_leader_that_loses_its_connection_stands_down_and_leads_again(
    database_url: str, db: Database
) -> None:
    leader = await Standby.start(database_url)
    assert await leader.says() == "leads"
    async with db.writing() as session:
        ended = await session.scalar(
            text(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'leerstand schedule' AND datname = current_database()"
            )
        )
    assert ended
    assert await leader.says() == "stands down"
    assert await leader.says() == "leads"
    await leader.end()


@pytest.mark.parametrize("how", [signal.SIGSTOP])
async def test_a_frozen_leader_keeps_the_lead_until_its_connection_is_ended(
    database_url: str, db: Database, how: signal.Signals
) -> None:
    frozen, second = await Standby.start(database_url), None
    assert await frozen.says() == "leads"
    frozen.process.send_signal(how)
    second = await Standby.start(database_url)
    assert await second.is_silent(seconds=1.5)
    async with db.writing() as session:
        await session.execute(
            text(
                "SELECT pg_terminate_backend(a.pid) FROM pg_stat_activity a JOIN pg_locks l USING (pid) WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database()"
            )
        )
    assert await second.says() == "leads"
    await frozen.end()
    await second.end()
