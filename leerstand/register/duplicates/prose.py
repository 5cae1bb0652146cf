"""Addresses in running text: in the name of a building and in notes, where nobody thought of columns."""

import re
from collections.abc import Iterator

from leerstand.register.duplicates.cells import Draft
from leerstand.register.duplicates.line import IN_A_PLACE, POSTCODE, evident, only_street, pieces_of, split
from leerstand.register.duplicates.name import is_building, is_own, read_name
from leerstand.register.duplicates.number import NUMBER_WORDS, read_number
from leerstand.register.duplicates.spelling import fold
from leerstand.register.duplicates.street import read_street

_NUMBER = (
    rf"(?:,?\s*{NUMBER_WORDS})?\s*"
    r"(?P<number>\d{1,4}\s?(?:[a-z]\b)?(?:\s1/2)?(?:\s?[-–/]\s?\d{1,4}\b)?)(?![\d.])"
)
_KIND = (
    r"(?:str\.?|straße|strasse|weg|platz|pl\.|gasse|allee|markt|ring|damm|ufer|chaussee|steig|pfad|street)"
)
_STREETS_IN_TEXT = (
    re.compile(
        r"(?P<street>(?:\b\d{1,2}\.\s?)?(?:(?:[A-ZÄÖÜ][\w.ß-]*|am|an|auf|der|dem|den|im|in|zum|zur|vor|hinter|von|d\.|v\.)[\s-]+){0,4}?"
        rf"[A-ZÄÖÜ]?[\w.-]*{_KIND}\b\.?)\s*{_NUMBER}",
        re.IGNORECASE,
    ),
    re.compile(
        rf"(?P<street>\b(?:Straße|Strasse|Str\.|Platz|Pl\.|Allee|Weg)\s(?:der|des|d\.)\s?[\w-]+)\s*{_NUMBER}",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<street>\b(?:[Aa]m|[Ii]m|[Zz]um|[Zz]ur|[Aa]n de[rn]|[Aa]uf de[rm]|[Ii]n de[rn]|[Hh]inter(?:m| de[mrn])|[Vv]or de[mr]|[Uu]nter den)"
        rf"(?:\s[A-ZÄÖÜ][\w-]+){{1,2}})\s*{_NUMBER}"
    ),
)
_NUMBER_IN_TEXT = re.compile(
    rf"\b{NUMBER_WORDS}(\d{{1,4}}\s?(?:[a-z]\b)?)",
    re.IGNORECASE,
)
# Said before an address, these make it another building's or a person's; a comma ends what stands beside.
_SOMEONE_ELSES = re.compile(
    r"\b(?:neben|gegenüber|gegenueber|ggü|hinter|hinterm|vor|vorm|nahe|nähe|bei|beim|von|vom|ecke|zwischen|nicht|statt|früher|"
    r"opposite|next to|near|beside)\b[^\w,;]*(?:\w+[^\w,;]+){0,2}$|\b(?:und|oder|zu|to)\W*$|"
    r"\b(?:wohnt|wohnhaft|eigentümer\w*|besitzer\w*|kontakt\w*|post(?:adresse|anschrift)|privat\w*|erben?|verwalter\w*|"
    r"makler\w*|nachbar\w*|owner|lives)\b\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
# Where people live says nothing about where the building stands.
_PEOPLE = re.compile(
    r"\b(?:\w*eigentümer\w*|\w*besitzer\w*|\w*erben?|erbengemeinschaft|verwalter\w*|verwaltung|makler\w*|nachbar\w*|tochter|sohn|"
    r"söhne|kinder|bruder|schwester|witwe|enkel\w*|familie|wohnt|wohnen|wohnhaft|lebt|leben|sitzt|gemeldet|verzogen|umgezogen|"
    r"owners?|heirs?|lives?|living|landlord|kontakt\w*|telefon|firma|büro)\b[^.;]{0,40}$",
    re.IGNORECASE,
)
_ANOTHER_NUMBER = re.compile(
    r"\b(?:wohnung|whg|halle|block|objekt\w*|stall|garage|box|los|stellplatz|kennziffer|aktenzeichen|az|telefon|tel|handy|"
    r"akte|vorgang|meldung|lfd|laufende|flat|apartment|unit|room|object|plot|ref|reference|file|phone)\W*$",
    re.IGNORECASE,
)
_PLACE_IN_TEXT = re.compile(
    r"\b(?:[Ii]n|[Bb]ei|OT|Ortsteil|Gemeinde)\s+((?:[A-ZÄÖÜ][\w-]+|[Bb]ad|[Gg]r\.|[Kk]l\.)(?:\s+[A-ZÄÖÜ][\w-]+)?"
    r"(?:\s+(?:bei|b\.|nahe)\s+[A-ZÄÖÜ][\w-]+)?)"
)
_PLACE_BEHIND = re.compile(
    r"\s*(?:,|\bin\b|-)\s*(?:\d{5}\s+)?((?:OT\s)?[A-ZÄÖÜ][\w.-]+(?:\s\(?(?:[A-ZÄÖÜ]|b\.|bei\s)[\w. -]*\)?){0,2}"
    r"(?:\s?,?\s*\(?(?:OT|Ortsteil)\s[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+)?)?)"
)
_BRACKETS = re.compile(r"\s*\([^)]*\)")
_VILLAGE_AND_NUMBER = re.compile(
    rf"(?P<village>(?:\b[A-ZÄÖÜ][\w.-]*\s+)?\b[A-ZÄÖÜ][\w-]+)(?:,?\s*{NUMBER_WORDS}|\s+)(?P<number>\d{{1,4}}\s?(?:[a-z]\b)?)"
    r"(?=\s*(?:$|[,;()]|\bin\b|\bbei\b|-\s))"
)
_WORDS_OF_A_PLACE = 3


def take_text(draft: Draft, column: str) -> None:
    """Find in a text what the columns left open."""
    text = draft.raw[column]
    if not text:
        return
    if not draft.street:
        _take_street(draft, text, column)
    elif draft.number is None and column == "name" and not split(text)[0]:
        draft.number, draft.name = split(text)[1], ""
    if not draft.street:
        _take_pieces(draft, text, column)
    postcode = POSTCODE.search(text)
    if postcode and not draft.postcode and not draft.places:
        draft.postcode = postcode[1]
        _take_place_behind(draft, ", " + text[text.find(postcode[1]) + 5 :])
    if column == "name":
        draft.name = POSTCODE.sub(" ", draft.name)


def numbered_villages(text: str) -> Iterator[tuple[str, str, str]]:
    """Words before a number that may be a village, the number, and what may be its town.

    The town stands behind, up to the next comma, or before a hyphen: "Lüchow-Tarmitz, Haus Nr. 14".
    """
    for found in _VILLAGE_AND_NUMBER.finditer(text):
        before = text[: found.start()]
        if _SOMEONE_ELSES.search(before) or _ANOTHER_NUMBER.search(before):
            continue
        behind = (pieces_of(text[found.end() :].strip(" ,()-")) or [""])[0]
        words = found["village"].split()
        for start in range(len(words)):
            yield " ".join(words[start:]), found["number"], behind
        town, _, village = words[-1].rpartition("-")
        if town:
            yield village, found["number"], town


def take_number(draft: Draft) -> None:
    """Find the house number in a text if a street or place is known, but no number."""
    for column in ("name", "note"):
        found = _NUMBER_IN_TEXT.search(draft.raw[column])
        if found is None or draft.number is not None or not (draft.street or draft.has_place):
            continue
        before = draft.raw[column][: found.start()]
        if not _SOMEONE_ELSES.search(before) and not _ANOTHER_NUMBER.search(before):
            draft.number = read_number(found[1])[0]


def _take_street(draft: Draft, text: str, column: str) -> None:
    for found in (match for pattern in _STREETS_IN_TEXT for match in pattern.finditer(text)):
        street = only_street(found["street"])
        start = found.end("street") - len(street)
        if _is_elsewhere(text[:start], column):
            continue
        number = read_number(found["number"])[0]
        if draft.number is not None and number != draft.number:
            continue
        draft.street, draft.number = street, number
        draft.sources.append(column)
        taken = _take_place_behind(draft, text[found.end() :])
        if column == "name":
            draft.name = f"{text[:start]} , {text[found.end() + taken :]}".strip(" ,")
        return


def _is_elsewhere(before: str, column: str) -> bool:
    """What stands before an address says that it is another building's or a person's."""
    return bool(_SOMEONE_ELSES.search(before) or (column == "note" and _PEOPLE.search(before)))


def _take_place_behind(draft: Draft, text: str) -> int:
    """Take the place that follows an address; the length of what was taken."""
    behind = _PLACE_BEHIND.match(text)
    if behind is None or draft.has_place or read_name(behind[1]).kinds:
        return 0
    draft.places.append(behind[1])
    return behind.end()


def _take_pieces(draft: Draft, text: str, column: str) -> None:
    """An address whose street is none by its name: "Haus, Hinterm Deich 3, 19376 Keminitzow", "Satemin 7, 29439 Lüchow"."""
    pieces = pieces_of(text)
    for at, piece in enumerate(pieces):
        own, postcode, _ = piece.partition(found[0]) if (found := POSTCODE.search(piece)) else (piece, "", "")
        street, number, rest = split(_BRACKETS.sub("", own).strip())
        if (
            IN_A_PLACE.match(street)
            or not street
            or number is None
            or rest
            or _is_building_in(street)
            or (draft.number is not None and draft.number != number)
        ):
            continue
        followed = bool(postcode) or (at + 1 < len(pieces) and POSTCODE.search(pieces[at + 1]) is not None)
        alone = column == "name" or (at == 0 and not draft.has_place)
        address = followed or evident(street) or (alone and _could_be_address(street, pieces))
        before = text[: text.find(piece)]
        if not address or _is_elsewhere(before, column) or _SOMEONE_ELSES.search(f"{street} "):
            continue
        draft.street, draft.number = street, number
        draft.sources.append(column)
        if at + 1 < len(pieces) and not postcode:
            _take_place_behind(draft, ", " + pieces[at + 1])
        if column == "name":
            draft.name = ", ".join(pieces[:at])
        return


def _is_building_in(words: str) -> bool:
    """What it is and where, so that only those who know the villages can tell: "Resthof Winterweyhe"."""
    first, *others = words.split()
    return bool(others) and is_building(first) and is_own(fold(others[-1]))


def _could_be_address(words: str, pieces: list[str]) -> bool:
    """Words before a number that name no kind of building and count nothing: "Winterweyhe 2", but not "Halle 2"."""
    folded = fold(words).split()
    if len(pieces) > _WORDS_OF_A_PLACE or len(folded) > _WORDS_OF_A_PLACE or read_name(words).kinds:
        return False
    return is_own(folded[-1]) if folded else False


def take_place(draft: Draft) -> None:
    """Find the place in a text if no column names it."""
    if draft.has_place:
        return
    for column in ("name", "note"):
        text = draft.raw[column]
        for found in _PLACE_IN_TEXT.finditer(text):
            if _PEOPLE.search(text[: found.start()]):
                continue
            if read_street(found[1]) and not evident(found[1]):
                draft.places.append(found[1])
                draft.sources.append(column)
                beside = found[0].lower().startswith("bei")
                if draft.number is None and not draft.street and not beside:
                    draft.number = read_number(text[found.end() :].strip())[0]
                return


def name_text(draft: Draft) -> str:
    """The name; where a record has neither name nor street, what its note calls the building."""
    named = draft.name
    if draft.number is None and draft.street and not evident(draft.street):
        named = f"{named} {draft.street}"
    if draft.number is None and not read_name(named).says_something:
        noted = (pieces_of(draft.raw["note"]) or [""])[0]
        if len(noted.split()) <= 6 and read_name(noted).kinds:
            return f"{named} {noted}".strip()
    return named.strip(" ,")
