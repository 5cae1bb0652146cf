"""The fast engine: one search against a whole stock with NumPy, first the rules, then the criteria of what is left."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from leerstand.matching.engine import criteria, plans, rules
from leerstand.matching.engine.facts import FORMS, PROPERTY_KINDS, Seeker
from leerstand.matching.engine.plans import Plans, Vector
from leerstand.matching.engine.stock import Floats, Stock
from leerstand.matching.engine.understood import ReadSeeker
from leerstand.matching.engine.weights import CRITERIA, Weights
from leerstand.places.gazetteer import Gazetteer

Rows = NDArray[np.intp]


@dataclass(frozen=True)
class Ranked:
    """The best rows of a stock for one search, best first: rows, scores 0 to 100, and each criterion's value."""

    rows: Rows
    scores: Floats
    values: Floats
    """One line a row, in the order of CRITERIA."""
    weights: Floats
    distances_km: Floats


@dataclass(frozen=True)
class Engine:
    """Everything that the comparison needs besides the two sides."""

    plans: Plans
    weights: Weights
    gazetteer: Gazetteer
    today: date

    def rank(self, seeker: ReadSeeker, stock: Stock, *, top: int) -> Ranked:
        """The best offers for a search that break no hard rule; equal scores in the order of their ids."""
        distances = self.distances_km(seeker, stock)
        rows = np.flatnonzero(self.allowed(seeker.seeker, stock, distances=distances))
        values = self.values(seeker, stock, rows=rows, distances=distances[rows])
        weights = weights_for(seeker, self.weights)
        scores = total(values, weights)
        order = np.lexsort((stock.id_order[rows], -scores))[:top]
        return Ranked(rows[order], scores[order], values[order], weights, distances[rows[order]])

    def distances_km(self, seeker: ReadSeeker, stock: Stock) -> Floats:
        """The distance to the nearest of the search's areas; NaN where either place is not known."""
        nearest = np.full(len(stock.spaces), np.nan)
        for area in seeker.areas:
            nearest = np.fmin(nearest, stock.distances_km(area, self.gazetteer))
        return nearest

    def allowed(self, seeker: Seeker, stock: Stock, *, distances: Floats) -> NDArray[np.bool_]:
        """Which offers break none of the seven hard rules."""
        forms = [FORMS.index(form) for form in seeker.forms]
        kinds = [PROPERTY_KINDS.index(kind) for kind in seeker.property_kinds]
        good = np.isin(stock.form, forms)
        if kinds:
            good &= np.isin(stock.kind, kinds)
        good &= self._long_enough(seeker, stock)
        good &= ~(stock.capacity < seeker.persons)
        if seeker.budget_month_eur is not None:
            good &= ~(stock.cost_eur > seeker.budget_month_eur * rules.BUDGET_TOLERANCE + rules.TINY)
        if seeker.shares_max_eur is not None:
            good &= ~(stock.shares_eur > seeker.shares_max_eur)
        needed = np.uint64(criteria.bits(seeker.needs))
        good &= (stock.features & needed) == needed
        if seeker.min_broadband_mbit is not None:
            good &= ~(stock.broadband_mbit < seeker.min_broadband_mbit)
        for have, least in ((stock.area_m2, seeker.min_area_m2), (stock.rooms, seeker.min_rooms)):
            if least is not None:
                good &= ~(have < rules.SIZE_TOLERANCE * least - rules.TINY)
        return np.asarray(good & ~(distances > seeker.radius_km), dtype=np.bool_)

    def _long_enough(self, seeker: Seeker, stock: Stock) -> NDArray[np.bool_]:
        start, until = self._wished(seeker)
        longer = np.maximum(stock.min_months, seeker.min_months or 0.0)
        least = np.where(longer > 0, longer, 1.0) * rules.MONTH_DAYS - rules.GRACE_DAYS
        shared = np.minimum(stock.end, until) - np.maximum(stock.start, start)
        enough = shared >= least
        if seeker.until_on is None and not seeker.min_months:
            enough &= stock.end >= criteria.ENDLESS
        return np.asarray(enough, dtype=np.bool_)

    def _wished(self, seeker: Seeker) -> tuple[float, float]:
        return (
            criteria.ordinal(seeker.from_on, otherwise=float(self.today.toordinal())),
            criteria.ordinal(seeker.until_on, otherwise=criteria.ENDLESS),
        )

    def values(self, seeker: ReadSeeker, stock: Stock, *, rows: Rows, distances: Floats) -> Floats:
        """Each criterion for each of the rows: shape (rows, criteria)."""
        facts = seeker.seeker
        columns: dict[str, Callable[[], Floats | Vector]] = {
            "plan": lambda: self._plan(seeker, stock, rows=rows),
            "form": lambda: _form(facts, stock, rows=rows),
            "wishes": lambda: criteria.wishes_met(criteria.bits(facts.wishes), features=stock.features[rows]),
            "distance": lambda: criteria.nearness(distances, radius_km=facts.radius_km),
            "way": lambda: criteria.way(
                stock.station_km[rows],
                stated=(stock.features[rows] & np.uint64(criteria.FEATURE_BITS["station_nearby"])) > 0,
            ),
            "cost": lambda: _cost(facts, stock, rows=rows),
            "size": lambda: _size(facts, stock, rows=rows),
            "time": lambda: criteria.time_share(
                stock.start[rows],
                stock.end[rows],
                longest_days=stock.longest_days[rows],
                wished=(*self._wished(facts), (facts.min_months or 0.0) * rules.MONTH_DAYS),
            ),
            "people": lambda: criteria.room_for_all(stock.capacity[rows]),
        }
        return np.stack([np.asarray(columns[name](), dtype=np.float64) for name in CRITERIA], axis=1)

    def _plan(self, seeker: ReadSeeker, stock: Stock, *, rows: Rows) -> Vector:
        wants, refuses = self.plans.wanted(seeker, stock.rarity)
        shared = np.zeros(len(stock.spaces), dtype=np.float32)
        for stem in {stem for stem, _ in seeker.text.rare}:
            if stem in stock.rare:
                shared[stock.rare[stem]] += stock.rarity.words.get(stem, 1.0) ** 2
        return plans.fit(
            wanted=stock.gives[rows] @ wants,
            asked=stock.asked[rows] @ self.plans.brought(seeker),
            refused=stock.is_[rows] @ refuses,
            rare=np.minimum(shared[rows] / 2, 1.0),
        )


