"""Thousands of requests that make little sense, to every route as everyone: none may be answered with a 5xx.

Run as `python -m tests.faults.fuzz --requests 12000`; the same seed sends the same requests.
"""

import argparse
import asyncio
import logging
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import update
from sqlalchemy.engine import URL, make_url
from starlette.applications import Starlette

from leerstand.accounts.models import Session
from leerstand.app import create_app
from leerstand.core.database import Database
from leerstand.core.embedded import serving
from leerstand.settings import Settings
from tests.cast import Cast, Clock, gather
from tests.faults.asked import Asked, Asking
from tests.makers.world import a_world
from tests.postgres import a_database, make_template

SEED = 20261129
# Here somebody signs out or is signed out; afterwards everyone is signed in again, so that later requests get as far.
PATIENCE_SECONDS = 60
BATCH = (
    500  # by then much has been sent, decided and ended, so that the next requests get a world of their own
)
ENDS_SESSIONS = {"accounts:sign_out", "accounts:end_session", "operation:revoke", "accounts:use_link"}


class Noted(logging.Handler):
    """Keeps what is logged of incidents."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@dataclass
class Outcome:
    """How the requests were answered: counts by method and status, and each one that failed."""

    answers: Counter[tuple[str, int]] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def add(self, other: "Outcome") -> None:
        self.answers.update(other.answers)
        self.failed += other.failed
        self.slowest = max(self.slowest, other.slowest)


async def sent(app: Starlette, asked: Asked) -> int:
    """The status of the answer to one request; 0 where there was none."""
    chunks = [*asked.body] or [b""]
    status = 0

    async def receive() -> dict[str, Any]:
        if not chunks:
            await asyncio.Event().wait()  # whoever asked stays until they are answered
        return {"type": "http.request", "body": chunks.pop(0), "more_body": bool(chunks)}

    async def send(message: Any) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            for name, value in message["headers"]:
                assert b"\n" not in name + value
            _look_at(dict(message["headers"]).get(b"location", b""))

    async with asyncio.timeout(PATIENCE_SECONDS):
        await app(asked.scope, receive, send)
    return status


def _look_at(location: bytes) -> None:
    """A redirect never leads away: it is a path, and not one that browsers take for a host."""
    assert not location or (location[:1] == b"/" and location[1:2] not in {b"/", b"\\"}), location


async def fuzz(app: Starlette, cast: Cast, *, seed: int, requests: int = BATCH) -> Outcome:
    """Send requests one after the other and count the answers."""
    asking = Asking(cast, await a_world(cast, app.state.signer), seed=seed)
    outcome, noted = Outcome(), Noted()
    logging.getLogger("leerstand.incidents").addHandler(noted)
    for _ in range(requests):
        asked = asking.next()
        told = f"{asked.scope['method']} {asked.scope['raw_path'][:120]!r} ({asked.route}) as {asked.who or 'nobody'}"
        began = time.monotonic()
        try:
            status = await sent(app, asked)
        except Exception as error:
            status = 0
            noted.lines.append(f"{type(error).__name__}: {error}")
        outcome.answers[asked.scope["method"], status] += 1
        outcome.slowest = max(outcome.slowest, (time.monotonic() - began, told))
        # "Not ready" is an answer: a machine at work with much else may take longer than its patience to say more.
        is_answer = status == 503 and asked.route in {"health", "health:ready"}
        if (status >= 500 and not is_answer) or status == 0:
            outcome.failed.append("\n".join([f"{status} {told}", *noted.lines]))
        noted.lines.clear()
        if asked.route in ENDS_SESSIONS:
            async with cast.db.writing() as session:
                await session.execute(update(Session).values(ended_at=None))
    logging.getLogger("leerstand.incidents").removeHandler(noted)
    return outcome


def _print(outcome: Outcome) -> None:
    classes = ["2xx", "3xx", "4xx", "5xx", "none"]
    table: dict[str, Counter[str]] = {}
    for (method, status), count in outcome.answers.items():
        table.setdefault(method, Counter())[f"{status // 100}xx" if status else "none"] += count
    print(f"{'method':10}" + "".join(f"{name:>8}" for name in classes))
    for method, counts in sorted(table.items()):
        print(f"{method:10}" + "".join(f"{counts[name]:>8}" for name in classes))
    total = sum(outcome.answers.values())
    print(f"{total} requests, {len(outcome.failed)} answered with 5xx or not at all")
    print(f"slowest: {outcome.slowest[0]:.2f} s, {outcome.slowest[1]}")
    for one in outcome.failed:
        print(f"\n{one}")


async def _all(server: URL, *, requests: int, seed: int) -> Outcome:
    """Batch after batch, each in a database of its own and with the next seed."""
    outcome = Outcome()
    await make_template(server, "fuzz_template")
    for number, start in enumerate(range(0, requests, BATCH)):
        async with a_database(server, "fuzz_template") as url:
            db, clock = Database(url), Clock()
            app = create_app(Settings(base_url="http://leerstand.test"), db, secret="s" * 40, now=clock)
            cast = await gather(db, app, clock)
            outcome.add(await fuzz(app, cast, seed=seed + number, requests=min(BATCH, requests - start)))
            await db.dispose()
    return outcome


def main() -> int:
    """Run by hand on a database server of its own; the number of failures is the exit status."""
    words = argparse.ArgumentParser(description=__doc__)
    words.add_argument("--requests", type=int, default=12_000)
    words.add_argument("--seed", type=int, default=SEED)
    wish = words.parse_args()
    logging.getLogger("leerstand.incidents").propagate = False
    with tempfile.TemporaryDirectory(prefix="leerstand-fuzz-") as folder:
        Path(folder).chmod(0o755)
        with serving(Path(folder), fast=True) as url:
            outcome = asyncio.run(_all(make_url(url), requests=wish.requests, seed=wish.seed))
    _print(outcome)
    return min(len(outcome.failed), 100)


if __name__ == "__main__":
    sys.exit(main())
