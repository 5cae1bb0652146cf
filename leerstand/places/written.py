"""An address's place as people write it, taken apart: which name, and what tells it from others of the name. Pure.

"Bad Wilsnack OT Groß Lüben", "D-29439 Lüchow", "Rothenburg o.d.T.", "Kist, Landkreis Würzburg", "Gem. Gusborn".
"""

import re
import unicodedata
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from leerstand.places.phrases import PART_FIRST, PART_OF
from leerstand.places.spelling import fold

MOST_READINGS = 24
Cut = tuple[str, list[str]]
"""A shorter name, and what was cut off it."""
EDGE_SIGNS = " \t\n\"'„“”‚‘»«.,:;!?…*-–—/"
_EDGES = EDGE_SIGNS.replace(".", "") + "()"
POSTCODE = re.compile(
    r"(?<![\w.])(?:DE?[\s-]{0,2})?(?P<code>\d{5}|(?<!\S)\d{4}(?=\s+[^\W\d]))(?!\w)", re.IGNORECASE
)
_DIGITS = re.compile(r"(?:DE?[\s-]*)?(?P<code>\d{1,5})(?:[.,]0+)?", re.IGNORECASE)
_COUNTRY = re.compile(r"[\s,(/-]+(?:deutschland|germany|brd|de)\)?$", re.IGNORECASE)
_TITLE = (
    r"(?:hanse|luther|universitäts|kreis|roland|wein|haupt|reformations|landeshaupt|bundes|freie\s)?stadt|gro(?:ß|ss)e\s+kreisstadt"
    r"|stadtteil|gemeinde|gem\.|gmd\.|einheitsgemeinde|marktgemeinde|markt|flecken|samtgemeinde|sg|verbandsgemeinde|vg"
    r"|verwaltungsgemeinschaft|amt|(?:luft)?kurort|(?:ost|nord)?seebad|ortschaft|ortsteil|ortst\.|ot|dorf|weiler"
)
_BEFORE = re.compile(
    rf"^(?:(?:{_TITLE}|bei|b\.|nahe|in|im|aus|von|der|die|das|und)[\s:]+)+(?=\S)", re.IGNORECASE
)
_TITLES_ALONE = re.compile(rf"^(?:(?:{_TITLE}|st|m|gkst)[\s.]*)+$", re.IGNORECASE)
_BRACKETS = re.compile(r"^(?P<head>[^()\[\]]+?)\s*[(\[](?P<inner>[^()\[\]]+)[)\]]?\s*(?P<rest>.*)$")
_DISTRICT_BEHIND = re.compile(
    r"^(?P<head>.+?)[\s,;(-]+(?P<office>(?:landkreis|landkr\.?|lkr\.?|lk|kreis|kr\.?)\s+.+?)\)?$",
    re.IGNORECASE,
)
_BESIDE = re.compile(
    r"^(?P<head>\S.*?)\s+(?P<tail>(?:(?:am|an|bei|b|im|in|ob|auf|vor|unter|nahe|a|i|o)\s+|(?:[a-zäöü]{1,3}\.\s?)+)\S.*"
    r"|(?:[aio]d\w)$)",
    re.IGNORECASE,
)
_LAND_SHORTS = {
    "bayern": "09", "by": "09", "baden wuerttemberg": "08", "bw": "08", "ba wue": "08", "berlin": "11", "brandenburg": "12",
    "brdbg": "12", "bb": "12", "bremen": "04", "hamburg": "02", "hh": "02", "hessen": "06", "he": "06",
    "mecklenburg vorpommern": "13", "mv": "13", "m v": "13", "meckl vorp": "13", "mecklenburg": "13", "niedersachsen": "03",
    "nds": "03", "ni": "03", "nordrhein westfalen": "05", "nrw": "05", "nw": "05", "rheinland pfalz": "07", "rlp": "07",
    "rp": "07", "saarland": "10", "sl": "10", "sachsen": "14", "sn": "14", "sachsen anhalt": "15", "st": "15", "lsa": "15",
    "schleswig holstein": "01", "sh": "01", "s h": "01", "thueringen": "16", "thuer": "16", "th": "16",
    "holstein": "01", "holst": "01", "westfalen": "05", "westf": "05", "pfalz": "07", "oberbayern": "09", "niederbayern": "09",
    "oberpfalz": "09", "oberfranken": "09", "mittelfranken": "09", "unterfranken": "09", "vorpommern": "13", "anhalt": "15",
}  # fmt: skip
_LAND_WORDS = {short: key for short, key in _LAND_SHORTS.items() if len(short) > 4}


