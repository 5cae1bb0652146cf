"""What anybody may ask about published offers. Nothing here reads a street, an exact point, a name or an address.

Succession offers show their district and no more, so their place is neither shown, nor searched, nor measured.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Float,
    Row,
    Select,
    Text,
    and_,
    case,
    cast,
    column,
    func,
    literal,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.selectable import TableValuedAlias

from leerstand.offers import public_words
from leerstand.offers.codes import Feature, Form, OfferState
from leerstand.offers.models import Offer, OfferPhoto
from leerstand.offers.public_place import Around, Box, district_points
from leerstand.places.geography import Floats
from leerstand.register.codes import PropertyKind
from leerstand.register.models import Building

IS_PUBLIC = Offer.state == OfferState.RELEASED
PLACE_IS_SHOWN = Offer.form != Form.SUCCESSION
HAS_POINT = and_(PLACE_IS_SHOWN, Building.rough_lat.is_not(None), Building.rough_lon.is_not(None))


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

    def only(self, chosen: "np.ndarray[tuple[int], np.dtype[np.intp]]") -> "Points":
        """Some of them, by position."""
        away = self.away_km[chosen] if self.away_km is not None else None
        return Points([self.ids[i] for i in chosen], self.lats[chosen], self.lons[chosen], away)


def _districts() -> TableValuedAlias:
    """The districts' points as a table, for offers that have none of their own to show."""
    keys, lats, lons = district_points()
    return (
        func.unnest(
            cast(literal(keys, ARRAY(Text)), ARRAY(Text)),
            cast(literal(lats, ARRAY(Float)), ARRAY(Float)),
            cast(literal(lons, ARRAY(Float)), ARRAY(Float)),
        )
        .table_valued(column("key", Text), column("lat", Float), column("lon", Float))
        .render_derived(name="district")
    )


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


def _inside(box: Box, district: TableValuedAlias) -> ColumnElement[bool]:
    west, south, east, north = box
    own = and_(HAS_POINT, Building.rough_lat.between(south, north), Building.rough_lon.between(west, east))
    theirs = and_(district.c.lat.between(south, north), district.c.lon.between(west, east))
    return or_(own, and_(~HAS_POINT, theirs))


def _with_points(wanted: Wanted, district: TableValuedAlias) -> Select[UUID]:
    query = (
        select(Offer.id)
        .join(Building, Building.id == Offer.building_id)
        .outerjoin(district, district.c.key == func.left(Building.ags, 5))
        .where(*_conditions(wanted))
    )
    for box in (wanted.box, wanted.around.box if wanted.around else None):
        if box is not None:
            query = query.where(_inside(box, district))
    return query


def for_map(wanted: Wanted, *, box: Box) -> Wanted:
    """The same offers in another view, in no order; clusters need none."""
    return replace(wanted, box=box, sort="any")


async def points(session: AsyncSession, wanted: Wanted) -> Points:
    """All offers that fit, with the points the public may see, in the order wanted. One query.

    The database looks in a box; the distance to a place is then measured exactly.
    """
    district = _districts()
    lat = case((HAS_POINT, Building.rough_lat), else_=district.c.lat)
    lon = case((HAS_POINT, Building.rough_lon), else_=district.c.lon)
    chosen = _with_points(wanted, district).add_columns(lat.label("lat"), lon.label("lon"))
    if wanted.sort != "any":
        chosen = chosen.order_by(*_order(wanted))
    rows = chosen.subquery()
    ids, lats, lons = (
        await session.execute(
            select(func.array_agg(rows.c.id), func.array_agg(rows.c.lat), func.array_agg(rows.c.lon))
        )
    ).one()
    found = Points(list(ids or ()), np.array(lats or [], dtype=float), np.array(lons or [], dtype=float))
    return _near(found, wanted) if wanted.around else found


def _near(found: Points, wanted: Wanted) -> Points:
    assert wanted.around is not None  # noqa: S101 - asked by the caller
    away = wanted.around.distances_km(found.lats, found.lons)
    kept = np.flatnonzero(away <= max(wanted.around.radius_km, 0.01))
    if wanted.sort == "near":
        kept = kept[np.argsort(away[kept], kind="stable")]
    return Points(found.ids, found.lats, found.lons, away).only(kept)


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
        return _with_points(wanted, _districts())
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
            case((PLACE_IS_SHOWN, Building.place), else_="").label("place"), func.left(Building.ags, 5),
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
    district = _districts()
    around = Wanted(box=(lon - 0.9, lat - 0.55, lon + 0.9, lat + 0.55))
    here_lat = case((HAS_POINT, Building.rough_lat), else_=district.c.lat)
    here_lon = case((HAS_POINT, Building.rough_lon), else_=district.c.lon)
    away = func.power(here_lat - lat, 2) + func.power((here_lon - lon) * 0.6, 2)
    query = _with_points(around, district).where(Offer.id != offer_id)
    return list(
        await session.scalars(query.order_by((Offer.form == form).desc(), away, Offer.id).limit(limit))
    )


async def published(session: AsyncSession, *, limit: int) -> Sequence[Row[UUID, datetime]]:
    """Ids of published offers with the moment they were last confirmed, newest first."""
    changed = func.greatest(Offer.released_at, Offer.confirmed_at)
    found = await session.execute(
        select(Offer.id, changed).where(IS_PUBLIC).order_by(Offer.released_at.desc()).limit(limit)
    )
    return found.all()
