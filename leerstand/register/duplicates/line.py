"""One line of an address as somebody wrote it, taken apart: street or village, house number, what follows."""

import re
from functools import lru_cache

from leerstand.register.duplicates.number import NUMBER_WORDS, Number, read_number
from leerstand.register.duplicates.serial import is_numbered, is_ordinal, split_serial
from leerstand.register.duplicates.spelling import fold
from leerstand.register.duplicates.street import is_adjective, is_street_kind, read_street
from leerstand.register.duplicates.words import LEADING

POSTCODE = re.compile(r"(?<![\d.,])(?:\bDE?[\s-]*)?(?<!\d)(\d{5})(?:\.0)?(?![\d,]|\.\d)")
PIECES = re.compile(r"\s*[,;|\n]\s*")
# A parcel of the land register is no address: "Flur 3, Flurstück 45/2".
PARCEL = re.compile(
    r"\b(?:Flur(?:st(?:ü|ue)ck)?(?:s?nummer)?|Flurst\.?|Flst\.?|Fl\.|Parzelle|Flr\.?)\s*(?:-?\s?Nr\.?|Nummer)?\s*:?\s*\d+(?:\s?/\s?\d+)?",
    re.IGNORECASE,
)
DISTRICT_MARK = re.compile(r"^(?:OT|Ortsteil|O\.\s?T\.)(?![\w])\s*", re.IGNORECASE)
UNIT_WORDS = re.compile(
    r"^(?:\d|[a-z]\b(?![.-])|(?:erd|ober|dach|unter)gescho|souterrain|parterre|keller|eg\b|og\b|dg\b|ug\b|hh\b|vh\b|hinterhaus|vorderhaus|haus\b|wohnung|links|rechts|mitte\b|we\b|whg|"
    r"etage|block|aufgang|eingang|stock|hof$|hinten|vorn|ecke\b|tor\b|top\b)",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_GLUED_NUMBER = re.compile(r"(?<=[a-zß.])(?=(?:Nr|No)\.?\s*\d)")
_WORD_ONLY = re.compile(r"[A-ZÄÖÜ][\w. -]{4,}$")
IN_A_PLACE = re.compile(r"in\s+[A-ZÄÖÜ]")
# Straße des 17. Juni, Platz des 8. Mai
_DAY = r"\d{1,2}\.\s*(?:Jan|Feb|Mär|Maer|Apr|Mai|Jun|Jul|Aug|Sep|Okt|Nov|Dez)"
_NUMBER_AFTER = re.compile(
    rf"^(?P<street>(?:{_DAY}|\D)*?[^\W\d_](?:{_DAY}|\D)*?\.?)[\s,.]*(?<!\d)(?!{_DAY})"
    rf"(?P<number>(?:\b(?:{NUMBER_WORDS}|Haus\s+))?\d.*)$",
    re.IGNORECASE,
)


@lru_cache(maxsize=200_000)
def split(text: str) -> tuple[str, Number | None, str]:
    """Street (or village), number, and what follows the number."""
    if not _DIGIT.search(text):
        return text.strip(), None, ""
    text = _GLUED_NUMBER.sub(" ", text)
    street, behind = split_serial(text)
    if street and _is_street_with_serial(street, behind):
        number, rest = read_number(behind)
        return street.strip(" ,-"), number, rest
    number, rest = read_number(text)
    if number is not None and (not rest or UNIT_WORDS.match(rest)):
        return "", number, ""
    if number is not None and IN_A_PLACE.match(rest):
        return "", number, ""
    if number is not None and (evident(rest) or _WORD_ONLY.match(rest)):
        return rest, number, ""
    found = _NUMBER_AFTER.match(text)
    if not found:
        return text.strip(), None, ""
    number, rest = read_number(found["number"])
    return (found["street"].strip(" ,-"), number, rest) if number is not None else (text.strip(), None, "")


def _is_street_with_serial(street: str, behind: str) -> bool:
    name = street.lstrip("0123456789. -")
    if UNIT_WORDS.match(name):
        return False
    return bool(behind and street != name) or evident(street) or is_numbered(name)


def evident(text: str) -> bool:
    """The text can only be a street."""
    street = read_street(text) if text else None
    return street is not None and street.evident


def pieces_of(text: str) -> list[str]:
    """The parts between commas, empty ones left out."""
    return [piece for piece in PIECES.split(text) if piece]


def only_street(text: str) -> str:
    """The street name at the end of some words: "Altbau in der Bäckerstraße", "Haus am Großen Markt"."""
    words = text.split()
    last = read_street(words[-1])
    whole = last is not None and last.base and last.kind
    if len(words) == 1 or is_street_kind(words[0]) or (not whole and fold(words[0]) in LEADING):
        return text
    start = len(words) - (1 if whole else 2)
    while start > 0 and (is_adjective(words[start - 1]) or is_ordinal(words[start - 1])):
        start -= 1
    return " ".join(words[start:])
