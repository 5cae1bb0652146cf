"""Marks for the map: offers by themselves where there is room, clusters on a grid where there is none."""

import math
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from leerstand.offers.public_place import Box
from leerstand.offers.public_queries import Points, Positions

TILE = 256
CELL_PIXELS = 72
RING_PIXELS = 16
MOST_MARKS = 200
SQUEEZE = 0.6  # a degree of longitude is 0.6 of one of latitude at 53° north
ONE_SPOT_DEGREES = 0.0005
MOST_ON_A_SPOT = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """A cluster (`offer_id` is None) or one offer."""

    lat: float
    lon: float
    count: int
    box: Box
    offer_id: UUID | None = None


def cell_degrees(box: Box, *, zoom: float) -> float:
    """Width of a grid cell in degrees of longitude: about 72 pixels, wider where the view would hold too many."""
    west, south, east, north = box
    by_zoom = 360 / (TILE * 2**zoom) * CELL_PIXELS
    # The outermost cells are cut by the view, so there may be one more in each direction.
    enough = math.sqrt((east - west) * (north - south) / SQUEEZE / (MOST_MARKS * 0.6))
    return max(by_zoom, enough)


def marks(found: Points, *, box: Box, zoom: float) -> list[Mark]:
    """At most about 200 marks for all offers in the view. Offers of one spot stand in a ring around it."""
    if not found.ids:
        return []
    width = cell_degrees(box, zoom=zoom)
    across = np.floor(found.lons / width).astype(np.int64)
    up = np.floor(found.lats / (width * SQUEEZE)).astype(np.int64)
    _, group, counts = np.unique(across * 1_000_003 + up, return_inverse=True, return_counts=True)
    by_cell = np.split(np.argsort(group, kind="stable"), np.cumsum(counts)[:-1])
    room = max(0, MOST_MARKS - len(by_cell))
    shown: list[Mark] = []
    for cell in by_cell:
        singles = _singles(found, cell, pixel=width / CELL_PIXELS)
        if len(singles) > 1 and len(singles) > room:
            singles = []
        room -= max(0, len(singles) - 1)
        shown += singles or [_cluster(found, cell)]
    return shown


def _singles(found: Points, cell: Positions, *, pixel: float) -> list[Mark]:
    """The cell's offers by themselves: one alone, or a few of one house, which no zooming would part."""
    lats, lons = found.lats[cell], found.lons[cell]
    one_spot = np.ptp(lats) < ONE_SPOT_DEGREES and np.ptp(lons) < ONE_SPOT_DEGREES
    if len(cell) > 1 and not (one_spot and len(cell) <= MOST_ON_A_SPOT):
        return []
    around = pixel * RING_PIXELS if len(cell) > 1 else 0.0
    turns = [2 * math.pi * n / len(cell) for n in range(len(cell))]
    return [
        _single(found.ids[i], lat + around * SQUEEZE * math.cos(turn), lon + around * math.sin(turn))
        for i, lat, lon, turn in zip(cell.tolist(), lats.tolist(), lons.tolist(), turns, strict=True)
    ]


def _single(offer_id: UUID, lat: float, lon: float) -> Mark:
    return Mark(lat, lon, 1, (lon, lat, lon, lat), offer_id)


def _cluster(found: Points, cell: Positions) -> Mark:
    lats, lons = found.lats[cell], found.lons[cell]
    box = (float(lons.min()), float(lats.min()), float(lons.max()), float(lats.max()))
    return Mark(float(lats.mean()), float(lons.mean()), len(cell), box)
