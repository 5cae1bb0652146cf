"""One change: an offer against 100,000 searches and a search against 20,000 offers, from the database to stored proposals.

Run as `python -m tests.bench.one_change [SEARCHES OFFERS]`; makes its own database and throws it away. Baseline in the
same run: writing one changed row and reading it again, which any page that saves has to do.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid5

from sqlalchemy import func, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

import leerstand.models
from leerstand.accounts.service import ensure_person
from leerstand.core.database import Base, Database
from leerstand.core.embedded import serving
from leerstand.matching import service
from leerstand.matching.codes import ProposalState
from leerstand.matching.engine.facts import Seeker, Space
from leerstand.matching.jobs import match_all
from leerstand.matching.models import Proposal
from leerstand.matching.pool import Pool
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer
from leerstand.register.models import Building
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search
from tests.bench.made_market import made_seeker, made_space
from tests.bench.measured import measured, noise, now_mb, peak_mb, print_table
from tests.cast import LUECHOW, NOW

assert leerstand.models

SEARCHES, OFFERS, RUNS = 100_000, 20_000, 15
AT_ONCE = 1_000
NAMES = UUID("3b0f7c1e-52a5-4d4a-9a53-1f4b8a1d6c11")
MADE = NOW - timedelta(days=3)
Act = Callable[[AsyncSession, UUID, datetime], Awaitable[object]]


def _cents(euros: float | None) -> int | None:
    return None if euros is None else int(euros * 100)


def _offer_rows(space: Space) -> tuple[dict[str, object], dict[str, object]]:
    building_id = uuid5(NAMES, f"building {space.id}")
    building = {
        "id": building_id, "ags": LUECHOW, "kind": "house", "place": space.place, "lat": space.lat, "lon": space.lon,
        "rough_lat": space.lat, "rough_lon": space.lon, "created_at": MADE, "updated_at": MADE,
    }  # fmt: skip
    offer = {
        "id": uuid5(NAMES, space.id), "building_id": building_id, "form": space.form, "property_kind": space.property_kind,
        "state": OfferState.RELEASED, "title": space.title, "description": space.description, "wished_use": space.wished_use,
        "available_from": space.available_from_on, "available_until": space.available_until_on,
        "min_months": space.min_months, "max_months": space.max_months, "capacity": space.capacity,
        "area_m2": space.area_m2, "rooms": space.rooms, "cost_month_cents": _cents(space.cost_month_eur),
        "shares_cents": _cents(space.shares_eur), "features": sorted(space.features), "broadband_mbit": space.broadband_mbit,
        "consent_at": MADE, "released_at": MADE, "created_at": MADE, "updated_at": MADE,
    }  # fmt: skip
    return building, offer


def _search_row(seeker: Seeker, person_id: UUID) -> dict[str, object]:
    return {
        "id": uuid5(NAMES, seeker.id), "person_id": person_id, "state": SearchState.ACTIVE, "forms": list(seeker.forms),
        "property_kinds": sorted(seeker.property_kinds), "place": seeker.place, "radius_km": seeker.radius_km,
        "starts_on": seeker.from_on, "ends_on": seeker.until_on, "min_months": seeker.min_months, "persons": seeker.persons,
        "budget_month_cents": _cents(seeker.budget_month_eur), "shares_max_cents": _cents(seeker.shares_max_eur),
        "min_area_m2": seeker.min_area_m2, "min_rooms": seeker.min_rooms, "needs": sorted(seeker.needs),
        "wishes": sorted(seeker.wishes), "min_broadband_mbit": seeker.min_broadband_mbit, "text": seeker.text,
        "consent_at": MADE, "created_at": MADE, "updated_at": MADE,
    }  # fmt: skip


async def fill(db: Database, *, searches: int, offers: int) -> None:
    """Write the made market into the tables."""
    async with db.writing() as session:
        person_id = (
            await ensure_person(session, email="sami@example.org", name="Sami Haddad", language="de", now=NOW)
        ).id
        for start in range(0, offers, AT_ONCE):
            rows = [_offer_rows(made_space(number)) for number in range(start, min(start + AT_ONCE, offers))]
            await session.execute(insert(Building.__table__), [building for building, _ in rows])
            await session.execute(insert(Offer.__table__), [offer for _, offer in rows])
        for start in range(0, searches, AT_ONCE):
            made = range(start, min(start + AT_ONCE, searches))
            await session.execute(
                insert(Search.__table__), [_search_row(made_seeker(number), person_id) for number in made]
            )


async def propose(db: Database, pool: Pool, *, now: datetime) -> int:
    """Store everything's best pairs without reasons, so that each search has its list; return how many."""
    version = (await pool.matcher(now=now)).version
    count = 0
    async with db.writing() as session:
        found = await pool.everything(session, top=service.TOP, now=now)
        rows: list[dict[str, object]] = []
        for search_id in [*found.searches, None]:
            for offer_id, score in (found.of(search_id) if search_id else {}).items():
                if score >= service.LEAST_SCORE:
                    rows.append({
                        "id": uuid5(NAMES, f"{search_id} {offer_id}"), "offer_id": offer_id, "search_id": search_id,
                        "score": score, "reasons": [], "engine_version": version, "state": ProposalState.NEW,
                        "created_at": now, "updated_at": now, "due_on": now.date(),
                    })  # fmt: skip
            if len(rows) > 20 * AT_ONCE or search_id is None:
                await session.execute(insert(Proposal.__table__), rows)
                count, rows = count + len(rows), []
    return count


