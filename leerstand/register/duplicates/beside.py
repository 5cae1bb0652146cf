"""Numbers beside the house number that tell buildings apart: K 12, An der B 5, Ausbau 2, Am Gutshof 5 Haus 3, Block B."""

import re
from collections.abc import Mapping
from functools import lru_cache

from leerstand.register.duplicates.number import Number

# A flat or a floor is in the same building, and its number says nothing about which one it is.
_INSIDE = re.compile(
    r"\b(?:we|whg|wohnung|app|appartement|apartment|og|dg|etage|stock|aufgang|eingang|zimmer|raum|top)\b[\s.]*(?:nr\.?\s*)?\d+"
    r"|\d+\s*\.?\s*(?:og|obergeschoss|etage|stock|stockwerk|aufgang|eingang)\b|\b1/2\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"\b\d{5}\b")
_DIGITS = re.compile(r"\d+")
# One of several on the same ground.
_ONE_OF_SEVERAL = re.compile(
    r"\b\w*(?:haus|halle|block|gebäude|posten|schuppen|stall|scheune)\s+(?:nr\.?\s*)?(?P<mark>\d{1,3}|[A-H])\b(?!\.)",
    re.IGNORECASE,
)


def numbers_beside(record: Mapping[str, str], number: Number | None) -> frozenset[str]:
    """The numbers and letters of a record's street and name that are no house number, postcode, floor or flat."""
    own = {str(one) for one in (number.low, number.high) if one} if number else set()
    found = _in_street(record.get("street") or "", record.get("house_number") or "")
    return frozenset((found | _marks(record.get("name") or "")) - own)


@lru_cache(maxsize=50_000)
def _in_street(street: str, number: str) -> frozenset[str]:
    text = _POSTCODE.sub(" ", _INSIDE.sub(" ", f"{street} {number}"))
    return frozenset(str(int(digits)) for digits in _DIGITS.findall(text) if len(digits) < 5) | _marks(text)


@lru_cache(maxsize=50_000)
def _marks(text: str) -> frozenset[str]:
    return frozenset(found["mark"].casefold().lstrip("0") for found in _ONE_OF_SEVERAL.finditer(text))


def contradict(left: frozenset[str], right: frozenset[str]) -> bool:
    """Each says a number that the other doesn't: one that only one record has may just be left out in the other."""
    return bool(left - right and right - left)
