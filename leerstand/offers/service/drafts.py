"""Write an offer step by step, hand it in, or throw the draft away."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.service import record
from leerstand.core.errors import AlreadyDecided
from leerstand.core.i18n import N_
from leerstand.offers.codes import Feature, Form, Move, OfferState, Side
from leerstand.offers.errors import NotComplete, OfferNotFound
from leerstand.offers.models import Offer, OfferPhoto, OfferStep
from leerstand.offers.rules import EDITABLE, FREE_STEPS, STILL_FREE, missing_facts
from leerstand.offers.service.letters import key_of, tell_clerks
from leerstand.offers.service.moves import building_of, make_move
from leerstand.register.models import Building

TIMES_CHANGED = N_("Zeiten und Plätze geändert.")
COPIED = (
    "property_kind", "title", "description", "wished_use", "excluded_use", "terms", "available_from",
    "available_until", "min_months", "max_months", "places", "capacity", "area_m2", "rooms", "cost_month_cents",
    "extra_cost_cents", "cost_note", "shares_cents", "features", "broadband_mbit", "energy_certificate", "energy",
    "energy_note", "shows_exact_place",
)  # fmt: skip


async def start(
    session: AsyncSession,
    building: Building,
    *,
    form: Form,
    by_id: UUID,
    now: datetime,
    copy_of: Offer | None = None,
) -> Offer:
    """Begin a draft with what the register knows, or with all but the form's own answers of another offer."""
    known: dict[str, Any] = {
        "property_kind": building.kind,
        "title": "",
        "area_m2": building.area_m2,
        "rooms": building.rooms,
        "features": [Feature.LISTED_BUILDING.value] if building.is_listed else [],
    }
    if copy_of is not None:
        known = {name: getattr(copy_of, name) for name in COPIED}
        if copy_of.form is form:
            known["answers"] = copy_of.answers
    offer = Offer(
        building_id=building.id,
        form=form,
        state=OfferState.DRAFT,
        created_by_id=by_id,
        created_at=now,
        updated_at=now,
        **known,
    )
    session.add(offer)
    await session.flush()
    session.add(OfferStep(offer_id=offer.id, at=now, actor_id=by_id, state=OfferState.DRAFT))
    if copy_of is not None:
        await _copy_photos(session, copy_of.id, to_id=offer.id)
    await record(
        session,
        action="offer_started",
        subject=("offer", offer.id),
        actor_id=by_id,
        ags=building.ags,
        now=now,
    )
    return offer


async def _copy_photos(session: AsyncSession, offer_id: UUID, *, to_id: UUID) -> None:
    for photo in await session.scalars(select(OfferPhoto).where(OfferPhoto.offer_id == offer_id)):
        session.add(OfferPhoto(offer_id=to_id, photo_id=photo.photo_id, ordinal=photo.ordinal, alt=photo.alt))
    await session.flush()


async def save_step(
    session: AsyncSession,
    offer_id: UUID,
    *,
    step: str,
    changes: Mapping[str, Any],
    by_id: UUID,
    now: datetime,
) -> Offer:
    """Keep what was typed in one step. Raises AlreadyDecided where the offer can't be changed there any more."""
    states = (*EDITABLE, *STILL_FREE) if step in FREE_STEPS else EDITABLE
    saved = await session.execute(
        update(Offer)
        .where(Offer.id == offer_id, Offer.state.in_(states))
        .values(updated_at=now, **changes)
        .returning(Offer)
        .execution_options(populate_existing=True)
    )
    offer = saved.scalar_one_or_none()
    if offer is None:
        raise AlreadyDecided
    if offer.state in STILL_FREE:
        session.add(
            OfferStep(
                offer_id=offer_id,
                at=now,
                actor_id=by_id,
                state=offer.state,
                note=TIMES_CHANGED,
            )
        )
    return offer


async def submit(
    session: AsyncSession,
    offer_id: UUID,
    *,
    by_id: UUID,
    side: Side,
    consent: Mapping[str, Any],
    note: str,
    now: datetime,
) -> Offer:
    """Hand a complete offer to the municipality with the owner's consent, and tell its clerks.

    `consent` are columns: all_owners_agree, shows_exact_place, consent_at and, from staff, how it was given.
    Locks the offer first, so that it can't lose a fact between check and move. Raises NotComplete.
    """
    offer = await session.scalar(select(Offer).where(Offer.id == offer_id).with_for_update())
    if offer is None:
        raise OfferNotFound
    if missing_facts(offer):
        raise NotComplete
    offer, step = await make_move(
        session,
        offer_id,
        move=Move.SUBMIT,
        side=side,
        by_id=by_id,
        note=note,
        now=now,
        submitted_at=now,
        **consent,
    )
    await session.flush()
    await tell_clerks(
        session, await building_of(session, offer), offer=offer, kind="offers/submitted", now=now,
        dedupe_prefix=key_of("offers/submitted", step.id),
    )  # fmt: skip
    return offer


async def discard(
    session: AsyncSession, offer_id: UUID, *, by_id: UUID | None, ags: str, now: datetime
) -> None:
    """Delete a draft that nobody but its writer has seen. Raises AlreadyDecided."""
    gone = await session.execute(
        delete(Offer)
        .where(Offer.id == offer_id, Offer.state == OfferState.DRAFT, Offer.submitted_at.is_(None))
        .returning(Offer.id)
    )
    if gone.scalar_one_or_none() is None:
        raise AlreadyDecided
    await record(
        session, action="offer_discarded", subject=("offer", offer_id), actor_id=by_id, ags=ags, now=now
    )
