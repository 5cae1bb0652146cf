"""What owners do with a whole offer: pause, open again, take back, change, end; and the question whether it still stands."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.rules import require
from leerstand.core.errors import AlreadyDecided, LinkInvalid, NotFound
from leerstand.core.i18n import N_
from leerstand.core.pages import link, page, redirect
from leerstand.offers import queries, service
from leerstand.offers.codes import Move, Side
from leerstand.offers.input import ReasonInput
from leerstand.offers.models import Offer
from leerstand.offers.rules import MOVES, STILL_FREE, STILL_PURPOSE
from leerstand.offers.views.finding import side_of, written_offer

STILL_SECONDS = 60 * 86400
ASKED = N_("Antwort auf die Frage, ob das Angebot noch steht.")


@dataclass(frozen=True, slots=True)
class Verb:
    """One move as a page: which, what its service is called, and what is said when it is done."""

    move: Move
    act: Callable[..., Awaitable[Any]]
    done: str
    undo: str = ""


VERBS = {
    "pausieren": Verb(
        Move.PAUSE, service.pause, N_("Das Angebot ist pausiert. Niemand Neues kann sich melden."), "oeffnen"
    ),
    "oeffnen": Verb(Move.RESUME, service.resume, N_("Das Angebot ist wieder öffentlich."), "pausieren"),
    "zurueckholen": Verb(Move.RECALL, service.recall, N_("Sie können das Angebot wieder ändern.")),
    "aendern": Verb(
        Move.REVISE,
        service.revise,
        N_("Sie können das Angebot jetzt ändern. Reichen Sie es danach wieder ein."),
    ),
    "vergeben": Verb(Move.TAKE, service.mark_taken, N_("Das Angebot ist als vergeben eingetragen.")),
    "zurueckziehen": Verb(Move.WITHDRAW, service.withdraw, N_("Das Angebot ist zurückgezogen.")),
}


async def move(request: Request) -> Response:
    """Show what a move means, then make it."""
    name = request.path_params["verb"]
    require(name in VERBS)
    verb = VERBS[name]
    async with request.state.db.reading() as session:
        offer, building = await written_offer(session, request)
    if offer.state not in MOVES[verb.move].come_from:
        raise AlreadyDecided
    side = side_of(request, building)
    require(side in MOVES[verb.move].by)
    needs_reason = MOVES[verb.move].needs_reason
    context = {
        "offer": offer,
        "building": building,
        "verb": name,
        "move": verb.move,
        "needs_reason": needs_reason,
    }
    if request.method != "POST":
        return page(request, "offers/move.html", input=ReasonInput.prefilled(), side=side, **context)
    typed = ReasonInput.parse(await request.form())
    if typed.value and needs_reason and not typed.value.note:
        typed = typed.with_problem("note", N_("Bitte nennen Sie einen Grund."))
    if typed.value is None:
        return page(request, "offers/move.html", input=typed, status=422, side=side, **context)
    async with request.state.db.writing() as session:
        await _act(session, verb, offer.id, request=request, note=typed.value.note, side=side)
    undo = link(request, "offers:move", offer_id=offer.id, verb=verb.undo) if verb.undo else ""
    target = "offers:mine_offer" if side is Side.KEEPER else "offers:staff_offer"
    return redirect(request, target, flash=verb.done, undo=undo, offer_id=offer.id)


async def _act(session: Any, verb: Verb, offer_id: UUID, *, request: Request, note: str, side: Side) -> None:
    facts: dict[str, Any] = {"by_id": request.state.visitor.id, "now": request.state.now()}
    if verb.move is not Move.RECALL:
        facts |= {"note": note, "side": side}
    await verb.act(session, offer_id, **facts)


ANSWERS: dict[str, Callable[..., Awaitable[Any]]] = {
    "pausieren": service.pause,
    "vergeben": service.mark_taken,
    "zurueckziehen": service.withdraw,
}


async def still(request: Request) -> Response:
    """The page behind the question by mail: opening it does nothing, its buttons answer."""
    token = request.path_params["token"]
    facts = request.app.state.signer.read(token, purpose=STILL_PURPOSE, max_age_seconds=STILL_SECONDS)
    if not facts:
        raise LinkInvalid
    offer_id, asked_at, person_id = UUID(facts[0]), facts[1], UUID(facts[2])
    async with request.state.db.reading() as session:
        row = await queries.offer_with_building(session, offer_id)
    if row is None:
        raise NotFound
    offer, building = row
    context = {"offer": offer, "building": building, "token": token, "open": _is_open(offer, asked_at)}
    if request.method != "POST":
        return page(request, "offers/still.html", answered="", **context)
    answer = str((await request.form()).get("antwort", ""))
    require(answer == "ja" or answer in ANSWERS)
    if not context["open"]:
        raise AlreadyDecided
    async with request.state.db.writing() as session:
        now = request.state.now()
        if answer == "ja":
            await service.confirm_still(session, offer_id, by_id=person_id, now=now)
        else:
            await ANSWERS[answer](session, offer_id, by_id=person_id, note=ASKED, now=now)
    return page(request, "offers/still.html", answered=answer, **context)


def _is_open(offer: Offer, asked_at: str) -> bool:
    """Whether this question is still the open one: asked, unanswered, and not about something that has ended."""
    return offer.state in STILL_FREE and offer.asked_at is not None and offer.asked_at.isoformat() == asked_at
