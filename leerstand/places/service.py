"""Use cases of the list of municipalities: fill it from the shipped data, renew it from a newer official list."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

from sqlalchemy import Boolean, ColumnElement, literal_column, or_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.tables import Problem, Row, read_rows
from leerstand.places import gazetteer
from leerstand.places.geography import Municipality
from leerstand.places.models import Municipality as Stored

REQUIRED = ("ags", "name")
OPTIONAL = ("designation", "district", "land", "lat", "lon")
ROWS_AT_ONCE = 2_000
GERMANY = (47.0, 5.5, 55.2, 15.5)


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows were new, changed, or the same as before."""

    new: int
    changed: int
    same: int


def shipped() -> list[Municipality]:
    """All municipalities of the data that come with the product."""
    return list(gazetteer.load().atlas.municipalities.values())


async def import_municipalities(session: AsyncSession, *, rows: Iterable[Municipality]) -> Counts:
    """Write municipalities, new ones and changed ones; none is ever removed, since buildings may refer to it.

    One statement for every 2,000 rows; a second import of the same rows changes nothing.
    """
    found: list[bool] = []
    total = 0
    for batch in _batches(rows):
        total += len(batch)
        fresh = insert(Stored).values([asdict(row) for row in batch])
        new = {column: fresh.excluded[column] for column in _columns() if column != "ags"}
        differs = or_(*(getattr(Stored, name).is_distinct_from(value) for name, value in new.items()))
        statement = fresh.on_conflict_do_update(index_elements=[Stored.ags], set_=new, where=differs)
        # A row that was inserted has no older version of itself (xmax is 0).
        inserted: ColumnElement[bool] = literal_column("municipalities.xmax = 0", Boolean)
        found += await session.scalars(statement.returning(inserted))
    return Counts(new=sum(found), changed=len(found) - sum(found), same=total - len(found))


def read_list(path: Path) -> tuple[list[Municipality], list[Problem]]:
    """Read a newer official list (CSV or XLSX with one header row); broken rows come back as problems.

    `ags` (eight digits) and `name` are required. `designation`, `district`, `land`, `lat` and `lon` may be missing or
    empty where the shipped data know the municipality; `district` and `land` also where they know its district.
    """
    rows, problems = read_rows(path, required=REQUIRED, known=OPTIONAL, unique="ags")
    districts = {known.district_ags: known for known in shipped()}
    found = []
    for row in rows:
        read = _municipality(row, file=str(path), districts=districts)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            found.append(read)
    return found, sorted(problems, key=lambda problem: problem.line)


def _municipality(row: Row, *, file: str, districts: dict[str, Municipality]) -> Municipality | Problem:
    cells = row.cells
    ags = cells["ags"].zfill(8) if len(cells["ags"]) == 7 else cells["ags"]
    if len(ags) != 8 or not ags.isascii() or not ags.isdecimal() or not 1 <= int(ags[:2]) <= 16:
        return Problem(
            file, row.line, "ags", "ags", f"{cells['ags']!r} is not an official key of eight digits"
        )
    known = gazetteer.load().municipality(ags)
    neighbour = known or districts.get(ags[:5])
    point = _point(row, known=known, file=file)
    if isinstance(point, Problem):
        return point
    for column in ("district", "land"):
        if not cells[column] and not neighbour:
            return Problem(file, row.line, column, "needed", "is needed for a district that is not known yet")
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


def _point(row: Row, *, known: Municipality | None, file: str) -> tuple[float, float] | Problem:
    south, west, north, east = GERMANY
    values = []
    for column, least, most in (("lat", south, north), ("lon", west, east)):
        typed = row.cells[column].replace(",", ".")
        if not typed and known:
            values.append(known.lat if column == "lat" else known.lon)
            continue
        if not typed:
            return Problem(
                file, row.line, column, "needed", "is needed for a municipality that is not known yet"
            )
        try:
            value = float(typed)
        except ValueError:
            return Problem(file, row.line, column, "number", f"{row.cells[column]!r} is not a number")
        if not least <= value <= most:
            return Problem(file, row.line, column, "outside", f"{row.cells[column]!r} lies outside Germany")
        values.append(value)
    return values[0], values[1]


def _columns() -> list[str]:
    return [column.name for column in Stored.__table__.columns]


def _batches(rows: Iterable[Municipality]) -> Iterator[list[Municipality]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, ROWS_AT_ONCE)):
        yield batch
