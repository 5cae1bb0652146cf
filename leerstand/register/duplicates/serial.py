"""Numbers that belong to a street's name: 1. Querstraße, II. Wall, Dritte Reihe, Straße 52, Siedlung 4."""

import re
from functools import lru_cache

from leerstand.register.duplicates.number import NUMBER_WORDS, SPREADSHEET_DATE
from leerstand.register.duplicates.spelling import fold
from leerstand.register.duplicates.words import SERIES, SERIES_ENDINGS

_ORDINALS = {
    stem: number
    for number, stem in enumerate(("erst", "zweit", "drit", "viert", "funft", "sechst", "siebt", "acht", "neunt", "zehnt"), 1)
}  # fmt: skip
_ORDINAL = re.compile(rf"^({'|'.join(_ORDINALS)})(?:e|er|en|em|es)$")
_ROMAN = {
    "I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12,
}  # fmt: skip
# One letter is an initial far more often than a number (V. Müller-Straße), so it counts only beside words that are numbered.
_ROMAN_WORD = re.compile(r"(?<![\w.-])([IVX]+|i{2,3}|iv|vi{1,3})(?![\w-])\.?")
_ORDINAL_FIRST = re.compile(
    rf"^(?P<street>0*[1-9]\d?\s*\.\s*-?\s*[^\W\d_]\D*?)[\s,.]*(?P<number>(?:\b{NUMBER_WORDS})?\d.*)?$"
)
_FIRST_AND_LAST = re.compile(r"^(?P<serial>[1-9]\d?)\s+(?P<street>[^\W\d_][^\d]*?)[\s,.]*(?P<number>\d.*)$")
_IN_SERIES = re.compile(
    r"^(?P<name>(?:[^\W\d_.-]+\s)?[^\W\d_.-]+\.?)\s(?P<serial>[1-9]\d{0,2})\s*(?:,|\s)\s*"
    r"(?P<number>(?:(?:Haus|Nr|Nummer|No)\.?\s*)*\d+\s?[a-z]?\b.*)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=50_000)
def split_serial(text: str) -> tuple[str, str]:
    """The street with the number that belongs to its name, and what stands behind; ("", text) where none does.

    "2. Querstraße 4" → ("2. Querstraße ", "4"); "Siedlung 3, Nr. 7" → ("Siedlung 3", "Nr. 7"). A number before a
    street is a house number where no dot makes it an ordinal and no other number follows: "17 Steinstraße".
    """
    if SPREADSHEET_DATE.match(text):
        return "", text
    if found := _ORDINAL_FIRST.match(text):
        return found["street"], found["number"] or ""
    if found := _FIRST_AND_LAST.match(text):
        return text[: found.start("number")], found["number"]
    found = _IN_SERIES.match(text)
    if found and is_numbered(found["name"]):
        return f"{found['name']} {found['serial']}", found["number"]
    return "", text


def is_numbered(street: str) -> bool:
    """Its last word, but for a number, is one of which several stand in a row: Siedlung, Reihe, Querstraße 2."""
    words = [word for word in fold(street).split() if not word.isdigit()]
    return bool(words) and (words[-1] in SERIES or words[-1].endswith(SERIES_ENDINGS))


def is_ordinal(word: str) -> bool:
    """The word counts the street that follows it: 2. Gasse, II. Gasse, Zweite Gasse."""
    return bool(re.fullmatch(r"\d{1,2}\.", word) or word.rstrip(".") in _ROMAN or _ORDINAL.match(fold(word)))


def with_digits(text: str) -> str:
    """The street's name with each number of its name in digits: "II. Wall" and "Zweiter Wall" become "2. Wall"."""
    words = text.split()
    if len(words) > 1 and (spelled := _ORDINAL.match(fold(words[0]))):
        return " ".join([f"{_ORDINALS[spelled[1]]}.", *words[1:]])
    return _ROMAN_WORD.sub(lambda found: _in_digits(found, text), text)


def _in_digits(found: re.Match[str], text: str) -> str:
    roman = found[1].upper()
    if roman not in _ROMAN:
        return found[0]
    if len(roman) == 1 and not _counts(text[: found.start()].split()[-1:], text[found.end() :].split()):
        return found[0]
    return f"{_ROMAN[roman]}."


def _counts(before: list[str], behind: list[str]) -> bool:
    """One letter stands before or behind a word that is numbered: I. Wall, Siedlung V."""
    beside = behind[:1] if len(behind) == 1 else [] if behind else before
    return any(is_numbered(word) for word in beside)
