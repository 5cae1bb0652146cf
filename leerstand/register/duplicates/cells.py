"""The parts of an address in its own columns, each perhaps in another one's: postcode, number, street, place."""

import re
from collections.abc import Mapping
from functools import lru_cache

from leerstand.register.duplicates.line import (
    DISTRICT_MARK,
    PARCEL,
    POSTCODE,
    UNIT_WORDS,
    evident,
    only_street,
    pieces_of,
    split,
)
from leerstand.register.duplicates.name import read_name
from leerstand.register.duplicates.number import Number, read_number
from leerstand.register.duplicates.serial import is_numbered, split_serial
from leerstand.register.duplicates.spelling import clean, joined

VILLAGE_WORDS = {"dorf", "dorfstele", "imdorf", "ort", "ortslage", "haus"}
_LOST_ZERO = re.compile(r"^(\d{4})(?:\.0)?$")
_SHORT_NUMBER = re.compile(r"^\d{1,3}\s*[a-z]?$", re.IGNORECASE)
_COLUMNS = ("name", "street", "house_number", "postcode", "place", "note")


class Draft:
    """The parts of one record while they are being found."""

    def __init__(self, record: Mapping[str, str]) -> None:
        self.raw = {column: _cell(record.get(column) or "") for column in _COLUMNS}
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

    @property
    def has_place(self) -> bool:
        return bool(self.places or self.districts)


@lru_cache(maxsize=100_000)
def _cell(text: str) -> str:
    text = clean(text)
    return clean(PARCEL.sub(" ", text)) if PARCEL.search(text) else text


def take_cells(draft: Draft) -> None:
    """Find the parts in the columns that are meant for them."""
    _take_postcode(draft)
    _take_number_column(draft)
    _swap_name_and_street(draft)
    _take_street_column(draft)
    _take_place_column(draft)


def _take_postcode(draft: Draft) -> None:
    for column in ("postcode", "place", "street", "house_number"):
        found = POSTCODE.search(draft.raw[column])
        if found and not draft.postcode:
            draft.postcode = found[1]
            draft.raw[column] = clean(draft.raw[column].replace(found[0], " , "))
    rest = draft.raw["postcode"]
    lost = _LOST_ZERO.match(rest)
    if lost and not draft.postcode:
        draft.postcode = "0" + lost[1]
    elif _SHORT_NUMBER.match(rest) and not draft.raw["house_number"]:
        # Postcode and house number have changed columns.
        draft.raw["house_number"] = rest
    elif any(character.isalpha() for character in rest):
        draft.raw["place"] = ", ".join(part for part in (draft.raw["place"], rest) if part)


def _take_number_column(draft: Draft) -> None:
    text = draft.raw["house_number"]
    if not text:
        return
    # "2. Querstraße": the street has got into this column, and its number is no house number.
    number, rest = (None, text) if split_serial(text)[0] else read_number(text)
    street_number = split(draft.raw["street"])[1] if draft.raw["street"] else None
    if number is not None:
        draft.number = number
        if DISTRICT_MARK.match(rest):
            draft.districts.append(DISTRICT_MARK.sub("", rest).strip())
        elif evident(rest) and not draft.raw["street"]:
            draft.raw["street"] = rest
        return
    if len(text) == 1 and text.isalpha() and street_number is not None and not street_number.suffix:
        # "Uferstr. 6" and "a" in the next column.
        draft.raw["street"] += text
    elif UNIT_WORDS.match(text) and street_number is not None:
        return
    elif not split(draft.raw["street"])[0]:
        draft.raw["street"], draft.number = text, street_number
    elif (split(text)[1] is not None or evident(text)) and not evident(draft.raw["street"]):
        draft.places.append(draft.raw["street"])
        draft.raw["street"] = text
    else:
        draft.places.append(text)


def _swap_name_and_street(draft: Draft) -> None:
    """Put the street back where the building's name stands in its column and the street in the name's."""
    name, street = draft.raw["name"], draft.raw["street"]
    text, number, rest = split(name)
    if (
        rest
        or evident(street)
        or split(street)[1] is not None
        or not evident(text)
        or only_street(text) != text
    ):
        return
    if bool(draft.number) == bool(number):
        return
    if street and not read_name(street).kinds:
        draft.places.append(street)
        street = ""
    draft.name = draft.raw["name"] = street
    draft.raw["street"] = text
    draft.number = draft.number or number


def _take_street_column(draft: Draft) -> None:
    text = draft.raw["street"]
    serial, behind = split_serial(text)
    pieces = [text] if behind and is_numbered(serial) else pieces_of(text)
    pieces.sort(key=lambda piece: (not evident(split(piece)[0]), split(piece)[1] is None))
    for piece in pieces:
        text, number, rest = split(piece)
        if number is not None and not text:
            draft.number = draft.number or number
        elif DISTRICT_MARK.match(piece):
            draft.districts.append(DISTRICT_MARK.sub("", text).strip())
            draft.number = draft.number or number
        elif not draft.street:
            draft.street = piece if _is_serial(number, draft, street=text) else text
            draft.number = draft.number or number
            rest = rest.strip("() ")
            if rest and not UNIT_WORDS.match(rest) and not evident(rest):
                draft.places.append(rest)
        elif number is None:
            draft.districts.append(text)
    if draft.street:
        draft.sources.append("street")


def _is_serial(number: Number | None, draft: Draft, *, street: str) -> bool:
    """The street's cell ends with a number that is not the house's: "Siedlung 2" beside the number 3."""
    return (
        number is not None
        and draft.number is not None
        and number.low != draft.number.low
        and is_numbered(street)
    )


def _take_place_column(draft: Draft) -> None:
    pieces = pieces_of(draft.raw["place"])
    for piece in pieces:
        text, number, rest = split(piece)
        if number is not None and not text:
            draft.number = draft.number or number
        elif not evident(draft.street) and (evident(text) or _numbered(draft, number, pieces)):
            # Street and place have changed columns, or the whole address stands in the place.
            if draft.street and joined(draft.street) not in VILLAGE_WORDS:
                draft.places.append(draft.street)
            draft.street, draft.number = text, draft.number or number
            draft.sources.append("place")
        else:
            draft.places.append(text)
            draft.number = draft.number or number
        if rest and not UNIT_WORDS.match(rest):
            draft.places.append(rest)


def _numbered(draft: Draft, number: Number | None, pieces: list[str]) -> bool:
    """The record's only house number stands behind this piece, and another part can be the village."""
    return number is not None and draft.number is None and bool(draft.street or len(pieces) > 1)
