"""One form for the many spellings of a German word: umlauts, ß, doubled letters."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA

from leerstand.register.duplicates.encoding import repaired

_MEANS_NOTHING = {
    "", "-", "--", "?", "??", "x", "k.a.", "k. a.", "ka", "n/a", "na", "nan", "none", "null", "leer",
    "unbekannt", "unknown", "ohne", "o.a.", "keine angabe", "nicht bekannt", ".", "/", "0",
}  # fmt: skip
_UMLAUT_SPELLED = re.compile(r"([aou])e+")
_REPEATED = re.compile(r"([a-z])\1+")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_PLAIN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "\ufffd": "e", "æ": "ae", "ø": "oe"})
_SAME_SOUND = (("ck", "k"), ("th", "t"), ("ph", "f"), ("tz", "z"), ("dt", "t"), ("y", "i"))


def clean(text: str) -> str:
    """The text without broken encoding, odd spaces and words that only say "nothing here"."""
    if not text:
        return text
    text = " ".join(repaired(text).split()).strip(" ,;|'")
    return "" if text.lower() in _MEANS_NOTHING else text


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Words in small letters with one space between, equal for all usual spellings of them."""
    text = unicodedata.normalize("NFC", text.lower()).translate(_PLAIN)
    text = unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
    text = _NOT_WORD.sub(" ", text).strip()
    text = _UMLAUT_SPELLED.sub(r"\1", text)
    for written, sounds in _SAME_SOUND:
        text = text.replace(written, sounds)
    return _REPEATED.sub(r"\1", text)


def joined(text: str) -> str:
    """The folded text without spaces, so that hyphens and spaces make no difference."""
    return fold(text).replace(" ", "")


@lru_cache(maxsize=500_000)
def slips(left: str, right: str) -> int:
    """Number of typing errors between two folded words (a swap of neighbours is one), at most 3."""
    return int(OSA.distance(left, right, score_cutoff=2))


def forgiven(word: str) -> int:
    """How many typing errors a word of this length may have and still be recognised."""
    return 0 if len(word) < 4 else 1 if len(word) < 9 else 2


def alike(left: str, right: str) -> bool:
    """Two folded words are the same but for a forgivable typing error."""
    return left == right or slips(left, right) <= forgiven(min(left, right, key=len))