def _form(seeker: Seeker, stock: Stock, *, rows: Rows) -> Floats:
    ranks = criteria.form_ranks(seeker, FORMS)
    return np.array([ranks[form] for form in FORMS])[stock.form[rows]]


def _cost(seeker: Seeker, stock: Stock, *, rows: Rows) -> Floats:
    parts = []
    if seeker.budget_month_eur is not None:
        parts.append(criteria.affordability(stock.cost_eur[rows], most=seeker.budget_month_eur))
    if seeker.shares_max_eur is not None:
        nothing_asked = np.where(np.isnan(stock.shares_eur[rows]), 0.0, stock.shares_eur[rows])
        parts.append(criteria.affordability(nothing_asked, most=seeker.shares_max_eur))
    return np.mean(parts, axis=0) if parts else np.zeros(len(rows))


def _size(seeker: Seeker, stock: Stock, *, rows: Rows) -> Floats:
    parts = []
    if seeker.min_area_m2 is not None:
        parts.append(criteria.roominess(stock.area_m2[rows], least=seeker.min_area_m2))
    if seeker.min_rooms is not None:
        parts.append(criteria.roominess(stock.rooms[rows], least=seeker.min_rooms))
    return np.mean(parts, axis=0) if parts else np.zeros(len(rows))


def weights_for(seeker: ReadSeeker, weights: Weights) -> Floats:
    """The weights that hold for a search, summing to 1: what it says nothing about weighs nothing."""
    facts = seeker.seeker
    silent = {
        "plan": not (seeker.wants or seeker.rejects or seeker.text.rare),
        "form": len(facts.forms) < 2 or not facts.has_form_order,
        "wishes": not criteria.bits(facts.wishes),
        "distance": not seeker.areas,
        "way": not seeker.without_car,
        "cost": facts.budget_month_eur is None and facts.shares_max_eur is None,
        "size": facts.min_area_m2 is None and facts.min_rooms is None,
    }
    table = np.array([0.0 if silent.get(name) else weights.of(name) for name in CRITERIA])
    return table / (table.sum() or 1.0)


def total(values: Floats, weights: Floats) -> Floats:
    """Scores from 0 to 100, rounded as they are stored and shown."""
    return np.round(100.0 * (values @ weights), 2)
