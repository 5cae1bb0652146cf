"""The data files of `data/`, read once: municipalities, villages, landscapes, outlines, stations, postcodes."""

import csv
import gzip
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from leerstand.places.geography import Area, Floats, Municipality
from leerstand.places.surfaces import NO_EDGES, outer_edges, ring_edges

DATA = Path(__file__).parent / "data"
UNITS_PER_DEGREE = 10_000.0


@dataclass(frozen=True, slots=True)
class Settlement:
    """A village, town or hamlet: where people would put the pin."""

    name: str
    alternatives: tuple[str, ...]
    lat: float
    lon: float
    population: int
    ags: str


@dataclass(frozen=True, slots=True)
class Landscape:
    """An area that people name without an office standing behind it, with the ways they write it."""

    area: Area
    spellings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Former:
    """A municipality that is one no longer: its old key and name, where it lies, and the key of what it became.

    `successor` is empty where it was divided.
    """

    ags: str
    name: str
    successor: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Station:
    """A railway station with passenger service."""

    name: str
    lat: float
    lon: float


def _text(name: str) -> io.StringIO:
    raw = (DATA / name).read_bytes()
    return io.StringIO((gzip.decompress(raw) if name.endswith(".gz") else raw).decode())


def _rows(name: str) -> Iterator[dict[str, str]]:
    return csv.DictReader(_text(name))


def _lists(name: str) -> Iterator[list[str]]:
    """Rows without their header: half the time of `_rows`, for the long tables."""
    rows = csv.reader(_text(name))
    next(rows)
    return rows


class Outlines:
    """Rings of districts (all Germany) and municipalities (service region), as (lon, lat) points.

    Their keys are current ones; a district that was made of two has the rings of both.
    """

    def __init__(self, path: Path) -> None:
        with np.load(path) as stored:
            self.keys: list[str] = [str(key) for key in stored["keys"]]
            owners, lengths = stored["owners"], stored["lengths"]
            ends = np.cumsum(lengths)
            walked = np.cumsum(stored["steps"], axis=0, dtype=np.int64)
            first = walked[ends - lengths]
            shift = np.repeat(stored["starts"] - first, lengths, axis=0)
            points: Floats = (walked + shift) / UNITS_PER_DEGREE
        self._rings: dict[str, list[Floats]] = defaultdict(list)
        self.boxes: dict[str, tuple[float, float, float, float]] = {}
        for owner, start, end in zip(owners, ends - lengths, ends, strict=True):
            self._rings[self.keys[owner]].append(points[start:end])
        for key, rings in self._rings.items():
            low = np.min([ring.min(axis=0) for ring in rings], axis=0)
            high = np.max([ring.max(axis=0) for ring in rings], axis=0)
            self.boxes[key] = (float(low[0]), float(low[1]), float(high[0]), float(high[1]))

    def rings(self, key: str) -> list[Floats]:
        """The closed rings of one area, the last point not repeated."""
        return self._rings.get(key, [])

    def edges(self, keys: Iterable[str]) -> Floats:
        """The outer edges of several areas together."""
        parts = [ring_edges(ring) for key in keys for ring in self.rings(key)]
        return outer_edges(parts) if parts else NO_EDGES

    def holding(self, *, lat: float, lon: float, digits: int) -> list[str]:
        """Keys of that length whose box holds the point."""
        return [
            key
            for key, (west, south, east, north) in self.boxes.items()
            if len(key) == digits and west <= lon <= east and south <= lat <= north
        ]


