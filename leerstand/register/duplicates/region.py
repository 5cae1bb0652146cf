"""What the gazetteer knows of villages: the municipality each belongs to, names that exist once, postcodes of one town."""

from collections import defaultdict
from functools import cache

from leerstand.places import gazetteer
from leerstand.register.duplicates.place import folded_name


def is_part(village: str, town: str) -> bool:
    """The municipality of this name has a village of that name; both folded."""
    return village != town and town in _towns().get(village, ())


def knows(name: str) -> bool:
    """Some village or municipality bears this folded name."""
    return name in _keys()


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
    return any("stadt" in body.designation.lower() and folded_name(body.name) == name for body in found)


def is_only_municipality(name: str) -> bool:
    """No village bears the name of this municipality of several villages: an address there lies in one of them."""
    return len(_parts().get(name, ())) > 1 and name not in _parts()[name]


@cache
def _parts() -> dict[str, set[str]]:
    """Names of the villages in each municipality of the region; all folded."""
    known, parts = gazetteer.load().atlas, defaultdict[str, set[str]](set)
    for village in known.villages:
        if village.ags[:5] in gazetteer.SERVICE_REGION and village.ags in known.municipalities:
            parts[folded_name(known.municipalities[village.ags].name)].add(folded_name(village.name))
    return dict(parts)


@cache
def _keys() -> dict[str, set[str]]:
    """Keys of the municipalities in which each folded name is found."""
    keys: dict[str, set[str]] = defaultdict(set)
    for area in gazetteer.load().places:
        if area.kind in ("municipality", "village"):
            keys[folded_name(area.name.partition(", ")[0])].add(area.ags)
    return dict(keys)


@cache
def _towns() -> dict[str, set[str]]:
    """Names of the municipalities that have a village of this name; all folded."""
    known = gazetteer.load().atlas.municipalities
    return {
        village: {folded_name(known[key].name) for key in keys if key in known}
        for village, keys in _keys().items()
    }
