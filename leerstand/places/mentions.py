"""Towns and landscapes that a longer text speaks of: they tell which of several villages of one name is meant."""

import re

from leerstand.places.choosing import REGION_BONUS, Surroundings, region_bonus
from leerstand.places.geography import Area, Point
from leerstand.places.names import EXACT, Names
from leerstand.places.spelling import fold

CAPITALISED = re.compile(r"\b[A-ZÄÖÜ][\w\-]{3,}(?:\s+[A-ZÄÖÜ][\w\-]{3,})?")
KNOWN_TO_MANY = 2_000
SMALL_SHARE = REGION_BONUS / 10


def spoken_of(text: str, *, names: Names, here: Surroundings) -> tuple[Point, ...]:
    """Where the towns and landscapes lie that a text names exactly: well-known ones that lie around here only."""
    found: dict[Point, None] = {}
    for match in CAPITALISED.finditer(text):
        for written in dict.fromkeys((match.group(), *match.group().split())):
            areas = [candidate.area for candidate in names.exact(fold(written)) if candidate.fit >= EXACT]
            found.update((area.centre, None) for area in areas if _tells(area, here=here))
    return tuple(found)


def _tells(area: Area, *, here: Surroundings) -> bool:
    is_known = area.kind == "landscape" or (area.kind == "municipality" and area.population >= KNOWN_TO_MANY)
    return is_known and region_bonus(area, here=here) > SMALL_SHARE
