"""How long ten good mails wait behind sixty that no server takes: python -m tests.faults.mail_queue

Each kind of undeliverable mail stands in the queue alone, then all kinds together; the mail server listens on this
machine and knows ASCII alone. Prints seconds until the last good mail has left, with the schedule's own pauses.
"""

import asyncio
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from leerstand.core import migrations
from leerstand.core.database import Database
from leerstand.core.embedded import serving
from leerstand.notices.jobs import send_due
from tests.cast import NOW
from tests.notices.conftest import Postbox, open_postbox
from tests.notices.telling import SITE, sender, tell_all

BAD, GOOD = 60, 10
PAUSE_SECONDS = 5  # between two runs of send-notices
KINDS = {
    "umlaut domains": "x{}@ü{}.example.org",
    "umlauts before the @": "jürgen{}@example.org",
    "invisible signs": "x{}@example.org\u200b",
    "mailboxes that are none": "none{}@example.org",
    "greylisted": "grey{}@example.org",
    "the server hangs up": "poison{}@example.org",
    "the server says it closes": "closed{}@example.org",
}


def queue(patterns: list[str]) -> Iterator[str]:
    for number in range(BAD):
        yield patterns[number % len(patterns)].format(number, number)
    for number in range(GOOD):
        yield f"good{number}@example.org"


async def seconds_until_the_last_good_one(db: Database, box: Postbox, patterns: list[str]) -> float:
    """The time that passes on the clock, and five seconds for each pause between two runs."""
    await tell_all(db, *queue(patterns))
    began, pauses = time.monotonic(), 0
    while sum(address.startswith("good") for address in box.recipients) < GOOD:
        await send_due(db, sender(box), site=SITE, now=NOW + timedelta(seconds=PAUSE_SECONDS * pauses))
        pauses += 1
    return time.monotonic() - began + PAUSE_SECONDS * (pauses - 1)


async def measure(url: str) -> None:
    await migrations.upgrade(url)
    for name, patterns in [
        *((name, [one]) for name, one in KINDS.items()),
        ("all kinds", list(KINDS.values())),
    ]:
        async with an_empty_outbox(url) as db, open_postbox() as box:
            box.hangs_up_at = ("poison",)
            box.refuses = {
                "none": "550 5.1.1 unknown",
                "grey": "450 4.2.0 later",
                "closed": "421 4.3.2 closing",
            }
            seconds = await seconds_until_the_last_good_one(db, box, patterns)
            print(f"{BAD} × {name}: the last of {GOOD} good mails left after {seconds:.1f} s")


@asynccontextmanager
async def an_empty_outbox(url: str) -> AsyncIterator[Database]:
    db = Database(url)
    try:
        yield db
        async with db.engine.begin() as connection:
            await connection.exec_driver_sql("TRUNCATE notices")
    finally:
        await db.dispose()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder) / "data", fast=True) as url:
        asyncio.run(measure(url))


if __name__ == "__main__":
    main()
