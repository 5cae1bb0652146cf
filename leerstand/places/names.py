"""The index of names: which places and areas a spelling can mean, exactly, nearly, or with typing errors."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA

from leerstand.places.atlas import Atlas, Settlement
from leerstand.places.geography import Area, Municipality
from leerstand.places.regions import SERVICE_REGION
from leerstand.places.spelling import fold, plain

EXACT, ALIAS, NEARLY = 3.0, 2.9, 2.8
TYPED_WRONG = {1: 2.2, 2: 1.5, 3: 0.8}
TYPICAL_HAMLET = 60
PLATES = {
    "DAN": "03354", "SDL": "15090", "SAW": "15081", "PR": "12070", "LUP": "13076", "LWL": "13076", "PCH": "13076",
    "RZ": "01053", "LG": "03355", "UE": "03360", "OPR": "12068", "NWM": "13074", "OD": "01062", "WL": "03353",
    "HVL": "12063", "UM": "12073",
}  # fmt: skip
FORMER_DISTRICTS = {
    "luechow": "03354", "dannenberg": "03354", "wendland": "03354",
    "altmark salzwedel": "15081", "salzwedel": "15081", "gardelegen": "15081", "kloetze": "15081",
    "osterburg": "15090", "havelberg": "15090", "tangerhuette": "15090",
    "perleberg": "12070", "pritzwalk": "12070", "westprignitz": "12070", "ostprignitz": "12068",
    "ludwigslust": "13076", "parchim": "13076", "hagenow": "13076", "luebz": "13076", "sternberg": "13076",
    "lauenburg": "01053", "herzogtum": "01053", "ratzeburg": "01053",
}  # fmt: skip
"""Districts that were merged, or that people call by their seat."""

LAND_SHORTS = {
    "Mecklenburg-Vorpommern": ("mv", "meckpomm", "meck pomm", "mecklenburg vorp", "meckpom"),
    "Schleswig-Holstein": ("sh", "schleswig holst"),
    "Sachsen-Anhalt": ("sachsen anh",),
    "Niedersachsen": ("nds", "lower saxony"),
    "Nordrhein-Westfalen": ("nrw",),
    "Bayern": ("bavaria",),
    "Thüringen": ("thuringia",),
    "Sachsen": ("saxony",),
}
_TITLE = re.compile(r"^(?:hansestadt|lutherstadt|universitaetsstadt|ostseebad|seebad|nordseebad) ")
_OWN_QUALIFIER = re.compile(
    r"^(?P<head>[^(/,]+?)\s*(?:\((?P<round>[^)]*)\)|/\s*(?P<slash>.+)|,\s*(?P<comma>.+)"
    r"|\s(?P<of>(?:am|an der|an dem|im|in der|in|bei|b\.|a\.|a\.d\.|auf|ob der|vor der|i\.d\.|unter)\s.+))$"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible meaning: the area, and how well the spelling fits (3 exactly, less for typing errors)."""

    area: Area
    fit: float


def split_name(name: str) -> tuple[str, str]:
    """The name alone, and what tells it from others: ("Hitzacker", "Elbe"), ("Plau", "am See")."""
    found = None if name.isalpha() else _OWN_QUALIFIER.match(name)
    if not found:
        return name, ""
    return found["head"], found["round"] or found["slash"] or found["comma"] or found["of"] or ""


