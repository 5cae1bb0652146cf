"""When jobs are due, how they are recorded, and the clock that starts them."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import insert, select

from leerstand.core.database import Database
from leerstand.core.days import day_after, day_of
from leerstand.core.i18n import BERLIN
from leerstand.core.jobs import Daily, Every, Job, Work, forget_runs, last_starts, run, ticking, troubles
from leerstand.core.mail import keep_here
from leerstand.core.models import JobRun
from leerstand.core.rows import alone, leave
from leerstand.core.signing import Signer
from leerstand.schedule import JOBS
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


DAILY = [(each.name, each.when) for each in JOBS if isinstance(each.when, Daily)]
CHANGES = [
    date(2026, 3, 29),
    date(2026, 10, 25),
    date(2027, 3, 28),
    date(2027, 10, 31),
    date(2028, 3, 26),
    date(2028, 10, 29),
]


def fired(daily: Daily, begin: datetime, end: datetime) -> list[datetime]:
    """Every moment at which the schedule's own trigger fires, asked as the clock asks it."""
    found: list[datetime] = []
    moment = daily.trigger.get_next_fire_time(None, begin)
    while moment < end:
        found.append(moment)
        moment = daily.trigger.get_next_fire_time(moment, moment + timedelta(seconds=1))
    return found


@pytest.mark.parametrize(
    "daily", [each for _, each in DAILY] + [Daily(2, 30), Daily(2, 59), Daily(3), Daily(0)]
)
def test_each_daily_job_runs_once_on_each_day_of_three_years(daily: Daily) -> None:
    begin, end = (datetime(year, 1, 1, tzinfo=BERLIN).astimezone(UTC) for year in (2026, 2029))
    moments = fired(daily, begin, end)
    days = Counter(day_of(moment) for moment in moments)
    assert set(days.values()) == {1}
    assert len(days) == (date(2029, 1, 1) - date(2026, 1, 1)).days
    assert all(day in days for day in CHANGES)
    shown = {(each.astimezone(BERLIN).hour, each.astimezone(BERLIN).minute) for each in moments}
    assert shown <= {(daily.hour, daily.minute), (3, daily.minute)}


@pytest.mark.parametrize("daily", [each for _, each in DAILY])
@pytest.mark.parametrize("day", CHANGES)
def test_what_was_last_due_is_what_fired_last_also_while_clocks_change(daily: Daily, day: date) -> None:
    begin = datetime(day.year, day.month, day.day, tzinfo=BERLIN).astimezone(UTC) - timedelta(days=2)
    moments = fired(daily, begin, begin + timedelta(days=4))
    for minutes in range(0, 60 * 48, 10):
        now = begin + timedelta(days=1, minutes=minutes)
        assert daily.last_due(now) == max(moment for moment in moments if moment <= now)


async def test_after_an_outage_over_the_change_of_clocks_a_job_is_made_up_for_once(work: Work) -> None:
    before = datetime(2027, 10, 30, 12, 0, tzinfo=UTC)
    for then in (
        before,
        datetime(2027, 10, 31, 0, 30, tzinfo=UTC),
        datetime(2027, 10, 31, 1, 30, tzinfo=UTC),
    ):
        if then == before:
            await run(job(three, Daily(2)), work, now=then, clock=lambda then=then: then)
            continue
        async with ticking([job(three, Daily(2))], work, clock=lambda then=then: then) as state:
            await asyncio.gather(*state.running.values())
    assert len(await runs(work.db)) == 2


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2027, 3, 20, 22, 30, tzinfo=UTC), date(2027, 4, 3)),
        (datetime(2027, 3, 20, 23, 30, tzinfo=UTC), date(2027, 4, 4)),
        (datetime(2027, 10, 20, 21, 30, tzinfo=UTC), date(2027, 11, 3)),
        (datetime(2027, 10, 20, 22, 30, tzinfo=UTC), date(2027, 11, 4)),
    ],
)
def test_a_promise_of_14_days_counts_days_in_berlin(moment: datetime, day: date) -> None:
    assert day_after(moment, timedelta(days=14)) == day


async def test_a_row_that_fails_is_left_and_said_and_the_others_are_done(work: Work) -> None:
    async def act(given: Work, _now: datetime) -> int:
        done = 0
        async with given.db.writing() as session:
            for number in range(3):
                async with alone(session, about=f"row {number}"):
                    await session.execute(
                        insert(JobRun).values(id=uuid4(), name=f"row {number}", started_at=NOW)
                    )
                    if number == 1:
                        raise ValueError("anna@example.org")
                    done += 1
        return done

    outcome = await run(job(act), work, now=NOW, clock=clock)
    assert (outcome.done, outcome.error, outcome.left) == (2, None, ("row 1: ValueError",))
    found = {seen.name: seen for seen in await runs(work.db)}
    assert set(found) == {"try", "row 0", "row 2"}
    assert (found["try"].ok, found["try"].error) == (True, "1 left: row 1: ValueError")


def test_a_database_that_is_away_is_no_row_s_fault() -> None:
    with pytest.raises(ConnectionError):
        leave(ConnectionError(), about="row")


async def test_an_error_is_logged_by_its_kind_and_kept_without_addresses(
    work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    says = "Key (email)=(anna@example.org) already exists \x00 \udce4"

    async def leaky(_work: Work, _now: datetime) -> int:
        raise ValueError(says)

    outcome = await run(job(leaky), work, now=NOW, clock=clock)
    assert outcome.error is not None
    assert outcome.error.startswith("ValueError: Key (email)=(…@…) already exists")
    assert (await runs(work.db))[0].error == outcome.error
    assert "ValueError" in caplog.text
    assert "leaky" in caplog.text
    assert "anna" not in caplog.text


async def test_a_job_that_always_fails_is_not_alive(work: Work) -> None:
    often, daily = job(broken, Every(seconds=5)), job(three, Daily(3))
    assert await troubles(work.db, [often, daily], now=NOW) == []
    await run(often, work, now=NOW, clock=clock)
    assert await troubles(work.db, [often], now=NOW) == ["try fails; it has not succeeded yet."]


async def test_a_job_that_failed_once_is_given_time(work: Work) -> None:
    for act, minutes in ((three, 0), (broken, 1)):
        then = NOW + timedelta(minutes=minutes)
        await run(job(act), work, now=then, clock=lambda then=then: then)
    often = [job(broken, Every(seconds=60))]
    assert await troubles(work.db, often, now=NOW + timedelta(minutes=2)) == []
    [said] = await troubles(work.db, often, now=NOW + timedelta(minutes=3, seconds=1))
    assert said == "try fails; it last succeeded 2026-11-24 09:00 UTC."
    assert await troubles(work.db, [job(broken, Daily(3))], now=NOW + timedelta(hours=24)) == []


async def test_a_job_that_hangs_is_not_alive(work: Work) -> None:
    async with work.db.writing() as session:
        await session.execute(insert(JobRun).values(id=uuid4(), name="try", started_at=NOW))
    often = [job(three, Every(seconds=5))]
    assert await troubles(work.db, often, now=NOW + timedelta(minutes=14)) == []
    assert await troubles(work.db, often, now=NOW + timedelta(minutes=16)) == [
        "try has been running for 16 minutes."
    ]
