"""Contacts with owners: what was tried, what came of it, when to come back; and whom one may not write to."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import Look
from leerstand.accounts.service import record
from leerstand.core.days import day_of
from leerstand.core.errors import AlreadyDecided, NotFound
from leerstand.register.codes import Outcome
from leerstand.register.errors import ContactLocked
from leerstand.register.input import ContactInput, OwnerInput
from leerstand.register.models import Building, Contact, Owner
from leerstand.register.rules import is_refused


async def is_locked(session: AsyncSession, building_id: UUID) -> bool:
    """Whether an owner of this building wants no contact. One query; ask it before anything is sent to owners."""
    locked = exists().where(Owner.building_id == building_id, Owner.do_not_contact)
    return bool(await session.scalar(select(locked)))


async def record_contact(
    session: AsyncSession, building_id: UUID, *, contact: ContactInput, actor_id: UUID, now: datetime
) -> Contact:
    """Note one letter, call, visit or mail; what was to be done before is done with it.

    The outcome "do not contact" locks all further contact and ends what was planned. Raises ContactLocked.
    """
    building = await _building(session, building_id)
    locked = await is_locked(session, building_id)
    if is_refused(contact.channel, locked=locked, owner_began=contact.owner_began):
        raise ContactLocked
    await session.execute(
        update(Contact)
        .where(Contact.building_id == building_id, Contact.next_on.is_not(None), Contact.done_at.is_(None))
        .values(done_at=now)
    )
    stops = locked or contact.outcome is Outcome.DO_NOT_CONTACT
    kept = Contact(
        building_id=building_id, owner_id=await _first_owner(session, building_id),
        on_date=contact.on_date or day_of(now), channel=contact.channel, outcome=contact.outcome,
        note=contact.note or "", next_on=None if stops else contact.next_on, recorded_at=now, recorded_by_id=actor_id,
    )  # fmt: skip
    session.add(kept)
    if contact.outcome is Outcome.DO_NOT_CONTACT:
        await _lock(session, building_id, now=now)
    await session.flush()
    await record(
        session, action="contact_recorded", subject=("building", building_id), actor_id=actor_id, ags=building.ags,
        now=now, details={"channel": contact.channel.value, "outcome": contact.outcome.value},
    )  # fmt: skip
    return kept


async def mark_done(session: AsyncSession, contact_id: UUID, *, actor_id: UUID, now: datetime) -> None:
    """Take a contact off the list of what is due. Raises AlreadyDecided where it is off already."""
    done = await session.execute(
        update(Contact)
        .where(Contact.id == contact_id, Contact.next_on.is_not(None), Contact.done_at.is_(None))
        .values(done_at=now)
        .returning(Contact.building_id)
    )
    building_id = done.scalar_one_or_none()
    if building_id is None:
        raise AlreadyDecided
    building = await _building(session, building_id)
    await record(
        session,
        action="contact_done",
        subject=("building", building_id),
        actor_id=actor_id,
        ags=building.ags,
        now=now,
    )


async def undo_done(session: AsyncSession, contact_id: UUID, *, actor_id: UUID, now: datetime) -> None:
    """Put a contact back on the list of what is due, unless contact is locked by now."""
    contact = await session.get(Contact, contact_id, with_for_update=True)
    if contact is None or contact.next_on is None:
        raise AlreadyDecided
    if await is_locked(session, contact.building_id):
        raise ContactLocked
    contact.done_at = None
    building = await _building(session, contact.building_id)
    await record(
        session, action="contact_reopened", subject=("building", building.id), actor_id=actor_id, ags=building.ags,
        now=now,
    )  # fmt: skip


async def save_owner(
    session: AsyncSession,
    building_id: UUID,
    *,
    owner_id: UUID | None,
    typed: OwnerInput,
    actor_id: UUID,
    now: datetime,
) -> Owner:
    """Keep whom to write to about a building, and whether one may; a lock ends what was planned. Raises NotFound."""
    building = await _building(session, building_id)
    owner = await session.get(Owner, owner_id) if owner_id else Owner(building_id=building_id, created_at=now)
    if owner is None or owner.building_id != building_id:
        raise NotFound
    owner.name, owner.address, owner.phone = typed.name, typed.address or "", typed.phone or ""
    owner.email = typed.email or ""
    owner.data_source = typed.data_source.value if typed.data_source else ""
    owner.informed_on, owner.do_not_contact = typed.informed_on, typed.do_not_contact
    session.add(owner)
    await session.flush()
    if owner.do_not_contact:
        await _end_plans(session, building_id, now=now)
    await record(
        session,
        action="owner_changed",
        subject=("building", building_id),
        actor_id=actor_id,
        ags=building.ags,
        now=now,
    )
    return owner


async def note_owner_read(session: AsyncSession, building_id: UUID, *, actor_id: UUID, now: datetime) -> None:
    """Write down that somebody looked at the owner's data, before they are shown."""
    building = await _building(session, building_id)
    await record(
        session,
        action=Look.OWNER_READ,
        subject=("building", building_id),
        actor_id=actor_id,
        ags=building.ags,
        now=now,
    )


async def _building(session: AsyncSession, building_id: UUID) -> Building:
    building = await session.get(Building, building_id)
    if building is None:
        raise NotFound
    return building


async def _first_owner(session: AsyncSession, building_id: UUID) -> UUID | None:
    return await session.scalar(
        select(Owner.id).where(Owner.building_id == building_id).order_by(Owner.created_at, Owner.id).limit(1)
    )


async def _lock(session: AsyncSession, building_id: UUID, *, now: datetime) -> None:
    """Lock contact for all owners noted; where none is noted, an entry without name carries the lock."""
    locked = await session.execute(
        update(Owner).where(Owner.building_id == building_id).values(do_not_contact=True).returning(Owner.id)
    )
    if not locked.all():
        session.add(Owner(building_id=building_id, name="?", do_not_contact=True, created_at=now))
    await _end_plans(session, building_id, now=now)


async def _end_plans(session: AsyncSession, building_id: UUID, *, now: datetime) -> None:
    await session.execute(
        update(Contact)
        .where(Contact.building_id == building_id, Contact.next_on.is_not(None), Contact.done_at.is_(None))
        .values(done_at=now)
    )
