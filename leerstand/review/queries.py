"""Questions of the municipality's desk; everything is limited to what the clerk's keys cover."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import Look
from leerstand.accounts.models import Person
from leerstand.accounts.queries import looked_at_since
from leerstand.accounts.rules import within
from leerstand.matching.codes import ProposalState
from leerstand.matching.models import Proposal, ProposalQuestion
from leerstand.matching.rules import CLEARLY_BETTER
from leerstand.offers.codes import Form, OfferState
from leerstand.offers.models import Offer
from leerstand.register.models import Building
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search

Pair = Row[Proposal, Offer, Building, Search]
OPEN = (ProposalState.NEW, ProposalState.ASKED)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which proposals: without a state those that wait for a decision."""

    state: ProposalState | None = None
    form: Form | None = None
    offer_id: UUID | None = None


def _pairs(keys: Sequence[str]) -> Select[Proposal, Offer, Building, Search]:
    return (
        select(Proposal, Offer, Building, Search)
        .join(Offer, Offer.id == Proposal.offer_id)
        .join(Building, Building.id == Offer.building_id)
        .join(Search, Search.id == Proposal.search_id)
        .where(within(Building.ags, keys))
    )


def _listed(keys: Sequence[str], wanted: Wanted) -> Select[Proposal, Offer, Building, Search]:
    query = _pairs(keys)
    if wanted.state in {None, ProposalState.NEW, ProposalState.ASKED}:
        query = query.where(
            Proposal.ended_at.is_(None),
            Offer.state == OfferState.RELEASED,
            Search.state == SearchState.ACTIVE,
        )
    if wanted.state is None:
        query = query.where(Proposal.state == ProposalState.NEW)
    else:
        query = query.where(Proposal.state == wanted.state)
    if wanted.form is not None:
        query = query.where(Offer.form == wanted.form)
    if wanted.offer_id is not None:
        query = query.where(Offer.id == wanted.offer_id)
    return query


async def proposals(
    session: AsyncSession, keys: Sequence[str], *, wanted: Wanted, limit: int, offset: int = 0
) -> tuple[Sequence[Pair], int]:
    """One page of proposals and how many there are; those that somebody applied for first, then best first.

    Two queries.
    """
    query = _listed(keys, wanted)
    total = await session.scalar(
        select(func.count()).select_from(query.with_only_columns(Proposal.id).subquery())
    )
    order = (Proposal.wanted_at.is_(None), Proposal.wanted_at, Proposal.score.desc(), Proposal.id)
    rows = (await session.execute(query.order_by(*order).limit(limit).offset(offset))).all()
    return rows, total or 0


async def pair(session: AsyncSession, keys: Sequence[str], proposal_id: UUID) -> Pair | None:
    """One proposal with both its sides. One query."""
    return (await session.execute(_pairs(keys).where(Proposal.id == proposal_id))).one_or_none()


async def pairs_for_decision(
    session: AsyncSession, keys: Sequence[str], proposal_ids: Sequence[UUID]
) -> Sequence[Pair]:
    """The named proposals that these keys cover and that wait for a decision, locked. One query."""
    query = _pairs(keys).where(Proposal.id.in_(proposal_ids), Proposal.state.in_(OPEN))
    return (await session.execute(query.with_for_update(of=Proposal))).all()


async def decided_together(
    session: AsyncSession, keys: Sequence[str], *, by_id: UUID, decided_at: datetime
) -> Sequence[Pair]:
    """The pairs that one person decided at one moment, locked. One query."""
    query = _pairs(keys).where(
        Proposal.decided_by_id == by_id,
        Proposal.decided_at == decided_at,
        Proposal.state.in_((ProposalState.RELEASED, ProposalState.DECLINED)),
    )
    return (await session.execute(query.with_for_update(of=Proposal))).all()


async def searches_for_form(
    session: AsyncSession, keys: Sequence[str], *, form: Form, limit: int
) -> Sequence[Search]:
    """Active searches that accept a form and may be read by these keys' clerks, the newest first. One query.

    Readable are those whose writers agreed to be shown to the whole region, and those proposed in the area.
    """
    proposed = (
        select(Proposal.id)
        .join(Offer, Offer.id == Proposal.offer_id)
        .join(Building, Building.id == Offer.building_id)
        .where(Proposal.search_id == Search.id, Proposal.ended_at.is_(None), within(Building.ags, keys))
        .exists()
    )
    found = await session.scalars(
        select(Search)
        .where(
            Search.state == SearchState.ACTIVE,
            Search.forms.contains([form.value]),
            or_(Search.pool_consent_at.is_not(None), proposed),
        )
        .order_by(Search.updated_at.desc(), Search.id)
        .limit(limit)
    )
    return found.all()


async def questions_of(session: AsyncSession, proposal_id: UUID) -> Sequence[ProposalQuestion]:
    """What was asked and answered about a pair, oldest first."""
    found = await session.scalars(
        select(ProposalQuestion)
        .where(ProposalQuestion.proposal_id == proposal_id)
        .order_by(ProposalQuestion.asked_at)
    )
    return found.all()


