"""Buildings from a table: what each row says, and what is wrong with the others. Pure, no database."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from leerstand.core.tables import Column, Effect, Kind, Row, Sort, Summary, Table, Worded, opened_table
from leerstand.core.tables.columns import (
    area,
    degrees,
    digits,
    one_code,
    rooms,
    several_codes,
    value_of,
    year,
    yes_or_no,
)
from leerstand.core.values import Reading
from leerstand.places import gazetteer
from leerstand.places.official import official_key
from leerstand.register.codes import Condition, Occupancy, Precision, PropertyKind, Reason, VacancySource
from leerstand.register.input import Since, read_since
from leerstand.register.whereabouts import Doubt, Unclear, Whereabouts, locate


def since(text: str) -> Any:
    """Since when, as exactly as it is written: 2021, März 2020, seit Ostern 2022, etwa 2010; None for "unbekannt"."""
    reading = read_since(text)
    if reading.doubt is not None:
        days = tuple(one.day for one in reading.choices)
        value_of(Reading(doubt=reading.doubt, choices=days), text, said="not a clear time")
    return Worded(reading.value) if reading.note and reading.value else reading.value


COLUMNS = (
    Column("external_id", ("kennung", "id", "nummer", "aktenzeichen", "objektnummer", "identifier"), required=True, longest=200),
    Column("place", ("ort", "ortschaft", "ortsteil", "gemeinde", "place name"), required=True, longest=200),
    Column("ags", ("gemeindeschlüssel", "amtlicher gemeindeschlüssel", "municipality key"), official_key, Sort.KEY, digits=8),
    Column("kind", ("art", "objektart", "gebäudeart"), one_code(PropertyKind)),
    Column("name", ("bezeichnung", "objekt"), longest=500),
    Column("street", ("straße", "strassenname"), longest=200),
    Column("house_number", ("hausnummer", "hausnr", "nr", "hnr"), sort=Sort.MARK, longest=40),
    Column("postcode", ("postleitzahl", "plz", "postal code", "zip"), digits(5, "a postcode"), Sort.KEY, digits=5),
    Column("lat", ("breite", "breitengrad", "latitude"), degrees(-90, 90), Sort.DEGREES),
    Column("lon", ("länge", "längengrad", "longitude", "lng"), degrees(-180, 180), Sort.DEGREES),
    Column("area_m2", ("fläche", "fläche in m²", "wohnfläche", "nutzfläche", "area", "area in m²"), area, Sort.NUMBER, usual=(8, 5_000)),
    Column("rooms", ("zimmer", "räume", "anzahl zimmer"), rooms, Sort.NUMBER, usual=(1, 60)),
    Column("year_built", ("baujahr", "built"), year),
    Column("condition", ("bauzustand", "zustand", "zustandsklasse"), one_code(Condition)),
    Column("listed", ("denkmal", "denkmalschutz"), yes_or_no),
    Column("occupancy", ("leerstand", "belegung", "zustand des leerstands", "state of vacancy"), one_code(Occupancy)),
    Column("vacant_since", ("leer seit", "leerstand seit"), since, Sort.DAY),
    Column("vacant_since_precision", ("genauigkeit", "wie genau", "how exact"), one_code(Precision)),
    Column("vacancy_source", ("quelle",), one_code(VacancySource)),
    Column("reasons", ("gründe", "grund"), several_codes(Reason), longest=2_000),
    Column("note", ("notiz", "bemerkung", "bemerkungen", "anmerkung", "anmerkungen"), longest=20_000),
)  # fmt: skip
BUILDINGS = Kind("buildings", COLUMNS, unique="external_id")
NOT_FACTS = {
    "external_id", "ags", "lat", "lon", "listed", "occupancy", "vacant_since", "vacant_since_precision", "vacancy_source",
    "reasons",
}  # fmt: skip


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


def read_buildings(
    path: Path, summary: Summary, *, municipality: str = "", sheet: str = ""
) -> Iterator[BuildingRow]:
    """Buildings from CSV or XLSX, one after the other; what is wrong with the others goes into the summary.

    Columns have English or German names (`COLUMNS`); codes are written as code or as label. With `municipality` (8
    digits) rows without a key of their own belong to it, and others are left out.
    """
    with opened_table(path, BUILDINGS, summary, sheet=sheet) as table:
        for row in table or ():
            where = _where(row, table, municipality=municipality) if table else None
            if where is not None:
                yield BuildingRow(row.line, row.cells["external_id"], _facts(row), where, _stand(row))


def _facts(row: Row) -> dict[str, Any]:
    said = {name: value for name, value in row.cells.items() if name not in NOT_FACTS and value is not None}
    if row.cells["listed"] is not None:
        said["is_listed"] = row.cells["listed"]
    if row.beside:
        said["note"] = "\n".join(filter(None, (said.get("note"), *row.beside)))
    return said


def _stand(row: Row) -> Stand | None:
    cells = row.cells
    since, reasons = cells["vacant_since"], cells["reasons"] or ()
    if not (cells["occupancy"] or since or reasons):
        return None
    if since and cells["vacant_since_precision"]:
        since = Since(since.day, cells["vacant_since_precision"])
    source = cells["vacancy_source"] or VacancySource.IMPORT
    return Stand(cells["occupancy"] or Occupancy.SUSPECTED, since, source, reasons)


def _where(row: Row, table: Table, *, municipality: str) -> Whereabouts | None:
    """The municipality and point of a row; half a point is named and doesn't count."""
    cells = row.cells
    lat, lon, key = cells["lat"], cells["lon"], cells["ags"] or ""
    ags = gazetteer.load().key(key) or key
    if ags != key:
        table.add(row.line, "ags", "former_key", f"{key} is {ags} today", effect=Effect.CHANGED)
    if municipality and ags and ags != municipality:
        table.add(row.line, "ags", "elsewhere", f"{ags} is not {municipality}")
        return None
    if (lat is None) != (lon is None):
        half = "lat" if lat is not None else "lon"
        table.add(
            row.line, half, "half_a_point", "the other half of the point is missing", effect=Effect.UNREADABLE
        )
        lat = lon = None
    found = locate(
        cells["place"], lat=lat, lon=lon, postcode=cells["postcode"] or "", ags=ags or municipality
    )
    if isinstance(found, Unclear):
        _unclear(row, table, found)
        return None
    return found


def _unclear(row: Row, table: Table, found: Unclear) -> None:
    if found.outside:
        table.add(row.line, "lat", "outside", "the point is not in Germany")
    elif row.cells["ags"]:
        table.add(row.line, "ags", "unknown", f"no municipality has the key {row.cells['ags']}")
    elif found.doubt is Doubt.POSTCODE:
        names = ", ".join(found.suggestions)
        said = f"place and postcode belong to different municipalities: {names}"
        table.add(row.line, "postcode", "postcode_differs", said)
    else:
        names = (
            f"; did you mean {', '.join(found.suggestions)}?" if found.suggestions else "; give its key (ags)"
        )
        said = f"{row.cells['place']!r} is not known or not clear{names}"
        table.add(row.line, "place", "place_unknown", said)
