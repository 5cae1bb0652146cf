"""Official lists of municipalities as they are published: one row each, or in levels with the key in parts. Pure."""

from dataclasses import replace
from pathlib import Path

from leerstand.core.tables import Problem, Row, read_rows
from leerstand.places import gazetteer, keys
from leerstand.places.geography import Municipality

# Column → the other ways to call it.
COLUMNS: dict[str, tuple[str, ...]] = {
    "ags": (
        "gemeindeschlüssel",
        "gemeindeschluessel",
        "amtlicher gemeindeschlüssel",
        "ars",
        "regionalschlüssel",
    ),
    "name": ("gemeindename", "description", "ort", "ortsname"),
    "designation": (),
    "district": ("landkreis",),
    "land": ("bundesland",),
    "lat": ("breite", "breitengrad", "latitude"),
    "lon": ("länge", "laenge", "längengrad", "laengengrad", "longitude"),
}
PARTS = ("land", "rb", "kreis", "gemeinde")
"""The key as the Gemeindeverzeichnis prints it; its rows of other levels (Land, district, association) have no last part."""

NO_MUNICIPALITY = "999"
"""The end of keys that stand for waters and for land that two states share."""

REQUIRED = ("ags", "name")
GERMANY = (47.0, 5.5, 55.2, 15.5)


def bare(name: str) -> str:
    """An official name without its title: "Flensburg, Stadt" is Flensburg, "Garding, Kirchspiel" Kirchspiel Garding."""
    head, _, title = name.partition(", ")
    return f"{title} {head}" if title == "Kirchspiel" else head.strip()


def read_list(path: Path) -> tuple[list[Municipality], list[Problem]]:
    """Read a newer official list (CSV or XLSX with one header row); broken rows come back as problems.

    `ags` and `name` are required, under these or their usual German names; the office's own extract, whose key stands in
    parts, is read as it is. `designation`, `district`, `land`, `lat` and `lon` may be missing or empty where the shipped
    data know the municipality; `district` and `land` also where they know its district.
    """
    known = {*COLUMNS, *PARTS, *(other for others in COLUMNS.values() for other in others)}
    rows, problems = read_rows(path, required=(), known=known)
    reading = _Reading(str(path))
    if rows and all(any(row.cells[part] for row in rows) for part in PARTS):
        rows = [_joined(row) for row in rows if row.cells["gemeinde"] not in ("", NO_MUNICIPALITY)]
    else:
        rows = [_named(row) for row in rows]
    missing = [name for name in REQUIRED if rows and not any(row.cells[name] for row in rows)]
    problems += [Problem(str(path), 1, name, "column_missing", "this column is missing") for name in missing]
    found = [] if missing else [town for row in rows if (town := reading.municipality(row))]
    return found, sorted([*problems, *reading.problems], key=lambda problem: problem.line)


def _named(row: Row) -> Row:
    """The row with its columns under our names."""
    cells = {
        name: next((row.cells[title] for title in (name, *others) if row.cells[title]), "")
        for name, others in COLUMNS.items()
    }
    return replace(row, cells=cells)


def _joined(row: Row) -> Row:
    """The row of a municipality with its key in one; the other levels' names are told by the key."""
    cells = _named(row).cells | {
        "ags": "".join(row.cells[part] for part in PARTS),
        "land": "",
        "district": "",
    }
    return replace(row, cells=cells | {"name": bare(cells["name"])})


class _Reading:
    """One list while it is read: what was wrong, and which keys came already."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._known = gazetteer.load().atlas
        self._districts = {town.district_ags: town for town in self._known.municipalities.values()}
        self._seen: set[str] = set()

    def municipality(self, row: Row) -> Municipality | None:
        """What a row says, completed by what is known; None where something is wrong with it."""
        cells, ags = row.cells, keys.tidy(row.cells["ags"])
        if not self._is_good_key(row, ags=ags):
            return None
        known = self._known.municipalities.get(ags)
        neighbour = known or self._districts.get(ags[:5])
        point = self._point(row, known=known)
        if point is None:
            return None
        for column in ("district", "land"):
            if not cells[column] and not neighbour:
                self._skip(row, column, "needed", "is needed for a district that is not known yet")
                return None
        return Municipality(
            ags=ags,
            name=cells["name"],
            designation=cells["designation"] or (known.designation if known else "Gemeinde"),
            district_ags=ags[:5],
            district=cells["district"] or (neighbour.district if neighbour else ""),
            land=cells["land"] or (neighbour.land if neighbour else ""),
            lat=point[0],
            lon=point[1],
        )

    def _is_good_key(self, row: Row, *, ags: str) -> bool:
        if not row.cells["name"] or not row.cells["ags"]:
            self._skip(row, "ags" if not row.cells["ags"] else "name", "cell_empty", "must not be empty")
        elif not ags or not 1 <= int(ags[:2]) <= 16:
            self._skip(row, "ags", "ags", f"{row.cells['ags']!r} is not an official key of eight digits")
        elif ags in self._seen:
            self._skip(row, "ags", "not_unique", f"{row.cells['ags']!r} stands in an earlier row")
        elif former := self._known.former.get(ags):
            now = f"the key is {former.successor} now" if former.successor else "it was divided"
            self._skip(row, "ags", "former", f"{ags} was {former.name}; {now}")
        else:
            self._seen.add(ags)
            return True
        return False

    def _point(self, row: Row, *, known: Municipality | None) -> tuple[float, float] | None:
        south, west, north, east = GERMANY
        values = []
        for column, least, most in (("lat", south, north), ("lon", west, east)):
            typed = row.cells[column].replace(",", ".")
            if not typed and known:
                values.append(known.lat if column == "lat" else known.lon)
                continue
            if wrong := _wrong_degrees(typed, least=least, most=most):
                self._skip(row, column, *wrong)
                return None
            values.append(float(typed))
        return values[0], values[1]

    def _skip(self, row: Row, column: str, kind: str, reason: str) -> None:
        self.problems.append(Problem(self.file, row.line, column, kind, reason))


def _wrong_degrees(typed: str, *, least: float, most: float) -> tuple[str, str] | None:
    """What is wrong with a coordinate, as code and sentence."""
    if not typed:
        return "needed", "is needed for a municipality that is not known yet"
    try:
        value = float(typed)
    except ValueError:
        return "number", f"{typed!r} is not a number"
    return None if least <= value <= most else ("outside", f"{typed!r} lies outside Germany")
