"""Rules and criteria for many pairs of a search and an offer at once: rows of the demand and rows of the stock.

Element by element throughout, so that a pair's score does not depend on which other pairs stand beside it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leerstand.matching.engine import criteria, planned, rules
from leerstand.matching.engine.columns import Floats, Rows
from leerstand.matching.engine.demand import Demand
from leerstand.matching.engine.facts import FORMS
from leerstand.matching.engine.stock import Stock
from leerstand.matching.engine.weights import CRITERIA

Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Rows of searches and of offers and their distances (NaN: not known); pairs of one search stand together.

    Searches stand in the order of `Demand.most_told_order`.
    """

    searches: Rows
    offers: Rows
    distances_km: Floats

    def where(self, good: Flags) -> "Pairs":
        """Those of the pairs."""
        kept = np.flatnonzero(good)
        return Pairs(self.searches[kept], self.offers[kept], self.distances_km[kept])


@dataclass(frozen=True, slots=True)
class Market:
    """Both sides and today, which an empty start means."""

    demand: Demand
    stock: Stock
    today: float

    def may_meet(self, pairs: Pairs) -> Pairs:
        """The pairs that break none of the hard rules; the form is the caller's matter."""
        pairs = pairs.where(self._right_kind(pairs))
        pairs = pairs.where(self._long_enough(pairs))
        pairs = pairs.where(self._affordable(pairs))
        return pairs.where(self._large_and_near_enough(pairs))

    def _right_kind(self, pairs: Pairs) -> Flags:
        kinds = self.demand.codes["kinds"][pairs.searches]
        needs = self.demand.codes["needs"][pairs.searches]
        features, kind = self.stock.codes["features"], self.stock.codes["kind"]
        is_kind = (kinds >> kind[pairs.offers]) & np.uint64(1)
        good: Flags = (is_kind > 0) & ((features[pairs.offers] & needs) == needs)
        return good

    def _long_enough(self, pairs: Pairs) -> Flags:
        wished, offered = self.demand.numbers, self.stock.numbers
        start, until = self._wished(pairs.searches)
        ends = offered["end"][pairs.offers]
        least_months = wished["min_months"][pairs.searches]
        longer = np.maximum(offered["min_months"][pairs.offers], least_months)
        least = np.where(longer > 0, longer, 1.0) * rules.MONTH_DAYS - rules.GRACE_DAYS
        shared = np.minimum(ends, until) - np.maximum(self._starts(pairs), start)
        for_good = (until >= criteria.ENDLESS) & (least_months <= 0)
        good: Flags = (shared >= least) & ~(for_good & (ends < criteria.ENDLESS))
        return good

    def _affordable(self, pairs: Pairs) -> Flags:
        wished, offered = self.demand.numbers, self.stock.numbers
        too_dear = offered["cost_eur"][pairs.offers] > wished["most_cost_eur"][pairs.searches]
        too_dear |= offered["shares_eur"][pairs.offers] > wished["most_shares_eur"][pairs.searches]
        too_many = offered["capacity"][pairs.offers] < wished["persons"][pairs.searches]
        good: Flags = ~(too_dear | too_many)
        return good

    def _large_and_near_enough(self, pairs: Pairs) -> Flags:
        wished, offered = self.demand.numbers, self.stock.numbers
        bad = pairs.distances_km > wished["radius_km"][pairs.searches]
        for have, least in (
            ("area_m2", "least_area_m2"),
            ("rooms", "least_rooms"),
            ("broadband_mbit", "min_mbit"),
        ):
            bad |= offered[have][pairs.offers] < wished[least][pairs.searches]
        good: Flags = ~bad
        return good

    def _starts(self, pairs: Pairs) -> Floats:
        return self._from(self.stock.numbers["start"][pairs.offers])

    def _wished(self, searches: Rows) -> tuple[Floats, Floats]:
        return self._from(self.demand.numbers["start"][searches]), self.demand.numbers["until"][searches]

    def _from(self, starts: Floats) -> Floats:
        return np.where(np.isnan(starts), self.today, starts)

    def scores(self, pairs: Pairs) -> Floats:
        """Scores from 0 to 100 of pairs that may meet, rounded as they are stored and shown."""
        total = np.zeros(len(pairs.searches))
        for name, values in self._columns(pairs):
            total += self.demand.numbers[f"weight:{name}"][pairs.searches] * values
        return np.rint(100.0 * 100.0 * total) / 100.0

    def values(self, pairs: Pairs) -> Floats:
        """Each criterion for each of the pairs: shape (pairs, criteria)."""
        return np.stack([values for _, values in self._columns(pairs)], axis=1)

    def _columns(self, pairs: Pairs) -> Iterator[tuple[str, Floats]]:
        columns: dict[str, Callable[[Pairs], Floats]] = {
            "plan": self._plan,
            "form": self._form,
            "wishes": self._wishes,
            "distance": self._distance,
            "way": lambda pairs: self.stock.numbers["way"][pairs.offers],
            "cost": self._cost,
            "size": self._size,
            "time": self._time,
            "people": lambda pairs: self.stock.numbers["people"][pairs.offers],
        }
        for name in CRITERIA:
            yield name, columns[name](pairs)

    def _plan(self, pairs: Pairs) -> Floats:
        return planned.fit(pairs.searches, pairs.offers, demand=self.demand, stock=self.stock)

    def _form(self, pairs: Pairs) -> Floats:
        ranks = self.demand.numbers.part(f"form:{FORMS[0]}", f"form:{FORMS[-1]}")
        forms = self.stock.codes["form"][pairs.offers].astype(np.intp)
        found: Floats = ranks.reshape(-1)[forms * ranks.shape[1] + pairs.searches]
        return found

    def _wishes(self, pairs: Pairs) -> Floats:
        codes = self.demand.codes
        return criteria.wishes_met(
            codes["wishes"][pairs.searches],
            count=codes["wish_count"][pairs.searches].astype(np.float64),
            features=self.stock.codes["features"][pairs.offers],
        )

    def _distance(self, pairs: Pairs) -> Floats:
        radius_km = self.demand.numbers["radius_km"][pairs.searches]
        return criteria.nearness(pairs.distances_km, radius_km=radius_km)

    def _cost(self, pairs: Pairs) -> Floats:
        wished, offered = self.demand.numbers, self.stock.numbers
        budget, most = wished["budget_eur"][pairs.searches], wished["most_shares_eur"][pairs.searches]
        shares = offered["shares_eur"][pairs.offers]
        return criteria.mean_of_asked(
            criteria.affordability(offered["cost_eur"][pairs.offers], most=budget),
            criteria.affordability(np.where(np.isnan(shares), 0.0, shares), most=most),
            asked=(~np.isnan(budget), ~np.isnan(most)),
        )

    def _size(self, pairs: Pairs) -> Floats:
        wished, offered = self.demand.numbers, self.stock.numbers
        area, rooms = wished["min_area_m2"][pairs.searches], wished["min_rooms"][pairs.searches]
        return criteria.mean_of_asked(
            criteria.roominess(offered["area_m2"][pairs.offers], least=area),
            criteria.roominess(offered["rooms"][pairs.offers], least=rooms),
            asked=(~np.isnan(area), ~np.isnan(rooms)),
        )

    def _time(self, pairs: Pairs) -> Floats:
        offered = self.stock.numbers
        least_days = self.demand.numbers["min_months"][pairs.searches] * rules.MONTH_DAYS
        return criteria.time_share(
            self._starts(pairs),
            offered["end"][pairs.offers],
            longest_days=offered["longest_days"][pairs.offers],
            wished=(*self._wished(pairs.searches), least_days),
        )
