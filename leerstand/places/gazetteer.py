"""Reads places as people type them and answers what lies where: the one door to the data of `places`.

Pure Python and NumPy over data files in the package; no database, no web.
"""

from collections.abc import Sequence
from functools import cache, cached_property, lru_cache

import numpy as np

from leerstand.places import keys
from leerstand.places.answers import Answer, Found, Several, Unknown
from leerstand.places.atlas import Atlas
from leerstand.places.choosing import Surroundings
from leerstand.places.finding import Finder
from leerstand.places.geography import Area, Floats, Municipality, Point, Reading, haversine_km
from leerstand.places.ground import Ground
from leerstand.places.mentions import spoken_of
from leerstand.places.names import Names
from leerstand.places.qualifying import Qualifying
from leerstand.places.reading import Reader
from leerstand.places.regions import SERVICE_REGION
from leerstand.places.suggesting import suggestions

__all__ = [
    "SERVICE_REGION", "Answer", "Area", "Found", "Gazetteer", "Municipality", "Reading", "Several", "Unknown", "haversine_km",
    "load",
]  # fmt: skip

CITIES = ("Kreisfreie Stadt", "Stadtkreis")


class Gazetteer:
    """Places of Germany by name, spelling and coordinate."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._names = Names(atlas)
        self._ground = Ground(atlas)
        self._reader = Reader(atlas, names=self._names, ground=self._ground)
        qualifying = Qualifying(self._names, self._ground)
        self._finder = Finder(atlas, names=self._names, reader=self._reader, qualifying=qualifying)
        self._remembered = lru_cache(maxsize=50_000)(self._read)
        self._found = lru_cache(maxsize=10_000)(self._find)

    def read(
        self,
        text: str,
        *,
        near: Sequence[Point] = (),
        region: Sequence[str] = SERVICE_REGION,
        beside: str = "",
    ) -> Reading:
        """What a place as typed means; same names are told apart by qualifiers, region and other places.

        So they are by points that lie `near`, and by the towns that a longer text `beside` the place speaks of.
        """
        found = self._remembered(text, tuple(near), tuple(region))
        if not (beside and found.ambiguous):
            return found
        points = spoken_of(beside, names=self._names, here=self._surroundings(near=(), region=tuple(region)))
        return self._remembered(text, (*near, *points), tuple(region)) if points else found

    def _read(self, text: str, near: tuple[Point, ...], region: tuple[str, ...]) -> Reading:
        return self._reader.read(text, here=self._surroundings(near=near, region=region))

    def _surroundings(self, *, near: tuple[Point, ...], region: tuple[str, ...]) -> Surroundings:
        boxes = [self.atlas.outlines.boxes[ags] for ags in region]
        centres = tuple(((box[1] + box[3]) / 2, (box[0] + box[2]) / 2) for box in boxes)
        return Surroundings(region, centres, near)

    def find(
        self, place: str, *, postcode: str = "", chosen: str = "", region: Sequence[str] = SERVICE_REGION
    ) -> Answer:
        """The municipality of an address, its place and postcode checked against each other: `Found`, `Several`, `Unknown`.

        The postcode may also stand in the place ("D-29439 Lüchow"), and may have lost its leading zero. The region decides
        between places of one name only where no postcode does. `chosen` is the key of one of the candidates of an
        earlier answer to the same question; any other key changes nothing, for the place may have been typed anew.
        """
        answer = self._found(place, postcode, tuple(region))
        if isinstance(answer, Found) or not chosen:
            return answer
        candidates = answer.candidates if isinstance(answer, Several) else answer.near
        for town in candidates:
            if town.ags == chosen:
                return Found(town, self.point_in(town, place=place))
        return answer

    def point_in(self, town: Municipality, *, place: str) -> Point:
        """A point in the village of a municipality that a place as typed names, else in the municipality itself."""
        return self._finder.in_municipality(place, ags=town.ags)

    def _find(self, place: str, postcode: str, region: tuple[str, ...]) -> Answer:
        return self._finder.find(place, postcode=postcode, here=self._surroundings(near=(), region=region))

    def key(self, typed: str) -> str:
        """The current official key (AGS) behind one as typed: seven digits, with spaces, of twelve (ARS), or a former one.

        Empty where no municipality has the key, or where the one that had it was divided.
        """
        return keys.current(typed, atlas=self.atlas)

    def full_name(self, town: Municipality) -> str:
        """A municipality so that it can be told from others of its name: "Rodenbach, Landkreis Kaiserslautern"."""
        designation = self.atlas.district_designations[town.district_ags]
        name = town.name
        if town.designation == "Gemeindefreies Gebiet":
            name = f"{name} (gemeindefrei)"
        elif town.ags in self._doubles:
            name = f"{name} ({self.atlas.office_postcodes[town.ags]})"
        if designation in CITIES:
            return f"{name}, {town.land}"
        is_said = any(word in town.district.lower() for word in ("kreis", "region"))
        return f"{name}, {town.district if is_said else f'{designation} {town.district}'}"

    @cached_property
    def _doubles(self) -> set[str]:
        """Municipalities that share name and district with another one."""
        seen: dict[tuple[str, str], list[str]] = {}
        for town in self.atlas.municipalities.values():
            if town.designation != "Gemeindefreies Gebiet":
                seen.setdefault((town.name, town.district_ags), []).append(town.ags)
        return {ags for keys in seen.values() if len(keys) > 1 for ags in keys}

    def distances_km(self, area: Area, lats: Floats, lons: Floats) -> Floats:
        """0 inside a district or landscape, else the distance to its outline; NaN where a coordinate is NaN."""
        return self._ground.distances_km(
            area, lats=np.asarray(lats, dtype=np.float64), lons=np.asarray(lons, dtype=np.float64)
        )

    def box(self, area: Area) -> tuple[float, float, float, float]:
        """South, west, north and east bounds in degrees of everything that belongs to an area."""
        return self._ground.box(area)

    def distance_km(self, area: Area, *, lat: float, lon: float) -> float:
        """The same for one point."""
        return self._ground.distance_km(area, lat=lat, lon=lon)

    @property
    def places(self) -> list[Area]:
        """Every area: municipalities, villages, hamlets, districts, Länder, landscapes."""
        return self._names.areas

    def municipality_at(self, *, lat: float, lon: float) -> Municipality:
        """The municipality at a point: exact in the service region, elsewhere the nearest one in the district."""
        return self._ground.municipality_at(lat=lat, lon=lon)

    def municipality(self, ags: str) -> Municipality | None:
        """The municipality with this AGS, or the one that a municipality with this AGS became part of."""
        return self.atlas.municipalities.get(ags) or self.atlas.municipalities.get(self.key(ags))

    def nearest_station(self, lat: float, lon: float) -> tuple[str, float]:
        """Name of the nearest railway station with passenger service, and its distance in km as the crow flies."""
        return self._ground.nearest_station(lat, lon)

    def suggest(self, typed: str, *, limit: int = 8) -> list[Area]:
        """Places that someone may be typing, likeliest first; typing errors are forgiven."""
        here = self._surroundings(near=(), region=SERVICE_REGION)
        return suggestions(typed, names=self._names, here=here, limit=limit)


@cache
def load() -> Gazetteer:
    """The gazetteer, read from its files once a process."""
    return Gazetteer(Atlas())
