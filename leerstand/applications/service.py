"""Applying, meeting, ending; each step locks its row, leaves a trace and tells the other side."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import Look
from leerstand.accounts.queries import last_look
from leerstand.accounts.service import record
from leerstand.applications import queries, telling
from leerstand.applications.codes import ApplicationState
from leerstand.applications.errors import AlreadyApplied, MessageMissing, OfferTaken, TooLateToTakeBack
from leerstand.applications.models import Application, ApplicationStep
from leerstand.applications.rules import ANSWER_WITHIN, ENDED, MOVES
from leerstand.core.days import day_after
from leerstand.core.errors import AlreadyDecided
from leerstand.matching.codes import ProposalState
from leerstand.matching.models import Proposal
from leerstand.notices.service import take_back as take_notices_back
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer
from leerstand.offers.service import mark_taken

LEAST_MESSAGE = 20


async def keep_draft(
    session: AsyncSession, *, person_id: UUID, offer_id: UUID, search_id: UUID, message: str, now: datetime
) -> Application:
    """Keep what a newcomer has written so far, one draft an offer.

    Raises AlreadyApplied where an application is under way.
    """
    application = await queries.draft_for(session, person_id=person_id, offer_id=offer_id)
    if application is not None and application.state is not ApplicationState.DRAFT:
        raise AlreadyApplied
    if application is None:
        application = Application(
            id=uuid4(), offer_id=offer_id, person_id=person_id, state=ApplicationState.DRAFT, created_at=now
        )
        session.add(application)
    application.search_id = search_id
    application.message = message
    application.updated_at = now
    try:
        await session.flush()
    except IntegrityError:
        raise AlreadyApplied from None
    return application


async def send(session: AsyncSession, application: Application, *, now: datetime) -> bool:
    """Send an application; True where the owner has it now, False where the municipality looks at the pair first.

    Locks the offer, so that letting it and applying for it cannot cross.
    Raises OfferTaken, MessageMissing or AlreadyDecided.
    """
    # FOR NO KEY UPDATE: two drafts for one offer, just written, hold its key already, and would wait for each other.
    lock = {"key_share": True}
    offer = await session.get_one(Offer, application.offer_id, with_for_update=lock, populate_existing=True)
    if offer.state is not OfferState.RELEASED:
        raise OfferTaken
    if len(application.message) < LEAST_MESSAGE:
        raise MessageMissing
    application.sent_at = now
    application.answer_by = day_after(now, ANSWER_WITHIN)
    await _move(session, application, to=ApplicationState.SENT, actor_id=application.person_id, now=now)
    proposal = await _want(session, application, now=now)
    if proposal.state is not ProposalState.RELEASED:
        return False
    await telling.owner_of_arrival(session, application, now=now)
    return True


async def _want(session: AsyncSession, application: Application, *, now: datetime) -> Proposal:
    """Note on the pair's proposal that the newcomer wants it; made where the matcher had not proposed it."""
    wanted = insert(Proposal).values(
        id=uuid4(), offer_id=application.offer_id, search_id=application.search_id, score=0, reasons=[],
        engine_version="", state=ProposalState.NEW, created_at=now, updated_at=now,
        due_on=day_after(now, ANSWER_WITHIN), wanted_at=now,
    )  # fmt: skip
    await session.execute(
        wanted.on_conflict_do_update(
            index_elements=[Proposal.offer_id, Proposal.search_id], set_={"wanted_at": now, "ended_at": None}
        )
    )
    pair = (Proposal.offer_id == application.offer_id, Proposal.search_id == application.search_id)
    return (
        await session.execute(select(Proposal).where(*pair).execution_options(populate_existing=True))
    ).scalar_one()


async def accept(
    session: AsyncSession, application: Application, *, actor_id: UUID, note: str, now: datetime
) -> None:
    """Agree to meet: from now on both sides see each other's name and contact."""
    application.released_at = now
    application.decided_at = now
    application.decision_note = note
    await _move(session, application, to=ApplicationState.MEETING, actor_id=actor_id, note=note, now=now)
    await telling.both_of_meeting(session, application, now=now)


async def decline(
    session: AsyncSession, application: Application, *, actor_id: UUID | None, reason: str, now: datetime
) -> None:
    """Decline with a reason, which the newcomer reads; `actor_id` None: by itself. Raises MessageMissing without one."""
    if not reason.strip():
        raise MessageMissing
    application.decided_at = now
    application.decision_note = reason
    await _move(session, application, to=ApplicationState.DECLINED, actor_id=actor_id, note=reason, now=now)
    await telling.seeker_of_refusal(session, application, now=now)


async def take_back(
    session: AsyncSession, application: Application, *, actor_id: UUID, now: datetime
) -> None:
    """Take a decision back, as long as the newcomer has neither seen it nor been sent it.

    Raises TooLateToTakeBack.
    """
    if await is_seen(session, application) or application.state not in {
        ApplicationState.MEETING,
        ApplicationState.DECLINED,
    }:
        raise TooLateToTakeBack
    if not await take_notices_back(session, dedupe_prefix=telling.decision_key(application)):
        raise TooLateToTakeBack
    await _reopen(session, application, actor_id=actor_id, now=now)


