"""A row of raw columns becomes a normalised address, whatever column each part was written into."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from leerstand.register.duplicates.name import Name, read_name
from leerstand.register.duplicates.number import Number, read_number
from leerstand.register.duplicates.place import Lexicon, Place, learned, read_place
from leerstand.register.duplicates.spelling import alike, clean, joined
from leerstand.register.duplicates.street import VILLAGE_ITSELF, Street, is_adjective, read_street

_POSTCODE = re.compile(r"(?<![\d.,])(?:D\s?-\s?)?(\d{5})(?:\.0)?(?![\d,]|\.\d)")
_DIGIT = re.compile(r"\d")
_GLUED_NUMBER = re.compile(r"(?<=[a-zß.])(?=(?:Nr|No)\.?\s*\d)")
_WORD_ONLY = re.compile(r"[A-ZÄÖÜ][\w. -]{4,}$")
_LOST_ZERO = re.compile(r"^(\d{4})(?:\.0)?$")
_PIECES = re.compile(r"\s*[,;|\n]\s*")
_NUMBER_AFTER = re.compile(
    r"^(?P<street>.*?[^\W\d_].*?)[\s,.]*(?<![\d])(?P<number>(?:\b(?:Haus\s?nr|Hs\.?\s?-?\s?Nr|Nr|No|Nummer|Number)\b\.?\s*)?\d.*)$",
    re.IGNORECASE,
)
_STREET_IN_TEXT = re.compile(
    r"(?P<street>(?:(?:[A-ZÄÖÜ][\w.ß-]*|am|an|auf|der|dem|den|im|in|zum|zur|vor|hinter|von|d\.|v\.)[\s-]+){0,4}?"
    r"[A-ZÄÖÜ]?[\w.-]*(?:str\.?|straße|strasse|weg|platz|pl\.|gasse|allee|markt|ring|damm|ufer|chaussee|steig|pfad|street)\b\.?)"
    r"\s*(?:Nr\.?|No\.?|Nummer)?\s*(?P<number>\d{1,4}\s?(?:[a-z]\b)?(?:\s?[-–/]\s?\d{1,4})?)(?!\d)",
    re.IGNORECASE,
)  # fmt: skip
_NUMBER_IN_TEXT = re.compile(
    r"\b(?:Hausnummer|Haus-?Nr\.?|HNr\.?|Hs\.-?Nr\.?|Nr\.|Nummer)\s*(\d{1,4}\s?(?:[a-z]\b)?)", re.IGNORECASE
)
_SOMEONE_ELSES = re.compile(
    r"\b(?:neben|gegenüber|gegenueber|ggü|hinter|vor|nahe|nähe|bei|von|ecke|zwischen|nicht|wohnt|wohnhaft|eigentümer\w*|besitzer\w*|"
    r"kontakt|adresse|anschrift|erben?|verwalter\w*|nachbar\w*|statt|früher|opposite|next to|near|owner|lives|beside|und|oder|zu|to)\W*(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_PLACE_IN_TEXT = re.compile(
    r"\b(?:in|bei|OT|Ortsteil|Gemeinde)\s+((?:[A-ZÄÖÜ][\w-]+|[Bb]ad|[Gg]r\.|[Kk]l\.)(?:\s+[A-ZÄÖÜ][\w-]+)?)"
)
_PLACE_BEHIND = re.compile(
    r"\s*(?:,|\bin\b|-)\s*(?:\d{5}\s+)?((?:OT\s)?[A-ZÄÖÜ][\w.-]+(?:\s\(?(?:[A-ZÄÖÜ]|b\.|bei\s)[\w. -]*\)?){0,2}"
    r"(?:\s?,?\s*\(?(?:OT|Ortsteil)\s[A-ZÄÖÜ][\w-]+(?:\s[A-ZÄÖÜ][\w-]+)?)?)"
)
_VILLAGE_WORDS = {"dorf", "dorfstele", "imdorf", "ort", "ortslage"}
_UNIT_WORDS = re.compile(
    r"^(?:\d|[a-z]\b(?![.-])|eg\b|og\b|dg\b|hh\b|hinterhaus|vorderhaus|haus|wohnung|links|rechts|we\b|whg|etage|block|aufgang|hof$|tor\b)",
    re.IGNORECASE,
)
_DISTRICT_MARK = re.compile(r"^(?:OT|Ortsteil|O\.T\.)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the map and how many metres its digits leave open."""

    lat: float
    lon: float
    open_m: float


