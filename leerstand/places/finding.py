"""The municipality of an address: name and postcode checked against each other, everywhere in Germany.

An address has one place, so this is stricter than `reading`, which takes longer texts apart: nothing far off is left out
because it is small, a typing error is forgiven only where the postcode or the region confirms it, and where name and
postcode differ the answer is `Several`. Both look names up in the same list.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz.distance import OSA

from leerstand.places.agreeing import Agreeing, abbreviates, words_of
from leerstand.places.answers import Answer, Found, Several, Unknown
from leerstand.places.atlas import Atlas
from leerstand.places.choosing import HEARD_OF_AFAR, Surroundings, choose
from leerstand.places.collect_names import split_name
from leerstand.places.geography import Area, Municipality, Point, between_km
from leerstand.places.names import EXACT, Candidate, Names
from leerstand.places.phrases import GENERAL
from leerstand.places.qualifying import Qualifying
from leerstand.places.reading import BIG_ENOUGH, Reader
from leerstand.places.spelling import fold, plain
from leerstand.places.suggesting import suggestions
from leerstand.places.written import Named, read_postcode, readings, take_postcode

MOST_CANDIDATES = 40
MOST_NEAR = 5
FAR_LARGER = 20
"""A namesake with a twentieth of the people is not meant without being told from the larger one: Lüchow (Wendland) has
forty times the people of Lüchow near Mölln, but Karstädt in the Prignitz only ten times those of Karstädt near Grabow."""
AS_CLEAR = 0.3
"""Of several places of a name those count that fit what stands beside it about as well as the best."""


@dataclass(frozen=True, slots=True)
class Postcode:
    """A postcode as typed and mended, and its municipalities; none where nobody has it."""

    code: str
    towns: tuple[str, ...]


class Finder:
    """Finds municipalities by name and postcode, over one atlas."""

    def __init__(self, atlas: Atlas, *, names: Names, reader: Reader, qualifying: Qualifying) -> None:
        self._atlas = atlas
        self._names = names
        self._reader = reader
        self._qualifying = qualifying

    def find(self, place: str, *, postcode: str, here: Surroundings) -> Answer:
        """The municipality of a place as typed with the postcode that stood beside or in it."""
        text, inside = take_postcode(place)
        code = self._postcode(postcode if read_postcode(postcode) else inside)
        agreeing = Agreeing(self._atlas, qualifying=self._qualifying, here=here)
        meant = [(named, self._meant(named, agreeing=agreeing)) for named in readings(text)]
        if not code:
            return self._by_name(text, meant=meant, here=here)
        return self._by_both(text, meant=meant, code=code, here=here)

    def in_municipality(self, place: str, *, ags: str) -> Point:
        """A point in the village of that name in a municipality, else the municipality's own."""
        for named in readings(take_postcode(place)[0]):
            for area in self._called(named.name):
                if area.ags == ags:
                    return area.centre
        town = self._atlas.municipalities[ags]
        return town.lat, town.lon

    def _postcode(self, typed: str) -> Postcode | None:
        code = read_postcode(typed)
        if not code:
            return None
        towns = self._atlas.postcodes
        mended = code if len(code) == 5 else code.zfill(5)
        return Postcode(mended, towns.get(mended, ()))

    def _called(self, name: str) -> list[Area]:
        """Municipalities and villages of the name."""
        folded = fold(name)
        areas = [candidate.area for candidate in self._names.exact(folded)]
        areas = [area for area in areas if area.kind in ("municipality", "village")]
        if not areas:
            areas = [self._town(ags) for ags in self._joined.get(plain(folded).replace(" ", ""), ())]
            areas += self._abbreviated(name)
        return list(dict.fromkeys(areas))

    def _abbreviated(self, name: str) -> list[Area]:
        """Towns whose official name is short for what was typed, or the other way round: "Hannoversch Münden"."""
        typed = words_of(name)
        if len(typed) < 2:
            return []
        return [
            self._town(ags)
            for ags, own in self._short_names
            if len(own) == len(typed) and all(map(abbreviates, typed, own))
        ]

    def _meant(self, named: Named, *, agreeing: Agreeing) -> list[Area]:
        """Places of the name that what stands beside it doesn't rule out: the best, and those that fit about as well."""
        fits = {
            area: agreeing.agreement(area, qualifiers=named.qualifiers) for area in self._called(named.name)
        }
        least = max([0.0, *(fit - AS_CLEAR for fit in fits.values())])
        return [area for area, fit in fits.items() if fit >= least]

    def _by_both(
        self, text: str, *, meant: Sequence[tuple[Named, list[Area]]], code: Postcode, here: Surroundings
    ) -> Answer:
        for _, areas in meant:
            if fitting := [area for area in areas if self._has(area.ags, code=code)]:
                return self._of_one_name(fitting, postcode=code.code)
        if nearly := self._nearly(meant, code=code):
            return self._of_one_name(nearly, postcode=code.code)
        named = next((areas for _, areas in meant if areas), [])
        if not code.towns:
            return self._unknown_postcode(text, named=named, code=code, here=here)
        if not named and len(code.towns) == 1 and not self._is_slip(text):
            # A hamlet that no list has: the postcode tells its municipality.
            return self._found(self._town(code.towns[0]), postcode=code.code)
        centre = self._town(code.towns[0]).centre
        towns = sorted({area.ags for area in named}, key=lambda ags: self._away(ags, point=centre))
        return self._several([*towns[:6], *code.towns], postcode_differs=True)

    def _unknown_postcode(
        self, text: str, *, named: list[Area], code: Postcode, here: Surroundings
    ) -> Answer:
        """Nobody has the postcode (a post box has one of its own): the name counts where the first three digits fit."""
        around = [area for area in named if any(one[:3] == code.code[:3] for one in self._codes_of(area.ags))]
        if around:
            return self._of_one_name(around, postcode="")
        if named:
            return self._several([area.ags for area in named], postcode_differs=True)
        return self._unknown(text, here=here)

    def _by_name(self, text: str, *, meant: Sequence[tuple[Named, list[Area]]], here: Surroundings) -> Answer:
        areas = next((areas for named, areas in meant if areas and not _is_general(named, areas=areas)), [])
        keys = dict.fromkeys(area.ags for area in areas)
        if len(keys) == 1:
            return self._found(areas[0])
        if areas:
            choice = choose([Candidate(area, EXACT) for area in areas], here=here)
            if choice.best and choice.best.ags and not self._has_rivals(choice.best, among=areas, here=here):
                return self._found(choice.best)
            return self._several([*(area.ags for area in choice.ranked), *keys])
        return self._as_read(text, here=here)

    def _has_rivals(self, best: Area, *, among: Sequence[Area], here: Surroundings) -> bool:
        """Whether another municipality of the name is large enough to be meant; in the region those of the region count.

        For a village of the region so does a town that people know from afar.
        """
        people = self._atlas.people
        towns = [area for area in among if area.kind == "municipality" and area.ags != best.ags]
        if best.kind == "village" and any(people[area.ags] >= HEARD_OF_AFAR for area in towns):
            return True
        if best.ags[:5] in here.region:
            towns = [area for area in towns if area.ags[:5] in here.region]
        return any(people[area.ags] * FAR_LARGER > people[best.ags] for area in towns)

    def _as_read(self, text: str, *, here: Surroundings) -> Answer:
        """What the reader of longer texts makes of it: typing errors forgiven, several places told apart."""
        reading = self._reader.read(text, here=here)
        places = [area for area in reading.areas if area.ags in self._atlas.municipalities]
        doubtful = [area for _, found in reading.ambiguous for area in found if self._is_place(area)]
        keys = dict.fromkeys(area.ags for area in (*places, *doubtful))
        if (
            len(places) == 1
            and len(reading.areas) == 1
            and not doubtful
            and _is_close(text, places[0], here=here)
        ):
            return self._found(places[0])
        return self._several(keys) if keys else self._unknown(text, here=here)

    def _of_one_name(self, areas: Sequence[Area], *, postcode: str) -> Answer:
        """Where name and postcode agree: the municipality goes before villages of its name in others."""
        towns = [area for area in areas if area.kind == "municipality"]
        meant = towns or list(areas)
        if len({area.ags for area in meant}) > 1:
            return self._several([area.ags for area in meant])
        return self._found(meant[0], postcode=postcode)

    def _nearly(self, meant: Sequence[tuple[Named, list[Area]]], *, code: Postcode) -> list[Area]:
        """Places of the postcode that a typing error or a short form leads to; only names that nobody else has."""
        for named, areas in meant:
            if not areas and (found := self._like(named.name, code=code)):
                return found
        return []

    def _like(self, name: str, *, code: Postcode) -> list[Area]:
        typed = words_of(name)
        short = [
            self._town(ags)
            for ags in code.towns
            if len(own := words_of(self._atlas.municipalities[ags].name)) >= len(typed)
            and typed
            and (typed[0] == own[0] or len(typed) > 1)
            and all(map(abbreviates, typed, own))
        ]
        if short:
            return short
        wrong = [
            candidate for candidate in self._names.mistyped(fold(name)) if candidate.area.ags in code.towns
        ]
        best = max((candidate.fit for candidate in wrong), default=0.0)
        return [candidate.area for candidate in wrong if candidate.fit >= best - 0.2]

    def _is_slip(self, text: str) -> bool:
        """Whether one typing error leads from a name that nobody knows to a town that people know."""
        near = self._names.mistyped(fold(text))
        return any(
            one.fit > 2.0 and one.area.kind == "municipality" and one.area.population >= HEARD_OF_AFAR
            for one in near
        )

    def _has(self, ags: str, *, code: Postcode) -> bool:
        return ags in code.towns or self._atlas.office_postcodes[ags] == code.code

    def _codes_of(self, ags: str) -> list[str]:
        return [*self._postcodes_of.get(ags, ()), self._atlas.office_postcodes[ags]]

    def _found(self, area: Area, *, postcode: str = "") -> Found:
        return Found(self._atlas.municipalities[area.ags], area.centre, postcode)

    def _several(self, keys: Iterable[str], *, postcode_differs: bool = False) -> Several:
        known = self._atlas.municipalities
        towns = [known[ags] for ags in dict.fromkeys(keys)]
        return Several(tuple(towns[:MOST_CANDIDATES]), postcode_differs)

    def _unknown(self, text: str, *, here: Surroundings) -> Unknown:
        near = suggestions(text, names=self._names, here=here, limit=2 * MOST_NEAR)
        keys = dict.fromkeys(area.ags for area in near if self._is_place(area))
        return Unknown(tuple(self._atlas.municipalities[ags] for ags in [*keys][:MOST_NEAR]))

    def _is_place(self, area: Area) -> bool:
        return area.ags in self._atlas.municipalities

    def _away(self, ags: str, *, point: Point) -> float:
        return between_km(self._town(ags).centre, point)

    def _town(self, ags: str) -> Area:
        area = self._names.municipality_area(ags)
        return area or _pin(self._atlas.municipalities[ags])

    @cached_property
    def _postcodes_of(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for code, towns in self._atlas.postcodes.items():
            for ags in towns:
                found.setdefault(ags, []).append(code)
        return found

    @cached_property
    def _joined(self) -> dict[str, list[str]]:
        """Towns of more than one word by their name without spaces: "sanktpeterording"."""
        found: dict[str, list[str]] = {}
        for ags, town in self._atlas.municipalities.items():
            if " " in (folded := fold(town.name)):
                found.setdefault(plain(folded).replace(" ", ""), []).append(ags)
        return found

    @cached_property
    def _short_names(self) -> list[tuple[str, list[str]]]:
        """Towns with an abbreviation in their official name, and the words of it."""
        known = self._atlas.municipalities.items()
        return [(ags, words_of(town.name)) for ags, town in known if "." in town.name]


def _is_close(text: str, area: Area, *, here: Surroundings) -> bool:
    """Whether a typing error may lead so far without asking: anywhere in the region, elsewhere by one letter."""
    if area.ags[:5] in here.region:
        return True
    name = plain(fold(split_name(area.name.partition(", ")[0])[0]))
    return OSA.distance(plain(fold(text)), name) <= 1


def _is_general(named: Named, *, areas: Sequence[Area]) -> bool:
    """Whether what is left of a longer text is a word that any text has, such as "Hof", and no town."""
    is_word = bool(named.qualifiers) and fold(named.name) in GENERAL
    return is_word and all(area.population < BIG_ENOUGH for area in areas)


def _pin(town: Municipality) -> Area:
    """A municipality where nobody lives, as a place."""
    return Area(town.name, "municipality", town.lat, town.lon, town.ags, (town.district_ags,))
