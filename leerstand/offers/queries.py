"""Questions about offers: what an owner has, what staff must decide, what happened, who is to be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, Select, and_, exists, func, or_, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import RoleKind
from leerstand.accounts.models import Person, Role
from leerstand.accounts.queries import responsible
from leerstand.accounts.rules import within
from leerstand.core.finding import says
from leerstand.offers.codes import Form, OfferState
from leerstand.offers.models import Offer, OfferComplaint, OfferPhoto, OfferStep
from leerstand.register.codes import Occupancy
from leerstand.register.models import Building, Vacancy

OfferRow = Row[Offer, Building]
_IN_TIME = (OfferStep.at, OfferStep.ordinal)


async def offer_with_building(session: AsyncSession, offer_id: UUID) -> OfferRow | None:
    """One offer and where it stands. One query."""
    return (
        await session.execute(
            select(Offer, Building)
            .join(Building, Building.id == Offer.building_id)
            .where(Offer.id == offer_id)
        )
    ).one_or_none()


async def offers_of_building(session: AsyncSession, building_id: UUID) -> Sequence[Offer]:
    """Everything offered in one building, what is alive first, then the newest."""
    over = Offer.state.in_((OfferState.WITHDRAWN, OfferState.EXPIRED, OfferState.TAKEN, OfferState.DECLINED))
    found = await session.scalars(
        select(Offer).where(Offer.building_id == building_id).order_by(over, Offer.created_at.desc())
    )
    return found.all()


async def of_owner(
    session: AsyncSession, person_id: UUID, organisation_ids: Sequence[UUID]
) -> Sequence[OfferRow]:
    """All offers in the buildings that a person, or organisations of theirs, keep; by building, newest first."""
    kept = or_(Building.owner_person_id == person_id, Building.owner_organisation_id.in_(organisation_ids))
    found = await session.execute(
        select(Offer, Building)
        .join(Building, Building.id == Offer.building_id)
        .where(kept)
        .order_by(
            Building.place, Building.street, Building.house_number, Building.id, Offer.created_at.desc()
        )
    )
    return found.all()


async def keepers(session: AsyncSession, building: Building) -> Sequence[Person]:
    """The people to tell about a building's offers: its owner, or every member of the owning organisation."""
    members = exists().where(
        Role.person_id == Person.id,
        Role.kind == RoleKind.MEMBER,
        Role.organisation_id == building.owner_organisation_id,
    )
    query = select(Person).where(or_(Person.id == building.owner_person_id, members)).order_by(Person.email)
    return (await session.scalars(query)).all()


@dataclass(frozen=True, slots=True)
class StaffFilter:
    """What staff want to see: `state` empty shows what is theirs to decide."""

    state: OfferState | None = None
    form: Form | None = None
    words: str = ""


async def to_decide(session: AsyncSession, keys: Sequence[str], *, limit: int) -> Sequence[OfferRow]:
    """Offers that wait for a decision in a municipality, the oldest first. One query."""
    found = await session.execute(
        _staff_rows(keys, StaffFilter()).order_by(Offer.submitted_at, Offer.id).limit(limit)
    )
    return found.all()


async def staff_page(
    session: AsyncSession, keys: Sequence[str], *, wanted: StaffFilter, limit: int, offset: int
) -> tuple[Sequence[OfferRow], int]:
    """One page of offers in a municipality and how many there are; oldest submitted first. Two queries."""
    rows = _staff_rows(keys, wanted)
    total = await session.scalar(select(func.count()).select_from(rows.subquery()))
    order = (Offer.submitted_at.nulls_last(), Offer.created_at, Offer.id)
    return (await session.execute(rows.order_by(*order).limit(limit).offset(offset))).all(), total or 0


def _staff_rows(keys: Sequence[str], wanted: StaffFilter) -> Select[Offer, Building]:
    query = (
        select(Offer, Building)
        .join(Building, Building.id == Offer.building_id)
        .where(within(Building.ags, keys))
    )
    query = query.where(Offer.state == (wanted.state or OfferState.SUBMITTED))
    if wanted.form:
        query = query.where(Offer.form == wanted.form)
    if wanted.words:
        query = query.where(says(wanted.words, Offer.title, Building.place, Building.street, Building.name))
    return query


async def state_counts(session: AsyncSession, keys: Sequence[str]) -> dict[OfferState, int]:
    """How many offers stand in which state in a municipality. One query."""
    rows = await session.execute(
        select(Offer.state, func.count())
        .join(Building, Building.id == Offer.building_id)
        .where(within(Building.ags, keys))
        .group_by(Offer.state)
    )
    return {state: count for state, count in rows}  # noqa: C416 - a Row is not a pair for mypy


async def steps_of(session: AsyncSession, offer_id: UUID) -> Sequence[Row[OfferStep, str]]:
    """An offer's history, oldest first, each step with the name of who made it."""
    found = await session.execute(
        select(OfferStep, Person.name)
        .outerjoin(Person, Person.id == OfferStep.actor_id)
        .where(OfferStep.offer_id == offer_id)
        .order_by(*_IN_TIME)
    )
    return found.all()


