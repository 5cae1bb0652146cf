"""XLSX, unpacked by a process of its own into files of rows, which are then read line by line like any text."""

import json
import zipfile
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.parsers import expat

from leerstand.core.confined import ConfinedFailure, Limits, TookTooLong, TookTooMuch, run_confined
from leerstand.core.tables.cells import Cell
from leerstand.core.tables.files import FileRefused
from leerstand.core.tables.header import Record
from leerstand.core.tables.sheet import sheets_of
from leerstand.core.tables.xlsx import Workbook

# 200,000 rows of 11 cells take some 60 MB and half a minute of one slow core; the largest workbook ten times that.
LIMITS = Limits(memory_mb=600, cpu_seconds=240, wall_seconds=600, file_mb=2_000)
DAMAGED = (
    zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, KeyError, NotImplementedError, RuntimeError, OSError,
    UnicodeError, ValueError,
)  # fmt: skip
MOST_SHEETS = 60


@dataclass(frozen=True, slots=True)
class SheetFile:
    """One sheet, unpacked: the file of its rows, and the cells that are merged downwards (top, bottom, place)."""

    path: Path
    name: str
    is_hidden: bool
    merged: tuple[tuple[int, int, int], ...]
    notes: tuple[tuple[str, str, int, int], ...]  # kind, reason, line, how often

    def records(self) -> Iterator[Record]:
        """The rows with their numbers; merged cells hold their value in each row."""
        spans = deque(sorted(self.merged))
        open_: list[tuple[int, int, Cell]] = []
        with self.path.open(encoding="utf-8") as file:
            for line in file:
                number, said = json.loads(line)
                cells: list[Cell] = [one if isinstance(one, str) else (one[0], one[1]) for one in said]
                open_ = [one for one in open_ if one[0] >= number]
                while spans and spans[0][0] <= number:
                    top, bottom, place = spans.popleft()
                    if top == number and place < len(cells) and cells[place]:
                        open_.append((bottom, place, cells[place]))
                for _, place, value in open_:
                    cells += [""] * (place + 1 - len(cells))
                    cells[place] = cells[place] or value
                yield number, cells


def unpack(path: str, folder: str) -> dict[str, Any]:
    """Write each sheet's rows to a file below `folder`; say what they are, or why nothing can be read.

    For `run_confined`: paths and what comes back are plain values.
    """
    try:
        with zipfile.ZipFile(path) as parts:
            book = Workbook(parts)
            sheets = [
                _unpacked(sheet, Path(folder) / f"{number}.jsonl") | {"name": name, "is_hidden": hidden}
                for number, (name, hidden, sheet) in enumerate(sheets_of(book))
                if number < MOST_SHEETS
            ]
        return {"sheets": sheets, "notes": book.notes}
    except FileRefused as refused:
        return {"refused": [refused.kind, refused.reason]}
    except DAMAGED as error:
        return {"refused": ["workbook", f"cannot be read as XLSX, it is damaged or cut off ({_why(error)})"]}


def _why(error: Exception) -> str:
    return str(error)[:120] or type(error).__name__


def _unpacked(sheet: Any, path: Path) -> dict[str, Any]:
    with path.open("w", encoding="utf-8") as file:

        def write(number: int, cells: list[Any]) -> None:
            file.write(json.dumps([number, cells], ensure_ascii=True, separators=(",", ":")) + "\n")

        sheet.read(write)
    notes = [[kind, reason, line, count] for kind, (count, reason, line) in sheet.notes.items()]
    return {"path": str(path), "merged": sheet.merged, "notes": notes}


def opened_workbook(path: Path, folder: Path) -> tuple[list[SheetFile], list[tuple[str, str]]]:
    """The sheets of an XLSX, visible ones first, unpacked below `folder`, and what is odd about the workbook.

    Raises FileRefused with a sentence for whatever can't be read, or not within the limits.
    """
    try:
        said = run_confined(unpack, str(path.resolve()), str(folder), limits=LIMITS)
    except TookTooLong:
        raise FileRefused(
            "workbook", "the workbook takes too long to read; save only the table, as CSV"
        ) from None
    except TookTooMuch:
        raise FileRefused(
            "workbook", "the workbook unpacks to too much; save only the table, as CSV"
        ) from None
    except ConfinedFailure as failed:
        raise FileRefused("workbook", "cannot be read as XLSX; save the table as CSV") from failed
    if "refused" in said:
        raise FileRefused(*said["refused"])
    sheets = [
        SheetFile(
            Path(one["path"]), one["name"], one["is_hidden"],
            tuple((top, bottom, place) for top, bottom, place in one["merged"]),
            tuple((kind, reason, line, count) for kind, reason, line, count in one["notes"]),
        )
        for one in said["sheets"]
    ]  # fmt: skip
    return sorted(sheets, key=lambda sheet: sheet.is_hidden), [tuple(note) for note in said["notes"]]
