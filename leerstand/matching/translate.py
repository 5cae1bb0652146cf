"""From rows of the database to what the engine knows of a search and of an offer, and back to what is stored."""

from typing import Any

from sqlalchemy import Row

from leerstand.matching.engine.facts import RADIUS_KM, Match, Reason, Seeker, Space
from leerstand.offers.models import Offer
from leerstand.offers.public_place import public_place
from leerstand.register.models import Building
from leerstand.searches.models import Search


def seeker_of(search: Search | Row[Any]) -> Seeker:
    """A search, or a row of all its columns, as the engine reads it. Name, contact and account stay outside."""
    wishes = frozenset(search.wishes) | ({"station_nearby"} if search.has_car is False else frozenset())
    return Seeker(
        id=str(search.id),
        forms=tuple(search.forms),
        property_kinds=frozenset(search.property_kinds),
        place=search.place,
        radius_km=search.radius_km or RADIUS_KM,
        from_on=search.starts_on,
        until_on=search.ends_on,
        min_months=search.min_months,
        persons=search.persons,
        budget_month_eur=_euros(search.budget_month_cents),
        shares_max_eur=_euros(search.shares_max_cents),
        min_area_m2=search.min_area_m2,
        min_rooms=search.min_rooms,
        needs=frozenset(search.needs),
        wishes=wishes,
        min_broadband_mbit=search.min_broadband_mbit,
        text=search.text,
        has_form_order=False,
    )


def space_of(offer: Offer, building: Building) -> Space:
    """An offer as the engine reads it: of its place no more than anybody may know.

    Distance, way, score, order and presence in a list tell the point that they are counted from, to whoever moves a
    search about; so they count from the public point, and for a succession from its district's.
    """
    listed = frozenset({"listed_building"}) if building.is_listed else frozenset()
    here = public_place(offer.form, building)
    return Space(
        id=str(offer.id),
        form=offer.form.value,
        property_kind=offer.property_kind.value,
        title=offer.title,
        description=offer.description,
        place=here.name,
        lat=here.lat,
        lon=here.lon,
        is_whole_district=here.is_district,
        available_from_on=offer.available_from,
        available_until_on=offer.available_until,
        min_months=offer.min_months,
        max_months=offer.max_months,
        capacity=offer.capacity,
        area_m2=offer.area_m2,
        rooms=offer.rooms,
        cost_month_eur=_euros(offer.cost_month_cents),
        shares_eur=_euros(offer.shares_cents),
        features=frozenset(offer.features) | listed,
        broadband_mbit=offer.broadband_mbit,
        wished_use=offer.wished_use,
        excluded_use=offer.excluded_use,
    )


def stored_reasons(match: Match) -> list[dict[str, Any]]:
    """A match's sentences as they are kept with the proposal, what fits first."""
    return [_stored(reason) for reason in (*match.reasons, *match.clarify)]


def _stored(reason: Reason) -> dict[str, Any]:
    return {
        "criterion": reason.criterion,
        "score": round(reason.score, 3),
        "weight": round(reason.weight, 3),
        "kind": reason.kind,
        "note_de": reason.note_de,
        "note_en": reason.note_en,
        "words": list(reason.evidence),
    }


def _euros(cents: int | None) -> float | None:
    return None if cents is None else cents / 100
