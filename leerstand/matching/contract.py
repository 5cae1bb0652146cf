"""Searches and offers from tables: of the evaluation contract to the letter, or as people write the same columns."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from leerstand.core.tables import (
    Column,
    Effect,
    Kind,
    Problem,
    Row,
    Sort,
    Summary,
    Table,
    Unreadable,
    columns,
    opened_table,
)
from leerstand.matching.engine.facts import FEATURES, FORMS, PROPERTY_KINDS, RADIUS_KM, Seeker, Space
from leerstand.offers.codes import Feature, Form
from leerstand.register.codes import PropertyKind

NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
LONGEST_NUMBER = 15
LONGEST_TEXT = 20_000
Read = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Style:
    """How cells are written: by programs to the contract, or by people."""

    area: Read
    rooms: Read
    months: Read
    persons: Read
    capacity: Read
    month_eur: Read
    paid_eur: Read
    km: Read
    mbit: Read
    degrees: Callable[[float, float], Read]
    begins: Read
    ends: Read
    forms: Read
    form: Read
    kinds: Read
    kind: Read
    features: Read


def _exact_number(least: float, most: float) -> Read:
    def read(written: str) -> float:
        if len(written) > LONGEST_NUMBER or not NUMBER.fullmatch(written):
            raise Unreadable("cell", f"{written!r} is not a number")
        value = float(written)
        if not least <= value <= most:
            raise Unreadable("cell", f"{written} is not between {least:g} and {most:g}")
        return value

    return read


def _exact_whole(least: int, most: int) -> Read:
    number = _exact_number(least, most)

    def read(written: str) -> int:
        value: float = number(written)
        if value != int(value):
            raise Unreadable("cell", f"{value:g} is not a whole number")
        return int(value)

    return read


def _exact_day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise Unreadable("cell", f"{written!r} is not a date like 2027-03-31") from None


def _exact_codes(known: tuple[str, ...]) -> Read:
    def read(written: str) -> tuple[str, ...]:
        found = tuple(dict.fromkeys(part.strip() for part in written.split("|") if part.strip()))
        wrong = [code for code in found if code not in known]
        if wrong:
            raise Unreadable("cell", f"unknown code {wrong[0]!r}")
        return found

    return read


def _exact_code(known: tuple[str, ...]) -> Read:
    codes = _exact_codes(known)

    def read(written: str) -> str:
        found: tuple[str, ...] = codes(written)
        if len(found) != 1:
            raise Unreadable("cell", "needs exactly one code")
        return found[0]

    return read


_plain = _exact_number(0, 1e12)
EXACT = Style(
    area=_plain, rooms=_plain, months=_exact_number(0, 1_200), persons=_exact_whole(1, 1_000_000),
    capacity=_exact_whole(0, 1_000_000), month_eur=_plain, paid_eur=_plain, km=_exact_number(0, 2_000), mbit=_plain,
    degrees=_exact_number, begins=_exact_day, ends=_exact_day, forms=_exact_codes(FORMS), form=_exact_code(FORMS),
    kinds=_exact_codes(PROPERTY_KINDS), kind=_exact_code(PROPERTY_KINDS), features=_exact_codes(FEATURES),
)  # fmt: skip
AS_WRITTEN = Style(
    area=columns.area, rooms=columns.rooms, months=columns.months, persons=columns.persons, capacity=columns.persons,
    month_eur=columns.euros(per_month=True), paid_eur=columns.euros(per_month=False), km=columns.distance_km,
    mbit=columns.broadband_mbit, degrees=columns.degrees, begins=columns.begins, ends=columns.ends,
    forms=columns.several_codes(Form), form=columns.one_code(Form), kinds=columns.several_codes(PropertyKind),
    kind=columns.one_code(PropertyKind), features=columns.several_codes(Feature),
)  # fmt: skip


def _space_columns(style: Style) -> tuple[Column, ...]:
    return (
        Column("id", ("kennung", "nummer", "external_id"), required=True, longest=200),
        Column("form", ("nutzungsform", "form of use"), style.form, required=True),
        Column("property_kind", ("objektart", "art", "kind"), style.kind, required=True),
        Column("title", ("titel", "überschrift"), longest=500),
        Column("description", ("beschreibung",), longest=LONGEST_TEXT),
        Column("place", ("ort", "ortschaft", "ortsteil", "gemeinde"), longest=200),
        Column("lat", ("breite", "breitengrad", "latitude"), style.degrees(-90, 90), Sort.DEGREES),
        Column("lon", ("länge", "längengrad", "longitude"), style.degrees(-180, 180), Sort.DEGREES),
        Column("available_from", ("frei ab", "verfügbar ab", "ab"), style.begins, Sort.DAY),
        Column("available_until", ("frei bis", "verfügbar bis", "bis"), style.ends, Sort.DAY),
        Column("min_months", ("mindestmonate", "mindestdauer"), style.months, Sort.NUMBER, usual=(1, 240)),
        Column("max_months", ("höchstmonate", "höchstdauer"), style.months, Sort.NUMBER, usual=(1, 240)),
        Column("capacity", ("personen", "höchstens personen", "plätze"), style.capacity, Sort.NUMBER, usual=(1, 200)),
        Column("area_m2", ("fläche", "wohnfläche", "nutzfläche"), style.area, Sort.NUMBER, usual=(8, 5_000)),
        Column("rooms", ("zimmer", "räume"), style.rooms, Sort.NUMBER, usual=(1, 60)),
        Column("cost_month_eur", ("kosten im monat", "monatliche kosten", "miete", "warmmiete"), style.month_eur, Sort.NUMBER, usual=(50, 20_000)),
        Column("shares_eur", ("anteile", "genossenschaftsanteile", "kaution"), style.paid_eur, Sort.NUMBER, usual=(100, 200_000)),
        Column("features", ("ausstattung", "merkmale"), style.features, longest=2_000),
        Column("broadband_mbit", ("internet", "breitband", "mbit s"), style.mbit, Sort.NUMBER, usual=(1, 2_000)),
        Column("wished_use", ("gewünschte nutzung", "nutzungswunsch"), longest=LONGEST_TEXT),
    )  # fmt: skip


def _seeker_columns(style: Style) -> tuple[Column, ...]:
    return (
        Column("id", ("kennung", "nummer", "external_id"), required=True, longest=200),
        Column("forms", ("nutzungsformen", "nutzungsform"), style.forms, required=True, longest=2_000),
        Column("property_kinds", ("objektarten", "objektart"), style.kinds, longest=2_000),
        Column("place", ("ort", "orte", "wo", "gegend", "region"), longest=500),
        Column("radius_km", ("umkreis", "umkreis km"), style.km, Sort.NUMBER, usual=(1, 300)),
        Column("from", ("ab", "von", "frei ab"), style.begins, Sort.DAY),
        Column("until", ("bis",), style.ends, Sort.DAY),
        Column("min_months", ("mindestmonate", "mindestdauer"), style.months, Sort.NUMBER, usual=(1, 240)),
        Column("persons", ("personen", "anzahl personen"), style.persons, Sort.NUMBER, usual=(1, 100)),
        Column("budget_month_eur", ("budget", "budget im monat", "höchstens im monat"), style.month_eur, Sort.NUMBER, usual=(50, 20_000)),
        Column("shares_max_eur", ("anteile höchstens", "einlage höchstens"), style.paid_eur, Sort.NUMBER, usual=(100, 200_000)),
        Column("min_area_m2", ("mindestfläche", "fläche mindestens"), style.area, Sort.NUMBER, usual=(8, 5_000)),
        Column("min_rooms", ("mindestzimmer", "zimmer mindestens"), style.rooms, Sort.NUMBER, usual=(1, 60)),
        Column("needs", ("bedarf", "muss sein"), style.features, longest=2_000),
        Column("wishes", ("wünsche", "schön wäre"), style.features, longest=2_000),
        Column("min_broadband_mbit", ("internet mindestens", "breitband mindestens"), style.mbit, Sort.NUMBER, usual=(1, 2_000)),
        Column("text", ("über uns", "vorhaben", "beschreibung"), longest=LONGEST_TEXT),
    )  # fmt: skip


SPACES = Kind("spaces", _space_columns(EXACT), unique="id", exact=True)
SEEKERS = Kind("seekers", _seeker_columns(EXACT), unique="id", exact=True)
OFFERS = Kind("offers", _space_columns(AS_WRITTEN), unique="id")
SEARCHES = Kind("searches", _seeker_columns(AS_WRITTEN), unique="id")


def read_seekers(path: Path) -> tuple[list[Seeker], list[Problem]]:
    """Searches of a seekers.csv, and what was wrong with it; a broken cell leaves out its row."""
    return _read(path, SEEKERS, seeker_of)


def read_spaces(path: Path) -> tuple[list[Space], list[Problem]]:
    """Offers of a spaces.csv, and what was wrong with it; a broken cell leaves out its row."""
    return _read(path, SPACES, space_of)


def _read(path: Path, kind: Kind, make: Callable[[Row, Table], Any]) -> tuple[list[Any], list[Problem]]:
    problems: list[Problem] = []
    summary = Summary(str(path), tell=problems.append)
    with opened_table(path, kind, summary) as table:
        made = [make(row, table) for row in table] if table is not None else []
    return [one for one in made if one is not None], sorted(problems, key=lambda problem: problem.line)


def seeker_of(row: Row, table: Table) -> Seeker | None:
    """The search that a row says; None where a table of the contract contradicts itself."""
    cells = dict(row.cells)
    if cells["from"] and cells["until"] and cells["until"] < cells["from"]:
        if not _contradicts(row, table, "until", "lies before from"):
            return None
        cells["until"] = None
    radius_km = cells["radius_km"]
    return Seeker(
        id=cells["id"],
        forms=_codes(cells["forms"]),
        property_kinds=frozenset(_codes(cells["property_kinds"])),
        place=cells["place"] or "",
        radius_km=RADIUS_KM if radius_km is None else radius_km,
        from_on=cells["from"],
        until_on=cells["until"],
        min_months=cells["min_months"],
        persons=cells["persons"] or 1,
        budget_month_eur=cells["budget_month_eur"],
        shares_max_eur=cells["shares_max_eur"],
        min_area_m2=cells["min_area_m2"],
        min_rooms=cells["min_rooms"],
        needs=frozenset(_codes(cells["needs"])),
        wishes=frozenset(_codes(cells["wishes"])),
        min_broadband_mbit=cells["min_broadband_mbit"],
        text=_with(cells["text"], row),
    )


def space_of(row: Row, table: Table) -> Space | None:
    """The offer that a row says; None where a table of the contract contradicts itself."""
    cells = dict(row.cells)
    if (cells["lat"] is None) != (cells["lon"] is None):
        missing = "lon" if cells["lon"] is None else "lat"
        if not _contradicts(row, table, missing, "lat and lon only count together"):
            return None
        cells["lat"] = cells["lon"] = None
    if (
        cells["available_from"]
        and cells["available_until"]
        and cells["available_until"] < cells["available_from"]
    ):
        if not _contradicts(row, table, "available_until", "lies before available_from"):
            return None
        cells["available_until"] = None
    shortest, longest = cells["min_months"], cells["max_months"]
    if not table.kind.exact and shortest and longest and longest < shortest:
        _contradicts(row, table, "max_months", "is less than min_months")
        cells["max_months"] = None
    return Space(
        id=cells["id"],
        form=str(cells["form"]),
        property_kind=str(cells["property_kind"]),
        title=cells["title"] or "",
        description=_with(cells["description"], row),
        place=cells["place"] or "",
        lat=cells["lat"],
        lon=cells["lon"],
        available_from_on=cells["available_from"],
        available_until_on=cells["available_until"],
        min_months=cells["min_months"],
        max_months=cells["max_months"],
        capacity=cells["capacity"],
        area_m2=cells["area_m2"],
        rooms=cells["rooms"],
        cost_month_eur=cells["cost_month_eur"],
        shares_eur=cells["shares_eur"],
        features=frozenset(_codes(cells["features"])),
        broadband_mbit=cells["broadband_mbit"],
        wished_use=cells["wished_use"] or "",
    )


def _contradicts(row: Row, table: Table, column: str, reason: str) -> bool:
    """Name a cell that contradicts another; True where the row is taken without it."""
    exact = table.kind.exact
    effect = Effect.LEFT_OUT if exact else Effect.UNREADABLE
    table.add(row.line, column, "cell" if exact else "contradiction", reason, effect=effect)
    return not exact


def _codes(found: Iterable[str] | None) -> tuple[str, ...]:
    return tuple(str(getattr(code, "value", code)) for code in found or ())


def _with(text: str | None, row: Row) -> str:
    """A text, and below it the cells that say more than their value."""
    return "\n".join(filter(None, (text, *row.beside)))
