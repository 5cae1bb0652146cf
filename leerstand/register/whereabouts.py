"""Where a building stands: the municipality and the points behind what was typed or clicked. Pure."""

from dataclasses import dataclass
from uuid import UUID

from leerstand.places import gazetteer
from leerstand.places.geography import Area
from leerstand.register.rules import rough_point

WEST, SOUTH, EAST, NORTH = 5.8, 47.2, 15.1, 55.1


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The municipality's key and name, the exact point where it is known, and a point in the village."""

    ags: str
    municipality: str
    lat: float | None
    lon: float | None
    near_lat: float
    near_lon: float

    def rough(self, building_id: UUID) -> tuple[float, float]:
        """The public point: around the exact one, or around the village where no exact one is known."""
        lat, lon = (
            (self.near_lat, self.near_lon) if self.lat is None or self.lon is None else (self.lat, self.lon)
        )
        return rough_point(lat, lon, building_id=building_id)


@dataclass(frozen=True, slots=True)
class Unclear:
    """A place that is not known, or several of that name; `suggestions` are names to choose from."""

    suggestions: tuple[str, ...] = ()
    outside: bool = False


def locate(
    place: str, *, lat: float | None = None, lon: float | None = None, postcode: str = "", ags: str = ""
) -> Whereabouts | Unclear:
    """Find the municipality of a place as typed, or of a point; nothing is guessed.

    A point goes before the words, a known `ags` before both.
    """
    known = gazetteer.load()
    if lat is not None and lon is not None:
        if not (SOUTH <= lat <= NORTH and WEST <= lon <= EAST):
            return Unclear(outside=True)
        here = known.municipality(ags) if ags else known.municipality_at(lat=lat, lon=lon)
        return Whereabouts(here.ags, here.name, lat, lon, lat, lon) if here else Unclear()
    found = _area(place)
    if ags:
        body = known.municipality(ags)
        if body is None:
            return Unclear()
        centre = found.centre if isinstance(found, Area) and found.ags == ags else (body.lat, body.lon)
        return Whereabouts(ags, body.name, None, None, *centre)
    if isinstance(found, Area):
        return _in_area(found)
    return _by_postcode(postcode) or found


def _area(place: str) -> Area | Unclear:
    reading = gazetteer.load().read(place)
    for area in reading.areas:
        if area.ags:
            return area
    if reading.ambiguous:
        return Unclear(tuple(area.name for area in reading.ambiguous[0][1] if area.ags)[:6])
    return Unclear(tuple(area.name for area in gazetteer.load().suggest(place, limit=5) if area.ags))


def _in_area(area: Area) -> Whereabouts:
    body = gazetteer.load().municipality(area.ags)
    return Whereabouts(area.ags, body.name if body else area.name, None, None, *area.centre)


def _by_postcode(postcode: str) -> Whereabouts | None:
    """The municipality of a postcode that has only one."""
    keys = gazetteer.load().atlas.postcodes.get(postcode.strip(), ())
    body = gazetteer.load().municipality(keys[0]) if len(keys) == 1 else None
    return Whereabouts(body.ags, body.name, None, None, body.lat, body.lon) if body else None
