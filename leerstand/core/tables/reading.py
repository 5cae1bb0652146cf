"""A table from its file to its values: header found, columns judged, each cell read as its column says."""

import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leerstand.core.tables.cells import Cell, text_of, with_zeros
from leerstand.core.tables.describe import Column, Kind, Sort, Unreadable, Worded, unit_of
from leerstand.core.tables.files import FileRefused
from leerstand.core.tables.finding import Found, find_table, refuse
from leerstand.core.tables.header import Record
from leerstand.core.tables.numbers import Judged, Numbers
from leerstand.core.tables.signs import cleaned
from leerstand.core.tables.summary import Effect, Problem, Summary
from leerstand.core.tables.workbook import SheetFile

TOTAL = re.compile(
    r"(?:(?:zwischen|gesamt|end|teil)?summen?|insgesamt|gesamt(?:zahl|ergebnis)?|übertrag|anzahl|mittelwert|durchschnitt"
    r"|(?:sub|grand )?total|sum|count|average)\b[^0-9]*",
    re.IGNORECASE,
)
HAS_DIGIT = re.compile(r"[0-9]")


class _RowBroken(Exception):  # noqa: N818
    """One cell of a row of a fixed contract is broken, and has been named."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, its values by column (None where a cell is empty or unreadable).

    `beside` are cells that say more than their value, with their titles, to be kept where people read them.
    """

    line: int
    cells: dict[str, Any]
    broken: frozenset[str] = frozenset()
    beside: tuple[str, ...] = ()

    def is_broken(self, name: str) -> bool:
        """Whether something stands in a column that could not be read."""
        return name in self.broken


@dataclass
class Table:
    """The rows of a table, one after the other; what is wrong with them goes into the summary."""

    found: Found
    summary: Summary
    judged: dict[str, Judged] = field(default_factory=dict)
    _broken: set[str] = field(default_factory=set)
    _beside: list[str] = field(default_factory=list)

    @property
    def kind(self) -> Kind:
        return self.found.header.kind

    def title(self, name: str) -> str:
        """What a column is called in this file."""
        places = self.found.header.places.get(name, ())
        return self.found.header.titles[places[0]] if places else name

    def add(self, line: int, name: str, kind: str, reason: str, *, effect: Effect = Effect.LEFT_OUT) -> None:
        """Note something about a cell, under the name its column has in this file."""
        title = self.title(name) if name else ""
        self.summary.add(Problem(self.summary.file, line, title, kind, reason, effect))

    def __iter__(self) -> Iterator[Row]:
        seen: set[str] = set()
        for line, cells in self._records():
            if not self.kind.exact and self._is_total(cells):
                self.add(line, self.kind.unique, "total", "a row of totals is not taken")
                continue
            row = self._row(line, cells)
            if row is None:
                continue
            if self.kind.unique:
                key = str(row.cells[self.kind.unique])
                if key in seen:
                    self.add(line, self.kind.unique, "not_unique", f"{key!r} stands in an earlier row")
                    continue
                seen.add(key)
            yield row

    def _is_total(self, cells: Sequence[Cell]) -> bool:
        """Whether "Summe" stands where the key of a row should."""
        places = self.found.header.places.get(self.kind.unique, ())
        return any(place < len(cells) and TOTAL.fullmatch(str(cells[place]).strip()) for place in places)

    def _records(self) -> Iterator[Record]:
        """The records below the header, each as wide as it."""
        header, source = self.found.header, self.found.source
        if isinstance(source, SheetFile):
            yield from (record for record in source.records() if record[0] > header.line)
            return
        note = self._noted(header.line)
        for line, cells in source.records(note, width=header.width):
            if line <= header.line:
                continue
            if any(cell.strip() for cell in cells[header.width :] if isinstance(cell, str)):
                self.add(
                    line, "", "width", f"{len(cells)} cells are filled, but the header has {header.width}"
                )
                continue
            yield line, cells

    def _noted(self, header_line: int) -> Callable[[Effect, str, str, int], None]:
        def note(effect: Effect, kind: str, reason: str, line: int) -> None:
            if line > header_line or kind.startswith("encoding"):
                self.add(line, "", kind, reason, effect=effect)

        return note

    def _row(self, line: int, cells: Sequence[Cell]) -> Row | None:
        """A row's values; None where it has to be left out, for then the rest of it doesn't matter."""
        values: dict[str, Any] = {}
        self._broken, self._beside = set(), []
        for column in self.kind.columns:
            try:
                values[column.name] = self._value(line, cells, column)
            except _RowBroken:
                return None
            if column.required and values[column.name] is None:
                return None
        if not self.kind.exact:
            self._name_untitled(line, cells)
        return Row(line, values, frozenset(self._broken), tuple(self._beside))

    def _name_untitled(self, line: int, cells: Sequence[Cell]) -> None:
        titles = self.found.header.titles
        for place, cell in enumerate(cells):
            if cell and not titles.get(place) and (not isinstance(cell, str) or cell.strip()):
                said = f"a value in column {place + 1}, which has no title, is not read"
                self._say(line, "", "untitled", said, Effect.DOUBT)

    def _value(self, line: int, cells: Sequence[Cell], column: Column) -> Any:
        """What a row says in a column; an empty or unreadable cell is named where the column is required."""
        filled = [
            place
            for place in self.found.header.places.get(column.name, ())
            if place < len(cells) and str(cells[place]).strip()
        ]
        if not filled:
            if column.required:
                self.add(line, column.name, "cell_empty", "must not be empty")
            return None
        title = self.found.header.titles[filled[0]]
        value = self._read(cells[filled[0]], column, line=line, title=title)
        for other in filled[1:]:
            if cells[other] != cells[filled[0]]:
                self._say(
                    line, self.found.header.titles[other], "said_twice",
                    f"says something else than {title}, which counts", Effect.DOUBT,
                )  # fmt: skip
        return value

    def _read(self, cell: Cell, column: Column, *, line: int, title: str) -> Any:
        lost = Effect.LEFT_OUT if column.required or self.kind.exact else Effect.UNREADABLE
        try:
            text = text_of(cell, column)
            if self.kind.exact:
                return column.read(text.strip())
            text = self._meant(text, column, line=line, title=title, typed=not isinstance(cell, str))
            if not text:
                if column.required:
                    self._say(line, title, "cell_empty", "must not be empty", Effect.LEFT_OUT)
                return None
            if len(text) > column.longest:
                raise Unreadable(
                    "too_long", f"has {len(text)} characters, at most {column.longest} are taken"
                )
            value = column.read(text)
            if isinstance(value, Worded):
                self._beside.append(f"{title}: {text}")
                said = f"{text!r} is read as a value and kept in words too"
                self._say(line, title, "words_beside", said, Effect.CHANGED)
                return value.value
            return value
        except Unreadable as broken:
            self._broken.add(column.name)
            self._say(line, title, broken.kind, broken.reason, lost)
            if self.kind.exact:
                raise _RowBroken from None
            return broken.rest

    def _meant(self, text: str, column: Column, *, line: int, title: str, typed: bool) -> str:
        """The text after all repairs, each of them said; a `typed` cell's number needs none."""
        text, said = cleaned(text, is_guarded=not isinstance(self.found.source, SheetFile))
        for effect, kind, reason in said:
            self._say(line, title, kind, reason, effect)
        if column.sort is Sort.KEY and (whole := with_zeros(text, column)) != text:
            self._say(line, title, "zeros_restored", f"{text} is read as {whole}", Effect.CHANGED)
            text = whole
        if column.name in self.judged and not typed:
            text, doubtful = self.judged[column.name].rewritten(before := text)
            if doubtful:
                self._say(line, title, "separator", f"{before} is read as {text}", Effect.DOUBT)
        unit = unit_of(title)
        if column.adds(unit) and HAS_DIGIT.search(text) and unit.casefold() not in text.casefold():
            text = f"{text} {unit}"
        return text

    def _say(self, line: int, title: str, kind: str, reason: str, effect: Effect) -> None:
        self.summary.add(Problem(self.summary.file, line, title, kind, reason, effect))


