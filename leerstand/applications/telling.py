"""Who is told of what in the life of an application."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.models import Person
from leerstand.applications import queries
from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application
from leerstand.applications.rules import TAKE_BACK_WITHIN, is_ours
from leerstand.notices.facts import OurText
from leerstand.notices.service import Reader, tell
from leerstand.offers.models import Offer
from leerstand.offers.public_place import shown_place
from leerstand.offers.queries import keepers
from leerstand.register.models import Building


async def owner_of_arrival(
    session: AsyncSession,
    application: Application,
    *,
    now: datetime,
    due_at: datetime | None = None,
    dedupe: str = "",
) -> None:
    """An application has come in; without a name. `dedupe` lets the release it follows be taken back."""
    context = {"answer_by": application.answer_by}
    await _tell_owner(
        session,
        application,
        kind="applications/arrived",
        context=context,
        now=now,
        due_at=due_at,
        dedupe=dedupe,
    )


async def owner_of_withdrawal(session: AsyncSession, application: Application, *, now: datetime) -> None:
    await _tell_owner(session, application, kind="applications/withdrawn", context={}, now=now)


async def both_of_meeting(session: AsyncSession, application: Application, *, now: datetime) -> None:
    """Both sides get each other's contact; sent a little later, so that the owner can take it back."""
    offer, building = await _offer_and_building(session, application)
    owner = await queries.owner_contact(session, building, offer)
    seeker = await queries.seeker_contact(session, application)
    await _tell_seeker(
        session, application, kind="applications/accepted", now=now,
        context={"name": owner.name, "email": owner.email, "phone": owner.phone, "note": application.decision_note},
    )  # fmt: skip
    context = {"name": seeker.name, "email": seeker.email, "phone": seeker.phone}
    await _tell_owner(
        session,
        application,
        kind="applications/meeting",
        context=context,
        now=now,
        due_at=now + TAKE_BACK_WITHIN,
        dedupe=decision_key(application),
    )


async def seeker_of_refusal(session: AsyncSession, application: Application, *, now: datetime) -> None:
    """First the news, then the reason, then what else fits."""
    note = application.decision_note
    context = {"reason": OurText(note) if is_ours(note) else note}
    await _tell_seeker(session, application, kind="applications/declined", context=context, now=now)


async def other_side_of_end(
    session: AsyncSession, application: Application, *, actor_id: UUID, now: datetime
) -> None:
    """Whoever did not record the end learns of it."""
    agreed = application.state is ApplicationState.AGREED
    context = {"agreed": agreed, "starts_on": application.starts_on, "ends_on": application.ends_on}
    if actor_id == application.person_id:
        await _tell_owner(session, application, kind="applications/ended", context=context, now=now)
    else:
        await _tell_seeker(
            session, application, kind="applications/ended", context=context, now=now, later=False
        )


async def _offer_and_building(session: AsyncSession, application: Application) -> tuple[Offer, Building]:
    offer = await session.get_one(Offer, application.offer_id)
    return offer, await session.get_one(Building, offer.building_id)


def decision_key(application: Application) -> str:
    """What the notices about one decision have in common, so that they can be taken back together."""
    moment = application.decided_at.isoformat() if application.decided_at else ""
    return f"application:{application.id}:{moment}"


async def _tell_seeker(
    session: AsyncSession,
    application: Application,
    *,
    kind: str,
    context: dict[str, Any],
    now: datetime,
    later: bool = True,
) -> None:
    """Tell the newcomer; a decision leaves a little later, so that it can be taken back."""
    offer, building = await _offer_and_building(session, application)
    person = await seeker(session, application)
    await tell(
        session,
        _reader(person),
        kind=kind,
        context={
            **_about(application, offer, building),
            "path": f"/mein/bewerbungen/{application.id}",
            **context,
        },
        now=now,
        necessary=True,
        about=("application", application.id),
        ags=building.ags,
        due_at=now + TAKE_BACK_WITHIN if later else now,
        dedupe_key=f"{decision_key(application)}:{kind}:seeker",
    )


async def _tell_owner(
    session: AsyncSession,
    application: Application,
    *,
    kind: str,
    context: dict[str, Any],
    now: datetime,
    due_at: datetime | None = None,
    dedupe: str = "",
) -> None:
    """Tell everyone who keeps the building."""
    offer, building = await _offer_and_building(session, application)
    for person in await keepers(session, building):
        await tell(
            session,
            _reader(person),
            kind=kind,
            context={
                **_about(application, offer, building),
                "path": f"/mein/anfragen/{application.id}",
                **context,
            },
            now=now,
            necessary=True,
            about=("application", application.id),
            ags=building.ags,
            due_at=due_at,
            dedupe_key=f"{dedupe}:{kind}:{person.id}" if dedupe else None,
        )


async def seeker(session: AsyncSession, application: Application) -> Person:
    return await session.get_one(Person, application.person_id)


def _about(application: Application, offer: Offer, building: Building) -> dict[str, Any]:
    return {
        "title": offer.title,
        "place": shown_place(offer.form, place=building.place, ags=building.ags),
        "answer_by": application.answer_by,
    }


def _reader(person: Person) -> Reader:
    return Reader(person.id, person.email, person.language or "de")
