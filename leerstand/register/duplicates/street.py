"""Street names: abbreviations written out, kind of street apart, and how alike two names are."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from leerstand.register.duplicates import region
from leerstand.register.duplicates.serial import with_digits
from leerstand.register.duplicates.spelling import fold, slips
from leerstand.register.duplicates.words import COMMON_STREETS, DISTINGUISHING, LEADING

# All words below are in the folded spelling of `spelling.fold` (ß and doubled letters single, umlauts plain).
_KINDS = {
    "str": ("strasen", "strase", "stras", "strse", "strae", "stase", "srase", "starse", "straise", "street", "stret", "stra", "trase", "stre", "strsa", "srt", "tr", "str"),
    "weg": ("wege", "wge", "ewg", "weg"),
    "plaz": ("plaz", "palz", "plza", "plat", "plz", "pl"),
    "gase": ("gase", "gas"),
    "ale": ("ale",),
    "ring": ("ring",),
    "dam": ("dam",),
    "chause": ("chausee", "chause"),
    "steig": ("steig", "stieg"),
    "pfad": ("pfad",),
    "ufer": ("ufer",),
    "markt": ("markt",),
}  # fmt: skip
_KIND_ENDINGS = sorted(
    ((ending, kind) for kind, endings in _KINDS.items() for ending in endings), key=lambda e: -len(e[0])
)
_KIND_WORDS = dict(_KIND_ENDINGS)
_SHORT_ENDING = re.compile(r"(?<=\w{2})(wg|w|g|al|chs|ch|bg|hf|stg|grd|prom)\.$", re.IGNORECASE)
_SHORT_ENDINGS = {
    "g": "gasse", "w": "weg", "wg": "weg", "al": "allee", "ch": "chaussee", "chs": "chaussee", "bg": "berg",
    "hf": "hof", "stg": "steig", "grd": "grund", "prom": "promenade",
}  # fmt: skip
_GLUED = re.compile(r"(?<=[a-zäöüß])\.(?=[A-ZÄÖÜa-zäöü])")
_ADJECTIVE = re.compile(
    r"^(alt|neu|gros|klein|lang|kurz|breit|hoh|tief|ober|unter|mitler|hinter|vorder|krum|grun|weis|rot)(e|er|en|em|es)?$"
)
_WRITTEN_OUT = {
    "gr": "gros", "kl": "klein", "st": "sankt", "skt": "sankt", "vorm": "vor d", "hinterm": "hinter d", "unterm": "unter d",
    "uberm": "uber d", "grose": "gros", "ob": "ober", "unt": "unter", "hint": "hinter", "bhf": "bahnhof", "marktplaz": "markt",
    "bhfstr": "bahnhofstr", "bhfsstr": "bahnhofstr", "hptstr": "hauptstr", "doktor": "dr", "profesor": "prof",
    "der": "d", "des": "d", "dem": "d", "den": "d", "die": "d", "das": "d",
}  # fmt: skip
# "a. d. Elbe", "i. d. Ecke": one letter is a preposition only before an article.
_PREPOSITIONS = {"a": "an", "i": "in", "b": "bei", "h": "hinter", "u": "unter", "v": "vor"}
_TITLES_OF_PEOPLE = {"dr", "prof"}
# A village number stands for the street: Satemin 7.
VILLAGE_ITSELF = "@"


@dataclass(frozen=True, slots=True)
class Street:
    """A street name: its words, the name without its kind, joined, and the kind ("" = none named)."""

    words: tuple[str, ...]
    base: str
    kind: str
    shown: str

    @property
    def key(self) -> str:
        return self.base + self.kind

    @property
    def common(self) -> bool:
        plain = self.base.lstrip("0123456789")
        return plain in COMMON_STREETS or plain in ("", VILLAGE_ITSELF)

    @property
    def serial(self) -> str:
        """The number in the name: 1. and 2. Querstraße are two streets, so are those of 17. Juni and 18. Oktober."""
        return "".join(sign for sign in self.base if sign.isdigit())

    @property
    def evident(self) -> bool:
        """The text can only be a street, not a village."""
        return bool(self.kind) or (len(self.words) > 1 and self.words[0] in LEADING)


@lru_cache(maxsize=100_000)
def read_street(text: str) -> Street | None:
    """The street that a text without house number names; None for a text without letters."""
    spaced = _GLUED.sub(". ", with_digits(text.strip()))
    spaced = _SHORT_ENDING.sub(lambda short: _SHORT_ENDINGS[short[1].lower()], spaced)
    words = _written_out(fold(spaced).split())
    # "Querstraße 2" is the second one as well, wherever its number stands.
    words.sort(key=lambda word: not word.isdigit())
    if not any(word.isalpha() for word in words):
        return None
    first = next(at for at, word in enumerate(words) if not word.isdigit())
    if len(words) > 1 and words[first] in _KIND_WORDS:
        # Straße der Einheit, Platz des Friedens, Straße 52
        kind = _KIND_WORDS[words.pop(first)]
        return Street(tuple(words), "".join(words), kind, text.strip())
    base, kind = _split_kind("".join(words))
    if words[-1] in _KIND_WORDS:
        words.pop()
    elif kind:
        words[-1] = _split_kind(words[-1])[0] or words[-1]
    return Street(tuple(words), base, kind, text.strip())


def is_street_kind(word: str) -> bool:
    """The word by itself says street, square or way."""
    return fold(word) in _KIND_WORDS


def _written_out(words: list[str]) -> list[str]:
    whole = " ".join(_whole_word(word) for word in words).split()
    whole = [
        _PREPOSITIONS.get(word, word) if following == "d" else word
        for word, following in pairwise([*whole, ""])
    ]
    if len(whole) > 1 and whole[-1] in _SHORT_ENDINGS:
        whole[-1] = fold(_SHORT_ENDINGS[whole[-1]])
    named = [word for word in whole if word not in _TITLES_OF_PEOPLE]
    return named if len(named) > 1 or (named and named[0] not in _KIND_WORDS) else whole


def _whole_word(word: str) -> str:
    adjective = _ADJECTIVE.match(word)
    return adjective[1] if adjective else _WRITTEN_OUT.get(word, word)


def is_adjective(word: str) -> bool:
    """The word belongs to the street's name that follows it: Alte Poststraße, Großer Markt."""
    return bool(_ADJECTIVE.match(fold(word)))


