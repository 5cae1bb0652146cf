"""Everything that is kept about one person, and what leaving would end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import RoleKind
from leerstand.accounts.models import AuditEntry, Organisation, Person, Role, Session, SignInLink
from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application, ApplicationStep
from leerstand.applications.rules import OPEN
from leerstand.core.database import Base
from leerstand.matching.models import Proposal, ProposalQuestion
from leerstand.notices.models import Notice, NoticeStop
from leerstand.notices.rules import SECRET_KINDS
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer, OfferPhoto, OfferStep
from leerstand.register.models import Building, Contact, Owner, Report, Vacancy
from leerstand.searches.models import Search

Plain = dict[str, Any]
IN_PROGRESS = (OfferState.SUBMITTED, OfferState.QUESTION, OfferState.RELEASED, OfferState.PAUSED)
# Secrets, and what says more about other people than about this one.
LEFT_OUT = {
    "token_hash",
    "actor_id",
    "recorded_by_id",
    "decided_by_id",
    "asked_by_id",
    "created_by_id",
    "imported",
}
ABOUT_CONTACTS = {"note"}
# The register's own: which entry a report or building was joined with, how a public point was drawn.
ABOUT_REPORTS = {"building_id"}
ABOUT_BUILDINGS = {"merged_into_id", "offset_east_m", "offset_north_m"}
# The key of the municipality concerned, for its staff; a succession names no more than its district.
FOR_STAFF = {"ags"}


@dataclass(frozen=True, slots=True)
class Ending:
    """What leaving would end."""

    searches: int
    applications: int
    buildings: list[str]
    offers: int
    is_last_operator: bool


async def everything_about(session: AsyncSession, person_id: UUID) -> dict[str, Any]:
    """All that is kept about a person, by kind; codes and times as they are stored, nobody else's data.

    What staff wrote in free words about talks with an owner is left out, because it also speaks of others.
    """
    person = await session.get_one(Person, person_id)
    own_email = person.email
    buildings = Building.owner_person_id == person_id
    offers = select(Offer).join(Building, Building.id == Offer.building_id).where(buildings)
    deeds = select(AuditEntry).where(AuditEntry.actor_id == person_id)
    return {
        "account": _row(person),
        "roles": await _roles(session, person_id),
        "sessions": await _all(session, select(Session).where(Session.person_id == person_id)),
        "sign_in_links": await _all(session, select(SignInLink).where(SignInLink.email == own_email)),
        "searches": await _searches(session, person_id),
        "applications": await _applications(session, person_id),
        "buildings": await _buildings(session, buildings, email=own_email),
        "offers": [await _offer(session, offer) for offer in await session.scalars(offers)],
        "reports": await _reports(session, person_id, email=own_email),
        "notices": await _notices(session, person_id, email=own_email),
        "stopped_notices": await _all(session, select(NoticeStop).where(NoticeStop.email == own_email)),
        "what_you_did": [_row(entry, leave_out=FOR_STAFF) for entry in await _rows(session, deeds)],
    }  # fmt: skip


async def what_would_end(session: AsyncSession, person_id: UUID) -> Ending:
    """What a person's leaving would end: own searches and applications, buildings, open offers."""
    buildings = (await session.scalars(select(Building).where(Building.owner_person_id == person_id))).all()
    ids = [building.id for building in buildings]
    return Ending(
        searches=await _count(session, Search.person_id == person_id),
        applications=await _count(session, and_(Application.person_id == person_id, Application.state.in_(_open()))),
        buildings=[building.name or f"{building.street} {building.house_number}".strip() or building.place for building in buildings],
        offers=await _count(session, and_(Offer.building_id.in_(ids), Offer.state.in_(IN_PROGRESS))),
        is_last_operator=await is_last_operator(session, person_id),
    )  # fmt: skip


async def is_last_operator(session: AsyncSession, person_id: UUID) -> bool:
    """Whether this person runs the service and nobody else does."""
    operators = set(await session.scalars(select(Role.person_id).where(Role.kind == RoleKind.OPERATOR)))
    return operators == {person_id}


def _open() -> tuple[ApplicationState, ...]:
    return (ApplicationState.DRAFT, *OPEN)


async def _count(session: AsyncSession, which: ColumnElement[bool]) -> int:
    return await session.scalar(select(func.count()).where(which)) or 0


async def _roles(session: AsyncSession, person_id: UUID) -> list[Plain]:
    found = await session.execute(
        select(Role, Organisation.name)
        .join(Organisation, Organisation.id == Role.organisation_id)
        .where(Role.person_id == person_id)
    )
    return [_row(role) | {"organisation": name} for role, name in found.all()]


