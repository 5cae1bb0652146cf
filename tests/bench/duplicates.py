"""Duplicates: a whole stock among itself, one new report against the stock while somebody types it, and the first
question after a start.

Run as `python -m tests.bench.duplicates [COUNT]`; prints time, peak memory and the ratio to an exact normalised key. The
first question makes its own database of half as many buildings, all in one district, and throws it away.
"""

import asyncio
import resource
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from uuid import uuid4

from sqlalchemy import func, insert, select, text

import leerstand.models
from leerstand.core.database import Base, Database
from leerstand.core.embedded import serving
from leerstand.register.duplicates.find import Index, find_pairs
from leerstand.register.duplicates.spelling import joined
from leerstand.register.models import Building
from leerstand.register.stock import Stock
from tests.cast import LUECHOW, NOW
from tests.register.made_buildings import stock

assert leerstand.models

FULL = 200_000
ASKED = 200


def exact_key_pairs(records: list[dict[str, str]]) -> set[frozenset[str]]:
    """The baseline: records are equal if postcode, place, street and number are, after normalisation."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for record in records:
        key = tuple(joined(record[part]) for part in ("postcode", "place", "street", "house_number"))
        if key[2] and key[3]:
            groups[key].append(record["id"])
    return {frozenset(pair) for group in groups.values() for pair in combinations(group, 2)}


def f1(found: set[frozenset[str]], truth: set[frozenset[str]]) -> float:
    """Harmonic mean of precision and recall over pairs."""
    return 2 * len(found & truth) / (len(found) + len(truth))


def peak_mb() -> float:
    """Highest memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def among_themselves(count: int) -> None:
    """Time and F1 of all pairs of a stock, beside the baseline's."""
    records, truth = stock(count, seed=count, per_village=120)
    before = peak_mb()
    start = time.perf_counter()
    base = exact_key_pairs(records)
    base_took = time.perf_counter() - start
    start, work = time.perf_counter(), time.process_time()
    found = {frozenset(pair.ids) for pair in find_pairs(records)}
    took, worked = time.perf_counter() - start, time.process_time() - work
    print(
        f"{count:>7} buildings: {took:6.1f} s ({worked:.1f} s of one core, {1000 * worked / count:5.3f} ms each), peak {peak_mb():5.0f} MB (data {before:.0f} MB), "
        f"F1 {f1(found, truth):.3f}; exact key {base_took:4.1f} s, F1 {f1(base, truth):.3f}; time ratio {took / base_took:.1f}"
    )


def while_typing(count: int) -> None:
    """Time of one new report against a stock in memory."""
    records, _ = stock(count, seed=7, per_village=120)
    asked: list[Mapping[str, str]] = [{**record, "id": "new"} for record in records[:ASKED]]
    start = time.perf_counter()
    index = Index(records)
    built = time.perf_counter() - start
    times = []
    for record in asked:
        start = time.perf_counter()
        index.like(record)
        times.append(1000 * (time.perf_counter() - start))
    times.sort()
    print(
        f"one report against {count}: median {statistics.median(times):.2f} ms, 99 of 100 under {times[int(len(times) * 0.99)]:.1f} ms, "
        f"slowest {times[-1]:.1f} ms; the index takes {built:.1f} s to build, peak {peak_mb():.0f} MB"
    )


async def after_a_start(url: str, *, count: int) -> None:
    """Time of questions about one district of a database, right after a start and once the district is read."""
    db = Database(url)
    records, _ = stock(count, seed=9, per_village=120)
    async with db.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with db.writing() as session:
        for start in range(0, len(records), 2_000):
            await session.execute(
                insert(Building), [_row(record) for record in records[start : start + 2_000]]
            )
    async with db.engine.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.execute(text("VACUUM ANALYZE"))
    async with db.reading() as session:
        start = time.perf_counter()
        await session.scalar(select(func.count()).where(Building.note.contains("Storchennest")))
        base = time.perf_counter() - start
    memory = Stock(db)
    asked = [record for record in records if record["house_number"] and record["place"]]
    first = [await _asked(db, memory, record) for record in asked[:20]]
    start = time.perf_counter()
    await memory.wait()
    beside = time.perf_counter() - start
    later = [await _asked(db, memory, record) for record in asked[:ASKED]]
    print(
        f"after a start, {count} buildings in one district: first question {first[0]:.0f} ms, the next ones {statistics.median(first[1:]):.0f} ms "
        f"(slowest {max(first[1:]):.0f}); all read {beside:.0f} s later, then {statistics.median(later):.1f} ms (slowest {max(later):.1f}); "
        f"baseline, looking for one word in the notes: {1000 * base:.0f} ms"
    )
    await db.dispose()


async def _asked(db: Database, memory: Stock, record: Mapping[str, str]) -> float:
    start = time.perf_counter()
    async with db.reading() as session:
        await memory.like(session, record, ags=LUECHOW)
    return 1000 * (time.perf_counter() - start)


def _row(record: Mapping[str, str]) -> dict[str, object]:
    texts = {name: record[name] for name in ("name", "street", "house_number", "postcode", "place", "note")}
    points = {name: float(record[name]) if record[name] else None for name in ("lat", "lon")}
    long_ago = NOW - timedelta(days=30)
    return (
        {"id": uuid4(), "ags": LUECHOW, "kind": "house", "created_at": long_ago, "updated_at": long_ago}
        | texts
        | points
    )


def main(full: int = FULL) -> None:
    """Print the table; the curve shows that the cost grows with the candidates, not with all pairs."""
    # First of all, for a new process knows no places yet.
    with tempfile.TemporaryDirectory(prefix="leerstand-bench-") as folder:
        Path(folder).chmod(0o755)
        with serving(Path(folder), fast=True) as url:
            asyncio.run(after_a_start(url, count=full // 2))
    for count in (full // 4, full // 2, full):
        among_themselves(count)
    while_typing(full)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
