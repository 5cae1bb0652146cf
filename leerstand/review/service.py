"""Deciding about proposals: conditional, recorded, told, and taken back while nobody has read it."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.models import Person
from leerstand.accounts.service import record
from leerstand.applications import service as applications
from leerstand.applications import telling
from leerstand.applications.errors import MessageMissing
from leerstand.applications.queries import waiting_for_release
from leerstand.core.days import day_after
from leerstand.core.errors import AlreadyDecided
from leerstand.core.rows import alone
from leerstand.matching.codes import ProposalState, Side
from leerstand.matching.models import Proposal, ProposalQuestion
from leerstand.matching.service import REVIEW_WITHIN
from leerstand.notices.service import Reader, take_back, tell
from leerstand.offers.public_place import shown_place
from leerstand.offers.queries import keepers
from leerstand.review import queries
from leerstand.review.errors import TooLateToTakeBack

TAKE_BACK_WITHIN = timedelta(minutes=10)


async def release(
    session: AsyncSession, pairs: Sequence[queries.Pair], *, by_id: UUID, note: str, now: datetime
) -> int:
    """Release pairs: both sides are told, applications that waited go to the owner; return how many."""
    done = [
        pair
        for pair in pairs
        if await _decide(session, pair, to=ProposalState.RELEASED, by_id=by_id, note=note, now=now)
    ]
    await _tell_seekers(session, done, by_id=by_id, now=now)
    await _tell_owners(session, done, by_id=by_id, now=now)
    for _, offer, _, search in done:
        waiting = await waiting_for_release(session, offer_id=offer.id, search_id=search.id)
        if waiting is not None:
            await telling.owner_of_arrival(
                session,
                waiting,
                now=now,
                due_at=now + TAKE_BACK_WITHIN,
                dedupe=f"{_key(by_id, now)}:{waiting.id}",
            )
    return len(done)


async def decline(
    session: AsyncSession, pairs: Sequence[queries.Pair], *, by_id: UUID, reason: str, now: datetime
) -> int:
    """Decline pairs with a reason; who had applied reads it. Raises MessageMissing without a reason."""
    if not reason.strip():
        raise MessageMissing
    done = 0
    for pair in pairs:
        if not await _decide(session, pair, to=ProposalState.DECLINED, by_id=by_id, note=reason, now=now):
            continue
        done += 1
        waiting = await waiting_for_release(session, offer_id=pair[1].id, search_id=pair[3].id)
        if waiting is not None:
            await applications.decline(session, waiting, actor_id=by_id, reason=reason, now=now)
    return done


async def ask(
    session: AsyncSession, pair: queries.Pair, *, side: Side, question: str, by_id: UUID, now: datetime
) -> ProposalQuestion:
    """Ask one side; the pair waits for the answer. Raises AlreadyDecided."""
    proposal, offer, building, search = pair
    if not await _decide(session, pair, to=ProposalState.ASKED, by_id=by_id, note=question, now=now):
        raise AlreadyDecided
    asked = ProposalQuestion(
        proposal_id=proposal.id, side=side, question=question, asked_at=now, asked_by_id=by_id
    )
    session.add(asked)
    await session.flush()
    people = (
        [await queries.seeker_of(session, search)]
        if side is Side.SEEKER
        else await keepers(session, building)
    )
    for person in people:
        await tell(
            session, _reader(person), kind="review/question", now=now, necessary=True,
            context={"title": offer.title, "question": question, "path": f"/mein/fragen/{asked.id}"},
            about=("proposal", proposal.id), ags=building.ags,
        )  # fmt: skip
    return asked


async def undo(session: AsyncSession, pairs: Sequence[queries.Pair], *, by_id: UUID, now: datetime) -> int:
    """Take one decision back, with all the pairs it was made for, while no mail about it has left.

    `pairs` were decided by one person at one moment. Return how many. Raises TooLateToTakeBack.
    """
    decided_at = pairs[0][0].decided_at if pairs else None
    if decided_at is None:
        raise AlreadyDecided
    if not await take_back(session, dedupe_prefix=_key(by_id, decided_at)):
        raise TooLateToTakeBack
    for proposal, offer, building, search in pairs:
        if proposal.state is ProposalState.DECLINED:
            await applications.reopen_declined(
                session,
                offer_id=offer.id,
                search_id=search.id,
                declined_at=decided_at,
                actor_id=by_id,
                now=now,
            )
        proposal.state = ProposalState.NEW
        proposal.decided_at = proposal.decided_by_id = None
        proposal.told_at = proposal.told_score = None
        proposal.decision_note = ""
        proposal.updated_at = now
        proposal.due_on = day_after(now, REVIEW_WITHIN)
        await record(
            session,
            action="proposal_taken_back",
            subject=("proposal", proposal.id),
            actor_id=by_id,
            ags=building.ags,
            now=now,
        )
    await session.flush()
    return len(pairs)


async def _decide(
    session: AsyncSession, pair: queries.Pair, *, to: ProposalState, by_id: UUID, note: str, now: datetime
) -> bool:
    """One conditional update and its audit line; False where another was faster."""
    proposal, _, building, _ = pair
    told = {"told_at": now, "told_score": proposal.score} if to is ProposalState.RELEASED else {}
    moved = await session.execute(
        update(Proposal)
        .where(Proposal.id == proposal.id, Proposal.state.in_(queries.OPEN))
        .values(state=to, decided_at=now, decided_by_id=by_id, decision_note=note, updated_at=now, **told)
        .returning(Proposal.id)
    )
    if moved.scalar_one_or_none() is None:
        return False
    await record(
        session, action=f"proposal_{to.value}", subject=("proposal", proposal.id), actor_id=by_id, ags=building.ags,
        now=now, details={"score": proposal.score},
    )  # fmt: skip
    return True


async def tell_of_better(session: AsyncSession, pairs: Sequence[queries.Pair], *, now: datetime) -> None:
    """Tell the other side of released pairs that fit clearly better since one side has changed; once for each change."""
    for_seekers = [
        pair for pair in pairs if _changed_since_told(pair[0], pair[1].updated_at, pair[2].updated_at)
    ]
    for its in _by(for_seekers, side=3):
        async with alone(session, about=f"search {its[0][3].id}"):
            await _tell_seeker_of_better(session, its, now=now)
    for its in _by([pair for pair in pairs if _changed_since_told(pair[0], pair[3].updated_at)], side=1):
        async with alone(session, about=f"offer {its[0][1].id}"):
            await _tell_owner_of_better(session, its, now=now)
    await queries.note_told(session, [pair[0].id for pair in pairs], now=now)


async def _tell_seeker_of_better(
    session: AsyncSession, its: Sequence[queries.Pair], *, now: datetime
) -> None:
    _, _, building, search = its[0]
    await tell(
        session, _reader(await queries.seeker_of(session, search)), kind="review/better_for_seeker", now=now,
        context={"titles": _titles(its), "path": f"/mein/gesuch/{search.id}/vorschlaege"},
        dedupe_key=f"better:seeker:{search.id}:{now.isoformat()}", about=("proposal", its[0][0].id), ags=building.ags,
    )  # fmt: skip


async def _tell_owner_of_better(session: AsyncSession, its: Sequence[queries.Pair], *, now: datetime) -> None:
    _, offer, building, _ = its[0]
    for person in await keepers(session, building):
        await tell(
            session, _reader(person), kind="review/better_for_owner", now=now,
            context={
                "title": offer.title, "place": building.place, "count": len(its), "path": f"/mein/vorschlaege/{offer.id}",
            },
            dedupe_key=f"better:owner:{offer.id}:{person.id}:{now.isoformat()}", about=("proposal", its[0][0].id), ags=building.ags,
        )  # fmt: skip


def _changed_since_told(proposal: Proposal, *moments: datetime) -> bool:
    return proposal.told_at is not None and max(moments) > proposal.told_at


def _by(pairs: Sequence[queries.Pair], *, side: int) -> Iterable[list[queries.Pair]]:
    """Pairs grouped by one of their sides: 1 the offer, 3 the search."""
    groups: dict[UUID, list[queries.Pair]] = defaultdict(list)
    for pair in pairs:
        groups[pair[side].id].append(pair)
    return groups.values()


def _titles(pairs: Sequence[queries.Pair]) -> list[str]:
    return [
        f"{offer.title}, {shown_place(offer.form, place=building.place, ags=building.ags)}"
        for _, offer, building, _ in pairs
    ]


async def _tell_seekers(
    session: AsyncSession, pairs: Sequence[queries.Pair], *, by_id: UUID, now: datetime
) -> None:
    """One mail for each search, however many offers were released for it."""
    for its in _by(pairs, side=3):
        search = its[0][3]
        person = await queries.seeker_of(session, search)
        await tell(
            session, _reader(person), kind="review/released_to_seeker", now=now, due_at=now + TAKE_BACK_WITHIN,
            context={
                "titles": _titles(its), "path": f"/mein/gesuch/{search.id}/vorschlaege",
            },
            dedupe_key=f"{_key(by_id, now)}:seeker:{search.id}", about=("proposal", its[0][0].id), ags=its[0][2].ags,
        )  # fmt: skip


async def _tell_owners(
    session: AsyncSession, pairs: Sequence[queries.Pair], *, by_id: UUID, now: datetime
) -> None:
    """One mail for each offer, however many searches were released for it."""
    for its in _by(pairs, side=1):
        proposal, offer, building, _ = its[0]
        for person in await keepers(session, building):
            await tell(
                session, _reader(person), kind="review/released_to_owner", now=now, due_at=now + TAKE_BACK_WITHIN,
                context={
                    "title": offer.title, "place": building.place, "count": len(its), "path": f"/mein/vorschlaege/{offer.id}",
                },
                dedupe_key=f"{_key(by_id, now)}:owner:{offer.id}:{person.id}", about=("proposal", proposal.id), ags=building.ags,
            )  # fmt: skip


def _key(by_id: UUID, moment: datetime) -> str:
    """What the notices about one decision have in common, so that they can be taken back together."""
    return f"review:{by_id}:{moment.isoformat()}"


def _reader(person: Person) -> Reader:
    return Reader(person.id, person.email, person.language or "de")
