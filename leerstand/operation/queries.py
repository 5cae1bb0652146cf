"""Questions of the operator: what runs, what waits, what the texts are."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Row, func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.models import JobRun
from leerstand.notices.codes import NoticeState
from leerstand.notices.models import Notice
from leerstand.operation.models import SiteText


async def latest_runs(session: AsyncSession) -> Sequence[JobRun]:
    """The last run of each job, by name. One query."""
    found = await session.scalars(
        select(JobRun).ext(distinct_on(JobRun.name)).order_by(JobRun.name, JobRun.started_at.desc())
    )
    return found.all()


async def mail_counts(session: AsyncSession, *, now: datetime) -> dict[str, int]:
    """How many notices of the last 30 days stand in which state."""
    rows: Sequence[Row[NoticeState, int]] = (
        await session.execute(
            select(Notice.state, func.count())
            .where(Notice.created_at > now - timedelta(days=30))
            .group_by(Notice.state)
        )
    ).all()
    return {state.value: count for state, count in rows}


async def text_body(session: AsyncSession, *, key: str, language: str) -> str | None:
    """The operator's own text; None where they have not written one."""
    return await session.scalar(
        select(SiteText.body).where(SiteText.key == key, SiteText.language == language)
    )


async def oldest_due(session: AsyncSession, *, now: datetime) -> datetime | None:
    """Since when the notice waits that should have left first; None where none is late. One query."""
    return await session.scalar(
        select(func.min(Notice.due_at)).where(Notice.state == NoticeState.WAITING, Notice.due_at <= now)
    )
