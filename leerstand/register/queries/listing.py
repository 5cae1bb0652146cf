"""The register as a list and a map: filtered, sorted and counted by the database, read as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Float,
    Integer,
    Row,
    Select,
    SQLColumnExpression,
    and_,
    cast,
    func,
    literal_column,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.rules import within
from leerstand.core.finding import has_words
from leerstand.register.codes import Condition, Occupancy, Precision, PropertyKind
from leerstand.register.input import RegisterFilter
from leerstand.register.models import Building, Contact, Vacancy
from leerstand.register.rules import STANDS_EMPTY

PAGE = 50
MOST_POINTS = 150
# Word for word as in the index: German order without ICU.
GERMAN_PLACE: ColumnElement[str] = literal_column("translate(lower(buildings.place), 'äöüßÄÖÜ', 'aousaou')")
GERMAN_STREET: ColumnElement[str] = literal_column("translate(lower(buildings.street), 'äöüßÄÖÜ', 'aousaou')")
NUMBER = cast(func.substring(Building.house_number, "^[0-9]{1,6}"), Integer)
DUE = (
    select(Contact.building_id, func.min(Contact.next_on).label("next_on"))
    .where(Contact.next_on.is_not(None), Contact.done_at.is_(None))
    .group_by(Contact.building_id)
    .subquery("due")
)

NEXT_ON = (
    select(func.min(Contact.next_on))
    .where(Contact.building_id == Building.id, Contact.next_on.is_not(None), Contact.done_at.is_(None))
    .correlate(Building)
    .scalar_subquery()
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One row of the register."""

    id: UUID
    ags: str
    name: str
    kind: PropertyKind
    street: str
    house_number: str
    postcode: str
    place: str
    condition: Condition | None
    area_m2: float | None
    lat: float | None
    lon: float | None
    occupancy: Occupancy | None
    since: date | None
    since_precision: Precision | None
    next_on: date | None


async def listed(
    session: AsyncSession,
    keys: Sequence[str],
    *,
    wish: RegisterFilter,
    today: date,
    limit: int = PAGE,
    offset: int = 0,
) -> list[Listed]:
    """One page of the buildings that match, in the order asked for. One query.

    The page's ids are found first, with the joins that filters and order need, so that an index can give the
    order; only they are joined with everything that is shown.
    """
    key = wish.sort.removeprefix("-")
    found = _joined(select(Building.id), due=bool(wish.kontakt) or key == "due", vacancy=_needs_vacancy(wish))
    chosen = (
        found.where(*_matching(keys, wish=wish, today=today))
        .order_by(*_order(wish.sort))
        .limit(limit)
        .offset(offset)
    ).subquery("chosen")
    # fmt: off
    shown = select(
        Building.id, Building.ags, Building.name, Building.kind, Building.street, Building.house_number, Building.postcode,
        Building.place, Building.condition, Building.area_m2, Building.lat, Building.lon,
        Vacancy.occupancy, Vacancy.since, Vacancy.since_precision, NEXT_ON.label("next_on"),
    ).join(chosen, chosen.c.id == Building.id)
    # fmt: on
    query = _joined(shown, due=key == "due").order_by(*_order(wish.sort))
    return [Listed(*row) for row in (await session.execute(query)).all()]


async def total(session: AsyncSession, keys: Sequence[str], *, wish: RegisterFilter, today: date) -> int:
    """How many buildings match. One query."""
    query = _joined(
        select(func.count()).select_from(Building), due=bool(wish.kontakt), vacancy=_needs_vacancy(wish)
    )
    return int(await session.scalar(query.where(*_matching(keys, wish=wish, today=today))) or 0)


