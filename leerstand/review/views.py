"""The clerk's pages: the morning list, proposals, one pair, decisions."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.codes import Look
from leerstand.accounts.rules import may_decide, require
from leerstand.accounts.service import record
from leerstand.applications.queries import offline_inbox, waiting_for_release
from leerstand.core.days import day_of
from leerstand.core.errors import LinkInvalid
from leerstand.core.i18n import N_
from leerstand.core.input import Typed
from leerstand.core.pages import link, page, redirect, say
from leerstand.matching.codes import ProposalState, Side
from leerstand.matching.engine.facts import Match, Refusal
from leerstand.matching.pool import shared_pool
from leerstand.matching.rules import grouped, words_for
from leerstand.matching.translate import stored_reasons
from leerstand.offers.codes import Feature, Form
from leerstand.offers.queries import offer_with_building, open_complaints, to_decide
from leerstand.register.queries import due_today
from leerstand.review import queries, service
from leerstand.review.input import AskInput, DecideInput, DeskFilter

ROWS = 20
WHY_ROWS = 50
REASONS = (
    N_("Der Zeitraum passt nicht zusammen."),
    N_("Das Vorhaben passt nicht zum Gebäude."),
    N_("Dafür braucht es eine Genehmigung, die hier nicht zu erwarten ist."),
    N_("Für das Angebot sind schon genug Gesuche freigegeben."),
)
LABELS = {
    "forms": {form.value: form.label for form in Form},
    "features": {feature.value: feature.label for feature in Feature},
}


async def desk(request: Request) -> Response:
    """What waits for the municipality today, oldest promise first, and how things stand."""
    visitor, now = request.state.visitor, request.state.now()
    today = day_of(now)
    async with request.state.db.reading() as session:
        due = await due_today(session, visitor.staff_keys, today=today, now=now)
        offers = await to_decide(session, visitor.clerk_keys, limit=ROWS)
        pairs, pairs_total = await queries.proposals(
            session, visitor.clerk_keys, wanted=queries.Wanted(), limit=5
        )
        complaints = await open_complaints(session, visitor.clerk_keys, limit=ROWS)
        late = await queries.overdue(session, visitor.clerk_keys, today=today)
        offline = [
            row for row in await offline_inbox(session, visitor.clerk_keys) if row.state.value == "sent"
        ]
        counts = await queries.state_counts(session, visitor.clerk_keys)
    return page(
        request, "review/desk.html", due=due, complaints=complaints, offers=offers, rows=[_shown(request, pair) for pair in pairs],
        pairs_total=pairs_total, late=late, offline=offline, counts=counts, today=today,
    )  # fmt: skip


def _shown(request: Request, pair: queries.Pair) -> dict[str, Any]:
    proposal, offer, building, search = pair
    return {
        "proposal": proposal, "offer": offer, "building": building, "search": search,
        "reasons": grouped(proposal.reasons, request.state.language), "words": words_for(proposal.score),
    }  # fmt: skip


async def proposals(request: Request) -> Response:
    """Proposals in the clerk's area, those somebody applied for first, then best first."""
    return await _proposals_page(request, DecideInput.prefilled())


