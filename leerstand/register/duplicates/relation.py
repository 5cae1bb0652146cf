"""How two places and two postcodes stand to each other."""

from enum import Enum
from functools import lru_cache

from rapidfuzz.distance import OSA

from leerstand.register.duplicates.lexicon import Lexicon
from leerstand.register.duplicates.place import Place
from leerstand.register.duplicates.spelling import alike, slips


class Relation(Enum):
    """How two places stand to each other."""

    SAME = "same"
    TYPING_ERROR = "typing_error"
    TOWN_AND_VILLAGE = "town_and_village"
    AROUND = "around"
    NOT_SAID = "not_said"
    OTHER = "other"


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
    if _cut_short(left, right) or _cut_short(right, left):
        return Relation.TYPING_ERROR
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
    if any(left.village + hint == right.village for hint in left.hints):
        # Neustadt/Glewe and Neustadt-Glewe
        return True
    return left.village in right.hints and right.village in left.names


def _cut_short(left: Place, right: Place) -> bool:
    """Salzw. for Salzwedel: only with the full stop, for Grabow is not Grabowhöfe."""
    return left.shown.endswith(".") and len(left.village) > 3 and right.village.startswith(left.village)


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
    ONE_TOWN = "one_town"
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