@dataclass(frozen=True, slots=True)
class Address:
    """What a record says about where its building is and what it is called; empty parts are None or ""."""

    id: str
    street: Street | None
    number: Number | None
    postcode: str
    place: Place | None
    name: Name
    point: Point | None
    sources: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        street = " ".join(str(part) for part in (self.street and self.street.shown, self.number) if part)
        place = " ".join(part for part in (self.postcode, self.place.shown if self.place else "") if part)
        return ", ".join(part for part in (self.name.shown, street, place) if part)


class _Draft:
    """The parts of one record while they are being found."""

    def __init__(self, record: Mapping[str, str]) -> None:
        self.raw = {
            column: clean(record.get(column) or "")
            for column in ("name", "street", "house_number", "postcode", "place", "note")
        }
        self.street = ""
        self.number: Number | None = None
        self.postcode = ""
        self.places: list[str] = []
        self.districts: list[str] = []
        self.name = self.raw["name"]
        self.sources: list[str] = []

    def place_text(self) -> str:
        base = ", ".join(dict.fromkeys(self.places))
        if not self.districts:
            return base
        return f"{base} OT {self.districts[0]}" if base else self.districts[0]


def read_all(records: Iterable[Mapping[str, str]]) -> tuple[list[Address], Lexicon]:
    """Read a whole stock: the places that clear rows name help to read the unclear ones."""
    first = [read(record) for record in records]
    lexicon = learned((address.place, address.postcode) for address in first)
    settled = [settle(address, lexicon) for address in first]
    for address in settled:
        if address.street is not None and address.place is not None:
            lexicon.learn_street(address.place, address.street.key)
    return settled, lexicon


def read(record: Mapping[str, str]) -> Address:
    """Read one record by itself. `settle` then applies what the stock knows."""
    draft = _Draft(record)
    _take_postcode(draft)
    _take_number_column(draft)
    _take_street_column(draft)
    _take_place_column(draft)
    _take_from_text(draft, "name")
    _take_from_text(draft, "note")
    _take_place_from_text(draft)
    place = read_place(draft.place_text()) if draft.places or draft.districts else None
    street = read_street(draft.street) if draft.street else None
    name = read_name(_name_text(draft))
    address = Address(
        record["id"], street, draft.number, draft.postcode, place, name, _point(record), tuple(draft.sources)
    )
    return _village_number(address)


def settle(address: Address, lexicon: Lexicon) -> Address:
    """Apply what the stock knows about places: which name is the village and which the town around it."""
    place, street = address.place, address.street
    if place is None:
        # "Bahnhof Geestgottberg" with nothing but a postcode, and the stock knows the village under it.
        named = [word for word in sorted(address.name.own) if lexicon.is_under(address.postcode, word)]
        place = Place(named[0], shown=named[0].capitalize()) if named else None
    else:
        place = lexicon.within(lexicon.ordered(place), address.name.own)
    if place is not None and street is not None and not street.evident and not place.town:
        village = street.key.removeprefix(place.village)
        if lexicon.is_part(village, place.village):
            place = Place(village, place.village, place.hints, place.shown)
    return _village_number(replace(address, place=place)) if place is not address.place else address


def _village_number(address: Address) -> Address:
    """Villages without street names: the village stands for the street (Satemin 7, Dorf 7, or only 7)."""
    street, place = address.street, address.place
    if place is None and street is not None and address.number is not None and not street.evident:
        found = read_place(street.shown)
        return replace(address, place=found) if found else address
    if place is None or address.number is None:
        return address
    written = street.key if street else ""
    itself = (
        not written or written in _VILLAGE_WORDS or written in (place.village, place.town + place.village)
    )
    if not itself and street is not None and not street.evident:
        itself = len(written) > 4 and alike(written, place.village)
    if not itself:
        return address
    return replace(address, street=Street((), VILLAGE_ITSELF, "", place.shown))


def _take_postcode(draft: _Draft) -> None:
    for column in ("postcode", "place", "street", "house_number"):
        found = _POSTCODE.search(draft.raw[column])
        if found and not draft.postcode:
            draft.postcode = found[1]
            draft.raw[column] = clean(draft.raw[column].replace(found[0], " , "))
    lost = _LOST_ZERO.match(draft.raw["postcode"])
    if lost and not draft.postcode:
        draft.postcode = "0" + lost[1]
    if any(character.isalpha() for character in draft.raw["postcode"]):
        draft.raw["place"] = ", ".join(part for part in (draft.raw["place"], draft.raw["postcode"]) if part)


