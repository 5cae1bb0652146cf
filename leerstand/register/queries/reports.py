"""Questions about citizens' reports."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.models import Person
from leerstand.accounts.rules import within
from leerstand.register.codes import ReportState
from leerstand.register.models import Building, Report, ReportPhoto

PAGE = 50
RECENT = timedelta(days=730)


async def report(session: AsyncSession, report_id: UUID) -> Report | None:
    return await session.get(Report, report_id)


async def report_by_number(session: AsyncSession, number: str) -> Report | None:
    return await session.scalar(select(Report).where(Report.number == number))


async def photos_of(session: AsyncSession, report_id: UUID) -> Sequence[UUID]:
    """The photos sent with a report."""
    found = await session.scalars(select(ReportPhoto.photo_id).where(ReportPhoto.report_id == report_id))
    return found.all()


async def sees_photo(session: AsyncSession, photo_id: UUID, *, keys: Sequence[str]) -> bool:
    """Whether a photo came with a report in the area of these keys."""
    found = await session.scalar(
        select(Report.id)
        .join(ReportPhoto, ReportPhoto.report_id == Report.id)
        .where(ReportPhoto.photo_id == photo_id, within(Report.ags, keys))
        .limit(1)
    )
    return found is not None


async def reports(
    session: AsyncSession,
    keys: Sequence[str],
    *,
    state: ReportState | None,
    limit: int = PAGE,
    offset: int = 0,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Reports with the name of who decided them: waiting ones oldest first, decided ones newest first. One query."""
    order = Report.created_at.asc() if state is ReportState.RECEIVED else Report.created_at.desc()
    query = (
        select(Report.id, Report.number, Report.kind, Report.place, Report.street, Report.house_number, Report.state,
               Report.created_at, Report.decided_at, Report.building_id, Person.name.label("decided_by"))
        .outerjoin(Person, Person.id == Report.decided_by_id)
        .where(within(Report.ags, keys))
        .order_by(order, Report.id)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip
    if state is not None:
        query = query.where(Report.state == state)
    return (await session.execute(query)).all()


async def reports_total(session: AsyncSession, keys: Sequence[str], *, state: ReportState | None) -> int:
    query = select(func.count()).select_from(Report).where(within(Report.ags, keys))
    if state is not None:
        query = query.where(Report.state == state)
    return int(await session.scalar(query) or 0)


async def nearby_reports(
    session: AsyncSession, *, ags: str, now: datetime, except_id: UUID | None = None
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Reports of the last two years in one municipality that aren't rejected, with the building they became.

    One query, at most 2000 rows, newest first; the likeness is told by `duplicates.Index`.
    """
    query = (
        select(Report.id, Report.place, Report.street, Report.house_number, Report.lat, Report.lon, Report.created_at,
               Report.state, Report.number, Building.id.label("building_id"))
        .outerjoin(Building, Building.id == Report.building_id)
        .where(Report.ags == ags, Report.created_at > now - RECENT, Report.state != ReportState.REJECTED)
        .order_by(Report.created_at.desc())
        .limit(2000)
    )  # fmt: skip
    if except_id is not None:
        query = query.where(Report.id != except_id)
    return (await session.execute(query)).all()
