"""Reads searches and offers from the tables of the evaluation contract, naming each broken cell."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TypeVar

from leerstand.core.tables import Problem, Row, read_rows
from leerstand.matching.engine.facts import FEATURES, FORMS, PROPERTY_KINDS, RADIUS_KM, Seeker, Space

SPACE_COLUMNS = [
    "id",
    "form",
    "property_kind",
    "title",
    "description",
    "place",
    "lat",
    "lon",
    "available_from",
    "available_until",
    "min_months",
    "max_months",
    "capacity",
    "area_m2",
    "rooms",
    "cost_month_eur",
    "shares_eur",
    "features",
    "broadband_mbit",
    "wished_use",
]
SEEKER_COLUMNS = [
    "id",
    "forms",
    "property_kinds",
    "place",
    "radius_km",
    "from",
    "until",
    "min_months",
    "persons",
    "budget_month_eur",
    "shares_max_eur",
    "min_area_m2",
    "min_rooms",
    "needs",
    "wishes",
    "min_broadband_mbit",
    "text",
]
NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
LONGEST_NUMBER = 15
Made = TypeVar("Made", Seeker, Space)


class BrokenCell(Exception):  # noqa: N818
    """A cell that can't be read; the message says why."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(f"{column}: {reason}")
        self.column, self.reason = column, reason


@dataclass(frozen=True, slots=True)
class Cells:
    """One row's cells, read as what they should be."""

    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """The cell as it stands."""
        return self.cells[column]

    def number(self, column: str, *, least: float = 0.0, most: float = 1e12) -> float | None:
        """A number between two bounds, or None for an empty cell."""
        written = self.cells[column]
        if not written:
            return None
        if len(written) > LONGEST_NUMBER or not NUMBER.fullmatch(written):
            raise BrokenCell(column, f"{written!r} is not a number")
        value = float(written)
        if not least <= value <= most:
            raise BrokenCell(column, f"{written} is not between {least:g} and {most:g}")
        return value

    def whole(self, column: str, *, least: int) -> int | None:
        """A whole number, or None for an empty cell."""
        value = self.number(column, least=least, most=1_000_000)
        if value is not None and value != int(value):
            raise BrokenCell(column, f"{value:g} is not a whole number")
        return None if value is None else int(value)

    def day(self, column: str) -> date | None:
        """An ISO date, or None for an empty cell."""
        written = self.cells[column]
        try:
            return date.fromisoformat(written) if written else None
        except ValueError:
            raise BrokenCell(column, f"{written!r} is not a date like 2027-03-31") from None

    def codes(self, column: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """Codes between bars, in the order written."""
        found = tuple(dict.fromkeys(part.strip() for part in self.cells[column].split("|") if part.strip()))
        wrong = [code for code in found if code not in known]
        if wrong:
            raise BrokenCell(column, f"unknown code {wrong[0]!r}")
        return found

    def code(self, column: str, known: tuple[str, ...]) -> str:
        """One known code."""
        found = self.codes(column, known)
        if len(found) != 1:
            raise BrokenCell(column, "needs exactly one code")
        return found[0]


def read_seekers(path: Path) -> tuple[list[Seeker], list[Problem]]:
    """Searches of a seekers.csv, and what was wrong with it."""
    return _read(path, required=("id", "forms"), known=SEEKER_COLUMNS, make=_seeker)


def read_spaces(path: Path) -> tuple[list[Space], list[Problem]]:
    """Offers of a spaces.csv, and what was wrong with it."""
    return _read(path, required=("id", "form", "property_kind"), known=SPACE_COLUMNS, make=_space)


def _read(
    path: Path, *, required: tuple[str, ...], known: list[str], make: Callable[[Cells], Made]
) -> tuple[list[Made], list[Problem]]:
    rows, problems = read_rows(path, required=required, known=known, unique="id")
    made: list[Made] = []
    for row in rows:
        try:
            made.append(make(Cells(row.cells)))
        except BrokenCell as broken:
            problems.append(_problem(path, row, broken))
    problems.sort(key=lambda problem: problem.line)
    return made, problems


def _problem(path: Path, row: Row, broken: BrokenCell) -> Problem:
    return Problem(str(path), row.line, broken.column, "cell", broken.reason)


def _seeker(cells: Cells) -> Seeker:
    radius_km = cells.number("radius_km", most=2_000)
    from_on, until_on = cells.day("from"), cells.day("until")
    if from_on and until_on and until_on < from_on:
        raise BrokenCell("until", "lies before from")
    return Seeker(
        id=cells.text("id"),
        forms=cells.codes("forms", FORMS),
        property_kinds=frozenset(cells.codes("property_kinds", PROPERTY_KINDS)),
        place=cells.text("place"),
        radius_km=RADIUS_KM if radius_km is None else radius_km,
        from_on=from_on,
        until_on=until_on,
        min_months=cells.number("min_months", most=1_200),
        persons=cells.whole("persons", least=1) or 1,
        budget_month_eur=cells.number("budget_month_eur"),
        shares_max_eur=cells.number("shares_max_eur"),
        min_area_m2=cells.number("min_area_m2"),
        min_rooms=cells.number("min_rooms"),
        needs=frozenset(cells.codes("needs", FEATURES)),
        wishes=frozenset(cells.codes("wishes", FEATURES)),
        min_broadband_mbit=cells.number("min_broadband_mbit"),
        text=cells.text("text"),
    )


def _space(cells: Cells) -> Space:
    lat, lon = cells.number("lat", least=-90, most=90), cells.number("lon", least=-180, most=180)
    if (lat is None) != (lon is None):
        raise BrokenCell("lon" if lon is None else "lat", "lat and lon only count together")
    from_on, until_on = cells.day("available_from"), cells.day("available_until")
    if from_on and until_on and until_on < from_on:
        raise BrokenCell("available_until", "lies before available_from")
    return Space(
        id=cells.text("id"),
        form=cells.code("form", FORMS),
        property_kind=cells.code("property_kind", PROPERTY_KINDS),
        title=cells.text("title"),
        description=cells.text("description"),
        place=cells.text("place"),
        lat=lat,
        lon=lon,
        available_from_on=from_on,
        available_until_on=until_on,
        min_months=cells.number("min_months", most=1_200),
        max_months=cells.number("max_months", most=1_200),
        capacity=cells.whole("capacity", least=0),
        area_m2=cells.number("area_m2"),
        rooms=cells.number("rooms"),
        cost_month_eur=cells.number("cost_month_eur"),
        shares_eur=cells.number("shares_eur"),
        features=frozenset(cells.codes("features", FEATURES)),
        broadband_mbit=cells.number("broadband_mbit"),
        wished_use=cells.text("wished_use"),
    )
