"""What a map without tiles draws: outlines of districts and Länder, and the region's towns and villages with labels."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from leerstand.places import gazetteer
from leerstand.places.geography import Area, Floats
from leerstand.places.regions import SERVICE_REGION

DIGITS = 3
GRID_DEGREES, FINE_GRID_DEGREES = 0.004, 0.0005
TOWN, VILLAGE = 5_000, 1_200
ROOM_DEGREES = 0.35

Feature = dict[str, Any]


@cache
def region_geojson(districts: Sequence[str] = SERVICE_REGION) -> dict[str, Any]:
    """A FeatureCollection for the region's map, from far to near: neighbours, districts, places.

    Each feature has `kind` ("neighbour", "district", "town", "village") and `name`; places have `people`, so
    that a map can show the larger ones first. `bbox` holds the districts with some room. Pass a tuple, it is kept.
    """
    atlas = gazetteer.load().atlas
    boxes = [atlas.outlines.boxes[ags] for ags in districts]
    west, south = min(b[0] for b in boxes) - ROOM_DEGREES, min(b[1] for b in boxes) - ROOM_DEGREES
    east, north = max(b[2] for b in boxes) + ROOM_DEGREES, max(b[3] for b in boxes) + ROOM_DEGREES
    names = {town.district_ags: town.district for town in atlas.municipalities.values()}
    near = [
        ags
        for ags, (w, s, e, n) in atlas.outlines.boxes.items()
        if len(ags) == 5 and e > west and w < east and n > south and s < north
    ]
    features = [_outline(ags, name=names[ags], kind="neighbour") for ags in near if ags not in districts]
    features += [_outline(ags, name=names[ags], kind="district") for ags in districts]
    features += [_place(area) for area in labelled_places(tuple(districts))]
    return {"type": "FeatureCollection", "bbox": _rounded([west, south, east, north]), "features": features}


@cache
def labelled_places(districts: tuple[str, ...] = SERVICE_REGION) -> list[Area]:
    """Towns and larger villages of the districts, largest first."""
    found = [
        area
        for area in gazetteer.load().places
        if area.is_point and area.districts[0] in districts and area.population >= VILLAGE
    ]
    return sorted(found, key=lambda area: (-area.population, area.name))


@cache
def municipality_geojson(ags: str) -> Feature | None:
    """The outline of one municipality of the service region, finer than the districts'."""
    town = gazetteer.load().municipality(ags)
    if town is None or not gazetteer.load().atlas.outlines.rings(ags):
        return None
    return _outline(ags, name=town.name, kind="municipality", grid=FINE_GRID_DEGREES)


def svg_path(ags: str, *, west: float, north: float, scale: float) -> str:
    """The same outline as the `d` of an SVG path; `scale` is pixels a degree of latitude."""
    squeeze = 0.6  # a degree of longitude is 0.6 of one of latitude at 53° north
    rings = gazetteer.load().atlas.outlines.rings(ags)
    return " ".join(
        "M"
        + "L".join(f"{(lon - west) * scale * squeeze:.1f},{(north - lat) * scale:.1f}" for lon, lat in ring)
        + "Z"
        for ring in rings
    )


def _outline(ags: str, *, name: str, kind: str, grid: float = GRID_DEGREES) -> Feature:
    rings = [_closed(ring, grid=grid) for ring in gazetteer.load().atlas.outlines.rings(ags)]
    # Each ring stands as a polygon of its own: holes matter to nobody who only draws lines.
    return {
        "type": "Feature",
        "id": ags,
        "properties": {"kind": kind, "name": name},
        "geometry": {"type": "MultiPolygon", "coordinates": [[ring] for ring in rings if len(ring) > 3]},
    }


def _closed(ring: Floats, *, grid: float) -> list[list[float]]:
    """Points moved onto a grid, so that neighbours still share their border, and each only once."""
    points: list[list[float]] = []
    for lon, lat in ((ring / grid).round() * grid).round(4).tolist():
        if not points or points[-1] != [lon, lat]:
            points.append([lon, lat])
    return [*points, points[0]]


def _place(area: Area) -> Feature:
    return {
        "type": "Feature",
        "properties": {
            "kind": "town" if area.population >= TOWN else "village",
            "name": area.name.split(" (")[0].split("/")[0].split(", ")[0],
            "people": area.population,
        },
        "geometry": {"type": "Point", "coordinates": _rounded([area.lon, area.lat])},
    }


def _rounded(values: list[float]) -> list[float]:
    return [round(value, DIGITS) for value in values]
