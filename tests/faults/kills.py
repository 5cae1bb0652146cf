"""What is lost when processes are killed: python -m tests.faults.kills [--kills 36]

Two web processes, a worker and the embedded PostgreSQL (safe against power cuts, as for real) serve people who apply and
sign in all the time, while one after the other is killed with SIGKILL and started again. Whatever a page acknowledged
must then stand in the database once, and its mail must have reached the mail server on this machine; a mail that was
taken twice must carry one Message-ID. Ends with 1 where something was lost or doubled.
"""

import argparse
import asyncio
import itertools
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO
from uuid import UUID

import httpx
from sqlalchemy import func, select

from leerstand.accounts.service import ensure_person, open_session
from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application
from leerstand.core import migrations
from leerstand.core.database import Database
from leerstand.core.embedded import serving
from leerstand.notices.codes import NoticeState
from leerstand.notices.models import Notice
from tests.makers import chain
from tests.notices.conftest import Postbox, open_postbox

SEEKERS, OFFERS = 30, 40
AT_ONCE = 3  # people of each kind who send at the same time
BETWEEN_KILLS_SECONDS = 2.0
PATIENCE_SECONDS = 120.0
LETTER = "Wir würden gern kommen und den Garten bestellen, am liebsten schon im Frühling."


class Process:
    """One of ours that is killed and started again."""

    def __init__(self, name: str, *, words: list[str], settings: dict[str, str], log: Path) -> None:
        self.name, self.words, self.settings = name, words, settings
        self.log: TextIO = log.open("a")
        self.running = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "leerstand", *self.words],
            env=os.environ | self.settings, stdout=self.log, stderr=self.log,
        )  # fmt: skip

    def kill(self) -> None:
        self.running.kill()
        self.running.wait()
        self.running = self._start()

    def restart_if_ended(self) -> None:
        """As systemd does."""
        if self.running.poll() is not None:
            self.running = self._start()

    def end(self) -> None:
        self.running.terminate()
        with suppress(subprocess.TimeoutExpired):
            self.running.wait(60)
        self.running.kill()
        self.log.close()


@dataclass
class Sent:
    """What people have sent: acknowledged by a page, refused, or without an answer."""

    applications: set[tuple[UUID, UUID]] = field(default_factory=set)
    sign_ins: set[str] = field(default_factory=set)
    unanswered: int = 0
    refused: Counter[int] = field(default_factory=Counter)


@dataclass
class Seeker:
    cookie: str
    search_id: UUID


@dataclass
class Region:
    """The service under trial and what is sent to it."""

    db: Database
    ports: tuple[int, int]
    seekers: list[Seeker]
    offers: list[UUID]
    sent: Sent = field(default_factory=Sent)
    is_over: bool = False

    async def post(self, path: str, form: dict[str, str], *, cookie: str = "") -> httpx.Response | None:
        """Send a form to one of the two web processes, from an address of its own; None without an answer."""
        port = secrets.choice(self.ports)
        here = f"http://127.0.0.1:{port}"
        address = ".".join(str(secrets.randbelow(200) + 1) for _ in range(4))
        try:
            async with httpx.AsyncClient(base_url=here, timeout=30) as browser:
                return await browser.post(
                    path, data=form, cookies={"leerstand_session": cookie} if cookie else None,
                    headers={"origin": here, "x-forwarded-for": address},
                )  # fmt: skip
        except httpx.HTTPError:
            return None

    def note(self, answer: httpx.Response | None, acknowledge: Callable[[], None]) -> None:
        if answer is None:
            self.sent.unanswered += 1
        elif answer.status_code == 303 and not answer.headers["location"].startswith("/anmelden?"):
            acknowledge()
        else:
            self.sent.refused[answer.status_code] += 1

    async def apply(self, pairs: Iterator[tuple[UUID, Seeker]]) -> None:
        for offer_id, seeker in pairs:
            if self.is_over:
                return
            form = {"search_id": str(seeker.search_id), "message": LETTER, "act": "send"}
            answer = await self.post(f"/angebote/{offer_id}/bewerben", form, cookie=seeker.cookie)
            pair = (offer_id, seeker.search_id)
            self.note(answer, lambda pair=pair: self.sent.applications.add(pair))  # type: ignore[misc]
            await asyncio.sleep(0.3)

    async def sign_in(self) -> None:
        while not self.is_over:
            email = f"{secrets.token_hex(6)}@example.org"
            answer = await self.post("/anmelden", {"email": email})
            self.note(answer, lambda email=email: self.sent.sign_ins.add(email))  # type: ignore[misc]
            await asyncio.sleep(0.5)


