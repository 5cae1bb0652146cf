"""The fast engine: one search against a whole stock, by the same rules and criteria in columns as everything at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from leerstand.matching.engine import batch
from leerstand.matching.engine.columns import Floats, Rows
from leerstand.matching.engine.demand import Demand
from leerstand.matching.engine.facts import FORMS
from leerstand.matching.engine.pairs import Flags, Market, Pairs
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
class Fitting:
    """Pairs that break no hard rule, with their scores from 0 to 100."""

    pairs: Pairs
    scores: Floats

    def where(self, good: Flags) -> "Fitting":
        """Those of the pairs."""
        return Fitting(self.pairs.where(good), self.scores[good])


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
        best = self.best_of(0, market, top=top)
        weights = demand.weights(np.array([0]))[0]
        pairs = best.pairs
        return Ranked(pairs.offers, best.scores, market.values(pairs), weights, pairs.distances_km)

    def distances_km(self, seeker: ReadSeeker, stock: Stock) -> Floats:
        """The distance to the nearest of the search's areas; NaN where either place is not known."""
        rows = np.arange(stock.keys.size)
        return stock.distances_km(seeker.areas, rows, gazetteer=self.gazetteer)

    def searches_for(self, space_id: str, market: Market) -> Fitting:
        """The searches that an offer may be proposed to, in no order that means anything."""
        demand, stock = market.demand, market.stock
        row = stock.keys.row_of(space_id)
        if row is None or not len(demand):
            nobody = np.zeros(0, dtype=np.intp)
            return Fitting(Pairs(nobody, nobody, np.zeros(0)), np.zeros(0))
        form = FORMS[int(stock.codes["form"][row])]
        size = demand.keys.size
        rows = np.flatnonzero(demand.numbers[f"form:{form}"][:size] > 0)
        rows = rows[demand.most_told_order(rows)]
        km = demand.distances_km(rows, point=stock.point(row), gazetteer=self.gazetteer)
        pairs = market.may_meet(Pairs(rows, np.full(len(rows), row), km))
        return Fitting(pairs, market.scores(pairs))

    def scored(self, ids: Sequence[tuple[str, str]], market: Market) -> Fitting:
        """Those of some pairs (ids of search and offer) that break no hard rule, with their scores."""
        demand, stock = market.demand, market.stock
        rows = [(demand.keys.row_of(search), stock.keys.row_of(offer)) for search, offer in ids]
        known = [pair for pair in rows if None not in pair]
        found = np.array(known, dtype=np.intp).reshape(-1, 2)
        found = found[np.lexsort((found[:, 1], found[:, 0], -demand.told.counts[found[:, 0]]))]
        searches, offers = found.T.copy()
        ranks = demand.form_ranks(searches)
        forms = stock.codes["form"][offers].astype(np.intp)
        wanted = ranks[np.arange(len(forms)), forms] > 0
        searches, offers = searches[wanted], offers[wanted]
        pairs = market.may_meet(Pairs(searches, offers, self._apart(searches, offers, market)))
        return Fitting(pairs, market.scores(pairs))

    def _apart(self, searches: Rows, offers: Rows, market: Market) -> Floats:
        places = market.demand.codes["place"][searches].astype(np.intp)
        km = np.full(len(searches), np.nan)
        for place in np.unique(places).tolist():
            some = np.flatnonzero(places == place)
            areas = market.demand.areas[place]
            km[some] = market.stock.distances_km(areas, offers[some], gazetteer=self.gazetteer)
        return km

    def best_of(self, search: int, market: Market, *, top: int) -> Fitting:
        """The best offers for one row of the demand, best first."""
        found = batch.best(market, self.gazetteer, top=top, searches=np.array([search]), workers=1)
        return self.fitting(search, found, market)

    def fitting(self, search: int, found: batch.Best, market: Market) -> Fitting:
        """What everything at once has found for one row of the demand, with the distances."""
        offers = found.offers[search][found.offers[search] >= 0].astype(np.intp)
        areas = market.demand.areas[int(market.demand.codes["place"][search])]
        km = market.stock.distances_km(areas, offers, gazetteer=self.gazetteer)
        return Fitting(Pairs(np.full(len(offers), search), offers, km), found.scores[search][: len(offers)])
