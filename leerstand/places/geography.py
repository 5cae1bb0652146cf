"""What a place is to the program: areas, municipalities, what was understood of a typed text, and distances."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

EARTH_RADIUS_KM = 6371.0088
KM_PER_DEGREE = EARTH_RADIUS_KM * math.pi / 180

Floats = NDArray[np.float64]
Degrees = float | Floats
Point = tuple[float, float]
"""Latitude and longitude in degrees, WGS 84."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """A public body with an official key (AGS)."""

    ags: str
    name: str
    designation: str
    district_ags: str
    district: str
    land: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Area:
    """A village or town (a point), or a district, landscape or land (which counts as its whole area).

    An area covers its outlines (AGS of districts, or of municipalities of the service region), its circles
    (latitude, longitude, radius in km) and the strip of `width_km` to both sides of its line.
    """

    name: str
    kind: str
    lat: float
    lon: float
    ags: str
    districts: tuple[str, ...]
    population: int = 0
    outlines: tuple[str, ...] = ()
    circles: tuple[tuple[float, float, float], ...] = ()
    line: tuple[Point, ...] = ()
    width_km: float = 0.0

    @property
    def centre(self) -> Point:
        """Latitude and longitude."""
        return self.lat, self.lon

    @property
    def is_point(self) -> bool:
        """Whether distances count from the centre."""
        return not (self.outlines or self.circles or self.line)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was understood of a place as typed; nothing in it is guessed silently.

    `areas` stand in typed order. `unresolved` are parts that nobody could resolve. `ambiguous` are parts with several
    possible places, best first; the best one is in `areas` only if it is clearly better. `anywhere` is true when the
    text says that the place does not matter, and names none.
    """

    areas: tuple[Area, ...] = ()
    unresolved: tuple[str, ...] = ()
    ambiguous: tuple[tuple[str, tuple[Area, ...]], ...] = ()
    anywhere: bool = False


def haversine_km(lat: Degrees, lon: Degrees, *, lats: Degrees, lons: Degrees) -> Floats:
    """Great-circle distance between points, element by element; NaN where a coordinate is NaN."""
    a, b = np.radians(lats), np.radians(lat)
    across = np.radians(np.asarray(lons) - np.asarray(lon))
    half = np.sin((a - b) / 2) ** 2 + np.cos(a) * np.cos(b) * np.sin(across / 2) ** 2
    return np.asarray(2 * EARTH_RADIUS_KM * np.arcsin(np.sqrt(half)), dtype=np.float64)


def between_km(here: Point, there: Point) -> float:
    """Great-circle distance between two points; plain floats, for single questions."""
    a, b = math.radians(here[0]), math.radians(there[0])
    across = math.radians(there[1] - here[1])
    half = math.sin((a - b) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(across / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(math.sqrt(half))


def degrees(distance_km: float, *, lat: float) -> tuple[float, float]:
    """How many degrees of latitude and of longitude a distance is at a latitude, a little more than less."""
    up = 1.01 * (distance_km + 0.1) / KM_PER_DEGREE
    return up, up / max(math.cos(math.radians(min(abs(lat) + up, 89.0))), 0.01)
