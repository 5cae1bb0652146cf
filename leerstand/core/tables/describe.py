"""How a kind of table is described: its columns, their names in German and English, and how each cell is read."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache
from typing import Any, NamedTuple

Reader = Callable[[str], Any]
FOLDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "²": "2"})
MEGABYTE = 1024 * 1024
# What may stand behind a title and says in what its numbers are.
JOINING = {"in", "je", "pro", "im", "p", "per", "s"}
UNIT_WORDS = JOINING | {
    "m²", "m2", "qm", "quadratmeter", "ha", "hektar", "a", "ar", "km", "kilometer", "meilen", "eur", "euro",
    "t€", "k€", "teur", "tsd", "cent", "ct", "monat", "monate", "monaten", "mon", "mtl", "monatlich",
    "jahr", "jahre", "jahren", "jährlich", "woche", "wochen", "tag", "tage", "tagen", "nacht", "nächte",
    "kalt", "warm", "netto", "brutto", "nettokalt", "kaltmiete", "kaltmieten", "monatsmieten", "nkm", "mm",
    "stück", "anzahl", "m", "mbit", "gbit", "kbit", "mbits", "mbps", "month", "months", "year", "years",
    "week", "weeks", "day", "days",
}  # fmt: skip
_TITLE_PART = re.compile(r"[tk]€|[^\W\d_]+[²2]?|\S", re.IGNORECASE)


class Sort(Enum):
    """What spreadsheets do to a column, and what has to be put right again."""

    TEXT = "text"
    NUMBER = "number"  # dots and commas are judged by column
    DEGREES = "degrees"  # a dot or a comma is always the decimal sign
    DAY = "day"  # a date cell is welcome
    MARK = "mark"  # 5-7 or 12a: a date cell here is damage
    KEY = "key"  # digits whose leading zeros get lost


class Unreadable(Exception):  # noqa: N818 - a fact about a cell
    """A cell that can't be read: a code for it, why, and what could be read of it nevertheless."""

    def __init__(self, kind: str, reason: str, *, rest: Any = None) -> None:
        self.kind, self.reason, self.rest = kind, reason, rest
        super().__init__(reason)


class Worded(NamedTuple):
    """A value that says less than its cell: "400 VB", "ca. 80"; the words are kept beside it."""

    value: Any


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called in the code and in lists, and how a filled cell is read.

    Without a readable value in a `required` one the row is left out; a `needed` one must be there, but may be empty.
    `longest` is in characters. `digits` is how long a KEY is. `usual` is where most numbers of a NUMBER lie; it decides
    what 1.250 means where the column doesn't say.
    """

    name: str
    aliases: tuple[str, ...] = ()
    read: Reader = str
    sort: Sort = Sort.TEXT
    required: bool = False
    needed: bool = False
    longest: int = 500
    digits: int = 0
    usual: tuple[float, float] = (0.0, 1e12)

    def adds(self, unit: str) -> bool:
        """Whether a unit in the title says something that a bare number in this column doesn't: ha, €/m², weeks, cold."""
        return bool(unit) and self.sort is Sort.NUMBER and _read_with(self, unit) != _read_with(self, "")

    def can_be_in(self, unit: str) -> bool:
        """Whether numbers of this unit can be read in this column."""
        return not self.adds(unit) or _read_with(self, unit) is not None


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of table, and how large it may be.

    `unique` names the column whose second equal value leaves its row out. An `exact` kind is written by programs to a
    fixed contract: the header is its first row, cells are taken as they stand, and one broken cell leaves out its row.
    """

    name: str
    columns: tuple[Column, ...]
    unique: str = ""
    exact: bool = False
    most_bytes: int = 250 * MEGABYTE
    most_rows: int = 500_000

    def column_of(self, title: str) -> str:
        """The name of the column that a title means, or ''."""
        return titles_of(self).get(self._known(title), "")

    def preference(self, title: str) -> tuple[bool, int]:
        """Which of several titles for one column counts first: one in its unit, its name, the other names in their order."""
        known = self._known(title)
        column = next(column for column in self.columns if column.name == titles_of(self)[known])
        return not column.can_be_in(unit_of(title)), list(titles_of(self)).index(known)

    def _known(self, title: str) -> str:
        """A title as `titles_of` has it: whole, or without the unit behind it."""
        if self.exact:
            return title.strip().lower()
        whole = fold(title)
        return whole if whole in titles_of(self) else fold(without_unit(title))

    @property
    def required(self) -> tuple[str, ...]:
        """The columns that must be there."""
        return tuple(column.name for column in self.columns if column.required or column.needed)


@cache
def _read_with(column: Column, unit: str) -> Any:
    """What a number with a unit is in a column; None where it can't be read."""
    try:
        found = column.read(f"12 {unit}".strip())
    except Unreadable:
        return None
    return found.value if isinstance(found, Worded) else found


@cache
def titles_of(kind: Kind) -> dict[str, str]:
    """Every title of a kind, folded, with the column it means."""
    if kind.exact:
        return {column.name: column.name for column in kind.columns}
    return {fold(title): column.name for column in kind.columns for title in (column.name, *column.aliases)}


@lru_cache(10_000)
def unit_of(title: str) -> str:
    """The unit that a title ends with, in brackets or without: EUR/Jahr of "Miete (EUR/Jahr)", m² of "Fläche in m²"."""
    words = _TITLE_PART.findall(title[_unit_begins(title) :])
    return " ".join(word for word in words if word not in "()[],:;." and word.casefold() != "in")


def without_unit(title: str) -> str:
    """A title without the unit that it ends with."""
    return title[: _unit_begins(title)]


def _unit_begins(title: str) -> int:
    parts = list(_TITLE_PART.finditer(title))
    start = len(parts)
    while start > 1 and (
        parts[start - 1][0].casefold() in UNIT_WORDS or parts[start - 1][0] in "()[]/,:;.-€"
    ):
        start -= 1
    says_one = any(part[0] == "€" or part[0].casefold() in UNIT_WORDS - JOINING for part in parts[start:])
    return parts[start].start() if says_one else len(title)


@lru_cache(10_000)
def fold(title: str) -> str:
    """A column's title without what people write differently: case, umlauts, spaces, signs, a unit in brackets."""
    plain = unicodedata.normalize("NFC", title).casefold()
    plain = re.sub(r"-\s*\n\s*", "", plain)
    plain = re.sub(r"[(\[].*?[)\]]", " ", plain).translate(FOLDED)
    return " ".join(re.findall(r"[^\W_]+", plain))
