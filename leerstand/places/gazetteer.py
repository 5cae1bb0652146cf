"""Reads places as people type them and answers what lies where: the one door to the data of `places`.

Pure Python and NumPy over data files in the package; no database, no web.
"""

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from leerstand.places.atlas import Atlas
from leerstand.places.choosing import Surroundings
from leerstand.places.geography import Area, Floats, Municipality, Point, Reading, haversine_km
from leerstand.places.ground import Ground
from leerstand.places.mentions import spoken_of
from leerstand.places.names import Names
from leerstand.places.reading import Reader
from leerstand.places.regions import SERVICE_REGION
from leerstand.places.suggesting import suggestions

__all__ = ["SERVICE_REGION", "Area", "Gazetteer", "Municipality", "Reading", "haversine_km", "load"]


class Gazetteer:
    """Places of Germany by name, spelling and coordinate."""

    def __init__(self, atlas: Atlas) -> None:
        self.atlas = atlas
        self._names = Names(atlas)
        self._ground = Ground(atlas)
        self._reader = Reader(atlas, names=self._names, ground=self._ground)
        self._remembered = lru_cache(maxsize=50_000)(self._read)

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
        """The municipality with this AGS."""
        return self.atlas.municipalities.get(ags)

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
