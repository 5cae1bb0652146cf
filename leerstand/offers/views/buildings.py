"""One page a building for its owner, all offers of one owner, and the page of one offer."""

from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.codes import Look
from leerstand.accounts.queries import last_look
from leerstand.accounts.rules import require
from leerstand.core.pages import page
from leerstand.core.web import is_looked_at
from leerstand.offers import queries, service
from leerstand.offers.codes import Move, OfferState, Side
from leerstand.offers.rules import first_open_step, may_keep, missing_facts, moves_for
from leerstand.offers.views.conversation import STEPS
from leerstand.offers.views.finding import building_at, kept_offer, whole


async def building(request: Request) -> Response:
    """Where a building stands in the chain, what to do next, and what is offered in it."""
    async with request.state.db.reading() as session:
        found = await building_at(session, request.path_params["building_id"])
        require(may_keep(request.state.visitor, found))
        offers = await queries.offers_of_building(session, found.id)
        vacancy = await queries.occupancy_now(session, found.id)
        body = await queries.responsible_name(session, found.ags)
        photos = await queries.first_photos(session, [offer.id for offer in offers])
    return page(
        request,
        "offers/building.html",
        building=found,
        offers=offers,
        vacancy=vacancy,
        body=body,
        photos=photos,
        station=queries.station(found, vacancy=vacancy, offers=offers),
        tasks=[offer for offer in offers if offer.state in {OfferState.DRAFT, OfferState.QUESTION}],
    )


async def mine(request: Request) -> Response:
    """All offers of one owner, by building."""
    visitor = request.state.visitor
    async with request.state.db.reading() as session:
        rows = await queries.of_owner(session, visitor.id, visitor.organisation_ids)
        photos = await queries.first_photos(session, [offer.id for offer, _ in rows])
    return page(request, "offers/mine.html", rows=rows, photos=photos)


async def mine_offer(request: Request) -> Response:
    """One offer for its owner: its state, what comes next, what one can do, all that is in it.

    Opening it counts as having seen what the municipality decided.
    """
    visitor, now = request.state.visitor, request.state.now()
    async with request.state.db.reading() as session:
        offer, found = await kept_offer(session, request)
        history = await queries.steps_of(session, offer.id)
        seen_at = await last_look(session, Look.OFFER_SEEN, subject=("offer", offer.id))
        body = await queries.responsible_name(session, found.ags)
        context = await whole(session, offer, found)
    news = [step.at for step, _ in history if step.actor_id != visitor.id]
    if news and (seen_at is None or seen_at < max(news)) and is_looked_at(request):
        async with request.state.db.noting() as session:
            await service.note_seen(session, offer.id, by_id=visitor.id, now=now)
    missing = missing_facts(offer)
    moves = [move for move in moves_for(offer.state, Side.KEEPER) if move is not Move.SUBMIT]
    return page(
        request,
        "offers/mine_offer.html",
        history=history,
        body=body,
        moves=moves,
        missing=missing,
        go_on=first_open_step([name for name, _ in STEPS], missing),
        last_note=next(
            (step.note for step, _ in reversed(history) if step.note and step.state is offer.state), ""
        ),
        **context,
    )
