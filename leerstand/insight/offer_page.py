"""The public page of one offer: what it is, where about, how it fits the reader, how it goes on; and what is left of it."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from leerstand.applications.queries import draft_for
from leerstand.applications.rules import ANSWER_WITHIN
from leerstand.core.errors import NotFound
from leerstand.core.pages import page
from leerstand.insight.place_map import place_map
from leerstand.insight.queries import fit
from leerstand.matching.rules import grouped, words_for
from leerstand.offers import public_queries, queries
from leerstand.offers.codes import Form, OfferState
from leerstand.offers.models import Offer
from leerstand.offers.public_place import district_name, district_points, public_place
from leerstand.offers.questions import shown_answers
from leerstand.offers.rules import may_keep
from leerstand.offers.views.finding import feature_labels
from leerstand.places import gazetteer
from leerstand.places.geography import between_km
from leerstand.register.models import Building

SIMILAR = 3
FAR_CITIES = (("Hamburg", (53.553, 9.992)), ("Berlin", (52.520, 13.405)), ("Hannover", (52.374, 9.738)))
RESTING = (OfferState.PAUSED, OfferState.SUBMITTED, OfferState.QUESTION, OfferState.DRAFT)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where an offer lies, as exactly as the public may know it; all distances count from the public point."""

    name: str
    municipality: str
    district: str
    address: str
    lat: float
    lon: float
    is_village: bool
    station: tuple[str, float] | None
    cities: tuple[tuple[str, float], ...]


def whereabouts(offer: Offer, building: Building) -> Whereabouts:
    """The public side of a building's place: the exact address only where the owner shows it, for succession the district."""
    district, body = building.ags[:5], gazetteer.load().municipality(building.ags)
    is_village = offer.form is not Form.SUCCESSION
    is_exact = is_village and offer.shows_exact_place
    lat, lon = _public_point(offer, building, is_exact=is_exact)
    return Whereabouts(
        name=building.place if is_village else district_name(district),
        municipality=body.name if body and is_village and body.name != building.place else "",
        district=district_name(district),
        address=f"{building.street} {building.house_number}".strip() if is_exact else "",
        lat=lat, lon=lon, is_village=is_village,
        station=gazetteer.load().nearest_station(lat, lon) if is_village else None,
        cities=tuple((city, between_km((lat, lon), point)) for city, point in FAR_CITIES),
    )  # fmt: skip


def _public_point(offer: Offer, building: Building, *, is_exact: bool) -> tuple[float, float]:
    if is_exact and building.lat is not None and building.lon is not None:
        return building.lat, building.lon
    here = public_place(offer.form, building)
    if here.lat is not None and here.lon is not None:
        return here.lat, here.lon
    keys, lats, lons = district_points()
    at = keys.index(building.ags[:5]) if building.ags[:5] in keys else 0
    return lats[at], lons[at]


async def show(request: Request) -> Response:
    """A published offer; an ended one says so and shows others like it. Five queries, seven for who is signed in."""
    visitor = request.state.visitor
    async with request.state.db.reading() as session:
        found = await queries.offer_with_building(session, request.path_params["offer_id"])
        if found is None or found[0].released_at is None:
            raise NotFound
        offer, building = found
        here = whereabouts(offer, building)
        others = await _similar(session, offer, here)
        if offer.state is not OfferState.RELEASED:
            return _over(request, offer, others)
        photos = await queries.photos_of(session, offer.id)
        office = await queries.office_shown(session, offer, building)
        mine = await _about_reader(session, request, offer)
    districts = tuple(request.app.state.settings.districts)
    return page(
        request, "insight/offer.html", offer=offer, here=here, photos=photos, body=office,
        features=feature_labels(offer), answers=list(shown_answers(offer.form, offer.answers)), others=others,
        is_own=may_keep(visitor, building), answer_days=ANSWER_WITHIN.days, district_name=district_name,
        drawn_map=place_map(here.lat, here.lon, districts=districts, is_exact=bool(here.address)), **mine,
    )  # fmt: skip


async def _similar(session: AsyncSession, offer: Offer, here: Whereabouts) -> list[public_queries.Card]:
    ids = await public_queries.similar(
        session, offer_id=offer.id, form=offer.form, lat=here.lat, lon=here.lon, limit=SIMILAR
    )
    return await public_queries.cards(session, ids)


async def _about_reader(session: AsyncSession, request: Request, offer: Offer) -> dict[str, Any]:
    """Why the offer could fit whoever reads it, and their application for it; nothing for strangers."""
    visitor = request.state.visitor
    if not visitor.is_signed_in:
        return {"reasons": None, "score": None, "score_words": "", "application": None}
    row = await fit(session, person_id=visitor.id, offer_id=offer.id)
    return {
        "reasons": grouped(row[0].reasons, request.state.language) if row else None,
        "score": row[0].score if row else None,
        "score_words": words_for(row[0].score) if row else "",
        "application": await draft_for(session, person_id=visitor.id, offer_id=offer.id),
    }


def _over(request: Request, offer: Offer, others: list[public_queries.Card]) -> Response:
    """410 where an offer has ended for good, 404 where it only rests; both without any of its words."""
    rests = offer.state in RESTING
    return page(
        request, "insight/offer_over.html", status=404 if rests else 410, rests=rests, state=offer.state,
        others=others, district_name=district_name,
    )  # fmt: skip
