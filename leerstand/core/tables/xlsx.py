"""The parts of an XLSX file, read as a stream: no entity, no formula and no giant cell gets any further.

Runs in a process of its own (see `workbook`), since a few kilobytes can unpack to gigabytes.
"""

import re
import zipfile
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import Any
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, CALENDAR_WINDOWS_1900

from leerstand.core.tables.files import FileRefused

PIECE = 64 * 1024
MOST_PART_BYTES = 1_500 * 1024 * 1024
LONGEST_TEXT = 100_000  # three times what Excel puts into a cell
DATES_BY_NUMBER = {*range(14, 23), *range(27, 37), 45, 46, 47, *range(50, 59)}
Attributes = dict[str, str]
# How a workbook writes characters that XML can't hold: _x000D_ for a carriage return.
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def local(name: str) -> str:
    """A name without its namespace."""
    return name.rpartition(":")[2]


class Part:
    """One part of the package, read with handlers; whatever could grow by itself is refused."""

    def __init__(self, parts: zipfile.ZipFile, name: str) -> None:
        self._parts, self._name = parts, name

    def read(
        self,
        *,
        start: Callable[[str, Attributes], None],
        end: Callable[[str], None] | None = None,
        text: Callable[[str], None] | None = None,
    ) -> None:
        """Parse it to its end. Raises FileRefused for anything but plain XML."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, attributes: start(
            local(name) if ":" in name else name, attributes
        )
        if end is not None:
            parser.EndElementHandler = lambda name: end(local(name) if ":" in name else name)
        if text is not None:
            parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = self._refuse
        parser.EntityDeclHandler = self._refuse
        read = 0
        with self._parts.open(self._name) as stream:
            while piece := stream.read(PIECE):
                read += len(piece)
                if read > MOST_PART_BYTES:
                    raise FileRefused(
                        "workbook", f"{self._name} unpacks to more than 1.5 GB; split the table"
                    )
                parser.Parse(piece, False)
        parser.Parse(b"", True)

    def _refuse(self, *_: Any) -> None:
        raise FileRefused("workbook", f"{self._name} declares entities; no spreadsheet program writes that")


class Text:
    """Text gathered from pieces, up to a length; beyond it only counted."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.length = 0

    def add(self, piece: str) -> None:
        self.length += len(piece)
        if self.length <= LONGEST_TEXT:
            self.pieces.append(piece)

    def taken(self) -> Any:
        """The text, or how long it would have been; empty again afterwards."""
        text: Any = (
            ESCAPED.sub(_unescaped, "".join(self.pieces))
            if self.length <= LONGEST_TEXT
            else ["l", str(self.length)]
        )
        self.pieces, self.length = [], 0
        return text


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


class Workbook:
    """A workbook's sheets, shared texts and formats of days."""

    def __init__(self, parts: zipfile.ZipFile) -> None:
        self.parts = parts
        self.notes: list[tuple[str, str]] = []
        self.epoch = CALENDAR_WINDOWS_1900
        self._names = {name.lower(): name for name in parts.namelist()}
        main = self._target("_rels/.rels", "", "officeDocument") or "xl/workbook.xml"
        self.sheets = self._sheets(main)
        folder = str(PurePosixPath(main).parent)
        self.texts = self._texts(f"{folder}/sharedStrings.xml")
        self.dates = self._dates(f"{folder}/styles.xml")

    def part(self, name: str) -> Part | None:
        """A part by its name, whatever its case; None where it isn't there."""
        known = self._names.get(name.lstrip("/").lower())
        return Part(self.parts, known) if known else None

    def _related(self, name: str) -> list[Attributes]:
        found: list[Attributes] = []
        if part := self.part(name):
            part.read(start=lambda tag, said: found.append(said) if tag == "Relationship" else None)
        return found

    def _target(self, name: str, folder: str, type_: str) -> str:
        for one in self._related(name):
            if one.get("Type", "").endswith(f"/{type_}"):
                return _path(folder, one.get("Target", ""))
        return ""

    def _sheets(self, main: str) -> list[tuple[str, str, bool]]:
        """Name, part and whether it is hidden, of every sheet that has cells."""
        part = self.part(main)
        if part is None:
            raise FileRefused("workbook", "the file holds no workbook; it is damaged")
        found: list[Attributes] = []

        def start(tag: str, said: Attributes) -> None:
            if tag == "sheet":
                found.append({local(name): value for name, value in said.items()})
            elif tag == "workbookPr" and said.get("date1904") in ("1", "true"):
                self.epoch = CALENDAR_MAC_1904

        part.read(start=start)
        folder, _, file = main.rpartition("/")
        targets = {
            one.get("Id"): _path(folder, one.get("Target", ""))
            for one in self._related(f"{folder}/_rels/{file}.rels")
            if one.get("Type", "").endswith("/worksheet")
        }
        sheets = [
            (one.get("name", "?"), targets[one.get("id")], one.get("state", "visible") != "visible")
            for one in found
            if one.get("id") in targets
        ]
        if not sheets:
            has = "only charts" if found else "no sheet"
            raise FileRefused("workbook", f"the workbook has {has}; there is no table in it")
        return sheets

    def _texts(self, name: str) -> list[Any]:
        """The shared texts; the phonetic readings beside them aren't text."""
        texts: list[Any] = []
        now, spoken = Text(), 0
        inside = False

        def start(tag: str, said: Attributes) -> None:
            nonlocal inside, spoken
            inside = tag == "t" and not spoken
            spoken += tag == "rPh"

        def end(tag: str) -> None:
            nonlocal inside, spoken
            inside = False
            spoken -= tag == "rPh"
            if tag == "si":
                texts.append(now.taken())

        if part := self.part(name):
            part.read(start=start, end=end, text=lambda piece: now.add(piece) if inside else None)
        return texts

    def _dates(self, name: str) -> set[int]:
        """The numbers of the cell styles that show a day. Broken styles leave days as numbers, with a note."""
        own: dict[str, str] = {}
        found: list[str] = []
        in_cells = False

        def start(tag: str, said: Attributes) -> None:
            nonlocal in_cells
            if tag == "numFmt":
                own[said.get("numFmtId", "")] = said.get("formatCode", "")
            elif tag == "cellXfs":
                in_cells = True
            elif tag == "xf" and in_cells:
                found.append(said.get("numFmtId", "0"))

        def end(tag: str) -> None:
            nonlocal in_cells
            in_cells = in_cells and tag != "cellXfs"

        try:
            if part := self.part(name):
                part.read(start=start, end=end)
        except expat.ExpatError:
            self.notes.append(("styles", "the workbook's styles are damaged; days may have become numbers"))
        return {place for place, number in enumerate(found) if _shows_day(number, own)}


def _path(folder: str, target: str) -> str:
    if target.startswith("/"):
        return target.lstrip("/")
    kept: list[str] = []
    for step in f"{folder}/{target}".split("/"):
        if step == "..":
            kept = kept[:-1]
        elif step not in ("", "."):
            kept.append(step)
    return "/".join(kept)


def _shows_day(number: str, own: dict[str, str]) -> bool:
    if number in own:
        return bool(is_date_format(own[number]))
    known = int(number) if number.isdigit() else 0
    return known in DATES_BY_NUMBER or bool(is_date_format(BUILTIN_FORMATS.get(known, "General")))
