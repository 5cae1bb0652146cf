"""Questions about one building, its history and its owners."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.models import AuditEntry, Person
from leerstand.register.duplicates.rough import Rough
from leerstand.register.models import Building, Contact, Owner, Report, Vacancy


@dataclass(frozen=True, slots=True)
class History:
    """All that happened with a building and the entries merged into it; each newest first, with who did it."""

    vacancies: Sequence[Row[Vacancy, str | None]]
    contacts: Sequence[Row[Contact, str | None]]
    reports: Sequence[Report]
    audit: Sequence[Row[AuditEntry, str | None]]
    merged: Sequence[Building]


async def building(session: AsyncSession, building_id: UUID) -> Building | None:
    return await session.get(Building, building_id)


async def family(session: AsyncSession, building_id: UUID) -> list[UUID]:
    """A building's id and those of all entries merged into it. One query."""
    tree = select(Building.id).where(Building.id == building_id).cte("family", recursive=True)
    tree = tree.union(select(Building.id).join(tree, Building.merged_into_id == tree.c.id))
    return list((await session.scalars(select(tree.c.id))).all())


async def history(session: AsyncSession, building_id: UUID) -> History:
    """What happened with a building. Six queries, however long the history."""
    ids = await family(session, building_id)
    vacancies = await session.execute(
        select(Vacancy, Person.name)
        .outerjoin(Person, Person.id == Vacancy.recorded_by_id)
        .where(Vacancy.building_id.in_(ids))
        .order_by(Vacancy.recorded_at.desc())
    )
    contacts = await session.execute(
        select(Contact, Person.name)
        .outerjoin(Person, Person.id == Contact.recorded_by_id)
        .where(Contact.building_id.in_(ids))
        .order_by(Contact.on_date.desc(), Contact.recorded_at.desc())
    )
    reports = await session.scalars(
        select(Report).where(Report.building_id.in_(ids)).order_by(Report.created_at.desc())
    )
    audit = await session.execute(
        select(AuditEntry, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .where(AuditEntry.subject_kind == "building", AuditEntry.subject_id.in_([str(one) for one in ids]))
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(100)
    )
    merged = await session.scalars(
        select(Building).where(Building.id.in_(ids), Building.id != building_id).order_by(Building.created_at)
    )
    return History(vacancies.all(), contacts.all(), reports.all(), audit.all(), merged.all())


async def owners_of(session: AsyncSession, building_id: UUID) -> Sequence[Owner]:
    """Whom staff know as owners of a building, the one noted first at the top."""
    found = await session.scalars(
        select(Owner).where(Owner.building_id == building_id).order_by(Owner.created_at, Owner.id)
    )
    return found.all()


async def my_buildings(
    session: AsyncSession, person_id: UUID, *, organisation_ids: Sequence[UUID] = ()
) -> Sequence[Row[Building, Vacancy | None]]:
    """A person's buildings and those of their organisations, each with how it stands now, newest first. One query."""
    found = await session.execute(
        select(Building, Vacancy)
        .outerjoin(Vacancy, and_(Vacancy.building_id == Building.id, Vacancy.ended_at.is_(None)))
        .where(
            or_(Building.owner_person_id == person_id, Building.owner_organisation_id.in_(organisation_ids)),
            Building.merged_into_id.is_(None),
        )
        .order_by(Building.created_at.desc(), Building.id)
    )
    return found.all()


async def like_mark(session: AsyncSession, *, district: str, changed_since: datetime) -> tuple[object, ...]:
    """What changes whenever a building of the district was changed since a moment. One query over an index."""
    row = await session.execute(
        select(
            func.count(), func.max(Building.updated_at), func.sum(func.extract("epoch", Building.updated_at))
        ).where(Building.updated_at >= changed_since, Building.ags.startswith(district, autoescape=True))
    )
    return tuple(row.one())


_LIKE_COLUMNS = (
    Building.id, Building.name, Building.street, Building.house_number, Building.postcode, Building.place,
    Building.lat, Building.lon, Building.note, Building.merged_into_id, Building.updated_at, Building.created_at,
    Building.ags,
)  # fmt: skip


async def like_records(
    session: AsyncSession,
    *,
    district: str,
    changed_since: datetime | None = None,
    after: UUID | None = None,
    limit: int | None = None,
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The columns by which buildings of one district are told apart, of all or of those changed since. One query.

    With `limit` in the order of their ids, from the one after `after` on.
    """
    query = select(*_LIKE_COLUMNS).where(Building.ags.startswith(district, autoescape=True))
    if changed_since is not None:
        query = query.where(Building.updated_at >= changed_since)
    if after is not None:
        query = query.where(Building.id > after)
    if limit is not None:
        query = query.order_by(Building.id).limit(limit)
    return (await session.execute(query)).all()


async def last_change(session: AsyncSession) -> datetime | None:
    """When a building was last changed. One query over an index."""
    return await session.scalar(select(func.max(Building.updated_at)))


async def like_roughly(
    session: AsyncSession, *, district: str, like: Rough, limit: int = 1500
) -> Sequence[Row[*tuple[Any, ...]]]:
    """The same columns of those buildings of a district that could be the one described. One query.

    It looks through the texts of the whole district: about 0.2 s for 100,000 buildings.
    """
    text = func.concat_ws(
        " ", Building.house_number, Building.street, Building.name, Building.place, Building.note
    )
    here = [Building.postcode == like.postcode] if like.postcode else []
    near = [_in_box(like.point.lat, like.point.lon)] if like.point else []
    has_number = text.regexp_match(like.number)
    fitting = [
        and_(has_number, or_(text.regexp_match(like.words, flags="i"), *here, *near)),
        text.regexp_match(like.names, flags="i"),
    ]
    if like.has_kind:
        named = or_(text.regexp_match(like.places, flags="i"), *here, *near)
        fitting.append(and_(Building.name != "", named))
    query = (
        select(*_LIKE_COLUMNS)
        .where(
            Building.ags.startswith(district, autoescape=True),
            Building.merged_into_id.is_(None),
            or_(*fitting),
        )
        .order_by(has_number.desc(), Building.postcode != like.postcode)
        .limit(limit)
    )
    return (await session.execute(query)).all()


async def near_point(
    session: AsyncSession, *, district: str, lat: float, lon: float
) -> Sequence[Row[*tuple[Any, ...]]]:
    """Buildings of a district in a box of about 100 m around a point, with their addresses. One query over an index."""
    query = select(*_LIKE_COLUMNS).where(
        _in_box(lat, lon),
        Building.ags.startswith(district, autoescape=True),
        Building.merged_into_id.is_(None),
    )
    return (await session.execute(query.limit(200))).all()


def _in_box(lat: float, lon: float) -> ColumnElement[bool]:
    return and_(
        Building.lat.between(lat - 0.001, lat + 0.001), Building.lon.between(lon - 0.002, lon + 0.002)
    )
