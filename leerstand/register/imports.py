"""Buildings from a table: what each row says, and what is wrong with the others. Pure, no database."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from pydantic_core import PydanticCustomError

from leerstand.core.codes import Code
from leerstand.core.tables import Problem, Row, read_rows
from leerstand.core.values import read_area, read_moment
from leerstand.places import gazetteer
from leerstand.register.codes import Condition, Occupancy, Precision, PropertyKind, Reason, VacancySource
from leerstand.register.input import Since, read_degrees, read_since
from leerstand.register.whereabouts import Doubt, Unclear, Whereabouts, locate

# Column → the other ways to call it.
COLUMNS: dict[str, tuple[str, ...]] = {
    "external_id": ("kennung", "id", "nummer", "aktenzeichen"),
    "place": ("ort", "ortschaft"),
    "ags": ("gemeindeschlüssel", "gemeindeschluessel"),
    "kind": ("art", "objektart"),
    "name": ("bezeichnung",),
    "street": ("straße", "strasse"),
    "house_number": ("hausnummer", "hausnr", "hausnr."),
    "postcode": ("postleitzahl", "plz"),
    "lat": ("breite", "breitengrad"),
    "lon": ("länge", "laenge", "längengrad"),
    "area_m2": ("fläche", "flaeche", "fläche in m²", "wohnfläche"),
    "rooms": ("zimmer",),
    "year_built": ("baujahr",),
    "condition": ("bauzustand",),
    "listed": ("denkmal", "denkmalschutz"),
    "occupancy": ("leerstand", "belegung", "zustand des leerstands"),
    "vacant_since": ("leer_seit", "leer seit"),
    "vacant_since_precision": ("genauigkeit", "wie genau"),
    "vacancy_source": ("quelle",),
    "reasons": ("gründe", "gruende"),
    "note": ("notiz", "bemerkung", "bemerkungen"),
}
REQUIRED = ("external_id", "place")
YES = {"1", "true", "yes", "ja", "x", "j"}
NO = {"0", "false", "no", "nein", "n", "-"}
AnyCode = TypeVar("AnyCode", bound=Code)


@dataclass(frozen=True, slots=True)
class Stand:
    """How a building stands, as a row says it."""

    occupancy: Occupancy
    since: Since | None
    source: VacancySource
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class BuildingRow:
    """One good row: `facts` has only what the row says, empty cells say nothing."""

    line: int
    external_id: str
    facts: dict[str, Any]
    where: Whereabouts
    stand: Stand | None


class Broken(Exception):  # noqa: N818 - a fact about a cell
    """A cell that can't be read."""

    def __init__(self, kind: str, reason: str) -> None:
        self.kind, self.reason = kind, reason
        super().__init__(reason)


def read_buildings(path: Path, *, municipality: str = "") -> tuple[list[BuildingRow], list[Problem]]:
    """Read buildings from CSV or XLSX; a broken row comes back as a problem and the others are kept.

    Columns have English or German names (`COLUMNS`); codes are written as code or as German label. With
    `municipality` (8 digits) rows without a key of their own belong to it, and others are refused.
    """
    names = {alias: name for name, others in COLUMNS.items() for alias in (name, *others)}
    rows, problems = read_rows(path, required=(), known=names)
    reading = _Reading(str(path), municipality, problems)
    # No cell of any row filled: the column isn't there at all.
    missing = [name for name in REQUIRED if rows and not any(_filled(row, name) for row in rows)]
    for name in missing:
        reading.problems.append(Problem(str(path), 1, name, "column_missing", "this column is missing"))
    good = [] if missing else [made for row in rows if (made := reading.row(row)) is not None]
    reading.problems.sort(key=lambda problem: problem.line)
    return good, reading.problems


def _filled(row: Row, name: str) -> tuple[str, str] | None:
    """The title and text of the first filled column that means `name`."""
    for title in (name, *COLUMNS[name]):
        if text := row.cells.get(title, ""):
            return title, text
    return None


