"""Numbers as written: digits with German, Swiss, English and machine separators, fractions, and words."""

import re
from decimal import Decimal
from enum import StrEnum
from functools import cache

# Nobody's rent, barn or year needs more; longer rows of digits are telephone numbers and attacks.
MOST_DIGITS = 12


class Point(StrEnum):
    """What a single dot or comma before three digits is known to be, for example from the rest of a column."""

    DECIMAL = "decimal"
    THOUSANDS = "thousands"


GROUPED = re.compile(r"[0-9]{1,3}(?:[ '][0-9]{3})+(?:[.,][0-9]{1,2})?")
DOTTED = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
FRACTIONS = {(1, 2), (1, 3), (2, 3), (1, 4), (3, 4)}

_ONES = {
    "null": 0, "ein": 1, "eins": 1, "eine": 1, "einen": 1, "einem": 1, "einer": 1, "zwei": 2, "zwo": 2, "drei": 3,
    "vier": 4, "fünf": 5, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "elf": 11,
    "zwölf": 12, "zwoelf": 12, "dreizehn": 13, "vierzehn": 14, "fünfzehn": 15, "sechzehn": 16, "siebzehn": 17,
    "achtzehn": 18, "neunzehn": 19,
}  # fmt: skip
_TENS = {
    "zwanzig": 20, "dreißig": 30, "dreissig": 30, "vierzig": 40, "fünfzig": 50, "fuenfzig": 50, "sechzig": 60,
    "siebzig": 70, "achtzig": 80, "neunzig": 90,
}  # fmt: skip
_ENGLISH = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
    "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40,
    "fifty": 50, "hundred": 100,
}  # fmt: skip
_TOGETHER = {
    "zweit": 2,
    "dritt": 3,
    "viert": 4,
    "fünft": 5,
    "fuenft": 5,
    "sechst": 6,
    "siebt": 7,
    "acht": 8,
    "neunt": 9,
    "zehnt": 10,
}
_HALVES = {
    "anderthalb": "1.5",
    "anderthalbes": "1.5",
    "halb": "0.5",
    "halbes": "0.5",
    "halbe": "0.5",
    "halben": "0.5",
    "half": "0.5",
}


def digits_read(literal: str, *, point: Point | None = None) -> tuple[Decimal, ...]:
    """What a row of digits with separators may mean, the German reading first; empty where it is no number.

    Only one separator before exactly three digits leaves two readings: 1.500 and 1,500.
    """
    if sum(letter.isdigit() for letter in literal) > MOST_DIGITS:
        return ()
    if " " in literal or "'" in literal:
        return (Decimal(re.sub(r"[ ']", "", literal).replace(",", ".")),)
    marks = [letter for letter in literal if letter in ".,"]
    if not marks:
        return (Decimal(literal),)
    if len(marks) > 1:
        return _several_marks(literal, marks)
    whole, tail = re.split(r"[.,]", literal)
    decimal, thousands = Decimal(f"{whole}.{tail}"), Decimal(whole + tail)
    if len(tail) != 3 or len(whole) > 3 or whole.startswith("0") or point is Point.DECIMAL:
        return (decimal,)
    if point is Point.THOUSANDS:
        return (thousands,)
    return (thousands, decimal) if marks[0] == "." else (decimal, thousands)


def _several_marks(literal: str, marks: list[str]) -> tuple[Decimal, ...]:
    """1.250,50 · 1,250.50 · 1.250.000: all marks but a different last one part groups of three."""
    last = marks[-1]
    parts = re.split(r"[.,]", literal)
    has_decimals = last != marks[0]
    groups, tail = (parts[:-1], parts[-1]) if has_decimals else (parts, "")
    fine = (
        len(set(marks[:-1])) <= 1
        and 1 <= len(groups[0]) <= 3
        and all(len(group) == 3 for group in groups[1:])
    )
    if not fine:
        return ()
    return (Decimal("".join(groups) + (f".{tail}" if tail else "")),)


@cache
def number_word(word: str) -> Decimal | None:
    """The number a word says: zwölf, fünfhundert, zweieinhalb, eintausendzweihundert, (zu) viert, half."""
    word = word.lower()
    if word in _HALVES:
        return Decimal(_HALVES[word])
    if word in _TOGETHER:
        return Decimal(_TOGETHER[word])
    if word in _ENGLISH:
        return Decimal(_ENGLISH[word])
    if word.endswith(("einhalb", "einhalbes")) and len(word) > 9:
        whole = _whole_word(re.sub(r"(und)?einhalb(es)?$", "", word))
        return None if whole is None else whole + Decimal("0.5")
    whole = _whole_word(word)
    return None if whole is None else Decimal(whole)


def _whole_word(word: str) -> int | None:
    """Whole numbers below a million in German words."""
    if len(word) > 60 or not word:
        return None
    before, thousand, after = word.partition("tausend")
    if thousand:
        return _joined(before, after, 1000)
    return _below_thousand(word)


def _joined(before: str, after: str, unit: int) -> int | None:
    first = 1 if not before else _below_thousand(before)
    rest = 0 if not after else _below_thousand(after.removeprefix("und"))
    return None if first is None or rest is None else first * unit + rest


def _below_thousand(word: str) -> int | None:
    before, hundred, after = word.partition("hundert")
    if not hundred:
        return _below_hundred(word)
    first = 1 if not before else _ONES.get(before)
    rest = 0 if not after else _below_hundred(after.removeprefix("und"))
    return None if first is None or rest is None else first * 100 + rest


def _below_hundred(word: str) -> int | None:
    if word in _ONES:
        return _ONES[word]
    if word in _TENS:
        return _TENS[word]
    ones, found, tens = word.partition("und")
    if found and 1 <= _ONES.get(ones, 0) <= 9 and tens in _TENS:
        return _TENS[tens] + _ONES[ones]
    return None
