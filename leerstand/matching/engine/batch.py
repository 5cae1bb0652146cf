"""Everything against everything: only pairs of the same form within reach are looked at, in slices that fit the cache."""

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leerstand.matching.engine.columns import Floats, Rows
from leerstand.matching.engine.facts import FORMS
from leerstand.matching.engine.pairs import Market, Pairs
from leerstand.places.gazetteer import Gazetteer

SLICE = 1 << 16
"""Pairs that are compared at once: their columns stay in the processor's cache."""
TASK = 400
"""Searches that one thread takes at once."""
APART = 2.0**20
"""More than any distance in km, so that form and distance sort as one number."""
PLACE_BITS = 24
MOST_CENTS = 10_000
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Best:
    """The best offers for each row of the demand, best first: rows of the stock (-1: no more) and scores."""

    offers: NDArray[np.int32]
    scores: Floats
    compared: int
    """How many pairs broke no hard rule."""
    met: int
    """How many pairs of the same form and within reach were looked at."""


@dataclass(frozen=True, slots=True)
class _Lot:
    """Searches and the offers near them: where each search's offers of each form begin, and how many are near enough."""

    searches: Rows
    begins: Rows
    counts: Rows
    offers: Rows
    distances_km: Floats

    def part(self, searches: slice | Rows) -> "_Lot":
        """The same for some of the searches."""
        return _Lot(
            self.searches[searches],
            self.begins[searches],
            self.counts[searches],
            self.offers,
            self.distances_km,
        )

    def pairs(self, market: Market) -> Pairs:
        """Every search with each of its offers."""
        lot = self.part(market.demand.most_told_order(self.searches))
        sizes = lot.counts.reshape(-1)
        places = np.repeat(lot.begins.reshape(-1) - (np.cumsum(sizes) - sizes), sizes)
        places += np.arange(len(places))
        searches = np.repeat(lot.searches, lot.counts.sum(axis=1))
        return Pairs(searches, lot.offers[places], lot.distances_km[places])


def best(
    market: Market,
    gazetteer: Gazetteer,
    *,
    top: int,
    searches: Rows | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Best:
    """The best offers for each search (or for these rows); equal scores in the order of the offers' ids.

    Threads share the work: NumPy lets go of the interpreter while it reckons.
    """
    rows = market.demand.keys.known_rows() if searches is None else searches
    found = _Found.empty(market, top=top)
    if not len(rows) or not len(market.stock):
        return found.best()
    market.stock.settle()

    def compare(groups: Sequence[Rows]) -> int:
        for lot in _cut(_lot(market, groups, gazetteer=gazetteer)):
            found.take(market, lot.pairs(market))
        return sum(map(len, groups))

    tasks = _tasks(market, rows)
    done = 0
    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        for size in pool.map(compare, tasks) if len(tasks) > 1 else map(compare, tasks):
            done += size
            if progress is not None:
                progress(done, len(rows))
    return found.best()


def _tasks(market: Market, rows: Rows) -> list[list[Rows]]:
    """The searches grouped by the place that they look at, and groups so that no task is much larger than the others."""
    places = market.demand.codes["place"][rows].astype(np.intp)
    order = np.argsort(places, kind="stable")
    groups = np.split(rows[order], np.flatnonzero(np.diff(places[order])) + 1)
    tasks: list[list[Rows]] = []
    size = TASK
    for group in sorted(groups, key=len, reverse=True):
        if size >= TASK:
            tasks.append([])
            size = 0
        tasks[-1].append(group)
        size += len(group)
    return tasks


def _lot(market: Market, groups: Sequence[Rows], *, gazetteer: Gazetteer) -> _Lot:
    """Offers near groups of searches that look at the same place: by place and form, and each form from near to far."""
    demand, stock = market.demand, market.stock
    searches = np.concatenate(groups)
    group = np.repeat(np.arange(len(groups)), [len(rows) for rows in groups])
    radius_km = demand.numbers["radius_km"][searches]
    reach_km = np.array([demand.numbers["radius_km"][rows].max() for rows in groups])
    places = [demand.areas[int(demand.codes["place"][rows[0]])] for rows in groups]
    near = stock.near(places, reach_km=reach_km, gazetteer=gazetteer)
    km = np.where(np.isnan(near.distances_km), 0.0, near.distances_km)
    keys = (near.places * len(FORMS) + stock.codes["form"][near.rows].astype(np.intp)) * APART + km
    order = np.argsort(keys)
    keys = keys[order]
    begins = (group[:, None] * len(FORMS) + np.arange(len(FORMS))) * APART
    firsts = np.searchsorted(keys, begins)
    counts = np.searchsorted(keys, begins + radius_km[:, None], side="right") - firsts
    counts = np.where(demand.form_ranks(searches) > 0, counts, 0)
    return _Lot(searches, firsts, counts, near.rows[order], near.distances_km[order])


def _cut(lot: _Lot) -> Iterator[_Lot]:
    """Slices of so many searches that their pairs fit the cache."""
    sums = np.cumsum(lot.counts.sum(axis=1))
    first = 0
    while first < len(sums):
        before = int(sums[first - 1]) if first else 0
        last = max(int(np.searchsorted(sums, before + SLICE, side="right")), first + 1)
        yield lot.part(slice(first, last))
        first = last


@dataclass(slots=True)
class _Found:
    """What the threads have found so far; each writes the lines of its own searches only."""

    offers: NDArray[np.int32]
    scores: Floats
    compared: list[int]
    met: list[int]

    @classmethod
    def empty(cls, market: Market, *, top: int) -> "_Found":
        shape = (market.demand.keys.size, top)
        return cls(np.full(shape, -1, dtype=np.int32), np.full(shape, np.nan), [], [])

    def take(self, market: Market, pairs: Pairs) -> None:
        """Compare a slice and keep each search's best: one sort of score and id as a single number."""
        self.met.append(len(pairs.searches))
        pairs = market.may_meet(pairs)
        self.compared.append(len(pairs.searches))
        if not len(pairs.searches):
            return
        scores = market.scores(pairs)
        place = market.stock.id_places()
        new = np.r_[True, pairs.searches[1:] != pairs.searches[:-1]]
        local = np.cumsum(new) - 1
        cents = MOST_CENTS - np.rint(100 * scores).astype(np.int64)
        keys = (local << (PLACE_BITS + 16)) | (cents << PLACE_BITS) | place[pairs.offers]
        keys.sort()
        self._keep(market, keys, searches=pairs.searches[new])

    def _keep(self, market: Market, keys: NDArray[np.int64], *, searches: Rows) -> None:
        local = keys >> (PLACE_BITS + 16)
        begins = np.searchsorted(local, np.arange(len(searches)))
        rank = np.arange(len(keys)) - begins[local]
        kept = np.flatnonzero(rank < self.offers.shape[1])
        keys, lines = keys[kept], (searches[local[kept]], rank[kept])
        self.offers[lines] = market.stock.by_id()[keys & ((1 << PLACE_BITS) - 1)]
        self.scores[lines] = (MOST_CENTS - ((keys >> PLACE_BITS) & 0xFFFF)) / 100

    def best(self) -> Best:
        return Best(self.offers, self.scores, sum(self.compared), sum(self.met))
