"""Gather every name of the data into `names.csv.gz`, so that the service need not do it at each start.

Run `python -m leerstand.places.collect_names` after `gather` or a change of the rules here.
"""

import csv
import gzip
import io
import re
from collections import defaultdict
from collections.abc import Iterable

from leerstand.places.atlas import DATA, Atlas, Settlement
from leerstand.places.geography import Area, Municipality
from leerstand.places.spelling import fold

TYPICAL_HAMLET = 60
COLUMNS = ["name", "kind", "lat", "lon", "ags", "population", "spellings", "aliases"]
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
    r"|\s(?P<of>(?:(?:am|an der|an dem|im|in der|in|bei|auf|ob der|vor der|unter)\s|(?:[abiov]\.\s?){1,2}(?:d\.\s?)?).+))$"
)


def split_name(name: str) -> tuple[str, str]:
    """The name alone, and what tells it from others: ("Hitzacker", "Elbe"), ("Plau", "am See")."""
    found = None if name.isalpha() else _OWN_QUALIFIER.match(name)
    if not found:
        return name, ""
    return found["head"], found["round"] or found["slash"] or found["comma"] or found["of"] or ""


class Collection:
    """All areas but the landscapes, each with the spellings that mean it."""

    def __init__(self, atlas: Atlas) -> None:
        self.areas: list[Area] = []
        self.spellings: list[list[str]] = []
        self.aliases: list[list[str]] = []
        self._taken: set[str] = set()
        self._add_places(atlas)
        self._add_districts(atlas)
        self._add_laender(atlas)

    def rows(self) -> list[tuple[object, ...]]:
        """As they stand in the file."""
        return [
            (a.name, a.kind, a.lat, a.lon, a.ags, a.population, "|".join(names), "|".join(others))
            for a, names, others in zip(self.areas, self.spellings, self.aliases, strict=True)
        ]

    def _add(self, area: Area, spellings: Iterable[str], *, aliases: Iterable[str] = ()) -> None:
        names = list(dict.fromkeys(filter(None, map(fold, spellings))))
        others = list(dict.fromkeys(filter(None, map(fold, aliases))))
        self.areas.append(area)
        self.spellings.append(names)
        self.aliases.append([other for other in others if other not in names])
        self._taken |= {*names, *others}

    def _add_places(self, atlas: Atlas) -> None:
        named: dict[tuple[str, str], Settlement] = {}
        largest: dict[str, int] = defaultdict(int)
        homes: dict[str, list[Settlement]] = defaultdict(list)
        for village in atlas.big_villages:
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
                town,
                people=people,
                also=[*atlas.other_names.get(ags, ()), *(n for v in same for n in v.alternatives)],
                repeated=repeated,
            )
        for village in [*atlas.big_villages, *former_towns(atlas)]:
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
        self._add(area, (town.name,), aliases=(*shorter(town.name), *also))

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
        self._add(area, (village.name,), aliases=(*shorter(village.name), *village.alternatives))

    def _add_districts(self, atlas: Atlas) -> None:
        landscapes = {fold(spelling) for landscape in atlas.landscapes for spelling in landscape.spellings}
        people: dict[str, int] = defaultdict(int)
        for town in self.areas:
            people[town.ags[:5]] += town.population * (town.kind == "municipality")
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
            )
            self._add_district(area, name=name, rural=rural, taken=landscapes)

    def _add_district(self, area: Area, *, name: str, rural: bool, taken: set[str]) -> None:
        own = sorted({name, split_name(name)[0], name.replace("Landkreis", "").strip()})
        former = [old for old, ags in FORMER_DISTRICTS.items() if ags == area.ags]
        bare = [s for s in own if fold(s) not in taken and fold(s) not in self._taken] if rural else []
        self._add(area, [*(f"landkreis {spelling}" for spelling in (*own, *former, area.ags)), *bare])

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
                min(keys)[:2],
                tuple(sorted(keys)),
            )
            own = (name, *LAND_SHORTS.get(name, ()))
            bare = () if name in ("Berlin", "Hamburg", "Bremen") else own
            self._add(area, (*(f"land {spelling}" for spelling in own), *bare))


def former_towns(atlas: Atlas) -> list[Settlement]:
    """Municipalities that have become a part of another one, where that part isn't among the villages anyway."""
    known = {(village.ags, fold(village.name)) for village in atlas.big_villages}
    known |= {(ags, fold(split_name(town.name)[0])) for ags, town in atlas.municipalities.items()}
    return [
        Settlement(one.name, (), one.lat, one.lon, TYPICAL_HAMLET, one.successor)
        for one in atlas.former.values()
        if one.successor and (one.successor, fold(split_name(one.name)[0])) not in known
    ]


def shorter(name: str) -> list[str]:
    """What people say for short: without the qualifier, without the title, a spa without its "Bad"."""
    if name.isalpha():
        return []
    found = {split_name(name)[0], _TITLE.sub("", fold(name))}
    for title in ("Bad ", "Amt "):
        if name.startswith(title):
            found.add(split_name(name)[0].removeprefix(title))
    return sorted({fold(short) for short in found} - {fold(name)})


def _repeated(atlas: Atlas) -> set[str]:
    seen: set[str] = set()
    twice: set[str] = set()
    for town in atlas.municipalities.values():
        key = fold(split_name(town.name)[0])
        (twice if key in seen else seen).add(key)
    return twice


def main() -> None:
    """Write the file, the same byte for byte for the same data."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(Collection(Atlas()).rows())
    (DATA / "names.csv.gz").write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


if __name__ == "__main__":
    main()