def _take_number_column(draft: _Draft) -> None:
    text = draft.raw["house_number"]
    if not text:
        return
    number, rest = read_number(text)
    street_number = _split(draft.raw["street"])[1] if draft.raw["street"] else None
    if number is not None:
        draft.number = number
        if _DISTRICT_MARK.match(rest):
            draft.districts.append(_DISTRICT_MARK.sub("", rest).strip())
        return
    if len(text) == 1 and text.isalpha() and street_number is not None and not street_number.suffix:
        # "Uferstr. 6" and "a" in the next column.
        draft.raw["street"] += text
    elif _UNIT_WORDS.match(text) and street_number is not None:
        return
    elif not _split(draft.raw["street"])[0]:
        draft.raw["street"], draft.number = text, street_number
    elif (_split(text)[1] is not None or _evident(text)) and not _evident(draft.raw["street"]):
        draft.places.append(draft.raw["street"])
        draft.raw["street"] = text
    else:
        draft.places.append(text)


def _take_street_column(draft: _Draft) -> None:
    pieces = [piece for piece in _PIECES.split(draft.raw["street"]) if piece]
    pieces.sort(key=lambda piece: not _evident(_split(piece)[0]))
    for piece in pieces:
        text, number, rest = _split(piece)
        if number is not None and not text:
            draft.number = draft.number or number
        elif _DISTRICT_MARK.match(piece):
            draft.districts.append(_DISTRICT_MARK.sub("", text).strip())
        elif not draft.street:
            draft.street, draft.number = text, draft.number or number
            if rest and not _UNIT_WORDS.match(rest):
                draft.places.append(rest)
        elif number is None:
            draft.districts.append(text)
    if draft.street:
        draft.sources.append("street")


def _take_place_column(draft: _Draft) -> None:
    pieces = [piece for piece in _PIECES.split(draft.raw["place"]) if piece]
    for piece in pieces:
        text, number, rest = _split(piece)
        if number is not None and not text:
            draft.number = draft.number or number
        elif not _evident(draft.street) and (_evident(text) or _numbered(draft, number, pieces)):
            # Street and place have changed columns, or the whole address stands in the place.
            if draft.street and joined(draft.street) not in _VILLAGE_WORDS:
                draft.places.append(draft.street)
            draft.street, draft.number = text, draft.number or number
            draft.sources.append("place")
        else:
            draft.places.append(text)
            draft.number = draft.number or number
        if rest and not _UNIT_WORDS.match(rest):
            draft.places.append(rest)


def _numbered(draft: _Draft, number: Number | None, pieces: list[str]) -> bool:
    """The record's only house number stands behind this piece, and another part can be the village."""
    return number is not None and draft.number is None and bool(draft.street or len(pieces) > 1)


def _take_from_text(draft: _Draft, column: str) -> None:
    text = draft.raw[column]
    if not text:
        return
    if not draft.street:
        _take_street_from_text(draft, text, column)
    elif draft.number is None and column == "name" and not _split(text)[0]:
        draft.number, draft.name = _split(text)[1], ""
    elif draft.number is None:
        found = _NUMBER_IN_TEXT.search(text)
        if found and not _SOMEONE_ELSES.search(text[: found.start()]):
            draft.number = read_number(found[1])[0]
    if not draft.street:
        _take_pieces(draft, text, column)
    postcode = _POSTCODE.search(text)
    if postcode and not draft.postcode and not draft.places:
        draft.postcode = postcode[1]
        after = _PLACE_BEHIND.match(", " + text[text.find(postcode[1]) + 5 :])
        if after:
            draft.places.append(after[1])
    if column == "name":
        draft.name = _POSTCODE.sub(" ", draft.name)


def _take_street_from_text(draft: _Draft, text: str, column: str) -> None:
    for found in _STREET_IN_TEXT.finditer(text):
        street = _only_street(found["street"])
        if _SOMEONE_ELSES.search(text[: found.end("street") - len(street)]):
            continue
        number = read_number(found["number"])[0]
        if draft.number is not None and number != draft.number:
            continue
        draft.street, draft.number = street, number
        draft.sources.append(column)
        behind = _PLACE_BEHIND.match(text[found.end() :])
        if behind and not draft.places and not draft.districts:
            draft.places.append(behind[1])
        if column == "name":
            draft.name = text[: found.start()]
        return


