"""Where a photo was taken, as a place that can be offered to the person who sends it. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from leerstand.places import gazetteer
from leerstand.places.geography import between_km
from leerstand.register.whereabouts import Whereabouts, locate

SAME_KM = 0.05  # two photos of one house, and what a phone errs by
FARTHEST_KM = 15.0  # from the nearest village; only at sea or beyond the border it is farther


@dataclass(frozen=True, slots=True)
class WhereTaken:
    """A photo, the point it tells, and the village there, in words that a report's place can be read from."""

    photo_id: str
    lat: float
    lon: float
    place: str
    ags: str

    @property
    def lat_typed(self) -> str:
        return f"{self.lat:.5f}"

    @property
    def lon_typed(self) -> str:
        return f"{self.lon:.5f}"


def where_taken(
    photo_ids: Sequence[str], positions: Mapping[str, Sequence[float]], *, typed: Mapping[str, str]
) -> list[WhereTaken]:
    """The places of photos that say more than what was typed, each once, in the order of the photos."""
    known = [point for point in [_point(typed)] if point]
    found: list[WhereTaken] = []
    for photo_id in photo_ids:
        lat, lon = positions.get(photo_id) or (None, None)
        if lat is None or lon is None or _is_near((lat, lon), known):
            continue
        here = _village(photo_id, lat=lat, lon=lon)
        if here is not None:
            known.append((lat, lon))
            found.append(here)
    return found


def typed_at(taken: WhereTaken, *, typed: Mapping[str, str]) -> dict[str, str]:
    """What stands in a report's first step once its place is the photo's.

    Words for another municipality give way to the village at the point; others stay beside it.
    """
    point = {"lat": taken.lat_typed, "lon": taken.lon_typed}
    words = locate(typed.get("place", ""))
    if isinstance(words, Whereabouts) and words.ags == taken.ags:
        return point
    return {"place": taken.place, "street": "", "house_number": "", **point}


def _point(typed: Mapping[str, str]) -> tuple[float, float] | None:
    try:
        return float(typed["lat"].replace(",", ".")), float(typed["lon"].replace(",", "."))
    except (KeyError, ValueError):
        return None


def _is_near(point: tuple[float, float], known: Iterable[tuple[float, float]]) -> bool:
    return any(between_km(point, other) < SAME_KM for other in known)


def _village(photo_id: str, *, lat: float, lon: float) -> WhereTaken | None:
    where = locate("", lat=lat, lon=lon)
    if not isinstance(where, Whereabouts):
        return None
    villages = [area for area in gazetteer.load().places if area.ags == where.ags and area.is_point]
    nearest = min(villages, key=lambda area: between_km(area.centre, (lat, lon)), default=None)
    if nearest is None or between_km(nearest.centre, (lat, lon)) > FARTHEST_KM:
        return None
    words = nearest.name if where.municipality in nearest.name else f"{nearest.name}, {where.municipality}"
    return WhereTaken(photo_id, lat, lon, words, where.ags)
