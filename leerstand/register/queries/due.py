"""What waits for a municipality this morning, of the register's matters."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.rules import within
from leerstand.register.codes import Channel, Occupancy, Outcome, PropertyKind, ReportState
from leerstand.register.models import Building, Contact, Report, Vacancy

SUSPECTED_LONG = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class DueReport:
    """A report nobody has looked at; `number` and `id` lead to it."""

    id: UUID
    number: str
    kind: PropertyKind | None
    place: str
    street: str
    house_number: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class DueContact:
    """An owner to come back to on `next_on`, and what came of the last contact."""

    id: UUID
    building_id: UUID
    name: str
    place: str
    street: str
    house_number: str
    next_on: date
    channel: Channel
    outcome: Outcome
    note: str


@dataclass(frozen=True, slots=True)
class DueSuspicion:
    """A building suspected of standing empty for 60 days and more, that nobody has looked at."""

    building_id: UUID
    name: str
    place: str
    street: str
    house_number: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class DueToday:
    """The first of each kind, and how many there are in all."""

    reports: list[DueReport]
    reports_total: int
    contacts: list[DueContact]
    contacts_total: int
    suspected: list[DueSuspicion]
    suspected_total: int


async def due_today(
    session: AsyncSession, keys: Sequence[str], *, today: date, now: datetime, limit: int = 20
) -> DueToday:
    """What staff whose keys these are should do next: reports and suspicions oldest first, contacts by their date.

    Three queries.
    """
    reports = await _reports(session, keys, limit=limit)
    contacts = await _contacts(session, keys, today=today, limit=limit)
    suspected = await _suspected(session, keys, before=now - SUSPECTED_LONG, limit=limit)
    return DueToday(
        [DueReport(*row[:-1]) for row in reports],
        _all(reports),
        [DueContact(*row[:-1]) for row in contacts],
        _all(contacts),
        [DueSuspicion(*row[:-1]) for row in suspected],
        _all(suspected),
    )


def _all(rows: Sequence[Row[*tuple[Any, ...]]]) -> int:
    return int(rows[0][-1]) if rows else 0


async def _reports(
    session: AsyncSession, keys: Sequence[str], *, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    query = (
        select(Report.id, Report.number, Report.kind, Report.place, Report.street, Report.house_number,
               Report.created_at, func.count().over())
        .where(within(Report.ags, keys), Report.state == ReportState.RECEIVED)
        .order_by(Report.created_at)
        .limit(limit)
    )  # fmt: skip
    return (await session.execute(query)).all()


async def _contacts(
    session: AsyncSession, keys: Sequence[str], *, today: date, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    query = (
        select(Contact.id, Building.id, Building.name, Building.place, Building.street, Building.house_number,
               Contact.next_on, Contact.channel, Contact.outcome, Contact.note, func.count().over())
        .join(Building, Building.id == Contact.building_id)
        .where(within(Building.ags, keys), Contact.next_on <= today, Contact.done_at.is_(None))
        .order_by(Contact.next_on, Contact.recorded_at)
        .limit(limit)
    )  # fmt: skip
    return (await session.execute(query)).all()


async def _suspected(
    session: AsyncSession, keys: Sequence[str], *, before: datetime, limit: int
) -> Sequence[Row[*tuple[Any, ...]]]:
    query = (
        select(Building.id, Building.name, Building.place, Building.street, Building.house_number,
               Vacancy.recorded_at, func.count().over())
        .join(Vacancy, Vacancy.building_id == Building.id)
        .where(
            within(Building.ags, keys), Building.merged_into_id.is_(None), Vacancy.ended_at.is_(None),
            Vacancy.occupancy == Occupancy.SUSPECTED, Vacancy.recorded_at < before,
        )
        .order_by(Vacancy.recorded_at)
        .limit(limit)
    )  # fmt: skip
    return (await session.execute(query)).all()
