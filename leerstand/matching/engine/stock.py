"""The stock: many offers in columns, so that searches are held against all of them at once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from leerstand.matching.engine import criteria
from leerstand.matching.engine.columns import Floats, Keys, Lists, Numbers, Rows, grown
from leerstand.matching.engine.facts import FORMS, PROPERTY_KINDS
from leerstand.matching.engine.nearby import Found, Points
from leerstand.matching.engine.plans import Plans, Rarity, Vector
from leerstand.matching.engine.understood import ReadSpace
from leerstand.places.gazetteer import Gazetteer
from leerstand.places.geography import Area

NUMBERS = (
    "start", "end", "min_months", "longest_days", "capacity", "area_m2", "rooms", "cost_eur", "shares_eur",
    "broadband_mbit", "lat", "lon", "way", "people",
)  # fmt: skip
CODES = ("form", "kind", "features")
MOST_AREAS = 400
NO_FORM = 99


@dataclass
class _Far:
    """Distances to one area, exact up to `reach_km`, for the rows as they were after `seen` changes."""

    km: Floats
    reach_km: float
    seen: int


@dataclass(frozen=True)
class _Sorted:
    """Rows as they were after `seen` changes: all, those with a point, those without one, and by id."""

    seen: int
    rows: Rows
    points: Points
    nowhere: Rows
    by_id: Rows
    id_places: Rows


class Stock:
    """Offers as columns; a row stays an offer's until it is dropped. NaN: not stated.

    Rarity is counted along with every change, unless a larger stock's is given.
    """

    def __init__(self, plans: Plans, *, rarity: Rarity | None = None) -> None:
        self.plans = plans
        self.keys = Keys()
        self.numbers = Numbers(NUMBERS)
        self.codes = Numbers(CODES, dtype=np.uint64)
        self.asked = Lists()
        self.gives: Vector = np.zeros((0, plans.size), dtype=np.float32)
        self.is_: Vector = self.gives
        self._kept: dict[int, ReadSpace] = {}
        self._given = rarity
        self._concepts: dict[int, frozenset[int]] = {}
        self._stems: dict[int, frozenset[str]] = {}
        self._counts = np.zeros(plans.size, dtype=np.int64)
        self._rare: dict[str, set[int]] = {}
        self._words: Counter[str] = Counter()
        self._changed: list[int] = []
        self._far: dict[Area, _Far] = {}
        self._order: _Sorted | None = None
        self._rarity: tuple[int, Rarity] | None = None
        self._asked: tuple[int, Vector] | None = None

    @classmethod
    def of(cls, spaces: Sequence[ReadSpace], *, plans: Plans, rarity: Rarity | None = None) -> "Stock":
        """Lay offers side by side, rows in their order."""
        stock = cls(plans, rarity=rarity)
        for read in spaces:
            stock.put(read, keep=True)
        return stock

    def __len__(self) -> int:
        return len(self.keys)

    @property
    def spaces(self) -> tuple[ReadSpace, ...]:
        """What was read of the offers that were put here to be kept, in the order of their rows."""
        return tuple(read for _, read in sorted(self._kept.items()))

    def space(self, row: int) -> ReadSpace:
        """What was read of one offer that was put here to be kept."""
        return self._kept[row]

    @property
    def changes(self) -> int:
        """A number that grows with every change."""
        return len(self._changed)

    def put(self, read: ReadSpace, *, keep: bool = False) -> int:
        """Add an offer or write it anew; return its row. `keep` keeps what was read, to explain it later."""
        self.drop(read.space.id)
        row = self.keys.take(read.space.id)
        self.numbers.put(row, _numbers(read))
        self.codes.put(row, _codes(read))
        self.asked.put(row, self.plans.counts(read.asked))
        if row >= len(self.gives):
            size = int((row + 64) * 1.25)
            self.gives, self.is_ = grown(self.gives.T, size).T.copy(), grown(self.is_.T, size).T.copy()
        self.gives[row], self.is_[row] = self.plans.offered(read)
        self._count(row, read)
        if keep:
            self._kept[row] = read
        self._changed.append(row)
        return row

    def drop(self, space_id: str) -> bool:
        """Take an offer out; whether it was there."""
        row = self.keys.drop(space_id)
        if row is None:
            return False
        self.codes["form"][row] = NO_FORM
        self._counts[list(self._concepts.pop(row))] -= 1
        for stem in self._stems.pop(row):
            self._rare[stem].discard(row)
            self._words[stem] -= 1
            if not self._words[stem]:
                del self._words[stem], self._rare[stem]
        self._kept.pop(row, None)
        self._changed.append(row)
        return True

    def _count(self, row: int, read: ReadSpace) -> None:
        self._concepts[row], self._stems[row] = frozenset(read.has), read.rare
        self._counts[list(read.has)] += 1
        for stem in read.rare:
            self._rare.setdefault(stem, set()).add(row)
        self._words.update(read.rare)

    @property
    def rarity(self) -> Rarity:
        """How much each concept and unknown word tells, by how few of these offers have it."""
        if self._given is not None:
            return self._given
        if self._rarity is None or self._rarity[0] != self.changes:
            counted = Rarity.counted(self._counts, words=self._words, total=len(self))
            self._rarity = (self.changes, counted)
        return self._rarity[1]

    @property
    def asked_shares(self) -> Vector:
        """The shares of what each owner asks for, summing to 1, in the layers of `asked`."""
        if self._asked is None or self._asked[0] != self.changes:
            shares = self.asked.strengths * self.rarity.concepts[self.asked.concepts]
            total = np.zeros(shares.shape[1], dtype=np.float32)
            for layer in shares:
                total += layer
            shares = np.asarray(shares / np.where(total > 0, total, 1.0), dtype=np.float32)
            self._asked = (self.changes, shares)
        return self._asked[1]

    def settle(self) -> None:
        """Reckon what depends on all offers, so that threads only read afterwards."""
        self._sorted()
        self.asked_shares  # noqa: B018

    @property
    def rare(self) -> Mapping[str, set[int]]:
        """The rows that write each word that the vocabulary doesn't know."""
        return self._rare

    def by_id(self) -> Rows:
        """The rows in the order of their ids."""
        return self._sorted().by_id

    def id_places(self) -> Rows:
        """Each row's place in the order of the ids, which breaks ties."""
        return self._sorted().id_places

    def _sorted(self) -> "_Sorted":
        if self._order is None or self._order.seen != self.changes:
            rows = self.keys.known_rows()
            lats, lons = self.numbers["lat"][rows], self.numbers["lon"][rows]
            known = ~(np.isnan(lats) | np.isnan(lons))
            points = Points(rows[known], lats[known], lons[known])
            by_id = self.keys.by_id()
            id_places = np.zeros(self.keys.size, dtype=np.intp)
            id_places[by_id] = np.arange(len(by_id))
            self._order = _Sorted(self.changes, rows, points, rows[~known], by_id, id_places)
        return self._order

    def near(self, places: Sequence[tuple[Area, ...]], *, reach_km: Floats, gazetteer: Gazetteer) -> Found:
        """For each place (of one or more areas) the rows within its reach, and those that nobody can say it of (NaN)."""
        areas = [(place, area) for place, some in enumerate(places) for area in some]
        villages = [(place, area) for place, area in areas if area.is_point]
        owners = np.array([place for place, _ in villages], dtype=np.intp)
        near = self._sorted().points.near(
            [area for _, area in villages], reach_km=reach_km[owners], gazetteer=gazetteer
        )
        parts = [Found(owners[near.places], near.rows, near.distances_km)]
        for place, area in areas:
            if not area.is_point:
                rows, km = self._around(area, reach_km=float(reach_km[place]), gazetteer=gazetteer)
                parts.append(Found(np.full(len(rows), place), rows, km))
        found = Found.joined(parts)
        has_several = np.array([len(some) > 1 for some in places])[found.places]
        if has_several.any():
            several = found.where(has_several).nearest(self.keys.size)
            found = Found.joined([found.where(~has_several), several])
        return Found.joined([found, *self._unknown(places)])

    def _unknown(self, places: Sequence[tuple[Area, ...]]) -> Iterator[Found]:
        order = self._sorted()
        for place, areas in enumerate(places):
            rows = order.nowhere if areas else order.rows
            if len(rows):
                yield Found(np.full(len(rows), place), rows, np.full(len(rows), np.nan))

    def distances_km(self, areas: Sequence[Area], rows: Rows, *, gazetteer: Gazetteer) -> Floats:
        """The distances of some rows to the nearest of some areas; NaN where either is not known."""
        nearest = np.full(len(rows), np.nan)
        for area in areas:
            km = gazetteer.distances_km(area, self.numbers["lat"][rows], self.numbers["lon"][rows])
            nearest = np.fmin(nearest, km)
        return nearest

    def point(self, row: int) -> tuple[float, float]:
        """Latitude and longitude of a row; NaN where nobody knows."""
        return float(self.numbers["lat"][row]), float(self.numbers["lon"][row])

    def _around(self, area: Area, *, reach_km: float, gazetteer: Gazetteer) -> tuple[Rows, Floats]:
        points = self._sorted().points
        _, places = points.within([area], reach_km=np.array([reach_km]), gazetteer=gazetteer)
        rows = points.rows[places]
        km = self._remembered(area, rows, reach_km=reach_km, gazetteer=gazetteer)
        kept = np.flatnonzero(km <= reach_km)
        return rows[kept], km[kept]

    def _remembered(self, area: Area, rows: Rows, *, reach_km: float, gazetteer: Gazetteer) -> Floats:
        """Distances to a district or landscape are dear and asked for often: kept, and followed row by row."""
        lats, lons = self.numbers["lat"], self.numbers["lon"]
        far = self._far.get(area)
        if far is None or far.reach_km < reach_km or len(far.km) < len(lats):
            if len(self._far) >= MOST_AREAS:
                self._far.clear()
            far = _Far(np.full(len(lats), np.inf), reach_km, self.changes)
            far.km[rows] = gazetteer.distances_km(area, lats[rows], lons[rows])
            self._far[area] = far
        elif far.seen < self.changes:
            again = np.unique(np.array(self._changed[far.seen :], dtype=np.intp))
            far.km[again] = gazetteer.distances_km(area, lats[again], lons[again])
            far.seen = self.changes
        return far.km[rows]


def _numbers(read: ReadSpace) -> tuple[float, ...]:
    space, number = read.space, criteria.number
    at_station = "station_nearby" in space.all_features
    return (
        criteria.ordinal(space.available_from_on, otherwise=float("nan")),
        criteria.ordinal(space.available_until_on, otherwise=criteria.ENDLESS),
        space.min_months or 0.0,
        number(space.max_months) * 30.0,
        number(space.capacity),
        number(space.area_m2),
        number(space.rooms),
        number(space.cost_month_eur),
        number(space.shares_eur),
        number(space.broadband_mbit),
        number(read.lat),
        number(read.lon),
        criteria.way(number(read.station_km), stated=at_station),
        criteria.room_for_all(number(space.capacity)),
    )


def _codes(read: ReadSpace) -> tuple[int, ...]:
    space = read.space
    return (
        FORMS.index(space.form),
        PROPERTY_KINDS.index(space.property_kind),
        criteria.bits(space.all_features),
    )
