"""Move an offer from state to state: each move is one conditional update, one step of history, one audit line.

Permission is the caller's to check; which side may move what from where is `rules.MOVES`.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import Look
from leerstand.accounts.queries import last_look
from leerstand.accounts.service import record
from leerstand.core.errors import AlreadyDecided, NotAllowed
from leerstand.core.i18n import N_
from leerstand.notices.service import take_back
from leerstand.offers.codes import Move, OfferState, Side
from leerstand.offers.errors import AlreadySeen, OfferNotFound, ReasonNeeded, WordingNotAllowed
from leerstand.offers.models import Offer, OfferStep
from leerstand.offers.rules import MOVES, STILL_FREE, TAKE_BACK_WITHIN
from leerstand.offers.service.hiding import hide_together
from leerstand.offers.service.letters import key_of, tell_keepers
from leerstand.offers.wording import findings
from leerstand.register.models import Building

DECIDED = "offers/decided"
STILL_STANDS = N_("Steht noch.")


async def make_move(
    session: AsyncSession, offer_id: UUID, *, move: Move, side: Side, by_id: UUID | None, note: str, now: datetime,
    only_if: tuple[Any, ...] = (), **changes: Any,
) -> tuple[Offer, OfferStep]:  # fmt: skip
    """Move one offer as the table allows; return it and its new step.

    `only_if` are further conditions of the update, `changes` further columns.
    Raises ReasonNeeded, NotAllowed (not this side's move), AlreadyDecided (not in a fitting state any more).
    """
    allowed = MOVES[move]
    if side not in allowed.by:
        raise NotAllowed
    if allowed.needs_reason and not note.strip():
        raise ReasonNeeded
    moved = await session.execute(
        update(Offer)
        .where(Offer.id == offer_id, Offer.state.in_(allowed.come_from), *only_if)
        .values(state=allowed.to, updated_at=now, **changes)
        .returning(Offer)
        .execution_options(populate_existing=True)
    )
    offer = moved.scalar_one_or_none()
    if offer is None:
        raise AlreadyDecided
    step = OfferStep(
        offer_id=offer_id, at=now, actor_id=by_id, move=move, state=allowed.to, note=note.strip()
    )
    session.add(step)
    building = await building_of(session, offer)
    await record(
        session,
        action=f"offer_{move.value}",
        subject=("offer", offer_id),
        actor_id=by_id,
        ags=building.ags,
        now=now,
    )
    return offer, step


async def building_of(session: AsyncSession, offer: Offer) -> Building:
    return (await session.scalars(select(Building).where(Building.id == offer.building_id))).one()


async def release(
    session: AsyncSession, offer_id: UUID, *, by_id: UUID, note: str, now: datetime,
    message: str | None = None, seen: datetime | None = None, wording_cleared: bool = False,
) -> Offer:  # fmt: skip
    """Publish a submitted offer and tell its owner.

    `seen` is the moment of the submission that the clerk had read: a newer one is not released unread.
    Raises WordingNotAllowed where the text shuts people out and nobody cleared it with a note.
    """
    offer = await _locked(session, offer_id)
    texts = (
        offer.title,
        offer.description,
        offer.wished_use,
        offer.excluded_use,
        offer.terms,
        *map(str, offer.answers.values()),
    )
    if any(one.forbidden for one in findings(*texts)) and not (wording_cleared and note.strip()):
        raise WordingNotAllowed
    await _hide_at_first(session, offer, now=now)
    return await _decide(
        session, offer_id, move=Move.RELEASE, by_id=by_id, note=note, now=now, message=message, seen=seen,
        released_at=now, confirmed_at=now, asked_at=None,
    )  # fmt: skip


async def _hide_at_first(session: AsyncSession, offer: Offer, *, now: datetime) -> None:
    was_public = select(Offer.id).where(
        Offer.building_id == offer.building_id, Offer.released_at.is_not(None)
    )
    if await session.scalar(was_public.limit(1)) is None:
        await hide_together(session, [await building_of(session, offer)], now=now)


async def ask_back(
    session: AsyncSession, offer_id: UUID, *, by_id: UUID, note: str, now: datetime,
    message: str | None = None, seen: datetime | None = None,
) -> Offer:  # fmt: skip
    """Send an offer back with a question; a published one leaves the public until it is answered."""
    return await _decide(
        session, offer_id, move=Move.ASK, by_id=by_id, note=note, now=now, message=message, seen=seen
    )


async def decline(
    session: AsyncSession, offer_id: UUID, *, by_id: UUID, note: str, now: datetime,
    message: str | None = None, seen: datetime | None = None,
) -> Offer:  # fmt: skip
    """Decline an offer, or take a published one down, with a reason that its owner is told (Art. 17 DSA)."""
    return await _decide(
        session, offer_id, move=Move.DECLINE, by_id=by_id, note=note, now=now, message=message, seen=seen
    )


async def _decide(
    session: AsyncSession, offer_id: UUID, *, move: Move, by_id: UUID, note: str, now: datetime,
    message: str | None, seen: datetime | None, **changes: Any,
) -> Offer:  # fmt: skip
    only_if = (Offer.submitted_at == seen,) if seen else ()
    offer, step = await make_move(
        session,
        offer_id,
        move=move,
        side=Side.CLERK,
        by_id=by_id,
        note=note,
        now=now,
        only_if=only_if,
        **changes,
    )
    await session.flush()
    # The mail waits a little, so that a slip of the hand can be taken back before anybody has read it.
    await tell_keepers(
        session, await building_of(session, offer), offer=offer, kind=DECIDED, move=move, message=message,
        facts={"note": note}, now=now, due_at=now + TAKE_BACK_WITHIN,
        dedupe_prefix=key_of(DECIDED, step.id),
    )  # fmt: skip
    return offer


async def take_decision_back(session: AsyncSession, offer_id: UUID, *, by_id: UUID, now: datetime) -> Offer:
    """Undo the last decision about a submitted offer, as long as its owner has neither seen it nor got the mail.

    Raises AlreadySeen, AlreadyDecided.
    """
    await _locked(session, offer_id)
    newest = (
        select(OfferStep)
        .where(OfferStep.offer_id == offer_id)
        .order_by(OfferStep.at.desc(), OfferStep.ordinal.desc())
    )
    steps = (await session.scalars(newest.limit(2))).all()
    seen_at = await last_look(session, Look.OFFER_SEEN, subject=("offer", offer_id))
    if not may_be_taken_back(steps, seen_at=seen_at, now=now):
        raise AlreadySeen
    if not await take_back(session, dedupe_prefix=key_of(DECIDED, steps[0].id)):
        raise AlreadySeen
    offer, _ = await make_move(
        session, offer_id, move=Move.UNDO, side=Side.CLERK, by_id=by_id, note="", now=now, released_at=None
    )
    return offer


def may_be_taken_back(steps: Any, *, seen_at: datetime | None, now: datetime) -> bool:
    """Whether the newest step is a fresh decision about a submitted offer that its owner has not seen.

    `steps` are the newest two, newest first; `seen_at` is when the owner last looked.
    """
    if len(steps) < 2:
        return False
    last, before = steps[0], steps[1]
    decision = last.move in {Move.RELEASE, Move.ASK, Move.DECLINE} and before.state is OfferState.SUBMITTED
    seen = seen_at is not None and seen_at >= last.at
    return bool(decision and not seen and last.at > now - TAKE_BACK_WITHIN)


async def _locked(session: AsyncSession, offer_id: UUID) -> Offer:
    offer = await session.scalar(select(Offer).where(Offer.id == offer_id).with_for_update())
    if offer is None:
        raise OfferNotFound
    return offer


async def recall(session: AsyncSession, offer_id: UUID, *, by_id: UUID, now: datetime) -> Offer:
    """Take a submitted offer back to change it."""
    offer, _ = await make_move(
        session, offer_id, move=Move.RECALL, side=Side.KEEPER, by_id=by_id, note="", now=now
    )
    return offer


async def revise(
    session: AsyncSession,
    offer_id: UUID,
    *,
    by_id: UUID,
    now: datetime,
    note: str = "",
    side: Side = Side.KEEPER,
) -> Offer:
    """Make an offer a draft again; a published one leaves the public until staff have read it anew."""
    offer, _ = await make_move(
        session, offer_id, move=Move.REVISE, side=side, by_id=by_id, note=note, now=now
    )
    return offer


async def pause(
    session: AsyncSession,
    offer_id: UUID,
    *,
    by_id: UUID | None,
    note: str,
    now: datetime,
    side: Side = Side.KEEPER,
) -> Offer:
    """Hide a published offer for a while; nothing is lost, nobody new can apply, and it is known to stand."""
    offer, _ = await make_move(
        session,
        offer_id,
        move=Move.PAUSE,
        side=side,
        by_id=by_id,
        note=note,
        now=now,
        confirmed_at=now,
        asked_at=None,
    )
    return offer


async def resume(
    session: AsyncSession,
    offer_id: UUID,
    *,
    by_id: UUID | None,
    note: str,
    now: datetime,
    side: Side = Side.KEEPER,
) -> Offer:
    """Show a paused offer again; that also says that it still stands."""
    offer, _ = await make_move(
        session,
        offer_id,
        move=Move.RESUME,
        side=side,
        by_id=by_id,
        note=note,
        now=now,
        confirmed_at=now,
        asked_at=None,
    )
    return offer


async def withdraw(
    session: AsyncSession,
    offer_id: UUID,
    *,
    by_id: UUID | None,
    note: str,
    now: datetime,
    side: Side = Side.KEEPER,
) -> Offer:
    """End an offer before anybody took it, with a reason; its applications are closed by `applications`."""
    offer, _ = await make_move(
        session, offer_id, move=Move.WITHDRAW, side=side, by_id=by_id, note=note, now=now
    )
    return offer


async def mark_taken(
    session: AsyncSession,
    offer_id: UUID,
    *,
    by_id: UUID | None,
    note: str,
    now: datetime,
    side: Side = Side.KEEPER,
) -> Offer:
    """End an offer because somebody took it."""
    offer, _ = await make_move(session, offer_id, move=Move.TAKE, side=side, by_id=by_id, note=note, now=now)
    return offer


async def expire(session: AsyncSession, offer_id: UUID, *, note: str, now: datetime) -> Offer:
    """End an offer whose time is over or whose owner didn't answer, and tell the owner."""
    offer, step = await make_move(
        session, offer_id, move=Move.EXPIRE, side=Side.CLOCK, by_id=None, note=note, now=now
    )
    await session.flush()
    building = await building_of(session, offer)
    await tell_keepers(
        session, building, offer=offer, kind="offers/expired", facts={"reason": note}, now=now, due_at=now,
        dedupe_prefix=key_of("offers/expired", step.id),
    )  # fmt: skip
    return offer


async def confirm_still(session: AsyncSession, offer_id: UUID, *, by_id: UUID | None, now: datetime) -> None:
    """Note that a published offer still stands; it is asked again in 60 days. Raises AlreadyDecided."""
    confirmed = await session.execute(
        update(Offer)
        .where(Offer.id == offer_id, Offer.state.in_(STILL_FREE))
        .values(confirmed_at=now, asked_at=None)
        .returning(Offer.state)
    )
    state = confirmed.scalar_one_or_none()
    if state is None:
        raise AlreadyDecided
    session.add(OfferStep(offer_id=offer_id, at=now, actor_id=by_id, state=state, note=STILL_STANDS))


async def note_seen(session: AsyncSession, offer_id: UUID, *, by_id: UUID, now: datetime) -> None:
    """Note that the owner has seen what staff did; from now on it can't be taken back."""
    await record(session, action=Look.OFFER_SEEN, subject=("offer", offer_id), actor_id=by_id, now=now)
