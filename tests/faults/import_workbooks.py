"""Workbooks that are broken, hostile or merely unusual, made by hand where no library would write them."""

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
BOMB = "<!DOCTYPE x [<!ENTITY a 'haha'>" + "".join(
    f"<!ENTITY {'abcdefgh'[n]} '{('&' + 'abcdefgh'[n - 1] + ';') * 10}'>" for n in range(1, 8)
) + "]>"  # fmt: skip
EXTERNAL = '<!DOCTYPE x [<!ENTITY h SYSTEM "file:///etc/hostname">]>'
HEAD = '<row r="1"><c r="A1" t="inlineStr"><is><t>Kennung</t></is></c><c r="B1" t="inlineStr"><is><t>Ort</t></is></c></row>'
GOOD = '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>Gartow</t></is></c></row>'


def zipped(parts: dict[str, bytes | str], *, stored: bool = False) -> bytes:
    """A zip file of these parts."""
    sink = io.BytesIO()
    how = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(sink, "w", how) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return sink.getvalue()


def xlsx(rows: str, *, before: str = "", after: str = "", **replaced: bytes | str | None) -> bytes:
    """A workbook of one sheet with these rows; parts can be replaced by name, or left out with None."""
    sheet = f'{DECLARATION}{before}<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'
    parts: dict[str, bytes | str | None] = {
        "[Content_Types].xml": f'{DECLARATION}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relations([("rId1", "officeDocument", "xl/workbook.xml")]),
        "xl/workbook.xml": _workbook('<sheet name="Daten" sheetId="1" r:id="rId1"/>'),
        "xl/_rels/workbook.xml.rels": _relations([("rId1", "worksheet", "worksheets/sheet1.xml")]),
        "xl/worksheets/sheet1.xml": sheet,
    }
    names = {"workbook": "xl/workbook.xml", "relations": "xl/_rels/workbook.xml.rels", "sheet": "xl/worksheets/sheet1.xml",
             "styles": "xl/styles.xml", "texts": "xl/sharedStrings.xml"}  # fmt: skip
    parts |= {names[name]: content for name, content in replaced.items()}
    return zipped({name: content for name, content in parts.items() if content is not None})


def _workbook(sheets: str, *, before: str = "") -> str:
    return f'{DECLARATION}{before}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{sheets}</sheets></workbook>'


def _relations(targets: list[tuple[str, str, str]]) -> str:
    told = "".join(
        f'<Relationship Id="{key}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for key, kind, target in targets
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}">{told}</Relationships>'


def book(*rows: list[Any], change: Callable[[Any], None] | None = None) -> bytes:
    """A workbook as openpyxl writes it."""
    made = Workbook()
    for row in rows:
        made.active.append(row)
    if change is not None:
        change(made)
    sink = io.BytesIO()
    made.save(sink)
    return sink.getvalue()


def charts_only() -> bytes:
    made = Workbook()
    made.create_chartsheet("Bild").add_chart(BarChart())
    sink = io.BytesIO()
    made.save(sink)
    whole = zipfile.ZipFile(io.BytesIO(sink.getvalue()))
    parts = {name: whole.read(name) for name in whole.namelist() if "worksheets" not in name}
    parts["xl/workbook.xml"] = _workbook('<sheet name="Bild" sheetId="1" r:id="rId1"/>')
    parts["xl/_rels/workbook.xml.rels"] = _relations([("rId1", "chartsheet", "chartsheets/sheet1.xml")])
    return zipped(parts)


def with_cover() -> bytes:
    def change(made: Any) -> None:
        made.active.title = "Deckblatt"
        data = made.create_sheet("Daten")
        for row in (["Leerstand 2027"], [], ["Kennung", "Ort"], ["1", "Gartow"]):
            data.append(row)

    return book(["Bericht der Gemeinde"], ["Stand: heute"], change=change)


def two_tables() -> bytes:
    def change(made: Any) -> None:
        made.active.title = "Nord"
        other = made.create_sheet("Süd")
        for row in (["Kennung", "Ort"], ["2", "Gartow"]):
            other.append(row)

    return book(["Kennung", "Ort"], ["1", "Gartow"], change=change)


def hidden_table() -> bytes:
    def change(made: Any) -> None:
        made.active.sheet_state = "hidden"
        made.create_sheet("Deckblatt").append(["Bericht"])
        made.active = 1

    return book(["Kennung", "Ort"], ["1", "Gartow"], change=change)


def titles_on_two_rows() -> bytes:
    def change(made: Any) -> None:
        made.active.merge_cells("A1:A2")
        made.active.merge_cells("B1:C1")

    return book(["Kennung", "Lage", None], [None, "Ort", "PLZ"], ["1", "Gartow", 29471], change=change)


def merged_place() -> bytes:
    return book(
        ["Kennung", "Ort"], ["1", "Gartow"], ["2", None], ["3", None],
        change=lambda made: made.active.merge_cells("B2:B4"),
    )  # fmt: skip


def typed() -> bytes:
    return book(
        ["Kennung", "Ort", "PLZ", "AGS", "Hausnummer", "Fläche", "Leer seit", "Denkmal"],
        [1, "Gartow", 1067, 3354006, 7, 85.125, date(2020, 5, 1), True],
        [2, "Gartow", 29471, "03354006", date(2027, 5, 7), 96.375, 2019, False],
    )  # fmt: skip


def giant_cell(megabytes: int = 300) -> bytes:
    """A few hundred kilobytes that unpack to one cell of hundreds of megabytes."""
    text = b"<row r='2'><c r='A2'><v>1</v></c><c r='B2' t='inlineStr'><is><t>Gartow</t></is></c><c r='C2' t='inlineStr'><is><t>"
    start = f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData>{HEAD}'.encode() + text
    end = b"</t></is></c></row></sheetData></worksheet>"
    return _streamed(start, b"A" * 1024 * 1024, megabytes, end)


def only_empty_cells(rows: int = 4_000, columns: int = 16_000) -> bytes:
    row = b"<row>" + b"<c/>" * columns + b"</row>"
    return _streamed(
        f'{DECLARATION}<worksheet xmlns="{MAIN}"><sheetData>{HEAD}'.encode(),
        row,
        rows,
        b"</sheetData></worksheet>",
    )


def _streamed(start: bytes, piece: bytes, times: int, end: bytes) -> bytes:
    whole = zipfile.ZipFile(io.BytesIO(xlsx(HEAD)))
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as file:
        for name in whole.namelist():
            if "sheet1" not in name:
                file.writestr(name, whole.read(name))
        with file.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            part.write(start)
            for _ in range(times):
                part.write(piece)
            part.write(end)
    return sink.getvalue()


def lying_size() -> bytes:
    """A part that says it is shorter than it is."""
    whole = bytearray(xlsx(HEAD + GOOD))
    real = len(zipfile.ZipFile(io.BytesIO(bytes(whole))).read("xl/worksheets/sheet1.xml"))
    return bytes(whole).replace(struct.pack("<L", real), struct.pack("<L", 200))


def wrong_checksum() -> bytes:
    whole = xlsx(HEAD + GOOD)
    right = zlib.crc32(zipfile.ZipFile(io.BytesIO(whole)).read("xl/worksheets/sheet1.xml"))
    return whole.replace(struct.pack("<L", right), struct.pack("<L", right ^ 1))


def encrypted() -> bytes:
    """The flag of a zip file with a password, on every part."""
    whole = bytearray(xlsx(HEAD + GOOD))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = whole.find(mark)
        while at >= 0:
            whole[at + place] |= 1
            at = whole.find(mark, at + 4)
    return bytes(whole)
