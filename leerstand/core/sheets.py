"""Tables handed out as CSV and XLSX, so that no cell can act as a formula in a spreadsheet."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

Cell = str | int | float | date | bool | None
MEDIA_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_csv(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A table as CSV that German spreadsheets open well: semicolons, decimal commas, a byte-order mark."""
    written = io.StringIO()
    writer = csv.writer(written, delimiter=";", lineterminator="\r\n")
    writer.writerow([harmless(title) for title in head])
    writer.writerows([_text(cell) for cell in row] for row in rows)
    return written.getvalue().encode("utf-8-sig")


def write_xlsx(head: Sequence[str], rows: Iterable[Sequence[Cell]], *, title: str) -> bytes:
    """A table as XLSX with numbers and days as such; texts are texts, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    sheet.freeze_panes = "A2"
    heads = [WriteOnlyCell(sheet, value=one) for one in head]
    for cell in heads:
        cell.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_typed(sheet, cell) if isinstance(cell, str) else cell for cell in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


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
            return harmless(cell)
        case _:
            return str(cell)


def _typed(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value="")
    cell.value = "".join(sign for sign in text if sign >= " " or sign in "\n\t")
    cell.data_type = "s"
    return cell
