"""House numbers as people write them: `12a`, `12 A`, `Nr. 12`, `22-24`, `2/4`, `6 1/2`."""

import re
from dataclasses import dataclass
from functools import lru_cache

# What people write before a house number.
NUMBER_WORDS = r"(?i:(?:(?:haus|house|hs\.?|h\.?)\s?-?\s?(?:nummer|number|nr|no)|nummer|number|nr|no)(?![a-zäöüß]))\.?\s*:?\s*"
_WORD = rf"(?:{NUMBER_WORDS}|(?:haus|n°|num|#|№)\.?\s*:?\s*)"
_RANGE_SIGN = r"\s*(?:-|–|—|/|\+|&|\bbis\b|\bund\b|\bu\.|,)\s*"
_NUMBER = re.compile(
    rf"(?:{_WORD})?0*(?P<low>[1-9]\d{{0,3}})(?:\.0)?(?!\d)"
    rf"(?P<half>\s*1/2|\s*½)?"
    rf"(?:\s*[-/.]?\s*(?!u\.?\s*\d)(?P<suffix>[a-z])(?![a-zäöüß]|\.\w))?"
    rf"(?:{_RANGE_SIGN}(?:{_WORD})?(?:0*(?P<high>[1-9]\d{{0,3}})(?!\d))?\s*(?P<high_suffix>[a-z])?(?![a-zäöüß0-9]))?",
    re.IGNORECASE,
)
_MONTHS = ("jan", "feb", "mär", "apr", "mai", "jun", "jul", "aug", "sep", "okt", "nov", "dez")
SPREADSHEET_DATE = re.compile(rf"^0?(\d{{1,2}})\.\s*({'|'.join(_MONTHS)})[a-z]*\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Number:
    """A house number: the lowest and, for a range, the highest number, each with its letter."""

    low: int
    suffix: str = ""
    high: int = 0
    high_suffix: str = ""

    def __str__(self) -> str:
        upper = f"–{self.high}{self.high_suffix}" if self.high else ""
        return f"{self.low}{self.suffix}{upper}"

    def covers(self, other: "Number") -> bool:
        """The range contains the other number without being it (12–14 and 12)."""
        return bool(self.high) and not other.high and self.low <= other.low <= self.high


def read_number(text: str) -> tuple[Number | None, str]:
    """The house number that the text is or begins with, and what follows it."""
    found = _matched(text.strip())
    return found or (None, text)


@lru_cache(maxsize=50_000)
def _matched(text: str) -> tuple[Number, str] | None:
    dated = SPREADSHEET_DATE.match(text)
    if dated:
        # Excel reads "2-4" as the second of April.
        low, high = int(dated[1]), _MONTHS.index(dated[2].lower()) + 1
        return (Number(low, high=high) if high > low else Number(low)), ""
    found = _NUMBER.match(text)
    if not found or text[found.end() : found.end() + 1].isdigit():
        return None
    return _number(found), text[found.end() :].strip(" ,;.-/")


def _number(found: re.Match[str]) -> Number:
    low, suffix = int(found["low"]), (found["suffix"] or "").lower()
    if found["half"]:
        return Number(low, "½")
    high, high_suffix = int(found["high"] or 0), (found["high_suffix"] or "").lower()
    if not high and high_suffix and suffix:
        return Number(low, suffix, low, high_suffix)
    if high > low or (high == low and high_suffix > suffix):
        return Number(low, suffix, high, high_suffix)
    # "12/1" and "12-1" name a part of number 12, as a letter would.
    return Number(low, suffix or (f"/{high}" if high and high != low else ""))