class Names:
    """All names of the atlas by folded spelling."""

    def __init__(self, atlas: Atlas) -> None:
        self._exact: dict[str, list[Candidate]] = defaultdict(list)
        self.areas: list[Area] = []
        self._towns: dict[str, Area] = {}
        self._add_places(atlas)
        self._add_districts(atlas)
        self._add_laender(atlas)
        for landscape in atlas.landscapes:
            self._add(landscape.area, landscape.spellings)
        self._nearly: dict[str, list[str]] = defaultdict(list)
        for key in self._exact:
            self._nearly[plain(key)].append(key)
        self._plain_keys = list(self._nearly)
        self._sorted_keys = sorted(self._exact)

    def municipality_area(self, ags: str) -> Area | None:
        """The municipality as a place to be near to."""
        return self._towns.get(ags)

    def by_plate(self, letters: str) -> list[Candidate]:
        """The district of a number plate, written in capitals."""
        ags = PLATES.get(letters)
        return list(self._exact.get(f"landkreis {ags}", ())) if ags else []

    def exact(self, folded: str) -> list[Candidate]:
        """Places written just so, or so but for the umlauts."""
        found = self._exact.get(folded)
        if found:
            return found
        return [
            Candidate(candidate.area, candidate.fit - EXACT + NEARLY)
            for key in self._nearly.get(plain(folded), ())
            for candidate in self._exact[key]
        ]

    def mistyped(self, folded: str) -> list[Candidate]:
        """Places that a few wrong, missing, doubled or swapped letters lead to."""
        typed = plain(folded)
        most = 0 if len(typed) < 4 else 1 if len(typed) < 8 else 2 if len(typed) < 13 else 3
        if not most:
            return []
        near = process.extract(typed, self._plain_keys, scorer=OSA.distance, score_cutoff=most, limit=40)
        return [
            Candidate(
                candidate.area, candidate.fit - EXACT + TYPED_WRONG[errors] - (key[0] != typed[0]) * 0.3
            )
            for key, errors, _ in near
            if errors
            for full in self._nearly[key]
            for candidate in self._exact[full]
        ]

    def beginning(self, folded: str) -> Iterator[Area]:
        """Areas with a spelling that starts like this, in no particular order."""
        for key in self._sorted_keys[bisect_left(self._sorted_keys, folded) :]:
            if not key.startswith(folded):
                return
            for candidate in self._exact[key]:
                yield candidate.area

    def _add(
        self, area: Area, spellings: Iterator[str] | tuple[str, ...] | list[str], *, fit: float = EXACT
    ) -> None:
        for spelling in spellings:
            known = self._exact[fold(spelling)]
            if not any(candidate.area is area for candidate in known):
                known.append(Candidate(area, fit))

    def _add_places(self, atlas: Atlas) -> None:
        named: dict[tuple[str, str], Settlement] = {}
        largest: dict[str, int] = defaultdict(int)
        homes: dict[str, list[Settlement]] = defaultdict(list)
        for village in atlas.villages:
            homes[village.ags].append(village)
            largest[village.ags] = max(largest[village.ags], village.population)
        repeated = _repeated(atlas)
        for ags, town in atlas.municipalities.items():
            if town.designation == "Gemeindefreies Gebiet":
                continue
            base = fold(split_name(town.name)[0])
            same = [v for v in homes[ags] if _TITLE.sub("", fold(v.name)) in (base, fold(town.name))]
            named |= {(ags, v.name): v for v in same}
            people = max((v.population for v in same), default=0) or largest[ags]
            self._add_town(
                town, people=people, also=[n for v in same for n in v.alternatives], repeated=repeated
            )
        for village in atlas.villages:
            if (village.ags, village.name) not in named:
                self._add_village(village, town=atlas.municipalities[village.ags])

    def _add_town(self, town: Municipality, *, people: int, also: list[str], repeated: set[str]) -> None:
        head, qualifier = split_name(town.name)
        shown = town.name
        if not qualifier and fold(head) in repeated and town.district != town.name:
            shown = f"{town.name} ({town.district})"
        area = Area(
            shown,
            "municipality",
            town.lat,
            town.lon,
            town.ags,
            (town.district_ags,),
            people or TYPICAL_HAMLET,
        )
        self._towns[town.ags] = area
        self.areas.append(area)
        self._add(area, (town.name,))
        self._add(area, _shorter(town.name), fit=ALIAS)
        self._add(area, also, fit=ALIAS)

    def _add_village(self, village: Settlement, *, town: Municipality) -> None:
        area = Area(
            f"{village.name}, {town.name}",
            "village",
            village.lat,
            village.lon,
            village.ags,
            (village.ags[:5],),
            village.population or TYPICAL_HAMLET,
        )
        self.areas.append(area)
        self._add(area, (village.name,))
        self._add(area, [*_shorter(village.name), *village.alternatives], fit=ALIAS)

    def _add_districts(self, atlas: Atlas) -> None:
        landscapes = {fold(spelling) for landscape in atlas.landscapes for spelling in landscape.spellings}
        people: dict[str, int] = defaultdict(int)
        for town in self._towns.values():
            people[town.ags[:5]] += town.population
        names = {town.district_ags: town.district for town in atlas.municipalities.values()}
        for ags, name in names.items():
            west, south, east, north = atlas.outlines.boxes[ags]
            rural = not atlas.district_designations[ags].endswith(
                ("Stadt", "Stadtkreis", "stadt", "stadtkreis")
            )
            area = Area(
                f"{atlas.district_designations[ags]} {name}"
                if rural and "kreis" not in name.lower()
                else name,
                "district",
                round((south + north) / 2, 4),
                round((west + east) / 2, 4),
                ags,
                (ags,),
                people[ags],
                outlines=(ags,),
            )
            self._add_district(area, name=name, rural=rural, taken=landscapes)

    def _add_district(self, area: Area, *, name: str, rural: bool, taken: set[str]) -> None:
        self.areas.append(area)
        spellings = {name, split_name(name)[0], name.replace("Landkreis", "").strip()}
        self._add(area, tuple(f"landkreis {spelling}" for spelling in sorted(spellings)))
        former = [old for old, ags in FORMER_DISTRICTS.items() if ags == area.ags]
        self._add(area, tuple(f"landkreis {other}" for other in (*former, area.ags)))
        if rural:
            bare = [s for s in sorted(spellings) if fold(s) not in taken and not self._exact.get(fold(s))]
            self._add(area, bare)

    def _add_laender(self, atlas: Atlas) -> None:
        districts: dict[str, set[str]] = defaultdict(set)
        for town in atlas.municipalities.values():
            districts[town.land].add(town.district_ags)
        for name, keys in districts.items():
            boxes = [atlas.outlines.boxes[key] for key in keys]
            area = Area(
                name,
                "land",
                round(sum(b[1] + b[3] for b in boxes) / 2 / len(boxes), 4),
                round(sum(b[0] + b[2] for b in boxes) / 2 / len(boxes), 4),
                "",
                tuple(sorted(keys)),
                outlines=tuple(sorted(keys)),
            )
            self.areas.append(area)
            spellings = (name, *LAND_SHORTS.get(name, ()))
            self._add(area, tuple(f"land {spelling}" for spelling in spellings))
            if name not in ("Berlin", "Hamburg", "Bremen"):
                self._add(area, spellings)


def _shorter(name: str) -> list[str]:
    """What people say for short: without the qualifier, without the title, a spa without its "Bad"."""
    if name.isalpha():
        return []
    found = {split_name(name)[0], _TITLE.sub("", fold(name))}
    if name.startswith("Bad "):
        found.add(split_name(name)[0].removeprefix("Bad "))
    return sorted(found - {name})


def _repeated(atlas: Atlas) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for town in atlas.municipalities.values():
        key = fold(split_name(town.name)[0])
        (twice if key in seen else seen).add(key)
    return twice


def in_region(area: Area, *, region: tuple[str, ...] = SERVICE_REGION) -> bool:
    """Whether the area lies in (or consists of) districts of the region."""
    return any(district in region for district in area.districts)
