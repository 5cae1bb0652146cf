"""Match what has changed and keep the proposals; the same rows come out nightly and on change."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.errors import AlreadyDecided
from leerstand.matching.codes import ProposalState
from leerstand.matching.engine.facts import Match
from leerstand.matching.models import MatchMark, Proposal, ProposalQuestion
from leerstand.matching.pool import Pool
from leerstand.matching.translate import seeker_of, stored_reasons
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search

TOP = 20
LEAST_SCORE = 25
REVIEW_WITHIN = timedelta(days=14)
CHUNK = 500


async def match_search(session: AsyncSession, pool: Pool, search: Search, *, now: datetime) -> int:
    """Compare one search with all released offers and keep its best proposals; return how many."""
    kept: list[Match] = []
    if search.state is SearchState.ACTIVE:
        matcher = await pool.matcher(now=now)
        seeker = matcher.read_seeker(seeker_of(search))
        found = await pool.best_offers(session, [seeker], top=TOP, now=now)
        kept = [match for match in found if match.score >= LEAST_SCORE]
    await _keep(session, kept, version=await _version(pool, now=now), now=now)
    await _end(
        session, and_(Proposal.search_id == search.id, Proposal.offer_id.not_in(_offers(kept))), now=now
    )
    await mark(session, side="search", subject_id=search.id, version=await _version(pool, now=now), now=now)
    return len(kept)


async def match_offer(session: AsyncSession, pool: Pool, offer_id: UUID, *, now: datetime) -> int:
    """Compare one offer with all active searches; keep it where it is among a search's best, push out what is not."""
    found = await pool.searches_for(session, offer_id, now=now)
    good = await _still_there(session, [match for match in found if match.score >= LEAST_SCORE])
    await _keep(session, good, version=await _version(pool, now=now), now=now)
    searches = [UUID(match.seeker_id) for match in good]
    await _end(session, and_(Proposal.offer_id == offer_id, Proposal.search_id.not_in(searches)), now=now)
    await _keep_the_best(session, searches, now=now)
    await mark(session, side="offer", subject_id=offer_id, version=await _version(pool, now=now), now=now)
    return len(good)


async def _still_there(session: AsyncSession, matches: Sequence[Match]) -> list[Match]:
    """Without the searches of people who have deleted their accounts, which the pool can't notice."""
    ids = [UUID(match.seeker_id) for match in matches]
    there = set(await session.scalars(select(Search.id).where(Search.id.in_(ids))))
    return [match for match in matches if UUID(match.seeker_id) in there]


async def _version(pool: Pool, *, now: datetime) -> str:
    return (await pool.matcher(now=now)).version


def _offers(matches: Sequence[Match]) -> list[UUID]:
    return [UUID(match.space_id) for match in matches]


async def _keep(session: AsyncSession, matches: Sequence[Match], *, version: str, now: datetime) -> None:
    """Store proposals; a declined pair comes back only where one side has changed since."""
    for start in range(0, len(matches), CHUNK):
        rows = [
            {
                "id": uuid4(),
                "offer_id": UUID(match.space_id),
                "search_id": UUID(match.seeker_id),
                "score": round(match.score, 2),
                "reasons": stored_reasons(match),
                "engine_version": version,
                "state": ProposalState.NEW,
                "created_at": now,
                "updated_at": now,
                "due_on": (now + REVIEW_WITHIN).date(),
            }
            for match in matches[start : start + CHUNK]
        ]
        new = insert(Proposal).values(rows)
        changes = {
            "score": new.excluded.score,
            "reasons": new.excluded.reasons,
            "engine_version": new.excluded.engine_version,
            "updated_at": case(
                (Proposal.reasons != new.excluded.reasons, new.excluded.updated_at), else_=Proposal.updated_at
            ),
            "ended_at": None,
        }
        await session.execute(
            new.on_conflict_do_update(index_elements=[Proposal.offer_id, Proposal.search_id], set_=changes)
        )
        await _bring_back(session, [(row["offer_id"], row["search_id"]) for row in rows], now=now)


