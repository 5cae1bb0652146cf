"""What a database can look for: patterns that an address fits in nearly any spelling and in whatever column.

They are made of what PostgreSQL and Python read alike, so that both can narrow a stock to the few records worth reading.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from leerstand.register.duplicates.address import Point
from leerstand.register.duplicates.lexicon import Lexicon
from leerstand.register.duplicates.parse import read, settle

# So many letters of a word are asked for: a typing error behind them does no harm.
_LETTERS = 4
_SPELLINGS = {
    "a": "[aäÄ]+e?", "o": "[oöÖ]+e?", "u": "[uüÜ]+e?", "s": "[sß]+", "k": "c?k+", "t": "d?t+h?", "f": "(f+|ph)", "z": "t?z+",
    "i": "[iy]+",
}  # fmt: skip
NOTHING = "$^x"


@dataclass(frozen=True, slots=True)
class Rough:
    """Patterns for the joined text of a record; `NOTHING` where the address doesn't say it.

    A record is worth reading if it has the number and a word of street or place, its postcode or point; or a word
    of the name; or, where the name only says what it is, any name in the same place.
    """

    number: str = NOTHING
    words: str = NOTHING
    places: str = NOTHING
    names: str = NOTHING
    has_kind: bool = False
    postcode: str = ""
    point: Point | None = None

    def fits(self, text: str) -> bool:
        """The joined text of a record has the number, or a word of the name."""
        return bool(re.search(self.number, text) or re.search(self.names, text, re.IGNORECASE))


def rough(record: Mapping[str, str]) -> Rough:
    """The patterns for one record."""
    address = settle(read({"id": "", **record}), Lexicon())
    places = address.place.names if address.place else ()
    street = [word for word in address.street.words if len(word) >= _LETTERS] if address.street else []
    number = rf"(^|[^0-9])0*{address.number.low}([^0-9]|$)" if address.number else NOTHING
    return Rough(
        number, _any([*places, *street]), _any(places), _any(address.name.own), bool(address.name.kinds),
        address.postcode, address.point,
    )  # fmt: skip


def _any(words: Iterable[str]) -> str:
    """A pattern for the beginnings of folded words; short ones say too little."""
    beginnings = {word[:_LETTERS] for word in words if len(word) >= _LETTERS}
    return "|".join(map(_pattern, sorted(beginnings))) or NOTHING


def _pattern(letters: str) -> str:
    """Letter by letter what may be written for it; hyphens, spaces and doubled letters do no harm."""
    return "[-. ]?".join(_SPELLINGS.get(letter, f"{letter}+") for letter in letters)
