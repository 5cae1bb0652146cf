"""Village names: the village, the town it belongs to, what only explains it, and how two of them relate."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from rapidfuzz.distance import OSA

from leerstand.register.duplicates.spelling import alike, fold, slips

_DISTRICT = re.compile(
    r"\b(?:OT|O\.\s?T\.|Orts?teil|Ortst\.|Stadtteil|GT|Gemeindeteil)\b\.?:?", re.IGNORECASE
)
_NEAR = re.compile(
    r"\s(?:b\.|bei|nahe|near|in|i\.\s?d\.|in der|im|am|a\.|a\.\s?d\.|an der|a/d|i\.|OdB)\s+", re.IGNORECASE
)
_BRACKETS = re.compile(r"\(([^)]*)\)?")
_OPENING_LOST = re.compile(r"\s(\S+)\)")
_PIECES = re.compile(r"\s*[,;/|]\s*|\s+-\s+|\s+–\s+")
_TITLES = re.compile(
    r"\b(?:hanse|roland|kreis|luther|berg|dom|residenz|fontane|welterbe|reformations)?stadt\b(?!\w)(?=.)|\bflecken\b|"
    r"\b(?:samt|verbands|einheits)?gemeinde\b|\bgemarkung\b|\bsg\b\.?|\bvg\b\.?|\bgem\.|\bfl\.|\bhst\.|\bort\b|\bdorf\b(?=\s\w)|\bmarktflecken\b",
    re.IGNORECASE,
)
_DISTRICT_OF_STATE = re.compile(r"\b(?:land)?kr(?:eis)?\b\.?|\blk\b\.?|\blkr\b\.?", re.IGNORECASE)
_REGIONS = frozenset(
    fold(name).replace(" ", "")
    for name in [
        "Wendland",
        "Wendl",
        "Altmark",
        "Altm",
        "Prignitz",
        "Elbe",
        "Elbtalaue",
        "Mecklenburg",
        "Meckl",
        "Mecklenburg-Vorpommern",
        "Vorpommern",
        "MV",
        "Lauenburg-Land",
        "Lüchow-Dannenberg",
        "Herzogtum-Lauenburg",
        "Ludwigslust-Parchim",
        "Altmarkkreis",
        "Niedersachsen",
        "Nds",
        "Brandenburg",
        "Brdbg",
        "Sachsen-Anhalt",
        "LSA",
        "ST",
        "Schleswig-Holstein",
        "SH",
        "Germany",
        "Deutschland",
        "Dumme",
        "Jeetzel",
        "Drawehn",
        "Heide",
        "Lüneburger-Heide",
        "Havel",
        "Schaalsee",
        "Börde",
        "Lbg",
        "DAN",
        "SDL",
        "SAW",
        "PR",
        "LWL",
        "LUP",
        "RZ",
        "Nordkreis",
        "Südkreis",
        "BB",
        "NI",
        "Westprignitz",
        "Ostprignitz",
        "Schwerin-Land",
        "Griese-Gegend",
    ]
)
_FOLDED_TITLES = tuple(
    fold(title) for title in ("Stadt", "Hansestadt", "Rolandstadt", "Kreisstadt", "Lutherstadt", "Flecken")
)
_SHORT_WORDS = {
    "gr": "gros",
    "kl": "klein",
    "groser": "gros",
    "grose": "gros",
    "n": "neu",
    "a": "alt",
    "st": "sankt",
    "hohen": "hohen",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A village with the town around it, all folded and joined; `hints` only tell it from its namesakes."""

    village: str
    town: str = ""
    hints: frozenset[str] = frozenset()
    shown: str = ""

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name in (self.village, self.town) if name) | (self.hints - _REGIONS)


class Relation(Enum):
    """How two places stand to each other."""

    SAME = "same"
    TYPING_ERROR = "typing_error"
    TOWN_AND_VILLAGE = "town_and_village"
    NOT_SAID = "not_said"
    OTHER = "other"


