"""The place that visitors filter by: what was understood of it, a box around it, and exact distances."""

from dataclasses import dataclass
from functools import cache

import numpy as np

from leerstand.offers.codes import Form
from leerstand.places import gazetteer
from leerstand.places.geography import KM_PER_DEGREE, Area, Floats
from leerstand.register.models import Building

DEFAULT_RADIUS_KM = 25.0
MARGIN_KM = 1.0

Box = tuple[float, float, float, float]
"""West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """A part of a place as typed that was not understood; `meant` are readable names to choose from."""

    typed: str
    meant: tuple[str, ...]
    is_known: bool


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """A name and a point that tell nobody the house; `is_district` where they stand for a whole district."""

    name: str
    lat: float | None
    lon: float | None
    is_district: bool


@dataclass(frozen=True, slots=True)
class Around:
    """Everything within a radius of one of some areas; a district or landscape counts as a whole."""

    areas: tuple[Area, ...]
    radius_km: float

    @property
    def box(self) -> Box:
        """A box that holds the areas and the radius, for the database to look in."""
        boxes = [_box(area) for area in self.areas]
        west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
        east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
        up = (self.radius_km + MARGIN_KM) / KM_PER_DEGREE
        across = up / max(np.cos(np.radians(max(abs(south), abs(north)) + up)), 0.01)
        return float(west - across), south - up, float(east + across), north + up

    def distances_km(self, lats: Floats, lons: Floats) -> Floats:
        """To the nearest of the areas; 0 inside a district or landscape."""
        found = [gazetteer.load().distances_km(area, lats, lons) for area in self.areas]
        nearest: Floats = np.min(found, axis=0)
        return nearest


def read_place(typed: str, *, radius_km: float | None) -> tuple[Around | None, list[Unclear]]:
    """Where to look, and what could not be understood; villages count with 25 km unless said otherwise."""
    reading = gazetteer.load().read(typed) if typed else None
    if reading is None:
        return None, []
    unclear = [
        Unclear(part, tuple(named(area) for area in meant[:5]), True) for part, meant in reading.ambiguous
    ]
    unclear += [Unclear(part, _suggested(part), False) for part in reading.unresolved]
    if not (reading.areas or unclear or reading.anywhere):
        # Words that any text has, such as "Berg": said, or the visitor would think the list was about it.
        unclear = [Unclear(typed, _suggested(typed), False)]
    if not reading.areas:
        return None, unclear
    default = DEFAULT_RADIUS_KM if any(area.is_point for area in reading.areas) else 0.0
    return Around(reading.areas, default if radius_km is None else radius_km), unclear


def _suggested(typed: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(named(area) for area in gazetteer.load().suggest(typed, limit=4)))


def named(area: Area) -> str:
    """An area's name with its district, so that places of one name can be told apart and read back."""
    district = district_name(area.districts[0]) if area.is_point and area.districts else ""
    return f"{area.name}, {district}" if district and district not in area.name else area.name


def district_name(key: str) -> str:
    """The name of a district by its five digits; empty where nobody knows it."""
    return _districts()[key].name if key in _districts() else ""


def shown_place(form: Form, *, place: str, ags: str) -> str:
    """Where an offer is, as far as strangers may know: a succession names no more than its district."""
    return district_name(ags[:5]) if form is Form.SUCCESSION else place


def public_place(form: Form, building: Building) -> PublicPlace:
    """A building's place as far as strangers may know it: its village and public point, or its district alone.

    Whatever is counted, ordered or said about a place for anybody but staff and the owner goes by this.
    """
    district = building.ags[:5]
    if form is not Form.SUCCESSION:
        return PublicPlace(building.place, building.rough_lat, building.rough_lon, is_district=False)
    area = _districts().get(district)
    return PublicPlace(
        district_name(district), area.lat if area else None, area.lon if area else None, is_district=True
    )


def district_points() -> tuple[list[str], list[float], list[float]]:
    """Keys, latitudes and longitudes of all districts, for offers that show no more than their district."""
    found = _districts().values()
    return [area.ags for area in found], [area.lat for area in found], [area.lon for area in found]


@cache
def _districts() -> dict[str, Area]:
    return {area.ags: area for area in gazetteer.load().places if area.kind == "district"}


def _box(area: Area) -> Box:
    if area.is_point:
        return area.lon, area.lat, area.lon, area.lat
    boxes = [gazetteer.load().atlas.outlines.boxes[key] for key in area.outlines]
    spots = [*area.circles, *((lat, lon, area.width_km) for lat, lon in area.line)]
    for lat, lon, radius in spots:
        up = radius / KM_PER_DEGREE
        boxes.append((lon - 2 * up, lat - up, lon + 2 * up, lat + up))
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip
