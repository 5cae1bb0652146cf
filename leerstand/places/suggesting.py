"""What someone may be typing: places whose name begins so, or nearly so."""

from leerstand.places.choosing import Surroundings, weigh
from leerstand.places.geography import Area
from leerstand.places.names import EXACT, Candidate, Names
from leerstand.places.spelling import fold


def suggestions(typed: str, *, names: Names, here: Surroundings, limit: int) -> list[Area]:
    """Likeliest first, each once; nothing for fewer than two letters."""
    folded = fold(typed)
    if len(folded) < 2:
        return []
    weights: dict[Area, float] = {}
    found = [Candidate(area, EXACT - 0.5) for area in names.beginning(folded)]
    found += [Candidate(c.area, c.fit + 0.5) for c in names.exact(folded)]
    if len(found) < limit:
        found += names.mistyped(folded)
    for candidate in found:
        weight = weigh(candidate, here=here) - (candidate.area.kind == "district")
        weights[candidate.area] = max(weights.get(candidate.area, weight), weight)
    return sorted(weights, key=lambda area: (-weights[area], area.name))[:limit]
