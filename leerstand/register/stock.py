"""The likes of a building, found in memory: one index a district, brought up to date before each question."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.places.geography import between_km
from leerstand.register.duplicates import find
from leerstand.register.duplicates.compare import SURE
from leerstand.register.queries import like_mark, like_records

# Transactions that began earlier may become visible later.
OVERLAP = timedelta(minutes=2)
NEAR_KM = 0.1


@dataclass(frozen=True, slots=True)
class Like:
    """A building that could be the same: how surely (0 to 100), the reasons for and against, its date of entry."""

    building_id: UUID
    ags: str
    score: float
    reasons: tuple[Any, ...]
    created_at: datetime
    shown: str

    @property
    def is_sure(self) -> bool:
        return self.score >= SURE


@dataclass
class _District:
    index: find.Index = field(default_factory=find.Index)
    rows: dict[str, Row[*tuple[Any, ...]]] = field(default_factory=dict)
    seen_until: datetime | None = None
    mark: tuple[object, ...] = ()
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Stock:
    """What this process knows of the register for telling duplicates; the database stays the truth.

    The first question about a district reads all its buildings (one query and a few seconds for 100,000),
    later ones only what changed. Costs about 2 kB a building.
    """

    def __init__(self) -> None:
        self._districts: dict[str, _District] = defaultdict(_District)

    async def like(
        self,
        session: AsyncSession,
        record: find.Record,
        *,
        ags: str,
        limit: int = 5,
        except_id: UUID | None = None,
    ) -> list[Like]:
        """Buildings of the same district that could be the one described, surest first. One query.

        `record` has any of name, street, house_number, postcode, place, lat, lon, note as text.
        """
        district = self._districts[ags[:5]]
        async with district.lock:
            await _bring_up_to_date(session, district, key=ags[:5])
            pairs = district.index.like({**record, "id": str(except_id or "")}, limit + 1)
            return [_like(district, pair, own=str(except_id or "")) for pair in pairs][:limit]

    async def near(
        self, session: AsyncSession, *, lat: float, lon: float, ags: str, limit: int = 3
    ) -> list[tuple[UUID, datetime, float]]:
        """Buildings within 100 m of a point, as (id, date of entry, distance in km), nearest first. One query."""
        district = self._districts[ags[:5]]
        async with district.lock:
            await _bring_up_to_date(session, district, key=ags[:5])
            # A box first: most buildings are far, and two comparisons are cheaper than a distance.
            close = [
                (row.id, row.created_at, between_km((lat, lon), (row.lat, row.lon)))
                for row in district.rows.values()
                if row.lat is not None and abs(row.lat - lat) < 0.001 and abs(row.lon - lon) < 0.002
            ]
        return sorted((one for one in close if one[2] <= NEAR_KM), key=lambda one: one[2])[:limit]


def record_of(row: Any) -> dict[str, str]:
    """A building or report as the columns by which duplicates are told."""
    columns = ("name", "street", "house_number", "postcode", "place", "lat", "lon", "note")
    found = {column: getattr(row, column, None) for column in columns}
    return {column: "" if value is None else str(value) for column, value in found.items()}


def likes_among(rows: Sequence[Any], record: find.Record, *, limit: int = 3) -> list[Any]:
    """Those of a few rows that could be the same building as the record, surest first."""
    index = find.Index({"id": str(row.id), **record_of(row)} for row in rows)
    by_id = {str(row.id): row for row in rows}
    found = index.like({**record, "id": ""}, limit)
    return [by_id[next(one for one in pair.ids if one)] for pair in found]


async def _bring_up_to_date(session: AsyncSession, district: _District, *, key: str) -> None:
    since = district.seen_until - OVERLAP if district.seen_until else None
    if since is not None:
        # After a large import all of it lies within the overlap: it is read again only if something changed.
        mark = await like_mark(session, district=key, changed_since=since)
        if mark == district.mark:
            return
    changed = await like_records(session, district=key, changed_since=since)
    await asyncio.to_thread(_take_in, district, changed)
    if district.seen_until is not None:
        district.mark = await like_mark(session, district=key, changed_since=district.seen_until - OVERLAP)


def _take_in(district: _District, rows: Iterable[Row[*tuple[Any, ...]]]) -> None:
    for row in rows:
        key = str(row.id)
        known = district.rows.get(key)
        if known is not None and known.updated_at == row.updated_at and known == row:
            continue
        if row.merged_into_id is not None:
            district.index.remove(key)
            district.rows.pop(key, None)
        else:
            district.index.add({"id": key, **record_of(row)})
            district.rows[key] = row
        district.seen_until = max(district.seen_until or row.updated_at, row.updated_at)


def _like(district: _District, pair: find.Pair, *, own: str) -> Like:
    other = pair.right if pair.left.id == own else pair.left
    row = district.rows[other.id]
    return Like(row.id, row.ags, pair.score, tuple(pair.facts), row.created_at, other.shown)
