"""Where the offers of a stock lie: points in strips from south to north, each from west to east, found by boxes."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leerstand.matching.engine.columns import Floats, Rows
from leerstand.places.gazetteer import Gazetteer
from leerstand.places.geography import Area, degrees, haversine_km

STRIP = 0.2
ROUND = 1_000.0
"""More than the degrees around the earth, so that strip and longitude sort as one number."""


@dataclass(frozen=True)
class Found:
    """Rows near places: the place's number, the row, and the distance (NaN: the row's or the place's point is not known)."""

    places: Rows
    rows: Rows
    distances_km: Floats

    @classmethod
    def joined(cls, parts: Sequence["Found"]) -> "Found":
        """Several as one."""
        return cls(
            np.concatenate([part.places for part in parts]),
            np.concatenate([part.rows for part in parts]),
            np.concatenate([part.distances_km for part in parts]),
        )

    def where(self, good: NDArray[np.bool_]) -> "Found":
        """Those of them."""
        kept = np.flatnonzero(good)
        return Found(self.places[kept], self.rows[kept], self.distances_km[kept])

    def nearest(self, size: int) -> "Found":
        """Each row once for a place that has several areas, with the smallest distance; rows are below `size`."""
        pairs = self.places * size + self.rows
        order = np.argsort(pairs, kind="stable")
        begins = np.flatnonzero(np.r_[True, np.diff(pairs[order]) > 0])
        km = np.minimum.reduceat(self.distances_km[order], begins)
        first = order[begins]
        return Found(self.places[first], self.rows[first], km)


class Points:
    """The known points of some rows."""

    def __init__(self, rows: Rows, lats: Floats, lons: Floats) -> None:
        strips = np.floor(lats / STRIP)
        order = np.lexsort((lons, strips))
        self.rows, self.lats, self.lons = rows[order], lats[order], lons[order]
        self._keys = strips[order] * ROUND + self.lons

    def in_boxes(self, boxes: Floats) -> tuple[Rows, Rows]:
        """For boxes (south, west, north, east a line): number of the box and place among these points, box by box."""
        south, west, north, east = boxes.T
        first, last = np.floor(south / STRIP), np.floor(north / STRIP)
        owners, nth = _spread((last - first + 1).astype(np.intp))
        strips = (first[owners] + nth) * ROUND
        begins = np.searchsorted(self._keys, strips + west[owners])
        ends = np.searchsorted(self._keys, strips + east[owners], side="right")
        ranges, nth = _spread(np.maximum(ends - begins, 0))
        return owners[ranges], begins[ranges] + nth

    def within(self, areas: Sequence[Area], *, reach_km: Floats, gazetteer: Gazetteer) -> tuple[Rows, Rows]:
        """The points in the boxes of some areas, each widened by its reach: number of the area, place among the points."""
        bounds = np.array([gazetteer.box(area) for area in areas]).reshape(-1, 4)
        furthest = np.maximum(np.abs(bounds[:, 0]), np.abs(bounds[:, 2]))
        around = [degrees(km, lat=lat) for km, lat in zip(reach_km.tolist(), furthest.tolist(), strict=True)]
        wider = np.array([(-up, -across, up, across) for up, across in around]).reshape(-1, 4)
        return self.in_boxes(bounds + wider)

    def near(self, areas: Sequence[Area], *, reach_km: Floats, gazetteer: Gazetteer) -> Found:
        """The rows within reach of villages and towns, all of them at once."""
        owners, places = self.within(areas, reach_km=reach_km, gazetteer=gazetteer)
        lats, lons = np.array([area.lat for area in areas]), np.array([area.lon for area in areas])
        km = haversine_km(lats[owners], lons[owners], lats=self.lats[places], lons=self.lons[places])
        kept = np.flatnonzero(km <= reach_km[owners])
        return Found(owners[kept], self.rows[places[kept]], km[kept])


def _spread(sizes: Rows) -> tuple[Rows, Rows]:
    """For ranges of these sizes, one after the other: the number of the range, and the place in it."""
    owners = np.repeat(np.arange(len(sizes)), sizes)
    return owners, np.arange(len(owners)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
