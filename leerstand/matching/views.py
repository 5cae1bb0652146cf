"""Checking a search as it was understood, activating it, and what fits it."""

from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.rules import require
from leerstand.core.i18n import N_
from leerstand.core.input import Typed
from leerstand.core.pages import page, redirect
from leerstand.core.web import is_looked_at
from leerstand.matching import queries, service
from leerstand.matching.codes import ProposalState, Side
from leerstand.matching.input import AnswerInput
from leerstand.matching.pool import Pool, shared_pool
from leerstand.matching.rules import grouped, words_for
from leerstand.matching.translate import seeker_of
from leerstand.matching.understood import understood
from leerstand.offers.codes import Feature, Form
from leerstand.offers.public_place import shown_place
from leerstand.offers.queries import offer_with_building
from leerstand.offers.rules import may_write
from leerstand.register.codes import PropertyKind
from leerstand.searches.codes import SearchState
from leerstand.searches.errors import ConsentNeeded, SearchIncomplete
from leerstand.searches.input import ActivateInput
from leerstand.searches.models import Search
from leerstand.searches.rules import STEPS
from leerstand.searches.rules import may_keep as may_keep_search
from leerstand.searches.service import activate
from leerstand.searches.views import own_search

LABELS = {
    "forms": {form.value: form.label for form in Form},
    "kinds": {kind.value: kind.label for kind in PropertyKind},
    "features": {feature.value: feature.label for feature in Feature},
}


def _pool(request: Request) -> Pool:
    return shared_pool(request.state.db, request.app.state.settings)


async def check(request: Request) -> Response:
    """The last step of a search: how it was understood, what it says, the consents."""
    if request.method != "POST":
        async with request.state.db.reading() as session:
            search = await own_search(session, request)
        known = ActivateInput.prefilled(
            consent=bool(search.consent_at), pool_consent=bool(search.pool_consent_at)
        )
        return await _check_page(request, search, typed=known)
    typed = ActivateInput.parse(await request.form())
    consents = typed.value or ActivateInput()
    try:
        async with request.state.db.writing() as session:
            search = await own_search(session, request)
            await activate(session, search, consents=consents, now=request.state.now())
    except (SearchIncomplete, ConsentNeeded) as refusal:
        missing = typed.with_problem(
            "consent" if isinstance(refusal, ConsentNeeded) else "", refusal.sentence
        )
        async with request.state.db.reading() as session:
            search = await own_search(session, request)
        return await _check_page(request, search, typed=missing)
    return redirect(
        request,
        "matching:proposals",
        search_id=search.id,
        flash=N_("Ihr Gesuch ist aktiv."),
    )


async def _check_page(request: Request, search: Search, *, typed: Typed[ActivateInput]) -> Response:
    matcher = await _pool(request).matcher(now=request.state.now())
    read = understood(matcher, seeker_of(search), language=request.state.language)
    return page(
        request, "matching/check.html", status=422 if typed.problems else 200, input=typed, search=search,
        read=read, has_text=bool(search.text), steps=STEPS, labels=LABELS,
    )  # fmt: skip


async def understanding(request: Request) -> Response:
    """What a place and a plan are understood as, while they are typed; a piece of a page."""
    asked = await request.form()
    matcher = await _pool(request).matcher(now=request.state.now())
    typed = Search(
        forms=[], property_kinds=[], needs=[], wishes=[], persons=1,
        place=str(asked.get("place", ""))[:300], text=str(asked.get("text", ""))[:4000],
    )  # fmt: skip
    read = understood(matcher, seeker_of(typed), language=request.state.language)
    return page(request, "matching/_understood.html", read=read, has_text=bool(typed.text.strip()))


async def proposals(request: Request) -> Response:
    """What the worker has found for a search, best first, each with its reasons; or that it is still looking."""
    visitor, now = request.state.visitor, request.state.now()
    async with request.state.db.reading() as session:
        search = await own_search(session, request)
        is_looking = search.state is SearchState.ACTIVE and not await queries.is_matched(session, search)
        rows = await queries.proposals_of_search(session, search.id)
        photos = await queries.first_photo_ids(session, [offer.id for _, offer, _ in rows])
        has_news = await queries.has_unseen(session, search.id)
    if has_news and is_looked_at(request):
        async with request.state.db.noting() as session:
            await service.see(session, search.id, by_id=visitor.id, now=now)
    return page(
        request, "matching/proposals.html", search=search, rows=[_shown(request, row) for row in rows],
        photos=photos, released=ProposalState.RELEASED, is_looking=is_looking,
    )  # fmt: skip


def _shown(request: Request, row: queries.ProposalRow) -> dict[str, Any]:
    proposal, offer, building = row
    reasons = grouped(proposal.reasons, request.state.language)
    return {
        "proposal": proposal,
        "place": shown_place(offer.form, place=building.place, ags=building.ags), "offer": offer, "building": building, "reasons": reasons, "words": words_for(proposal.score),
    }  # fmt: skip


async def for_offer(request: Request) -> Response:
    """The released searches that fit an offer, for its owner: what they plan and why, without a name."""
    async with request.state.db.reading() as session:
        found = await offer_with_building(session, request.path_params["offer_id"])
        require(found is not None and may_write(request.state.visitor, found[1]))
        rows = await queries.proposals_of_offer(session, request.path_params["offer_id"])
    assert found is not None  # noqa: S101 - required above
    shown = [
        (proposal, search, grouped(proposal.reasons, request.state.language), words_for(proposal.score))
        for proposal, search in rows
    ]
    return page(
        request, "matching/for_offer.html", offer=found[0], building=found[1], rows=shown, labels=LABELS
    )


async def answer(request: Request) -> Response:
    """Answer a question of the municipality about a pair; seekers and owners answer their own."""
    visitor = request.state.visitor
    async with request.state.db.reading() as session:
        row = await queries.question_by_id(session, request.path_params["question_id"])
    require(row is not None)
    assert row is not None  # noqa: S101 - required above
    question, _, offer, building, search = row
    is_theirs = (
        may_keep_search(visitor, search) if question.side is Side.SEEKER else may_write(visitor, building)
    )
    require(is_theirs)
    if request.method != "POST":
        return page(
            request, "matching/answer.html", input=AnswerInput.prefilled(), question=question, offer=offer
        )
    typed = AnswerInput.parse(await request.form())
    if typed.value is None:
        return page(request, "matching/answer.html", input=typed, question=question, offer=offer, status=422)
    async with request.state.db.writing() as session:
        await service.answer_question(session, question, answer=typed.value.answer, now=request.state.now())
    target = "searches:mine" if question.side is Side.SEEKER else "register:mine"
    return redirect(request, target, flash=N_("Danke. Ihre Antwort liegt jetzt bei der Gemeinde."))
