"""Questions about applications; what the owner reads holds no name and no contact before release."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import Look
from leerstand.accounts.models import Organisation, Person
from leerstand.accounts.queries import looked_at_since, responsible
from leerstand.accounts.rules import within
from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application, ApplicationStep
from leerstand.applications.rules import OPEN
from leerstand.matching.codes import ProposalState, Side
from leerstand.matching.models import Proposal, ProposalQuestion
from leerstand.offers.models import Offer
from leerstand.offers.rules import is_online
from leerstand.register.models import Building
from leerstand.searches.models import Search

Whole = Row[Application, Offer, Building, Search, Proposal]


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach the other side, shown to both from release on."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True, slots=True)
class InboxRow:
    """One application as its owner sees it in a list: no name, no contact."""

    id: UUID
    offer_id: UUID
    offer_title: str
    place: str
    state: ApplicationState
    sent_at: datetime | None
    answer_by: date | None
    persons: int
    score: float | None


def _whole() -> Select[Application, Offer, Building, Search, Proposal]:
    return (
        select(Application, Offer, Building, Search, Proposal)
        .join(Offer, Offer.id == Application.offer_id)
        .join(Building, Building.id == Offer.building_id)
        .join(Search, Search.id == Application.search_id)
        .outerjoin(
            Proposal,
            and_(Proposal.offer_id == Application.offer_id, Proposal.search_id == Application.search_id),
        )
    )


async def whole_application(session: AsyncSession, application_id: UUID) -> Whole | None:
    """One application with its offer, building, search and proposal. One query."""
    return (await session.execute(_whole().where(Application.id == application_id))).one_or_none()


async def draft_for(session: AsyncSession, *, person_id: UUID, offer_id: UUID) -> Application | None:
    """This person's open application for an offer: a draft, or one that is under way."""
    return await session.scalar(
        select(Application).where(
            Application.person_id == person_id,
            Application.offer_id == offer_id,
            Application.state.in_([ApplicationState.DRAFT, *OPEN, ApplicationState.AGREED]),
        )
    )


async def of_person(session: AsyncSession, person_id: UUID, *, limit: int = 50) -> Sequence[Whole]:
    """One person's applications, the latest change first. One query."""
    rows = await session.execute(
        _whole()
        .where(Application.person_id == person_id)
        .order_by(Application.updated_at.desc())
        .limit(limit)
    )
    return rows.all()


async def owner_inbox(
    session: AsyncSession, person_id: UUID, organisation_ids: Sequence[UUID], *, limit: int = 50
) -> list[InboxRow]:
    """Applications for the offers that a person or their organisations keep; undecided first, oldest first.

    One query. Without those that still wait for the municipality.
    """
    kept = or_(Building.owner_person_id == person_id, Building.owner_organisation_id.in_(organisation_ids))
    return await _inbox(session, kept, limit=limit)


async def offline_inbox(session: AsyncSession, keys: Sequence[str], *, limit: int = 50) -> list[InboxRow]:
    """Applications that staff answer because the owner is not online. One query."""
    offline = and_(
        within(Building.ags, keys),
        Building.owner_person_id.is_(None),
        Building.owner_organisation_id.is_(None),
    )
    return await _inbox(session, offline, limit=limit)


async def _inbox(session: AsyncSession, whose: ColumnElement[bool], *, limit: int) -> list[InboxRow]:
    rows = await session.execute(
        select(
            Application.id, Offer.id, Offer.title, Building.place, Application.state, Application.sent_at,
            Application.answer_by, Search.persons, Proposal.score,
        )
        .join(Offer, Offer.id == Application.offer_id)
        .join(Building, Building.id == Offer.building_id)
        .join(Search, Search.id == Application.search_id)
        .join(Proposal, and_(Proposal.offer_id == Offer.id, Proposal.search_id == Search.id))
        .where(whose, Proposal.state == ProposalState.RELEASED, Application.sent_at.is_not(None))
        .order_by(Application.state != ApplicationState.SENT, Application.sent_at)
        .limit(limit)
    )  # fmt: skip
    return [InboxRow(*row) for row in rows]


async def waiting_for_release(
    session: AsyncSession, *, offer_id: UUID, search_id: UUID
) -> Application | None:
    """The application that was sent for a pair before the municipality released it."""
    return await session.scalar(
        select(Application).where(
            Application.offer_id == offer_id,
            Application.search_id == search_id,
            Application.state == ApplicationState.SENT,
        )
    )


