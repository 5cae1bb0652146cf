"""The joint municipality or office around an address: an area of several municipalities, no place."""

import re
from functools import lru_cache

from leerstand.places import gazetteer
from leerstand.places.geography import between_km
from leerstand.register.duplicates import region
from leerstand.register.duplicates.address import Address
from leerstand.register.duplicates.place import Place, folded_name
from leerstand.register.duplicates.relation import Relation
from leerstand.register.duplicates.spelling import joined

# An area whose extent the gazetteer doesn't know reaches no further than this from its seat.
_REACH_KM = 35.0
_AREA = re.compile(
    r"\b(?:Samtgem(?:einde)?|Verbandsgem(?:einde)?|VerbGem|Verwaltungsgem(?:einschaft)?|VGem|SG|VG|Amt)\b\.?:?\s+"
    r"(?P<seat>[^\W\d_][^,;|()]*?)(?:\s?\([^)]*\)?)?(?=\s*(?:[,;|)]|$|\bOT\b|\bOrtsteil\b|\s-\s))",
    re.IGNORECASE,
)
_PARTS = re.compile(r"\s?[-/–]\s?")
_EMPTY_BRACKETS = re.compile(r"\(\s*,?\s*\)")


def without_area(text: str) -> tuple[str, str]:
    """A place without the area around it, and that area: "Lanz" and "Amt Lenzen-Elbtalaue".

    Amt Neuhaus bears its title, but is a municipality itself.
    """
    found = _AREA.search(text)
    if found is None or region.knows(joined(found[0])):
        return text, ""
    rest = f"{text[: found.start()]} , {text[found.end() :]}"
    return _EMPTY_BRACKETS.sub(" ", rest).strip(" ,;|-"), found[0]


@lru_cache(maxsize=10_000)
def seat(area: str) -> str:
    """The folded name that an area bears, mostly a municipality's: Ludwigslust for "Amt Ludwigslust-Land"."""
    found = _AREA.search(area)
    if not found:
        return ""
    whole, first = (folded_name(name) for name in (found["seat"], _PARTS.split(found["seat"])[0]))
    return first if region.knows(first) and not region.knows(whole) else whole


@lru_cache(maxsize=50_000)
def holds(area: str, place: Place) -> bool | None:
    """Whether the place lies in the area around several municipalities; None if nobody knows."""
    spots = region.spots(place.town) or region.spots(place.village)
    outlines = {key for one in gazetteer.load().read(area).areas for key in one.outlines}
    if not spots or outlines:
        return any(spot.ags in outlines for spot in spots) if spots else None
    seats = region.spots(seat(area))
    near = any(between_km(spot.centre, one.centre) <= _REACH_KM for spot in spots for one in seats)
    return None if near or not seats else False


def relate_areas(left: Address, right: Address) -> Relation | None:
    """How two addresses stand to each other by the areas around that they name; None if these say nothing."""
    for one, other in ((left, right), (right, left)):
        if not one.around or other.place is None or other.place.guessed:
            continue
        held = holds(one.around, other.place)
        if held is False:
            return Relation.OTHER
        told = bool(one.postcode) and one.postcode == other.postcode
        if one.place is None and other.place.village == seat(one.around) and not told:
            return Relation.TOWN_AND_VILLAGE
        if one.place is None and held:
            return Relation.AROUND
    both = left.around and right.around and left.place is None and right.place is None
    return Relation.AROUND if both and seat(left.around) == seat(right.around) else None