async def _proposals_page(request: Request, typed: Typed[DecideInput], *, status: int = 200) -> Response:
    asked = DeskFilter.parse(request.query_params)
    shown = asked.value or DeskFilter()
    number = shown.seite or 1
    wanted = queries.Wanted(shown.state, shown.form, shown.offer)
    async with request.state.db.reading() as session:
        pairs, total = await queries.proposals(
            session, request.state.visitor.clerk_keys, wanted=wanted, limit=ROWS, offset=(number - 1) * ROWS
        )
        counts = await queries.state_counts(session, request.state.visitor.clerk_keys)
    return page(
        request, "review/proposals.html", status=status, input=typed, asked=asked, shown=shown,
        rows=[_shown(request, pair) for pair in pairs], total=total, number=number, pages=-(-total // ROWS) or 1,
        counts=counts, states=list(ProposalState), forms=list(Form), reasons=REASONS,
    )  # fmt: skip


async def own_pair(session: AsyncSession, request: Request) -> queries.Pair:
    """The pair of this address, if the clerk's keys cover its building; 404 otherwise."""
    pair = await queries.pair(session, request.state.visitor.clerk_keys, request.path_params["proposal_id"])
    require(pair is not None)
    assert pair is not None  # noqa: S101 - required above
    return pair


async def proposal(request: Request) -> Response:
    """One pair: both sides next to each other, why it fits, what was asked, and what can be decided."""
    return await _proposal_page(request, AskInput.prefilled())


async def _proposal_page(request: Request, typed: Typed[Any], *, status: int = 200) -> Response:
    visitor, now = request.state.visitor, request.state.now()
    async with request.state.db.noting() as session:
        pair = await own_pair(session, request)
        _, offer, building, search = pair
        questions = await queries.questions_of(session, pair[0].id)
        waiting = await waiting_for_release(session, offer_id=offer.id, search_id=search.id)
        await record(
            session, action=Look.PROPOSAL_READ, subject=("proposal", pair[0].id), actor_id=visitor.id,
            ags=building.ags, now=now,
        )  # fmt: skip
    return page(
        request, "review/proposal.html", status=status, input=typed, row=_shown(request, pair), questions=questions,
        waiting=waiting, labels=LABELS, reasons=REASONS, sides=list(Side),
    )  # fmt: skip


async def decide(request: Request) -> Response:
    """Release or decline one or several pairs."""
    typed = DecideInput.parse(await request.form())
    wish = typed.value
    if wish is not None and wish.act == "decline" and not wish.note:
        typed = typed.with_problem(
            "note", N_("Bitte nennen Sie einen Grund. Wer sich beworben hat, liest ihn.")
        )
    if typed.value is None or wish is None:
        return await _proposals_page(request, typed, status=422)
    visitor, now = request.state.visitor, request.state.now()
    async with request.state.db.writing() as session:
        pairs = await queries.pairs_for_decision(session, visitor.clerk_keys, wish.proposal)
        if wish.act == "release":
            done = await service.release(session, pairs, by_id=visitor.id, note=wish.note, now=now)
        else:
            done = await service.decline(session, pairs, by_id=visitor.id, reason=wish.note, now=now)
    return redirect(
        request,
        "review:proposals",
        flash=_said(request, wish, done=done),
        undo=_undo(request, now, done=done),
    )


def _said(request: Request, wish: DecideInput, *, done: int) -> str:
    if done == 0:
        return N_("Darüber war schon entschieden.")
    if wish.act == "release":
        return say(
            request,
            N_("Freigegeben: %(count)s. Beide Seiten bekommen in zehn Minuten eine Nachricht."),
            count=done,
        )
    return say(request, N_("Abgelehnt: %(count)s."), count=done)


def _undo(request: Request, now: datetime, *, done: int) -> str:
    """A signed path that takes back what was just decided."""
    if not done:
        return ""
    token = request.app.state.signer.sign(now.isoformat(), purpose="undo decision")
    return link(request, "review:undo", token=token)


async def undo(request: Request) -> Response:
    """Take back one's own last decision, while no mail about it has left."""
    moment = request.app.state.signer.read(request.path_params["token"], purpose="undo decision")
    if moment is None:
        raise LinkInvalid
    visitor = request.state.visitor
    async with request.state.db.writing() as session:
        pairs = await queries.decided_together(
            session, visitor.clerk_keys, by_id=visitor.id, decided_at=datetime.fromisoformat(str(moment))
        )
        await service.undo(session, pairs, by_id=visitor.id, now=request.state.now())
    return redirect(
        request, "review:proposals", flash=N_("Zurückgenommen. Es ist keine Nachricht verschickt worden.")
    )


async def why(request: Request) -> Response:
    """Why searches fit an offer, and which rule stops the others."""
    visitor, now = request.state.visitor, request.state.now()
    pool = shared_pool(request.state.db, request.app.state.settings)
    async with request.state.db.reading() as session:
        found = await offer_with_building(session, request.path_params["offer_id"])
        require(found is not None and may_decide(visitor, found[1].ags))
        assert found is not None  # noqa: S101 - required above
        offer, building = found
        searches = await queries.searches_for_form(
            session, visitor.clerk_keys, form=offer.form, limit=WHY_ROWS
        )
        answers = [
            (search, await pool.explain(session, search, offer=offer, building=building, now=now))
            for search in searches
        ]
    fitting = [(search, answer) for search, answer in answers if isinstance(answer, Match)]
    fitting.sort(key=lambda pair: -pair[1].score)
    stopped = [(search, answer) for search, answer in answers if isinstance(answer, Refusal)]
    return page(
        request, "review/why.html", offer=offer, building=building, stopped=stopped,
        fitting=[(search, grouped(stored_reasons(answer), request.state.language), answer.score, words_for(answer.score))
                 for search, answer in fitting],
    )  # fmt: skip


async def ask(request: Request) -> Response:
    """Ask one side before deciding."""
    typed = AskInput.parse(await request.form())
    if typed.value is None:
        return await _proposal_page(request, typed, status=422)
    async with request.state.db.writing() as session:
        pair = await own_pair(session, request)
        await service.ask(
            session, pair, side=typed.value.side, question=typed.value.question,
            by_id=request.state.visitor.id, now=request.state.now(),
        )  # fmt: skip
    return redirect(request, "review:proposal", proposal_id=pair[0].id, flash=N_("Die Frage ist unterwegs."))
