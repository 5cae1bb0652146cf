"""Questions of the operator: what runs, what waits, what the texts are."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Row, exists, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.models import Organisation, Role
from leerstand.core.models import JobRun
from leerstand.notices.codes import NoticeState
from leerstand.notices.models import Notice
from leerstand.operation.models import SiteText
from leerstand.places import gazetteer
from leerstand.places.models import Municipality
from leerstand.register.models import Building


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


async def current_keys(session: AsyncSession, typed: Sequence[str]) -> tuple[list[str], list[str]]:
    """Keys as they are today, and those that name neither a municipality nor a district (five digits). One query.

    Known are the keys that come with leerstand, former ones too, and those that `leerstand places import` brought.
    """
    found = await session.execute(
        select(Municipality.ags, Municipality.district_ags).where(
            or_(Municipality.ags.in_(typed), Municipality.district_ags.in_(typed))
        )
    )
    known = {key for row in found for key in row} | set(gazetteer.load().atlas.district_designations)
    current: list[str] = []
    unknown: list[str] = []
    for key in typed:
        now = key if key in known else gazetteer.load().key(key)
        current.append(now)
        if not now:
            unknown.append(key)
    return list(dict.fromkeys(current)), unknown


async def organisation(session: AsyncSession, organisation_id: UUID) -> Organisation | None:
    return await session.get(Organisation, organisation_id)


async def is_used(session: AsyncSession, organisation_id: UUID) -> bool:
    """Whether somebody has a role in it or a building belongs to it. One query."""
    has_people = exists().where(Role.organisation_id == organisation_id)
    has_buildings = exists().where(Building.owner_organisation_id == organisation_id)
    return bool(await session.scalar(select(or_(has_people, has_buildings))))