def _take_pieces(draft: _Draft, text: str, column: str) -> None:
    """An address whose street is none by its name: "Haus, Hinterm Deich 3, 19376 Keminitzow", "Satemin 7, 29439 Lüchow"."""
    pieces = [piece for piece in _PIECES.split(text) if piece]
    for at, piece in enumerate(pieces):
        own, postcode, _ = (
            piece.partition(found[0]) if (found := _POSTCODE.search(piece)) else (piece, "", "")
        )
        followed = bool(postcode) or (at + 1 < len(pieces) and _POSTCODE.search(pieces[at + 1]) is not None)
        street, number, rest = _split(own.strip())
        if (
            not street
            or number is None
            or rest
            or not (followed or _evident(street))
            or _SOMEONE_ELSES.search(f"{street} ")
        ):
            continue
        draft.street, draft.number = street, number
        draft.sources.append(column)
        if column == "name":
            draft.name = ", ".join(pieces[:at])
        behind = _PLACE_BEHIND.match(", " + pieces[at + 1]) if at + 1 < len(pieces) else None
        if behind and not draft.places and not draft.districts:
            draft.places.append(behind[1])
        return


def _only_street(text: str) -> str:
    """The street name at the end of some words: "Altbau in der Bäckerstraße", "Haus am Großen Markt"."""
    words = text.split()
    last = read_street(words[-1])
    whole = last is not None and last.base and last.kind
    if len(words) == 1 or (whole and not is_adjective(words[-2])):
        return words[-1]
    return " ".join(words[-2:])


def _take_place_from_text(draft: _Draft) -> None:
    if draft.places or draft.districts:
        return
    for column in ("name", "note"):
        for found in _PLACE_IN_TEXT.finditer(draft.raw[column]):
            if read_street(found[1]) and not _evident(found[1]):
                draft.places.append(found[1])
                draft.sources.append(column)
                if draft.number is None and not draft.street:
                    draft.number = read_number(draft.raw[column][found.end() :].strip())[0]
                return


def _name_text(draft: _Draft) -> str:
    """The name; where a record has neither name nor street, what its note calls the building."""
    named = draft.name
    if draft.number is None and draft.street and not _evident(draft.street):
        named = f"{named} {draft.street}"
    if draft.number is None and not read_name(named).says_something:
        noted = _PIECES.split(draft.raw["note"])[0]
        if len(noted.split()) <= 6 and read_name(noted).kinds:
            return f"{named} {noted}".strip()
    return named.strip(" ,")


@lru_cache(maxsize=200_000)
def _split(text: str) -> tuple[str, Number | None, str]:
    """Street (or village), number, and what follows the number."""
    if not _DIGIT.search(text):
        return text.strip(), None, ""
    text = _GLUED_NUMBER.sub(" ", text)
    number, rest = read_number(text)
    if number is not None and (not rest or _UNIT_WORDS.match(rest)):
        return "", number, ""
    if number is not None and (_evident(rest) or _WORD_ONLY.match(rest)):
        return rest, number, ""
    found = _NUMBER_AFTER.match(text)
    if not found:
        return text.strip(), None, ""
    number, rest = read_number(found["number"])
    return (found["street"].strip(" ,-"), number, rest) if number is not None else (text.strip(), None, "")


def _evident(text: str) -> bool:
    street = read_street(text) if text else None
    return street is not None and street.evident


def _point(record: Mapping[str, str]) -> Point | None:
    """The coordinates, put right where latitude and longitude have changed columns; None outside Germany."""
    values = [(record.get(column) or "").strip().replace(",", ".") for column in ("lat", "lon")]
    try:
        lat, lon = (float(value) for value in values)
    except ValueError:
        return None
    if 47 <= lon <= 56 and 5 <= lat <= 16:
        lat, lon = lon, lat
    if not (47 <= lat <= 56 and 5 <= lon <= 16):
        return None
    digits = min(len(value.partition(".")[2]) for value in values)
    return Point(lat, lon, 0.0 if digits >= 5 else min(111_000 / 10**digits, 20_000))
