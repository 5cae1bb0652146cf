"""Recording and changing buildings: facts, how they stand, whose they are, which two are one."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.models import Person
from leerstand.accounts.queries import clerks_for
from leerstand.accounts.service import ensure_person, record
from leerstand.core.errors import AlreadyDecided, NotFound
from leerstand.notices.service import Reader, tell
from leerstand.places.geography import between_km
from leerstand.register.codes import Condition, Occupancy, Reason, VacancySource
from leerstand.register.errors import CannotMerge
from leerstand.register.input import FactsInput, OccupancyInput, Since
from leerstand.register.models import Building, Vacancy
from leerstand.register.rules import CORRECTION_M, draw_offset, rough_point
from leerstand.register.whereabouts import Whereabouts

TEXTS = ("name", "street", "house_number", "postcode", "note")
FACTS = ("kind", "place", "area_m2", "rooms", "year_built", "condition", "is_listed")


async def record_building(
    session: AsyncSession,
    *,
    facts: FactsInput,
    where: Whereabouts,
    occupancy: Occupancy,
    since: Since | None,
    vacancy_source: VacancySource,
    actor_id: UUID | None,
    now: datetime,
    owner_person_id: UUID | None = None,
    source: str = "staff",
) -> Building:
    """Take a building into the register, with how it stands now and its stable public point."""
    building = Building(
        id=uuid4(), source=source, owner_person_id=owner_person_id, created_by_id=actor_id, created_at=now
    )
    _write_facts(building, facts=facts, where=where, now=now)
    session.add(building)
    await session.flush()
    await stand(
        session,
        building.id,
        occupancy=occupancy,
        since=since,
        source=vacancy_source,
        actor_id=actor_id,
        now=now,
    )
    await record(
        session, action="building_recorded", subject=("building", building.id), actor_id=actor_id,
        ags=building.ags, now=now, details={"source": source},
    )  # fmt: skip
    return building


async def record_own_building(
    session: AsyncSession,
    *,
    facts: FactsInput,
    where: Whereabouts,
    occupancy: Occupancy,
    since: Since | None,
    owner_id: UUID,
    now: datetime,
) -> Building:
    """Take in a building that its owner records, and tell the clerks; they look whether it is known already."""
    building = await record_building(
        session, facts=facts, where=where, occupancy=occupancy, since=since, vacancy_source=VacancySource.OWNER,
        actor_id=owner_id, owner_person_id=owner_id, source="owner", now=now,
    )  # fmt: skip
    for clerk in await clerks_for(session, building.ags):
        await tell(
            session,
            Reader(clerk.id, clerk.email, clerk.language or "de"),
            kind="register/owner_recorded",
            context={"place": building.place, "path": f"/gemeinde/register/{building.id}"},
            now=now,
            dedupe_key=f"owner-recorded:{building.id}:{clerk.id}",
            about=("building", building.id),
            ags=building.ags,
        )
    return building


async def change_facts(
    session: AsyncSession,
    building_id: UUID,
    *,
    facts: FactsInput,
    where: Whereabouts,
    actor_id: UUID,
    now: datetime,
) -> Building:
    """Correct the facts of a building; what changed is noted by the names of the fields. Raises NotFound."""
    building = await _locked(session, building_id)
    before = {name: getattr(building, name) for name in (*TEXTS, *FACTS, "lat", "lon", "ags")}
    _write_facts(building, facts=facts, where=where, now=now)
    changed = [name for name, old in before.items() if getattr(building, name) != old]
    await record(
        session, action="facts_changed", subject=("building", building.id), actor_id=actor_id,
        ags=building.ags, now=now, details={"fields": changed},
    )  # fmt: skip
    return building


async def set_occupancy(
    session: AsyncSession, building_id: UUID, *, state: OccupancyInput, actor_id: UUID, now: datetime
) -> None:
    """Note how a building stands from now on; the state before stays in its history. Raises NotFound."""
    building = await _locked(session, building_id)
    await stand(
        session, building_id, occupancy=state.occupancy, since=state.since, source=state.source, actor_id=actor_id,
        now=now, reasons=state.reasons, note=state.note or "",
    )  # fmt: skip
    if state.condition is not None:
        building.condition = Condition(state.condition)
    building.updated_at = now
    await record(
        session, action="occupancy_set", subject=("building", building_id), actor_id=actor_id,
        ags=building.ags, now=now, details={"occupancy": state.occupancy.value},
    )  # fmt: skip


async def stand(
    session: AsyncSession,
    building_id: UUID,
    *,
    occupancy: Occupancy,
    since: Since | None,
    source: VacancySource,
    actor_id: UUID | None,
    now: datetime,
    reasons: list[Reason] | None = None,
    note: str = "",
) -> None:
    """End the state a building is in and begin another. The caller holds the building or has just made it."""
    await session.execute(
        update(Vacancy)
        .where(Vacancy.building_id == building_id, Vacancy.ended_at.is_(None))
        .values(ended_at=now)
    )
    session.add(
        Vacancy(
            building_id=building_id, occupancy=occupancy, since=since.day if since else None,
            since_precision=since.precision if since else None, source=source,
            reasons=[reason.value for reason in reasons or []], note=note, recorded_at=now, recorded_by_id=actor_id,
        )
    )  # fmt: skip
    await session.flush()


async def assign_owner(
    session: AsyncSession, building_id: UUID, *, email: str | None, actor_id: UUID, now: datetime
) -> Person | None:
    """Give a building to the account with this address, and tell the person; None takes it from whoever has it.

    The account is made where there is none. Raises NotFound.
    """
    building = await _locked(session, building_id)
    person = await ensure_person(session, email=email, now=now) if email else None
    building.owner_person_id = person.id if person else None
    building.updated_at = now
    await record(
        session, action="owner_assigned" if person else "owner_unassigned", subject=("building", building_id),
        actor_id=actor_id, ags=building.ags, now=now,
    )  # fmt: skip
    if person is not None and person.id != actor_id:
        await tell(
            session,
            Reader(person.id, person.email, person.language or "de"),
            kind="register/building_assigned",
            context={"place": building.place, "path": "/mein/gebaeude"},
            now=now,
            necessary=True,
            dedupe_key=f"building-assigned:{building_id}:{person.id}",
            about=("building", building_id),
            ags=building.ags,
        )
    return person


async def merge(
    session: AsyncSession, building_id: UUID, *, into_id: UUID, actor_id: UUID, now: datetime
) -> None:
    """Say that an entry is the same building as another; it leaves the lists, and the other shows its history.

    Nothing is moved, so that it can be taken back. Raises CannotMerge where one of them is merged already.
    """
    if building_id == into_id:
        raise CannotMerge
    rows = await session.scalars(
        select(Building)
        .where(Building.id.in_([building_id, into_id]))
        .order_by(Building.id)
        .with_for_update()
    )
    both = {building.id: building for building in rows}
    if len(both) < 2 or any(building.merged_into_id for building in both.values()):
        raise CannotMerge
    gone, stays = both[building_id], both[into_id]
    gone.merged_into_id, gone.updated_at = into_id, now
    if stays.owner_person_id is None and stays.owner_organisation_id is None:
        stays.owner_person_id, stays.owner_organisation_id = gone.owner_person_id, gone.owner_organisation_id
    stays.updated_at = now
    for one, other in ((gone, stays), (stays, gone)):
        await record(
            session, action="buildings_merged", subject=("building", one.id), actor_id=actor_id, ags=one.ags,
            now=now, details={"with": str(other.id), "stays": str(into_id)},
        )  # fmt: skip


async def undo_merge(session: AsyncSession, building_id: UUID, *, actor_id: UUID, now: datetime) -> UUID:
    """Make an entry stand by itself again; return the one it was merged into. Raises AlreadyDecided.

    An owner that the other took over from it stays there until staff say otherwise.
    """
    building = await _locked(session, building_id)
    into_id = building.merged_into_id
    if into_id is None:
        raise AlreadyDecided
    building.merged_into_id, building.updated_at = None, now
    for one in (building_id, into_id):
        await record(
            session,
            action="merge_undone",
            subject=("building", one),
            actor_id=actor_id,
            ags=building.ags,
            now=now,
        )
    return into_id


def facts_typed(building: Building) -> dict[str, Any]:
    """The facts of a building as its page of input shows them."""
    point = {"lat": building.lat, "lon": building.lon}
    shown = {name: "" if value is None else f"{value:.5f}" for name, value in point.items()}
    return {name: getattr(building, name) for name in (*TEXTS, *FACTS)} | shown


async def _locked(session: AsyncSession, building_id: UUID) -> Building:
    building = await session.get(Building, building_id, with_for_update=True)
    if building is None:
        raise NotFound
    return building


def _write_facts(building: Building, *, facts: FactsInput, where: Whereabouts, now: datetime) -> None:
    for name in TEXTS:
        setattr(building, name, getattr(facts, name) or "")
    for name in FACTS:
        setattr(building, name, getattr(facts, name))
    # The leading zero that a table or a person lost.
    building.postcode = where.postcode or building.postcode
    place_at(building, where)
    building.updated_at = now


def place_at(building: Building, where: Whereabouts) -> None:
    """Put a building on the map: its municipality, its exact point if known, and the public one in any case.

    The public point lies off by an offset that is drawn at the first exact point and kept: a correction moves
    both alike, and whoever watches learns how far, not where. A new draw would let them look where two rings
    cross. Only a move of 250 m and more draws anew, because the old place may have been a known one (the middle
    of the village, the wrong farm), and with its offset the new place could be reckoned. For the same reason a
    building without an exact point stands in the middle of its village, without any offset: that point is public.
    """
    before = None if building.lat is None or building.lon is None else (building.lat, building.lon)
    building.ags, building.lat, building.lon = where.ags, where.lat, where.lon
    exact = where.exact
    if exact is None:
        building.rough_lat, building.rough_lon = where.near_lat, where.near_lon
        return
    has_moved = before is not None and between_km(before, exact) * 1000 >= CORRECTION_M
    kept = None if has_moved else building.offset_m
    hide(building, exact, offset_m=kept or draw_offset())


def hide(building: Building, exact: tuple[float, float], *, offset_m: tuple[float, float]) -> None:
    """Give a building its public point, off by this much."""
    building.offset_east_m, building.offset_north_m = offset_m
    building.rough_lat, building.rough_lon = rough_point(*exact, offset_m=offset_m)
