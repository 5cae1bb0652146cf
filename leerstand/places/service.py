"""Use cases of the list of municipalities: fill it from the shipped data, renew it from a newer official list."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import islice

from sqlalchemy import Boolean, ColumnElement, literal_column, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.tables import Counts
from leerstand.places import gazetteer
from leerstand.places.geography import Municipality
from leerstand.places.models import Municipality as Stored

ROWS_AT_ONCE = 2_000


async def missing(session: AsyncSession) -> list[Municipality]:
    """The shipped municipalities that the database doesn't know: all at first, new ones after an upgrade. One query."""
    known = set(await session.scalars(select(Stored.ags)))
    return [town for town in shipped() if town.ags not in known]


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


def _columns() -> list[str]:
    return [column.name for column in Stored.__table__.columns]


def _batches(rows: Iterable[Municipality]) -> Iterator[list[Municipality]]:
    waiting = iter(rows)
    while batch := list(islice(waiting, ROWS_AT_ONCE)):
        yield batch
