"""What a camera wrote beside a picture and we want to know: how it was held, and where. Pure.

EXIF is a TIFF without a picture (Exif 2.32, sections 4.5 and 4.6.6). Only two of its tables are read, by offsets
that are checked, so that no loop, wild pointer or zero denominator in it can do harm.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

ORIENTATION, GPS_TABLE = 0x0112, 0x8825
LAT_REF, LAT, LON_REF, LON, STATUS = 1, 2, 3, 4, 9
ASCII, SHORT, LONG, RATIONAL, SIGNED_RATIONAL = 2, 3, 4, 5, 10
SIZES = {1: 1, ASCII: 1, SHORT: 2, LONG: 4, RATIONAL: 8, 6: 1, 7: 1, 8: 2, 9: 4, SIGNED_RATIONAL: 8}
MOST_ENTRIES = 512  # cameras write some sixty
DECIMALS = 6  # 0.1 m; a phone knows 3 m at best


class Position(NamedTuple):
    """A point on earth, in degrees."""

    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Exif:
    """`orientation` as the standard counts it, 1 (upright) to 8; `position` where one is told and makes sense."""

    orientation: int = 1
    position: Position | None = None


def read_exif(written: bytes) -> Exif:
    """What an EXIF block says, with or without its `Exif` heads; what can't be read isn't there."""
    while written.startswith(b"Exif\0\0"):  # some programs write it twice
        written = written[6:]
    order = {b"II": "<", b"MM": ">"}.get(written[:2])
    if order is None or len(written) < 8:
        return Exif()
    tables = _Tables(written, order)
    first = tables.at(tables.number("I", 4) or 0)
    orientation = tables.whole(first.get(ORIENTATION)) or 1
    where = tables.whole(first.get(GPS_TABLE))
    return Exif(
        orientation if 1 <= orientation <= 8 else 1, _position(tables, tables.at(where)) if where else None
    )


class _Entry(NamedTuple):
    kind: int
    length: int
    place: int


class _Tables:
    """Tables of an EXIF block, by checked offsets."""

    def __init__(self, written: bytes, order: str) -> None:
        self.written = written
        self.order = order

    def number(self, code: str, place: int) -> int | None:
        try:
            (found,) = struct.unpack_from(self.order + code, self.written, place)
        except struct.error:
            return None
        return int(found)

    def at(self, place: int) -> dict[int, _Entry]:
        return dict(self._entries(place))

    def _entries(self, place: int) -> Iterator[tuple[int, _Entry]]:
        for nth in range(min(self.number("H", place) or 0, MOST_ENTRIES)):
            here = place + 2 + 12 * nth
            tag, kind, count = self.number("H", here), self.number("H", here + 2), self.number("I", here + 4)
            if tag is None or kind not in SIZES or count is None or count > len(self.written):
                continue
            inline = SIZES[kind] * count <= 4
            start = here + 8 if inline else self.number("I", here + 8)
            if start is not None and start + SIZES[kind] * count <= len(self.written):
                yield tag, _Entry(kind, count, start)

    def whole(self, entry: _Entry | None) -> int | None:
        if entry is None or entry.length < 1 or entry.kind not in (SHORT, LONG):
            return None
        return self.number("H" if entry.kind == SHORT else "I", entry.place)

    def letter(self, entry: _Entry | None) -> str:
        if entry is None or entry.kind != ASCII or entry.length < 1:
            return ""
        return chr(self.written[entry.place]).upper()

    def degrees(self, entry: _Entry | None) -> float | None:
        """Degrees, minutes and seconds as three fractions; 0/0 for minutes or seconds means that there are none."""
        if entry is None or entry.kind not in (RATIONAL, SIGNED_RATIONAL) or not 1 <= entry.length <= 3:
            return None
        code = "I" if entry.kind == RATIONAL else "i"
        whole = 0.0
        for nth in range(entry.length):
            above = self.number(code, entry.place + 8 * nth)
            below = self.number(code, entry.place + 8 * nth + 4)
            if above is None or (not below and (above or nth == 0)):
                return None
            part = above / below if below else 0.0
            if part < 0 or (nth and part > 60):  # some write 60 where they round
                return None
            whole += part / 60**nth
        return whole


def _position(tables: _Tables, table: dict[int, _Entry]) -> Position | None:
    lat, lon = tables.degrees(table.get(LAT)), tables.degrees(table.get(LON))
    north, east = tables.letter(table.get(LAT_REF)), tables.letter(table.get(LON_REF))
    if lat is None or lon is None or north not in tuple("NS") or east not in tuple("EW"):
        return None
    if tables.letter(table.get(STATUS)) == "V":  # the camera says itself that it had no fix
        return None
    if lat > 90 or lon > 180 or (lat == 0 and lon == 0):
        return None
    return Position(
        round(-lat if north == "S" else lat, DECIMALS), round(-lon if east == "W" else lon, DECIMALS)
    )