async def timed(
    db: Database, ids: list[UUID], *, table: type[Offer | Search], act: Act
) -> tuple[float, float, float]:
    """Milliseconds by the clock (median, slowest) and of the processor, of a change and what follows from it."""
    clocks, works = [], []
    for number, subject_id in enumerate(ids):
        now = NOW + timedelta(seconds=number + 1)
        async with db.writing() as session:
            await session.execute(
                update(table)
                .where(table.id == subject_id)
                .values(updated_at=now, text=made_seeker(7 * number).text)
                if table is Search
                else update(table)
                .where(table.id == subject_id)
                .values(updated_at=now, wished_use=made_space(7 * number).wished_use)
            )
        with measured() as took:
            async with db.writing() as session:
                await act(session, subject_id, now)
        clocks.append(1000 * took.clock)
        works.append(1000 * took.work)
    return statistics.median(clocks[2:]), max(clocks[2:]), statistics.median(works[2:])


async def measure(db: Database, *, searches: int, offers: int) -> None:
    """Fill the database, let the pool follow, change single rows, match everything; print the tables."""
    busy = noise()
    async with db.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    await fill(db, searches=searches, offers=offers)
    pool = Pool()
    following = await follow(db, pool)
    start = time.perf_counter()
    proposals = await propose(db, pool, now=NOW)
    print(f"{proposals} proposals stored in {time.perf_counter() - start:.0f} s")
    async with db.engine.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.execute(text("VACUUM ANALYZE"))
    print_table(
        f"One change, from the database to stored proposals ({busy})",
        ("", "median ms", "slowest ms", "CPU ms (without the database)", "× baseline"),
        await changes(db, pool, searches=searches, offers=offers),
    )
    print_table(
        f"The pool of {searches:,} searches and {offers:,} offers follows the database",
        ("", "time s", "CPU s", "MB"),
        [*following, ["this process at its highest", "", "", f"{peak_mb():.0f}"]],
    )
    with measured() as nightly:
        await match_all(db, pool, now=NOW + timedelta(hours=1))
    print(f"\nnightly over stored proposals: {nightly.clock:.1f} s, {nightly.work:.1f} s of CPU")


async def follow(db: Database, pool: Pool) -> list[list[str]]:
    """What loading the engine, reading everything once and finding nothing new cost."""
    before = now_mb()
    await pool.matcher(now=NOW)
    loaded = now_mb()
    with measured() as first:
        async with db.reading() as session:
            await pool.follow(session, now=NOW)
    with measured() as again:
        async with db.reading() as session:
            await pool.follow(session, now=NOW)
    return [
        ["the engine", "", "", f"{loaded - before:.0f}"],
        [
            "first time: read everything",
            f"{first.clock:.1f}",
            f"{first.work:.1f}",
            f"{now_mb() - loaded:.0f}",
        ],
        ["nothing changed", f"{again.clock:.3f}", f"{again.work:.3f}", ""],
    ]


async def changes(db: Database, pool: Pool, *, searches: int, offers: int) -> list[list[str]]:
    """One changed offer, one changed search, and one row written and read as the baseline."""
    async with db.reading() as session:
        by_title = select(Offer.id).order_by(func.md5(Offer.title)).limit(RUNS + 2)
        by_text = select(Search.id).order_by(func.md5(Search.text)).limit(RUNS + 2)
        some_offers, some_searches = (
            list(await session.scalars(by_title)),
            list(await session.scalars(by_text)),
        )

    async def nothing(session: AsyncSession, subject_id: UUID, _now: datetime) -> object:
        await session.execute(update(Search).where(Search.id == subject_id).values(title="x"))
        return await session.get(Search, subject_id)

    async def one_offer(session: AsyncSession, subject_id: UUID, now: datetime) -> object:
        return await service.match_offer(session, pool, subject_id, now=now)

    async def one_search(session: AsyncSession, subject_id: UUID, now: datetime) -> object:
        search = await session.get_one(Search, subject_id)
        return await service.match_search(session, pool, search, now=now)

    acts: list[tuple[str, list[UUID], type[Offer | Search], Act]] = [
        ("baseline: write and read one row", some_searches, Search, nothing),
        (f"offer against {searches:,} searches", some_offers, Offer, one_offer),
        (f"search against {offers:,} offers", some_searches, Search, one_search),
    ]
    rows, base = [], 0.0
    for name, ids, table, act in acts:
        clock, slowest, work = await timed(db, ids, table=table, act=act)
        base = base or clock
        rows.append([name, f"{clock:.0f}", f"{slowest:.0f}", f"{work:.0f}", f"{clock / base:.1f}"])
    return rows


def main(searches: int = SEARCHES, offers: int = OFFERS) -> None:
    """Measure on a database of its own."""
    with tempfile.TemporaryDirectory(prefix="leerstand-bench-") as folder:
        Path(folder).chmod(0o755)
        with serving(Path(folder), fast=True) as url:
            asyncio.run(_run(url, searches=searches, offers=offers))


async def _run(url: str, *, searches: int, offers: int) -> None:
    db = Database(url)
    try:
        await measure(db, searches=searches, offers=offers)
    finally:
        await db.dispose()


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