async def _bring_back(
    session: AsyncSession, pairs: Sequence[tuple[object, object]], *, now: datetime
) -> None:
    """Put declined pairs before the municipality again where one of their sides has changed since."""
    offer_changed = exists().where(Offer.id == Proposal.offer_id, Offer.updated_at > Proposal.decided_at)
    search_changed = exists().where(Search.id == Proposal.search_id, Search.updated_at > Proposal.decided_at)
    await session.execute(
        update(Proposal)
        .where(
            tuple_(Proposal.offer_id, Proposal.search_id).in_(pairs),
            Proposal.state == ProposalState.DECLINED,
            or_(offer_changed, search_changed),
        )
        .values(state=ProposalState.NEW, due_on=(now + REVIEW_WITHIN).date())
        .execution_options(synchronize_session=False)
    )


async def _end(session: AsyncSession, which: ColumnElement[bool], *, now: datetime) -> None:
    """End proposals that don't fit any more; what is released or wanted stays while both sides stand."""
    offer_stands = exists().where(Offer.id == Proposal.offer_id, Offer.state == OfferState.RELEASED)
    search_stands = exists().where(Search.id == Proposal.search_id, Search.state == SearchState.ACTIVE)
    is_bound = or_(Proposal.state == ProposalState.RELEASED, Proposal.wanted_at.is_not(None))
    await session.execute(
        update(Proposal)
        .where(which, Proposal.ended_at.is_(None), ~and_(is_bound, offer_stands, search_stands))
        .values(ended_at=now)
        .execution_options(synchronize_session=False)
    )


async def _keep_the_best(session: AsyncSession, search_ids: Sequence[UUID], *, now: datetime) -> None:
    """End what a new offer has pushed out of a search's best. One statement for all searches."""
    place = (
        func.row_number()
        .over(partition_by=Proposal.search_id, order_by=(Proposal.score.desc(), Proposal.offer_id))
        .label("place")
    )
    ranked = (
        select(Proposal.id, place)
        .where(Proposal.search_id.in_(search_ids), Proposal.ended_at.is_(None))
        .subquery()
    )
    await _end(session, Proposal.id.in_(select(ranked.c.id).where(ranked.c.place > TOP)), now=now)


async def mark(session: AsyncSession, *, side: str, subject_id: UUID, version: str, now: datetime) -> None:
    """Note that one side has been matched, with which engine."""
    matched = insert(MatchMark).values(
        side=side, subject_id=subject_id, matched_at=now, engine_version=version
    )
    await session.execute(
        matched.on_conflict_do_update(
            index_elements=[MatchMark.side, MatchMark.subject_id],
            set_={"matched_at": now, "engine_version": version},
        )
    )


async def see(session: AsyncSession, search_id: UUID, *, now: datetime) -> None:
    """Note that a newcomer has looked at the proposals released for a search."""
    await session.execute(
        update(Proposal)
        .where(
            Proposal.search_id == search_id,
            Proposal.state == ProposalState.RELEASED,
            Proposal.seen_at.is_(None),
        )
        .values(seen_at=now)
    )


async def answer_question(
    session: AsyncSession, question: ProposalQuestion, *, answer: str, now: datetime
) -> None:
    """Keep what one side answers to the municipality; the pair is theirs to decide again. Once only."""
    kept = await session.execute(
        update(ProposalQuestion)
        .where(ProposalQuestion.id == question.id, ProposalQuestion.answered_at.is_(None))
        .values(answer=answer, answered_at=now)
        .returning(ProposalQuestion.proposal_id)
    )
    proposal_id = kept.scalar_one_or_none()
    if proposal_id is None:
        raise AlreadyDecided
    await session.execute(
        update(Proposal)
        .where(Proposal.id == proposal_id, Proposal.state == ProposalState.ASKED)
        .values(state=ProposalState.NEW, updated_at=now, due_on=(now + REVIEW_WITHIN).date())
    )