async def undecided_for(session: AsyncSession, offer_id: UUID) -> Sequence[Application]:
    """The applications for an offer that wait for an answer, locked."""
    found = await session.scalars(
        select(Application)
        .where(Application.offer_id == offer_id, Application.state == ApplicationState.SENT)
        .order_by(Application.id)
        .with_for_update()
    )
    return found.all()


async def steps_of(session: AsyncSession, application_id: UUID) -> Sequence[ApplicationStep]:
    """What happened to an application, oldest first."""
    found = await session.scalars(
        select(ApplicationStep)
        .where(ApplicationStep.application_id == application_id)
        .order_by(ApplicationStep.at)
    )
    return found.all()


async def seeker_contact(session: AsyncSession, application: Application) -> Contact:
    """How to reach the newcomer; only after release."""
    person = await session.get_one(Person, application.person_id)
    return Contact(person.name or person.email, person.email, person.phone)


async def owner_contact(session: AsyncSession, building: Building, offer: Offer) -> Contact:
    """How to reach the owner's side; the municipality where the owner is not online. Only after release."""
    if building.owner_person_id:
        person = await session.get_one(Person, building.owner_person_id)
        return Contact(offer.contact_name or person.name or person.email, person.email, person.phone)
    if is_online(building):
        body = await session.get_one(Organisation, building.owner_organisation_id)
        return Contact(offer.contact_name or body.name, body.email, body.phone)
    public_body = await responsible(session, building.ags)
    if public_body is None:
        return Contact("", "", "")
    return Contact(public_body.name, public_body.email, public_body.phone)


Fresh = Row[Proposal, Offer, Building]


async def proposals_unseen(session: AsyncSession, person_id: UUID) -> Sequence[Fresh]:
    """Released proposals for a newcomer that they have neither looked at nor applied for, best first."""
    applied = (
        select(Application.id)
        .where(Application.offer_id == Proposal.offer_id, Application.search_id == Proposal.search_id)
        .exists()
    )
    rows = await session.execute(
        select(Proposal, Offer, Building)
        .join(Search, Search.id == Proposal.search_id)
        .join(Offer, Offer.id == Proposal.offer_id)
        .join(Building, Building.id == Offer.building_id)
        .where(
            Search.person_id == person_id,
            Proposal.state == ProposalState.RELEASED,
            Proposal.ended_at.is_(None),
            ~looked_at_since(Proposal.decided_at, look=Look.PROPOSALS_SEEN, subject=("search", Search.id)),
            ~applied,
        )
        .order_by(Proposal.score.desc())
        .limit(20)
    )
    return rows.all()


async def questions_for_owner(
    session: AsyncSession, person_id: UUID, organisation_ids: Sequence[UUID]
) -> Sequence[Row[ProposalQuestion, Offer]]:
    """The municipality's questions to an owner that wait for an answer, the oldest first."""
    rows = await session.execute(
        select(ProposalQuestion, Offer)
        .join(Proposal, Proposal.id == ProposalQuestion.proposal_id)
        .join(Offer, Offer.id == Proposal.offer_id)
        .join(Building, Building.id == Offer.building_id)
        .where(
            or_(Building.owner_person_id == person_id, Building.owner_organisation_id.in_(organisation_ids)),
            ProposalQuestion.side == Side.OWNER,
            ProposalQuestion.answered_at.is_(None),
        )
        .order_by(ProposalQuestion.asked_at)
    )
    return rows.all()


async def questions_for_seeker(
    session: AsyncSession, person_id: UUID
) -> Sequence[Row[ProposalQuestion, Offer]]:
    """The municipality's questions that a newcomer has not answered, the oldest first."""
    rows = await session.execute(
        select(ProposalQuestion, Offer)
        .join(Proposal, Proposal.id == ProposalQuestion.proposal_id)
        .join(Search, Search.id == Proposal.search_id)
        .join(Offer, Offer.id == Proposal.offer_id)
        .where(
            Search.person_id == person_id,
            ProposalQuestion.side == Side.SEEKER,
            ProposalQuestion.answered_at.is_(None),
        )
        .order_by(ProposalQuestion.asked_at)
    )
    return rows.all()
