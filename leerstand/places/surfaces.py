"""Inside or how far outside: plane geometry over outlines that are kept as loose edges."""

from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from leerstand.places.geography import Area, Floats, Point, haversine_km

POINTS_AT_ONCE = 2_048
BAND_DEGREES = 0.02
EDGES_IN_GROUP = 16
GROUP_DEGREES = 0.1
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


class Outline:
    """Edges arranged for many questions: in bands of latitude for "inside", in small near groups for "how far"."""

    def __init__(self, edges: Floats) -> None:
        self.edges = edges
        low, high = np.minimum(edges[:, 1], edges[:, 3]), np.maximum(edges[:, 1], edges[:, 3])
        self._south, self._north = float(low.min()), float(high.max())
        self._west = float(edges[:, [0, 2]].min())
        self._east = float(edges[:, [0, 2]].max())
        self._bands = max(1, int((self._north - self._south) / BAND_DEGREES))
        first, last = self._band(low), self._band(high)
        self._in_band = [edges[(first <= band) & (last >= band)] for band in range(self._bands)]
        self._groups = _grouped(edges)
        xs, ys = self._groups[:, :, [0, 2]], self._groups[:, :, [1, 3]]
        self._boxes = np.stack([xs.min((1, 2)), ys.min((1, 2)), xs.max((1, 2)), ys.max((1, 2))])

    def _band(self, lats: Floats) -> NDArray[np.int64]:
        share = (lats - self._south) / max(self._north - self._south, 1e-9)
        return np.clip((share * self._bands).astype(np.int64), 0, self._bands - 1)

    def inside(self, *, lats: Floats, lons: Floats) -> NDArray[np.bool_]:
        """Which points lie within the edges (even-odd rule)."""
        found = np.zeros(len(lats), dtype=bool)
        boxed = (lats >= self._south) & (lats <= self._north) & (lons >= self._west) & (lons <= self._east)
        band_of = self._band(lats)
        for band in np.unique(band_of[boxed]):
            points = np.flatnonzero(boxed & (band_of == band))
            for chunk in np.array_split(points, max(1, len(points) // POINTS_AT_ONCE)):
                found[chunk] = _odd_crossings(self._in_band[band], lats=lats[chunk], lons=lons[chunk])
        return found

    def distances_km(self, *, lats: Floats, lons: Floats) -> Floats:
        """Distance from each point to the nearest edge, inside and outside alike.

        The nearest spot is looked for in a plane that touches the earth halfway to the outline; the distance to it
        is great-circle.
        """
        found = np.empty(len(lats))
        for start in range(0, len(lats), POINTS_AT_ONCE):
            chunk = slice(start, start + POINTS_AT_ONCE)
            found[chunk] = self._some_distances_km(lats[chunk], lons[chunk])
        return found

    def _some_distances_km(self, lats: Floats, lons: Floats) -> Floats:
        halfway = (lats + np.clip(lats, self._south, self._north)) / 2
        scale = np.cos(np.radians(halfway))[:, None]
        x, y = lons[:, None], lats[:, None]
        west, south, east, north = self._boxes
        # A group can only hold the nearest edge if its box comes closer than some edge is for certain.
        across = np.maximum(np.maximum(west - x, x - east), 0.0) * scale
        least = across**2 + np.maximum(np.maximum(south - y, y - north), 0.0) ** 2
        spot = self._groups[:, 0]
        most = ((spot[:, 0] - x) * scale) ** 2 + (spot[:, 1] - y) ** 2
        point, group = np.nonzero(least <= most.min(axis=1, keepdims=True))
        squares, spots = _nearest_spots(
            self._groups[group], lats=lats[point], lons=lons[point], scale=scale[point]
        )
        order = np.lexsort((squares, point))
        best = order[np.unique(point[order], return_index=True)[1]]
        return haversine_km(lats, lons, lats=spots[best, 1], lons=spots[best, 0])


def _grouped(edges: Floats) -> Floats:
    """Edges in groups of 16 that lie together: cells of a grid, one after the other; the last group repeats its end."""
    middle = (edges[:, :2] + edges[:, 2:]) / 2
    cell = np.floor(middle / GROUP_DEGREES).astype(np.int64)
    order = np.lexsort((middle[:, 0], cell[:, 0], cell[:, 1]))
    missing = -len(edges) % EDGES_IN_GROUP
    order = np.concatenate([order, np.repeat(order[-1:], missing)])
    return edges[order].reshape(-1, EDGES_IN_GROUP, 4)


def _odd_crossings(edges: Floats, *, lats: Floats, lons: Floats) -> NDArray[np.bool_]:
    x1, y1, x2, y2 = edges.T
    x, y = lons[:, None], lats[:, None]
    crosses = (y1 > y) != (y2 > y)
    rise = np.where(y2 == y1, 1.0, y2 - y1)
    odd: NDArray[np.bool_] = (
        np.count_nonzero(crosses & (x < x1 + (y - y1) * (x2 - x1) / rise), axis=1) % 2 == 1
    )
    return odd


def _nearest_spots(groups: Floats, *, lats: Floats, lons: Floats, scale: Floats) -> tuple[Floats, Floats]:
    """For pairs of a point and a group of edges: the squared plane distance, and the (lon, lat) that is nearest.

    `scale` is what a degree of longitude is in degrees of latitude, one column a pair.
    """
    x1, y1, x2, y2 = np.moveaxis(groups, 2, 0)
    ax, ay = (x1 - lons[:, None]) * scale, y1 - lats[:, None]
    bx, by = (x2 - x1) * scale, y2 - y1
    along = np.clip(-(ax * bx + ay * by) / np.maximum(bx * bx + by * by, 1e-18), 0.0, 1.0)
    squares = (ax + along * bx) ** 2 + (ay + along * by) ** 2
    nearest = np.argmin(squares, axis=1)
    row = np.arange(len(lats))
    part, edge = along[row, nearest], groups[row, nearest]
    spots: Floats = edge[:, :2] + part[:, None] * (edge[:, 2:] - edge[:, :2])
    return squares[row, nearest], spots


def line_edges(line: tuple[Point, ...]) -> Floats:
    """The edges of an open line of (lat, lon) points."""
    points = np.array([(lon, lat) for lat, lon in line])
    return np.hstack([points[:-1], points[1:]])


def distances_km(
    area: Area, *, outline: Outline | None, line: Outline | None, lats: Floats, lons: Floats
) -> Floats:
    """Distance from each point (no NaN among them) to the nearest thing that belongs to the area."""
    if area.is_point:
        return haversine_km(area.lat, area.lon, lats=lats, lons=lons)
    found = np.full(len(lats), np.inf)
    if outline:
        outside = ~outline.inside(lats=lats, lons=lons)
        found = np.zeros(len(lats))
        found[outside] = outline.distances_km(lats=lats[outside], lons=lons[outside])
    for lat, lon, radius_km in area.circles:
        found = np.minimum(found, haversine_km(lat, lon, lats=lats, lons=lons) - radius_km)
    if line:
        found = np.minimum(found, line.distances_km(lats=lats, lons=lons) - area.width_km)
    outside_km: Floats = np.maximum(found, 0.0)
    return outside_km
