"""What is known already where somebody reports an empty building: told by its date, never by its address."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from leerstand.core.pages import page
from leerstand.places.geography import between_km
from leerstand.register import queries, stock
from leerstand.register.input import ReportInput, ReportPlaceInput
from leerstand.register.stock import Like
from leerstand.register.views.asking import limit, stock_of, typed_record
from leerstand.register.whereabouts import Whereabouts, locate

MOST = 4


@dataclass(frozen=True, slots=True)
class Known:
    """Something that is known already, said without its address."""

    is_report: bool
    at_address: bool
    since: datetime
    distance_m: int | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    """The buildings and waiting reports like what was typed, and all waiting reports of the municipality."""

    likes: list[Like]
    alike: list[Any]
    waiting: list[Any]

    def told(self) -> list[Known]:
        sure = [like for like in self.likes if like.is_sure]
        # One entry or five at the same address: the reporter need only know that it is known, and since when.
        known = [Known(False, True, min(like.created_at for like in sure))] if sure else []
        known += [Known(False, False, like.created_at) for like in self.likes if not like.is_sure]
        known += [Known(True, True, min(row.created_at for row in self.alike))] if self.alike else []
        return known


async def report_known(request: Request) -> Response:
    """What is known already at the address that is being typed; a piece of a page, and nothing around a point."""
    asked = await request.form()
    given = ReportPlaceInput.parse(
        [(name, str(asked.get(name, ""))) for name in ("place", "street", "house_number")]
    ).value
    where = locate(given.place) if given is not None and _has_number(given) else None
    known: list[Known] = []
    if given is not None and isinstance(where, Whereabouts):
        await limit(request, what="report_known", most=150)
        async with request.state.db.reading() as session:
            known = (await _find(request, session, given=given, ags=where.ags)).told()
    return page(request, "register/_known.html", known=known[:MOST])


def _has_number(given: ReportPlaceInput) -> bool:
    """A house number is there: without one, everything in the village would be alike."""
    return any(character.isdigit() for character in f"{given.place}{given.street}{given.house_number}")


async def known_where(
    request: Request, session: AsyncSession, *, given: ReportInput, where: Whereabouts
) -> list[Known]:
    """What the register and other reports know at this address or within 100 m: at most four, addresses left out."""
    found = await _find(request, session, given=given, ags=where.ags)
    known = found.told()
    if where.lat is None or where.lon is None:
        return known[:MOST]
    near = await stock.near(session, lat=where.lat, lon=where.lon, ags=where.ags)
    told = {like.building_id for like in found.likes}
    known += [Known(False, False, since, _tens(km)) for one, since, km in near if one not in told]
    close = [
        (between_km((where.lat, where.lon), (row.lat, row.lon)), row)
        for row in found.waiting
        if row.lat is not None and row not in found.alike
    ]
    known += [Known(True, False, row.created_at, _tens(km)) for km, row in close if km <= stock.NEAR_KM]
    return known[:MOST]


async def _find(request: Request, session: AsyncSession, *, given: ReportPlaceInput, ags: str) -> _Found:
    record = typed_record(given)
    likes = await stock_of(request).like(session, record, ags=ags, limit=3)
    others = await queries.nearby_reports(session, ags=ags, now=request.state.now())
    waiting = [row for row in others if row.building_id is None]
    return _Found(likes, stock.likes_among(waiting, record), waiting)


def _tens(km: float) -> int:
    return max(10, round(km * 100) * 10)
