"""How somebody who knows this program would reckon a place from what they have seen: the best guess of an attacker."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from leerstand.places.geography import KM_PER_DEGREE, Floats, Point, between_km
from leerstand.register.rules import ROUGH_LEAST_M, ROUGH_MOST_M

SQUEEZE = 0.604  # the cosine of 52.9°
# From the district to the house: half the width of the net and its mesh in km, and of how many things read at most.
NETS = ((48.0, 1.0, 60), (3.0, 0.1, 200), (0.4, 0.02, 2_000))
SAMPLE = 400

Distances = Callable[[Floats, Floats], Floats]
"""Of latitudes and longitudes to something known, in km."""


@dataclass(frozen=True)
class Seen:
    """One thing read: a distance to something known lies between two numbers of km."""

    to: Distances
    least_km: float
    most_km: float

    def misses(self, lats: Floats, lons: Floats) -> Floats:
        """By how many km each of some points contradicts it."""
        km = self.to(lats, lons)
        missed: Floats = np.maximum(np.maximum(self.least_km - km, km - self.most_km), 0.0)
        return missed


def best_guess(public: Point, seen: Sequence[Seen]) -> Point:
    """Where the place is most likely, for who has a public point and what was read beside it.

    Who has read nothing, or nothing that the public point does not say as well, can do no better than the public
    point: the ring around it has no other middle.
    """
    here, different = public, list(dict.fromkeys(seen))
    random.Random(3).shuffle(different)
    for half, mesh, most in NETS:
        lats, lons = net(here, half_km=half, mesh_km=mesh)
        loss = _contradicted(different[:most], lats, lons, mesh_km=mesh)
        best = np.flatnonzero(loss <= loss.min() + 1e-9)
        here = float(lats[best].mean()), float(lons[best].mean())
    both = np.array([public[0], here[0]]), np.array([public[1], here[1]])
    of_public, of_here = _contradicted(different, *both, mesh_km=NETS[-1][1])
    return here if of_here < of_public else public


def _contradicted(seen: Sequence[Seen], lats: Floats, lons: Floats, *, mesh_km: float) -> Floats:
    """How much speaks against each point; capped, so that a few things misread do not outweigh the rest."""
    loss = np.zeros(len(lats))
    for one in seen:
        loss += np.minimum(one.misses(lats, lons) / mesh_km, 3.0)
    return loss


def guess_from_rings(points: Sequence[Point]) -> Point:
    """Where a place is most likely that is thought to have all these public points: where their rings cross."""
    middle = float(np.mean([lat for lat, _ in points])), float(np.mean([lon for _, lon in points]))
    lats, lons = net(middle, half_km=1.4, mesh_km=0.04)
    outside = np.zeros(len(lats))
    for point in points:
        metres = 1000 * away_km(point, lats, lons)
        outside += np.maximum(np.maximum(ROUGH_LEAST_M - metres, metres - ROUGH_MOST_M), 0.0)
    inside = np.flatnonzero(outside <= max(outside.min(), 40.0))
    some = inside[:: max(1, len(inside) // SAMPLE)]
    # The guess with the smallest expected error need not lie where the place can be: of a ring it is the middle.
    up = (lats[:, None] - lats[None, some]) * KM_PER_DEGREE
    across = (lons[:, None] - lons[None, some]) * KM_PER_DEGREE * SQUEEZE
    best = int(np.argmin(np.hypot(up, across).mean(axis=1)))
    return float(lats[best]), float(lons[best])


def net(middle: Point, *, half_km: float, mesh_km: float) -> tuple[Floats, Floats]:
    """The knots of a net of squares around a point: latitudes and longitudes."""
    steps = np.arange(-half_km, half_km + mesh_km / 2, mesh_km) / KM_PER_DEGREE
    lats, lons = np.meshgrid(middle[0] + steps, middle[1] + steps / SQUEEZE)
    return lats.ravel(), lons.ravel()


def away_km(point: Point, lats: Floats, lons: Floats) -> Floats:
    """Flat distances to one point; good to a metre over ten kilometres."""
    up, across = (lats - point[0]) * KM_PER_DEGREE, (lons - point[1]) * KM_PER_DEGREE
    found: Floats = np.hypot(up, across * np.cos(np.radians(point[0])))
    return found


def error_m(guess: Point, place: Point) -> float:
    """By how many metres a guess is wrong."""
    return 1000 * between_km(guess, place)
