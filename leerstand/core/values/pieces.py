"""A text taken apart into figures, known phrases and the rest; what they mean together is said by each reader."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from leerstand.core.values.numerals import DOTTED, FRACTIONS, GROUPED, Point, digits_read, number_word

LONGEST = 200
_SPACES = re.compile(r"[\s\u00a0\u2000-\u200a\u202f]+")
_UNSEEN = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad\x00]")
_VULGAR = {"½": " 1/2", "¼": " 1/4", "¾": " 3/4", "⅓": " 1/3", "⅔": " 2/3"}
_SAME = str.maketrans({"–": "-", "—": "-", "−": "-", "‐": "-", "‑": "-", "’": "'", "‘": "'", "´": "'", "`": "'", "⁄": "/"})  # fmt: skip
_SQUARE = re.compile(r"(?<=[mM])\s?²")
# ,- and ,-- and .- behind an amount say "no cents".
_NO_CENTS = re.compile(r"(?<=[0-9])[.,]\s?-{1,2}(?![0-9])")
_TOKEN = re.compile(
    rf"(?P<figure>{GROUPED.pattern}(?![0-9.,'])|{DOTTED.pattern})|(?P<word>[^\W\d_]+2?\.?)|(?P<mark>\S)"
)


class Sense(StrEnum):
    """What a known phrase says, whatever the kind of value."""

    ABOUT = "about"
    MOST = "most"
    LEAST = "least"
    UPTO = "upto"
    """"bis": at most before a figure, the middle of a range between two."""
    DASH = "dash"
    OR = "or"
    PLUS = "plus"
    FILL = "fill"
    """Says nothing that matters."""
    UNKNOWN = "unknown"
    """The writer doesn't know, or says that it doesn't matter."""
    ZERO = "zero"
    UNIT = "unit"
    NOTE = "note"
    """Belongs to the value and is kept as a note."""
    TIMES_K = "times_k"


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a text: a figure with its possible values, a phrase with its sense, or an unknown word."""

    text: str
    values: tuple[Decimal, ...] = ()
    sense: str = ""

    @property
    def is_figure(self) -> bool:
        return bool(self.values)


Phrases = Mapping[tuple[str, ...], str]


def phrases(table: Mapping[str, str]) -> Phrases:
    """Sense → phrases parted by | as a table from words to sense."""
    return {
        tuple(word.rstrip(".") for word in phrase.split()): sense
        for sense, written in table.items()
        for phrase in written.split("|")
    }


COMMON = phrases({
    Sense.ABOUT: "ca|circa|zirka|etwa|in etwa|rund|ungefähr|ungefaehr|um|um die|knapp|gut|fast|so|geschätzt|geschaetzt"
    "|schätzungsweise|~|≈|about|around|approx|approximately|roughly|some",
    Sense.MOST: "max|maximal|höchstens|hoechstens|nicht mehr als|bis zu|bis max|bis maximal|unter|<|up to|at most|no more than|maximum",
    Sense.LEAST: "min|mind|mindestens|wenigstens|minimal|ab|ab ca|nicht unter|über|mehr als|>|at least|from|minimum|more than|over",
    Sense.UPTO: "bis|to|until",
    Sense.DASH: "-",
    Sense.OR: "oder|or|bzw",
    Sense.PLUS: "und|and|+|plus",
    Sense.FILL: "von|nur|für|for|only|,|ein wenig|bitte|=|:",
    Sense.UNKNOWN: "unbekannt|weiß nicht|weiss nicht|weiß ich nicht|keine ahnung|k a|keine angabe|keine angaben|unklar|ungeklärt"
    "|offen|noch offen|egal|?|unknown|n a|n / a|not known|don't know|any|flexibel|flexible",
})  # fmt: skip


def tidy(text: str) -> str:
    """One line in composed letters, with one kind of space, dash and apostrophe; no invisible signs."""
    text = _SQUARE.sub("2", _UNSEEN.sub("", unicodedata.normalize("NFC", text)))
    for sign, plain in _VULGAR.items():
        text = text.replace(sign, plain)
    return _SPACES.sub(" ", text.translate(_SAME)).strip()


def taken_apart(text: str, known: Phrases, *, point: Point | None = None) -> list[Piece] | None:
    """The pieces of a tidied text; None where a figure in it is no number or the text is too long to be a value."""
    if len(text) > LONGEST:
        return None
    found = list(_TOKEN.finditer(_NO_CENTS.sub("", text)))
    both = {**COMMON, **known}
    longest = max(len(phrase) for phrase in both)
    pieces: list[Piece] = []
    at = 0
    while at < len(found):
        piece, used = _phrase(found[at : at + longest], both) or _single(found[at:], point=point)
        if piece is None:
            return None
        pieces.append(piece)
        at += used
    return pieces


def _phrase(tokens: Sequence[re.Match[str]], known: Phrases) -> tuple[Piece, int] | None:
    """The longest known phrase that begins here."""
    for length in range(len(tokens), 0, -1):
        words = tuple(token[0].lower().rstrip(".") or token[0] for token in tokens[:length])
        if words in known:
            return Piece(" ".join(token[0] for token in tokens[:length]), sense=known[words]), length
    return None


def _single(tokens: Sequence[re.Match[str]], *, point: Point | None) -> tuple[Piece | None, int]:
    """A figure (with the fraction behind it), a number word, or an unknown word."""
    token = tokens[0]
    if token["figure"]:
        return _figure(tokens, point=point)
    word = number_word(token[0].rstrip(".")) if token["word"] else None
    if word is None:
        return Piece(token[0]), 1
    behind = number_word(tokens[1][0]) if len(tokens) > 1 and tokens[1]["word"] else None
    if word == 1 and behind is not None and behind < 1:  # ein halbes, half a
        return Piece(f"{token[0]} {tokens[1][0]}", values=(behind,)), 2
    if word < 1 and behind == 1:
        return Piece(f"{token[0]} {tokens[1][0]}", values=(word,)), 2
    return Piece(token[0], values=(word,)), 1


def _figure(tokens: Sequence[re.Match[str]], *, point: Point | None) -> tuple[Piece | None, int]:
    if part := _fraction(tokens[:3]):
        return Piece("".join(token[0] for token in tokens[:3]), values=(part,)), 3
    values = digits_read(tokens[0][0], point=point)
    if not values:
        return None, 1
    if len(values) == 1 and values[0] == int(values[0]) and (part := _fraction(tokens[1:4])):
        return Piece(" ".join(token[0] for token in tokens[:4]), values=(values[0] + part,)), 4
    return Piece(tokens[0][0], values=values), 1


def _fraction(tokens: Sequence[re.Match[str]]) -> Decimal | None:
    if len(tokens) != 3 or tokens[1][0] != "/" or not (tokens[0]["figure"] and tokens[2]["figure"]):
        return None
    if not (tokens[0][0].isdecimal() and tokens[2][0].isdecimal() and len(tokens[0][0] + tokens[2][0]) == 2):
        return None
    upper, lower = int(tokens[0][0]), int(tokens[2][0])
    return Decimal(upper) / Decimal(lower) if (upper, lower) in FRACTIONS else None


def written(pieces: Iterable[Piece]) -> str:
    """The pieces as a note, in the writer's own words."""
    return re.sub(r"(\s*,)+\s*", ", ", " ".join(piece.text for piece in pieces)).strip(" ,")
