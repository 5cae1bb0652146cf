"""The index of names: which places and areas a spelling can mean, exactly, nearly, or with typing errors."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from leerstand.places.atlas import Atlas
from leerstand.places.geography import Area
from leerstand.places.spelling import fold, plain

EXACT, ALIAS, NEARLY = 3.0, 2.9, 2.8
ALIKE = ({"c", "k"}, {"c", "z"}, {"f", "v"}, {"i", "j"})
TYPED_WRONG = {1: 2.2, 2: 1.5, 3: 0.8}
PLATES = {
    "DAN": "03354", "SDL": "15090", "SAW": "15081", "PR": "12070", "LUP": "13076", "LWL": "13076", "PCH": "13076",
    "RZ": "01053", "LG": "03355", "UE": "03360", "OPR": "12068", "NWM": "13074", "OD": "01062", "WL": "03353",
    "HVL": "12063", "UM": "12073",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible meaning: the area, and how well the spelling fits (3 exactly, less for typing errors)."""

    area: Area
    fit: float


class Names:
    """All names of the atlas by folded spelling; an area is only made when somebody names it."""

    def __init__(self, atlas: Atlas) -> None:
        self._rows = atlas.name_rows
        self._landscapes = [landscape.area for landscape in atlas.landscapes]
        self._districts = [key for key in atlas.outlines.keys if len(key) == 5]
        self._made: dict[int, Area] = {}
        self._meant: dict[str, list[tuple[int, float]]] = {}
        for number, row in enumerate(self._rows):
            for fit, spellings in ((EXACT, row[6]), (ALIAS, row[7])):
                for key in spellings.split("|") if spellings else ():
                    self._meant.setdefault(key, []).append((number, fit))
        for number, landscape in enumerate(atlas.landscapes, start=len(self._rows)):
            for key in dict.fromkeys(map(fold, landscape.spellings)):
                self._meant.setdefault(key, []).append((number, EXACT))

    @property
    def areas(self) -> list[Area]:
        """Every area, landscapes last."""
        return [self._area(number) for number in range(len(self._rows) + len(self._landscapes))]

    @cached_property
    def _towns(self) -> dict[str, int]:
        return {row[4]: number for number, row in enumerate(self._rows) if row[1] == "municipality"}

    @cached_property
    def _nearly(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key in self._meant:
            found.setdefault(plain(key), []).append(key)
        return found

    @cached_property
    def _plain_keys(self) -> list[str]:
        return list(self._nearly)

    @cached_property
    def _sorted_keys(self) -> list[str]:
        return sorted(self._meant)

    def municipality_area(self, ags: str) -> Area | None:
        """The municipality as a place to be near to."""
        number = self._towns.get(ags)
        return None if number is None else self._area(number)

    def by_plate(self, letters: str) -> list[Candidate]:
        """The district of a number plate, written in capitals."""
        ags = PLATES.get(letters)
        return self._known(f"landkreis {ags}") if ags else []

    def exact(self, folded: str) -> list[Candidate]:
        """Places written just so, or so but for the umlauts."""
        found = self._known(folded)
        if found:
            return found
        return [
            Candidate(candidate.area, candidate.fit - EXACT + NEARLY)
            for key in self._nearly.get(plain(folded), ())
            for candidate in self._known(key)
        ]

    def mistyped(self, folded: str) -> list[Candidate]:
        """Places that a few wrong, missing, doubled or swapped letters lead to."""
        typed = plain(folded)
        most = 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2 if len(typed) < 13 else 3
        if not most:
            return []
        near = process.extract(typed, self._plain_keys, scorer=OSA.distance, score_cutoff=most, limit=40)
        return [
            Candidate(candidate.area, candidate.fit - EXACT + TYPED_WRONG[errors])
            for key, errors, _ in near
            if errors and is_slip(typed, key)
            for full in self._nearly[key]
            for candidate in self._known(full)
        ]

    def beginning(self, folded: str) -> Iterator[Area]:
        """Areas with a spelling that starts like this, in no particular order."""
        for key in self._sorted_keys[bisect_left(self._sorted_keys, folded) :]:
            if not key.startswith(folded):
                return
            for candidate in self._known(key):
                yield candidate.area

    def _known(self, key: str) -> list[Candidate]:
        return [Candidate(self._area(number), fit) for number, fit in self._meant.get(key, ())]

    def _area(self, number: int) -> Area:
        if number >= len(self._rows):
            return self._landscapes[number - len(self._rows)]
        if number not in self._made:
            self._made[number] = self._make(self._rows[number])
        return self._made[number]

    def _make(self, row: list[str]) -> Area:
        name, kind, lat, lon, ags, people = row[:6]
        districts = (
            (ags[:5],) if len(ags) > 2 else tuple(key for key in self._districts if key.startswith(ags))
        )
        return Area(
            name,
            kind,
            float(lat),
            float(lon),
            ags if len(ags) > 2 else "",
            districts,
            int(people),
            outlines=districts if kind in ("district", "land") else (),
        )


def is_slip(typed: str, meant: str) -> bool:
    """Whether the beginning allows a typing error: its first letter is right, sounds alike, is lost or swapped."""
    sounds_alike = {typed[0], meant[0]} in ALIKE
    return typed[0] == meant[0] or sounds_alike or typed[:2] == meant[1::-1] or typed[0] == meant[1:2]
