"""One spelling for all the ways to write a German place name."""

import re
import unicodedata

_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
    | {"á": "a", "à": "a", "é": "e", "è": "e", "ł": "l", "š": "s", "č": "c", "ć": "c", "ž": "z", "ń": "n"}
)
_NO_WORD = re.compile(r"[^a-z0-9]+")
_SHORT = {
    "st": "sankt", "gr": "gross", "kl": "klein", "hzgt": "herzogtum", "hzgtm": "herzogtum", "hzm": "herzogtum",
    "altm": "altmark", "meckl": "mecklenburg", "mecklb": "mecklenburg", "meckl-vorp": "mecklenburg vorpommern",
    "prign": "prignitz", "wendl": "wendland", "lauenb": "lauenburg", "lbg": "lauenburg",
    "nieders": "niedersachsen", "brandenb": "brandenburg", "kr": "landkreis", "lk": "landkreis",
    "lkr": "landkreis", "landkr": "landkreis", "kreis": "landkreis", "b": "bei",
}  # fmt: skip


def fold(text: str) -> str:
    """Lower case, ä as ae, ß as ss, every other sign a space, common short forms written out.

    "Groß-Gusborn", "Gr. Gusborn" and "GROSS GUSBORN" become the same; so do "Lüchow" and "Luechow".
    """
    if text.isalpha():
        word = text.lower().translate(_LETTERS)
        if word.isascii():
            return _SHORT.get(word, word)
    if not text.isascii():
        text = without_marks(unicodedata.normalize("NFC", text).lower().translate(_LETTERS))
    words = _NO_WORD.sub(" ", text.lower()).split()
    return " ".join(_SHORT.get(word, word) for word in words)


def without_marks(text: str) -> str:
    """The letters without their accents, however they are encoded; what has no plain letter stays."""
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if not unicodedata.combining(sign))


def plain(folded: str) -> str:
    """A folded name without its umlauts at all: "luechow" and "luchow" become the same."""
    return folded.replace("ae", "a").replace("oe", "o").replace("ue", "u")
