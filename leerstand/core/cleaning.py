"""What nobody types and no table, sheet or mail can carry: taken out of all text once, where it comes in."""

import re
import unicodedata
from urllib.parse import parse_qsl, urlencode

# Control characters but tab and line ends, lone surrogates, and the code points that are no characters at all
# (Unicode 17, section 23.7): PostgreSQL's jsonb refuses the first of them, XML and UTF-8 the others.
NEVER = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufdd0-\ufdef"
    + "".join(chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF))
    + "]"
)


def clean_text(text: str) -> str:
    """Text as everything behind may rely on it: composed (NFC), without what is no character."""
    return unicodedata.normalize("NFC", NEVER.sub("", text))


def printable(text: str, *, keep: str = "") -> str:
    """Text that a log and any table can hold: what is no sign that shows, but for those of `keep`, becomes a space."""
    return "".join(sign if sign.isprintable() or sign in keep else " " for sign in text)


def clean_query(query: bytes) -> bytes:
    """A query string whose decoded words are clean; as it came where they are clean already.

    Bytes that are no UTF-8 become U+FFFD, the mark of something that could not be read.
    """
    text = query.decode("utf-8", "replace")
    is_plain = text.isascii() and not NEVER.search(text)
    # The common case costs one look: nothing encoded, nothing to mend.
    if is_plain and "%" not in text:
        return query
    pairs = parse_qsl(text, keep_blank_values=True)
    cleaned = [(clean_text(name), clean_text(value)) for name, value in pairs]
    return query if is_plain and cleaned == pairs else urlencode(cleaned).encode()


def is_clean_line(text: str) -> bool:
    """Whether a text is one line of characters, as a path or a header must be."""
    return not NEVER.search(text) and "\n" not in text and "\r" not in text
