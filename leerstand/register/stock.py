"""The likes of a building, found in memory: one index a district, brought up to date before each question."""

import asyncio
import logging
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.database import Database
from leerstand.places.geography import between_km
from leerstand.register.duplicates import find
from leerstand.register.duplicates.compare import SURE
from leerstand.register.duplicates.rough import rough
from leerstand.register.queries import last_change, like_mark, like_records, like_roughly, near_point
from leerstand.register.rules import address_line

# Transactions that began earlier may become visible later.
OVERLAP = timedelta(minutes=2)
NEAR_M = 100
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
# A district of fewer buildings is read at once.
PAGE = 1_000
HEAD_START_S = 0.5
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Like:
    """A building that could be the same: how surely (0 to 100), the reasons for and against, its date of entry.

    Without reasons it only lies near. For staff alone: it says what the register holds.
    """

    building_id: UUID
    ags: str
    score: float
    reasons: tuple[Any, ...]
    created_at: datetime
    shown: str
    distance_m: int | None = None

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

    def like(self, asked: find.Record, *, limit: int) -> list[Like]:
        pairs = self.index.like(asked, limit)
        return [_like(self, pair, own=asked["id"], here=point_of(asked)) for pair in pairs]


class Stock:
    """What this process knows of the register for telling duplicates; the database stays the truth.

    A small district is read with the first question about it. A large one is read beside, bit by bit (20 s for
    100,000 buildings, with half a core); until then a question reads what a search in the database finds for it.
    Once a district is read, a question reads only what changed. Costs about 2 kB a building.
    """

    def __init__(self, db: Database, *, page: int = PAGE) -> None:
        self._db = db
        self._page = page
        self._districts: dict[str, _District] = {}
        self._reading: dict[str, asyncio.Task[None]] = {}

    async def like(
        self,
        session: AsyncSession,
        record: find.Record,
        *,
        ags: str,
        limit: int = 5,
        except_id: UUID | None = None,
    ) -> list[Like]:
        """Buildings of the same district that could be the one described, surest first. One query once it is read.

        `record` has any of name, street, house_number, postcode, place, lat, lon, note as text.
        """
        key, own = ags[:5], str(except_id or "")
        asked = {**record, "id": own}
        district = await self._district(session, key)
        if district is None:
            few = _District()
            rows = await like_roughly(session, district=key, like=rough(record))
            await asyncio.to_thread(_take_in, few, rows)
            return few.like(asked, limit=limit)
        async with district.lock:
            await _bring_up_to_date(session, district, key=key)
            return district.like(asked, limit=limit)

    async def wait(self) -> None:
        """Wait until everything that is being read beside is read."""
        await asyncio.gather(*self._reading.values())

    async def close(self) -> None:
        """Stop reading beside."""
        for task in self._reading.values():
            task.cancel()
        await asyncio.gather(*self._reading.values(), return_exceptions=True)

    async def _read_all(self, key: str) -> None:
        """Read a whole district, a page at a time, with pauses as long as the work, so that pages go on."""
        district, after = _District(), None
        async with self._db.reading() as session:
            began = await last_change(session) or NEVER
            mark = await like_mark(session, district=key, changed_since=began - OVERLAP)
        while True:
            async with self._db.reading() as session:
                rows = await like_records(session, district=key, after=after, limit=self._page)
            start = time.perf_counter()
            await asyncio.to_thread(_take_in, district, rows)
            if len(rows) < self._page:
                break
            after = rows[-1].id
            await asyncio.sleep(time.perf_counter() - start)
        # What was changed meanwhile is read with the next question.
        district.seen_until, district.mark = began, mark
        self._districts[key] = district

    async def _district(self, session: AsyncSession, key: str) -> _District | None:
        """The district as far as it is known; None while a large one is being read."""
        if key in self._districts or key in self._reading:
            return self._districts.get(key)
        rows = await like_records(session, district=key, limit=self._page)
        if len(rows) == self._page:
            self._reading[key] = asyncio.create_task(self._read_beside(key))
            return None
        district = _District()
        await asyncio.to_thread(_take_in, district, rows)
        return self._districts.setdefault(key, district)

    async def _read_beside(self, key: str) -> None:
        try:
            # The question that began it comes first.
            await asyncio.sleep(HEAD_START_S)
            await self._read_all(key)
        except Exception:
            log.exception(
                "could not read the buildings of district %s; trying again with the next question", key
            )
        finally:
            del self._reading[key]


async def near(
    session: AsyncSession, *, lat: float, lon: float, ags: str, limit: int = 3, except_id: UUID | None = None
) -> list[Like]:
    """Buildings of the district within 100 m, nearest first, alike or not. One query."""
    rows = await near_point(session, district=ags[:5], lat=lat, lon=lon)
    found = [
        Like(row.id, row.ags, 0.0, (), row.created_at, shown_line(row), _metres((lat, lon), row))
        for row in rows
        if row.id != except_id
    ]
    close = [one for one in found if one.distance_m is not None and one.distance_m <= NEAR_M]
    return sorted(close, key=lambda one: (one.distance_m, one.building_id))[:limit]


def shown_line(row: Any) -> str:
    """A building or report in one line, for staff."""
    name = getattr(row, "name", "")
    return ", ".join(part for part in (name, address_line(row.street, row.house_number), row.place) if part)


def point_of(record: find.Record) -> tuple[float, float] | None:
    """The exact point of a record, where it has one."""
    lat, lon = record.get("lat", ""), record.get("lon", "")
    return (float(lat), float(lon)) if lat and lon else None


def _metres(here: tuple[float, float] | None, row: Any) -> int | None:
    if here is None or row.lat is None or row.lon is None:
        return None
    return round(between_km(here, (row.lat, row.lon)) * 1000)


def record_of(row: Any) -> dict[str, str]:
    """A building or report as the columns by which duplicates are told."""
    columns = ("name", "street", "house_number", "postcode", "place", "lat", "lon", "note")
    found = {column: getattr(row, column, None) for column in columns}
    return {column: "" if value is None else str(value) for column, value in found.items()}


def likes_among(rows: Sequence[Any], record: find.Record, *, limit: int = 3) -> list[Any]:
    """Those of some rows that could be the same building as the record, surest first."""
    patterns = rough(record)
    records = [{"id": str(row.id), **record_of(row)} for row in rows]
    index = find.Index(one for one in records if patterns.fits(" ".join(one.values())))
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
    new = []
    for row in rows:
        key = str(row.id)
        known = district.rows.get(key)
        if known is not None and known.updated_at == row.updated_at and known == row:
            continue
        district.seen_until = max(district.seen_until or row.updated_at, row.updated_at)
        if row.merged_into_id is not None:
            district.index.remove(key)
            district.rows.pop(key, None)
        else:
            new.append({"id": key, **record_of(row)})
            district.rows[key] = row
    district.index.add_all(new)


def _like(district: _District, pair: find.Pair, *, own: str, here: tuple[float, float] | None) -> Like:
    other = pair.right if pair.left.id == own else pair.left
    row = district.rows[other.id]
    return Like(
        row.id, row.ags, pair.score, tuple(pair.facts), row.created_at, other.shown, _metres(here, row)
    )  # fmt: skip
