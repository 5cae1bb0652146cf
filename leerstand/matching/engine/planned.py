"""The plan criterion for many pairs at once: what a search wants from the lines of the stock, and what owners ask for."""

from dataclasses import dataclass

import numpy as np

from leerstand.matching.engine import plans
from leerstand.matching.engine.columns import Floats, Lists, Rows
from leerstand.matching.engine.demand import Demand
from leerstand.matching.engine.plans import Vector
from leerstand.matching.engine.stock import Stock


def fit(searches: Rows, offers: Rows, *, demand: Demand, stock: Stock) -> Floats:
    """How plan and use fit, 0 to 1; pairs of one search stand together, those that say most first."""
    if not len(searches):
        return np.zeros(0)
    begins = np.flatnonzero(np.r_[True, searches[1:] != searches[:-1]])
    sizes = np.diff(np.r_[begins, len(searches)])
    local = np.repeat(np.arange(len(begins)), sizes)
    plan = _Plans(demand, stock, searches[begins], begins, local, offers)
    fitted = plans.fit(
        wanted=plan.wanted(),
        asked=plan.asked(),
        asks=stock.asked.counts[offers] > 0,
        refused=plan.refused(),
        rare=plan.shared_words(),
    )
    return fitted.astype(np.float64)


@dataclass(frozen=True, slots=True)
class _Plans:
    """Pairs by search: `searches` once each, where their pairs begin, and which of them each pair has."""

    demand: Demand
    stock: Stock
    searches: Rows
    begins: Rows
    local: Rows
    offers: Rows

    def wanted(self) -> Vector:
        """How much of what each search wants the offer gives."""
        told, size = self.demand.told, self.demand.plans.size
        counts = told.counts[self.searches]
        most = int(counts.max())
        concepts = told.concepts[:most, self.searches].astype(np.intp)
        shares = told.strengths[:most, self.searches] * self.stock.rarity.concepts[concepts]
        shares /= _at_least_tiny(_layer_sum(shares))
        lines, found = self.offers * size, np.zeros(len(self.offers), dtype=np.float32)
        gives = self.stock.gives.reshape(-1)
        for layer in range(most):
            # Searches that say most stand first, so whoever has another concept stands before this place.
            searches = int((counts > layer).sum())
            end = int(self.begins[searches]) if searches < len(self.begins) else len(self.offers)
            local = self.local[:end]
            found[:end] += shares[layer][local] * gives[lines[:end] + concepts[layer][local]]
        return found

    def asked(self) -> Vector:
        """How much of what each owner asks for the search brings."""
        asked, size = self.stock.asked, self.demand.plans.size
        shares = self.stock.asked_shares
        brought = self._brought().reshape(-1)
        found = np.zeros(len(self.offers), dtype=np.float32)
        counts = asked.counts[self.offers]
        pairs, lines, offers = np.arange(len(self.offers)), self.local * size, self.offers
        for layer in range(len(asked.concepts)):
            more = np.flatnonzero(counts > layer)
            if not len(more):
                break
            if len(more) < len(counts):
                pairs, lines, offers, counts = pairs[more], lines[more], offers[more], counts[more]
            found[pairs] += shares[layer][offers] * brought[lines + asked.concepts[layer][offers]]
        return found

    def _brought(self) -> Vector:
        """How well each search answers to each concept that an owner may ask for: shape (searches, concepts)."""
        terms = self.demand.plans
        brings = _reached(terms.positive.T, self.demand.wants, self.searches)
        if self.demand.rejects.counts[self.searches].any():
            brings -= _reached(terms.same.T, self.demand.rejects, self.searches)
        return brings

    def refused(self) -> Vector:
        """How much each offer is what the search refuses."""
        refuses, terms = self.demand.rejects, self.demand.plans
        counts = refuses.counts[self.searches][self.local]
        found = np.zeros(len(self.offers), dtype=np.float32)
        is_ = self.stock.is_.reshape(-1)
        for layer in range(int(counts.max(initial=0))):
            pairs = np.flatnonzero(counts > layer)
            searches = self.searches[self.local[pairs]]
            concepts = refuses.concepts[layer][searches].astype(np.intp)
            shares = refuses.strengths[layer][searches] * terms.salience[concepts]
            found[pairs] += shares * is_[self.offers[pairs] * terms.size + concepts]
        return found

    def shared_words(self) -> Vector:
        """How much both write that the vocabulary doesn't know."""
        found = np.zeros(len(self.offers), dtype=np.float32)
        keys, shares = self._sharing()
        if not len(keys):
            return found
        size = self.stock.keys.size
        has_words = np.zeros(size, dtype=np.bool_)
        has_words[keys % size] = True
        shares_words = np.zeros(len(self.searches), dtype=np.bool_)
        shares_words[keys // size] = True
        pairs = np.flatnonzero(has_words[self.offers] & shares_words[self.local])
        asked = self.local[pairs] * size + self.offers[pairs]
        place = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
        met = keys[place] == asked
        found[pairs[met]] = np.minimum(shares[place[met]] / 2, 1.0)
        return found

    def _sharing(self) -> tuple[Rows, Floats]:
        """Search and offer as one number, sorted, and how much their common unknown words tell."""
        size, words, rare = self.stock.keys.size, self.stock.rarity.words, self.stock.rare
        rows, shares = [], []
        for local, search in enumerate(self.searches.tolist()):
            for stem in self.demand.stems[search]:
                if stem in rare:
                    offers = rare[stem]
                    rows.append(local * size + np.fromiter(offers, dtype=np.intp, count=len(offers)))
                    shares.append(np.full(len(offers), words.get(stem, 1.0) ** 2))
        if not rows:
            return np.zeros(0, dtype=np.intp), np.zeros(0)
        keys, places = np.unique(np.concatenate(rows), return_inverse=True)
        return keys, np.asarray(np.bincount(places, weights=np.concatenate(shares)), dtype=np.float64)


def _reached(matrix: Vector, lists: Lists, rows: Rows) -> Vector:
    """The strongest that some rows' concepts reach of each concept: shape (rows, concepts)."""
    found = np.zeros((len(rows), matrix.shape[1]), dtype=np.float32)
    counts = lists.counts[rows]
    for layer in range(int(counts.max(initial=0))):
        some = np.flatnonzero(counts > layer)
        strengths = np.minimum(lists.strengths[layer][rows[some]], 1.0)
        reach = matrix[lists.concepts[layer][rows[some]]] * strengths[:, None]
        found[some] = np.maximum(found[some], reach)
    return found


def _layer_sum(layers: Vector) -> Vector:
    total = np.zeros(layers.shape[1], dtype=np.float32)
    for layer in layers:
        total += layer
    return total


def _at_least_tiny(sums: Vector) -> Vector:
    return np.where(sums > 0, sums, np.float32(1.0))
