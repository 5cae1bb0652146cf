"""One building as staff see it: how it stands, its facts, whose it is, and everything that happened."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from leerstand.accounts.models import Person
from leerstand.accounts.rules import may_decide, may_see_register, require
from leerstand.core.days import day_of
from leerstand.core.errors import NotFound
from leerstand.core.i18n import N_
from leerstand.core.input import Typed
from leerstand.core.pages import heard, link, page, redirect
from leerstand.register import queries
from leerstand.register.codes import Condition, Occupancy, PropertyKind, Reason, VacancySource
from leerstand.register.errors import CannotMerge
from leerstand.register.input import (
    AssignInput,
    FactsInput,
    MergeInput,
    NewBuildingInput,
    OccupancyInput,
    since_typed,
)
from leerstand.register.models import Building
from leerstand.register.rules import lasting, station
from leerstand.register.service import buildings, contacts
from leerstand.register.stock import Like, record_of
from leerstand.register.views.asking import has_moved, located, stock_of, typed_record


async def seen_building(request: Request, session: AsyncSession) -> Building:
    """The building of the address, if the visitor's municipality covers it. Raises NotFound."""
    found = await queries.building(session, request.path_params["building_id"])
    if found is None or not may_see_register(request.state.visitor, found.ags):
        raise NotFound
    return found


async def decided_building(request: Request, session: AsyncSession) -> Building:
    """The same for what only clerks may do, such as owners' data. Raises NotFound."""
    found = await seen_building(request, session)
    require(may_decide(request.state.visitor, found.ags))
    return found


async def building(request: Request) -> Response:
    """One building with its whole history; an entry that was merged leads to the one that stays."""
    async with request.state.db.reading() as session:
        found = await seen_building(request, session)
        if found.merged_into_id is not None:
            return RedirectResponse(
                link(request, "register:building", building_id=found.merged_into_id), status_code=303
            )
        past = await queries.history(session, found.id)
        owners = await queries.owners_of(session, found.id)
        likes = await _likes(request, session, found=found)
    state = next((vacancy for vacancy, _ in past.vacancies if vacancy.ended_at is None), None)
    outcomes = [contact.outcome for contact, _ in past.contacts]
    has_owner = found.owner_person_id is not None or found.owner_organisation_id is not None
    today = day_of(request.state.now())
    return page(
        request, "register/building.html", building=found, history=past, state=state, likes=likes, today=today,
        at=station(state.occupancy if state else None, outcomes=outcomes, has_owner=has_owner), has_owner=has_owner,
        owners_count=len(owners), is_locked=any(owner.do_not_contact for owner in owners),
        lasting=lasting(state.since, today) if state else None, reasons=list(Reason),
        due=[contact for contact, _ in past.contacts if contact.next_on and not contact.done_at],
        decides=may_decide(request.state.visitor, found.ags), deeds=DEEDS,
    )  # fmt: skip


DEEDS = {
    "building_recorded": N_("Gebäude erfasst"),
    "facts_changed": N_("Angaben geändert"),
    "occupancy_set": N_("Zustand festgehalten"),
    "owner_assigned": N_("Eigentümer:in zugeordnet"),
    "owner_unassigned": N_("Zuordnung aufgehoben"),
    "buildings_merged": N_("Einträge zusammengeführt"),
    "merge_undone": N_("Zusammenführung aufgehoben"),
    "contact_recorded": N_("Kontakt eingetragen"),
    "contact_done": N_("Kontakt erledigt"),
    "contact_reopened": N_("Kontakt wieder geöffnet"),
    "owner_changed": N_("Eigentümerdaten geändert"),
    "owner_read": N_("Eigentümerdaten gelesen"),
    "building_imported": N_("Durch Import erfasst"),
    "import_changed": N_("Durch Import geändert"),
}


async def _likes(request: Request, session: AsyncSession, *, found: Building) -> list[Like]:
    likes = await stock_of(request).like(session, record_of(found), ags=found.ags, except_id=found.id)
    return [like for like in likes if may_see_register(request.state.visitor, like.ags)]


async def new(request: Request) -> Response:
    """Record a building by hand; what is known already is shown once before it is saved."""
    if request.method != "POST":
        typed = NewBuildingInput.prefilled(
            occupancy=Occupancy.CONFIRMED_EMPTY.value, source=VacancySource.INSPECTION.value
        )
        return _new_page(request, typed)
    form = await request.form()
    typed, where = located(NewBuildingInput.parse(form, now=request.state.now()))
    if where is not None and not may_see_register(request.state.visitor, where.ags):
        typed = typed.with_problem("place", ELSEWHERE, body=where.municipality)
    if typed.value is None or where is None:
        return _new_page(request, typed, status=422)
    if not form.get("known"):
        async with request.state.db.reading() as session:
            likes = await stock_of(request).like(session, typed_record(typed.value), ags=where.ags)
        seen = [like for like in likes if may_see_register(request.state.visitor, like.ags)]
        if seen:
            return _new_page(request, typed, likes=seen)
    async with request.state.db.writing() as session:
        made = await buildings.record_building(
            session, facts=typed.value, where=where, occupancy=typed.value.occupancy, since=typed.value.since,
            vacancy_source=typed.value.source, actor_id=request.state.visitor.id, now=request.state.now(),
        )  # fmt: skip
    return redirect(
        request,
        "register:building",
        building_id=made.id,
        flash=heard(request, typed, after=N_("Das Gebäude ist erfasst.")),
    )


ELSEWHERE = N_("Dieser Ort gehört zu %(body)s. Für diese Gemeinde führen Sie hier kein Register.")


