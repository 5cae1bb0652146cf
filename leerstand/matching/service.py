"""Match what has changed and keep the proposals; the same rows come out nightly and on change."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Float,
    TableValuedAlias,
    Uuid,
    and_,
    case,
    column,
    delete,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import Look
from leerstand.accounts.service import record
from leerstand.core.days import day_after
from leerstand.core.errors import AlreadyDecided
from leerstand.matching import queries
from leerstand.matching.codes import ProposalState
from leerstand.matching.engine.facts import Match
from leerstand.matching.models import MatchMark, Proposal, ProposalQuestion
from leerstand.matching.pool import Everything, Pool
from leerstand.matching.translate import stored_reasons
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search

TOP = 20
LEAST_SCORE = 40  # of the pairs that are possible at all, nineteen in twenty score more
REVIEW_WITHIN = timedelta(days=14)
CHUNK = 500


async def match_search(session: AsyncSession, pool: Pool, search: Search, *, now: datetime) -> int:
    """Compare one search with all released offers and keep its best proposals; return how many."""
    kept: list[Match] = []
    if search.state is SearchState.ACTIVE:
        kept = await pool.best_offers(session, search, top=TOP, least=LEAST_SCORE, now=now)
    version = await _version(pool, now=now)
    await _keep(session, kept, version=version, now=now)
    await _end(
        session, and_(Proposal.search_id == search.id, Proposal.offer_id.not_in(_offers(kept))), now=now
    )
    await mark(session, side="search", subject_ids=[search.id], version=version, now=now)
    return len(kept)


async def match_offer(session: AsyncSession, pool: Pool, offer_id: UUID, *, now: datetime) -> int:
    """Compare one offer with all active searches; keep it where it is among a search's best, push out what is not.

    Searches whose full list it leaves are marked to be matched again, so that the next best moves up.
    """
    found = await pool.searches_for(session, offer_id, now=now)
    good = {search_id: score for search_id, score in found.items() if score >= LEAST_SCORE}
    best = await _where_among_the_best(session, offer_id, good)
    kept = await pool.tell(session, [(search_id, offer_id) for search_id in best], now=now)
    version = await _version(pool, now=now)
    await _keep(session, kept, version=version, now=now)
    searches = [UUID(match.seeker_id) for match in kept]
    left = await _end(
        session, and_(Proposal.offer_id == offer_id, Proposal.search_id.not_in(searches)), now=now
    )
    await _match_again(session, left)
    await _keep_the_best(session, searches, now=now)
    await mark(session, side="offer", subject_ids=[offer_id], version=version, now=now)
    return len(kept)


async def match_searches(
    session: AsyncSession, pool: Pool, search_ids: Sequence[UUID], *, found: Everything, now: datetime
) -> int:
    """Keep what everything at once has found for some searches; only new and changed pairs are told and written."""
    version = await _version(pool, now=now)
    good = {
        (search_id, offer_id): score
        for search_id in search_ids
        for offer_id, score in found.of(search_id).items()
        if score >= LEAST_SCORE
    }
    known = await queries.open_pairs(session, search_ids)
    same = {pair for pair, score in good.items() if known.get(pair) == (score, version)}
    changed = await pool.tell(session, [pair for pair in good if pair not in same], now=now)
    await _keep(session, changed, version=version, now=now)
    await _bring_back(session, [(offer_id, search_id) for search_id, offer_id in same], now=now)
    there = same | {(UUID(match.seeker_id), UUID(match.space_id)) for match in changed}
    gone = [(offer_id, search_id) for search_id, offer_id in known if (search_id, offer_id) not in there]
    for start in range(0, len(gone), CHUNK):
        pairs = gone[start : start + CHUNK]
        await _end(session, tuple_(Proposal.offer_id, Proposal.search_id).in_(pairs), now=now)
    await mark(session, side="search", subject_ids=search_ids, version=version, now=now)
    return len(changed)


async def _where_among_the_best(
    session: AsyncSession, offer_id: UUID, scores: Mapping[UUID, float]
) -> list[UUID]:
    """The searches where an offer is among the best, or is proposed already."""
    last = await queries.last_of_full_lists(session, list(scores), without=offer_id, size=TOP)
    proposed = await queries.searches_proposed(session, offer_id)
    return [
        search_id
        for search_id, score in scores.items()
        if search_id in proposed
        or search_id not in last
        or (-score, offer_id) < (-last[search_id][0], last[search_id][1])
    ]


async def _version(pool: Pool, *, now: datetime) -> str:
    return (await pool.matcher(now=now)).version


def _offers(matches: Sequence[Match]) -> list[UUID]:
    return [UUID(match.space_id) for match in matches]


async def _keep(session: AsyncSession, matches: Sequence[Match], *, version: str, now: datetime) -> None:
    """Store proposals; a declined pair comes back only where one side has changed since."""
    if not matches:
        return
    new = insert(Proposal.__table__)  # type: ignore[arg-type]
    changes = {
        "score": new.excluded.score,
        "reasons": new.excluded.reasons,
        "engine_version": new.excluded.engine_version,
        "updated_at": case(
            (Proposal.reasons != new.excluded.reasons, new.excluded.updated_at), else_=Proposal.updated_at
        ),
        "ended_at": None,
    }
    kept = _as_table(matches)
    values: dict[str, ColumnElement[Any]] = {
        "id": func.gen_random_uuid(),
        "offer_id": kept.c.offer_id,
        "search_id": kept.c.search_id,
        "score": kept.c.score,
        "reasons": kept.c.reasons,
        "engine_version": literal(version),
        "state": literal(ProposalState.NEW, Proposal.state.type),
        "created_at": literal(now),
        "updated_at": literal(now),
        "due_on": literal(day_after(now, REVIEW_WITHIN)),
    }
    rows = new.from_select(list(values), select(*values.values()), include_defaults=False)
    await session.execute(rows.on_conflict_do_update(index_elements=["offer_id", "search_id"], set_=changes))
    await _bring_back(session, [(UUID(m.space_id), UUID(m.seeker_id)) for m in matches], now=now)


def _as_table(matches: Sequence[Match]) -> TableValuedAlias:
    """Matches as one parameter that PostgreSQL reads as rows: half the time of a statement for each."""
    rows = [
        {
            "offer_id": match.space_id,
            "search_id": match.seeker_id,
            "score": round(match.score, 2),
            "reasons": stored_reasons(match),
        }
        for match in matches
    ]
    columns = (
        column("offer_id", Uuid()),
        column("search_id", Uuid()),
        column("score", Float()),
        column("reasons", JSONB()),
    )
    table = func.jsonb_to_recordset(literal(rows, JSONB())).table_valued(*columns, name="kept")
    return table.render_derived(with_types=True)


async def _bring_back(session: AsyncSession, pairs: Sequence[tuple[UUID, UUID]], *, now: datetime) -> None:
    """Put declined pairs before the municipality again where one of their sides has changed since."""
    if not pairs:
        return
    offer_ids, search_ids = zip(*pairs, strict=True)
    these = select(_unnested(offer_ids), _unnested(search_ids))
    offer_changed = exists().where(Offer.id == Proposal.offer_id, Offer.updated_at > Proposal.decided_at)
    search_changed = exists().where(Search.id == Proposal.search_id, Search.updated_at > Proposal.decided_at)
    await session.execute(
        update(Proposal)
        .where(
            tuple_(Proposal.offer_id, Proposal.search_id).in_(these),
            Proposal.state == ProposalState.DECLINED,
            or_(offer_changed, search_changed),
        )
        .values(
            state=ProposalState.NEW,
            due_on=day_after(now, REVIEW_WITHIN),
            told_at=None,
            told_score=None,
        )
        .execution_options(synchronize_session=False)
    )


def _unnested(ids: Sequence[UUID]) -> ColumnElement[UUID]:
    """Ids as one array: the statement stays the same for any number of them."""
    return func.unnest(literal(list(ids), ARRAY(Uuid())))


async def _end(session: AsyncSession, which: ColumnElement[bool], *, now: datetime) -> list[UUID]:
    """End proposals that don't fit any more; what is released or wanted stays while both sides stand.

    Returns their searches.
    """
    offer_stands = exists().where(Offer.id == Proposal.offer_id, Offer.state == OfferState.RELEASED)
    search_stands = exists().where(Search.id == Proposal.search_id, Search.state == SearchState.ACTIVE)
    is_bound = or_(Proposal.state == ProposalState.RELEASED, Proposal.wanted_at.is_not(None))
    ended = await session.execute(
        update(Proposal)
        .where(which, Proposal.ended_at.is_(None), ~and_(is_bound, offer_stands, search_stands))
        .values(ended_at=now)
        .returning(Proposal.search_id)
        .execution_options(synchronize_session=False)
    )
    return list(ended.scalars())


async def _match_again(session: AsyncSession, search_ids: Sequence[UUID]) -> None:
    """Forget that searches were matched whose list was full until now: something else may come up."""
    if not search_ids:
        return
    has_room = (
        select(Proposal.search_id)
        .where(Proposal.search_id.in_(search_ids), Proposal.ended_at.is_(None))
        .group_by(Proposal.search_id)
        .having(func.count() == TOP - 1)
    )
    await session.execute(
        delete(MatchMark)
        .where(MatchMark.side == "search", MatchMark.subject_id.in_(has_room))
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


async def mark(
    session: AsyncSession, *, side: str, subject_ids: Sequence[UUID], version: str, now: datetime
) -> None:
    """Note that some of one side have been matched, with which engine."""
    matched = insert(MatchMark.__table__)  # type: ignore[arg-type]
    await session.execute(
        matched.on_conflict_do_update(
            index_elements=["side", "subject_id"],
            set_={"matched_at": matched.excluded.matched_at, "engine_version": version},
        ),
        [
            {"side": side, "subject_id": subject_id, "matched_at": now, "engine_version": version}
            for subject_id in subject_ids
        ],
    )


async def see(session: AsyncSession, search_id: UUID, *, by_id: UUID, now: datetime) -> None:
    """Note that a newcomer has looked at the proposals released for a search."""
    await record(session, action=Look.PROPOSALS_SEEN, subject=("search", search_id), actor_id=by_id, now=now)


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
        .values(state=ProposalState.NEW, updated_at=now, due_on=day_after(now, REVIEW_WITHIN))
    )
