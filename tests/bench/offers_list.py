"""The public list and map with 100,000 published offers: times, numbers of queries, ratios to the plain first page.

Run as `python -m tests.bench.offers_list [COUNT]`; makes its own database and throws it away.
"""

import asyncio
import statistics
import sys
import tempfile
import time
from pathlib import Path

import httpx
from sqlalchemy import text

import leerstand.models
from leerstand.app import create_app
from leerstand.core.database import Base, Database
from leerstand.core.embedded import serving
from leerstand.settings import Settings
from tests.cast import Clock
from tests.makers.stock import publish_stock
from tests.queries import counted

assert leerstand.models

FULL = 100_000
RUNS = 7
BASELINE = "/angebote"
REGION = "9.7,51.9,13.0,54.3"
ASKED = {
    "first page": BASELINE,
    "page 300": "/angebote?page=300",
    "two forms, garden": "/angebote?form=coliving&form=interim_use&feature=garden",
    "cheapest first": "/angebote?sort=cost&max_cost=300",
    "one word": "/angebote?q=Holzwerkstatt",
    "two words, one mistyped": "/angebote?q=Ateleir+Nordlicht",
    "25 km around a town": "/angebote?place=Gartow",
    "100 km around a town": "/angebote?place=Gartow&radius_km=100",
    "a landscape": "/angebote?place=Wendland&form=coliving",
    "map, whole region": f"/angebote/karte.json?bbox={REGION}&zoom=8",
    "map, one district": "/angebote/karte.json?bbox=10.7,52.8,11.7,53.3&zoom=10",
    "map, filtered": f"/angebote/karte.json?bbox={REGION}&zoom=8&place=Gartow&form=coliving",
    "home": "/",
}


async def measure(db: Database, *, count: int) -> None:
    """Fill the database, ask each question several times, print medians."""
    async with db.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    start = time.perf_counter()
    async with db.writing() as session:
        await publish_stock(session, count, share_here=0.4)
    async with db.engine.connect() as connection:
        outside = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await outside.execute(text("VACUUM ANALYZE"))
    print(f"{count} offers made in {time.perf_counter() - start:.0f} s, four in ten in the region")
    app = create_app(Settings(base_url="http://bench.test"), db, secret="s" * 40, now=Clock())
    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://bench.test") as browser:
        plain = 0.0
        for name, path in ASKED.items():
            first, took, queries = await timed(db, browser, path)
            plain = plain or took
            print(
                f"{name:<26} {1000 * took:6.0f} ms  first {1000 * first:5.0f} ms  {queries} queries  ×{took / plain:4.1f}"
            )


async def timed(db: Database, browser: httpx.AsyncClient, path: str) -> tuple[float, float, int]:
    """Seconds of the first answer, the median of the next ones, and the queries of one of those."""
    times, queries = [], 0
    for _ in range(RUNS + 1):
        with counted(db) as statements:
            start = time.perf_counter()
            answer = await browser.get(path)
            times.append(time.perf_counter() - start)
        assert answer.status_code == 200, (path, answer.status_code)
        queries = len(statements)
    return times[0], statistics.median(times[1:]), queries


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FULL
    with tempfile.TemporaryDirectory(prefix="leerstand-bench-") as folder:
        Path(folder).chmod(0o755)
        with serving(Path(folder), fast=True) as url:
            asyncio.run(_run(url, count=count))


async def _run(url: str, *, count: int) -> None:
    db = Database(url)
    try:
        await measure(db, count=count)
    finally:
        await db.dispose()


if __name__ == "__main__":
    main()