async def _searches(session: AsyncSession, person_id: UUID) -> list[Plain]:
    searches = (await session.scalars(select(Search).where(Search.person_id == person_id))).all()
    ids = [search.id for search in searches]
    rows = await session.execute(
        select(Proposal, Offer.title)
        .join(Offer, Offer.id == Proposal.offer_id)
        .where(Proposal.search_id.in_(ids))
    )
    proposals = [_row(proposal) | {"offer": title} for proposal, title in rows.all()]
    questions = await _all(
        session,
        select(ProposalQuestion)
        .join(Proposal, Proposal.id == ProposalQuestion.proposal_id)
        .where(Proposal.search_id.in_(ids)),
    )
    for proposal in proposals:
        proposal["questions"] = [one for one in questions if one["proposal_id"] == proposal["id"]]
    return [
        _row(search) | {"proposals": [one for one in proposals if one["search_id"] == str(search.id)]}
        for search in searches
    ]


async def _applications(session: AsyncSession, person_id: UUID) -> list[Plain]:
    rows = await session.execute(
        select(Application, Offer.title)
        .join(Offer, Offer.id == Application.offer_id)
        .where(Application.person_id == person_id)
    )
    found = [(application, title) for application, title in rows.all()]
    steps = await _all(
        session,
        select(ApplicationStep)
        .where(ApplicationStep.application_id.in_([one.id for one, _ in found]))
        .order_by(ApplicationStep.at),
    )
    return [
        _row(application)
        | {"offer": title, "steps": [step for step in steps if step["application_id"] == str(application.id)]}
        for application, title in found
    ]


async def _buildings(session: AsyncSession, which: ColumnElement[bool], *, email: str) -> list[Plain]:
    found = []
    for building in (await session.scalars(select(Building).where(which))).all():
        mine = (Owner.building_id == building.id, func.lower(Owner.email) == email)
        contacts = await _rows(session, select(Contact).where(Contact.building_id == building.id))
        found.append(
            _row(building, leave_out=ABOUT_BUILDINGS)
            | {
                "vacancies": await _all(session, select(Vacancy).where(Vacancy.building_id == building.id)),
                "owner": await _all(session, select(Owner).where(*mine)),
                "contacts": [_row(contact, leave_out=ABOUT_CONTACTS) for contact in contacts],
            }
        )
    return found


async def _offer(session: AsyncSession, offer: Offer) -> Plain:
    photos = (
        await session.scalars(
            select(OfferPhoto).where(OfferPhoto.offer_id == offer.id).order_by(OfferPhoto.ordinal)
        )
    ).all()
    return _row(offer) | {
        "steps": await _all(
            session, select(OfferStep).where(OfferStep.offer_id == offer.id).order_by(OfferStep.at)
        ),
        "photos": [{"path": f"/fotos/{photo.photo_id}/1440.jpg", "alt": photo.alt} for photo in photos],
    }


async def _notices(session: AsyncSession, person_id: UUID, *, email: str) -> list[Plain]:
    """What was written to a person; the words of a letter that lets its reader in are left out."""
    mine = or_(Notice.person_id == person_id, func.lower(Notice.to_email) == email)
    found = await _rows(session, select(Notice).where(mine).order_by(Notice.created_at))
    secret = FOR_STAFF | {"context", "text_body"}
    return [_row(notice, leave_out=secret if notice.kind in SECRET_KINDS else FOR_STAFF) for notice in found]


async def _reports(session: AsyncSession, person_id: UUID, *, email: str) -> list[Plain]:
    mine = or_(Report.reporter_id == person_id, func.lower(Report.reporter_email) == email)
    return [
        _row(report, leave_out=ABOUT_REPORTS) for report in await _rows(session, select(Report).where(mine))
    ]


async def _rows(session: AsyncSession, query: Select[Any]) -> Sequence[Any]:
    return (await session.scalars(query)).all()


async def _all(session: AsyncSession, query: Select[Any]) -> list[Plain]:
    return [_row(row) for row in await _rows(session, query)]


def _row(row: Base, *, leave_out: Iterable[str] = ()) -> Plain:
    hidden = LEFT_OUT.union(leave_out)
    return {
        column.key: plain(getattr(row, column.key))
        for column in row.__mapper__.column_attrs
        if column.key not in hidden and not column.deferred  # deferred ones are made from the others
    }


def plain(value: Any) -> Any:
    """A stored value as JSON has it."""
    match value:
        case Enum():
            return value.value
        case UUID():
            return str(value)
        case datetime() | date():
            return value.isoformat()
        case _:
            return value
