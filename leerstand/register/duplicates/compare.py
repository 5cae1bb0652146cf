"""Two addresses become a score from 0 to 100 with the facts that speak for and against one building."""

import math
from collections import Counter
from enum import Enum

from leerstand.register.duplicates import region
from leerstand.register.duplicates.around import relate_areas
from leerstand.register.duplicates.beside import contradict
from leerstand.register.duplicates.lexicon import Lexicon
from leerstand.register.duplicates.meant import are_two
from leerstand.register.duplicates.name import NameMatch, compare_names
from leerstand.register.duplicates.number import Number
from leerstand.register.duplicates.pair import Pair
from leerstand.register.duplicates.parse import Address
from leerstand.register.duplicates.relation import Postcodes, Relation, relate, relate_postcodes
from leerstand.register.duplicates.spelling import alike
from leerstand.register.duplicates.street import VILLAGE_ITSELF, likeness
from leerstand.register.duplicates.words import EVERYWHERE

SURE = 75.0
POSSIBLE = 45.0
SAME_STREET = 0.8
FAR_M = 1_000
NEAR_M = 60
# A range and a number in it: worth showing to a person, never taken as equal.
REVIEW_ONLY = 60.0

# Points for (places, postcodes) when street and number agree; a pair that is not listed is ruled out.
_BASE = {
    (Relation.SAME, Postcodes.SAME): 96,
    (Relation.SAME, Postcodes.NOT_SAID): 91,
    (Relation.SAME, Postcodes.SLIP): 86,
    (Relation.SAME, Postcodes.ONE_TOWN): 84,
    (Relation.SAME, Postcodes.NEAR): 80,
    (Relation.TYPING_ERROR, Postcodes.SAME): 89,
    (Relation.TYPING_ERROR, Postcodes.NOT_SAID): 82,
    (Relation.TYPING_ERROR, Postcodes.SLIP): 78,
    (Relation.TOWN_AND_VILLAGE, Postcodes.SAME): 84,
    (Relation.TOWN_AND_VILLAGE, Postcodes.NOT_SAID): 80,
    (Relation.TOWN_AND_VILLAGE, Postcodes.SLIP): 77,
    (Relation.AROUND, Postcodes.SAME): 85,
    (Relation.AROUND, Postcodes.NOT_SAID): 72,
    (Relation.AROUND, Postcodes.SLIP): 66,
    (Relation.NOT_SAID, Postcodes.SAME): 85,
    (Relation.NOT_SAID, Postcodes.SLIP): 60,
    (Relation.NOT_SAID, Postcodes.NOT_SAID): 50,
}
# Taken off where the street is one that every village has (Hauptstraße): the place must then be sure.
_COMMON_STREET = {
    (Relation.SAME, Postcodes.NEAR): 14,
    (Relation.TYPING_ERROR, Postcodes.SLIP): 6,
    (Relation.TOWN_AND_VILLAGE, Postcodes.SAME): 18,
    (Relation.TOWN_AND_VILLAGE, Postcodes.NOT_SAID): 18,
    (Relation.TOWN_AND_VILLAGE, Postcodes.SLIP): 18,
    (Relation.AROUND, Postcodes.SAME): 7,
    (Relation.AROUND, Postcodes.NOT_SAID): 15,
    (Relation.AROUND, Postcodes.SLIP): 12,
    (Relation.NOT_SAID, Postcodes.SAME): 7,
    (Relation.NOT_SAID, Postcodes.SLIP): 10,
    (Relation.NOT_SAID, Postcodes.NOT_SAID): 15,
}
SOME_DOUBT = 7
_NEAR_HELPS = {Relation.TOWN_AND_VILLAGE: 16, Relation.AROUND: 16, Relation.NOT_SAID: 35}


class Doubt(Enum):
    """Whether an address in a municipality may stand in one of its villages: nothing against it, open, it is a town
    with streets of its own, or spoken against."""

    NONE = "none"
    SOME = "some"
    A_TOWN = "a town"
    CONTRADICTED = "contradicted"


