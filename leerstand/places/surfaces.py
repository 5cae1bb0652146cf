"""Inside or how far outside: plane geometry over outlines that are kept as loose edges."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from leerstand.places.geography import Area, Floats, Point, haversine_km

POINTS_AT_ONCE = 512
NO_EDGES = np.empty((0, 4))


def ring_edges(ring: Floats) -> Floats:
    """The edges of a closed ring of (lon, lat) points: rows of lon, lat, lon, lat."""
    return np.hstack([ring, np.roll(ring, -1, axis=0)])


def outer_edges(parts: Iterable[Floats]) -> Floats:
    """The edges of several neighbours as one area: a border that two of them share is no border of the whole."""
    edges = np.vstack([NO_EDGES, *parts])
    swapped = (edges[:, 0] > edges[:, 2]) | ((edges[:, 0] == edges[:, 2]) & (edges[:, 1] > edges[:, 3]))
    ordered = np.where(swapped[:, None], edges[:, [2, 3, 0, 1]], edges)
    unique, counts = np.unique(ordered, axis=0, return_counts=True)
    outer: Floats = unique[counts % 2 == 1]
    return outer


def inside(edges: Floats, *, lats: Floats, lons: Floats) -> NDArray[np.bool_]:
    """Which points lie within the edges (even-odd rule)."""
    found = np.zeros(len(lats), dtype=bool)
    x1, y1, x2, y2 = edges.T
    for start in range(0, len(lats), POINTS_AT_ONCE):
        chunk = slice(start, start + POINTS_AT_ONCE)
        x, y = lons[chunk, None], lats[chunk, None]
        crosses = (y1 > y) != (y2 > y)
        rise = np.where(y2 == y1, 1.0, y2 - y1)
        found[chunk] = np.count_nonzero(crosses & (x < x1 + (y - y1) * (x2 - x1) / rise), axis=1) % 2 == 1
    return found


def edge_distances_km(edges: Floats, *, lats: Floats, lons: Floats) -> Floats:
    """Distance from each point to the nearest edge.

    The nearest spot is looked for in a plane that touches the earth at the point; the distance to it is great-circle.
    """
    found = np.empty(len(lats))
    x1, y1, x2, y2 = edges.T
    for start in range(0, len(lats), POINTS_AT_ONCE):
        chunk = slice(start, start + POINTS_AT_ONCE)
        lat, lon = lats[chunk], lons[chunk]
        scale = np.cos(np.radians(lat))[:, None]
        ax, ay = (x1 - lon[:, None]) * scale, y1 - lat[:, None]
        bx, by = (x2 - x1) * scale, y2 - y1
        length = np.maximum(bx * bx + by * by, 1e-18)
        along = np.clip(-(ax * bx + ay * by) / length, 0.0, 1.0)
        nearest = np.argmin((ax + along * bx) ** 2 + (ay + along * by) ** 2, axis=1)
        part = along[np.arange(len(lat)), nearest]
        spot_lat = y1[nearest] + part * (y2 - y1)[nearest]
        spot_lon = x1[nearest] + part * (x2 - x1)[nearest]
        found[chunk] = haversine_km(lat, lon, lats=spot_lat, lons=spot_lon)
    return found


def outline_distances_km(edges: Floats, *, lats: Floats, lons: Floats) -> Floats:
    """0 inside, the distance to the outline outside."""
    distances = np.zeros(len(lats))
    outside = ~inside(edges, lats=lats, lons=lons)
    distances[outside] = edge_distances_km(edges, lats=lats[outside], lons=lons[outside])
    return distances


def line_edges(line: tuple[Point, ...]) -> Floats:
    """The edges of an open line of (lat, lon) points."""
    points = np.array([(lon, lat) for lat, lon in line])
    return np.hstack([points[:-1], points[1:]])


def distances_km(area: Area, *, edges: Floats, lats: Floats, lons: Floats) -> Floats:
    """Distance from each point (no NaN among them) to the nearest thing that belongs to the area."""
    if area.is_point:
        return haversine_km(area.lat, area.lon, lats=lats, lons=lons)
    found = np.full(len(lats), np.inf)
    if len(edges):
        found = outline_distances_km(edges, lats=lats, lons=lons)
    for lat, lon, radius_km in area.circles:
        found = np.minimum(found, haversine_km(lat, lon, lats=lats, lons=lons) - radius_km)
    if area.line:
        strip = edge_distances_km(line_edges(area.line), lats=lats, lons=lons) - area.width_km
        found = np.minimum(found, strip)
    outside: Floats = np.maximum(found, 0.0)
    return outside
