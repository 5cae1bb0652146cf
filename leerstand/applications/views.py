"""The newcomer's pages: their home, applying, what became of it."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.rules import require
from leerstand.applications import queries, service
from leerstand.applications.codes import ApplicationState
from leerstand.applications.errors import MessageMissing, OfferTaken
from leerstand.applications.input import ApplyInput, OutcomeInput
from leerstand.applications.models import Application
from leerstand.applications.rules import (
    ANSWER_WITHIN,
    OPEN,
    SEEKER_SENTENCES,
    WAITS_FOR_MUNICIPALITY,
    shown_reason,
)
from leerstand.core.i18n import N_
from leerstand.core.input import Typed
from leerstand.core.pages import page, redirect
from leerstand.core.web import is_looked_at
from leerstand.matching.codes import ProposalState
from leerstand.offers.codes import OfferState
from leerstand.offers.public_place import shown_place
from leerstand.offers.queries import offer_with_building, office_shown
from leerstand.searches.codes import SearchState
from leerstand.searches.queries import of_person as searches_of
from leerstand.searches.rules import SENTENCES as SEARCH_SENTENCES


async def apply(request: Request) -> Response:
    """Write an application, keep it as a draft, send it."""
    visitor, offer_id = request.state.visitor, request.path_params["offer_id"]
    if request.method != "POST":
        async with request.state.db.reading() as session:
            known = await queries.draft_for(session, person_id=visitor.id, offer_id=offer_id)
        if known is not None and known.state is not ApplicationState.DRAFT:
            return redirect(request, "applications:mine", application_id=known.id)
        typed = ApplyInput.prefilled(
            search_id=known.search_id if known else None, message=known.message if known else None
        )
        return await _apply_page(request, typed)
    typed = ApplyInput.parse(await request.form())
    if typed.value is None:
        return await _apply_page(request, typed, status=422)
    try:
        application_id, arrived = await _keep_or_send(request, typed.value)
    except MessageMissing:
        short = typed.with_problem(
            "message", N_("Bitte schreiben Sie ein paar Sätze dazu, mindestens einen ganzen.")
        )
        await _keep(request, typed.value)
        return await _apply_page(request, short, status=422)
    if arrived is None:
        return redirect(
            request, "applications:apply", offer_id=offer_id, flash=N_("Der Entwurf ist gespeichert.")
        )
    return redirect(
        request, "applications:mine", application_id=application_id, flash=N_("Ihre Bewerbung ist gesendet.")
    )


async def _keep(request: Request, wish: ApplyInput) -> None:
    async with request.state.db.writing() as session:
        await _kept(session, request, wish)


async def _kept(session: AsyncSession, request: Request, wish: ApplyInput) -> Application:
    """The draft, written; only with an active search of one's own."""
    visitor = request.state.visitor
    mine = {
        search.id for search in await searches_of(session, visitor.id) if search.state is SearchState.ACTIVE
    }
    require(wish.search_id in mine)
    found = await offer_with_building(session, request.path_params["offer_id"])
    require(found is not None)
    return await service.keep_draft(
        session, person_id=visitor.id, offer_id=request.path_params["offer_id"], search_id=wish.search_id,
        message=wish.message, now=request.state.now(),
    )  # fmt: skip


async def _keep_or_send(request: Request, wish: ApplyInput) -> tuple[UUID, bool | None]:
    """Write the draft and send it if asked; None where it was only kept."""
    async with request.state.db.writing() as session:
        application = await _kept(session, request, wish)
        if wish.act == "keep":
            return application.id, None
        return application.id, await service.send(session, application, now=request.state.now())


async def _apply_page(request: Request, typed: Typed[ApplyInput], *, status: int = 200) -> Response:
    async with request.state.db.reading() as session:
        found = await offer_with_building(session, request.path_params["offer_id"])
        require(found is not None)
        assert found is not None  # noqa: S101 - required above
        offer, building = found
        if offer.state is not OfferState.RELEASED:
            raise OfferTaken
        searches = [
            search
            for search in await searches_of(session, request.state.visitor.id)
            if search.state is SearchState.ACTIVE
        ]
        office = await office_shown(session, offer, building)
    return page(
        request, "applications/apply.html", answer_days=ANSWER_WITHIN.days, shown_place=shown_place, status=status, input=typed, offer=offer, building=building,
        searches=searches, office=office,
    )  # fmt: skip


