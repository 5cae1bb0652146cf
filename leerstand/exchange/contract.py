"""Offers and searches from tables, made ready for the service: where each stands, and whose each is. No database."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from leerstand.core.tables import Column, Row, Summary, Table, Unreadable, opened_table
from leerstand.core.tables.columns import address
from leerstand.matching.contract import OFFERS, SEARCHES, seeker_of, space_of
from leerstand.matching.engine.facts import Seeker, Space
from leerstand.register.codes import PropertyKind
from leerstand.register.imports import COLUMNS, BuildingRow
from leerstand.register.whereabouts import Doubt, Unclear, locate

PERSON_COLUMNS = (
    Column("email", ("e-mail", "mail", "e-mail-adresse"), address, longest=254),
    Column("name", ("vorname und name",), longest=200),
)
# The contract knows no postcode; lists of people have one, and it tells namesakes apart.
POSTCODE = next(column for column in COLUMNS if column.name == "postcode")
PEOPLES_OFFERS = replace(OFFERS, columns=(*OFFERS.columns, POSTCODE))
PEOPLES_SEARCHES = replace(SEARCHES, columns=(*SEARCHES.columns, *PERSON_COLUMNS))


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One good row: the offer, and the building it is in."""

    line: int
    space: Space
    building: BuildingRow


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One good row: the search, and whose it is."""

    line: int
    seeker: Seeker
    email: str
    name: str


def read_offers(path: Path, summary: Summary, *, sheet: str = "") -> Iterator[OfferRow]:
    """Offers with their municipality, one after the other; one whose place is not clear is left out by name."""
    with opened_table(path, PEOPLES_OFFERS, summary, sheet=sheet) as table:
        for row in table or ():
            offer = _offer(row, table) if table else None
            if offer is not None:
                yield offer


def _offer(row: Row, table: Table) -> OfferRow | None:
    space = space_of(row, table)
    if space is None:
        return None
    postcode = row.cells["postcode"]
    where = locate(space.place, lat=space.lat, lon=space.lon, postcode=postcode or "")
    if isinstance(where, Unclear):
        column = "lat" if space.lat is not None else "postcode" if where.doubt is Doubt.POSTCODE else "place"
        table.add(row.line, column, "place_unknown", _why(where, space.place))
        return None
    said = {
        "kind": PropertyKind(space.property_kind),
        "place": space.place or where.municipality,
        "postcode": postcode,
        "area_m2": space.area_m2,
        "rooms": space.rooms,
    }
    facts = {name: value for name, value in said.items() if value is not None}
    return OfferRow(row.line, space, BuildingRow(row.line, space.id, facts, where, None))


def _why(unclear: Unclear, place: str) -> str:
    if unclear.outside:
        return "the point is not in Germany"
    if unclear.doubt is Doubt.POSTCODE:
        return f"place and postcode belong to different municipalities: {', '.join(unclear.suggestions)}"
    choice = f"; did you mean {', '.join(unclear.suggestions)}?" if unclear.suggestions else ""
    return f"{place!r} is not known or not clear{choice}" if place else "neither a place nor a point"


def read_searches(path: Path, summary: Summary, *, email_domain: str, sheet: str = "") -> Iterator[SearchRow]:
    """Searches with whose each is, one after the other.

    Without an address of its own a row gets its id at `email_domain`; without both it is left out by name.
    """
    with opened_table(path, PEOPLES_SEARCHES, summary, sheet=sheet) as table:
        for row in table or ():
            search = _search(row, table, email_domain=email_domain) if table else None
            if search is not None:
                yield search


def _search(row: Row, table: Table, *, email_domain: str) -> SearchRow | None:
    seeker = seeker_of(row, table)
    if seeker is None:
        return None
    email = row.cells["email"]
    if email is None and row.is_broken("email"):
        table.add(row.line, "email", "no_address", "without a readable address the search belongs to nobody")
        return None
    if email is None and not email_domain:
        table.add(row.line, "email", "no_address", "no address, and no --email-domain is given")
        return None
    try:
        email = email or address(f"{seeker.id}@{email_domain}")
    except Unreadable as refused:
        table.add(row.line, "email", "no_address", refused.reason)
        return None
    return SearchRow(row.line, seeker, email, row.cells["name"] or "")
