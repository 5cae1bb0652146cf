"""The fast engine: one search against a whole stock, by the same rules and criteria in columns as everything at once."""

from dataclasses import dataclass
from datetime import date

import numpy as np

from leerstand.matching.engine import batch
from leerstand.matching.engine.columns import Floats, Rows
from leerstand.matching.engine.demand import Demand
from leerstand.matching.engine.facts import FORMS
from leerstand.matching.engine.pairs import Market, Pairs
from leerstand.matching.engine.plans import Plans
from leerstand.matching.engine.stock import Stock
from leerstand.matching.engine.understood import ReadSeeker
from leerstand.matching.engine.weights import Weights
from leerstand.places.gazetteer import Gazetteer


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

    def market(self, demand: Demand, stock: Stock) -> Market:
        """Both sides, to be compared as of today."""
        return Market(demand, stock, float(self.today.toordinal()))

    def rank(self, seeker: ReadSeeker, stock: Stock, *, top: int) -> Ranked:
        """The best offers for a search that break no hard rule; equal scores in the order of their ids."""
        demand = Demand.of([seeker], plans=self.plans, weights=self.weights)
        market = self.market(demand, stock)
        found = batch.best(market, self.gazetteer, top=top)
        rows = found.offers[0][found.offers[0] >= 0].astype(np.intp)
        distances = self.distances_km(seeker, stock, rows=rows)
        pairs = Pairs(np.zeros(len(rows), dtype=np.intp), rows, distances)
        weights = demand.weights(np.array([0]))[0]
        return Ranked(rows, found.scores[0][: len(rows)], market.values(pairs), weights, distances)

    def distances_km(self, seeker: ReadSeeker, stock: Stock, *, rows: Rows | None = None) -> Floats:
        """The distance to the nearest of the search's areas; NaN where either place is not known."""
        rows = np.arange(stock.keys.size) if rows is None else rows
        return stock.distances_km(seeker.areas, rows, gazetteer=self.gazetteer)

    def searches_for(self, space_id: str, demand: Demand, stock: Stock) -> tuple[Rows, Floats]:
        """The searches that an offer may be proposed to, best first, equal scores by row; and the scores."""
        row = stock.keys.row_of(space_id)
        if row is None or not len(demand):
            return np.zeros(0, dtype=np.intp), np.zeros(0)
        form = FORMS[int(stock.codes["form"][row])]
        size = demand.keys.size
        rows = np.flatnonzero(demand.numbers[f"form:{form}"][:size] > 0)
        rows = rows[demand.most_told_order(rows)]
        km = demand.distances_km(rows, point=stock.point(row), gazetteer=self.gazetteer)
        market = self.market(demand, stock)
        pairs = market.may_meet(Pairs(rows, np.full(len(rows), row), km))
        scores = market.scores(pairs)
        order = np.lexsort((pairs.searches, -scores))
        return pairs.searches[order], scores[order]