@contextmanager
def opened_table(
    path: Path, kinds: Kind | Sequence[Kind], summary: Summary, *, sheet: str = ""
) -> Iterator[Table | None]:
    """A table of one of these kinds for the length of a block; None where nothing can be read, and the summary says why.

    Two passes over the file: the first hears what its dots and commas mean. A workbook is unpacked to a folder that goes
    with the block; nothing is ever whole in memory. Raises OSError only if the file can't be opened.
    """
    chosen = (kinds,) if isinstance(kinds, Kind) else tuple(kinds)
    with tempfile.TemporaryDirectory(prefix="leerstand-table-") as folder:
        try:
            found = find_table(path, chosen, summary, folder=Path(folder), sheet=sheet)
            table = None if found is None else Table(found, summary)
            if table is not None and not table.kind.exact:
                table.judged = _judged(table)
        except FileRefused as refused:
            refuse(summary, refused.kind, refused.reason)
            table = None
        yield table


def _judged(table: Table) -> dict[str, Judged]:
    """What the dots and commas of each column of numbers mean; all its cells are heard. Raises FileRefused for too many rows."""
    header, source = table.found.header, table.found.source
    heard = {
        place: (column.name, Numbers(column.usual))
        for column in table.kind.columns
        if column.sort is Sort.NUMBER
        for place in header.places.get(column.name, ())[:1]
    }
    rows = 0
    for line, cells in source.records():
        if line <= header.line:
            continue
        rows += 1
        if rows > table.kind.most_rows:
            raise FileRefused("too_many_rows", f"more than {table.kind.most_rows:,} rows; split the table")
        for place, (_, numbers) in heard.items():
            cell = cells[place] if place < len(cells) else ""
            if isinstance(cell, str) and cell:
                numbers.hear(cell)
    return {name: numbers.judged() for name, numbers in heard.values()}


def read_rows(
    path: Path, *, required: Iterable[str], known: Iterable[str], unique: str = ""
) -> tuple[list[Row], list[Problem]]:
    """The rows of a table of a fixed contract as text, all at once, and what is wrong with the others.

    `required` columns must be there and filled in every row; `known` ones count as empty where they are missing; any
    other column is ignored with a note. Raises OSError only if the file can't be opened.
    """
    required = tuple(required)
    columns = tuple(
        Column(name, required=name in required) for name in dict.fromkeys((*required, *known, unique)) if name
    )
    rows, problems = read_exactly(path, Kind("rows", columns, unique=unique, exact=True))
    empty = dict.fromkeys((column.name for column in columns), "")
    filled = ({name: value for name, value in row.cells.items() if value is not None} for row in rows)
    return [Row(row.line, empty | cells) for row, cells in zip(rows, filled, strict=True)], problems


def read_exactly(path: Path, kind: Kind) -> tuple[list[Row], list[Problem]]:
    """All rows of a table of a fixed contract, and its problems by line."""
    problems: list[Problem] = []
    summary = Summary(str(path), tell=problems.append)
    with opened_table(path, kind, summary) as table:
        rows = list(table) if table is not None else []
    return rows, sorted(problems, key=lambda problem: problem.line)
