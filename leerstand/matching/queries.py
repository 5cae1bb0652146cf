"""Questions about proposals: what is to be matched, what fits a search or an offer."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import Row, Uuid, and_, any_, bindparam, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import Look
from leerstand.accounts.queries import looked_at_since
from leerstand.matching.codes import ProposalState
from leerstand.matching.models import MatchMark, Proposal, ProposalQuestion
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer, OfferPhoto
from leerstand.register.models import Building
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search

ProposalRow = Row[Proposal, Offer, Building]


async def offers_to_match(session: AsyncSession, *, limit: int) -> list[UUID]:
    """Offers that changed since they were matched: released ones, and those that have proposals to end."""
    changed_at = func.greatest(Offer.updated_at, Building.updated_at)
    stale = or_(MatchMark.matched_at.is_(None), MatchMark.matched_at < changed_at)
    concerned = or_(Offer.state == OfferState.RELEASED, MatchMark.matched_at.is_not(None))
    found = await session.scalars(
        select(Offer.id)
        .join(Building, Building.id == Offer.building_id)
        .outerjoin(MatchMark, and_(MatchMark.side == "offer", MatchMark.subject_id == Offer.id))
        .where(stale, concerned)
        .order_by(changed_at)
        .limit(limit)
    )
    return list(found)


async def searches_to_match(session: AsyncSession, *, limit: int) -> list[UUID]:
    """Searches that changed since they were matched: active ones, and those that have proposals to end."""
    stale = or_(MatchMark.matched_at.is_(None), MatchMark.matched_at < Search.updated_at)
    concerned = or_(Search.state == SearchState.ACTIVE, MatchMark.matched_at.is_not(None))
    found = await session.scalars(
        select(Search.id)
        .outerjoin(MatchMark, and_(MatchMark.side == "search", MatchMark.subject_id == Search.id))
        .where(stale, concerned)
        .order_by(Search.updated_at)
        .limit(limit)
    )
    return list(found)


async def searches_with_proposals(session: AsyncSession) -> list[UUID]:
    """Every active search, and every other that still has open proposals."""
    has_open = (
        select(Proposal.id).where(Proposal.search_id == Search.id, Proposal.ended_at.is_(None)).exists()
    )
    found = await session.scalars(
        select(Search.id).where(or_(Search.state == SearchState.ACTIVE, has_open)).order_by(Search.id)
    )
    return list(found)


async def open_pairs(
    session: AsyncSession, search_ids: Sequence[UUID]
) -> dict[tuple[UUID, UUID], tuple[float, str]]:
    """Score and engine of the open proposals of some searches, by search and offer. One query."""
    found = await session.execute(
        select(Proposal.search_id, Proposal.offer_id, Proposal.score, Proposal.engine_version).where(
            Proposal.search_id.in_(search_ids), Proposal.ended_at.is_(None)
        )
    )
    return {(row[0], row[1]): (row[2], row[3]) for row in found}


async def searches_proposed(session: AsyncSession, offer_id: UUID) -> set[UUID]:
    """The searches that an offer is proposed to now. One query."""
    found = await session.scalars(
        select(Proposal.search_id).where(Proposal.offer_id == offer_id, Proposal.ended_at.is_(None))
    )
    return set(found)


async def last_of_full_lists(
    session: AsyncSession, search_ids: Sequence[UUID], *, without: UUID, size: int
) -> dict[UUID, tuple[float, UUID]]:
    """Score and offer of the last of `size` proposals, for those searches that have as many. One query."""
    place = func.row_number().over(
        partition_by=Proposal.search_id, order_by=(Proposal.score.desc(), Proposal.offer_id)
    )
    ranked = (
        select(Proposal.search_id, Proposal.score, Proposal.offer_id, place.label("place"))
        .where(
            Proposal.search_id == any_(bindparam("search_ids", search_ids, type_=ARRAY(Uuid()))),
            Proposal.ended_at.is_(None),
            Proposal.offer_id != without,
        )
        .subquery()
    )
    found = await session.execute(
        select(ranked.c.search_id, ranked.c.score, ranked.c.offer_id).where(ranked.c.place == size)
    )
    return {row[0]: (row[1], row[2]) for row in found}


async def is_matched(session: AsyncSession, search: Search) -> bool:
    """Whether a search's proposals are those of its present words."""
    found = await session.get(MatchMark, ("search", search.id))
    return found is not None and found.matched_at >= search.updated_at


async def proposals_of_search(session: AsyncSession, search_id: UUID) -> Sequence[ProposalRow]:
    """What fits a search now, best first, with offer and building. One query."""
    found = await session.execute(
        select(Proposal, Offer, Building)
        .join(Offer, Offer.id == Proposal.offer_id)
        .join(Building, Building.id == Offer.building_id)
        .where(
            Proposal.search_id == search_id,
            Proposal.ended_at.is_(None),
            Proposal.state != ProposalState.DECLINED,
            Offer.state == OfferState.RELEASED,
        )
        .order_by(Proposal.score.desc(), Proposal.id)
    )
    return found.all()


async def has_unseen(session: AsyncSession, search_id: UUID) -> bool:
    """Whether something was released for a search since its newcomer last looked. One query."""
    found = await session.scalar(
        select(Proposal.id)
        .where(
            Proposal.search_id == search_id,
            Proposal.state == ProposalState.RELEASED,
            Proposal.ended_at.is_(None),
            ~looked_at_since(
                Proposal.decided_at, look=Look.PROPOSALS_SEEN, subject=("search", Proposal.search_id)
            ),
        )
        .limit(1)
    )
    return found is not None


async def proposals_of_offer(session: AsyncSession, offer_id: UUID) -> Sequence[Row[Proposal, Search]]:
    """The released searches that fit an offer, best first, for its owner: no name, no contact. One query."""
    found = await session.execute(
        select(Proposal, Search)
        .join(Search, Search.id == Proposal.search_id)
        .where(
            Proposal.offer_id == offer_id,
            Proposal.state == ProposalState.RELEASED,
            Proposal.ended_at.is_(None),
        )
        .order_by(Proposal.score.desc(), Proposal.id)
    )
    return found.all()


async def first_photo_ids(
    session: AsyncSession, offer_ids: Sequence[UUID]
) -> dict[UUID, Row[UUID, UUID, str]]:
    """The first photo of each of several offers, by offer. One query."""
    found = await session.execute(
        select(OfferPhoto.offer_id, OfferPhoto.photo_id, OfferPhoto.alt)
        .ext(distinct_on(OfferPhoto.offer_id))
        .where(OfferPhoto.offer_id.in_(offer_ids))
        .order_by(OfferPhoto.offer_id, OfferPhoto.ordinal)
    )
    return {row[0]: row for row in found}


async def question_by_id(
    session: AsyncSession, question_id: UUID
) -> Row[ProposalQuestion, Proposal, Offer, Building, Search] | None:
    """One question of the municipality with the pair it is about."""
    return (
        await session.execute(
            select(ProposalQuestion, Proposal, Offer, Building, Search)
            .join(Proposal, Proposal.id == ProposalQuestion.proposal_id)
            .join(Offer, Offer.id == Proposal.offer_id)
            .join(Building, Building.id == Offer.building_id)
            .join(Search, Search.id == Proposal.search_id)
            .where(ProposalQuestion.id == question_id)
        )
    ).one_or_none()