@dataclass(slots=True)
class Lexicon:
    """What the stock itself teaches about places: which names there are, and which village is part of which town."""

    names: Counter[str] = field(default_factory=Counter)
    towns: dict[str, set[str]] = field(default_factory=dict)
    villages: dict[str, set[str]] = field(default_factory=dict)
    postcodes: dict[str, Counter[str]] = field(default_factory=dict)
    streets: Counter[tuple[str, str]] = field(default_factory=Counter)

    def learn(self, place: Place, postcode: str = "") -> None:
        for name in {place.village, place.town} - {""}:
            self.names[name] += 1
        if place.village and place.town:
            self.towns.setdefault(place.village, set()).add(place.town)
            self.villages.setdefault(place.town, set()).add(place.village)
        if place.village and postcode:
            self.postcodes.setdefault(place.village, Counter())[postcode] += 1

    def is_under(self, postcode: str, village: str) -> bool:
        """Some record names this village with this postcode."""
        return village in self.postcodes and postcode in self.postcodes[village]

    def learn_street(self, place: Place, street: str) -> None:
        self.streets[place.village, street] += 1

    def has_street(self, village: str, street: str) -> bool:
        """More than one record names this street in this village."""
        return self.streets[village, street] > 1

    def is_part(self, village: str, town: str) -> bool:
        return town in self.towns.get(village, ())

    def ordered(self, place: Place) -> Place:
        """The same place with the village in front, where the stock knows that it was written second."""
        if not place.town:
            place = self._parted(place)
        for hint in sorted(place.hints - _REGIONS):
            if not place.town and self.is_part(hint, place.village):
                return Place(hint, place.village, place.hints - {hint}, place.shown)
            if not place.town and self.is_part(place.village, hint):
                return Place(place.village, hint, place.hints - {hint}, place.shown)
        return place

    def _parted(self, place: Place) -> Place:
        """Town and village of "Gartow-Quarnstedt", also with a typing error in one of them."""
        for town in sorted(place.hints):
            village = place.village.removeprefix(town)
            if village == place.village or village not in place.hints:
                continue
            for known_town, known in self._parts(town, village):
                return Place(known, known_town, place.hints - {town, village}, place.shown)
        return place

    def _parts(self, town: str, village: str) -> Iterator[tuple[str, str]]:
        """The known towns and villages that two words of a name could be, the first of which may be mistyped."""
        if town in self.villages:
            yield from ((town, known) for known in sorted(self.villages[town]) if alike(known, village))
        elif village in self.towns:
            yield from ((known, village) for known in sorted(self.towns[village]) if alike(known, town))

    def within(self, place: Place, words: Iterable[str]) -> Place:
        """The village that one of the words names, if the stock knows it as part of this place."""
        village = next(
            (word for word in sorted(words) if not place.town and self.is_part(word, place.village)), None
        )
        return Place(village, place.village, place.hints, place.shown) if village else place


@lru_cache(maxsize=100_000)
def read_place(text: str) -> Place | None:
    """The place that a text without postcode names; None for a text without one."""
    hints: set[str] = set()
    if ")" in text and "(" not in text:
        text = _OPENING_LOST.sub(r" (\1)", text)
    inside = " , ".join(_BRACKETS.findall(text))
    outer = _BRACKETS.sub(" ", text)
    before, *after = _DISTRICT.split(outer, maxsplit=1)
    district = next(iter(after), "")
    inner_district = _DISTRICT.split(inside, maxsplit=1)[1:]
    if inner_district and not district:
        district, inside = inner_district[0], ""
    hints.update(_name(piece) for piece in _PIECES.split(inside))
    town, village = _first(before, hints), _first(district, hints)
    hints -= {"", town, village}
    if not village:
        town, village = "", town
    return Place(village, town, frozenset(hints), text.strip()) if village else None


def _first(text: str, hints: set[str]) -> str:
    """The first name of a text; the others become hints."""
    if _DISTRICT_OF_STATE.search(text):
        text, _, beyond = _DISTRICT_OF_STATE.sub("\0", text, count=1).partition("\0")
        hints.add(_name(beyond))
    text, *near = _NEAR.split(f" {text.strip()}", maxsplit=1)
    hints.update(_name(piece) for part in near for piece in _PIECES.split(part))
    names = [name for name in map(_name, _PIECES.split(text)) if name]
    names = [name for name in names if name not in _REGIONS] or names
    hints.update(names[1:])
    if names and names[0] == _name(text):
        # "Gartow-Quarnstedt" may be one name or town and village: the stock or the other record tells.
        parts = [_name(part) for part in text.strip().split("-")]
        hints.update(part for part in parts if len(parts) == 2 and len(part) > 3)
    return names[0] if names else ""