def _new_page(
    request: Request, typed: Typed[NewBuildingInput], *, likes: list[Like] | None = None, status: int = 200
) -> Response:
    return page(
        request, "register/new.html", input=typed, likes=likes or [], status=status, kinds=list(PropertyKind),
        conditions=list(Condition), occupancies=list(Occupancy), sources=list(VacancySource),
    )  # fmt: skip


async def edit(request: Request) -> Response:
    """Correct the facts of a building."""
    async with request.state.db.reading() as session:
        found = await seen_building(request, session)
    if request.method != "POST":
        return _edit_page(request, found, typed=FactsInput.prefilled(**buildings.facts_typed(found)))
    typed = FactsInput.parse(await request.form(), now=request.state.now())
    typed, where = located(typed, ags="" if has_moved(typed.value, found) else found.ags)
    if where is not None and not may_see_register(request.state.visitor, where.ags):
        typed = typed.with_problem("place", ELSEWHERE, body=where.municipality)
    if typed.value is None or where is None:
        return _edit_page(request, found, typed=typed, status=422)
    async with request.state.db.writing() as session:
        await buildings.change_facts(
            session,
            found.id,
            facts=typed.value,
            where=where,
            actor_id=request.state.visitor.id,
            now=request.state.now(),
        )
    return redirect(
        request,
        "register:building",
        building_id=found.id,
        flash=heard(request, typed, after=N_("Gespeichert.")),
    )


def _edit_page(request: Request, found: Building, *, typed: Typed[FactsInput], status: int = 200) -> Response:
    return page(
        request, "register/edit.html", building=found, input=typed, status=status, kinds=list(PropertyKind),
        conditions=list(Condition),
    )  # fmt: skip


async def occupancy(request: Request) -> Response:
    """Note how a building stands now."""
    async with request.state.db.reading() as session:
        found = await seen_building(request, session)
        past = await queries.history(session, found.id)
    state = next((vacancy for vacancy, _ in past.vacancies if vacancy.ended_at is None), None)
    lists: dict[str, Any] = {
        "occupancies": list(Occupancy), "sources": list(VacancySource), "conditions": list(Condition), "reasons": list(Reason),
    }  # fmt: skip
    if request.method != "POST":
        typed = OccupancyInput.prefilled(
            occupancy=state.occupancy.value if state else None,
            since=since_typed(state.since, state.since_precision) if state else None,
            reasons=state.reasons if state else [],
            condition=found.condition.value if found.condition else None,
            source=VacancySource.INSPECTION.value,
        )
        return page(request, "register/occupancy.html", building=found, input=typed, **lists)
    typed = OccupancyInput.parse(await request.form(), now=request.state.now())
    if typed.value is None:
        return page(request, "register/occupancy.html", building=found, input=typed, status=422, **lists)
    async with request.state.db.writing() as session:
        await buildings.set_occupancy(
            session, found.id, state=typed.value, actor_id=request.state.visitor.id, now=request.state.now()
        )
    return redirect(
        request,
        "register:building",
        building_id=found.id,
        flash=heard(request, typed, after=N_("Der Zustand ist festgehalten.")),
    )


async def assign(request: Request) -> Response:
    """Give the building to the account of its owner, who then sees it and decides what may happen there."""
    async with request.state.db.reading() as session:
        found = await decided_building(request, session)
        person = await session.get(Person, found.owner_person_id) if found.owner_person_id else None
        is_locked = await contacts.is_locked(session, found.id)
    if request.method != "POST":
        typed = AssignInput.prefilled(email=person.email if person else None)
        async with request.state.db.noting() as session:
            await contacts.note_owner_read(
                session, found.id, actor_id=request.state.visitor.id, now=request.state.now()
            )
        return page(request, "register/assign.html", building=found, input=typed, is_locked=is_locked)
    typed = AssignInput.parse(await request.form())
    if typed.value is not None and typed.value.email and is_locked:
        typed = typed.with_problem(
            "email", N_("Hier gilt eine Kontaktsperre. Wir dürfen keine E-Mail senden.")
        )
    if typed.value is None:
        return page(
            request, "register/assign.html", building=found, input=typed, is_locked=is_locked, status=422
        )
    async with request.state.db.writing() as session:
        await buildings.assign_owner(
            session,
            found.id,
            email=typed.value.email,
            actor_id=request.state.visitor.id,
            now=request.state.now(),
        )
    words = (
        N_("Zugeordnet. Die Person bekommt eine E-Mail.")
        if typed.value.email
        else N_("Die Zuordnung ist aufgehoben.")
    )
    return redirect(request, "register:building", building_id=found.id, flash=words)


async def merge(request: Request) -> Response:
    """Say that another entry is this same building; it can be taken back."""
    typed = MergeInput.parse(await request.form())
    async with request.state.db.writing() as session:
        stays = await decided_building(request, session)
        if typed.value is None:
            raise CannotMerge
        gone = await queries.building(session, typed.value.other)
        if gone is None or not may_decide(request.state.visitor, gone.ags):
            raise NotFound
        await buildings.merge(
            session, gone.id, into_id=stays.id, actor_id=request.state.visitor.id, now=request.state.now()
        )
    undo = link(request, "register:undo_merge", building_id=gone.id)
    return redirect(
        request,
        "register:building",
        building_id=stays.id,
        undo=undo,
        flash=N_("Die Einträge sind zusammengeführt."),
    )


async def undo_merge(request: Request) -> Response:
    """Make an entry stand by itself again."""
    async with request.state.db.writing() as session:
        found: Building = await decided_building(request, session)
        stays: UUID = await buildings.undo_merge(
            session, found.id, actor_id=request.state.visitor.id, now=request.state.now()
        )
    return redirect(
        request, "register:building", building_id=stays, flash=N_("Die Einträge stehen wieder für sich.")
    )
