"""The municipality's desk for offers: what is to decide, one offer with everything, the decision, complaints."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.codes import Look
from leerstand.accounts.queries import last_look
from leerstand.accounts.rules import may_decide, may_see_register, require
from leerstand.core.errors import AlreadyDecided, NotFound
from leerstand.core.i18n import N_, Language
from leerstand.core.input import Typed
from leerstand.core.pages import link, page, page_asked, redirect
from leerstand.offers import queries, service
from leerstand.offers.codes import Form, Move, OfferState, Side
from leerstand.offers.input import ComplaintAnswerInput, DecisionInput
from leerstand.offers.models import Offer
from leerstand.offers.rules import MOVES, STILL_FREE, is_online, may_write, moves_for
from leerstand.offers.service.moves import may_be_taken_back
from leerstand.offers.views.conversation import wording_of
from leerstand.offers.views.finding import covered_offer, decided_offer, whole

ROWS = 50
DECISIONS: dict[str, tuple[Move, Callable[..., Awaitable[Any]], str]] = {
    "freigeben": (
        Move.RELEASE,
        service.release,
        N_("Freigegeben. Die Nachricht geht in zehn Minuten hinaus."),
    ),
    "rueckfrage": (
        Move.ASK,
        service.ask_back,
        N_("Zurückgegeben. Die Nachricht geht in zehn Minuten hinaus."),
    ),
    "ablehnen": (
        Move.DECLINE,
        service.decline,
        N_("Nicht freigegeben. Die Nachricht geht in zehn Minuten hinaus."),
    ),
}


async def staff_list(request: Request) -> Response:
    """Offers in the municipality; without filters those that wait for a decision, the oldest first."""
    asked, keys = request.query_params, request.state.visitor.staff_keys
    wanted = queries.StaffFilter(
        state=next((state for state in OfferState if state.value == asked.get("state")), None),
        form=next((form for form in Form if form.value == asked.get("form")), None),
        words=asked.get("words", "")[:100],
    )
    number = page_asked(request)
    async with request.state.db.reading() as session:
        rows, total = await queries.staff_page(
            session, keys, wanted=wanted, limit=ROWS, offset=(number - 1) * ROWS
        )
        counts = await queries.state_counts(session, keys)
        complaints = len(await queries.open_complaints(session, keys, limit=100))
    return page(
        request, "offers/staff_list.html", rows=rows, total=total, counts=counts, wanted=wanted, forms=list(Form),
        states=[state for state in OfferState if state is not OfferState.DRAFT], complaints=complaints,
        number=number, pages=max(1, -(-total // ROWS)), now=request.state.now(),
    )  # fmt: skip


async def staff_offer(request: Request) -> Response:
    """One offer with everything: what it says, how it is worded, what happened, what can be decided."""
    visitor, now = request.state.visitor, request.state.now()
    async with request.state.db.reading() as session:
        offer, building = await covered_offer(session, request)
        history = await queries.steps_of(session, offer.id)
        seen_at = await last_look(session, Look.OFFER_SEEN, subject=("offer", offer.id))
        context = await whole(session, offer, building)
    decides = may_decide(visitor, building.ags)
    newest = [step for step, _ in reversed(history)][:2]
    writes = may_write(visitor, building)
    return page(
        request, "offers/staff_offer.html", history=history, found=wording_of(offer), online=is_online(building),
        decisions=[verb for verb, (move, _, _) in DECISIONS.items() if decides and offer.state in MOVES[move].come_from],
        may_undo=decides and may_be_taken_back(newest, seen_at=seen_at, now=now), writes=writes,
        moves=moves_for(offer.state, Side.CLERK) if writes else [], asked=decides and bool(offer.asked_at), **context,
    )  # fmt: skip


async def decide(request: Request) -> Response:
    """Release, ask back or decline: the consequences and the mail first, then the decision."""
    verb = request.path_params["verb"]
    require(verb in DECISIONS)
    move, act, done = DECISIONS[verb]
    async with request.state.db.reading() as session:
        offer, building = await decided_offer(session, request)
        people = await queries.keepers(session, building)
    if offer.state not in MOVES[move].come_from:
        raise AlreadyDecided
    language: Language = "en" if people and people[0].language == "en" else "de"
    mail = service.default_message(move, title=offer.title, language=language) if people else ""
    forbidden = [one for one in wording_of(offer) if one.forbidden] if move is Move.RELEASE else []
    context = {
        "offer": offer, "building": building, "verb": verb, "move": move, "mail": mail, "forbidden": forbidden,
        "marker": service.REASON_HERE[language], "seen": offer.submitted_at.isoformat() if offer.submitted_at else "",
    }  # fmt: skip
    if request.method != "POST":
        return page(request, "offers/decide.html", input=DecisionInput.prefilled(message=mail), **context)
    typed = _read_decision(await request.form(), move=move, forbidden=bool(forbidden))
    if typed.value is None:
        return page(request, "offers/decide.html", input=typed, status=422, **context)
    facts = _decision(typed.value, mail=mail, marker=context["marker"], move=move)
    async with request.state.db.writing() as session:
        await act(session, offer.id, by_id=request.state.visitor.id, now=request.state.now(), **facts)
    undo = link(request, "offers:undo", offer_id=offer.id)
    return redirect(request, "offers:staff_offer", offer_id=offer.id, flash=done, undo=undo)


def _read_decision(form: Any, *, move: Move, forbidden: bool) -> Typed[DecisionInput]:
    typed = DecisionInput.parse(form)
    if typed.value is None:
        return typed
    given = typed.value
    if MOVES[move].needs_reason and len(given.note) < 10:
        typed = typed.with_problem(
            "note", N_("Bitte schreiben Sie einen Satz; die andere Seite soll ihn verstehen.")
        )
    if forbidden and not given.wording_cleared:
        typed = typed.with_problem("wording_cleared", N_("Bitte klären Sie erst die markierten Wörter."))
    if forbidden and given.wording_cleared and len(given.note) < 10:
        typed = typed.with_problem("note", N_("Bitte schreiben Sie, warum der Text so stehen bleiben darf."))
    return typed


def _decision(given: DecisionInput, *, mail: str, marker: str, move: Move) -> dict[str, Any]:
    """The service's facts; a mail that nobody amended is left to be written in each reader's own language."""
    facts: dict[str, Any] = {
        "note": given.note,
        "message": given.message.replace(marker, given.note)
        if given.message and given.message != mail
        else None,
        "seen": datetime.fromisoformat(given.seen) if given.seen else None,
    }
    if move is Move.RELEASE:
        facts["wording_cleared"] = given.wording_cleared
    return facts


async def undo(request: Request) -> Response:
    """Take a fresh decision back, as long as the owner doesn't know."""
    async with request.state.db.writing() as session:
        offer, _ = await decided_offer(session, request)
        await service.take_decision_back(
            session, offer.id, by_id=request.state.visitor.id, now=request.state.now()
        )
    return redirect(
        request, "offers:staff_offer", offer_id=offer.id, flash=N_("Die Entscheidung ist zurückgenommen.")
    )


