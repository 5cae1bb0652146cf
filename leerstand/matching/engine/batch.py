"""Everything against everything: only pairs of the same form within reach are looked at, in slices that fit the cache."""

import os
from collections.abc import Callable, Iterator
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
class _Near:
    """Offers near one place, form by form and each form from near to far (unknown distances first)."""

    offers: Rows
    distances_km: Floats
    keys: Floats


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
    places = market.demand.codes["place"][rows].astype(np.intp)
    order = np.argsort(places, kind="stable")
    groups = np.split(rows[order], np.flatnonzero(np.diff(places[order])) + 1)
    groups.sort(key=len, reverse=True)
    market.stock.settle()

    def compare(group: Rows) -> int:
        near = _near(market, group, gazetteer=gazetteer)
        for pairs in _slices(market, group, near):
            found.take(market, pairs)
        return len(group)

    done = 0
    with ThreadPoolExecutor(workers or os.cpu_count()) as pool:
        for size in pool.map(compare, groups) if len(groups) > 1 else map(compare, groups):
            done += size
            if progress is not None:
                progress(done, len(rows))
    return found.best()


def _near(market: Market, searches: Rows, *, gazetteer: Gazetteer) -> _Near:
    """The offers within reach of a group of searches that look at the same place."""
    demand, stock = market.demand, market.stock
    areas = demand.areas[int(demand.codes["place"][searches[0]])]
    reach_km = float(demand.numbers["radius_km"][searches].max())
    offers, km = stock.near(areas, reach_km=reach_km, gazetteer=gazetteer)
    keys = stock.codes["form"][offers] * APART + np.where(np.isnan(km), 0.0, km)
    order = np.argsort(keys)
    return _Near(offers[order], km[order], keys[order])


def _slices(market: Market, searches: Rows, near: _Near) -> Iterator[Pairs]:
    """Pairs of a wanted form within each search's own radius, a slice at a time."""
    searches = market.demand.most_told_first(searches)
    begins = np.arange(len(FORMS)) * APART
    ends = begins + market.demand.numbers["radius_km"][searches][:, None]
    firsts = np.searchsorted(near.keys, begins)
    counts = np.searchsorted(near.keys, ends, side="right") - firsts
    counts = np.where(market.demand.form_ranks(searches) > 0, counts, 0)
    sums = np.cumsum(counts.sum(axis=1))
    first = 0
    while first < len(searches):
        before = int(sums[first - 1]) if first else 0
        last = max(int(np.searchsorted(sums, before + SLICE, side="right")), first + 1)
        yield _spread(searches[first:last], counts[first:last], firsts=firsts, near=near)
        first = last


def _spread(searches: Rows, counts: Rows, *, firsts: Rows, near: _Near) -> Pairs:
    sizes = counts.reshape(-1)
    begins = np.tile(firsts, len(searches)) - (np.cumsum(sizes) - sizes)
    places = np.repeat(begins, sizes) + np.arange(int(sizes.sum()))
    who = np.repeat(searches, counts.sum(axis=1))
    return Pairs(who, near.offers[places], near.distances_km[places])


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
