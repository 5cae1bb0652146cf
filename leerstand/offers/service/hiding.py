"""Buildings on one spot hide together: neighbours' public points would otherwise tell where both are."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from leerstand.offers.models import Offer
from leerstand.places.geography import KM_PER_DEGREE
from leerstand.register.models import Building
from leerstand.register.service.buildings import hide

SPOT_M, FARM_M = 50, 250
# A degree of longitude has 61 to 76 km in Germany; the box may be a little wider, the offset is shared all the same.
SQUEEZE = 0.6
Other = aliased(Building)


async def hide_together(session: AsyncSession, buildings: Sequence[Building], *, now: datetime) -> None:
    """Before buildings are first published: who lies on the spot of a published one takes over its offset.

    Two entries for one house, or a farmhouse and its barn, would have a ring each around nearly the same place, and
    the rings cross in two small spots. On one spot is what has the same address, lies within 50 m, or within 250 m
    and belongs to the same owner. Not wider: whoever comes to know one of these places knows the others.
    Happens here and not when a building is recorded, so that nobody finds a neighbour by recording buildings and
    looking whose offset they get. One query; buildings of the same call count as published in their order.
    """
    spots = {building.id: building for building in buildings if building.offset_m is not None}
    if not spots:
        return
    near = await _near(session, list(spots))
    settled: set[UUID] = set()
    for building_id, building in spots.items():
        others = [row for row in near if row.id == building_id and (row.other_id in settled or row.is_public)]
        first = min(others, key=lambda row: (row.created_at, row.other_id), default=None)
        if first is not None:
            _follow(building, spots.get(first.other_id), first, now=now)
        settled.add(building_id)


async def _near(session: AsyncSession, ids: Sequence[UUID]) -> Sequence[Row[*tuple[Any, ...]]]:
    published = select(Offer.id).where(Offer.building_id == Other.id, Offer.released_at.is_not(None)).exists()
    query = (
        select(
            Building.id, Other.id.label("other_id"), Other.created_at, published.label("is_public"),
            Other.offset_east_m.label("east"), Other.offset_north_m.label("north"),
        )
        .join(Other, and_(Other.id != Building.id, or_(*_on_one_spot())))
        .where(Building.id.in_(ids), Other.offset_east_m.is_not(None), or_(published, Other.id.in_(ids)))
    )  # fmt: skip
    return (await session.execute(query)).all()


def _on_one_spot() -> tuple[ColumnElement[bool], ...]:
    same_owner = or_(
        Building.owner_person_id == Other.owner_person_id,
        Building.owner_organisation_id == Other.owner_organisation_id,
    )
    same_address = and_(
        Building.street != "",
        Building.house_number != "",
        Building.ags == Other.ags,
        func.folded(Building.street) == func.folded(Other.street),
        func.folded(Building.house_number) == func.folded(Other.house_number),
        func.folded(Building.place) == func.folded(Other.place),
    )
    return _within(SPOT_M), and_(_within(FARM_M), same_owner), same_address


def _within(metres: float) -> ColumnElement[bool]:
    up = metres / 1000 / KM_PER_DEGREE
    return and_(
        Other.lat.between(Building.lat - up, Building.lat + up),
        Other.lon.between(Building.lon - up / SQUEEZE, Building.lon + up / SQUEEZE),
    )


def _follow(
    building: Building, leader: Building | None, row: Row[*tuple[Any, ...]], *, now: datetime
) -> None:
    offset_m = leader.offset_m if leader is not None else (row.east, row.north)
    if offset_m is None or offset_m == building.offset_m or building.lat is None or building.lon is None:
        return
    hide(building, (building.lat, building.lon), offset_m=offset_m)
    building.updated_at = now
