"""What time does to offers: the question whether they still stand, their end, and forgotten drafts."""

from collections.abc import Awaitable, Callable, Set
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import Select, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.models import Person
from leerstand.core.database import Database
from leerstand.core.days import day_after, day_of, moment_on
from leerstand.core.i18n import N_
from leerstand.core.models import Photo
from leerstand.core.rows import each_alone
from leerstand.core.signing import Signer
from leerstand.notices.service import Reader, tell
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer, OfferPhoto
from leerstand.offers.queries import due_to_ask, keepers
from leerstand.offers.rules import (
    ANSWER_WITHIN,
    ASK_AFTER,
    DELETE_DRAFT_AFTER,
    REMIND_DRAFT_AFTER,
    STILL_FREE,
    STILL_PURPOSE,
)
from leerstand.offers.service.letters import tell_clerks
from leerstand.offers.service.moves import building_of, expire
from leerstand.register.models import Building

TIME_IS_OVER = N_("Der Zeitraum des Angebots ist vorbei.")
NO_ANSWER = N_("Auf die Frage, ob das Angebot noch steht, kam keine Antwort.")


async def ask_still_available(db: Database, *, signer: Signer, now: datetime) -> int:
    """Ask the owners of offers unconfirmed for 60 days whether they still stand; return how many offers.

    Where the owner is not online, the municipality's clerks are asked to call. One transaction an offer.
    """
    due = due_to_ask(now - ASK_AFTER).order_by(Offer.released_at)
    return await _each(db, due, lambda session, offer: _ask(session, offer, signer=signer, now=now))


async def _ask(session: AsyncSession, offer: Offer, *, signer: Signer, now: datetime) -> None:
    offer.asked_at = now
    await session.flush()
    building = await building_of(session, offer)
    if not await _ask_keepers(session, offer, building, signer=signer, now=now):
        await tell_clerks(
            session, building, offer=offer, kind="offers/still_for_owner", now=now,
            dedupe_prefix=f"offers/still_for_owner:{offer.id}:{now.date()}:",
        )  # fmt: skip


async def _ask_keepers(
    session: AsyncSession, offer: Offer, building: Building, *, signer: Signer, now: datetime
) -> int:
    people = await keepers(session, building)
    for person in people:
        token = signer.sign([str(offer.id), now.isoformat(), str(person.id)], purpose=STILL_PURPOSE)
        await tell(
            session, _reader(person), kind="offers/still_available", now=now, necessary=True,
            context={
                "title": offer.title, "place": building.place, "path": f"/angebot-noch-aktuell/{token}",
                "until": day_after(now, ANSWER_WITHIN),
            },
            dedupe_key=f"offers/still_available:{offer.id}:{now.date()}:{person.id}",
            about=("offer", offer.id), ags=building.ags,
        )  # fmt: skip
    return len(people)


async def expire_offers(db: Database, *, now: datetime) -> int:
    """End offers whose time is over, or whose owner didn't answer by the day the question named; return how many."""
    today = day_of(now)
    over = or_(Offer.available_until < today, Offer.expires_on < today)
    silent = Offer.asked_at < moment_on(today - ANSWER_WITHIN + timedelta(days=1))
    alive = Offer.state.in_(STILL_FREE)
    ended = await _each(
        db,
        select(Offer).where(alive, over),
        lambda session, offer: _end(session, offer, note=TIME_IS_OVER, now=now),
    )
    return ended + await _each(
        db,
        select(Offer).where(alive, silent),
        lambda session, offer: _end(session, offer, note=NO_ANSWER, now=now),
    )


async def _end(session: AsyncSession, offer: Offer, *, note: str, now: datetime) -> None:
    await expire(session, offer.id, note=note, now=now)


async def remind_of_drafts(db: Database, *, now: datetime) -> int:
    """Remind the writers of drafts untouched for 14 days, once for each draft; return how many."""
    quiet = select(Offer).where(
        Offer.state == OfferState.DRAFT,
        Offer.updated_at <= now - REMIND_DRAFT_AFTER,
        Offer.asked_at.is_(None),
    )
    return await _each(db, quiet, lambda session, offer: _remind(session, offer, now=now))


async def _remind(session: AsyncSession, offer: Offer, *, now: datetime) -> None:
    writer = await session.scalar(select(Person).where(Person.id == offer.created_by_id))
    building = await building_of(session, offer)
    offer.asked_at = now  # a draft's `asked_at` is its reminder; releasing clears it
    if writer is None:
        return
    await tell(
        session, _reader(writer), kind="offers/draft_waiting", now=now,
        context={
            "title": offer.title, "place": building.place, "path": f"/mein/angebote/{offer.id}/einreichen",
            "deleted_on": _deleted_on(offer),
        },
        dedupe_key=f"offers/draft_waiting:{offer.id}", about=("offer", offer.id), ags=building.ags,
    )  # fmt: skip


def _deleted_on(offer: Offer) -> date | None:
    """The day a draft is deleted, once 180 whole days are over; never one that staff have read before."""
    return None if offer.submitted_at else day_after(offer.updated_at, DELETE_DRAFT_AFTER + timedelta(days=1))


async def delete_old_drafts(db: Database, *, now: datetime) -> int:
    """Delete drafts that were never handed in and not touched for 180 days, with their photos.

    Return how many drafts.
    """
    old = (
        Offer.state == OfferState.DRAFT,
        Offer.submitted_at.is_(None),
        Offer.updated_at < moment_on(day_of(now) - DELETE_DRAFT_AFTER),
    )
    return await _each(db, select(Offer).where(*old), _delete)


async def _delete(session: AsyncSession, offer: Offer) -> None:
    elsewhere = exists().where(OfferPhoto.photo_id == Photo.id, OfferPhoto.offer_id != offer.id)
    ours = select(OfferPhoto.photo_id).where(OfferPhoto.offer_id == offer.id)
    await session.execute(delete(Photo).where(Photo.id.in_(ours), ~elsewhere))
    await session.execute(delete(Offer).where(Offer.id == offer.id))


async def _each(
    db: Database, due: Select[Offer], act: Callable[[AsyncSession, Offer], Awaitable[None]]
) -> int:
    """Claim and work on one due offer after another, each in its own transaction, until none is left."""

    async def claim(session: AsyncSession, failed: Set[UUID]) -> Offer | None:
        one = due.where(Offer.id.not_in(failed)).limit(1).with_for_update(skip_locked=True)
        return (await session.scalars(one)).first()

    return await each_alone(db, claim, act, about="offer")


def _reader(person: Person) -> Reader:
    return Reader(person.id, person.email, person.language or "de")
