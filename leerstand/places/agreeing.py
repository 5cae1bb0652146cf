"""How well what stands beside a name fits one place of that name: its own name, its town, district, Land, surroundings."""

import re
from collections.abc import Sequence

from leerstand.places.atlas import Atlas
from leerstand.places.choosing import Surroundings
from leerstand.places.geography import Area
from leerstand.places.qualifying import SMALL_WORDS, Qualifying
from leerstand.places.spelling import fold
from leerstand.places.written import land_of

OWN_NAME, OWN_TOWN, OWN_OFFICE = 2.0, 1.5, 1.2
TOO_FAR = -1.0
NEAR_ENOUGH = 0.35
"""Agreement with another town's name: within some 30 km, as far as people name a town to say where a village is."""

_OFFICE = re.compile(r"^landkreis ")
_SMALL = SMALL_WORDS | {"o", "ob", "vor", "v", "unter", "u", "b", "auf", "aufm", "nahe"}


def abbreviates(short: str, long: str) -> bool:
    """Whether one folded word may stand for another: "opf" for "oberpfalz", "thuer" for "thueringen"."""
    if short == long:
        return True
    if len(short) > len(long):
        short, long = long, short
    if not short or short[0] != long[0]:
        return False
    letters = iter(long)
    return long.startswith(short) or (len(short) <= 5 and all(letter in letters for letter in short))


def words_of(text: str) -> list[str]:
    """Folded words that tell something: without "an der" and the like."""
    return [word for word in fold(text).split() if word not in _SMALL]


def in_own_name(qualifier: str, *, name: str) -> bool:
    """Whether a qualifier is the rest of a place's official name, in full or abbreviated.

    "o.d.T." is in "Rothenburg ob der Tauber", "Aisch" in "Neustadt a.d.Aisch", "odT" too.
    """
    own, told = fold(name).split()[1:], words_of(qualifier)
    if not own or not told:
        return False
    if len(told) == 1 and told[0] == "".join(word[0] for word in own):
        return True
    rest = iter(word for word in own if word not in _SMALL)
    return all(any(abbreviates(word, other) for other in rest) for word in told)


class Agreeing:
    """Weighs qualifiers of an address against municipalities and villages."""

    def __init__(self, atlas: Atlas, *, qualifying: Qualifying, here: Surroundings) -> None:
        self._atlas = atlas
        self._qualifying = qualifying
        self._here = here

    def agreement(self, area: Area, *, qualifiers: Sequence[str]) -> float:
        """The sum over the qualifiers; below 0 where one of them says that another place is meant."""
        found = [self._one(area, qualifier=qualifier) for qualifier in qualifiers]
        return min(found) if any(fit < 0 for fit in found) else sum(found)

    def _one(self, area: Area, *, qualifier: str) -> float:
        town = self._atlas.municipalities[area.ags]
        name = area.name.partition(", ")[0] if area.kind == "village" else town.name
        if any(
            in_own_name(qualifier, name=own) for own in (name, *self._atlas.other_names.get(area.ags, ()))
        ):
            return OWN_NAME
        folded = fold(qualifier)
        if area.kind == "village" and self._is_called(folded, ags=area.ags):
            return OWN_TOWN
        if land := land_of(qualifier):
            return OWN_OFFICE if area.ags.startswith(land) else self._unless_town(area, qualifier=qualifier)
        district = fold(town.district).removeprefix("landkreis ")
        if _OFFICE.sub("", folded) in {district, district.split()[0]}:
            return OWN_OFFICE
        return self._around(area, qualifier=qualifier)

    def _is_called(self, folded: str, *, ags: str) -> bool:
        own = fold(self._atlas.municipalities[ags].name)
        return folded == own or own.startswith(f"{folded} ")

    def _unless_town(self, area: Area, *, qualifier: str) -> float:
        """ "Brandenburg" and "Bremen" are towns too."""
        fit = self._around(area, qualifier=qualifier)
        return fit if fit > NEAR_ENOUGH else TOO_FAR

    def _around(self, area: Area, *, qualifier: str) -> float:
        fit = self._qualifying.agreement(area, qualifiers=(qualifier,), here=self._here)
        return TOO_FAR if 0 < fit < NEAR_ENOUGH and not _OFFICE.match(fold(qualifier)) else fit
