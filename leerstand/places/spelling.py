"""One spelling for all the ways to write a German place name."""

import re

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "é": "e", "è": "e", "á": "a", "ł": "l", "š": "s", "č": "c", "ć": "c", "ž": "z", "ń": "n"})  # fmt: skip
_NO_WORD = re.compile(r"[^a-z0-9]+")
_SHORT = {
    "st": "sankt", "gr": "gross", "kl": "klein", "n": "neu", "hzgt": "herzogtum", "hzgtm": "herzogtum",
    "hzm": "herzogtum", "lbg": "lauenburg", "altm": "altmark", "meckl": "mecklenburg", "mecklb": "mecklenburg",
    "prign": "prignitz", "wendl": "wendland", "lauenb": "lauenburg",
}  # fmt: skip


def fold(text: str) -> str:
    """Lower case, ä as ae, ß as ss, every other sign a space, common short forms written out.

    "Groß-Gusborn", "Gr. Gusborn" and "GROSS GUSBORN" become the same; so do "Lüchow" and "Luechow".
    """
    words = _NO_WORD.sub(" ", text.lower().translate(_LETTERS)).split()
    return " ".join(_SHORT.get(word, word) for word in words)