def _split_kind(name: str) -> tuple[str, str]:
    for ending, kind in _KIND_ENDINGS:
        if name == ending:
            return "", kind
        if name.endswith(ending):
            return name[: -len(ending)], kind
    for length in (6, 7, 5):
        # "Hauptsrtaße", "Bergstaße": the kind itself is mistyped.
        if len(name) >= length + 3 and slips(name[-length:], "strase") <= 1:
            return name[:-length], "str"
    return name, ""


@lru_cache(maxsize=1_000_000)
def likeness(left: Street, right: Street) -> float:
    """How surely two names are one street: 1 the same, 0 different streets."""
    if left.key == right.key:
        return 1.0
    if left.serial != right.serial:
        return 0.0
    if VILLAGE_ITSELF in (left.base, right.base):
        return 0.0
    if left.kind and right.kind and left.kind != right.kind:
        return 0.0
    if left.base == right.base:
        # Only one names the kind: "Bahnhofstr." and "Bahnhof" may be two things, "St.-Annen-Str." and "St. Annen" hardly.
        sure = len(left.words) > 1 and len(left.base) > 7 and not left.common
        return 0.92 if sure else 0.8 if len(left.base) > 5 else 0.0
    return max(_typing(left, right), _worded(left, right), _linked(left, right))


def _typing(left: Street, right: Street) -> float:
    if left.common and right.common:
        return 0.0
    if bool(left.kind) != bool(right.kind) and min(len(left.key), len(right.key)) < 8:
        return 0.0
    errors = slips(left.key, right.key)
    if errors > _allowed(left, right) or _opposed(left.words[:1], right.words[:1]):
        return 0.0
    if errors and _named_after(left) and _named_after(right):
        return 0.0
    return 1 - 0.12 * errors


def _allowed(left: Street, right: Street) -> int:
    """In a very short name a changed letter makes another name; a lost, doubled or swapped one does not."""
    shortest = min(len(left.base), len(right.base))
    if shortest >= 9:
        return 2
    return int(shortest >= 4 or (shortest == 3 and not _replaced(left.base, right.base)))


def _named_after(street: Street) -> bool:
    """The street leads to a town that exists: Wittenberger and Wittenburger Straße are two, one letter apart."""
    return street.base.endswith("er") and (region.knows(street.base[:-1]) or region.knows(street.base[:-2]))


def _opposed(left: tuple[str, ...], right: tuple[str, ...]) -> bool:
    """Obere and Untere Straße, Am and Im Winkel."""
    return left != right and {*left, *right} <= DISTINGUISHING


def _replaced(left: str, right: str) -> bool:
    return len(left) == len(right) and sorted(left) != sorted(right)


def _worded(left: Street, right: Street) -> float:
    """Initials and left-out first names: Th.-Körner-Str., Körnerstraße, Theodor-Körner-Straße."""
    short, long = sorted((left.words, right.words), key=len)
    if len(short) == len(long):
        matches = all(_initial(a, b) for a, b in zip(short[:-1], long[:-1], strict=True))
        last = short and _surname(short[-1], long[-1])
        if len(short) == 1:
            return 0.9 if _cut_off(short[0], long[0]) else 0.0
        return 0.95 if matches and last else 0.0
    spare = long[: len(long) - len(short)]
    if long[len(spare) :] != short or set(spare) & DISTINGUISHING - {"am", "an"}:
        return 0.0
    if set(spare) <= {"am", "an", "d"}:
        return 0.85 if left.kind == right.kind else 0.0
    return 0.85 if short and len(short[-1]) > 3 and "".join(short) not in COMMON_STREETS else 0.0


def _initial(left: str, right: str) -> bool:
    """One first name, perhaps cut short: E., Fr., Friedr., Bgm."""
    if left == right:
        return True
    if {left, right} <= DISTINGUISHING:
        return False
    short, long = sorted((left, right), key=len)
    return (
        long.startswith(short)
        or (short[0] == long[0] and len(short) <= 4 and _in_order(short, long))
        or _typed(left, right)
    )


def _surname(left: str, right: str) -> bool:
    short, long = sorted((left, right), key=len)
    return left == right or (len(short) <= 3 and long.startswith(short)) or _typed(left, right)


def _typed(left: str, right: str) -> bool:
    return min(len(left), len(right)) > 4 and slips(left, right) <= 1


def _in_order(short: str, long: str) -> bool:
    """The letters of the short word stand in the long one in this order."""
    rest = iter(long)
    return len(short) > 1 and all(letter in rest for letter in short)


def _cut_off(left: str, right: str) -> bool:
    """Lüneb. Str. and Lüneburger Straße."""
    short, long = sorted((left, right), key=len)
    return len(short) >= 4 and len(long) - len(short) >= 3 and long.startswith(short) and long.endswith("er")


def _linked(left: Street, right: Street) -> float:
    """Kirchplatz and Kirchenplatz, Mühlweg and Mühlenweg."""
    short, long = sorted((left.base, right.base), key=len)
    return (
        0.88
        if len(short) > 3 and long in (short + "en", short + "n", short + "e", short + "er", short + "s")
        else 0.0
    )