async def photos_of(session: AsyncSession, offer_id: UUID) -> Sequence[OfferPhoto]:
    """An offer's photos in the order its owner chose."""
    found = await session.scalars(
        select(OfferPhoto)
        .where(OfferPhoto.offer_id == offer_id)
        .order_by(OfferPhoto.ordinal, OfferPhoto.photo_id)
    )
    return found.all()


async def first_photos(session: AsyncSession, offer_ids: Sequence[UUID]) -> dict[UUID, OfferPhoto]:
    """The first photo of each of several offers. One query."""
    found = await session.scalars(
        select(OfferPhoto)
        .where(OfferPhoto.offer_id.in_(offer_ids))
        .ext(distinct_on(OfferPhoto.offer_id))
        .order_by(OfferPhoto.offer_id, OfferPhoto.ordinal)
    )
    return {photo.offer_id: photo for photo in found}


async def shown_with(session: AsyncSession, photo_id: UUID) -> Sequence[OfferRow]:
    """The offers that show a photo, with their buildings: who may see it follows from them."""
    found = await session.execute(
        select(Offer, Building)
        .join(OfferPhoto, OfferPhoto.offer_id == Offer.id)
        .join(Building, Building.id == Offer.building_id)
        .where(OfferPhoto.photo_id == photo_id)
    )
    return found.all()


async def occupancy_now(session: AsyncSession, building_id: UUID) -> Vacancy | None:
    """How the building stands now."""
    return await session.scalar(
        select(Vacancy).where(Vacancy.building_id == building_id, Vacancy.ended_at.is_(None))
    )


def station(building: Building, *, vacancy: Vacancy | None, offers: Sequence[Offer]) -> int:
    """How far a building has come on the chain, as far as register and offers know: 0 to 4, or 8 when let."""
    states = {offer.state for offer in offers}
    if OfferState.TAKEN in states and not states & {OfferState.RELEASED, OfferState.PAUSED}:
        return 8
    if states & {OfferState.RELEASED, OfferState.PAUSED, OfferState.TAKEN}:
        return 4
    if building.owner_person_id or building.owner_organisation_id or offers:
        return 3
    if vacancy is None:
        return 0
    return 1 if vacancy.occupancy is Occupancy.SUSPECTED else 2


async def open_complaints(
    session: AsyncSession, keys: Sequence[str], *, limit: int
) -> Sequence[Row[OfferComplaint, Offer, Building]]:
    """Reported listings in a municipality that nobody has answered, the oldest first."""
    return await _complaints(session, keys, handled=False, limit=limit)


async def answered_complaints(
    session: AsyncSession, keys: Sequence[str], *, limit: int
) -> Sequence[Row[OfferComplaint, Offer, Building]]:
    """Reported listings that were answered, the newest report first."""
    return await _complaints(session, keys, handled=True, limit=limit)


async def _complaints(
    session: AsyncSession, keys: Sequence[str], *, handled: bool, limit: int
) -> Sequence[Row[OfferComplaint, Offer, Building]]:
    query = (
        select(OfferComplaint, Offer, Building)
        .join(Offer, Offer.id == OfferComplaint.offer_id)
        .join(Building, Building.id == Offer.building_id)
        .where(
            within(Building.ags, keys),
            OfferComplaint.handled_at.is_not(None) if handled else OfferComplaint.handled_at.is_(None),
        )
        .order_by(OfferComplaint.created_at.desc() if handled else OfferComplaint.created_at)
        .limit(limit)
    )
    return (await session.execute(query)).all()


async def complaint(session: AsyncSession, complaint_id: UUID) -> Row[OfferComplaint, Offer, Building] | None:
    """One report of a listing, with the offer and its building."""
    return (
        await session.execute(
            select(OfferComplaint, Offer, Building)
            .join(Offer, Offer.id == OfferComplaint.offer_id)
            .join(Building, Building.id == Offer.building_id)
            .where(OfferComplaint.id == complaint_id)
        )
    ).one_or_none()


async def responsible_name(session: AsyncSession, ags: str) -> str:
    """The name of the public body that decides for a key; empty where none takes part."""
    body = await responsible(session, ags)
    return body.name if body else ""


async def office_shown(session: AsyncSession, offer: Offer, building: Building) -> str:
    """The office's name for those outside; empty for a succession, whose municipality it would tell."""
    return "" if offer.form is Form.SUCCESSION else await responsible_name(session, building.ags)


def due_to_ask(asked_before: datetime) -> Select[Offer]:
    """Published and paused offers that nobody has confirmed since a moment and whose owners weren't asked yet."""
    last_said = func.coalesce(Offer.confirmed_at, Offer.released_at)
    return select(Offer).where(
        and_(
            Offer.state.in_((OfferState.RELEASED, OfferState.PAUSED)),
            Offer.asked_at.is_(None),
            last_said <= asked_before,
        )
    )
