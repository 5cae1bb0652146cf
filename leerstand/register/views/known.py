"""What is known already where staff record a building or review a report. Nobody else is told, in any way."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.rules import may_see_register
from leerstand.core.pages import page
from leerstand.places.geography import between_km
from leerstand.register import queries, stock
from leerstand.register.duplicates.find import Record
from leerstand.register.input import ReportPlaceInput
from leerstand.register.stock import NEAR_M, Like
from leerstand.register.views.asking import located, stock_of, typed_record

MOST = 5


@dataclass(frozen=True, slots=True)
class Reported:
    """A report that waits, about the same address or close by."""

    report_id: UUID
    number: str
    shown: str
    created_at: datetime
    distance_m: int | None


async def known(request: Request) -> Response:
    """What is known at the address or point that staff are typing; a piece of a page."""
    typed, where = located(ReportPlaceInput.parse(await request.form()))
    likes: list[Like] = []
    reported: list[Reported] = []
    if typed.value is not None and where is not None and may_see_register(request.state.visitor, where.ags):
        record = _as_asked(typed_record(typed.value))
        async with request.state.db.reading() as session:
            likes = await known_buildings(request, session, record, ags=where.ags)
            reported = await known_reports(request, session, record, ags=where.ags)
    return page(request, "register/_known.html", likes=likes, reported=reported)


async def known_buildings(
    request: Request, session: AsyncSession, record: Record, *, ags: str, except_id: UUID | None = None
) -> list[Like]:
    """The buildings like a record, surest first, then others within 100 m; those that the visitor's keys cover."""
    likes = await stock_of(request).like(session, record, ags=ags, except_id=except_id)
    here = stock.point_of(record)
    if here is not None:
        near = await stock.near(session, lat=here[0], lon=here[1], ags=ags, except_id=except_id)
        likes += [one for one in near if one.building_id not in {like.building_id for like in likes}]
    return [like for like in likes if may_see_register(request.state.visitor, like.ags)]


async def known_reports(
    request: Request, session: AsyncSession, record: Record, *, ags: str, except_id: UUID | None = None
) -> list[Reported]:
    """Other reports of the municipality that wait, like a record or within 100 m of it. One query."""
    rows = await queries.nearby_reports(session, ags=ags, now=request.state.now(), except_id=except_id)
    waiting = [row for row in rows if row.building_id is None]
    alike = stock.likes_among(waiting, record)
    here = stock.point_of(record)
    found = []
    for row in waiting:
        point = None if row.lat is None or row.lon is None else (row.lat, row.lon)
        away = round(between_km(here, point) * 1000) if here and point else None
        if row in alike or (away is not None and away <= NEAR_M):
            found.append(Reported(row.id, row.number, stock.shown_line(row), row.created_at, away))
    return found[:MOST]


def _as_asked(record: dict[str, str]) -> dict[str, str]:
    """What is typed so far; without a house number the point alone, else everything in the village would be alike."""
    written = f"{record['place']}{record['street']}{record['house_number']}"
    if any(character.isdigit() for character in written):
        return record
    return {"lat": record["lat"], "lon": record["lon"]}
