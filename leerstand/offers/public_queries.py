"""What anybody may ask about published offers. Nothing here reads a street, an exact point, a name or an address.

Succession offers show their district and no more, so their place is neither shown, nor searched, nor measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    ColumnElement,
    Float,
    Row,
    Select,
    SQLColumnExpression,
    and_,
    case,
    func,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.offers import public_words
from leerstand.offers.codes import Feature, Form, OfferState
from leerstand.offers.models import Offer, OfferPhoto
from leerstand.offers.public_place import Around, Box, district_points
from leerstand.places.geography import Floats
from leerstand.register.codes import PropertyKind
from leerstand.register.models import Building

IS_PUBLIC = Offer.state == OfferState.RELEASED
PLACE_IS_SHOWN = Offer.form != Form.SUCCESSION
DISTRICT = func.left(Building.ags, 5)
HAS_POINT = and_(PLACE_IS_SHOWN, Building.rough_lat.is_not(None), Building.rough_lon.is_not(None))

Positions = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows of an offer; `place` is empty where only the district may be shown (`district`: its key)."""

    id: UUID
    form: Form
    property_kind: PropertyKind
    title: str
    place: str
    district: str
    available_from: date | None
    available_until: date | None
    cost_month_cents: int | None
    cost_note: str
    area_m2: float | None
    rooms: float | None
    released_at: datetime
    photo_id: UUID | None
    photo_alt: str | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a visitor looks for; what is empty doesn't matter."""

    forms: tuple[Form, ...] = ()
    features: tuple[Feature, ...] = ()
    min_area_m2: float | None = None
    max_cost_cents: int | None = None
    starts_on: date | None = None
    terms: tuple[public_words.Term, ...] = ()
    box: Box | None = None
    around: Around | None = None
    sort: str = "new"


@dataclass(frozen=True, slots=True)
class Points:
    """Offers and their public points, in the order asked for; `away_km` only where a place was asked for."""

    ids: list[UUID]
    lats: Floats
    lons: Floats
    away_km: Floats | None = None

    def only(self, chosen: Positions) -> "Points":
        """Some of them, by position."""
        away = self.away_km[chosen] if self.away_km is not None else None
        return Points([self.ids[i] for i in chosen], self.lats[chosen], self.lons[chosen], away)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    """All that can be said without a place."""
    found: list[ColumnElement[bool]] = [IS_PUBLIC]
    if wanted.forms:
        found.append(Offer.form.in_(wanted.forms))
    if wanted.features:
        found.append(Offer.features.contains([feature.value for feature in wanted.features]))
    if wanted.min_area_m2 is not None:
        found.append(Offer.area_m2 >= wanted.min_area_m2)
    if wanted.max_cost_cents is not None:
        found.append(Offer.cost_month_cents <= wanted.max_cost_cents)
    if wanted.starts_on is not None:
        found.append(or_(Offer.available_from.is_(None), Offer.available_from <= wanted.starts_on))
        found.append(or_(Offer.available_until.is_(None), Offer.available_until > wanted.starts_on))
    if wanted.terms:
        found.append(public_words.condition(wanted.terms, place_is_shown=PLACE_IS_SHOWN))
    return found


def _order(wanted: Wanted) -> tuple[Any, ...]:
    if wanted.sort == "cost":
        return Offer.cost_month_cents.asc().nulls_last(), Offer.released_at.desc(), Offer.id
    if wanted.sort == "size":
        return Offer.area_m2.desc().nulls_last(), Offer.released_at.desc(), Offer.id
    return Offer.released_at.desc(), Offer.id


def _inside(box: Box) -> ColumnElement[bool]:
    """Offers whose public point lies in a box: their own rough one, else their district's."""
    west, south, east, north = box
    own = and_(HAS_POINT, Building.rough_lat.between(south, north), Building.rough_lon.between(west, east))
    keys, lats, lons = district_points()
    near = [
        key
        for key, lat, lon in zip(keys, lats, lons, strict=True)
        if south <= lat <= north and west <= lon <= east
    ]
    return or_(own, and_(~HAS_POINT, DISTRICT.in_(near)))


def _in_boxes(wanted: Wanted) -> Select[UUID]:
    query = select(Offer.id).join(Building, Building.id == Offer.building_id).where(*_conditions(wanted))
    for box in (wanted.box, wanted.around.box if wanted.around else None):
        if box is not None:
            query = query.where(_inside(box))
    return query


def for_map(wanted: Wanted, *, box: Box) -> Wanted:
    """The same offers in another view, in no order; clusters need none."""
    return replace(wanted, box=box, sort="any")


async def points(session: AsyncSession, wanted: Wanted) -> Points:
    """All offers that fit, with the points the public may see, in the order wanted. One query.

    The database looks in a box; the distance to a place is then measured exactly. Columns come as arrays and are
    sorted here: for a hundred thousand offers that takes a third of the time of rows.
    """
    columns = (
        Offer.id,
        case((HAS_POINT, Building.rough_lat)),
        case((HAS_POINT, Building.rough_lon)),
        case((~HAS_POINT, DISTRICT)),
        func.extract("epoch", Offer.released_at).cast(Float),
        _sort_key(wanted),
    )
    query = _in_boxes(wanted).with_only_columns(*(func.array_agg(column) for column in columns))
    row: Sequence[Any] = (await session.execute(query)).one()
    ids, lats, lons, districts, released, keys = row
    if not ids:
        return Points([], np.empty(0), np.empty(0))
    found = Points(list(ids), np.array(lats, dtype=float), np.array(lons, dtype=float))
    _place_in_districts(found, districts)
    if wanted.around:
        found = Points(found.ids, found.lats, found.lons, wanted.around.distances_km(found.lats, found.lons))
    return found.only(_ordered(found, wanted, released=released, keys=keys))