async def confirm(request: Request) -> Response:
    """Note, after a call for example, that an offer still stands."""
    async with request.state.db.writing() as session:
        offer, _ = await decided_offer(session, request)
        await service.confirm_still(
            session, offer.id, by_id=request.state.visitor.id, now=request.state.now()
        )
    return redirect(
        request, "offers:staff_offer", offer_id=offer.id, flash=N_("Eingetragen: Das Angebot steht noch.")
    )


async def complaints(request: Request) -> Response:
    """Reported listings: what is open, and what was answered lately."""
    keys = request.state.visitor.staff_keys
    async with request.state.db.reading() as session:
        open_rows = await queries.open_complaints(session, keys, limit=200)
        answered = await queries.answered_complaints(session, keys, limit=20)
    return page(request, "offers/complaints.html", open_rows=open_rows, answered=answered)


async def complaint(request: Request) -> Response:
    """One reported listing: the reason, the offer, and the answer."""
    async with request.state.db.reading() as session:
        row = await queries.complaint(session, request.path_params["complaint_id"])
    if row is None:
        raise NotFound
    found, offer, building = row
    require(may_see_register(request.state.visitor, building.ags))
    decides = may_decide(request.state.visitor, building.ags)
    context: dict[str, Any] = {
        "complaint": found,
        "offer": offer,
        "building": building,
        "decides": decides,
        "public": _is_public(offer),
    }
    if request.method != "POST":
        return page(request, "offers/complaint.html", input=ComplaintAnswerInput.prefilled(), **context)
    require(decides)
    typed = ComplaintAnswerInput.parse(await request.form())
    if typed.value is None:
        return page(request, "offers/complaint.html", input=typed, status=422, **context)
    async with request.state.db.writing() as session:
        await service.answer_complaint(
            session,
            found.id,
            by_id=request.state.visitor.id,
            answer=typed.value.answer,
            now=request.state.now(),
        )
    return redirect(request, "offers:complaints", flash=N_("Beantwortet."))


def _is_public(offer: Offer) -> bool:
    return offer.state in STILL_FREE