async def home(request: Request) -> Response:
    """The newcomer's home: what waits, searches, applications."""
    visitor = request.state.visitor
    async with request.state.db.reading() as session:
        searches = await searches_of(session, visitor.id)
        applications = await queries.of_person(session, visitor.id)
        fresh = await queries.proposals_unseen(session, visitor.id)
        asked = await queries.questions_for_seeker(session, visitor.id)
    return page(
        request, "applications/home.html", shown_place=shown_place, searches=searches, applications=applications, fresh=fresh, asked=asked,
        search_sentences=SEARCH_SENTENCES, sentence_for=sentence_for,
    )  # fmt: skip


def sentence_for(row: queries.Whole) -> str:
    """What an application's state means for the newcomer, as a German msgid."""
    application, _, _, _, proposal = row
    waits = application.state is ApplicationState.SENT and (
        proposal is None or proposal.state is not ProposalState.RELEASED
    )
    return WAITS_FOR_MUNICIPALITY if waits else SEEKER_SENTENCES[application.state]


def _reason(request: Request, row: queries.Whole) -> str:
    application, offer, _, _, _ = row
    return shown_reason(application.decision_note, offer_state=offer.state, language=request.state.language)


async def own_application(session: AsyncSession, request: Request) -> queries.Whole:
    """The application of this address, if it is the visitor's own; 404 otherwise."""
    row = await queries.whole_application(session, request.path_params["application_id"])
    require(row is not None and row[0].person_id == request.state.visitor.id)
    assert row is not None  # noqa: S101 - required above
    return row


async def mine(request: Request) -> Response:
    """What became of an application: its state, the promised day, and the contact once both want to meet."""
    async with request.state.db.reading() as session:
        row = await own_application(session, request)
        application, offer, building, _, _ = row
        is_news = application.decided_at is not None and not await service.is_seen(session, application)
        steps = await queries.steps_of(session, application.id)
        contact = await queries.owner_contact(session, building, offer) if application.released_at else None
    if is_news and is_looked_at(request):
        async with request.state.db.noting() as session:
            await service.see(session, application, now=request.state.now())
    return page(
        request, "applications/mine.html", shown_place=shown_place, row=row, steps=steps, contact=contact,
        sentence=sentence_for(row), reason=_reason(request, row), input=OutcomeInput.prefilled(), can_withdraw=application.state in OPEN,
    )  # fmt: skip


async def withdraw(request: Request) -> Response:
    """Take an application back."""
    form = await request.form()
    async with request.state.db.writing() as session:
        application, _, _, _, _ = await own_application(session, request)
        note = str(form.get("note", ""))[:2000]
        await service.withdraw(session, application, note=note, now=request.state.now())
    return redirect(request, "searches:mine", flash=N_("Die Bewerbung ist zurückgezogen."))


async def end_mine(request: Request) -> Response:
    """The newcomer says how the meeting ended."""
    typed = checked_outcome(OutcomeInput.parse(await request.form(), now=request.state.now()))
    async with request.state.db.writing() as session:
        row = await own_application(session, request)
        application, offer, building, _, _ = row
        if typed.value is not None:
            await service.end(
                session, application, agreed=typed.value.outcome == "agreed", starts_on=typed.value.starts_on,
                ends_on=typed.value.ends_on, note=typed.value.note, is_taken=False,
                actor_id=request.state.visitor.id, now=request.state.now(),
            )  # fmt: skip
            return redirect(
                request,
                "applications:mine",
                application_id=application.id,
                flash=N_("Danke, das ist eingetragen."),
            )
        steps = await queries.steps_of(session, application.id)
        contact = await queries.owner_contact(session, building, offer) if application.released_at else None
    return page(
        request, "applications/mine.html", shown_place=shown_place, status=422, row=row, steps=steps, contact=contact,
        sentence=sentence_for(row), reason=_reason(request, row), input=typed, can_withdraw=application.state in OPEN,
    )  # fmt: skip


def checked_outcome(typed: Typed[OutcomeInput]) -> Typed[OutcomeInput]:
    """Rules beyond single fields: an agreement has a first day, and its end comes after it."""
    said = typed.value
    if said is None or said.outcome != "agreed":
        return typed
    if said.starts_on is None:
        return typed.with_problem("starts_on", N_("Bitte geben Sie an, ab wann es gilt."))
    if said.ends_on is not None and said.ends_on <= said.starts_on:
        return typed.with_problem("ends_on", N_("Das Ende muss nach dem Anfang liegen."))
    return typed
