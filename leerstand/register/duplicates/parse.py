"""A row of raw columns becomes a normalised address, whatever column each part was written into."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from leerstand.register.duplicates import region
from leerstand.register.duplicates.address import Address, Point, read_point
from leerstand.register.duplicates.around import seat, without_area
from leerstand.register.duplicates.beside import numbers_beside
from leerstand.register.duplicates.cells import VILLAGE_WORDS, Draft, take_cells
from leerstand.register.duplicates.lexicon import Lexicon, learned
from leerstand.register.duplicates.line import pieces_of
from leerstand.register.duplicates.name import is_own, read_name
from leerstand.register.duplicates.number import read_number
from leerstand.register.duplicates.place import Place, folded_name, read_place
from leerstand.register.duplicates.prose import (
    name_text,
    numbered_villages,
    take_number,
    take_place,
    take_text,
)
from leerstand.register.duplicates.spelling import alike, fold
from leerstand.register.duplicates.street import VILLAGE_ITSELF, Street, read_street

_IN_A_VILLAGE = re.compile(r"\b(?:[Ii]n|OT)\s+([A-ZÄÖÜ][\w-]+)")

__all__ = ["Address", "Point", "read", "read_all", "settle"]


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
    draft = Draft(record)
    take_cells(draft)
    take_text(draft, "name")
    take_text(draft, "note")
    take_place(draft)
    take_number(draft)
    place_text, area = without_area(draft.place_text())
    place = read_place(place_text) if place_text else None
    street = read_street(draft.street) if draft.street else None
    name = read_name(name_text(draft))
    return Address(
        record["id"],
        street,
        draft.number,
        draft.postcode,
        place,
        name,
        read_point(record),
        tuple(draft.sources),
        area,
        numbers_beside(record, draft.number),
    )


def settle(address: Address, lexicon: Lexicon) -> Address:
    """Apply what the stock knows about places: which name is the village and which the town around it."""
    settled = _settled(_numbered_village(address, lexicon), lexicon)
    if not settled.around or settled.place is None:
        return settled
    # What is around a village tells it from its namesakes.
    return replace(settled, place=replace(settled.place, hints=settled.place.hints | {seat(settled.around)}))


def _settled(address: Address, lexicon: Lexicon) -> Address:
    if address.place is None:
        address = _placed(address, lexicon)
    else:
        words = {*address.name.own, *_said_to_lie_in(address.name.shown)}
        address = replace(address, place=lexicon.within(lexicon.ordered(address.place), words))
    place, street = address.place, address.street
    if place is not None and street is not None and not street.evident and not place.town:
        village = street.key.removeprefix(place.village)
        if lexicon.is_part(village, place.village):
            place = Place(village, place.village, place.hints, place.shown)
    return _village_number(replace(address, place=place), lexicon)


def _numbered_village(address: Address, lexicon: Lexicon) -> Address:
    """An address without street and number, with the village and number in its name: "Vierseithof Püggen 6, Kuhfelde"."""
    if address.street is not None or address.number is not None:
        return address
    for village, number, town in numbered_villages(address.name.shown):
        place = read_place(f"{village}, {town}") if is_own(fold(village)) else None
        if place is None or not _could_lie_in(place.village, address.place, folded_name(town), lexicon):
            continue
        if address.place is not None:
            place = Place(place.village, address.place.village, address.place.hints, address.place.shown)
        return replace(address, place=place, number=read_number(number)[0])
    return address


def _could_lie_in(village: str, place: Place | None, town: str, lexicon: Lexicon) -> bool:
    """The word is a village, and part of the place of the record and of the town beside it, if these are said."""
    if not (lexicon.names[village] or region.serves(village)):
        return False
    if place is not None and not lexicon.is_part(village, place.village):
        return False
    return not (region.knows(village) and region.knows(town)) or lexicon.is_part(village, town)


def _said_to_lie_in(name: str) -> list[str]:
    return [folded_name(village) for village in _IN_A_VILLAGE.findall(name)]


def _placed(address: Address, lexicon: Lexicon) -> Address:
    """An address without a place, with the village that its street or its name begins or ends with."""
    street = address.street
    if street is not None and not street.evident and address.number and street.key in lexicon.names:
        return replace(address, place=_village_of_that_name(street.shown, lexicon))
    if street is not None and len(street.words) > 1:
        # "Lübtheen Lindenstr. 7" in one cell
        first, _, rest = street.shown.partition(" ")
        if folded_name(first) in lexicon.names and rest:
            return replace(address, place=read_place(first), street=read_street(rest))
    # "Bahnhof Geestgottberg" without any place, and the stock knows the village.
    place = lexicon.named_in(address.name.shown, postcode=address.postcode)
    if place is None or street is not None or address.number is not None:
        return replace(address, place=place)
    number, rest = read_number(address.name.shown.rpartition(place.shown)[2].strip())
    town = folded_name((pieces_of(rest) or [""])[0]) if number else ""
    if town and not _could_lie_in(place.village, None, town, lexicon):
        return address
    return replace(address, place=place, number=number)


def _village_number(address: Address, lexicon: Lexicon) -> Address:
    """Villages without street names: the village stands for the street (Satemin 7, Dorf 7, or only 7)."""
    street, place = address.street, address.place
    if place is None and street is not None and address.number is not None and not street.evident:
        place = _village_of_that_name(street.shown, lexicon)
        address = replace(address, place=place)
    if place is None or address.number is None:
        return address
    written = street.key if street else ""
    itself = not written or written in VILLAGE_WORDS or written in (place.village, place.town + place.village)
    if not itself and street is not None and not street.evident:
        itself = len(written) > 4 and alike(written, place.village)
    if not itself:
        return address
    return replace(address, street=Street((), VILLAGE_ITSELF, "", place.shown))


def _village_of_that_name(text: str, lexicon: Lexicon) -> Place | None:
    """The village that stands where a street is expected; None for a name that only a street bears."""
    place = read_place(text)
    if place is None or not (place.village in lexicon.names or region.knows(place.village)):
        return None
    return replace(place, guessed=True)
