"""When jobs are due, how they are recorded, and the clock that starts them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from leerstand.core.database import Database
from leerstand.core.jobs import Daily, Every, Job, Work, forget_runs, last_starts, run, ticking
from leerstand.core.mail import keep_here
from leerstand.core.models import JobRun
from leerstand.core.signing import Signer
from leerstand.settings import Settings

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def clock() -> datetime:
    return NOW


@pytest.fixture
def work(db: Database) -> Work:
    return Work(db, Settings(), Signer("s" * 40), keep_here)


def job(act: Callable[[Work, datetime], Awaitable[int | None]], when: Every | Daily | None = None) -> Job:
    return Job("try", when or Daily(3), act, "tries something")


async def three(_work: Work, _now: datetime) -> int:
    return 3


async def broken(_work: Work, _now: datetime) -> int:
    raise ValueError("the file is not there")


async def runs(db: Database) -> list[JobRun]:
    async with db.reading() as session:
        return list(await session.scalars(select(JobRun).order_by(JobRun.started_at)))


async def test_a_run_is_recorded_with_what_it_did(work: Work) -> None:
    assert (await run(job(three), work, now=NOW, clock=clock)).done == 3
    [seen] = await runs(work.db)
    assert (seen.name, seen.ok, seen.done, seen.error) == ("try", True, 3, None)
    assert seen.finished_at == NOW


async def test_an_error_is_recorded_and_does_not_escape(work: Work) -> None:
    outcome = await run(job(broken), work, now=NOW, clock=clock)
    assert outcome.error == "ValueError: the file is not there"
    [seen] = await runs(work.db)
    assert (seen.ok, seen.error) == (False, outcome.error)


async def test_a_run_that_is_cut_off_says_so(work: Work) -> None:
    async def endless(_work: Work, _now: datetime) -> int:
        await asyncio.sleep(60)
        return 0

    task = asyncio.create_task(run(job(endless), work, now=NOW, clock=clock))
    await asyncio.sleep(0.3)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    [seen] = await runs(work.db)
    assert (seen.ok, seen.error) == (False, "interrupted")


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        (datetime(2026, 1, 10, 3, 0, tzinfo=UTC), datetime(2026, 1, 10, 2, 30, tzinfo=UTC)),
        (datetime(2026, 1, 10, 2, 0, tzinfo=UTC), datetime(2026, 1, 9, 2, 30, tzinfo=UTC)),
        (datetime(2026, 7, 10, 2, 0, tzinfo=UTC), datetime(2026, 7, 10, 1, 30, tzinfo=UTC)),
    ],
)
def test_daily_means_a_time_in_berlin(moment: datetime, due: datetime) -> None:
    assert Daily(3, 30).last_due(moment) == due


@pytest.mark.parametrize(("ago", "made_up_for"), [(timedelta(hours=1), False), (timedelta(days=1), True)])
async def test_what_was_missed_while_nobody_led_is_made_up_for(
    work: Work, ago: timedelta, made_up_for: bool
) -> None:
    await run(job(three), work, now=NOW - ago, clock=lambda: NOW - ago)
    async with ticking([job(three)], work, clock=clock) as state:
        await asyncio.gather(*state.running.values())
    assert len(await runs(work.db)) == (2 if made_up_for else 1)


async def test_the_clock_starts_what_is_due_and_lets_it_end(work: Work) -> None:
    ended = asyncio.Event()

    async def slow(_work: Work, _now: datetime) -> int:
        await asyncio.sleep(0.3)
        ended.set()
        return 1

    async with ticking([job(slow, Every(seconds=1))], work, clock=clock) as state:
        while not state.running:
            await asyncio.sleep(0.05)
    assert ended.is_set()
    assert [seen.ok for seen in await runs(work.db)] == [True]


async def test_a_job_is_never_started_twice_at_the_same_time(work: Work) -> None:
    async with ticking([], work, clock=clock) as state:
        await asyncio.gather(*(state.start(job(three)) for _ in range(3)))
        assert len(state.running) == 1
    assert len(await runs(work.db)) == 1


async def test_records_of_runs_are_forgotten_after_their_time(work: Work) -> None:
    async def idle(_work: Work, _now: datetime) -> int:
        return 0

    for act, days in ((three, 91), (three, 80), (idle, 2), (idle, 0), (broken, 2)):
        then = NOW - timedelta(days=days)
        await run(job(act), work, now=then, clock=lambda then=then: then)
    assert await forget_runs(work, NOW) == 2
    assert [(seen.done, seen.ok) for seen in await runs(work.db)] == [(3, True), (None, False), (0, True)]
    assert await last_starts(work.db) == {"try": NOW}
