"""Tables handed out as CSV and XLSX, so that no cell can act as a formula in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from leerstand.core.cleaning import NEVER

Cell = str | int | float | date | bool | None
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# Beside what is no character, the second set of control characters: spreadsheets show nothing or garbage for them.
UNSTORABLE = re.compile(f"{NEVER.pattern}|[\x80-\x84\x86-\x9f]")
# How XLSX writes characters that XML can't hold; text that looks so has its first sign written this way.
ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
MOST_SIGNS = 32_767  # in a cell, by Excel
NOT_IN_TITLES = re.compile(r"[\[\]:*?/\\]")
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV that German spreadsheets open well: semicolons, decimal commas, a byte-order mark."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(storable(title)) for title in head])
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def write_xlsx(head: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    """A table as XLSX with numbers and days as such; texts are texts, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(NOT_IN_TITLES.sub(" ", storable(title))[:31] or "1")
    sheet.freeze_panes = "A2"
    heads = [_typed(sheet, one) for one in head]
    for cell in heads:
        cell.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_typed(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def storable(text: str) -> str:
    """A text without the characters that no file and no database holds."""
    return UNSTORABLE.sub("", text)


def harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe stands before a dangerous beginning."""
    return f"'{text}" if text.lstrip(" ").startswith(STARTS_FORMULA) else text


def _text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case bool():
            return "1" if cell else "0"
        case float():
            return f"{cell:.10g}".replace(".", ",")
        case date():
            return cell.strftime("%d.%m.%Y")
        case str():
            return harmless(storable(cell))
        case _:
            return str(cell)


def _typed(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value="")
    cell.value = ESCAPED.sub("_x005F_", storable(text).replace("\r\n", "\n").replace("\r", "\n"))[:MOST_SIGNS]
    cell.data_type = "s"
    return cell
