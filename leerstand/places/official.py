"""Official lists of municipalities: as offices publish them, with the key in parts, or a simple table of keys and names."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from leerstand.core.tables import Column, Effect, Kind, Row, Sort, Summary, Table, Unreadable, opened_table
from leerstand.core.tables.columns import degrees
from leerstand.places import gazetteer, keys
from leerstand.places.geography import Municipality

SOUTH, WEST, NORTH, EAST = 47.0, 5.5, 55.2, 15.5
NO_MUNICIPALITY = "999"
"""The end of keys that stand for waters and for land that two states share."""

LANDS = {
    "01": "Schleswig-Holstein", "02": "Hamburg", "03": "Niedersachsen", "04": "Bremen", "05": "Nordrhein-Westfalen",
    "06": "Hessen", "07": "Rheinland-Pfalz", "08": "Baden-Württemberg", "09": "Bayern", "10": "Saarland", "11": "Berlin",
    "12": "Brandenburg", "13": "Mecklenburg-Vorpommern", "14": "Sachsen", "15": "Sachsen-Anhalt", "16": "Thüringen",
}  # fmt: skip


def bare(name: str) -> str:
    """An official name without its title: "Flensburg, Stadt" is Flensburg, "Garding, Kirchspiel" Kirchspiel Garding."""
    head, _, title = name.partition(", ")
    return f"{title} {head}" if title == "Kirchspiel" else head.strip()


def official_key(text: str) -> str:
    """A key of eight digits, or of twelve (with the association's four inside)."""
    ags = keys.tidy(text)
    if ags[:2] not in LANDS:
        raise Unreadable("key", f"{text!r} is not an official key of eight digits")
    return ags


def official_degrees(least: float, most: float) -> Callable[[str], Any]:
    """A coordinate of the office's list, where 0 says that there is none."""
    read = degrees(least, most)
    return lambda text: read(text) if text.strip("0,.") else None


POINT = (
    Column("lat", ("breite", "breitengrad", "latitude"), official_degrees(SOUTH, NORTH), Sort.DEGREES),
    Column("lon", ("länge", "längengrad", "longitude", "lng"), official_degrees(WEST, EAST), Sort.DEGREES),
)
SIMPLE = Kind(
    "municipalities",
    (
        Column("ags", ("schlüssel", "gemeindeschlüssel", "amtlicher gemeindeschlüssel", "ars", "regionalschlüssel", "key"), official_key, Sort.KEY, required=True, digits=8),
        Column("name", ("gemeindename", "gemeinde", "description", "ort", "stadt", "municipality"), required=True, longest=200),
        Column("designation", ("art", "gemeindeart"), longest=100),
        Column("district", ("kreis", "landkreis", "kreisname"), longest=200),
        Column("land", ("bundesland", "state"), longest=100),
        *POINT,
    ),
    unique="ags",
)  # fmt: skip
# The list of the statistical offices (Gemeindeverzeichnis): rows of Land, district and association stand between the
# municipalities, and the parts of the key in columns of their own.
IN_PARTS = Kind(
    "municipalities",
    (
        Column("land", sort=Sort.MARK, needed=True),
        Column("rb", ("regierungsbezirk",), sort=Sort.MARK, needed=True),
        Column("kreis", sort=Sort.MARK, needed=True),
        Column("gemeinde", ("gem",), sort=Sort.MARK, needed=True),
        Column("name", ("gemeindename",), needed=True, longest=200),
        *POINT,
    ),
)  # fmt: skip


def read_municipalities(path: Path, summary: Summary, *, sheet: str = "") -> Iterator[Municipality]:
    """Municipalities of a newer official list, one after the other; what is wrong goes into the summary.

    Designation, district, Land and point may be missing where the shipped data know the municipality; district and Land
    also where they know its district, or a row above names it.
    """
    with opened_table(path, (SIMPLE, IN_PARTS), summary, sheet=sheet) as table:
        if table is None:
            return
        reading = _Reading(table)
        for row in table:
            found = reading.municipality(row)
            if found is not None:
                yield found


class _Reading:
    """What the rows so far have said about districts, and the keys seen."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.in_parts = table.kind is IN_PARTS
        self._keys_column = "gemeinde" if self.in_parts else "ags"
        self.districts = {
            known.district_ags: known.district for known in gazetteer.load().atlas.municipalities.values()
        }
        self.seen: set[str] = set()

    def municipality(self, row: Row) -> Municipality | None:
        ags = self._key(row) if self.in_parts else row.cells["ags"]
        if ags is None:
            return None
        atlas = gazetteer.load().atlas
        if former := atlas.former.get(ags):
            now = f"the key is {former.successor} now" if former.successor else "it was divided"
            self.table.add(row.line, self._keys_column, "former", f"{ags} was {former.name}; {now}")
            return None
        known = atlas.municipalities.get(ags)
        name, designation = row.cells["name"], row.cells.get("designation")
        if self.in_parts:
            name, designation = bare(name), name.partition(", ")[2]
            designation = "" if name.startswith(designation) else designation
        point = self._point(row, known)
        district = row.cells.get("district") or (known.district if known else self.districts.get(ags[:5], ""))
        if point is None or (not district and self._needed(row, "district")):
            return None
        return Municipality(
            ags=ags,
            name=name,
            designation=designation or (known.designation if known else "Gemeinde"),
            district_ags=ags[:5],
            district=district,
            land=LANDS[ags[:2]],
            lat=point[0],
            lon=point[1],
        )

    def _key(self, row: Row) -> str | None:
        """The key of a row in parts; rows of a district are remembered, others passed over with a note."""
        parts = [row.cells[name] or "" for name in ("land", "rb", "kreis", "gemeinde")]
        land, rb, kreis, gemeinde = (
            part.zfill(width) if part else "" for part, width in zip(parts, (2, 1, 2, 3), strict=True)
        )
        name = row.cells["name"] or ""
        ags = land + rb + kreis + gemeinde
        if gemeinde == NO_MUNICIPALITY:
            self.table.add(
                row.line, "gemeinde", "other_level", f"{name} is no municipality", effect=Effect.NOTE
            )
            return None
        if gemeinde and (len(ags) != 8 or not ags.isdigit() or land not in LANDS or not name):
            self.table.add(
                row.line, "gemeinde", "key", f"{' '.join(parts)} {name!r} is no municipality's key and name"
            )
            return None
        if gemeinde and ags in self.seen:
            self.table.add(row.line, "gemeinde", "not_unique", f"{ags} stands in an earlier row")
            return None
        if gemeinde:
            self.seen.add(ags)
            return ags
        if len(ags) == 5:
            self.districts.setdefault(ags, name.partition(", ")[0])
        self.table.add(
            row.line,
            "",
            "other_level",
            "a Land, district or association, no municipality",
            effect=Effect.NOTE,
        )
        return None

    def _point(self, row: Row, known: Municipality | None) -> tuple[float, float] | None:
        lat, lon = row.cells["lat"], row.cells["lon"]
        if lat is not None and lon is not None:
            return lat, lon
        if known is not None:
            return known.lat, known.lon
        self._needed(row, "lat" if lat is None else "lon")
        return None

    def _needed(self, row: Row, name: str) -> bool:
        self.table.add(row.line, name, "needed", "is needed for what is not known yet")
        return True