async def state_counts(session: AsyncSession, keys: Sequence[str]) -> dict[str, int]:
    """How many proposals of these keys stand in which state; open ones only while both sides stand. One query."""
    rows = await session.execute(
        select(Proposal.state, func.count())
        .join(Offer, Offer.id == Proposal.offer_id)
        .join(Building, Building.id == Offer.building_id)
        .where(within(Building.ags, keys), Proposal.ended_at.is_(None))
        .group_by(Proposal.state)
    )
    return {state.value: count for state, count in rows}


@dataclass(frozen=True, slots=True)
class News:
    """Proposals that wait and that clerks have not been told of as they are: new ones, and clearly better ones."""

    new: int
    better: int


def _is_clearly_better() -> ColumnElement[bool]:
    return Proposal.score >= Proposal.told_score + CLEARLY_BETTER


async def news(session: AsyncSession, keys: Sequence[str]) -> News:
    """What clerks of these keys have to be told of. One query."""
    listed = _listed(keys, Wanted()).with_only_columns(
        func.count().filter(Proposal.told_at.is_(None)), func.count().filter(_is_clearly_better())
    )
    new, better = (await session.execute(listed)).one()
    return News(new, better)


async def note_news_told(session: AsyncSession, keys: Sequence[str], *, now: datetime) -> None:
    """Note that clerks of these keys know of all that is news. One statement."""
    is_news = or_(Proposal.told_at.is_(None), _is_clearly_better())
    waiting = _listed(keys, Wanted()).where(is_news).with_only_columns(Proposal.id)
    await _told(session, Proposal.id.in_(waiting), now=now)


async def note_told(session: AsyncSession, proposal_ids: Sequence[UUID], *, now: datetime) -> None:
    """Note that people know how well these pairs fit now. One statement."""
    await _told(session, Proposal.id.in_(proposal_ids), now=now)


async def _told(session: AsyncSession, which: ColumnElement[bool], *, now: datetime) -> None:
    await session.execute(
        update(Proposal)
        .where(which)
        .values(told_at=now, told_score=Proposal.score)
        .execution_options(synchronize_session=False)
    )


async def clearly_better(session: AsyncSession) -> Sequence[Pair]:
    """Released pairs that fit clearly better than when their sides were told, because one side has changed.

    Locked; what another process is telling is left out. One query.
    """
    changed_at = func.greatest(Offer.updated_at, Building.updated_at, Search.updated_at)
    query = (
        select(Proposal, Offer, Building, Search)
        .join(Offer, Offer.id == Proposal.offer_id)
        .join(Building, Building.id == Offer.building_id)
        .join(Search, Search.id == Proposal.search_id)
        .where(
            Proposal.state == ProposalState.RELEASED,
            Proposal.ended_at.is_(None),
            Offer.state == OfferState.RELEASED,
            Search.state == SearchState.ACTIVE,
            _is_clearly_better(),
            changed_at > Proposal.told_at,
        )
        .order_by(Proposal.score.desc(), Proposal.id)
    )
    return (await session.execute(query.with_for_update(of=Proposal, skip_locked=True))).all()


async def overdue(session: AsyncSession, keys: Sequence[str], *, today: date) -> int:
    """How many applications wait for the municipality beyond the promised day. One query."""
    wanted = _listed(keys, Wanted()).where(Proposal.wanted_at.is_not(None), Proposal.due_on < today)
    count = await session.scalar(
        select(func.count()).select_from(wanted.with_only_columns(Proposal.id).subquery())
    )
    return count or 0


async def seeker_of(session: AsyncSession, search: Search) -> Person:
    """Whom to tell on the newcomer's side; never shown at the desk."""
    return await session.get_one(Person, search.person_id)


@dataclass(frozen=True, slots=True)
class Unseen:
    """One newcomer with released proposals that they have not looked at."""

    person: Person
    search_id: UUID
    titles: list[str]
    latest: datetime | None


async def unseen_since(session: AsyncSession, *, before: datetime) -> list[Unseen]:
    """Newcomers whose proposals were released before a moment and still not looked at. One query."""
    rows = await session.execute(
        select(Person, Search.id, func.array_agg(Offer.title), func.max(Proposal.decided_at))
        .join(Search, Search.person_id == Person.id)
        .join(Proposal, Proposal.search_id == Search.id)
        .join(Offer, Offer.id == Proposal.offer_id)
        .where(
            Proposal.state == ProposalState.RELEASED,
            Proposal.ended_at.is_(None),
            ~looked_at_since(Proposal.decided_at, look=Look.PROPOSALS_SEEN, subject=("search", Search.id)),
            Proposal.decided_at < before,
            Offer.state == OfferState.RELEASED,
            Search.state == SearchState.ACTIVE,
        )
        .group_by(Person.id, Search.id)
        .order_by(Person.id)
    )
    return [Unseen(person, search_id, sorted(titles), latest) for person, search_id, titles, latest in rows]
