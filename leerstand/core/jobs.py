"""Automatic acts: when each is due, how it is run and recorded, and the clock that starts them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.exc import DBAPIError

from leerstand.core.cleaning import printable
from leerstand.core.database import Database
from leerstand.core.days import day_of, moment_on
from leerstand.core.logs import sieved, told, trace
from leerstand.core.mail import Send
from leerstand.core.models import JobRun
from leerstand.core.rows import count_left
from leerstand.core.signing import Signer
from leerstand.settings import Settings

log = logging.getLogger(__name__)

KEEP_DAYS = 90
KEEP_IDLE = timedelta(days=1)  # runs that found nothing to do
LAST_PATIENCE_SECONDS = 20.0
SILENCE = timedelta(minutes=2)  # of a job that runs again and again, beyond its own pause
# Matching everything after a start with 100,000 offers takes some minutes.
LONGEST_RUN = timedelta(minutes=15)
LATENESS = timedelta(hours=1)  # of a job that runs once a day


@dataclass(frozen=True, slots=True)
class Work:
    """What a job may use beside its moment."""

    db: Database
    settings: Settings
    signer: Signer
    send: Send


@dataclass(frozen=True, slots=True)
class Every:
    """Again and again, this many seconds apart."""

    seconds: int

    @property
    def trigger(self) -> Any:
        return IntervalTrigger(seconds=self.seconds, timezone=UTC)

    def last_due(self, now: datetime) -> datetime:
        return now - timedelta(seconds=self.seconds)

    @property
    def patience(self) -> timedelta:
        """How long after its last start or success somebody has to look."""
        return timedelta(seconds=self.seconds) + SILENCE

    def __str__(self) -> str:
        return f"every {self.seconds} s" if self.seconds < 120 else f"every {self.seconds // 60} min"


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at this time in Berlin."""

    hour: int
    minute: int = 0

    @property
    def trigger(self) -> "OnceADay":
        return OnceADay(self)

    def on(self, day: date) -> datetime:
        """Its one moment on a day; also on the days of 23 and 25 hours there is exactly one."""
        return moment_on(day, hour=self.hour, minute=self.minute)

    def last_due(self, now: datetime) -> datetime:
        """The latest of its moments that is not after `now`."""
        today = self.on(day_of(now))
        return today if today <= now else self.on(day_of(now) - timedelta(days=1))

    @property
    def patience(self) -> timedelta:
        """How long after its last start or success somebody has to look."""
        return timedelta(days=1) + LATENESS

    def __str__(self) -> str:
        return f"daily at {self.hour:02}:{self.minute:02}"


class OnceADay(BaseTrigger):  # type: ignore[misc]  # the library has no types
    """Fires at each moment of a `Daily`; the library's cron fires twice in the hour that is there twice."""

    def __init__(self, daily: Daily) -> None:
        self._daily = daily

    def get_next_fire_time(self, previous_fire_time: datetime | None, now: datetime) -> datetime:
        """The first moment after the last one, or from now on."""
        moment = self._daily.last_due(previous_fire_time or now)
        while moment < now if previous_fire_time is None else moment <= previous_fire_time:
            moment = self._daily.on(day_of(moment) + timedelta(days=1))
        return moment


