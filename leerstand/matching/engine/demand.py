"""The demand: many searches in columns, the other side of the stock."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from leerstand.matching.engine import criteria, rules
from leerstand.matching.engine.columns import Floats, Keys, Lists, Numbers, Rows
from leerstand.matching.engine.facts import FORMS, PROPERTY_KINDS, Seeker
from leerstand.matching.engine.plans import Plans
from leerstand.matching.engine.understood import ReadSeeker
from leerstand.matching.engine.weights import CRITERIA, Weights
from leerstand.places.gazetteer import Gazetteer
from leerstand.places.geography import Area, haversine_km

NAN = float("nan")
NUMBERS = (
    "start", "until", "min_months", "persons", "budget_eur", "most_cost_eur", "most_shares_eur",
    "min_area_m2", "least_area_m2", "min_rooms", "least_rooms", "min_mbit", "radius_km",
    *(f"form:{form}" for form in FORMS), *(f"weight:{name}" for name in CRITERIA),
)  # fmt: skip
CODES = ("kinds", "needs", "wishes", "wish_count", "place")
ALL_KINDS = (1 << len(PROPERTY_KINDS)) - 1


@dataclass(frozen=True)
class _Villages:
    """The points among the first `seen` places that are searched, and the areas that are no points."""

    seen: int
    places: Rows
    lats: Floats
    lons: Floats
    others: list[tuple[int, Area]]


class Demand:
    """Searches as columns; a row stays a search's until it is dropped. NaN: not asked for.

    `areas` holds each place that is searched, once; the code `place` says which.
    """

    def __init__(self, plans: Plans, weights: Weights) -> None:
        self.plans = plans
        self._weights = weights
        self.keys = Keys()
        self.numbers = Numbers(NUMBERS)
        self.codes = Numbers(CODES, dtype=np.uint64)
        self.wants = Lists()
        self.told = Lists()
        self.rejects = Lists()
        self.stems: list[tuple[str, ...]] = []
        self.areas: list[tuple[Area, ...]] = []
        self._places: dict[tuple[Area, ...], int] = {}
        self._villages: _Villages | None = None

    @classmethod
    def of(cls, seekers: Sequence[ReadSeeker], *, plans: Plans, weights: Weights) -> "Demand":
        """Lay searches side by side, rows in their order."""
        demand = cls(plans, weights)
        for read in seekers:
            demand.put(read)
        return demand

    def __len__(self) -> int:
        return len(self.keys)

    def put(self, read: ReadSeeker) -> int:
        """Add a search or write it anew; return its row."""
        row = self.keys.take(read.seeker.id)
        forms = criteria.form_ranks(read.seeker, FORMS)
        weights = weights_for(read, self._weights)
        self.numbers.put(row, (*_numbers(read.seeker), *(forms[form] for form in FORMS), *weights.tolist()))
        wished = criteria.bits(read.seeker.wishes)
        needed = criteria.bits(read.seeker.needs)
        self.codes.put(
            row, (_kinds(read.seeker), needed, wished, wished.bit_count(), self._place(read.areas))
        )
        counts = self.plans.counts(read.wants)
        self.wants.put(row, dict(read.wants))
        self.told.put(row, counts)
        self.rejects.put(row, dict(read.rejects))
        while len(self.stems) <= row:
            self.stems.append(())
        self.stems[row] = tuple(dict.fromkeys(stem for stem, _ in read.text.rare))
        return row

    def drop(self, seeker_id: str) -> bool:
        """Take a search out; whether it was there."""
        row = self.keys.drop(seeker_id)
        if row is None:
            return False
        self.stems[row] = ()
        self.numbers.part(f"form:{FORMS[0]}", f"form:{FORMS[-1]}")[:, row] = 0.0
        return True

    def _place(self, areas: tuple[Area, ...]) -> int:
        place = self._places.setdefault(areas, len(self.areas))
        if place == len(self.areas):
            self.areas.append(areas)
        return place

    def distances_km(self, rows: Rows, *, point: tuple[float, float], gazetteer: Gazetteer) -> Floats:
        """How far a point lies from the nearest area of each of some searches; NaN where either is not known."""
        lat, lon = np.array([point[0]]), np.array([point[1]])
        villages = self._villages_searched()
        nearest = np.full(len(self.areas), np.nan)
        km = haversine_km(villages.lats, villages.lons, lats=lat, lons=lon)
        np.fmin.at(nearest, villages.places, km)
        places = self.codes["place"][rows].astype(np.intp)
        asked = np.zeros(len(self.areas), dtype=np.bool_)
        asked[places] = True
        for place, area in villages.others:
            if asked[place]:
                nearest[place] = np.fmin(nearest[place], gazetteer.distances_km(area, lat, lon)[0])
        return nearest[places]

    def _villages_searched(self) -> "_Villages":
        if self._villages is None or self._villages.seen != len(self.areas):
            areas = [(place, area) for place, some in enumerate(self.areas) for area in some]
            points = [(place, area) for place, area in areas if area.is_point]
            self._villages = _Villages(
                len(self.areas),
                np.array([place for place, _ in points], dtype=np.intp),
                np.array([area.lat for _, area in points]),
                np.array([area.lon for _, area in points]),
                [(place, area) for place, area in areas if not area.is_point],
            )
        return self._villages

    def form_ranks(self, rows: Rows) -> Floats:
        """How much some searches want each form: shape (rows, forms)."""
        table: Floats = self.numbers.part(f"form:{FORMS[0]}", f"form:{FORMS[-1]}")[:, rows].T
        return table

    def weights(self, rows: Rows) -> Floats:
        """The criteria's weights for some searches: shape (rows, criteria)."""
        table: Floats = self.numbers.part(f"weight:{CRITERIA[0]}", f"weight:{CRITERIA[-1]}")[:, rows].T
        return table

    def most_told_order(self, rows: Rows) -> Rows:
        """The order in which those rows whose texts say most come first, as the comparison wants them."""
        return np.argsort(-self.told.counts[rows], kind="stable")


def _kinds(seeker: Seeker) -> int:
    return sum(1 << PROPERTY_KINDS.index(kind) for kind in seeker.property_kinds) or ALL_KINDS


def _numbers(seeker: Seeker) -> tuple[float, ...]:
    number = criteria.number
    budget, area, rooms = seeker.budget_month_eur, seeker.min_area_m2, seeker.min_rooms
    return (
        criteria.ordinal(seeker.from_on, otherwise=NAN),
        criteria.ordinal(seeker.until_on, otherwise=criteria.ENDLESS),
        seeker.min_months or 0.0,
        float(seeker.persons),
        number(budget),
        NAN if budget is None else budget * rules.BUDGET_TOLERANCE + rules.TINY,
        number(seeker.shares_max_eur),
        number(area),
        NAN if area is None else rules.SIZE_TOLERANCE * area - rules.TINY,
        number(rooms),
        NAN if rooms is None else rules.SIZE_TOLERANCE * rooms - rules.TINY,
        number(seeker.min_broadband_mbit),
        seeker.radius_km,
    )


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