async def points(
    session: AsyncSession, keys: Sequence[str], *, wish: RegisterFilter, today: date
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The buildings that match and lie in the filter's box, for the map; at most MOST_POINTS + 1. One query."""
    query = (
        _joined(select(Building.id, Building.lat, Building.lon, Building.name, Building.kind, Building.street,
                       Building.house_number, Building.place, Vacancy.occupancy), due=bool(wish.kontakt))
        .where(*_matching(keys, wish=wish, today=today), Building.lat.is_not(None))
        .limit(MOST_POINTS + 1)
    )  # fmt: skip
    return (await session.execute(query)).all()


async def clusters(
    session: AsyncSession, keys: Sequence[str], *, wish: RegisterFilter, today: date, cell_degrees: float
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Where many lie: one row a square of the map with middle, number and box. One query."""
    row = func.floor(Building.lat / cell_degrees)
    column = func.floor(Building.lon / cell_degrees / 1.6)
    query = (
        _joined(
            select(
                func.avg(Building.lat).label("lat"), func.avg(Building.lon).label("lon"), func.count().label("count"),
                func.min(Building.lon).label("west"), func.min(Building.lat).label("south"),
                func.max(Building.lon).label("east"), func.max(Building.lat).label("north"),
            ).select_from(Building),
            due=bool(wish.kontakt), vacancy=_needs_vacancy(wish),
        )
        .where(*_matching(keys, wish=wish, today=today), Building.lat.is_not(None))
        .group_by(row, column)
    )  # fmt: skip
    return (await session.execute(query)).all()


def _needs_vacancy(wish: RegisterFilter) -> bool:
    return (
        bool(wish.zustand) or wish.seit is not None or wish.sort.removeprefix("-") in {"occupancy", "since"}
    )


def _joined(query: Select[*tuple[Any, ...]], *, due: bool, vacancy: bool = True) -> Select[*tuple[Any, ...]]:
    if vacancy:
        query = query.outerjoin(Vacancy, and_(Vacancy.building_id == Building.id, Vacancy.ended_at.is_(None)))
    if due:
        query = query.outerjoin(DUE, DUE.c.building_id == Building.id)
    return query


def _matching(keys: Sequence[str], *, wish: RegisterFilter, today: date) -> list[ColumnElement[bool]]:
    found = [within(Building.ags, keys), Building.merged_into_id.is_(None)]
    if wish.zustand == "leer":
        found.append(Vacancy.occupancy.in_(STANDS_EMPTY))
    elif wish.zustand in list(Occupancy):
        found.append(Vacancy.occupancy == Occupancy(wish.zustand))
    if wish.art:
        found.append(Building.kind == wish.art)
    if wish.klasse:
        found.append(Building.condition == wish.klasse)
    if wish.ort:
        found.append(has_words(wish.ort, func.split_part(Building.search_text, "|", 1)))
    if wish.seit is not None:
        found.append(Vacancy.since <= _years_before(today, wish.seit))
    if wish.kontakt:
        found.append(_contact(wish.kontakt, today=today))
    if wish.q:
        found.append(has_words(wish.q, Building.search_text.expression))
    return found + _in_box(wish.bbox)


def _contact(kind: str, *, today: date) -> ColumnElement[bool]:
    match kind:
        case "heute":
            return DUE.c.next_on <= today
        case "woche":
            return DUE.c.next_on <= today + timedelta(days=7)
        case _:
            return ~select(Contact.id).where(Contact.building_id == Building.id).exists()


def _in_box(bbox: str) -> list[ColumnElement[bool]]:
    try:
        west, south, east, north = (float(part) for part in bbox.split(","))
    except ValueError:
        return []
    return [
        Building.lat.between(cast(south, Float), cast(north, Float)),
        Building.lon.between(cast(west, Float), cast(east, Float)),
    ]


def _years_before(day: date, years: int) -> date:
    # 29 February has no anniversary in most years.
    return day.replace(year=day.year - years, day=min(day.day, 28) if day.month == 2 else day.day)


def _order(sort: str) -> list[SQLColumnExpression[Any]]:
    key = sort.removeprefix("-")
    columns: dict[str, list[SQLColumnExpression[Any]]] = {
        "place": [GERMAN_PLACE, GERMAN_STREET, NUMBER],
        "kind": [Building.kind],
        "occupancy": [Vacancy.occupancy],
        "since": [Vacancy.since],
        "condition": [Building.condition],
        "area": [Building.area_m2],
        "due": [DUE.c.next_on],
    }
    chosen = columns.get(key, columns["place"])
    turned = [
        column.desc().nulls_last() if sort.startswith("-") else column.asc().nulls_last() for column in chosen
    ]
    rest = [] if chosen is columns["place"] else [GERMAN_PLACE, GERMAN_STREET]
    return [*turned, *rest, Building.id]
