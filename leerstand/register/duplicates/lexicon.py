"""What a stock of addresses teaches about places, beside what the gazetteer knows of the region."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from leerstand.register.duplicates import region
from leerstand.register.duplicates.name import is_own, without_surroundings
from leerstand.register.duplicates.place import REGIONS, Place, folded_name
from leerstand.register.duplicates.spelling import alike, fold

# From so many records on, a name without a village is a place of its own.
MANY = 3
_WORD = re.compile(r"[^\W\d_][\w.-]*")


@dataclass(slots=True)
class Lexicon:
    """What the stock itself teaches about places: which names there are, and which village is part of which town."""

    names: Counter[str] = field(default_factory=Counter)
    towns: dict[str, set[str]] = field(default_factory=dict)
    villages: dict[str, set[str]] = field(default_factory=dict)
    postcodes: dict[str, Counter[str]] = field(default_factory=dict)
    streets: Counter[tuple[str, str]] = field(default_factory=Counter)
    codes: Counter[str] = field(default_factory=Counter)
    plain: Counter[str] = field(default_factory=Counter)
    beginnings: dict[str, set[str]] = field(default_factory=dict)

    def learn(self, place: Place, postcode: str = "") -> None:
        for name in {place.village, place.town} - {""}:
            self.names[name] += 1
            self.beginnings.setdefault(name[:2], set()).add(name)
        self.codes[postcode] += 1
        if not place.town:
            self.plain[place.village] += 1
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

    def villages_with(self, street: str, *, town: str) -> int:
        """In how many villages of a town some record names this street."""
        return sum((village, street) in self.streets for village in self.villages.get(town, ()))

    def is_only_municipality(self, name: str) -> bool:
        """No village bears this name, and hardly any record stands there without naming one."""
        return self.plain[name] < MANY and region.is_only_municipality(name)

    def is_odd_code(self, postcode: str) -> bool:
        """A postcode that the gazetteer doesn't know and no other record has: probably mistyped."""
        return self.codes[postcode] < 2 and not region.is_postcode(postcode)

    def is_part(self, village: str, town: str) -> bool:
        """A record or the gazetteer says that the village belongs to the town."""
        return town in self.towns.get(village, ()) or region.is_part(village, town)

    def ordered(self, place: Place) -> Place:
        """The same place with the village in front, where the stock knows that it was written second."""
        if not place.town:
            place = self._parted(place)
        for hint in sorted(place.hints - REGIONS):
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

    def named_in(self, text: str, *, postcode: str = "") -> Place | None:
        """The known village that a building's name ends with: "Alte Schule Gorleben", "Schulz farm, Jabel".

        With a postcode, only a village that some record names with it.
        """
        words = _WORD.findall(without_surroundings(text))
        for length in (3, 2, 1):
            for start in range(len(words) - length, -1, -1):
                shown = " ".join(words[start : start + length])
                village = self._known(folded_name(shown), mistyped=start + length == len(words))
                # "Platte" is a kind of house, Plate is a village: the name must end with it.
                says_nothing = length == 1 and not is_own(fold(shown))
                if not village or (says_nothing and (start + 1 < len(words) or not region.knows(village))):
                    continue
                if not postcode or self.is_under(postcode, village):
                    hints = REGIONS.intersection(folded_name(word) for word in words[start + 1 :])
                    return Place(village, hints=hints, shown=shown, guessed=True)
        return None

    def _known(self, name: str, *, mistyped: bool) -> str:
        """The village of this name, or the only one that it is a typing error of; "" if there is none."""
        if name in self.names:
            return name
        if not mistyped or len(name) < 6:
            return ""
        near = [known for known in sorted(self.beginnings.get(name[:2], ())) if alike(known, name)]
        return near[0] if len(near) == 1 else ""

    def within(self, place: Place, words: Iterable[str]) -> Place:
        """The village that one of the words names, if the stock knows it as part of this place."""
        village = next(
            (word for word in sorted(words) if not place.town and self.is_part(word, place.village)), None
        )
        return Place(village, place.village, place.hints, place.shown) if village else place


def learned(places: Iterable[tuple[Place | None, str]]) -> Lexicon:
    """A lexicon of all the places of a stock, each given with its postcode."""
    lexicon = Lexicon()
    for place, postcode in places:
        if place is not None:
            lexicon.learn(place, postcode)
    return lexicon
