"""An owner's buildings: recording one in two minutes, correcting its facts. Their home is in the applications slice."""

from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from leerstand.core.errors import NotFound
from leerstand.core.i18n import N_
from leerstand.core.input import Typed
from leerstand.core.limits import limit
from leerstand.core.pages import heard, page, redirect
from leerstand.register import queries
from leerstand.register.codes import Condition, Occupancy, PropertyKind
from leerstand.register.input import FactsInput, OwnBuildingInput
from leerstand.register.models import Building
from leerstand.register.rules import may_keep
from leerstand.register.service import buildings
from leerstand.register.views.asking import has_moved, located

OWNERS_STATES = (
    (Occupancy.CONFIRMED_EMPTY, N_("Es steht leer")),
    (Occupancy.PARTLY_EMPTY, N_("Ein Teil steht leer")),
    (Occupancy.IMPENDING, N_("Es wird bald leer")),
    (Occupancy.RESIDUAL_USE, N_("Es wird kaum noch genutzt")),
    (Occupancy.TEMPORARY, N_("Es steht nur vorübergehend leer")),
)


async def mine_new(request: Request) -> Response:
    """Record one's own building: place and kind, the rest can wait."""
    if request.method != "POST":
        return _new_page(request, OwnBuildingInput.prefilled(occupancy=Occupancy.CONFIRMED_EMPTY.value))
    typed, where = located(OwnBuildingInput.parse(await request.form(), now=request.state.now()))
    if typed.value is None or where is None:
        return _new_page(request, typed, status=422)
    await limit(request, what="building_recorded", most=20)
    async with request.state.db.writing() as session:
        made = await buildings.record_own_building(
            session, facts=typed.value, where=where, occupancy=typed.value.occupancy, since=typed.value.since,
            owner_id=request.state.visitor.id, now=request.state.now(),
        )  # fmt: skip
    return redirect(
        request,
        "offers:building",
        building_id=made.id,
        flash=heard(request, typed, after=N_("Ihr Gebäude ist erfasst. Nichts davon ist öffentlich.")),
    )


def _new_page(request: Request, typed: Typed[OwnBuildingInput], *, status: int = 200) -> Response:
    return page(
        request,
        "register/mine_new.html",
        input=typed,
        kinds=list(PropertyKind),
        states=OWNERS_STATES,
        status=status,
    )


async def mine_edit(request: Request) -> Response:
    """Correct the facts of one's own building."""
    found = await _own(request, request.path_params["building_id"])
    lists: dict[str, Any] = {"kinds": list(PropertyKind), "conditions": list(Condition)}
    if request.method != "POST":
        typed = FactsInput.prefilled(**buildings.facts_typed(found))
        return page(request, "register/mine_edit.html", building=found, input=typed, **lists)
    typed = FactsInput.parse(await request.form(), now=request.state.now())
    typed, where = located(typed, ags="" if has_moved(typed.value, found) else found.ags)
    if typed.value is None or where is None:
        return page(request, "register/mine_edit.html", building=found, input=typed, status=422, **lists)
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
        "offers:building",
        building_id=found.id,
        flash=heard(request, typed, after=N_("Gespeichert.")),
    )


async def _own(request: Request, building_id: UUID) -> Building:
    async with request.state.db.reading() as session:
        found = await queries.building(session, building_id)
    if found is None or not may_keep(request.state.visitor, found):
        raise NotFound
    return found
