"""Text that a spreadsheet, an export or a copy from a page has damaged, made readable again."""

import contextlib
import html
import re
import unicodedata

# UTF-8 read as Windows text: "Ã¼" for ü. Each pair is repaired by itself, for a broken one must not keep the rest broken.
_READ_AS_WINDOWS = re.compile(r"[ÂÃÅ][\u0080-\u00bf\u0152-\u0178\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]")
# Windows text read as DOS text: "M³hlenstra▀e".
_READ_AS_DOS = re.compile(r"(?<=[^\W\d_])[õ÷³▀](?=[^\W\d_])|▀")
_DOS = str.maketrans({"õ": "ä", "÷": "ö", "³": "ü", "▀": "ß"})
_LOST_LETTER = re.compile(r"(?<=[^\W\d_])\?(?=[^\W\d_])")
_FRACTION = re.compile(r"(?<=\d)\s*([½¼¾])")
_FRACTIONS = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4"}
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
_QUOTED_CELL = re.compile(r'^=?"(.*)"$|^\'(?=\d)')


def repaired(text: str) -> str:
    """The text as it was before it was damaged; a letter that is lost for good becomes U+FFFD."""
    if "&" in text:
        text = html.unescape(text)
    if text.isascii():
        return _LOST_LETTER.sub("\ufffd", _QUOTED_CELL.sub(r"\1", text.strip()))
    for _ in range(2):
        text = _READ_AS_WINDOWS.sub(_decoded, text)
    text = _READ_AS_DOS.sub(lambda found: found[0].translate(_DOS), text)
    text = _FRACTION.sub(lambda found: _FRACTIONS[found[1]], text)
    text = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text))
    text = _QUOTED_CELL.sub(r"\1", text.strip())
    return _LOST_LETTER.sub("\ufffd", text)


def _decoded(found: re.Match[str]) -> str:
    for encoding in ("cp1252", "latin-1"):
        with contextlib.suppress(UnicodeError):
            return found[0].encode(encoding).decode("utf-8")
    return found[0]