@lru_cache(maxsize=100_000)
def _name(text: str) -> str:
    titled = _TITLES.sub(" ", text)
    words = fold(titled).split() or fold(text).split()
    if len(words) > 1 and any(alike(words[0], title) for title in _FOLDED_TITLES):
        words.pop(0)
    # "Lenzen Elbe", "Lübtheen Meckl": a region behind the name without any sign.
    while len(words) > 1 and words[-1] in _REGIONS:
        words.pop()
    return "".join(_SHORT_WORDS.get(word, word) for word in words if not word.isdigit())


def relate(left: Place | None, right: Place | None, *, lexicon: Lexicon) -> Relation:
    """How two places stand to each other by their names alone; postcodes and coordinates are not looked at."""
    if left is None or right is None:
        return Relation.NOT_SAID
    if left.village == right.village:
        return Relation.OTHER if _two_towns(left, right) else Relation.SAME
    if _crosswise(left, right) or _crosswise(right, left):
        return Relation.SAME
    if right.village == left.town or left.village == right.town:
        return Relation.TOWN_AND_VILLAGE
    if lexicon.is_part(left.village, right.village) or lexicon.is_part(right.village, left.village):
        return Relation.TOWN_AND_VILLAGE
    if _mistyped(left, right, lexicon=lexicon):
        return Relation.TYPING_ERROR
    if _town_mistyped(left, right) or _town_mistyped(right, left):
        return Relation.TOWN_AND_VILLAGE
    return Relation.OTHER


def _crosswise(left: Place, right: Place) -> bool:
    """The villages stand in different order, or town and village are written as one name."""
    if left.town and left.town + left.village == right.village:
        return True
    if left.village in right.hints and right.village.endswith(left.village):
        return True
    return left.village in right.hints and right.village in left.names


def _two_towns(left: Place, right: Place) -> bool:
    """Namesakes: both name a town, and not the same one."""
    if not (left.town and right.town) or left.town == right.town:
        return False
    return not (alike(left.town, right.town) or left.town in right.hints or right.town in left.hints)


def _mistyped(left: Place, right: Place, *, lexicon: Lexicon) -> bool:
    if left.town and right.town and not alike(left.town, right.town):
        return False
    if lexicon.names[left.village] > 1 and lexicon.names[right.village] > 1:
        return False
    short = min(left.village, right.village, key=len)
    if len(short) >= 5 and (left.village.startswith(right.village) or right.village.startswith(left.village)):
        # "Osterburg" and "Osterburg Altm.", "Mustin" and "Mustin-Dorf": nothing but an addition.
        return abs(len(left.village) - len(right.village)) <= 1
    return alike(left.village, right.village)


def _town_mistyped(left: Place, right: Place) -> bool:
    return bool(right.town) and not left.town and alike(left.village, right.town)


class Postcodes(Enum):
    """How two postcodes stand to each other."""

    SAME = "same"
    SLIP = "slip"
    NOT_SAID = "not_said"
    NEAR = "near"
    FAR = "far"


@lru_cache(maxsize=500_000)
def relate_postcodes(left: str, right: str) -> Postcodes:
    """Equal, one slip of the fingers apart, of the same region, or far from each other."""
    if not left or not right:
        return Postcodes.NOT_SAID
    if left == right:
        return Postcodes.SAME
    if slips(left, right) <= 1 or (sorted(left) == sorted(right) and OSA.distance(left, right) <= 2):
        return Postcodes.SLIP
    return Postcodes.NEAR if left[:2] == right[:2] else Postcodes.FAR


def learned(places: Iterable[tuple[Place | None, str]]) -> Lexicon:
    """A lexicon of all the places of a stock, each given with its postcode."""
    lexicon = Lexicon()
    for place, postcode in places:
        if place is not None:
            lexicon.learn(place, postcode)
    return lexicon
