"""Which of several villages of one name an address means, as far as it says so."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from leerstand.places import gazetteer
from leerstand.places.geography import Area, between_km
from leerstand.register.duplicates import region
from leerstand.register.duplicates.address import Address

# What stands beside a name ("bei Perleberg") lies no further away than this.
_BESIDE_KM = 30.0
_ONE_SPOT_KM = 6.0


def are_two(left: Address, right: Address) -> bool:
    """Their places bear one name, and words, postcode or point say that each is another village of that name."""
    if left.place is None or right.place is None:
        return False
    name = left.place.village if left.place.village in right.place.names else right.place.village
    if len(region.spots(name)) < 2:
        return False
    one, other = _meant(name, left), _meant(name, right)
    return one is not None and other is not None and between_km(one.centre, other.centre) > _ONE_SPOT_KM


def _meant(name: str, address: Address) -> Area | None:
    """The village of this name in which the address lies: by the words beside it, else its postcode, else its point."""
    place = address.place
    beside = {place.village, place.town, *place.hints} - {name, ""} if place else set[str]()
    found = _by_words(name, frozenset(beside)) or _by_postcode(name, address.postcode)
    if found is not None or address.point is None:
        return found
    here = address.point.lat, address.point.lon
    return _nearest(name, lambda spot: between_km(spot.centre, here))


@lru_cache(maxsize=50_000)
def _by_words(name: str, beside: frozenset[str]) -> Area | None:
    known = [meanings for word in sorted(beside) if (meanings := region.spots(word) + region.wide(word))]
    return _nearest(name, lambda spot: max(_away(spot, meanings) for meanings in known)) if known else None


@lru_cache(maxsize=50_000)
def _by_postcode(name: str, postcode: str) -> Area | None:
    known = gazetteer.load()
    bodies = [body for key in known.atlas.postcodes.get(postcode, ()) if (body := known.municipality(key))]
    if not bodies:
        return None
    return _nearest(name, lambda spot: min(between_km(spot.centre, (body.lat, body.lon)) for body in bodies))


def _away(spot: Area, meanings: Iterable[Area]) -> float:
    """Kilometres from a village to the nearest of the things that a word beside its name can mean."""
    known = gazetteer.load()
    return min(
        between_km(spot.centre, area.centre)
        if area.is_point
        else known.distance_km(area, lat=spot.lat, lon=spot.lon)
        for area in meanings
    )


def _nearest(name: str, away: Callable[[Area], float]) -> Area | None:
    """The nearest of the villages of one name, unless another one is nearly as near."""
    ranked = sorted((away(spot), at, spot) for at, spot in enumerate(region.spots(name)))
    if not ranked or ranked[0][0] > _BESIDE_KM:
        return None
    least, _, best = ranked[0]
    rivals = (km for km, _, spot in ranked if between_km(spot.centre, best.centre) > _ONE_SPOT_KM)
    return best if all(km > 1.5 * least + 2 for km in rivals) else None
