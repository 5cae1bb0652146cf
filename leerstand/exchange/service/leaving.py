"""Deleting an account: everything under way is ended first, so that nobody waits for somebody who has left."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.models import Person, SignInLink
from leerstand.accounts.service import record
from leerstand.applications import service as applications
from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application
from leerstand.applications.rules import OPEN
from leerstand.exchange.errors import LastOperator
from leerstand.exchange.queries import IN_PROGRESS, is_last_operator
from leerstand.notices.models import Notice, NoticeStop
from leerstand.offers import service as offers
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer
from leerstand.register.models import Building, Owner, Report
from leerstand.register.service.buildings import assign_owner
from leerstand.searches import service as searches
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search

# Kept in German beside the offers and applications they end, like all reasons that people type.
OWNER_LEFT = "Die Eigentümerseite ist nicht mehr dabei."
SEEKER_LEFT = "Das Konto wurde gelöscht."


async def delete_account(session: AsyncSession, person_id: UUID, *, now: datetime) -> None:
    """Delete a person's account with searches, applications, sessions and letters; it can't be taken back.

    Owners and newcomers on the other side are told. Buildings stay in the register without the person, their
    offers are withdrawn; a wish not to be contacted stays as well, without the name. Locks the account, so that
    it is deleted once. Raises LastOperator.
    """
    person = await session.get_one(Person, person_id, with_for_update=True)
    if await is_last_operator(session, person_id):
        raise LastOperator
    await _end_applications(session, person_id, now=now)
    for search in (await session.scalars(select(Search).where(Search.person_id == person_id))).all():
        if search.state is not SearchState.ENDED:
            await searches.move(session, search.id, person_id=person_id, to=SearchState.ENDED, now=now)
    await _leave_buildings(session, person, now=now)
    await _forget_traces(session, person)
    await record(session, action="account_deleted", subject=("person", person_id), actor_id=None, now=now)
    await session.execute(delete(Person).where(Person.id == person_id))
    session.expunge_all()


async def _end_applications(session: AsyncSession, person_id: UUID, *, now: datetime) -> None:
    query = (
        select(Application)
        .where(Application.person_id == person_id, Application.state.in_(OPEN))
        .with_for_update()
    )
    for application in (await session.scalars(query)).all():
        await applications.withdraw(session, application, note=SEEKER_LEFT, now=now)


async def _leave_buildings(session: AsyncSession, person: Person, *, now: datetime) -> None:
    buildings = (await session.scalars(select(Building).where(Building.owner_person_id == person.id))).all()
    for building in buildings:
        for offer in (await session.scalars(select(Offer).where(Offer.building_id == building.id))).all():
            await _end_offer(session, offer, ags=building.ags, by_id=person.id, now=now)
        await session.execute(update(Offer).where(Offer.building_id == building.id).values(contact_name=""))
        await assign_owner(session, building.id, email=None, actor_id=person.id, now=now)
        await _forget_owner(session, building.id, email=person.email)


async def _end_offer(session: AsyncSession, offer: Offer, *, ags: str, by_id: UUID, now: datetime) -> None:
    """Withdraw an offer and answer everyone who waits for it; a draft that nobody has seen is thrown away."""
    query = (
        select(Application)
        .where(Application.offer_id == offer.id, Application.state.in_(OPEN))
        .with_for_update()
    )
    for application in (await session.scalars(query)).all():
        if application.state is ApplicationState.SENT:
            await applications.decline(session, application, actor_id=by_id, reason=OWNER_LEFT, now=now)
        else:
            await applications.end(
                session, application, agreed=False, starts_on=None, ends_on=None, note=OWNER_LEFT, is_taken=False,
                actor_id=by_id, now=now,
            )  # fmt: skip
    if offer.state in IN_PROGRESS:
        await offers.withdraw(session, offer.id, by_id=by_id, note=OWNER_LEFT, now=now)
    elif offer.state is OfferState.DRAFT and offer.submitted_at is None:
        await offers.discard(session, offer.id, by_id=by_id, ags=ags, now=now)


async def _forget_owner(session: AsyncSession, building_id: UUID, *, email: str) -> None:
    """Take the person out of the register's notes on owners; a wish not to be contacted goes on without a name."""
    mine = (Owner.building_id == building_id, func.lower(Owner.email) == email)
    await session.execute(
        update(Owner).where(*mine, Owner.do_not_contact).values(name="?", address="", phone="", email="")
    )
    await session.execute(delete(Owner).where(*mine))


async def _forget_traces(session: AsyncSession, person: Person) -> None:
    """Letters to the person, ways in, and the address on reports."""
    mine = or_(Notice.person_id == person.id, func.lower(Notice.to_email) == person.email)
    await session.execute(delete(Notice).where(mine))
    await session.execute(delete(NoticeStop).where(NoticeStop.email == person.email))
    await session.execute(delete(SignInLink).where(SignInLink.email == person.email))
    reported = or_(Report.reporter_id == person.id, func.lower(Report.reporter_email) == person.email)
    await session.execute(update(Report).where(reported).values(reporter_email=None, reporter_id=None))
