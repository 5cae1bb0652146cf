"""What stands beside a name to tell it from others: "(Elbe)", "bei Schwerin", ", Altmark", "Kr. Parchim"."""

from collections.abc import Sequence

from leerstand.places.choosing import Surroundings, choose
from leerstand.places.geography import Area, between_km
from leerstand.places.ground import Ground
from leerstand.places.names import Candidate, Names
from leerstand.places.spelling import fold

CONTAINED_KM = 3.0
BESIDE_KM = 16.0
NEARBY_KM = 45.0
BORDER_KM = 0.4
UNLIKELY_MEANING = 0.4
SMALL_WORDS = frozenset(
    [
        "am",
        "an",
        "der",
        "die",
        "das",
        "in",
        "im",
        "bei",
        "a",
        "d",
        "i",
        "auf",
        "von",
        "dem",
        "den",
        "landkreis",
        "gemeinde",
        "stadt",
        "ot",
        "amt",
        "land",
    ]
)


def qualifies(text: str, meanings: Sequence[Candidate], *, of: Sequence[Candidate], ground: Ground) -> bool:
    """Whether a name behind a comma or slash only says where the one before it lies.

    So it does if it is part of that one's own name ("Lauenburg/Elbe"), or an area that holds it ("Gartow, Wendland");
    then the narrower reading is the careful one. Two towns ("Schwerin/Parchim") are two places.
    """
    places = [candidate.area for candidate in of if candidate.area.is_point]
    if any(in_own_name(place, folded=fold(text)) for place in places):
        return True
    wide = [candidate.area for candidate in meanings if not candidate.area.is_point]
    if not wide or any(c.area.kind == "municipality" and c.area.population > 2_000 for c in meanings):
        return False
    return any(holds(area, place, ground=ground) for area in wide for place in places)


class Qualifying:
    """Weighs qualifiers against places."""

    def __init__(self, names: Names, ground: Ground) -> None:
        self._names = names
        self._ground = ground

    def agreement(self, area: Area, *, qualifiers: Sequence[str], here: Surroundings) -> float:
        """How well qualifiers fit a place: 1 fits, 0 unknown, -1 contradicts."""
        found = [self._agreement(area, folded=fold(qualifier), here=here) for qualifier in qualifiers]
        return sum(found) / len(found) if found else 0.0

    def _agreement(self, area: Area, *, folded: str, here: Surroundings) -> float:
        if in_own_name(area, folded=folded):
            return 1.0
        meanings = self._meanings(folded)
        likeliest = choose(meanings, here=here).best
        fits = []
        for other in {candidate.area for candidate in meanings}:
            fit = self._lies_with(area, other)
            fits.append(fit if likeliest in (None, other) else min(fit, UNLIKELY_MEANING))
        return max(fits, default=0.0)

    def _meanings(self, folded: str) -> list[Candidate]:
        names, district = self._names, folded.removeprefix("landkreis ")
        meant = names.exact(folded) + (names.exact(f"landkreis {district}") if district else [])
        if meant:
            return meant
        stripped = " ".join(word for word in folded.split() if word not in SMALL_WORDS)
        return names.exact(stripped) or names.mistyped(stripped)

    def _lies_with(self, area: Area, other: Area) -> float:
        if other.ags == area.ags and other.is_point:
            return 1.0
        if other.is_point:
            away = between_km(area.centre, other.centre)
            return 1.0 - away / NEARBY_KM if away <= NEARBY_KM else -1.0
        away = self._ground.distance_km(other, lat=area.lat, lon=area.lon)
        room = CONTAINED_KM if other.circles or other.line else BORDER_KM
        return 0.9 if away <= room else 0.2 if away <= BESIDE_KM else -1.0


def in_own_name(area: Area, *, folded: str) -> bool:
    """Whether the qualifier is (the beginning of) what tells the place from others in its own official name."""
    own = fold(area.name).split()[1:]
    words = [word for word in folded.split() if word not in SMALL_WORDS]
    return bool(words) and all(any(part.startswith(word) for part in own) for word in words)


def holds(area: Area, place: Area, *, ground: Ground) -> bool:
    """Whether a wide area holds a place, with a little room at its edge."""
    return ground.distance_km(area, lat=place.lat, lon=place.lon) <= CONTAINED_KM
