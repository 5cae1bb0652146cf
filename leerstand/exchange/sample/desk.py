"""What the sample's municipalities have decided about proposals, and what still waits on their desks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.exchange.sample.tables import Known, rows
from leerstand.matching import service as matching
from leerstand.matching.codes import ProposalState, Side
from leerstand.matching.engine.facts import Match
from leerstand.matching.models import Proposal, ProposalQuestion
from leerstand.matching.pool import Pool
from leerstand.matching.translate import stored_reasons
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer
from leerstand.register.models import Building
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search

LEFT_TO_THE_DESK = 3  # every third good pair waits
RELEASED_PER_SEARCH = 3
SHOWN = {("AN-06", "GS-01"), ("AN-15", "GS-03")}  # so that Sami and Olga find something new
DECLINED_NOTE = "Das Vorhaben passt nicht zu dem, was die Eigentümerseite möchte."
QUESTION = "Bis zum nächsten Bahnhof fährt abends kein Bus. Kommen Sie damit zurecht?"
ANSWER = "Ja, ich habe ein Fahrrad und arbeite meist zu Hause."


@dataclass(frozen=True, slots=True)
class Pair:
    """One proposal with the sample's keys of its sides, and its place among those of its search, from 1."""

    proposal: Proposal
    offer: str
    search: str
    place: int


async def match_all(session: AsyncSession, pool: Pool, *, now: datetime) -> None:
    """Compare all active searches with all released offers, in the transaction that loads the sample."""
    active = select(Search).where(Search.state == SearchState.ACTIVE).order_by(Search.external_id)
    for search in (await session.scalars(active)).all():
        await matching.match_search(session, pool, search, now=now)
    version = (await pool.matcher(now=now)).version
    for offer_id in await session.scalars(select(Offer.id).where(Offer.state == OfferState.RELEASED)):
        await matching.mark(session, side="offer", subject_ids=[offer_id], version=version, now=now)


async def propose_applied(session: AsyncSession, known: Known, *, pool: Pool, now: datetime) -> None:
    """A proposal for each pair with an application, also where the matcher proposes it no more (the shop is let)."""
    for row in rows("applications"):
        offer_id, search_id = known.offers[row["offer"]], known.searches[row["search"]]
        there = select(Proposal.id).where(Proposal.offer_id == offer_id, Proposal.search_id == search_id)
        if row["state"] == "draft" or await session.scalar(there) is not None:
            continue
        offer, search = await session.get_one(Offer, offer_id), await session.get_one(Search, search_id)
        building = await session.get_one(Building, offer.building_id)
        found = await pool.explain(session, search, offer=offer, building=building, now=now)
        fit = found if isinstance(found, Match) else None
        session.add(
            Proposal(
                offer_id=offer_id, search_id=search_id, score=round(fit.score, 2) if fit else 0,
                reasons=stored_reasons(fit) if fit else [], state=ProposalState.NEW, created_at=now,
                engine_version=(await pool.matcher(now=now)).version, updated_at=now,
                due_on=(now + matching.REVIEW_WITHIN).date(),
                ended_at=None if offer.state is OfferState.RELEASED else now,
            )
        )  # fmt: skip
    await session.flush()


async def decide_proposals(session: AsyncSession, known: Known) -> None:
    """Release what was applied for and most of what fits best; the rest waits, some of it for an answer."""
    applied = {
        (row["offer"], row["search"]): int(row["sent_days_ago"])
        for row in rows("applications")
        if row["state"] != "draft"
    }
    waiting: list[Pair] = []
    for number, pair in enumerate(await _pairs(session, known)):
        sent_days_ago = applied.get((pair.offer, pair.search))
        if sent_days_ago is not None:
            _release(pair, known=known, days_ago=sent_days_ago + 2)
            await _look(session, pair, known=known)
        elif (pair.offer, pair.search) in SHOWN:
            _release(pair, known=known, days_ago=1)
        elif pair.place <= RELEASED_PER_SEARCH and number % LEFT_TO_THE_DESK:
            _release(pair, known=known, days_ago=1 + number % 12)
            if number % 4 == 0 and pair.search != "GS-01":
                await _look(session, pair, known=known)
        else:
            _leave(pair, known=known, days_ago=number % 16)
            waiting.append(pair)
    _ask_and_decline(session, waiting, known=known)
    await session.flush()


async def _pairs(session: AsyncSession, known: Known) -> list[Pair]:
    offers = {offer_id: key for key, offer_id in known.offers.items()}
    searches = {search_id: key for key, search_id in known.searches.items()}
    found = (await session.scalars(select(Proposal))).all()
    found = sorted(found, key=lambda one: (searches[one.search_id], -one.score, offers[one.offer_id]))
    pairs: list[Pair] = []
    for proposal in found:
        search = searches[proposal.search_id]
        place = pairs[-1].place + 1 if pairs and pairs[-1].search == search else 1
        pairs.append(Pair(proposal, offers[proposal.offer_id], search, place))
    return pairs


def _release(pair: Pair, *, known: Known, days_ago: int) -> None:
    proposal, decided = pair.proposal, known.calendar.ago(days_ago)
    proposal.state, proposal.decided_at, proposal.updated_at = ProposalState.RELEASED, decided, decided
    proposal.created_at = decided - timedelta(days=3)
    proposal.due_on = (proposal.created_at + matching.REVIEW_WITHIN).date()
    proposal.decided_by_id = known.decider(known.offer_ags[pair.offer])


async def _look(session: AsyncSession, pair: Pair, *, known: Known) -> None:
    """The newcomer looked at what was released five hours later."""
    assert pair.proposal.decided_at is not None  # noqa: S101 - released just before
    moment, by_id = pair.proposal.decided_at + timedelta(hours=5), known.seekers[pair.search]
    await matching.see(session, pair.proposal.search_id, by_id=by_id, now=moment)


def _leave(pair: Pair, *, known: Known, days_ago: int) -> None:
    created = known.calendar.ago(days_ago)
    pair.proposal.created_at = pair.proposal.updated_at = created
    pair.proposal.due_on = (created + matching.REVIEW_WITHIN).date()


def _ask_and_decline(session: AsyncSession, waiting: Iterable[Pair], *, known: Known) -> None:
    """On each clerk's desk: one proposal asked about, one whose question is answered, one declined."""
    by_clerk: dict[object, list[Pair]] = {}
    for pair in sorted(waiting, key=lambda one: -one.proposal.score):
        by_clerk.setdefault(known.decider(known.offer_ags[pair.offer]), []).append(pair)
    for pairs in by_clerk.values():
        if len(pairs) < 6:
            continue
        _ask(session, pairs[1], known=known, answer="")
        _ask(session, pairs[2], known=known, answer=ANSWER)
        last, decided = pairs[-1].proposal, known.calendar.ago(1)
        last.state, last.decision_note = ProposalState.DECLINED, DECLINED_NOTE
        last.decided_at, last.updated_at = decided, decided
        last.decided_by_id = known.decider(known.offer_ags[pairs[-1].offer])


def _ask(session: AsyncSession, pair: Pair, *, known: Known, answer: str) -> None:
    if not answer:
        pair.proposal.state = ProposalState.ASKED
    session.add(
        ProposalQuestion(
            proposal_id=pair.proposal.id, side=Side.SEEKER, question=QUESTION, asked_at=known.calendar.ago(2),
            asked_by_id=known.decider(known.offer_ags[pair.offer]), answer=answer,
            answered_at=known.calendar.ago(1) if answer else None,
        )
    )  # fmt: skip
