"""What sort of file somebody has handed in, told by its bytes; what can't be read gets a sentence that says what to do."""

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from leerstand.core.tables.describe import MEGABYTE, Kind

HEAD = 4096
ONLY = "only CSV and XLSX are read so far"
EXPORT = "save the table as XLSX or as CSV and import that"
# First bytes → what it is, and what to do.
BEGINNINGS = (
    (b"%PDF", "this is a PDF", f"{ONLY}; ask whoever made it for the table behind it"),
    (b"\xd0\xcf\x11\xe0", "this is an old Excel file (.xls), or one with a password", f"{ONLY}; open it and {EXPORT}, without a password"),
    (b"{\\rtf", "this is a text document (RTF)", f"{ONLY}; {EXPORT}"),
    (b"\xff\xd8\xff", "this is a picture", f"{ONLY}"),
    (b"\x89PNG", "this is a picture", f"{ONLY}"),
    (b"GIF8", "this is a picture", f"{ONLY}"),
    (b"\x1f\x8b", "this is a packed file (gzip)", f"{ONLY}; unpack it first"),
    (b"7z\xbc\xaf", "this is a packed file (7z)", f"{ONLY}; unpack it first"),
    (b"Rar!", "this is a packed file (rar)", f"{ONLY}; unpack it first"),
    (b"SQLite format 3", "this is a database (SQLite)", f"{ONLY}; export the table as CSV"),
)  # fmt: skip
MARKUPS = (
    ("openimmo", "this is OpenImmo XML"),
    ("urn:schemas-microsoft-com:office:spreadsheet", "this is an XML spreadsheet of Excel 2003"),
    ("<html", "this is a web page, even if it is called .xls"),
    ("<!doctype html", "this is a web page, even if it is called .xls"),
    ("<table", "this is a web page, even if it is called .xls"),
    ("<kml", "this is a map file (KML)"),
    ("<gml", "this is a map file (GML)"),
)
# A name inside a zip file → what the file is.
PACKED = (
    ("content.xml", "this is an OpenDocument file (.ods)"),
    ("xl/workbook.bin", "this is a binary Excel file (.xlsb)"),
    ("word/document.xml", "this is a Word document"),
    ("ppt/presentation.xml", "these are slides"),
    ("Index/Document.iwa", "this is a Numbers or Pages file"),
    ("META-INF/container.xml", "this is an e-book"),
)
MOST_PARTS = 5_000


class FileRefused(Exception):  # noqa: N818 - a fact about a file
    """A file that can't be read as a table at all."""

    def __init__(self, kind: str, reason: str) -> None:
        self.kind, self.reason = kind, reason
        super().__init__(reason)


def is_workbook(path: Path, kind: Kind) -> bool:
    """Whether a file is an XLSX; otherwise it is text. Raises FileRefused, and OSError where it can't be opened."""
    size = path.stat().st_size
    if size > kind.most_bytes:
        raise FileRefused(
            "too_large",
            f"the file has {size / MEGABYTE:.0f} MB; {kind.name} may have {kind.most_bytes / MEGABYTE:.0f} MB. Split it",
        )
    with path.open("rb") as file:
        head = file.read(HEAD)
    if not head.strip():
        raise FileRefused("empty", "the file is empty")
    for beginning, what, instead in BEGINNINGS:
        if head.startswith(beginning):
            raise FileRefused("other_format", f"{what}; {instead}")
    if head.startswith(b"PK"):
        return _is_xlsx(path)
    if not kind.exact:
        _refuse_other_text(head)
    return False


def _is_xlsx(path: Path) -> bool:
    with suppress(OSError, ValueError, EOFError, NotImplementedError, RuntimeError, zipfile.BadZipFile):
        with zipfile.ZipFile(path) as parts:
            names = parts.namelist()
        if len(names) > MOST_PARTS:
            raise FileRefused("workbook", f"the file is packed from {len(names)} parts; no table has so many")
        for name, what in PACKED:
            if name in names:
                raise FileRefused("other_format", f"{what}; {ONLY}; open it and {EXPORT}")
        if "[Content_Types].xml" not in names and not any(name.startswith("xl/") for name in names):
            shown = ", ".join(names[:3]) or "nothing"
            raise FileRefused("other_format", f"this is a zip file (in it: {shown}); {ONLY}; unpack it first")
    return True


def _refuse_other_text(head: bytes) -> None:
    text = _plain(head)
    start = text.lstrip("\ufeff \r\n\t")[:1]
    if start == "<":
        what = next((said for mark, said in MARKUPS if mark in text.lower()), "this is XML")
        raise FileRefused("other_format", f"{what}; {ONLY}; {EXPORT}")
    if start in ("{", "[") and re.search(r'"\s*[:,\]]', text):
        raise FileRefused("other_format", f"this is JSON; {ONLY}; {EXPORT}")
    odd = sum(sign < " " and sign not in "\t\r\n\x0b\x0c\x1a" for sign in text)
    if odd > len(text) / 20:
        raise FileRefused("other_format", f"this is no text and no XLSX; {ONLY}; {EXPORT}")


def _plain(head: bytes) -> str:
    encoding = encoding_16(head)
    return head[: len(head) // 2 * 2].decode(encoding, "replace") if encoding else head.decode("latin-1")


def encoding_16(head: bytes) -> str:
    """Which UTF-16 a text is in, by its mark or by its zeros; '' for any other encoding."""
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    half = len(head) // 2
    if half >= 8:
        if head[1::2].count(0) > half * 0.7 and head[::2].count(0) < half * 0.1:
            return "utf-16-le"
        if head[::2].count(0) > half * 0.7 and head[1::2].count(0) < half * 0.1:
            return "utf-16-be"
    return ""


def pieces(path: Path, *, size: int = MEGABYTE) -> Iterator[bytes]:
    """A file's bytes, a megabyte at a time."""
    with path.open("rb") as file:
        while piece := file.read(size):
            yield piece
