"""`leerstand job --alive`: whether the schedule runs, its jobs succeed and mail leaves."""

from datetime import datetime, timedelta

import click
import pytest
from sqlalchemy import insert

from leerstand.cli.job import _alive
from leerstand.core.database import Database
from leerstand.core.models import JobRun
from leerstand.notices.outage import LATE_AFTER
from leerstand.schedule import JOBS
from tests.cast import NOW
from tests.notices.telling import tell_all


async def ran(db: Database, *, at: datetime, failing: str = "") -> None:
    """Each job has run once; one of them without success."""
    async with db.writing() as session:
        for job in JOBS:
            await session.execute(
                insert(JobRun).values(name=job.name, started_at=at, finished_at=at, ok=job.name != failing)
            )


async def test_a_schedule_that_runs_is_alive(db: Database, capsys: pytest.CaptureFixture[str]) -> None:
    await ran(db, at=NOW)
    await _alive(db.url, now=NOW + timedelta(seconds=20))
    assert "ran 20 s ago" in capsys.readouterr().out


async def test_one_that_never_ran_or_stands_still_is_not(db: Database) -> None:
    with pytest.raises(click.ClickException, match="Does a worker run"):
        await _alive(db.url, now=NOW)
    await ran(db, at=NOW)
    with pytest.raises(click.ClickException, match="Does a worker run"):
        await _alive(db.url, now=NOW + timedelta(minutes=3))


async def test_one_whose_job_always_fails_is_not(db: Database) -> None:
    await ran(db, at=NOW, failing="morning-digest")
    with pytest.raises(click.ClickException, match="morning-digest fails; it has not succeeded yet"):
        await _alive(db.url, now=NOW)


async def test_one_whose_mail_does_not_leave_is_not(db: Database) -> None:
    await tell_all(db, "anna@example.org")
    await ran(db, at=NOW + LATE_AFTER)
    with pytest.raises(click.ClickException, match="No mail leaves; the oldest has waited for 10 minutes"):
        await _alive(db.url, now=NOW + LATE_AFTER)