class Atlas:
    """All data files; each is read when it is first asked for."""

    @cached_property
    def municipalities(self) -> dict[str, Municipality]:
        """By AGS, as they stood at the end of 2020. The designation of the district is in `district_designations`."""
        found = {}
        for (
            ags,
            name,
            _,
            designation,
            district_ags,
            district,
            _,
            land,
            lat,
            lon,
            *_,
        ) in self._municipality_rows:
            found[ags] = Municipality(
                ags, name, designation, district_ags, district, land, float(lat), float(lon)
            )
        return found

    @cached_property
    def district_designations(self) -> dict[str, str]:
        """ "Landkreis", "Kreis" or "Kreisfreie Stadt" by district AGS."""
        return {row[4]: row[6] for row in self._municipality_rows}

    @cached_property
    def other_names(self) -> dict[str, tuple[str, ...]]:
        """Other official ways to write the name of a municipality, by AGS; few have any."""
        return {row[0]: tuple(row[2].split("|")) for row in self._municipality_rows if row[2]}

    @cached_property
    def people(self) -> dict[str, int]:
        """Inhabitants by AGS."""
        return {row[0]: int(row[10]) for row in self._municipality_rows}

    @cached_property
    def office_postcodes(self) -> dict[str, str]:
        """Where the office of each municipality takes mail, by AGS: of an association in a neighbouring town, or a post box."""
        return {row[0]: row[11] for row in self._municipality_rows}

    @cached_property
    def former(self) -> dict[str, Former]:
        """Municipalities that were merged, or got another key, since 2016; by their old key."""
        return {
            ags: Former(ags, name, successor, float(lat), float(lon))
            for ags, name, successor, lat, lon in _lists("former.csv")
        }

    @cached_property
    def _municipality_rows(self) -> list[list[str]]:
        return list(_lists("municipalities.csv.gz"))

    @cached_property
    def name_rows(self) -> list[list[str]]:
        """Every area but the landscapes with its spellings, as `collect_names` and `gather_stops` wrote them."""
        return [*_lists("names.csv.gz"), *self._hamlets]

    @cached_property
    def villages(self) -> list[Settlement]:
        """Villages and towns of all Germany, then hamlets of the service region."""
        return self.big_villages + [
            Settlement(shown.split(", ")[0], (), float(lat), float(lon), int(people), ags)
            for shown, _, lat, lon, ags, people, *_ in self._hamlets
        ]

    @cached_property
    def _hamlets(self) -> list[list[str]]:
        """From bus stops, and some that no list has."""
        return [*_lists("hamlets.csv.gz"), *_lists("localities.csv")]

    @cached_property
    def big_villages(self) -> list[Settlement]:
        """Villages and towns of all Germany, from about 500 inhabitants."""
        return [
            Settlement(
                name, tuple(others.split("|")) if others else (), float(lat), float(lon), int(people), ags
            )
            for name, others, lat, lon, people, ags in _lists("villages.csv.gz")
        ]

    @cached_property
    def outlines(self) -> Outlines:
        """Districts and the region's municipalities."""
        return Outlines(DATA / "outlines.npz")

    @cached_property
    def landscapes(self) -> list[Landscape]:
        """As they stand in `landscapes.csv`."""
        return [self._landscape(row) for row in _rows("landscapes.csv")]

    def _landscape(self, row: dict[str, str]) -> Landscape:
        keys = tuple(row["ags"].split())
        circles = tuple(_numbers(circle) for circle in row["circles"].split())
        line = tuple((lat, lon) for lat, lon in map(_numbers, row["line"].split()))
        lats, lons = self._spots(keys, circles=circles, line=line)
        area = Area(
            name=row["name"],
            kind="landscape",
            lat=round(float(np.mean(lats)), 4),
            lon=round(float(np.mean(lons)), 4),
            ags="",
            districts=tuple(dict.fromkeys(key[:5] for key in keys)) or tuple(row["districts"].split()),
            outlines=keys,
            circles=tuple((lat, lon, radius) for lat, lon, radius in circles),
            line=line,
            width_km=float(row["width_km"] or 0),
        )
        return Landscape(area, (row["name"], *filter(None, row["spellings"].split("|"))))

    def _spots(
        self,
        keys: tuple[str, ...],
        *,
        circles: tuple[tuple[float, ...], ...],
        line: tuple[tuple[float, float], ...],
    ) -> tuple[list[float], list[float]]:
        boxes = [self.outlines.boxes[key] for key in keys]
        lats = [(b[1] + b[3]) / 2 for b in boxes] + [c[0] for c in circles] + [p[0] for p in line]
        lons = [(b[0] + b[2]) / 2 for b in boxes] + [c[1] for c in circles] + [p[1] for p in line]
        return lats, lons

    @cached_property
    def stations(self) -> list[Station]:
        """Stations in and around the service region."""
        return [Station(row["name"], float(row["lat"]), float(row["lon"])) for row in _rows("stations.csv")]

    @cached_property
    def station_points(self) -> NDArray[np.float64]:
        """Latitude and longitude of `stations`, in their order."""
        return np.array([(station.lat, station.lon) for station in self.stations])

    @cached_property
    def postcodes(self) -> dict[str, tuple[str, ...]]:
        """The municipalities (AGS) of each postcode of Germany, largest first."""
        return {postcode: tuple(ags.split()) for postcode, ags in _lists("postcodes.csv.gz")}


def _numbers(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(","))
