"""What everybody sees of published offers: the list, the map beside it, and the way to complain about one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from leerstand.core.errors import NotFound
from leerstand.core.fields import AREA, DAY, MONTHLY, Understood
from leerstand.core.i18n import N_
from leerstand.core.input import ABOUT, MEANT, Typed
from leerstand.core.limits import count_attempt, limit, visitor_key
from leerstand.core.pages import link, page, path_with, redirect, redirect_to, say, told
from leerstand.offers import public_queries, queries, service
from leerstand.offers.codes import Feature, Form, OfferState
from leerstand.offers.public_input import (
    COMPLAINT_REASONS,
    RADII,
    SORTS,
    ComplaintInput,
    OffersInput,
    read_filters,
)
from leerstand.offers.public_map import Mark, marks
from leerstand.offers.public_place import Box, Unclear, district_name, read_place
from leerstand.offers.public_queries import Card, Wanted
from leerstand.offers.public_words import read_words
from leerstand.offers.queries import OfferRow

PAGE_SIZE = 24
MOST_PLACES = 600  # questions about a place an hour and address; a school class on one line asks half as many
WHOLE_REGION: Box = (9.5, 52.0, 13.0, 54.2)


@dataclass(frozen=True, slots=True)
class Asked:
    """A visitor's question: as typed, as read, as the database is asked, and what stayed unclear."""

    typed: Typed[OffersInput]
    filters: OffersInput
    wanted: Wanted
    unclear: Sequence[Unclear]


async def read_question(session: AsyncSession, request: Request) -> Asked:
    """The filters in the address, with place and words read; what can't be read filters nothing."""
    typed, filters = read_filters(request.query_params, now=request.state.now())
    around, unclear = read_place(filters.place, radius_km=filters.radius_km)
    terms = await read_words(session, filters.q, db=request.state.db, now=request.state.now())
    sort = filters.sort or ("near" if around else "new")
    wanted = Wanted(
        forms=tuple(filters.form), features=tuple(filters.feature), min_area_m2=filters.min_area_m2,
        max_cost_cents=filters.max_cost, starts_on=filters.starts_on, terms=terms, box=filters.box, around=around,
        sort="new" if sort == "near" and not around else sort,
    )  # fmt: skip
    return Asked(typed, filters, wanted, unclear)


