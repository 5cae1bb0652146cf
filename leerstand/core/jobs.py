"""Automatic acts: when each is due, how it is run and recorded, and the clock that starts them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import delete, func, insert, or_, select, update

from leerstand.core.database import Database
from leerstand.core.i18n import BERLIN
from leerstand.core.mail import Send
from leerstand.core.models import JobRun
from leerstand.core.signing import Signer
from leerstand.settings import Settings

log = logging.getLogger(__name__)

KEEP_DAYS = 90
KEEP_IDLE = timedelta(days=1)  # runs that found nothing to do
LAST_PATIENCE_SECONDS = 20.0


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

    def __str__(self) -> str:
        return f"every {self.seconds} s" if self.seconds < 120 else f"every {self.seconds // 60} min"


@dataclass(frozen=True, slots=True)
class Daily:
    """Once a day at this time in Berlin."""

    hour: int
    minute: int = 0

    @property
    def trigger(self) -> Any:
        return CronTrigger(hour=self.hour, minute=self.minute, timezone=BERLIN)

    def last_due(self, now: datetime) -> datetime:
        """The latest of its moments that is not after `now`."""
        today = now.astimezone(BERLIN).replace(hour=self.hour, minute=self.minute, second=0, microsecond=0)
        return (today if today <= now else today - timedelta(days=1)).astimezone(UTC)

    def __str__(self) -> str:
        return f"daily at {self.hour:02}:{self.minute:02}"


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
    """How a run ended: `error` is None where it succeeded."""

    done: int | None
    error: str | None


async def run(job: Job, work: Work, *, now: datetime, clock: Callable[[], datetime]) -> Outcome:
    """Run a job as of `now` and record it; an error is recorded and logged, never raised."""
    run_id = uuid4()
    async with work.db.writing() as session:
        await session.execute(insert(JobRun).values(id=run_id, name=job.name, started_at=clock()))
    try:
        outcome = Outcome(await job.act(work, now), None)
    except asyncio.CancelledError:
        with suppress(Exception):
            await asyncio.shield(_record(work.db, run_id, Outcome(None, "interrupted"), now=clock()))
        raise
    except Exception as error:
        log.exception("job %s failed", job.name)
        outcome = Outcome(None, f"{type(error).__name__}: {error}"[:2000])
    await _record(work.db, run_id, outcome, now=clock())
    return outcome


async def _record(db: Database, run_id: UUID, outcome: Outcome, *, now: datetime) -> None:
    async with db.writing() as session:
        await session.execute(
            update(JobRun)
            .where(JobRun.id == run_id)
            .values(finished_at=now, ok=outcome.error is None, done=outcome.done, error=outcome.error)
        )


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
            log.error("job %s could not be run: %s", task.get_name(), error)

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
        scheduler.add_job(
            state.start, job.when.trigger, args=[job], id=job.name, coalesce=True, misfire_grace_time=60
        )
        if job.name in seen and seen[job.name] < job.when.last_due(now):
            await state.start(job)
    scheduler.start()
    try:
        yield state
    finally:
        scheduler.shutdown(wait=False)
        await state.finish()