@dataclass(frozen=True, slots=True)
class Job:
    """One line of the schedule: what `leerstand job` calls it, when it is due, what it does and in which words.

    `act` may be run twice and by two processes at once; it returns how much it did, or None where that says nothing.
    """

    name: str
    when: Every | Daily
    act: Callable[[Work, datetime], Awaitable[int | None]]
    about: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a run ended: `error` is None where it succeeded, `left` names the rows that it had to leave as they are."""

    done: int | None
    error: str | None
    left: tuple[str, ...] = ()


async def run(job: Job, work: Work, *, now: datetime, clock: Callable[[], datetime]) -> Outcome:
    """Run a job as of `now` and record it; an error is recorded and logged, never raised."""
    left = count_left()
    run_id = uuid4()
    async with work.db.writing() as session:
        await session.execute(insert(JobRun).values(id=run_id, name=job.name, started_at=clock()))
    try:
        outcome = Outcome(await job.act(work, now), None, tuple(left))
    except asyncio.CancelledError:
        with suppress(Exception):
            await asyncio.shield(_record(work.db, run_id, Outcome(None, "interrupted"), now=clock()))
        raise
    except Exception as error:
        log.error("job %s failed:\n%s", job.name, trace(error))
        outcome = Outcome(None, _reason(error), tuple(left))
    await _record(work.db, run_id, outcome, now=clock())
    return outcome


def _reason(error: Exception) -> str:
    """What went wrong as the operator may read it: no addresses and tokens, nothing that the database could not keep."""
    # The database quotes whole rows; other errors are of our own making, or name a file or a server.
    words = told(error) if isinstance(error, DBAPIError) else f"{type(error).__name__}: {error}"
    return printable(sieved(words), keep="\n")[:2000]


async def _record(db: Database, run_id: UUID, outcome: Outcome, *, now: datetime) -> None:
    """Note how a run ended; one that had to leave rows has succeeded, and says which."""
    left = f"{len(outcome.left)} left: " + "; ".join(outcome.left) if outcome.left else None
    async with db.writing() as session:
        await session.execute(
            update(JobRun)
            .where(JobRun.id == run_id)
            .values(
                finished_at=now,
                ok=outcome.error is None,
                done=outcome.done,
                error=outcome.error or (left and left[:2000]),
            )
        )


async def troubles(db: Database, jobs: Sequence[Job], *, now: datetime) -> list[str]:
    """What keeps a schedule from being alive, in sentences: jobs that don't start, don't end or don't succeed. One query.

    A job that failed once is in trouble when it has not succeeded for longer than it may be silent.
    """
    async with db.reading() as session:
        rows = await session.execute(
            select(
                JobRun.name,
                func.max(JobRun.started_at).label("started"),
                func.max(JobRun.finished_at).label("finished"),
                func.max(JobRun.started_at).filter(JobRun.ok.is_(True)).label("succeeded"),
                func.max(JobRun.started_at).filter(JobRun.ok.is_(False)).label("failed"),
            ).group_by(JobRun.name)
        )
        seen = {row.name: row for row in rows}
    return [said for job in jobs if (said := _trouble(job, seen.get(job.name), now=now))]


def _trouble(job: Job, seen: Any, *, now: datetime) -> str | None:
    patience = job.when.patience
    if seen is None:
        return None  # a new instance, or a job whose first hour has not come
    is_running = seen.finished is None or seen.finished < seen.started
    if seen.started < now - max(patience, LONGEST_RUN if is_running else patience):
        said = "has been running" if is_running else "has not been started"
        return f"{job.name} {said} for {(now - seen.started) // timedelta(minutes=1)} minutes."
    has_failed_since = seen.failed and (seen.succeeded is None or seen.failed > seen.succeeded)
    if has_failed_since and (seen.succeeded is None or seen.succeeded < now - patience):
        last = (
            f"last succeeded {seen.succeeded:%Y-%m-%d %H:%M} UTC"
            if seen.succeeded
            else "has not succeeded yet"
        )
        return f"{job.name} fails; it {last}."
    return None


async def last_starts(db: Database) -> dict[str, datetime]:
    """When each job was started last, by its name. One query."""
    async with db.reading() as session:
        rows = await session.execute(
            select(JobRun.name, func.max(JobRun.started_at).label("started")).group_by(JobRun.name)
        )
        return {row.name: row.started for row in rows}


async def forget_runs(work: Work, now: datetime) -> int:
    """Delete the records of runs after 90 days, of runs that found nothing to do after one."""
    idle = (
        (JobRun.ok.is_(True)) & (func.coalesce(JobRun.done, 0) == 0) & (JobRun.started_at < now - KEEP_IDLE)
    )
    async with work.db.writing() as session:
        gone = await session.execute(
            delete(JobRun)
            .where(or_(idle, JobRun.started_at < now - timedelta(days=KEEP_DAYS)))
            .returning(JobRun.id)
        )
        return len(gone.all())


@dataclass
class Ticking:
    """The running clock: starts each job when it is due, never one twice at the same time."""

    work: Work
    clock: Callable[[], datetime]
    running: dict[str, asyncio.Task[Outcome]] = field(default_factory=dict)

    async def start(self, job: Job) -> None:
        if job.name not in self.running:
            task = asyncio.create_task(run(job, self.work, now=self.clock(), clock=self.clock), name=job.name)
            self.running[job.name] = task
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[Outcome]) -> None:
        self.running.pop(task.get_name(), None)
        # Without a database even the record fails; the next run says so as well.
        if not task.cancelled() and (error := task.exception()):
            log.error("job %s could not be run: %s", task.get_name(), type(error).__name__)

    async def finish(self) -> None:
        """Let what runs come to its end, but not for ever; every job may be cut off and run again."""
        tasks = list(self.running.values())
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=LAST_PATIENCE_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)


@asynccontextmanager
async def ticking(
    jobs: Sequence[Job], work: Work, *, clock: Callable[[], datetime]
) -> AsyncIterator[Ticking]:
    """Start jobs by the clock for the length of a block; what was missed while nobody led is made up for first."""
    seen = await last_starts(work.db)
    state = Ticking(work, clock)
    scheduler = AsyncIOScheduler(timezone=UTC)
    now = clock()
    for job in jobs:
        # What is done once a day is done late rather than not at all, where the process was held up or asleep.
        grace = None if isinstance(job.when, Daily) else 60
        scheduler.add_job(
            state.start, job.when.trigger, args=[job], id=job.name, coalesce=True, misfire_grace_time=grace
        )
        if job.name in seen and seen[job.name] < job.when.last_due(now):
            await state.start(job)
    scheduler.start()
    try:
        yield state
    finally:
        scheduler.shutdown(wait=False)
        await state.finish()
