"""Files as offices, browsers and attackers hand them in: each must give its rows, or a sentence; none a trace, none a hang.

Run as `python -m tests.faults.import_files [FOLDER]` for a table of all; the tests run the fast ones.
"""

import random
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from leerstand.core.tables import Summary
from leerstand.register.imports import BuildingRow, read_buildings
from tests.faults import import_workbooks as made
from tests.faults.import_workbooks import BOMB, EXTERNAL, GOOD, HEAD, book, xlsx, zipped

SEED = 20270101
TITLES = ["Kennung", "Ort"]
Content = bytes | Callable[[], bytes]


@dataclass(frozen=True)
class Case:
    """One file: what it is, what its rows say (None: not looked at), its exit status, and kinds that must be named."""

    name: str
    content: Content
    status: int
    rows: list[dict[str, Any]] | None = None
    named: tuple[str, ...] = ()
    is_slow: bool = False

    @property
    def data(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else self.content()


@dataclass
class Outcome:
    """What reading one file came to."""

    rows: list[BuildingRow] = field(default_factory=list)
    summary: Summary = field(default_factory=lambda: Summary(""))
    trace: str = ""
    seconds: float = 0.0

    @property
    def kinds(self) -> set[str]:
        return {kind for _, kind, _ in self.summary.found}


def one(**facts: Any) -> list[dict[str, Any]]:
    """The row that most files have, and what else it says."""
    return [{"external_id": "1", "place": "Gartow"} | facts]


def csv_of(*lines: str, titles: str = "Kennung;Ort", encoding: str = "utf-8") -> bytes:
    return ("\n".join((titles, *lines)) + "\n").encode(encoding)


def outcome(content: bytes, folder: Path, *, name: str = "liste") -> Outcome:
    """Read one file as the import does, without a database."""
    path = folder / name
    path.write_bytes(content)
    result = Outcome(summary=Summary(name))
    began = time.perf_counter()
    try:
        result.rows = list(read_buildings(path, result.summary))
    except Exception as error:  # the fault that is looked for
        result.trace = f"{type(error).__name__}: {error}"
    result.seconds = time.perf_counter() - began
    return result


def said(row: BuildingRow, asked: dict[str, Any]) -> dict[str, Any]:
    """What a row says of the fields that are asked for."""
    facts = {
        "external_id": row.external_id,
        "since": row.stand.since.day.isoformat() if row.stand and row.stand.since else None,
    }
    return {name: (facts | row.facts).get(name) for name in asked}


def wrong(case: Case, result: Outcome) -> str:
    """What is wrong with an outcome; '' where it is as it must be."""
    if result.trace:
        return result.trace
    if (status := result.summary.exit_status) != case.status:
        return f"status {status}, not {case.status}: {list(result.summary.lines())[:4]}"
    if case.rows is not None:
        shown = [said(row, asked) for row, asked in zip(result.rows, case.rows, strict=False)]
        if len(result.rows) != len(case.rows) or shown != case.rows:
            return f"rows {shown or len(result.rows)}, not {case.rows}"
    if missing := set(case.named) - result.kinds:
        return f"not named: {missing}, only {result.kinds}"
    if case.status == 2 and not any(result.summary.lines()):
        return "no sentence"
    return ""


def workbooks() -> list[Case]:
    """XLSX: hostile, damaged, unusual."""
    cell = '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="inlineStr"><is><t>{}</t></is></c></row>'
    return [
        Case("only a chart", made.charts_only, 2),
        Case("no sheet", xlsx(HEAD, workbook=made._workbook("")), 2),
        Case("entity bomb in the sheet", xlsx(HEAD + cell.format("&h;"), before=BOMB), 2),
        Case("entity bomb in the workbook", xlsx(HEAD, workbook=made._workbook("", before=BOMB)), 2),
        Case("entity bomb in the texts", xlsx(HEAD, texts=f"{BOMB}<sst><si><t>&h;</t></si></sst>"), 2),
        Case("external entity", xlsx(HEAD + cell.format("&h;"), before=EXTERNAL), 2),
        Case("undeclared entity", xlsx(HEAD + cell.format("&nbsp;")), 2),
        Case("sheet cut off", xlsx(HEAD + GOOD + "<row r='3'><c r='A3'"), 2),
        Case("workbook cut off", xlsx(HEAD, workbook="<workbook><sheets><sheet "), 2),
        Case("workbook missing", xlsx(HEAD, workbook=None), 2),
        Case("sheet missing", xlsx(HEAD, sheet=None), 2),
        Case("relations missing", xlsx(HEAD, relations=None), 2),
        Case("not XML at all", xlsx(HEAD, sheet=b"\x00\x01\x02"), 2),
        Case("broken styles", xlsx(HEAD + GOOD, styles="<styleSheet><cellXfs><xf"), 0, one(), ("styles",)),
        Case("styles that don't exist", xlsx(HEAD + GOOD.replace('r="A2"', 'r="A2" s="99"')), 0, one()),
        Case("texts missing", xlsx(HEAD + '<row r="2"><c r="A2"><v>1</v></c><c r="B2" t="s"><v>7</v></c></row>'), 1, [], ("cell_damaged",)),
        Case("bad number", xlsx(HEAD + GOOD.replace("<v>1</v>", "<v>eins</v>")), 0, one(external_id="eins")),
        Case("endless number", xlsx(HEAD + GOOD.replace("<v>1</v>", "<v>1e999</v>")), 0),
        Case("bad cell reference", xlsx(HEAD + GOOD.replace('r="B2"', 'r="2B!"')), 0, one(), ("cell_reference",)),
        Case("cell beyond Excel", xlsx(HEAD + GOOD.replace('r="B2"', 'r="ZZZZ2"')), 0, one(), ("cell_reference",)),
        Case("row 99999999999", xlsx(HEAD + GOOD.replace('r="2"', 'r="99999999999"', 1)), 0, one(), ("row_number",)),
        Case("row at the end of Excel", xlsx(HEAD + GOOD.replace('r="2"', 'r="1048576"', 1)), 0, one()),
        Case("NUL in a cell", xlsx(HEAD + cell.format("Gar_x0000_tow")), 0, one(), ("unstorable",)),
        Case("half a character in a cell", xlsx(HEAD + cell.format("Gartow_xD800_")), 0, one(), ("unstorable",)),
        Case("U+FFFE in a cell", xlsx(HEAD + cell.format("Gartow_xFFFE_")), 0, one(), ("unstorable",)),
        Case("raw control character", xlsx(HEAD + cell.format("Gar\x01tow")), 2),
        Case("checksum wrong", made.wrong_checksum, 2),
        Case("size that lies", made.lying_size, 2),
        Case("with a password", made.encrypted, 2),
        Case("cut off in the middle", xlsx(HEAD + GOOD)[:700], 2),
        Case("only the beginning", b"PK\x03\x04" + bytes(40), 2),
        Case("cell of 300 MB", made.giant_cell, 0, one(note=None), ("untitled",), is_slow=True),
        Case("64 million empty cells", made.only_empty_cells, 2, named=("workbook",), is_slow=True),
        Case("cover sheet first", made.with_cover, 0, one(), ("header_found",)),
        Case("two tables", made.two_tables, 1, one(), ("other_sheet",)),
        Case("hidden sheet", made.hidden_table, 0, one(), ("header_found",)),
        Case("titles on two rows", made.titles_on_two_rows, 0, one(postcode="29471")),
        Case("title row above", book(["Leerstand"], [], TITLES, ["1", "Gartow"]), 0, one(), ("header_found",)),
        Case("merged cells", made.merged_place, 0, [*one(), {"external_id": "2", "place": "Gartow"}, {"external_id": "3", "place": "Gartow"}]),
        Case("typed cells", made.typed, 1, [
            {"external_id": "1", "postcode": "01067", "house_number": "7", "area_m2": 85.125, "since": "2020-05-01", "is_listed": True},
            {"external_id": "2", "postcode": "29471", "house_number": None, "area_m2": 96.375, "since": "2019-01-01", "is_listed": False},
        ], ("zeros_restored", "date_for_mark")),
        Case("formula never calculated", book([*TITLES, "Fläche"], ["1", "Gartow", "=80+5"]), 1, one(area_m2=None), ("formula_without_value",)),
        Case("failed formula", book([*TITLES, "Fläche"], ["1", "Gartow", "#N/A"]), 0, one(area_m2=None), ("failed_formula",)),
        Case("day as its number", book([*TITLES, "Leer seit"], ["1", "Gartow", 43952]), 1, one(since=None), ("serial_day",)),
        Case("rooms that became a day", book([*TITLES, "Zimmer"], ["1", "Gartow", made.date(2027, 5, 2)]), 1, one(rooms=None), ("date_for_mark",)),
        Case("empty sheet", book(), 2),
        Case("only titles", book(TITLES), 0, []),
        Case("no known title", book(["a", "b"], ["1", "2"]), 2, named=("header_missing",)),
    ]  # fmt: skip


def other_formats() -> list[Case]:
    """What is no table: each gets told what it is."""
    beginnings = {
        "PDF": b"%PDF-1.7\n", "old Excel": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "RTF": b"{\\rtf1 Leerstand}",
        "JPEG": b"\xff\xd8\xff\xe0" + bytes(100), "PNG": b"\x89PNG\r\n\x1a\n" + bytes(100), "gzip": b"\x1f\x8b\x08" + bytes(50),
        "7z": b"7z\xbc\xaf\x27\x1c" + bytes(50), "rar": b"Rar!\x1a\x07" + bytes(50), "SQLite": b"SQLite format 3\x00" + bytes(90),
        "OpenImmo": b'<?xml version="1.0"?>\n<openimmo><anbieter/></openimmo>', "XML": b"<list><row/></list>",
        "web page": b"<html><table><tr><td>Kennung</td></tr></table></html>", "Excel 2003 XML":
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "JSON": b'[{"Kennung": "1", "Ort": "Gartow"}]', "GeoJSON": b'{"type": "FeatureCollection", "features": []}',
        "zeros": bytes(3000), "OpenDocument": zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
        "XLSB": zipped({"xl/workbook.bin": b"x"}), "Word": zipped({"[Content_Types].xml": "<a/>", "word/document.xml": "<a/>"}),
        "zip of a table": zipped({"liste.csv": "Kennung;Ort\n1;Gartow\n"}),
    }  # fmt: skip
    cases = [Case(f"{name} given", content, 2, [], ("other_format",)) for name, content in beginnings.items()]
    noise = random.Random(SEED).randbytes(4000)
    return [
        *cases,
        Case("noise", noise, 2, []),
        Case("empty", b"", 2, []),
        Case("only a mark", b"\xef\xbb\xbf", 2, []),
    ]


def texts() -> list[Case]:
    """CSV of every origin."""
    lueck = [{"external_id": "1", "place": "Lüchow"}]
    luechow = "Kennung;Ort\n1;Lüchow\n"
    both = [*lueck, {"external_id": "2", "place": "Gümse"}]
    decomposed = unicodedata.normalize("NFD", "Kennung;Ort;Fläche\n1;Lüchow;85\n")
    return [
        Case("sep= first", b"sep=;\nKennung;Ort\n1;Gartow\n", 0, one()),
        Case("sep= with a comma", b'"sep=,"\nKennung,Ort\n1,Gartow\n', 0, one()),
        Case("tabs", csv_of("1\tGartow", titles="Kennung\tOrt"), 0, one()),
        Case("bars", csv_of("1|Gartow", titles="Kennung|Ort"), 0, one()),
        Case("old Mac line ends", b"Kennung;Ort\r1;Gartow\r", 0, one()),
        Case("empty cells at the end left out", csv_of("1;Gartow", titles="Kennung;Ort;PLZ;Art;Notiz"), 0, one()),
        Case("empty cells too many", csv_of("1;Gartow;;;"), 0, one()),
        Case("filled cell too many", csv_of("1;Gartow;x", "2;Gartow"), 1, [one()[0] | {"external_id": "2"}], ("width",)),
        Case("title row above", b"Leerstand 2027;;\n;;\nKennung;Ort;PLZ\n1;Gartow;29471\n", 0, one(postcode="29471"), ("header_found",)),
        Case("decomposed umlauts", decomposed.encode(), 0, [lueck[0] | {"area_m2": 85.0}]),
        Case("Windows", luechow.encode("cp1252"), 0, lueck),
        Case("Windows, and nothing but a euro", csv_of("1;Gartow;3 €", titles="Kennung;Ort;Notiz", encoding="cp1252"), 0, one(note="3 €")),
        Case("Mac", luechow.encode("mac_roman"), 0, lueck, ("encoding",)),
        Case("DOS", luechow.encode("cp850"), 0, lueck, ("encoding",)),
        Case("UTF-16 with a mark", luechow.encode("utf-16"), 0, lueck),
        Case("UTF-16 without", luechow.encode("utf-16-le"), 0, lueck),
        Case("UTF-16, the other way", luechow.encode("utf-16-be"), 0, lueck),
        Case("UTF-16 cut off", luechow.encode("utf-16")[:-1], 0),
        Case("two encodings in one file", luechow.encode() + "2;Gümse\n".encode("cp1252"), 0, both, ("encoding_mixed",)),
        Case("UTF-8 read as Windows", csv_of("1;LÃ¼chow"), 0, lueck, ("encoding_repaired",)),
        Case("twice over", csv_of("1;" + "Lüchow".encode().decode("cp1252").encode().decode("cp1252")), 0, lueck, ("encoding_repaired",)),
        Case("Mac read as Windows", csv_of("1;LŸchow"), 0, lueck, ("encoding_repaired",)),
        Case("damage that isn't sure", csv_of("1;Gartow;Dšmitz", titles="Kennung;Ort;Name"), 0, one(), ("encoding_doubtful",)),
        Case("lost letters", csv_of("1;Gartow;M\ufffdhle", titles="Kennung;Ort;Name"), 0, one(), ("letters_lost",)),
        Case("NUL", b"Kennung;Ort\n1;Gar\x00tow\n", 0, one(), ("unstorable",)),
        Case("U+FFFE and U+FFFF", csv_of("1;Gartow\ufffe\uffff"), 0, one(), ("unstorable",)),
        Case("half a character", b"Kennung;Ort\n1;Gartow\xed\xa0\x80\n", 0),
        Case("forgotten quotation mark", csv_of('1;"Gartow', "2;Gartow"), 1, [one()[0] | {"external_id": "2"}], ("quoting",)),
        Case("line break in a cell", csv_of('1;Gartow;"a\nb"', titles="Kennung;Ort;Notiz"), 0, one(note="a\nb")),
        Case("quoted break, rest left out", csv_of('1;Gartow;"a\nb"', titles="Kennung;Ort;Notiz;Art"), 0, one(note="a\nb")),
        Case("line of three million", b"Kennung;Ort\n1;" + b"x" * 3_000_000, 2, []),
        Case("cell of 150,000", csv_of("1;Gartow;" + "x" * 150_000, "2;Gartow", titles="Kennung;Ort;Notiz"), 1, [one()[0] | {"external_id": "2"}]),
        Case("note too long", csv_of("1;Gartow;" + "x" * 30_000, titles="Kennung;Ort;Notiz"), 1, one(note=None), ("too_long",)),
        Case("same key twice", csv_of("1;Gartow", "1;Lüchow"), 1, one(), ("not_unique",)),
        Case("column twice, two answers", csv_of("1;Gartow;Lüchow", titles="Kennung;Ort;Ortschaft"), 0, one(), ("said_twice",)),
        Case("unknown column", csv_of("1;Gartow;rot", titles="Kennung;Ort;Farbe"), 0, one(), ("column_unknown",)),
        Case("value without a title", csv_of("1;Gartow;rot;85", titles="Kennung;Ort;;Fläche"), 0, one(area_m2=85.0), ("untitled",)),
        Case("required column missing", csv_of("1", titles="Kennung"), 2, [], ("column_missing",)),
        Case("only titles", csv_of(), 0, []),
        Case("unknown place", csv_of("1;Nirgendwo", "2;Gartow"), 1, [one()[0] | {"external_id": "2"}], ("place_unknown",)),
        Case("formula as text", csv_of('="1";Gartow;="29471"', titles="Kennung;Ort;PLZ"), 0, one(postcode="29471")),
        Case("guarded text", csv_of("1;Gartow;'-2+3", titles="Kennung;Ort;Name"), 0, one(name="-2+3")),
        Case("emoji and Arabic", csv_of("1;Gartow;مرحبا 👩‍🌾", titles="Kennung;Ort;Notiz"), 0, one(note="مرحبا 👩‍🌾")),
    ]  # fmt: skip


def values() -> list[Case]:
    """Values as spreadsheets damage them and people write them."""

    def column(title: str, *cells: str) -> bytes:
        return csv_of(
            *(f"{n};Gartow;{cell}" for n, cell in enumerate(cells, 1)), titles=f"Kennung;Ort;{title}"
        )

    def areas(*found: float | None) -> list[dict[str, Any]]:
        return [{"external_id": str(n), "area_m2": area} for n, area in enumerate(found, 1)]

    return [
        Case("dots that are decimal", column("Fläche", "85.125", "120.5", "96.250"), 0, areas(85.125, 120.5, 96.25)),
        Case("dots that part thousands", column("Fläche", "1.250", "85,5", "2.400"), 0, areas(1250, 85.5, 2400)),
        Case("dots that don't say", column("Fläche", "1.250", "85", "2.400"), 0, areas(1250, 85, 2400), ("separator",)),
        Case("dots that can only be decimal", column("Fläche", "85.125", "96.375"), 0, areas(85.125, 96.375), ("separator",)),
        Case("commas that part thousands", column("Fläche", "1,250", "85.5"), 0, areas(1250, 85.5)),
        Case("both in one column", column("Fläche", "85,5", "85.5", "1.250"), 0, areas(85.5, 85.5, 1250), ("separator",)),
        Case("hectares in the title", column("Fläche (ha)", "2,5", "0,1 ha"), 0, areas(25_000, 1_000)),
        Case("square metres in the title", column("Wohnfläche m²", "85,5", "120 m²"), 0, areas(85.5, 120)),
        Case("a row of totals", b"Kennung;Ort;Fl\xe4che\n1;Gartow;85\nSumme;Gartow;85\n", 1, one(area_m2=85.0), ("total",)),
        Case("areas as people write them", column("Fläche", "ca. 80", "80 Quadratmeter", "120 m²", "viel"), 1, areas(80, 80, 120, None), ("value",)),
        Case("days as house numbers", column("Hausnummer", "05. Jul", "Mrz 12", "2027-05-07", "7.5.2027", "Mai 07", "12-Dez"), 1,
             [{"house_number": None}] * 6, ("date_for_mark",)),
        Case("house numbers", column("Hausnummer", "7", "7.0", "12a", "5-7", "4 1/2", "14 - 24"), 0,
             [{"house_number": number} for number in ("7", "7", "12a", "5-7", "4 1/2", "14 - 24")]),
        Case("failed formulas", column("Hausnummer", "#NV", "#BEZUG!", "#DIV/0!", "####"), 0, [{"house_number": None}] * 4, ("failed_formula",)),
        Case("lost zeros", b"Kennung;Ort;PLZ\n1;Dresden;1067\n2;Gartow;29471\n3;Gartow;29471.0\n4;Gartow;D-29471\n", 0,
             [{"postcode": code} for code in ("01067", "29471", "29471", "29471")], ("zeros_restored",)),
        Case("postcode of another place", b"Kennung;Ort;PLZ\n1;Gartow;1067\n", 1, [], ("postcode_differs",)),
        Case("no postcode", column("PLZ", "294711", "abc"), 1, [{"postcode": None}] * 2, ("key",)),
        Case("shortened key", b"Kennung;Ort\n4,01234E+12;Gartow\n", 1, [], ("shortened",)),
        Case("key of seven digits", b"Kennung;Ort;AGS\n1;Gartow;3354006\n", 0, one(), ("zeros_restored",)),
        Case("a code that isn't one", column("Art", "Schloss", "Hof", "farm", "Scheune", "barn or stable"), 1),
        Case("one reason of two", column("Gründe", "Preisvorstellung|Langeweile"), 1, one(), ("code",)),
        Case("times as people write them", column("Leer seit", "2019", "3.2021", "31.3.2021", "2021-03-31", "März 2020", "2019-05", "seit Ostern 2022", "unbekannt", "gestern mal"), 1,
             [{"since": day} for day in ("2019-01-01", "2021-03-01", "2021-03-31", "2021-03-31", "2020-03-01", "2019-05-01", "2022-04-01", None, None)], ("value",)),
        Case("half a point", column("Breite", "53.02"), 1, one(), ("half_a_point",)),
        Case("a point elsewhere", b"Kennung;Ort;Breite;L\xe4nge\n1;Gartow;48,85;2,35\n", 1, [], ("outside",)),
        Case("three values unreadable, row kept", b"Kennung;Ort;Art;Bauzustand;Denkmal\n1;Gartow;Schloss;9;vielleicht\n", 1, one()),
    ]  # fmt: skip


def cases() -> list[Case]:
    """All files, in a fixed order."""
    return [*workbooks(), *other_formats(), *texts(), *values()]


def main(folder: Path) -> int:
    """Print a table of all files; the number of those that are wrong."""
    failed = 0
    print(f"{'file':<36} {'rows':>5} {'status':>6} {'seconds':>8}  first sentence")
    for case in cases():
        result = outcome(case.data, folder)
        fault = wrong(case, result)
        failed += bool(fault)
        lines = [line.strip() for line in result.summary.lines() if line.startswith("  ")]
        first = f"WRONG: {fault}" if fault else (lines or [""])[0].removeprefix("liste:")
        print(
            f"{case.name:<36} {len(result.rows):>5} {result.summary.exit_status:>6} {result.seconds:>8.2f}  {first[:150]}"
        )
    print(f"{len(cases())} files, {failed} wrong")
    return failed


if __name__ == "__main__":
    if len(sys.argv) > 1:
        raise SystemExit(min(1, main(Path(sys.argv[1]))))
    with tempfile.TemporaryDirectory() as made_here:
        raise SystemExit(min(1, main(Path(made_here))))