@dataclass(frozen=True, slots=True)
class Named:
    """One way to read what was written: a name, and what is said beside it, as it was written."""

    name: str
    qualifiers: tuple[str, ...] = ()


def readings(text: str) -> Iterator[Named]:
    """Ways to read a place, the whole text first, then ever shorter names with what was cut off as qualifiers."""
    waiting, seen = deque([Named(tidy(text))]), set[Named]()
    while waiting and len(seen) < MOST_READINGS:
        named = waiting.popleft()
        if named in seen or not fold(named.name):
            continue
        seen.add(named)
        yield named
        waiting.extend(_shorter(named))


def tidy(text: str) -> str:
    """Composed letters, single spaces, no quotes around it, no country behind it."""
    text = " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())
    return _COUNTRY.sub("", text).strip(EDGE_SIGNS.replace(".", ""))


def take_postcode(text: str) -> tuple[str, str]:
    """The text without a postcode in it, and the postcode ("" where there is none)."""
    match = POSTCODE.search(text)
    if not match:
        return text, ""
    return f"{text[: match.start()]} {text[match.end() :]}".strip(), match["code"]


def read_postcode(text: str) -> str:
    """The digits of a postcode as typed or as a table made it a number ("D-29439", "1067.0"); "" where it is none."""
    match = _DIGITS.fullmatch(text.strip().replace("\u00a0", ""))
    return match["code"] if match else ""


def land_of(qualifier: str) -> str:
    """The first two digits of the keys of a Land that is named in full or for short; "" for anything else."""
    return _LAND_SHORTS.get(fold(qualifier).removeprefix("land ").removeprefix("bundesland "), "")


def _shorter(named: Named) -> Iterator[Named]:
    """The same place read with one thing more taken off its name; what is surest comes first."""
    for cut in (
        _parts,
        _without_brackets,
        _without_district,
        _pieces,
        _without_title,
        _beside,
        _without_land,
        _hyphened,
    ):
        for name, qualifiers in cut(named.name):
            told = (piece for one in qualifiers if (piece := one.strip(_EDGES)))
            kept = tuple(piece for piece in told if not _TITLES_ALONE.match(piece))
            yield Named(name.strip(_EDGES), named.qualifiers + kept)


def _parts(text: str) -> Iterator[Cut]:
    if match := PART_OF.match(text) or PART_FIRST.match(text):
        yield match["part"], [match["whole"] or ""]
        if match["whole"]:
            yield match["whole"], []


def _without_brackets(text: str) -> Iterator[Cut]:
    if (match := _BRACKETS.match(text)) and not PART_OF.match(text):
        yield f"{match['head']} {match['rest']}", [_BEFORE.sub("", match["inner"])]


def _without_district(text: str) -> Iterator[Cut]:
    if match := _DISTRICT_BEHIND.match(text):
        yield match["head"], [match["office"]]


def _pieces(text: str) -> Iterator[Cut]:
    """ "Satemin, Lüchow", "Lüchow, Satemin", "Gmünd, Schwäbisch"."""
    pieces = [piece for piece in re.split(r"\s*[,;/|]\s*|\s+[-–—]\s+", text) if piece.strip(EDGE_SIGNS)]
    if len(pieces) > 1:
        yield pieces[0], [_BEFORE.sub("", piece) for piece in pieces[1:]]
        yield pieces[-1], pieces[:-1]
        yield f"{pieces[1]} {pieces[0]}", pieces[2:]


def _without_title(text: str) -> Iterator[Cut]:
    if (shorter := _BEFORE.sub("", text)) != text:
        yield shorter, []


def _beside(text: str) -> Iterator[Cut]:
    if match := _BESIDE.match(text):
        yield match["head"], [match["tail"]]


def _without_land(text: str) -> Iterator[Cut]:
    words = text.split()
    for at in range(1, len(words)):
        if fold(" ".join(words[at:])) in _LAND_WORDS:
            yield " ".join(words[:at]), [" ".join(words[at:])]


def _hyphened(text: str) -> Iterator[Cut]:
    if "-" in text and " - " not in text:
        head, _, tail = text.partition("-")
        yield head, [tail]
