"""A building's address with everything that says where it is and what it is called."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from leerstand.register.duplicates.name import Name
from leerstand.register.duplicates.number import Number
from leerstand.register.duplicates.place import Place
from leerstand.register.duplicates.street import Street

_DEGREES = re.compile(
    r"(\d{1,2})\s*°\s*(?:(\d{1,2})\s*['′’]\s*)?(?:(\d{1,2}(?:[.,]\d+)?)\s*(?:\"|″|''|′′|”)\s*)?"
)
_DECIMAL = re.compile(r"-?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map and how many metres its digits leave open."""

    lat: float
    lon: float
    open_m: float


@dataclass(frozen=True, slots=True)
class Address:
    """What a record says about where its building is and what it is called; empty parts are None or "".

    `around` is a joint municipality or an office that a column names as the place; `beside` are numbers
    beside the house number.
    """

    id: str
    street: Street | None
    number: Number | None
    postcode: str
    place: Place | None
    name: Name
    point: Point | None
    sources: tuple[str, ...] = ()
    around: str = ""
    beside: frozenset[str] = frozenset()

    @property
    def shown(self) -> str:
        street = " ".join(str(part) for part in (self.street and self.street.shown, self.number) if part)
        place = " ".join(part for part in (self.postcode, self.shown_place) if part)
        return ", ".join(part for part in (self.name.shown, street, place) if part)

    @property
    def shown_place(self) -> str:
        return self.place.shown if self.place else self.around


def read_point(record: Mapping[str, str]) -> Point | None:
    """The coordinates, put right where latitude and longitude have changed columns; None outside Germany.

    Degrees with minutes and seconds, a lost decimal point and both numbers in one cell are understood.
    """
    cells = [(record.get(column) or "").strip() for column in ("lat", "lon")]
    values = [value for cell in cells for value in _values(cell)]
    if len(values) != 2:
        return None
    (lat, lat_open), (lon, lon_open) = values
    if 47 <= lon <= 56 and 5 <= lat <= 16:
        lat, lon = lon, lat
    if not (47 <= lat <= 56 and 5 <= lon <= 16):
        return None
    return Point(lat, lon, max(lat_open, lon_open))


def _values(cell: str) -> list[tuple[float, float]]:
    """The degrees in a cell, each with the metres that its digits leave open."""
    if "°" in cell:
        found = _DEGREES.findall(cell.replace("º", "°"))
        return [(_from_minutes(*parts), 0.0 if parts[2] else 1_000.0) for parts in found if parts[1]] or [
            (float(parts[0]), 20_000.0) for parts in found
        ]
    numbers = _DECIMAL.findall(cell if cell.count(",") != 1 or "." in cell else cell.replace(",", "."))
    return [_from_digits(number.replace(",", ".")) for number in numbers]


def _from_minutes(degrees: str, minutes: str, seconds: str) -> float:
    return int(degrees) + int(minutes) / 60 + float(seconds.replace(",", ".") or 0) / 3600


def _from_digits(text: str) -> tuple[float, float]:
    whole, _, digits = text.partition(".")
    if not digits and len(whole) > 5:
        # 52956859: the decimal point got lost; the first two digits are the degrees, from 5 to 9 the first one.
        split = 1 if whole[0] in "6789" else 2
        whole, digits = whole[:split], whole[split:]
    open_m = 0.0 if len(digits) >= 5 else min(111_000 / 10 ** len(digits), 20_000)
    return float(f"{whole}.{digits or 0}"), open_m
