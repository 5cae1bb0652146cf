"""Village names: the village, the town it belongs to, and what only explains it."""

import re
from dataclasses import dataclass
from functools import lru_cache

from leerstand.register.duplicates.spelling import alike, fold

_DISTRICT = re.compile(
    r"\b(?:OT|O\.\s?T\.|Orts?teil|Ortst\.|Stadtteil|GT|Gemeindeteil)\b\.?:?", re.IGNORECASE
)
_NEAR = re.compile(
    r"\s(?:b\.|bei|nahe|near|unweit|in der|in|i\.\s?d\.|im|am|a\.\s?d\.|a\.|an der|a/d|i\.|OdB)\s+",
    re.IGNORECASE,
)
_BRACKETS = re.compile(r"\(([^)]*)\)?")
_OPENING_LOST = re.compile(r"\s(\S+)\)")
_PIECES = re.compile(r"\s*[,;/|]\s*|\s+-\s+|\s+–\s+")
_TITLES = re.compile(
    r"\b(?:hanse|roland|kreis|luther|berg|dom|residenz|fontane|welterbe|reformations|insel|barlach|reuter|linden|eulenspiegel|"
    r"müritz|garnison|schiffer|landes|amts)?stadt\b(?!\w)(?=.)|\bflecken\b|\b(?:storchen|rundlings|künstler)dorf\b(?=.)|"
    r"\b(?:luft|kneipp)?kurort\b(?=.)|\b(?:ost)?seebad\b(?=.)|\b(?:moor)?heilbad\b(?=.)|\berholungsort\b(?=.)|"
    r"\b(?:samt|verbands|einheits)?gemeinde\b|\bgemarkung\b|\bsg\b\.?|\bvg\b\.?|\bgem\.|\bfl\.|\bhst\.|\bort\b|\bdorf\b(?=\s\w)|\bmarktflecken\b",
    re.IGNORECASE,
)
_DISTRICT_OF_STATE = re.compile(r"\b(?:land)?kr(?:eis)?\b\.?|\blk\b\.?|\blkr\b\.?", re.IGNORECASE)
REGIONS = frozenset(
    fold(name).replace(" ", "")
    for name in [
        "Wendland",
        "Wendl",
        "Altmark",
        "Altm",
        "Prignitz",
        "Elbe",
        "Elbtalaue",
        "Mecklenburg",
        "Meckl",
        "Mecklenburg-Vorpommern",
        "Vorpommern",
        "MV",
        "Lauenburg-Land",
        "Lüchow-Dannenberg",
        "Herzogtum-Lauenburg",
        "Ludwigslust-Parchim",
        "Altmarkkreis",
        "Niedersachsen",
        "Nds",
        "Brandenburg",
        "Brdbg",
        "Sachsen-Anhalt",
        "LSA",
        "ST",
        "Schleswig-Holstein",
        "SH",
        "Germany",
        "Deutschland",
        "Dumme",
        "Jeetzel",
        "Drawehn",
        "Heide",
        "Lüneburger-Heide",
        "Havel",
        "Schaalsee",
        "Börde",
        "Lbg",
        "DAN",
        "SDL",
        "SAW",
        "PR",
        "LWL",
        "LUP",
        "RZ",
        "Nordkreis",
        "Südkreis",
        "BB",
        "NI",
        "Westprignitz",
        "Ostprignitz",
        "Schwerin-Land",
        "Griese-Gegend",
    ]
)
_FOLDED_TITLES = tuple(
    fold(title) for title in ("Stadt", "Hansestadt", "Rolandstadt", "Kreisstadt", "Lutherstadt", "Flecken")
)
# Short forms of landscapes, and the first digits of the postcodes that each can have.
LANDSCAPES = {
    "wendland": ("29",), "wendl": ("29",), "jezel": ("29",), "dume": ("29",), "drawehn": ("29",), "altmark": ("39", "38", "29"),
    "altm": ("39", "38", "29"), "dromling": ("39", "38"), "prigniz": ("19", "16"), "westprigniz": ("19",), "brandenburg": ("1", "0"),
    "brdbg": ("1", "0"), "meklenburg": ("17", "18", "19", "23"), "mekl": ("17", "18", "19", "23"), "griesegegend": ("19",),
    "niedersachsen": ("2", "3", "49"), "nds": ("2", "3", "49"), "launburg": ("21", "23"), "herzogtumlaunburg": ("21", "23"),
    "lbg": ("21", "23"), "schleswigholstein": ("2",),
}  # fmt: skip
_SHORT_WORDS = {
    "gr": "gros",
    "kl": "klein",
    "groser": "gros",
    "grose": "gros",
    "n": "neu",
    "a": "alt",
    "st": "sankt",
    "hohen": "hohen",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A village with the town around it, all folded and joined; `hints` only tell it from its namesakes.

    `guessed`: no column named it, a word of the building's name is a village that the stock knows.
    """

    village: str
    town: str = ""
    hints: frozenset[str] = frozenset()
    shown: str = ""
    guessed: bool = False

    def can_have(self, postcode: str) -> bool:
        """The landscape that stands behind the name has such postcodes: 19309 is not in Wustrow (Wendland)."""
        begins = [LANDSCAPES[hint] for hint in self.hints if hint in LANDSCAPES]
        return not postcode or not begins or any(postcode.startswith(digits) for digits in begins)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(name for name in (self.village, self.town) if name) | (self.hints - REGIONS)


@lru_cache(maxsize=100_000)
def read_place(text: str) -> Place | None:
    """The place that a text without postcode names; None for a text without one."""
    hints: set[str] = set()
    if ")" in text and "(" not in text:
        text = _OPENING_LOST.sub(r" (\1)", text)
    inside = " , ".join(_BRACKETS.findall(text))
    outer = _BRACKETS.sub(" ", text)
    before, *after = _DISTRICT.split(outer, maxsplit=1)
    district = next(iter(after), "")
    inner_district = _DISTRICT.split(inside, maxsplit=1)[1:]
    if inner_district and not district:
        district, inside = inner_district[0], ""
    inside = _NEAR.sub(" ", f" {inside}")
    hints.update(folded_name(piece) for piece in _PIECES.split(inside))
    town, village = _first(before, hints), _first(district, hints)
    hints -= {"", town, village}
    if not village:
        town, village = "", town
    return Place(village, town, frozenset(hints), text.strip()) if village else None


def _first(text: str, hints: set[str]) -> str:
    """The first name of a text; the others become hints."""
    if _DISTRICT_OF_STATE.search(text):
        text, _, beyond = _DISTRICT_OF_STATE.sub("\0", text, count=1).partition("\0")
        hints.add(folded_name(beyond))
    text, *near = _NEAR.split(f" {text.strip()}", maxsplit=1)
    hints.update(folded_name(piece) for part in near for piece in _PIECES.split(part))
    names = [name for name in map(folded_name, _PIECES.split(text)) if name]
    hints.update(names, REGIONS.intersection(fold(text).split()[1:]))
    names = [name for name in names if name not in REGIONS] or names
    if names and names[0] == folded_name(text):
        # "Gartow-Quarnstedt" may be one name or town and village: the stock or the other record tells.
        parts = [folded_name(part) for part in text.strip().split("-")]
        hints.update(part for part in parts if len(parts) == 2 and len(part) > 3)
    return names[0] if names else ""


@lru_cache(maxsize=100_000)
def folded_name(text: str) -> str:
    """A place name folded and joined, without titles (Hansestadt) and regions behind it (Lenzen Elbe)."""
    titled = _TITLES.sub(" ", text)
    words = fold(titled).split() or fold(text).split()
    if len(words) > 1 and any(alike(words[0], title) for title in _FOLDED_TITLES):
        words.pop(0)
    # People leave out the Bad of Bad Wilsnack; there is hardly ever another Wilsnack.
    if len(words) > 1 and words[0] == "bad":
        words.pop(0)
    # "Lenzen Elbe", "Lübtheen Meckl": a region behind the name without any sign.
    while len(words) > 1 and words[-1] in REGIONS:
        words.pop()
    return "".join(_SHORT_WORDS.get(word, word) for word in words if not word.isdigit())