async def reopen_declined(
    session: AsyncSession,
    *,
    offer_id: UUID,
    search_id: UUID,
    declined_at: datetime,
    actor_id: UUID,
    now: datetime,
) -> None:
    """Give an application back its wait, where a refusal of its pair at this very moment is taken back.

    Raises TooLateToTakeBack where its mail has left.
    """
    application = await session.scalar(
        select(Application).where(
            Application.offer_id == offer_id,
            Application.search_id == search_id,
            Application.state == ApplicationState.DECLINED,
            Application.decided_at == declined_at,
        )
    )
    if application is not None:
        await take_back(session, application, actor_id=actor_id, now=now)


async def _reopen(session: AsyncSession, application: Application, *, actor_id: UUID, now: datetime) -> None:
    application.state = ApplicationState.SENT
    application.decided_at = application.released_at = None
    application.decision_note = ""
    application.updated_at = now
    _note_step(session, application, actor_id=actor_id, now=now)
    await session.flush()


async def withdraw(session: AsyncSession, application: Application, *, note: str, now: datetime) -> None:
    """The newcomer takes the application back; the owner is told if they knew of it."""
    was = application.state
    await _move(
        session,
        application,
        to=ApplicationState.WITHDRAWN,
        actor_id=application.person_id,
        note=note,
        now=now,
    )
    if was is not ApplicationState.DRAFT and await _is_delivered(session, application):
        await telling.owner_of_withdrawal(session, application, now=now)


async def end(
    session: AsyncSession,
    application: Application,
    *,
    agreed: bool,
    starts_on: date | None,
    ends_on: date | None,
    note: str,
    is_taken: bool,
    actor_id: UUID,
    now: datetime,
) -> None:
    """Record how the meeting ended; with `is_taken` the offer is let and open applications for it are declined."""
    application.starts_on = starts_on if agreed else None
    application.ends_on = ends_on if agreed else None
    to = ApplicationState.AGREED if agreed else ApplicationState.NOT_AGREED
    await _move(session, application, to=to, actor_id=actor_id, note=note, now=now)
    await telling.other_side_of_end(session, application, actor_id=actor_id, now=now)
    if agreed and is_taken:
        offer = await mark_taken(session, application.offer_id, by_id=actor_id, note="", now=now)
        await session.flush()
        for other in await queries.undecided_for(session, offer.id):
            await decline_for_ended_offer(session, other, offer_state=offer.state, actor_id=actor_id, now=now)


async def decline_for_ended_offer(
    session: AsyncSession,
    application: Application,
    *,
    offer_state: OfferState,
    now: datetime,
    actor_id: UUID | None = None,
) -> None:
    """Decline an application whose offer has ended, for the reason that its end gives; `actor_id` None: by itself."""
    await decline(session, application, actor_id=actor_id, reason=ENDED[offer_state], now=now)


async def _is_delivered(session: AsyncSession, application: Application) -> bool:
    state = await session.scalar(
        select(Proposal.state).where(
            Proposal.offer_id == application.offer_id, Proposal.search_id == application.search_id
        )
    )
    return state is ProposalState.RELEASED


async def is_seen(session: AsyncSession, application: Application) -> bool:
    """Whether the newcomer has looked at the owner's decision. One query."""
    seen_at = await last_look(session, Look.APPLICATION_SEEN, subject=("application", application.id))
    return seen_at is not None and application.decided_at is not None and seen_at >= application.decided_at


async def see(session: AsyncSession, application: Application, *, now: datetime) -> None:
    """Note that the newcomer has looked at the owner's decision."""
    await record(
        session, action=Look.APPLICATION_SEEN, subject=("application", application.id),
        actor_id=application.person_id, now=now,
    )  # fmt: skip


async def _move(
    session: AsyncSession,
    application: Application,
    *,
    to: ApplicationState,
    actor_id: UUID | None,
    now: datetime,
    note: str = "",
) -> None:
    """One step, as a conditional update; raises AlreadyDecided where another was faster."""
    moved = await session.execute(
        update(Application)
        .where(Application.id == application.id, Application.state.in_(MOVES[to]))
        .values(
            state=to, updated_at=now, sent_at=application.sent_at, answer_by=application.answer_by,
            decided_at=application.decided_at, released_at=application.released_at,
            decision_note=application.decision_note, starts_on=application.starts_on, ends_on=application.ends_on,
        )
        .returning(Application.id)
        .execution_options(synchronize_session=False)
    )  # fmt: skip
    if moved.scalar_one_or_none() is None:
        raise AlreadyDecided
    await session.refresh(application)
    _note_step(session, application, actor_id=actor_id, now=now, note=note)
    await session.flush()


def _note_step(
    session: AsyncSession, application: Application, *, actor_id: UUID | None, now: datetime, note: str = ""
) -> None:
    session.add(
        ApplicationStep(
            application_id=application.id, at=now, actor_id=actor_id, state=application.state, note=note
        )
    )


async def forget_drafts(session: AsyncSession, *, untouched_since: datetime) -> int:
    """Delete drafts that nobody has touched since; return how many."""
    gone = await session.execute(
        delete(Application)
        .where(Application.state == ApplicationState.DRAFT, Application.updated_at < untouched_since)
        .returning(Application.id)
    )
    return len(gone.all())
