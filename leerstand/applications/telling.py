"""Who is told of what in the life of an application."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.models import Person
from leerstand.applications import queries
from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application
from leerstand.applications.rules import TAKE_BACK_WITHIN
from leerstand.notices.service import Reader, tell
from leerstand.offers.models import Offer
from leerstand.offers.queries import keepers
from leerstand.register.models import Building


async def owner_of_arrival(session: AsyncSession, application: Application, *, now: datetime) -> None:
    """An application has come in; without a name."""
    context = {"answer_by": application.answer_by}
    await _tell_owner(session, application, kind="applications/arrived", context=context, now=now)


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
    await _tell_owner(session, application, kind="applications/meeting", context=context, now=now, later=True)


async def seeker_of_refusal(session: AsyncSession, application: Application, *, now: datetime) -> None:
    """First the news, then the reason, then what else fits."""
    context = {"reason": application.decision_note}
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


async def _tell_seeker(
    session: AsyncSession,
    application: Application,
    *,
    kind: str,
    context: dict[str, Any],
    now: datetime,
    later: bool = True,
) -> None:
    offer, building = await _offer_and_building(session, application)
    person = await session.get_one(Person, application.person_id)
    await tell(
        session,
        Reader(person.id, person.email, person.language or "de"),
        kind=kind,
        context={
            "title": offer.title, "place": building.place, "path": f"/mein/bewerbungen/{application.id}", **context,
        },
        now=now,
        necessary=True,
        about=("application", application.id),
        ags=building.ags,
        due_at=now + TAKE_BACK_WITHIN if later else now,
    )  # fmt: skip


async def _tell_owner(
    session: AsyncSession,
    application: Application,
    *,
    kind: str,
    context: dict[str, Any],
    now: datetime,
    later: bool = False,
) -> None:
    offer, building = await _offer_and_building(session, application)
    for person in await keepers(session, building):
        await tell(
            session,
            Reader(person.id, person.email, person.language or "de"),
            kind=kind,
            context={
                "title": offer.title, "place": building.place, "path": f"/mein/anfragen/{application.id}", **context,
            },
            now=now,
            necessary=True,
            about=("application", application.id),
            ags=building.ags,
            due_at=now + TAKE_BACK_WITHIN if later else now,
        )  # fmt: skip