def compare(left: Address, right: Address, *, lexicon: Lexicon) -> Pair:
    """How surely two records are the same building, and why; the order of the two makes no difference."""
    if right.id < left.id:
        left, right = right, left
    weighing = _Weighing(left, right, lexicon)
    weighing.places()
    weighing.distance()
    weighing.address()
    weighing.names()
    score = weighing.score()
    return Pair(left, right, score, tuple(weighing.findings), weighing.vetoed)


class _Weighing:
    """The comparison of one pair while its facts are being collected."""

    def __init__(self, left: Address, right: Address, lexicon: Lexicon) -> None:
        self.left, self.right, self.lexicon = left, right, lexicon
        self.findings: list[tuple[str, str]] = []
        self.vetoed = False
        self.review_only = False
        self.base = 0.0
        self.by_address = 0.0
        self.by_name = 0.0
        self.bonus = 0.0
        self.addresses_differ = False
        self.relation = Relation.NOT_SAID
        self.postcodes = Postcodes.NOT_SAID
        self.apart_m: float | None = None

    def note(self, kind: str, detail: str = "") -> None:
        self.findings.append((kind, detail))

    def veto(self, kind: str, detail: str = "") -> None:
        self.vetoed = True
        self.note(kind, detail)

    def places(self) -> None:
        self.apart_m = _apart_m(self.left, self.right)
        self.relation = relate_areas(self.left, self.right) or relate(
            self.left.place, self.right.place, lexicon=self.lexicon
        )
        self.postcodes = self._postcodes()
        near = self.apart_m is not None and self.apart_m <= NEAR_M
        if self.relation is Relation.OTHER and self._misread_place():
            self.relation = Relation.NOT_SAID
        if self.relation is Relation.OTHER:
            return self.veto("two_villages")
        if self._namesakes() and not near:
            return self.veto("namesakes")
        if self._two_of_a_name() and not near:
            return self.veto("two_of_a_name")
        if self._two_landscapes() and not near:
            return self.veto("two_landscapes")
        if self.relation is not Relation.NOT_SAID:
            self.note(f"place_{self.relation.value}")
        if self.postcodes is not Postcodes.NOT_SAID:
            self.note(f"postcode_{self.postcodes.value}")
        known = (self.relation, self.postcodes)
        if known not in _BASE and not near:
            return self.veto("two_regions")
        self.base = _BASE.get(known, 66.0)
        if near:
            self.base += _NEAR_HELPS.get(self.relation, 0)
        return None

    def _postcodes(self) -> Postcodes:
        left, right = self.left, self.right
        found = relate_postcodes(left.postcode, right.postcode)
        if found is not Postcodes.NEAR or left.place is None or self.relation is not Relation.SAME:
            return found
        village = left.place.village
        if region.share_town(left.postcode, right.postcode, village=village):
            return Postcodes.ONE_TOWN
        odd = self.lexicon.is_odd_code(left.postcode) != self.lexicon.is_odd_code(right.postcode)
        return Postcodes.SLIP if odd and region.exists_once(village, postcode=left.postcode) else found

    def _two_landscapes(self) -> bool:
        """The landscape behind one place excludes the other's postcode, which is no slip of the fingers."""
        left, right = self.left, self.right
        if left.place is None or right.place is None or self.postcodes in (Postcodes.SAME, Postcodes.SLIP):
            return False
        if not (left.place.can_have(left.postcode) and right.place.can_have(right.postcode)):
            return False
        return not (left.place.can_have(right.postcode) and right.place.can_have(left.postcode))

    def _misread_place(self) -> bool:
        """A place that was only guessed is part of the other's name, or its street: "Gut Kaltenhof" in Lanz."""
        return any(
            one.place is not None and one.place.guessed and _is_name_or_street(one.place.village, of=other)
            for one, other in ((self.left, self.right), (self.right, self.left))
        )

    def _namesakes(self) -> bool:
        """Two villages of one name: the postcodes contradict and the stock knows both."""
        if (
            self.relation not in (Relation.SAME, Relation.TYPING_ERROR)
            or self.left.place is None
            or self.right.place is None
        ):
            return False
        if self.postcodes is Postcodes.FAR:
            return True
        used = self.lexicon.postcodes.get(self.left.place.village, Counter[str]())
        both_known = used[self.left.postcode] > 1 and used[self.right.postcode] > 1
        return (
            self.postcodes is Postcodes.NEAR
            and both_known
            and self.left.place.village == self.right.place.village
        )

    def _two_of_a_name(self) -> bool:
        """Nothing contradicts but what stands beside the name: Karstädt bei Perleberg, and Karstädt by Ludwigslust."""
        one_name = self.relation in (Relation.SAME, Relation.TYPING_ERROR, Relation.TOWN_AND_VILLAGE)
        sure = self.postcodes in (Postcodes.SAME, Postcodes.SLIP)
        return one_name and not sure and are_two(self.left, self.right)

    def distance(self) -> None:
        if self.apart_m is None:
            return
        metres = f"{self.apart_m:,.0f}"
        if self.apart_m > FAR_M:
            self.veto("far", metres)
        elif self.apart_m <= NEAR_M:
            self.bonus += 5
            self.note("near", metres)
        elif self.apart_m > 400:
            self.bonus -= 8
            self.note("not_near", metres)

    def address(self) -> None:
        left, right = self.left, self.right
        if contradict(left.beside, right.beside):
            self.veto("two_numbers")
        if left.number is not None and right.number is not None and left.number != right.number:
            self._two_numbers()
        if left.street is None or right.street is None:
            return
        like = same_street(left, right)
        if like < SAME_STREET:
            self.addresses_differ = True
            if left.number is not None and right.number is not None:
                self.veto("two_streets")
            return
        if left.number is None or left.number != right.number:
            return
        self.note("address" if like == 1 else "address_mistyped")
        near = self.apart_m is not None and self.apart_m <= NEAR_M
        common = 0 if near else self._doubt()
        self.by_address = self.base - (1 - like) * 40 - common
        if common:
            self.note("common_street")

    def _doubt(self) -> int:
        """Points to take off because the street proves no place: nearly every village has one of that name."""
        left, right = self.left.street, self.right.street
        if left is None or right is None:
            return 0
        common = (left.common and right.common) or (left.base != right.base and (left.common or right.common))
        listed = _COMMON_STREET.get((self.relation, self.postcodes), 0)
        if self.relation is not Relation.TOWN_AND_VILLAGE:
            return listed if common else 0
        doubt = self._which_village()
        if doubt is Doubt.CONTRADICTED or not common:
            return listed if doubt is Doubt.CONTRADICTED else 0
        rare = not {left.base, right.base} & EVERYWHERE and VILLAGE_ITSELF not in (left.base, right.base)
        can_mean_it = doubt is Doubt.NONE or (doubt is Doubt.SOME and rare)
        return SOME_DOUBT if self.postcodes is Postcodes.SAME and can_mean_it else listed

    def _which_village(self) -> "Doubt":
        """Whether the town's name can mean the other's village: not if the town or two villages have the street."""
        left, right = self.left, self.right
        if left.place is None or right.place is None or left.street is None or right.street is None:
            return Doubt.SOME
        town = left if left.place.village == right.place.town or not left.place.town else right
        village = right if town is left else left
        if town.place is None or town.street is None or village.street is None:
            return Doubt.SOME
        name, street = town.place.village, town.street.key
        if (
            self.lexicon.has_street(name, street)
            or self.lexicon.villages_with(village.street.key, town=name) > 1
        ):
            return Doubt.CONTRADICTED
        if self.lexicon.is_only_municipality(name):
            return Doubt.NONE
        return Doubt.A_TOWN if region.is_town(name) else Doubt.SOME

    def _two_numbers(self) -> None:
        left, right = self.left.number, self.right.number
        if left is None or right is None:
            return
        if left.covers(right) or right.covers(left):
            self.review_only = True
            self.by_address = self.base - 30 if self._same_street() else 0.0
            self.note("number_in_range")
        elif self._digits_swapped(left, right):
            self.note("numbers_swapped")
        else:
            self.veto("two_numbers")

    def _digits_swapped(self, left: Number, right: Number) -> bool:
        """41 and 14 of one street, and both records name the same inn: one number is mistyped."""
        swapped = left.low != right.low and str(left.low) == str(right.low)[::-1]
        if not swapped or (left.suffix, left.high) != (right.suffix, right.high) or not self._same_street():
            return False
        match = compare_names(self.left.name, self.right.name, places=self._places_named())
        return bool(match.own and match.kinds - {"hof"}) and self.relation is Relation.SAME

    def _places_named(self) -> frozenset[str]:
        places = (self.left.place, self.right.place)
        return frozenset(name for place in places if place for name in place.names)

    def _same_street(self) -> bool:
        return same_street(self.left, self.right) >= SAME_STREET

    def names(self) -> None:
        left, right = self.left, self.right
        if not (left.name.says_something and right.name.says_something):
            return
        match = compare_names(left.name, right.name, places=self._places_named())
        if match.conflict:
            self.note("two_names")
            return
        points = self._name_points(match)
        if not points:
            return
        self.note("own_name" if match.own else "same_kind", ", ".join(sorted(match.own or match.kinds)))
        if self.base and not self.addresses_differ:
            self.by_name = points

    def _name_points(self, match: NameMatch) -> float:
        if match.own:
            points = 88.0
        elif match.only_kind:
            points = 81.0 if match.once else 68.0
        else:
            return 0.0
        near = self.apart_m is not None and self.apart_m <= 2 * NEAR_M
        if self.relation is Relation.TOWN_AND_VILLAGE and not near:
            points -= 8 if match.own else 20
        elif self.relation in (Relation.NOT_SAID, Relation.AROUND) and not near:
            points -= 12 if match.own and self.postcodes is Postcodes.SAME else 60
        elif self.relation is Relation.TYPING_ERROR:
            points -= 4
        return points - {Postcodes.NEAR: 16, Postcodes.SLIP: 4}.get(self.postcodes, 0)

    def score(self) -> float:
        best = max(self.by_address, self.by_name)
        if not best:
            here = self.apart_m is not None and self.apart_m <= 15 and self.base > 0
            best = POSSIBLE + 5 if here else 0.0
        elif self.by_address and self.by_name:
            best += 3
        best = min(100.0, max(0.0, best + self.bonus)) if best else 0.0
        if self.vetoed:
            return min(best, 20.0)
        return round(min(best, REVIEW_ONLY) if self.review_only else best, 1)


def same_street(left: Address, right: Address) -> float:
    """How surely two addresses name one street; a village that numbers its houses counts as its own street."""
    if left.street is None or right.street is None:
        return 0.0
    if VILLAGE_ITSELF in (left.street.base, right.street.base) and left.street.base != right.street.base:
        village, written = (
            (left, right.street) if left.street.base == VILLAGE_ITSELF else (right, left.street)
        )
        named = (
            village.place is not None and not written.evident and alike(village.place.village, written.key)
        )
        return 1.0 if named else 0.0
    return likeness(left.street, right.street)


def _is_name_or_street(word: str, *, of: Address) -> bool:
    return word in of.name.own or (of.street is not None and alike(word, of.street.key))


def _apart_m(left: Address, right: Address) -> float | None:
    """Metres between the two points beyond what their digits leave open; None if one has no point."""
    if left.point is None or right.point is None:
        return None
    up = (left.point.lat - right.point.lat) * 111_195
    across = (left.point.lon - right.point.lon) * 111_195 * math.cos(math.radians(left.point.lat))
    return max(0.0, math.hypot(up, across) - left.point.open_m - right.point.open_m)