async def prepare(db: Database) -> tuple[list[Seeker], list[UUID]]:
    """Seekers with a session and a search each, and the offers of one owner."""
    now = datetime.now(UTC)
    async with db.writing() as session:
        owner = await ensure_person(session, email="olga@example.org", name="Olga", now=now)
        building = await chain.a_building(session, owner_person_id=owner.id)
        offers = [
            await chain.an_offer(session, building, title=f"Haus {number}", capacity=50)
            for number in range(OFFERS)
        ]
        seekers: list[Seeker] = []
        for number in range(SEEKERS):
            person = await ensure_person(session, email=f"seeker{number}@example.org", name="S", now=now)
            cookie = await open_session(session, person_id=person.id, browser="Trial", now=now)
            search = await chain.a_search(session, person.id)
            seekers.append(Seeker(cookie, search.id))
            # Released already, so that each application is told to the owner at once.
            for offer in offers:
                await chain.a_proposal(session, offer, search)
    return seekers, [offer.id for offer in offers]


async def eventually(what: str, holds: Callable[[], Awaitable[bool]], *, processes: list[Process]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not await holds():
        if time.monotonic() > deadline:
            raise SystemExit(f"gave up waiting until {what}")
        for process in processes:
            process.restart_if_ended()
        await asyncio.sleep(0.2)


async def are_ready(ports: tuple[int, int]) -> bool:
    async with httpx.AsyncClient(timeout=3) as watcher:
        try:
            answers = [await watcher.get(f"http://127.0.0.1:{port}/health/ready") for port in ports]
        except httpx.HTTPError:
            return False
    return all(answer.status_code == 200 for answer in answers)


def kill_database(data: Path) -> None:
    """Kill the server itself; its keeper starts it again."""
    pid_file = (data / "postgres").resolve() / "cluster" / "postmaster.pid"
    os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)


async def kill_all_around(region: Region, processes: list[Process], *, data: Path, kills: int) -> None:
    """Kill one after the other under load, each when the others have recovered."""
    victims = itertools.cycle(["web 1", "worker", "database", "web 2", "worker", "database"])
    for number, victim in zip(range(1, kills + 1), victims, strict=False):
        await asyncio.sleep(BETWEEN_KILLS_SECONDS)
        began = time.monotonic()
        if victim == "database":
            kill_database(data)
        else:
            next(process for process in processes if process.name == victim).kill()
        await eventually("both answer", lambda: are_ready(region.ports), processes=processes)
        print(
            f"  kill {number:>2} of {kills}: {victim:<8} all ready after {time.monotonic() - began:4.1f} s; "
            f"acknowledged {len(region.sent.applications)} applications, {len(region.sent.sign_ins)} sign-ins",
            flush=True,
        )


async def all_left(db: Database) -> bool:
    async with db.reading() as session:
        waiting = select(func.count()).select_from(Notice).where(Notice.state == NoticeState.WAITING)
        return not await session.scalar(waiting)


@dataclass
class Account:
    """What became of all that was acknowledged."""

    applications: tuple[int, int, int]
    notices: tuple[int, int, int]
    mails: tuple[int, int, int]
    twice_under_one_id: int

    @property
    def is_clean(self) -> bool:
        return not any(self.applications[1:] + self.notices[1:] + self.mails[1:])

    def show(self) -> None:
        for what, (all_, lost, doubled) in (
            ("applications", self.applications),
            ("notices", self.notices),
            ("mails", self.mails),
        ):
            print(f"{what}: {all_} acknowledged, {lost} lost, {doubled} doubled")
        print(f"mails taken twice under one Message-ID: {self.twice_under_one_id}")