async def offers(request: Request) -> Response:
    """The list of published offers with its filters; the map beside it asks for its points by itself."""
    await _count_places(request)
    async with request.state.db.reading() as session:
        asked = await read_question(session, request)
        here = asked.filters.page or 1
        ids, away, total = await public_queries.page_of(
            session, asked.wanted, limit=PAGE_SIZE, offset=(here - 1) * PAGE_SIZE
        )
        cards = await public_queries.cards(session, ids)
    pages = max(1, -(-total // PAGE_SIZE))
    if here > pages:
        return redirect_to(request, path_with(request, page=pages))
    return page(
        request, "offers/public/list.html", input=asked.typed, filters=asked.filters, unclear=asked.unclear,
        around=asked.wanted.around, sort=asked.wanted.sort, cards=cards, away=away, total=total, here=here,
        pages=pages, active=active_filters(request, asked), sign_in=back_to(request), forms=list(Form),
        features=list(Feature), radii=RADII, sorts=SORTS, district_name=district_name,
    )  # fmt: skip


async def _count_places(request: Request) -> None:
    if request.query_params.get("place", "").strip():
        await limit(request, what="place_asked", most=MOST_PLACES)


def active_filters(request: Request, asked: Asked) -> list[tuple[str, str]]:
    """Each filter in words, with the address of the list without it."""
    filters = asked.filters
    found = [(say(request, form.label), _without(request, "form", form)) for form in filters.form]
    if filters.place:
        found.append((filters.place, path_with(request, place=None, radius_km=None, page=None)))
    found += [
        (words, path_with(request, **{name: None, MEANT + name: None, ABOUT + name: None}, page=None))
        for name, words in _amounts(request, filters)
    ]
    found += [
        (say(request, feature.label), _without(request, "feature", feature)) for feature in filters.feature
    ]
    if filters.q:
        found.append((f"„{filters.q}“", path_with(request, q=None, page=None)))
    if filters.box:
        found.append((say(request, N_("Kartenausschnitt")), path_with(request, bbox=None, page=None)))
    return found


def _amounts(request: Request, filters: OffersInput) -> list[tuple[str, str]]:
    """Areas, money and days as they were read, not as they were typed."""
    words = (
        ("min_area_m2", N_("ab %(value)s"), AREA),
        ("max_cost", N_("höchstens %(value)s im Monat"), MONTHLY),
        ("starts_on", N_("frei am %(value)s"), DAY),
    )
    read = [(name, text, manner, getattr(filters, name)) for name, text, manner in words]
    return [
        (name, told(text, {"value": Understood(manner, value)}, request.state.language))
        for name, text, manner, value in read
        if value is not None
    ]


def _without(request: Request, name: str, code: str) -> str:
    left = [one for one in request.query_params.getlist(name) if one != code]
    return path_with(request, **{name: left}, page=None)


async def map_data(request: Request) -> Response:
    """The same offers as the list, as marks for the part of the map that is looked at."""
    await _count_places(request)
    async with request.state.db.reading() as session:
        asked = await read_question(session, request)
        view = asked.filters.box or WHOLE_REGION
        zoom = asked.filters.zoom if asked.filters.zoom is not None else 8.0
        wanted = public_queries.for_map(asked.wanted, box=view)
        shown = marks(await public_queries.points(session, wanted), box=view, zoom=zoom)
        cards = await public_queries.cards(session, [mark.offer_id for mark in shown if mark.offer_id])
    by_id = {card.id: card for card in cards}
    return JSONResponse(
        {
            "clusters": [_cluster(mark) for mark in shown if mark.offer_id is None],
            "offers": [
                _spot(request, mark, by_id[mark.offer_id]) for mark in shown if mark.offer_id in by_id
            ],
        }
    )


def _cluster(mark: Mark) -> dict[str, Any]:
    return {
        "lat": round(mark.lat, 4), "lon": round(mark.lon, 4), "count": mark.count,
        "bbox": [round(edge, 4) for edge in mark.box],
    }  # fmt: skip


def _spot(request: Request, mark: Mark, card: Card) -> dict[str, Any]:
    return {
        "id": str(card.id), "lat": round(mark.lat, 5), "lon": round(mark.lon, 5), "title": card.title,
        "url": link(request, "offers:show", offer_id=card.id), "form": say(request, card.form.label),
        "place": card.place or district_name(card.district),
    }  # fmt: skip


async def complain(request: Request) -> Response:
    """Report a listing: why, and where the answer should go (Art. 16 DSA)."""
    if request.method != "POST":
        async with request.state.db.reading() as session:
            offer, _ = await _published(session, request)
        return _complaint_page(request, offer.title, typed=ComplaintInput.prefilled())
    typed = _complete(ComplaintInput.parse(await request.form()))
    now = request.state.now()
    async with request.state.db.writing() as session:
        offer, building = await _published(session, request)
        if typed.value is None:
            return _complaint_page(request, offer.title, typed=typed)
        await count_attempt(
            session, what="complaint", who=visitor_key(request), most=5, within=timedelta(minutes=15), now=now
        )
        reason = dict(COMPLAINT_REASONS)[typed.value.reason]
        await service.complain(
            session, offer, building, reason=f"{reason}. {typed.value.text}".strip(), email=typed.value.email,
            language=request.state.language, now=now,
        )  # fmt: skip
    return redirect(
        request, "offers:show", offer_id=offer.id, flash=N_("Danke. Die Gemeinde sieht sich das Angebot an.")
    )


def _complete(typed: Typed[ComplaintInput]) -> Typed[ComplaintInput]:
    """Whoever chooses "something else" says what."""
    if typed.value and typed.value.reason == "other" and not typed.value.text:
        return typed.with_problem("text", N_("Bitte schreiben Sie kurz, worum es geht."))
    return typed


def _complaint_page(request: Request, title: str, *, typed: Typed[ComplaintInput]) -> Response:
    return page(
        request, "offers/public/complain.html", status=422 if typed.problems else 200, input=typed, title=title,
        offer_id=request.path_params["offer_id"], reasons=COMPLAINT_REASONS,
    )  # fmt: skip


async def _published(session: AsyncSession, request: Request) -> OfferRow:
    row = await queries.offer_with_building(session, request.path_params["offer_id"])
    if row is None or row[0].state is not OfferState.RELEASED:
        raise NotFound
    return row


def back_to(request: Request) -> str:
    """The address of the sign-in page that leads back here."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return f"{link(request, 'accounts:sign_in')}?weiter={quote(here)}"
