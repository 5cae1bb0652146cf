"""The conversation in which a search is written; checking and activating it is in the matching slice."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.rules import require
from leerstand.core.i18n import N_
from leerstand.core.input import Typed
from leerstand.core.limits import limit
from leerstand.core.pages import heard, link, page, redirect
from leerstand.offers.codes import Feature, Form
from leerstand.register.codes import PropertyKind
from leerstand.searches import queries, service
from leerstand.searches.codes import SearchState
from leerstand.searches.input import PlaceInput, TimeInput
from leerstand.searches.models import Search
from leerstand.searches.rules import CHECK_TITLE, LIVING_FORMS, STEPS, WORKING_FORMS, may_keep, step_number

MOST_PLACES = 60  # an hour; a search that moves once a minute looks for a house, not for a home


async def own_search(session: AsyncSession, request: Request) -> Search:
    """The search of this address, if it is the visitor's own; 404 otherwise."""
    search = await queries.search_by_id(session, request.path_params["search_id"])
    require(search is not None and may_keep(request.state.visitor, search))
    assert search is not None  # noqa: S101 - required above
    return search


async def begin(request: Request) -> Response:
    """Start a search; an unfinished draft is continued. Filters of the list of offers are taken along."""
    if request.method != "POST":
        return page(request, "searches/begin.html")
    form = await request.form()
    known = {
        "forms": [Form(code) for code in form.getlist("form") if code in list(Form)],
        "place": str(form.get("place", ""))[:300],
    }
    now, visitor = request.state.now(), request.state.visitor
    async with request.state.db.writing() as session:
        drafts = [s for s in await queries.of_person(session, visitor.id) if s.state is SearchState.DRAFT]
        search = drafts[0] if drafts and not any(known.values()) else None
        search = search or await service.begin(session, person_id=visitor.id, now=now, **known)
    return redirect(request, "searches:step", search_id=search.id, slug=STEPS[0].slug)


async def step(request: Request) -> Response:
    """One step: shown with what is known, saved on the server, then the next, or the one before."""
    number = step_number(request.path_params["slug"])
    require(number is not None)
    assert number is not None  # noqa: S101 - required above
    if request.method != "POST":
        async with request.state.db.reading() as session:
            search = await own_search(session, request)
        return _step_page(
            request, search, number=number, typed=STEPS[number].input.prefilled(**_known(search))
        )
    if STEPS[number].input is PlaceInput:
        await limit(request, what="search_place", most=MOST_PLACES, who=str(request.state.visitor.id))
    form = await request.form()
    typed = _checked(STEPS[number].input.parse(form, now=request.state.now()))
    if typed.value is None:
        async with request.state.db.reading() as session:
            search = await own_search(session, request)
        return _step_page(request, search, number=number, typed=typed)
    async with request.state.db.writing() as session:
        search = await own_search(session, request)
        await service.write(session, search, facts=_facts(typed.value), now=request.state.now())
    onward = number - 1 if "zurueck" in form and number else number + 1
    return _after(request, search.id, number=onward, said=heard(request, typed))


def _after(request: Request, search_id: UUID, *, number: int, said: str) -> Response:
    """To the step of this number; behind the last one everything is checked."""
    if number < len(STEPS):
        return redirect(request, "searches:step", search_id=search_id, slug=STEPS[number].slug, flash=said)
    return redirect(request, "matching:check", search_id=search_id, flash=said)


def _step_page(request: Request, search: Search, *, number: int, typed: Typed[Any]) -> Response:
    slugs = [
        (each.title, link(request, "searches:step", search_id=search.id, slug=each.slug)) for each in STEPS
    ]
    here = STEPS[number]
    return page(
        request,
        f"searches/{here.slug}.html",
        status=422 if typed.problems else 200,
        input=typed,
        search=search,
        step=here,
        number=number,
        steps=[*slugs, (CHECK_TITLE, link(request, "matching:check", search_id=search.id))],
        living=[Form(code) for code in LIVING_FORMS],
        working=[Form(code) for code in WORKING_FORMS],
        kinds=list(PropertyKind),
        features=list(Feature),
    )


def _checked(typed: Typed[Any]) -> Typed[Any]:
    """Rules beyond single fields: an end after its start."""
    times = typed.value
    if (
        isinstance(times, TimeInput)
        and times.starts_on
        and times.ends_on
        and times.ends_on <= times.starts_on
    ):
        return typed.with_problem("ends_on", N_("Das Ende muss nach dem Anfang liegen."))
    return typed


def _known(search: Search) -> dict[str, Any]:
    """What a search says already, as people would have typed it."""
    names = {name for each in STEPS for name in each.input.model_fields}
    known = {name: getattr(search, name) for name in names}
    known["has_car"] = None if search.has_car is None else ("yes" if search.has_car else "no")
    return known


def _facts(value: Any) -> dict[str, Any]:
    """A step's answers as columns."""
    facts = {
        name: [str(code) for code in said] if isinstance(said, list) else said
        for name, said in value.model_dump().items()
    }
    if isinstance(value, PlaceInput):
        facts["has_car"] = None if value.has_car is None else value.has_car == "yes"
    if isinstance(value, TimeInput):
        facts["persons"] = value.persons or 1
    return facts


async def pause(request: Request) -> Response:
    return await _move(request, SearchState.PAUSED, N_("Ihr Gesuch ist pausiert."))


async def resume(request: Request) -> Response:
    return await _move(request, SearchState.ACTIVE, N_("Ihr Gesuch ist wieder aktiv."))


async def end(request: Request) -> Response:
    return await _move(request, SearchState.ENDED, N_("Ihr Gesuch ist beendet."))


async def _move(request: Request, to: SearchState, said: str) -> Response:
    search_id = request.path_params["search_id"]
    async with request.state.db.writing() as session:
        await own_search(session, request)
        await service.move(
            session, search_id, person_id=request.state.visitor.id, to=to, now=request.state.now()
        )
    undo = link(request, "searches:resume", search_id=search_id) if to is SearchState.PAUSED else ""
    return redirect(request, "searches:mine", flash=said, undo=undo)
