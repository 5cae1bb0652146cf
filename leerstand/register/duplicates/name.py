"""Names of buildings: what makes a farm or hall this one (Hof Niebuhr) and what proves nothing (Wohnhaus)."""

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from leerstand.register.duplicates.spelling import alike, fold
from leerstand.register.duplicates.words import (
    JOINING,
    ONCE_IN_A_VILLAGE,
    ONE_OF_TWO,
    PROVES_NOTHING,
    SEVERAL_IN_A_VILLAGE,
)

_KIND_OF = {
    fold(word): kind
    for kinds in (ONCE_IN_A_VILLAGE, SEVERAL_IN_A_VILLAGE)
    for kind, words in kinds.items()
    for word in words.split()
}
_GENERIC_ENDINGS = (
    "haus",
    "taus",
    "gebaude",
    "hale",
    "scheune",
    "laden",
    "blok",
    "wohnung",
    "kate",
    "vila",
    "objekt",
    "schupen",
    "stal",
    "hauser",
    "flache",
    "imobilie",
)
# What follows describes the neighbourhood, not the building.
_BESIDE = re.compile(
    r"\b(?:neben|gegenüber|gegenueber|ggü\.?|ggb\.|hinter|vor(?! der)|nahe|nähe|naehe|bei|beim|nebenan|unweit|zwischen|schräg|next to|opposite|"
    r"behind|near|beside|mit|with|an der|am|auf der|auf dem|Richtung|nicht)\b.*",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\bin\s+[A-ZÄÖÜ].*")
_ADJECTIVE_OF_A_NAME = re.compile(r"^(\w{3,})sche[nrs]?$")
_GENITIVE_JOIN = re.compile(r"[-/&+]")


@dataclass(frozen=True, slots=True)
class Name:
    """A building's name: kinds it says (gasthof, molkerei) and words that are its own (niebuhr)."""

    kinds: frozenset[str]
    own: frozenset[str]
    shown: str

    @property
    def says_something(self) -> bool:
        return bool(self.own or self.kinds - {"hof", "werkstatt", "laden"})


@lru_cache(maxsize=100_000)
def read_name(text: str) -> Name:
    """What a text says about which building it is; descriptions of the neighbourhood are left out."""
    near = _INSIDE.sub("", without_surroundings(text))
    words = fold(_GENITIVE_JOIN.sub(" ", near)).split()
    words += [first + second for first, second in pairwise(words) if first + second in _KIND_OF]
    kinds = frozenset(_KIND_OF[word] for word in words if word in _KIND_OF) | _kinds_inside(words)
    own = frozenset(word for word in [*words, *_owners(words)] if is_own(word))
    return Name(kinds, own, text.strip())


def _owners(words: list[str]) -> list[str]:
    """Whose it is, in a compound or an adjective: Schulzhof, Behnsmühle, Behnsche Mühle."""
    described = [found[1] for word in words if (found := _ADJECTIVE_OF_A_NAME.match(word))]
    return described + [
        word[: -len(ending)]
        for word in words
        if word not in _KIND_OF and word not in PROVES_NOTHING
        for ending in (*_KIND_OF, "hof")
        if len(ending) >= 3 and len(word) >= len(ending) + 4 and word.endswith(ending)
    ]


def without_surroundings(text: str) -> str:
    """The text up to where it describes the neighbourhood: "Scheune neben der Kirche" is a barn."""
    return _BESIDE.sub("", text)


def _kinds_inside(words: list[str]) -> frozenset[str]:
    """Kinds at the end of a compound: Elbgasthof, Bockwindmühle, Dorfbäckerei, Schulzhof."""
    return frozenset(
        kind
        for word in words
        if word not in _KIND_OF and word not in PROVES_NOTHING
        for ending, kind in _KIND_OF.items()
        if (len(ending) >= 5 or ending == "hof") and len(word) > len(ending) + 2 and word.endswith(ending)
    )


def is_own(word: str) -> bool:
    """The folded word can tell one building from another: no kind of building, nothing said of any building."""
    if len(word) < 3 or word.isdigit() or word in _KIND_OF or word in PROVES_NOTHING or word in JOINING:
        return False
    return not word.endswith(_GENERIC_ENDINGS) and not any(character.isdigit() for character in word)


def is_building(word: str) -> bool:
    """The word says what a building is: Resthof, Bauernhaus, Mühle."""
    return bool(read_name(word).kinds) or fold(word).endswith(_GENERIC_ENDINGS)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How two names agree: `own` words, or only the `kind`; nothing if neither."""

    own: frozenset[str]
    kinds: frozenset[str]
    only_kind: bool
    once: bool
    conflict: bool


def _two_of_a_kind(left: frozenset[str], right: frozenset[str]) -> bool:
    """One of them is the new, the upper, the lower one: Neue Schule and Alte Schule."""
    return bool((left ^ right) & ONE_OF_TWO)


@lru_cache(maxsize=200_000)
def compare_names(left: Name, right: Name, *, places: frozenset[str]) -> NameMatch:
    """Compare two names in the same village; the names of the village itself identify nothing by themselves."""
    kinds = left.kinds & right.kinds
    other_kind = bool(left.kinds and right.kinds and not kinds)
    shared = frozenset(a for a in left.own for b in right.own if alike(a, b))
    own = shared if shared - places or kinds - {"hof"} else frozenset()
    left_own, right_own = left.own - places, right.own - places
    conflict = (
        other_kind or bool(left_own and right_own and not shared) or _two_of_a_kind(left.own, right.own)
    )
    only_kind = bool(kinds) and not own and not conflict
    once = any(kind in ONCE_IN_A_VILLAGE for kind in kinds)
    return NameMatch(frozenset() if conflict else own, kinds, only_kind, once, conflict)
