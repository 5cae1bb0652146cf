"""Offers and searches from the tables of the evaluation contract: where each stands, and whose each is. No database."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from leerstand.core.addresses import NotAnAddress, read_address
from leerstand.core.tables import Problem, read_rows
from leerstand.matching.contract import read_seekers, read_spaces
from leerstand.matching.engine.facts import Seeker, Space
from leerstand.register.codes import PropertyKind
from leerstand.register.imports import BuildingRow
from leerstand.register.whereabouts import Unclear, locate

PERSON_COLUMNS = ("email", "name")


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One good row: the offer, and the building it is in."""

    space: Space
    building: BuildingRow


@dataclass(frozen=True, slots=True)
class SearchRow:
    """One good row: the search, and whose it is."""

    seeker: Seeker
    email: str
    name: str


def read_offers(path: Path) -> tuple[list[OfferRow], list[Problem]]:
    """Offers of a spaces.csv with their municipality; a row whose place nobody knows comes back as a problem."""
    spaces, problems = read_spaces(path)
    lines = {row.cells["id"]: row.line for row in read_rows(path, required=("id",), known=(), unique="id")[0]}
    found = []
    for space in spaces:
        line = lines[space.id]
        where = locate(space.place, lat=space.lat, lon=space.lon)
        if isinstance(where, Unclear):
            column = "place" if space.lat is None else "lat"
            problems.append(Problem(str(path), line, column, "place", _why(where, space.place)))
            continue
        said = {
            "kind": PropertyKind(space.property_kind),
            "place": space.place or where.municipality,
            "area_m2": space.area_m2,
            "rooms": space.rooms,
        }
        facts = {name: value for name, value in said.items() if value is not None}
        found.append(OfferRow(space, BuildingRow(line, space.id, facts, where, None)))
    return found, sorted(problems, key=lambda problem: problem.line)


def _why(unclear: Unclear, place: str) -> str:
    if unclear.outside:
        return "lies outside Germany"
    choice = f"; could be {', '.join(unclear.suggestions)}" if unclear.suggestions else ""
    return f"{place!r} is not a known place{choice}" if place else "neither a place nor a point"


def read_searches(path: Path, *, email_domain: str) -> tuple[list[SearchRow], list[Problem]]:
    """Searches of a seekers.csv; `email` and `name` may stand in further columns.

    Without an address of its own a row gets its id at `email_domain`; without both it comes back as a problem.
    """
    seekers, problems = read_seekers(path)
    problems = [one for one in problems if one.column not in PERSON_COLUMNS or one.kind != "column_unknown"]
    people = {
        row.cells["id"]: row
        for row in read_rows(path, required=("id",), known=PERSON_COLUMNS, unique="id")[0]
    }
    found = []
    for seeker in seekers:
        row = people[seeker.id]
        made = f"{seeker.id}@{email_domain}" if email_domain else ""
        email = row.cells["email"] or made
        try:
            found.append(SearchRow(seeker, read_address(email), row.cells["name"]))
        except NotAnAddress as refused:
            meant = f"; {refused.facts['meant']}?" if refused.facts else ""
            reason = (
                f"{email!r} is not an address{meant}"
                if email
                else "no address, and no --email-domain is given"
            )
            problems.append(Problem(str(path), row.line, "email", "email", reason))
    return found, sorted(problems, key=lambda problem: problem.line)


def is_refused(problems: Iterable[Problem]) -> bool:
    """Whether rows were left out."""
    return any(problem.skipped for problem in problems)
