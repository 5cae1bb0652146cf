"""Where in a file the table is: which sheet, which row has the titles, and what else is there that isn't read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from leerstand.core.tables.describe import Kind
from leerstand.core.tables.files import FileRefused, is_workbook
from leerstand.core.tables.header import LOOKED_AT, MOST_ROWS, Header, find_header
from leerstand.core.tables.summary import Effect, Problem, Summary
from leerstand.core.tables.text import TextFile, opened_text
from leerstand.core.tables.workbook import SheetFile, opened_workbook


@dataclass(frozen=True, slots=True)
class Found:
    """Where the table was found: its records, its header and the sheet it is on."""

    source: TextFile | SheetFile
    header: Header


def find_table(
    path: Path, kinds: Sequence[Kind], summary: Summary, *, folder: Path, sheet: str
) -> Found | None:
    """The table of a file; None where there is none, and the summary says why. Raises FileRefused."""

    def note(effect: Effect, kind: str, reason: str, line: int) -> None:
        summary.add(Problem(summary.file, line, "", kind, reason, effect))

    sources: Sequence[TextFile | SheetFile]
    if is_workbook(path, kinds[0]):
        sources, notes = opened_workbook(path, folder)
        for kind, reason in notes:
            note(Effect.NOTE, kind, reason, 1)
        if sheet and not (sources := [one for one in sources if one.name == sheet]):
            raise FileRefused("sheet_missing", f"there is no sheet {sheet!r}")
    else:
        sources = [opened_text(path, kinds, note)]
    found = []
    for source in sources:
        header = find_header(list(islice(source.records(), LOOKED_AT + MOST_ROWS)), kinds)
        if header is not None:
            found.append(Found(source, header))
        if kinds[0].exact:
            break
    return _chosen(found, kinds, summary)


def _chosen(found: Sequence[Found], kinds: Sequence[Kind], summary: Summary) -> Found | None:
    """The table whose titles fit best, the first of equals; the others are named."""
    best = max(found, key=lambda one: one.header.rank, default=None)
    if best is None:
        refuse(summary, "header_missing", _expected(kinds))
        return None
    header = best.header
    for name in header.missing:
        refuse(summary, "column_missing", _missing(header, name), line=header.line, column=name)
    if header.kind.exact:
        twice = sorted(name for name, places in header.places.items() if len(places) > 1)
        for name in twice:
            refuse(
                summary, "column_twice", "this column is there more than once", line=header.line, column=name
            )
        if twice:
            return None
    _describe(best, [one for one in found if one is not best], summary)
    return None if header.missing else best


def _expected(kinds: Sequence[Kind]) -> str:
    titles = [
        " or ".join((column.name, *column.aliases[:1])) for column in kinds[0].columns if column.required
    ]
    return f"no header: none of the first {LOOKED_AT} rows has the titles of {kinds[0].name}; it needs {', '.join(titles)}"


def _missing(header: Header, name: str) -> str:
    if header.kind.exact:
        return "this column is missing"
    aliases = next(column.aliases for column in header.kind.columns if column.name == name)
    called = f" (it may also be called {', '.join(aliases)})" if aliases else ""
    return f"this column is missing{called}"


def _describe(best: Found, others: Sequence[Found], summary: Summary) -> None:
    header, source = best.header, best.source

    def note(
        kind: str, reason: str, *, column: str = "", effect: Effect = Effect.NOTE, line: int = 0
    ) -> None:
        summary.add(Problem(summary.file, line or header.line, column, kind, reason, effect))

    unknown = tuple(dict.fromkeys(header.unknown))
    if header.kind.exact:
        for title in unknown:
            note("column_unknown", "unknown column, ignored", column=title)
        return
    if unknown:
        more = f" and {len(unknown) - 20} more" if len(unknown) > 20 else ""
        note("column_unknown", f"unknown columns, ignored: {', '.join(unknown[:20])}{more}")
    if header.line > 1 or others or (isinstance(source, SheetFile) and source.is_hidden):
        where = f" of the sheet {source.name!r}" if isinstance(source, SheetFile) else ""
        hidden = ", which is hidden" if isinstance(source, SheetFile) and source.is_hidden else ""
        note("header_found", f"the titles are in row {header.line}{where}{hidden}")
    for other in others:
        if not other.header.missing and isinstance(other.source, SheetFile):
            note(
                "other_sheet", f"the sheet {other.source.name!r} has such a table too, which is not read; name it with --sheet",
                effect=Effect.LEFT_OUT,
            )  # fmt: skip
    if isinstance(source, SheetFile):
        for kind, reason, line, count in source.notes:
            note(kind, reason + (f" ({count} times)" if count > 1 else ""), line=line, effect=Effect.CHANGED)


def refuse(summary: Summary, kind: str, reason: str, *, line: int = 1, column: str = "") -> None:
    """Say why nothing of a file can be read."""
    summary.add(Problem(summary.file, line, column, kind, reason, Effect.NOTHING_READ))
