"""The cells of one sheet of an XLSX file, row by row, with what the file says about their kind."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from openpyxl.utils.datetime import from_excel

from leerstand.core.tables.files import FileRefused
from leerstand.core.tables.xlsx import Attributes, Text, Workbook

MOST_CELLS, MOST_EMPTY_CELLS = 30_000_000, 8_000_000
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384  # of Excel itself
MOST_KEPT_COLUMNS = 500
MOST_MERGED = 50_000


class Sheet:
    """One sheet: its rows in order as (number, cells), cells as text or as [kind, value]."""

    def __init__(self, book: Workbook, name: str) -> None:
        self._book = book
        self._part = book.part(name)
        self.merged: list[list[int]] = []
        self.notes: dict[str, list[Any]] = {}
        self._row, self._place, self._cells, self._empty = 0, 0, 0, 0
        self._values: dict[int, Any] = {}
        self._said: Attributes = {}
        self._text = Text()
        self._inside = self._phonetic = self._formula = self._filled = False
        self._rows: Callable[[int, list[Any]], None] = lambda number, cells: None

    def read(self, rows: Callable[[int, list[Any]], None]) -> None:
        """Hand every row that has a value to `rows`."""
        if self._part is None:
            raise FileRefused("workbook", "a sheet's cells are missing; the file is damaged")
        self._rows = rows
        self._part.read(start=self._start, end=self._end, text=self._add)

    # Called for each of millions of tags: the frequent ones first, and no work for empty cells.
    def _start(self, tag: str, said: Attributes) -> None:
        if tag == "c":
            self._said, self._formula, self._filled = said, False, False
        elif tag in ("v", "t"):
            self._inside = self._filled = True
        elif tag == "f":
            self._formula = self._filled = True
        elif tag == "row":
            self._begin_row(said)
        elif tag == "rPh":
            self._phonetic = True
        elif tag == "mergeCell" and len(self.merged) < MOST_MERGED and (span := _span(said.get("ref", ""))):
            self.merged.append(span)

    def _add(self, piece: str) -> None:
        if self._inside and not self._phonetic:
            self._text.add(piece)

    def _end(self, tag: str) -> None:
        if tag == "c":
            self._end_cell()
        elif tag in ("v", "t"):
            self._inside = False
        elif tag == "rPh":
            self._phonetic = False
        elif tag == "row" and self._values:
            last = max(self._values)
            self._rows(self._row, [self._values.get(place, "") for place in range(last + 1)])

    def _begin_row(self, said: Attributes) -> None:
        number = said.get("r", "")
        if number.isdigit() and len(number) <= 7 and self._row < int(number) <= MOST_ROWS:
            self._row = int(number)
        else:
            self._row += 1
            if number:
                self._note("row_number", f"row number {number[:20]!r} cannot be right; counted on")
        self._place, self._values = 0, {}

    def _end_cell(self) -> None:
        place = column_number(reference) if (reference := self._said.get("r")) else self._place
        if place is None:
            place = self._place
            self._note(
                "cell_reference", f"cell {str(reference)[:20]!r} does not exist; taken as the next one"
            )
        self._place = place + 1
        self._count()
        if not self._filled:
            return
        value = self._value(self._text.taken())
        if value in ("", None):
            return
        if place in self._values:
            self._note("cell_twice", f"a cell of row {self._row} stands there twice; the last counts")
        if place >= MOST_KEPT_COLUMNS:
            self._note("columns_beyond", f"columns after the {MOST_KEPT_COLUMNS}th are not read")
            return
        self._values[place] = value

    def _count(self) -> None:
        self._cells += 1
        self._empty += not self._filled
        if self._cells > MOST_CELLS or self._empty > MOST_EMPTY_CELLS:
            what = "empty cells" if self._empty > MOST_EMPTY_CELLS else "cells"
            raise FileRefused("workbook", f"a sheet has many millions of {what}; save only the table, as CSV")

    def _value(self, text: Any) -> Any:
        if not isinstance(text, str):
            return text
        kind = self._said.get("t", "n")
        if not text.strip():
            return ["f", ""] if self._formula and kind != "str" else ""
        match kind:
            case "s":
                return self._shared(text)
            case "b":
                return ["b", text.strip()]
            case "d":
                return ["d", text.strip()] if _is_day(text.strip()) else text
            case "n":
                return self._number(text.strip())
            case _:
                return text

    def _shared(self, text: str) -> Any:
        place = int(text) if text.strip().isdigit() and len(text) < 10 else -1
        if 0 <= place < len(self._book.texts):
            return self._book.texts[place]
        return ["x", f"the text number {text[:20]!r} is missing in the file"]

    def _number(self, text: str) -> Any:
        try:
            number = float(text)
        except ValueError:
            return text
        if number != number or abs(number) > 1e300:
            return text
        style = self._said.get("s", "0")
        if style.isdigit() and int(style[:9]) in self._book.dates:
            return _day(number, self._book.epoch) or ["n", repr(number)]
        # 85.09999999999999 is how programs store the 85.1 that people see: fifteen digits are what Excel shows.
        return ["n", text if text.isdigit() else repr(float(f"{number:.15g}"))]

    def _note(self, kind: str, reason: str) -> None:
        self.notes.setdefault(kind, [0, reason, self._row])[0] += 1


def _is_day(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _day(number: float, epoch: datetime) -> Any:
    try:
        found = from_excel(number, epoch)
    except (ValueError, OverflowError, TypeError):
        return None
    match found:
        case datetime() if not (found.hour or found.minute or found.second):
            return ["d", found.date().isoformat()]
        case datetime():
            return ["d", found.replace(microsecond=0).isoformat(" ")]
        case date():
            return ["d", found.isoformat()]
        case time():
            return found.isoformat("minutes")
        case timedelta():
            return str(found)
        case _:
            return None


def column_number(reference: str) -> int | None:
    """The place of a cell's column from its reference (A1 is 0); None for what is none."""
    letters = reference.rstrip("0123456789")
    return _place_of(letters) if letters != reference and 1 <= len(letters) <= 3 else None


@lru_cache(20_000)
def _place_of(letters: str) -> int | None:
    if not letters.isascii() or not letters.isalpha():
        return None
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1 if number <= MOST_COLUMNS else None


def _span(reference: str) -> list[int] | None:
    """First and last row and the place of the column of cells that are merged downwards."""
    first, _, last = reference.partition(":")
    place, end = column_number(first), column_number(last)
    rows = [first.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), last.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")]
    if place is None or end is None or not all(row.isdigit() and len(row) <= 7 for row in rows):
        return None
    top, bottom = int(rows[0]), int(rows[1])
    return [top, bottom, place] if top < bottom <= MOST_ROWS else None


def sheets_of(book: Workbook) -> Iterator[tuple[str, bool, Sheet]]:
    """The sheets of a workbook with their names and whether they are hidden, in order."""
    for name, part, hidden in book.sheets:
        yield name, hidden, Sheet(book, part)