async def take_account(region: Region, box: Postbox) -> Account:
    """Compare what pages acknowledged with what the database holds and the mail server took."""
    sent = region.sent
    async with region.db.reading() as session:
        rows = Counter(
            (row.offer_id, row.search_id)
            for row in await session.execute(
                select(Application.offer_id, Application.search_id).where(Application.state != ApplicationState.DRAFT)
            )
        )  # fmt: skip
        notices = [
            tuple(row)
            for row in await session.execute(select(Notice.kind, Notice.to_email, Notice.message_id))
        ]
        links = Counter(email for kind, email, _ in notices if kind == "accounts/sign_in")
        arrived = Counter(kind for kind, _, _ in notices)["applications/arrived"]
    # What stands before the @ is the notice's own.
    ids = Counter(str(mail["Message-ID"]).strip("<> ").partition("@")[0] for mail in box.mails)
    wanted = Counter(message_id for _, _, message_id in notices)
    lost = sum(email not in links for email in sent.sign_ins) + max(0, sum(rows.values()) - arrived)
    doubled = sum(count > 1 for count in links.values()) + max(0, arrived - sum(rows.values()))
    return Account(
        applications=(len(sent.applications), len(sent.applications - set(rows)), sum(n > 1 for n in rows.values())),
        notices=(len(sent.sign_ins) + sum(rows.values()), lost, doubled),
        mails=(len(wanted), len(set(wanted) - set(ids)), len(set(ids) - set(wanted))),
        twice_under_one_id=sum(count > 1 for count in ids.values()),
    )  # fmt: skip


def free_port() -> int:
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        return int(line.getsockname()[1])


def start_all(url: str, box: Postbox, *, ports: tuple[int, int], folder: Path) -> list[Process]:
    settings = {
        "LEERSTAND_DATABASE_URL": url,
        "LEERSTAND_SECRET": secrets.token_hex(32),
        "LEERSTAND_SMTP_URL": box.url,
        "LEERSTAND_BASE_URL": f"http://127.0.0.1:{ports[0]}",
    }
    words = {"web 1": ["web", "--port", str(ports[0])], "web 2": ["web", "--port", str(ports[1])], "worker": ["worker"]}  # fmt: skip
    return [Process(name, words=said, settings=settings, log=folder / "log") for name, said in words.items()]


async def try_it(url: str, *, data: Path, folder: Path, kills: int) -> Account:
    await migrations.upgrade(url)
    db = Database(url)
    async with open_postbox() as box:
        ports = (free_port(), free_port())
        region = Region(db, ports, *await prepare(db))
        processes = start_all(url, box, ports=ports, folder=folder)
        try:
            await eventually("both answer", lambda: are_ready(ports), processes=processes)
            pairs = iter(list(itertools.product(region.offers, region.seekers)))
            people = [region.apply(pairs) for _ in range(AT_ONCE)] + [
                region.sign_in() for _ in range(AT_ONCE)
            ]
            sending = asyncio.gather(*people)
            await kill_all_around(region, processes, data=data, kills=kills)
            region.is_over = True
            await sending
            await eventually("all mail has left", lambda: all_left(db), processes=processes)
            print(f"without an answer: {region.sent.unanswered}; refused: {dict(region.sent.refused)}")
            return await take_account(region, box)
        finally:
            for process in processes:
                process.end()
            await db.dispose()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=36)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="leerstand-kills-"))
    folder.chmod(0o755)
    with serving(folder / "data") as url:
        account = asyncio.run(try_it(url, data=folder / "data", folder=folder, kills=asked.kills))
    account.show()
    if account.is_clean:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        print(f"what the processes said: {folder / 'log'}")
    return 0 if account.is_clean else 1


if __name__ == "__main__":
    sys.exit(main())