@dataclass
class _Reading:
    file: str
    municipality: str
    problems: list[Problem]
    seen: set[str] = field(default_factory=set)

    def row(self, row: Row) -> BuildingRow | None:
        before = sum(problem.skipped for problem in self.problems)
        key = self.cell(row, "external_id", str)
        if key is None:
            self.skip(row, "external_id", "cell_empty", "must not be empty")
        elif key in self.seen:
            self.skip(row, "external_id", "not_unique", f"{key!r} stands in an earlier row")
        facts, stand = self.facts(row), self.stand(row)
        where = self.where(row)
        if sum(problem.skipped for problem in self.problems) > before or where is None or key is None:
            return None
        self.seen.add(key)
        if where.postcode:
            facts["postcode"] = where.postcode
        return BuildingRow(row.line, key, facts, where, stand)

    def facts(self, row: Row) -> dict[str, Any]:
        readers: dict[str, Callable[[str], Any]] = {
            "kind": lambda text: code(PropertyKind, text), "name": str, "street": str, "house_number": str,
            "postcode": str, "place": str, "area_m2": amount, "rooms": amount, "year_built": year,
            "condition": lambda text: code(Condition, text), "listed": yes_or_no, "note": str,
        }  # fmt: skip
        found = {name: self.cell(row, name, read) for name, read in readers.items()}
        found["is_listed"] = found.pop("listed")
        if found["place"] is None:
            self.skip(row, "place", "cell_empty", "must not be empty")
        return {name: value for name, value in found.items() if value is not None}

    def stand(self, row: Row) -> Stand | None:
        occupancy = self.cell(row, "occupancy", lambda text: code(Occupancy, text))
        since = self.cell(row, "vacant_since", moment)
        precision = self.cell(row, "vacant_since_precision", lambda text: code(Precision, text))
        source = self.cell(row, "vacancy_source", lambda text: code(VacancySource, text))
        reasons = self.cell(row, "reasons", codes) or ()
        if not (occupancy or since or reasons):
            return None
        if since and precision:
            since = Since(since.day, precision)
        return Stand(occupancy or Occupancy.SUSPECTED, since, source or VacancySource.IMPORT, reasons)

    def where(self, row: Row) -> Whereabouts | None:
        lat, lon = self.cell(row, "lat", degrees), self.cell(row, "lon", degrees)
        key = self.cell(row, "ags", str) or ""
        ags = gazetteer.load().key(key) or key
        if self.municipality and ags and ags != self.municipality:
            self.skip(row, "ags", "elsewhere", f"{ags} is not {self.municipality}")
            return None
        place, postcode = self.cell(row, "place", str) or "", self.cell(row, "postcode", str) or ""
        if (lat is None) != (lon is None):
            self.skip(
                row, "lat" if lat is None else "lon", "cell_empty", "the other half of the point is missing"
            )
            return None
        found = locate(place, lat=lat, lon=lon, postcode=postcode, ags=ags or self.municipality)
        if isinstance(found, Unclear):
            self.unclear(row, found, ags=ags)
            return None
        return found

    def unclear(self, row: Row, found: Unclear, *, ags: str) -> None:
        if found.outside:
            self.skip(row, "lat", "outside", "the point is not in Germany")
        elif ags:
            self.skip(row, "ags", "unknown", f"no municipality has the key {ags}")
        elif found.doubt is Doubt.POSTCODE:
            names = ", ".join(found.suggestions)
            self.skip(
                row,
                "postcode",
                "postcode_differs",
                f"place and postcode belong to different municipalities: {names}",
            )
        elif _filled(row, "place"):
            names = (
                f"; did you mean {', '.join(found.suggestions)}?"
                if found.suggestions
                else "; give its key (ags)"
            )
            self.skip(row, "place", "place_unknown", f"this place is not known or not clear{names}")

    def cell(self, row: Row, name: str, read: Callable[[str], Any]) -> Any:
        filled = _filled(row, name)
        if filled is None:
            return None
        try:
            return read(filled[1])
        except Broken as broken:
            self.problems.append(Problem(self.file, row.line, filled[0], broken.kind, broken.reason))
            return None

    def skip(self, row: Row, name: str, kind: str, reason: str) -> None:
        filled = _filled(row, name)
        self.problems.append(Problem(self.file, row.line, filled[0] if filled else name, kind, reason))


def code(codes_: type[AnyCode], text: str) -> AnyCode:
    """One code of a list, written as code or as German label."""
    plain = text.strip().casefold()
    for member in codes_:
        if plain in (member.value.casefold(), member.label.casefold()):
            return member
    raise Broken("code", f"{text!r} is none of: {', '.join(member.value for member in codes_)}")


def codes(text: str) -> tuple[Reason, ...]:
    """Several reasons, parted by | or ;"""
    return tuple(code(Reason, part) for part in text.replace(";", "|").split("|") if part.strip())


def amount(text: str) -> float:
    found = read_area(text).value
    if found is None or not 0 <= found <= 1_000_000:
        raise Broken("number", f"{text!r} is not a number from 0 to 1 000 000")
    return found


def degrees(text: str) -> float:
    try:
        found = read_degrees(text)
    except PydanticCustomError:
        found = None
    if not isinstance(found, float):
        raise Broken("number", f"{text!r} is not a coordinate in degrees")
    return found


def year(text: str) -> int:
    found = read_moment(text).value
    if found is None or not 1000 <= found.day.year <= 2100:
        raise Broken("year", f"{text!r} is not a year")
    return found.day.year


def moment(text: str) -> Since:
    """Since when, as precisely as it is written: 2021, 3.2021, 31.3.2021, 2021-03-31, etwa 2010."""
    found = read_since(text).value
    if found is None:
        raise Broken("date", f"{text!r} is not a date; write 2021, 3.2021, 31.3.2021 or 2021-03-31")
    return found


def yes_or_no(text: str) -> bool:
    plain = text.strip().casefold()
    if plain not in YES | NO:
        raise Broken("yes_no", f"{text!r} is neither yes nor no")
    return plain in YES
