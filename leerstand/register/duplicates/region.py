"""What the gazetteer knows of villages: the municipality each belongs to, names that exist once, postcodes of one town."""

import re
from collections import defaultdict
from functools import cache

from leerstand.places import gazetteer
from leerstand.places.geography import Area
from leerstand.places.names import PLATES
from leerstand.register.duplicates.place import folded_name
from leerstand.register.duplicates.spelling import fold

_BRACKETS = re.compile(r"\s*\(.*")
_OF_A_DISTRICT = re.compile(r"^(?:Landkreis|Kreis)\s+")
_SHORT = {
    "mekl": "meklenburg", "mv": "meklenburgvorpomern", "wendl": "wendland", "altm": "altmark", "brdbg": "brandenburg",
    "bb": "brandenburg", "nds": "niedersachsen", "ni": "niedersachsen", "lsa": "sachsenanhalt", "sh": "schleswigholstein",
}  # fmt: skip


def is_part(village: str, town: str) -> bool:
    """The municipality of this name has a village of that name; both folded."""
    return village != town and town in _towns().get(village, ())


def knows(name: str) -> bool:
    """Some village or municipality bears this folded name."""
    return name in _keys()


def serves(name: str) -> bool:
    """Some village or municipality of the region bears this folded name."""
    return any(spot.ags[:5] in gazetteer.SERVICE_REGION for spot in spots(name))


def exists_once(village: str, *, postcode: str) -> bool:
    """Only one village or municipality in the area of this postcode (its first two digits) bears the folded name."""
    begins = _beginnings()
    keys = [key for key in _keys().get(village, ()) if postcode[:2] in begins.get(key, {postcode[:2]})]
    return len(keys) == 1


@cache
def _beginnings() -> dict[str, set[str]]:
    """The first two digits of the postcodes of each municipality of the region."""
    begins: dict[str, set[str]] = defaultdict(set)
    for postcode, keys in gazetteer.load().atlas.postcodes.items():
        for key in keys:
            begins[key].add(postcode[:2])
    return dict(begins)


def share_town(left: str, right: str, *, village: str) -> bool:
    """Both postcodes belong to the municipality around this village, which is not the town itself."""
    postcodes = gazetteer.load().atlas.postcodes
    both = {*postcodes.get(left, ())} & {*postcodes.get(right, ())} & _keys().get(village, set())
    return bool(both) and village not in _towns().get(village, ())


def is_postcode(text: str) -> bool:
    """The gazetteer knows a municipality with this postcode; it knows those of the region only."""
    return text in gazetteer.load().atlas.postcodes


@cache
def is_town(name: str) -> bool:
    """A municipality of this name is a town: its name alone means the town, seldom one of its villages."""
    known = gazetteer.load().atlas.municipalities
    found = [known[key] for key in _keys().get(name, ()) if key in known]
    return any("stadt" in body.designation.lower() and name in _folded(body.name) for body in found)


def is_only_municipality(name: str) -> bool:
    """No village bears the name of this municipality of several villages: an address there lies in one of them."""
    return len(_parts().get(name, ())) > 1 and name not in _parts()[name]


@cache
def _parts() -> dict[str, set[str]]:
    """Names of the villages in each municipality of the region; all folded."""
    known, parts = gazetteer.load().atlas, defaultdict[str, set[str]](set)
    for village in known.villages:
        if village.ags[:5] in gazetteer.SERVICE_REGION and village.ags in known.municipalities:
            for name in _folded(known.municipalities[village.ags].name):
                parts[name].add(folded_name(village.name))
    return dict(parts)


def spots(name: str) -> list[Area]:
    """The municipalities and villages of this folded name."""
    return _spots().get(name, [])


def wide(name: str) -> list[Area]:
    """The districts, Länder and landscapes of this folded name, short form or number plate."""
    return _wide().get(_SHORT.get(name, name), [])


@cache
def _spots() -> dict[str, list[Area]]:
    found: dict[str, list[Area]] = defaultdict(list)
    for area in gazetteer.load().places:
        if area.kind in ("municipality", "village"):
            for name in _folded(area.name.partition(", ")[0]):
                found[name].append(area)
    return dict(found)


def _folded(name: str) -> set[str]:
    """An official name as people write it: with what stands in brackets, and without."""
    return {folded_name(name), folded_name(_BRACKETS.sub("", name))}


@cache
def _wide() -> dict[str, list[Area]]:
    found: dict[str, list[Area]] = defaultdict(list)
    for area in gazetteer.load().places:
        if area.kind in ("district", "land"):
            found[folded_name(_OF_A_DISTRICT.sub("", area.name))].append(area)
            for plate in (fold(plate) for plate, ags in PLATES.items() if ags == area.ags):
                found[plate].append(area)
    for landscape in gazetteer.load().atlas.landscapes:
        for spelling in {*landscape.spellings}:
            found[folded_name(spelling)].append(landscape.area)
    return dict(found)


@cache
def _keys() -> dict[str, set[str]]:
    """Keys of the municipalities in which each folded name is found."""
    return {name: {area.ags for area in areas} for name, areas in _spots().items()}


@cache
def _towns() -> dict[str, set[str]]:
    """Names of the municipalities that have a village of this name; all folded."""
    known = gazetteer.load().atlas.municipalities
    return {
        village: {name for key in keys if key in known for name in _folded(known[key].name)}
        for village, keys in _keys().items()
    }
