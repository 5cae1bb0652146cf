"""Many offers side by side in arrays, so that one search is held against all of them at once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from leerstand.matching.engine import criteria
from leerstand.matching.engine.facts import FORMS, PROPERTY_KINDS
from leerstand.matching.engine.plans import Plans, Rarity, Vector
from leerstand.matching.engine.understood import ReadSpace
from leerstand.places.gazetteer import Gazetteer
from leerstand.places.geography import Area

Floats = NDArray[np.float64]
MOST_AREAS = 400


@dataclass(frozen=True)
class Stock:
    """Offers as columns; row numbers are their places in `spaces`. NaN: not stated."""

    spaces: tuple[ReadSpace, ...]
    rarity: Rarity
    form: NDArray[np.int8]
    kind: NDArray[np.int8]
    start: Floats
    end: Floats
    min_months: Floats
    longest_days: Floats
    capacity: Floats
    area_m2: Floats
    rooms: Floats
    cost_eur: Floats
    shares_eur: Floats
    features: NDArray[np.uint64]
    broadband_mbit: Floats
    lats: Floats
    lons: Floats
    station_km: Floats
    gives: Vector
    is_: Vector
    asked: Vector
    rare: Mapping[str, NDArray[np.intp]]
    id_order: NDArray[np.intp]
    """Each row's place in the order of the ids, which breaks ties."""
    _distances: dict[tuple[object, ...], Floats] = field(default_factory=dict)

    @classmethod
    def of(cls, spaces: Sequence[ReadSpace], *, plans: Plans, rarity: Rarity | None, today: date) -> "Stock":
        """Lay offers side by side; `rarity` is counted over them unless a larger stock's is given."""
        rarity = rarity or Rarity.of(spaces, size=plans.size)
        facts = [read.space for read in spaces]
        offered = [plans.offered(read) for read in spaces]
        empty = np.zeros((0, plans.size), dtype=np.float32)
        now = float(today.toordinal())
        return cls(
            spaces=tuple(spaces),
            rarity=rarity,
            form=np.array([FORMS.index(s.form) for s in facts], dtype=np.int8),
            kind=np.array([PROPERTY_KINDS.index(s.property_kind) for s in facts], dtype=np.int8),
            start=_column(criteria.ordinal(s.available_from_on, otherwise=now) for s in facts),
            end=_column(criteria.ordinal(s.available_until_on, otherwise=criteria.ENDLESS) for s in facts),
            min_months=_column(s.min_months or 0.0 for s in facts),
            longest_days=_column(criteria.number(s.max_months) * 30.0 for s in facts),
            capacity=_column(criteria.number(s.capacity) for s in facts),
            area_m2=_column(criteria.number(s.area_m2) for s in facts),
            rooms=_column(criteria.number(s.rooms) for s in facts),
            cost_eur=_column(criteria.number(s.cost_month_eur) for s in facts),
            shares_eur=_column(criteria.number(s.shares_eur) for s in facts),
            features=np.array([criteria.bits(s.all_features) for s in facts], dtype=np.uint64),
            broadband_mbit=_column(criteria.number(s.broadband_mbit) for s in facts),
            lats=_column(criteria.number(read.lat) for read in spaces),
            lons=_column(criteria.number(read.lon) for read in spaces),
            station_km=_column(criteria.number(read.station_km) for read in spaces),
            gives=np.stack([gives for gives, _ in offered]) if spaces else empty,
            is_=np.stack([is_ for _, is_ in offered]) if spaces else empty,
            asked=np.stack([plans.asked(read, rarity) for read in spaces]) if spaces else empty,
            rare=_rare_rows(spaces),
            id_order=np.argsort(np.argsort(np.array([space.id for space in facts], dtype=object))),
        )

    def distances_km(self, area: Area, gazetteer: Gazetteer) -> Floats:
        """The distances of all rows to one area, computed once: many searches name the same few places."""
        key = (area.kind, area.ags, area.name, area.lat, area.lon)
        known = self._distances.get(key)
        if known is None:
            if len(self._distances) >= MOST_AREAS:
                self._distances.clear()
            known = self._distances[key] = gazetteer.distances_km(area, self.lats, self.lons)
        return known


def _column(values: Iterable[float]) -> Floats:
    return np.fromiter(values, dtype=np.float64)


def _rare_rows(spaces: Sequence[ReadSpace]) -> dict[str, NDArray[np.intp]]:
    rows: dict[str, list[int]] = {}
    for row, space in enumerate(spaces):
        for stem in space.rare:
            rows.setdefault(stem, []).append(row)
    return {stem: np.array(found, dtype=np.intp) for stem, found in rows.items()}