def _place_in_districts(found: Points, districts: Sequence[str | None]) -> None:
    keys, lats, lons = district_points()
    by_key = dict(zip(keys, zip(lats, lons, strict=True), strict=True))
    for at in np.flatnonzero(np.isnan(found.lats)).tolist():
        found.lats[at], found.lons[at] = by_key.get(districts[at] or "", (np.nan, np.nan))


def _sort_key(wanted: Wanted) -> SQLColumnExpression[float | None]:
    if wanted.sort == "size":
        return Offer.area_m2
    return Offer.cost_month_cents.cast(Float) if wanted.sort == "cost" else null().cast(Float)


def _ordered(
    found: Points, wanted: Wanted, *, released: Sequence[float], keys: Sequence[float | None]
) -> Positions:
    """Positions of those near enough, in the order wanted, then newest first, then by id."""
    kept = np.flatnonzero(~np.isnan(found.lats))
    if found.away_km is not None and wanted.around is not None:
        kept = np.flatnonzero(found.away_km <= max(wanted.around.radius_km, 0.01))
    if wanted.sort == "any":
        return kept
    first = np.array(keys, dtype=float) * (-1 if wanted.sort == "size" else 1)
    if wanted.sort == "near" and found.away_km is not None:
        first = found.away_km
    ties = np.array([found.ids[at].int >> 65 for at in kept], dtype=np.int64)
    return kept[np.lexsort((ties, -np.array(released, dtype=float)[kept], first[kept]))]


async def page_of(
    session: AsyncSession, wanted: Wanted, *, limit: int, offset: int
) -> tuple[list[UUID], dict[UUID, float], int]:
    """One page of offers by id, their distances where a place was asked for, and how many there are in all.

    One query with a place, two without.
    """
    if wanted.around:
        all_of_them = await points(session, wanted)
        here = all_of_them.only(np.arange(offset, min(offset + limit, len(all_of_them.ids))))
        away = dict(zip(here.ids, here.away_km.tolist() if here.away_km is not None else [], strict=True))
        return here.ids, away, len(all_of_them.ids)
    query = _without_place(wanted)
    total = await session.scalar(select(func.count()).select_from(query.subquery()))
    ids = await session.scalars(query.order_by(*_order(wanted)).limit(limit).offset(offset))
    return list(ids), {}, total or 0


def _without_place(wanted: Wanted) -> Select[UUID]:
    """As lean as the filters allow: buildings are joined only where a box or a word needs them."""
    if wanted.box is not None:
        return _in_boxes(wanted)
    query = select(Offer.id).where(*_conditions(wanted))
    if any(term.places for term in wanted.terms):
        query = query.join(Building, Building.id == Offer.building_id)
    return query


async def cards(session: AsyncSession, ids: Sequence[UUID]) -> list[Card]:
    """What cards show of some offers, in the order of `ids`. One query."""
    first_photo = (
        select(OfferPhoto.photo_id, OfferPhoto.alt)
        .where(OfferPhoto.offer_id == Offer.id)
        .order_by(OfferPhoto.ordinal, OfferPhoto.photo_id)
        .limit(1)
        .lateral("first_photo")
    )
    found = await session.execute(
        select(
            Offer.id, Offer.form, Offer.property_kind, Offer.title,
            case((PLACE_IS_SHOWN, Building.place), else_="").label("place"), DISTRICT,
            Offer.available_from, Offer.available_until, Offer.cost_month_cents, Offer.cost_note, Offer.area_m2,
            Offer.rooms, Offer.released_at, first_photo.c.photo_id, first_photo.c.alt,
        )
        .join(Building, Building.id == Offer.building_id)
        .outerjoin(first_photo, true())
        .where(IS_PUBLIC, Offer.id.in_(ids))
    )  # fmt: skip
    by_id = {row[0]: Card(*row) for row in found}
    return [by_id[offer_id] for offer_id in ids if offer_id in by_id]


async def newest(session: AsyncSession, *, limit: int) -> list[UUID]:
    """The offers published last."""
    return list(
        await session.scalars(select(Offer.id).where(IS_PUBLIC).order_by(*_order(Wanted())).limit(limit))
    )


async def similar(
    session: AsyncSession, *, offer_id: UUID, form: Form, lat: float, lon: float, limit: int
) -> list[UUID]:
    """Other offers within about 60 km of a public point: of the same form first, then the nearest."""
    around = Wanted(box=(lon - 0.9, lat - 0.55, lon + 0.9, lat + 0.55))
    away = func.power(Building.rough_lat - lat, 2) + func.power((Building.rough_lon - lon) * 0.6, 2)
    nearest = case((HAS_POINT, away)).asc().nulls_last()
    query = _in_boxes(around).where(Offer.id != offer_id)
    return list(
        await session.scalars(query.order_by((Offer.form == form).desc(), nearest, Offer.id).limit(limit))
    )


async def published(session: AsyncSession, *, limit: int) -> Sequence[Row[UUID, datetime]]:
    """Ids of published offers with the moment they were last confirmed, newest first."""
    changed = func.greatest(Offer.released_at, Offer.confirmed_at)
    found = await session.execute(
        select(Offer.id, changed).where(IS_PUBLIC).order_by(Offer.released_at.desc()).limit(limit)
    )
    return found.all()
