"""Reading tables that people hand in: CSV from anywhere and XLSX, with every broken row named."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

SEPARATORS = (",", ";", "\t")
LONGEST_RECORD_LINES = 500
BYTE_ORDER_MARKS_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table: the line it stands on (the header is line 1) and its text by column name."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in a table, with the place where a person finds it.

    `kind` is a code to translate by, `reason` the same in an English sentence. `skipped` says whether a
    row (or, at line 1, the whole table) was left out; otherwise it is only a warning.
    """

    file: str
    line: int
    column: str
    kind: str
    reason: str
    skipped: bool = True

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}"
        return f"{place}: {self.column}: {self.reason}" if self.column else f"{place}: {self.reason}"


@dataclass(slots=True)
class _Reading:
    file: str
    rows: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def skip(self, kind: str, reason: str, *, line: int, column: str = "") -> None:
        self.problems.append(Problem(self.file, line, column, kind, reason))

    def warn(self, kind: str, reason: str, *, line: int, column: str = "") -> None:
        self.problems.append(Problem(self.file, line, column, kind, reason, skipped=False))


def read_rows(
    path: Path, *, required: Iterable[str], known: Iterable[str], unique: str | None = None
) -> tuple[list[Row], list[Problem]]:
    """Read a CSV or XLSX file; broken rows come back as problems instead of rows.

    As `read_table`. Raises OSError only if the file cannot be opened at all.
    """
    return read_table(path.read_bytes(), file=str(path), required=required, known=known, unique=unique)


def read_table(
    content: bytes, *, file: str, required: Iterable[str], known: Iterable[str], unique: str | None = None
) -> tuple[list[Row], list[Problem]]:
    """Read the bytes of a CSV or XLSX file; broken rows come back as problems instead of rows.

    `required` columns must be there and filled in every row; `known` ones count as empty where they are
    missing; any other column is ignored with a warning. `unique` names a column whose second equal value
    breaks its row. CSV may use comma, semicolon or tab and be UTF-8 (with or without mark), UTF-16 or
    Windows-1252; column names are compared without regard to case and surrounding space.
    """
    reading = _Reading(file)
    if not content.strip():
        reading.skip("empty", "the file is empty", line=1)
        return reading.rows, reading.problems
    required = tuple(required)
    records = _workbook(content, reading) if content[:4] == b"PK\x03\x04" else _text(content, reading)
    _collect(records, reading, required=required, known={*known, *required}, unique=unique)
    reading.problems.sort(key=lambda problem: problem.line)
    return reading.rows, reading.problems


def _collect(
    records: Iterator[tuple[int, list[str]]],
    reading: _Reading,
    *,
    required: tuple[str, ...],
    known: set[str],
    unique: str | None,
) -> None:
    first = next(records, None)
    if first is None:
        if not reading.problems:
            reading.skip("empty", "the table is empty", line=1)
        return
    line, titles = first
    header = [title.strip().lower() for title in titles]
    if not _accepts(header, reading, line=line, required=required, known=known):
        return
    wanted = [(place, name) for place, name in enumerate(header) if name in known]
    missing = dict.fromkeys(known - set(header), "")
    seen: set[str] = set()
    for line, record in records:
        cells = missing | {name: record[place].strip() for place, name in wanted}
        empty = next((name for name in required if not cells[name]), None)
        if empty is not None:
            reading.skip("cell_empty", "must not be empty", line=line, column=empty)
        elif unique is not None and cells[unique] in seen:
            reading.skip(
                "not_unique", f"{cells[unique]!r} stands in an earlier row", line=line, column=unique
            )
        else:
            if unique is not None:
                seen.add(cells[unique])
            reading.rows.append(Row(line, cells))


def _accepts(
    header: Sequence[str], reading: _Reading, *, line: int, required: tuple[str, ...], known: set[str]
) -> bool:
    absent = [name for name in required if name not in header]
    for name in absent:
        reading.skip("column_missing", "this column is missing", line=line, column=name)
    twice = sorted({name for name in header if name in known and header.count(name) > 1})
    for name in twice:
        reading.skip("column_twice", "this column is there more than once", line=line, column=name)
    for name in header:
        if name and name not in known:
            reading.warn("column_unknown", "unknown column, ignored", line=line, column=name)
    return not absent and not twice


def _text(content: bytes, reading: _Reading) -> Iterator[tuple[int, list[str]]]:
    lines = _Lines(_lines_of(content, reading))
    separator = _separator(lines.all[0] if lines.all else "")
    reader = csv.reader(lines, delimiter=separator, strict=True)
    width = 0
    while lines.position < len(lines.all):
        start = lines.begin()
        try:
            record = next(reader)
        except (csv.Error, StopIteration) as error:
            reading.skip("quoting", f"cannot be read as CSV: {error or 'end of file'}", line=start + 1)
            lines.position = start + 1
            continue
        if not any(cell.strip() for cell in record):
            continue
        width = width or len(record)
        if len(record) == width:
            yield start + 1, record
            continue
        reading.skip("width", f"{len(record)} cells, but the header has {width}", line=start + 1)
        # A forgotten quotation mark must not swallow the rows below it.
        lines.position = start + 1


class _Lines:
    """Physical lines for csv.reader that can be set back after a broken record."""

    def __init__(self, lines: list[str]) -> None:
        self.all = lines
        self.position = 0
        self._start = 0

    def begin(self) -> int:
        self._start = self.position
        return self._start

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self.position >= len(self.all) or self.position - self._start >= LONGEST_RECORD_LINES:
            raise StopIteration
        line = self.all[self.position]
        self.position += 1
        return line


def _lines_of(content: bytes, reading: _Reading) -> list[str]:
    # Only CR and LF end a line here, unlike in str.splitlines.
    return list(io.StringIO(_decode(content, reading), newline=""))


def _decode(content: bytes, reading: _Reading) -> str:
    try:
        return content.decode("utf-16" if content[:2] in BYTE_ORDER_MARKS_16 else "utf-8-sig")
    except UnicodeDecodeError:
        pass
    lines = content.split(b"\n")
    if not any(_is_utf8(line) for line in lines if not line.isascii()):
        return content.decode("cp1252", errors="replace")
    for number, line in enumerate(lines, start=1):
        if not _is_utf8(line):
            reading.skip("encoding", "not UTF-8", line=number)
            # An empty line keeps the numbers of the lines below it.
            lines[number - 1] = b""
    return b"\n".join(lines).decode("utf-8-sig")


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _separator(header: str) -> str:
    return max(SEPARATORS, key=header.count)


def _workbook(content: bytes, reading: _Reading) -> Iterator[tuple[int, list[str]]]:
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        reading.skip("workbook", f"cannot be read as XLSX: {error}", line=1)
        return
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    width = 0
    for line, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        record = [_cell(value) for value in values]
        if not any(record):
            continue
        width = width or len(record)
        yield line, (record + [""] * width)[:width]


def _cell(value: object) -> str:
    match value:
        case None:
            return ""
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if not (value.hour or value.minute or value.second):
            return value.date().isoformat()
        case date():
            return value.isoformat()
        case _:
            return str(value).strip()
