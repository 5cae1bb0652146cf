"""Which of several places of the same (or nearly the same) name is meant, and whether that is clear."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from leerstand.places.geography import Area, Point, between_km
from leerstand.places.names import EXACT, Candidate

CLEAR_LEAD = 0.75
SAME_SPOT_KM = 6.0
TOWN_BONUS = 0.3
OWN_MUNICIPALITY_BONUS = 0.25
CITY_QUARTER_MALUS = 1.0
HEARD_OF_AFAR = 3_000
REGION_BONUS = 1.5
FAR_SMALL = 20_000
ALWAYS_KNOWN = 100_000


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What else is known when a name is read: the districts served, a point nearby, other places of the text."""

    region: tuple[str, ...]
    region_centres: tuple[Point, ...]
    near: tuple[Point, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """The possible meanings, best first, and whether the first one is clear."""

    ranked: tuple[Area, ...]
    clear: bool

    @property
    def best(self) -> Area | None:
        """The first meaning, if it is clear."""
        return self.ranked[0] if self.ranked and self.clear else None


def weigh(candidate: Candidate, *, here: Surroundings) -> float:
    """How likely this one is meant: spelling, region of service, what else is near, and how many live there."""
    area = candidate.area
    weight = candidate.fit + 0.45 * math.log10(min(area.population, 3_000_000) + 50)
    if area.kind == "landscape":
        weight += 0.8
    elif area.kind == "municipality":
        weight += OWN_MUNICIPALITY_BONUS + TOWN_BONUS * (area.population >= 2_000)
    elif area.kind == "village" and area.ags.endswith("000"):
        weight -= CITY_QUARTER_MALUS
    elif area.kind == "land":
        weight += 1.8
    elif area.kind == "district":
        weight += 0.5
    weight += region_bonus(area, here=here)
    if here.near and area.is_point:
        weight += 1.5 * math.exp(-min(between_km(area.centre, point) for point in here.near) / 35)
    return weight


def region_bonus(area: Area, *, here: Surroundings) -> float:
    """1.5 in the region of service, less the further away; nothing far off."""
    if any(district in here.region for district in area.districts):
        return REGION_BONUS
    if not here.region_centres:
        return 0.0
    away = min(between_km(area.centre, centre) for centre in here.region_centres)
    return math.exp(-max(0.0, away - 40) / 40)


def plausible(candidate: Candidate, *, here: Surroundings) -> bool:
    """A typing error only leads to places that someone here may mean."""
    area = candidate.area
    if candidate.fit >= EXACT - 0.5:
        return True
    if candidate.fit < 1.6 and area.is_point and area.population < 300:
        return False
    if region_bonus(area, here=here) > 0.35:
        return True
    return area.is_point and area.population >= (FAR_SMALL if candidate.fit > 1.6 else ALWAYS_KNOWN)


def choose(candidates: Sequence[Candidate], *, here: Surroundings) -> Choice:
    """Rank the candidates; it is clear if the first leads by far, or if all that could be meant lie together."""
    weights: dict[Area, float] = {}
    for candidate in candidates:
        if plausible(candidate, here=here):
            weight = weigh(candidate, here=here)
            weights[candidate.area] = max(weights.get(candidate.area, -math.inf), weight)
    ranked = sorted(weights, key=lambda area: (-weights[area], area.ags, area.name))
    if not ranked:
        return Choice((), clear=False)
    best = ranked[0]
    rivals = [area for area in ranked if weights[best] - weights[area] < CLEAR_LEAD]
    if len(rivals) > 1 and all(together(best, rival) for rival in rivals[1:]):
        rivals = rivals[:1]
    if len(rivals) > 1:
        return Choice(tuple(rivals), clear=False)
    told = max(candidate.fit for candidate in candidates if candidate.area == best) > EXACT
    return Choice((best,), clear=told or expected(best, here=here))


def expected(area: Area, *, here: Surroundings) -> bool:
    """Whether a bare name may mean this place: it lies around here, or people have heard of it from afar."""
    if not area.is_point or area.population >= HEARD_OF_AFAR or not here.region:
        return True
    near = any(between_km(area.centre, point) < 60 for point in here.near)
    return near or region_bonus(area, here=here) > 0.1


def together(one: Area, other: Area) -> bool:
    """Whether it makes no difference which of the two is meant."""
    return (
        one.is_point and other.is_point and between_km(one.centre, other.centre) <= SAME_SPOT_KM
    ) or one.outlines == other.outlines != ()
