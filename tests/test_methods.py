"""Only POST changes anything: every other method, at every route, by everyone, allowed or not."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, text, update
from starlette.applications import Starlette

import leerstand
from leerstand.accounts.codes import Look
from leerstand.accounts.models import AuditEntry, Person, Session, SignInLink
from leerstand.accounts.service import make_link, record, touch_session
from leerstand.core.database import ChangesNothing, ReadingOnly
from leerstand.noted import NOTED
from leerstand.offers import service as offers
from leerstand.routes import ROUTES
from tests.cast import NOW, PEOPLE, Cast, Clock
from tests.doors import named, sent
from tests.makers.world import World, a_world
from tests.tables import everything_not_noted

METHODS = ("GET", "HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "QUERY")
AS_IF_SENT = {
    "act": "accept", "do": "remove", "go": "next", "what": "everything", "antwort": "vergeben", "note": "Grund",
    "name": "Anders", "phone": "0", "language": "en", "email": "neu@example.org", "consent": "on", "street": "Weg",
    "place": "Lüchow", "form": "rent", "message": "Wir kommen gern. " * 4, "body": "Neu",
}  # fmt: skip


@pytest.fixture
async def world(cast: Cast, app: Starlette) -> World:
    return await a_world(cast, app.state.signer)


@pytest.mark.parametrize("name", ["", *PEOPLE])
async def test_nothing_but_a_post_changes_anything(cast: Cast, world: World, name: str) -> None:
    before = await everything_not_noted(cast.db)
    async with cast.browser(name) as browser:
        for route in ROUTES:
            for method in METHODS:
                data = AS_IF_SENT | sent(route, world)
                answer = await browser.request(method, named(route, world), params=data, data=data)
                # "Not ready" is an answer too, where a busy machine is slower than the patience of who asks.
                is_answer = route.name.startswith("health") and answer.status_code == 503
                assert answer.status_code < 500 or is_answer, f"{method} {answer.url} → {answer.status_code}"
                if method not in {"GET", "HEAD"}:
                    assert answer.status_code == 405, f"{method} {answer.url} → {answer.status_code}"
            after = await everything_not_noted(cast.db)
            assert {table for table in before if before[table] != after[table]} == set(), route.name


async def test_head_says_what_get_says_without_a_body(cast: Cast, world: World) -> None:
    async with cast.browser("olga") as browser:
        for route in ROUTES:
            if "GET" in (route.methods or set()):
                path = named(route, world)
                shown, asked = await browser.get(path), await browser.head(path)
                assert (asked.status_code, asked.content) == (shown.status_code, b""), path
                assert asked.headers.get("content-type") == shown.headers.get("content-type"), path


async def test_a_mail_scanner_spends_no_link(cast: Cast, app: Starlette) -> None:
    async with cast.db.writing() as session:
        token = await make_link(session, email="olga@example.org", now=NOW)
    async with cast.browser() as scanner:
        for method in METHODS:
            answer = await scanner.request(method, f"/anmelden/{token}")
            assert "set-cookie" not in answer.headers, method
    async with cast.browser() as olga:
        assert (await olga.post(f"/anmelden/{token}")).status_code == 303
    async with cast.db.reading() as session:
        assert (await session.scalars(select(SignInLink.used_at))).one() == NOW


NAVIGATION = {"sec-fetch-dest": "document", "sec-fetch-mode": "navigate"}


@pytest.mark.parametrize(
    ("method", "headers", "touches"),
    [
        ("GET", NAVIGATION, True),
        ("HEAD", NAVIGATION, False),
        ("GET", {}, False),
        ("GET", {"sec-fetch-dest": "image"}, False),
        ("GET", {**NAVIGATION, "sec-purpose": "prefetch;prerender"}, False),
        ("GET", {**NAVIGATION, "purpose": "prefetch"}, False),
    ],
)
async def test_only_who_opens_a_page_was_seen(
    cast: Cast, clock: Clock, method: str, headers: dict[str, str], touches: bool
) -> None:
    clock.moment = NOW + timedelta(hours=2)
    async with cast.browser("olga") as browser:
        await browser.request(method, "/konto", headers=headers)
    async with cast.db.reading() as session:
        seen = await session.scalars(
            select(Session.last_seen_at).where(Session.person_id == cast.ids["olga"])
        )
    assert seen.one() == (clock.moment if touches else NOW)


@pytest.mark.parametrize(
    ("method", "headers", "counts"),
    [("GET", {}, True), ("HEAD", {}, False), ("GET", {"sec-purpose": "prefetch"}, False)],
)
async def test_only_a_look_takes_the_clerk_the_way_back(
    cast: Cast, world: World, method: str, headers: dict[str, str], counts: bool
) -> None:
    offer_id = world["submitted_offer"]
    async with cast.db.writing() as session:
        await offers.decline(session, offer_id, by_id=cast.ids["mara"], note="Dach undicht", now=NOW)
    async with cast.browser("olga") as browser:
        path = f"/mein/angebote/{offer_id}"
        assert (await browser.request(method, path, headers=headers)).status_code == 200
    async with cast.db.reading() as session:
        looks = select(func.count()).where(AuditEntry.action == Look.OFFER_SEEN)
        assert await session.scalar(looks) == int(counts)


async def test_a_reading_database_cannot_be_written_to(cast: Cast) -> None:
    shown = ReadingOnly(cast.db, noted=NOTED)
    with pytest.raises(ChangesNothing):
        shown.writing()
    statements = (
        update(Person).values(name=""),
        insert(Person.__table__).values(email="x@example.org"),  # type: ignore[arg-type]
        update(AuditEntry).values(action=Look.OWNER_READ),
        text("DELETE FROM people"),
    )
    for statement in statements:
        with pytest.raises(ChangesNothing):
            async with shown.noting() as session:
                await session.execute(statement)
    olga = cast.ids["olga"]
    with pytest.raises(ChangesNothing):
        async with shown.noting() as session:
            (await session.get_one(Person, olga)).name = "Anders"
    with pytest.raises(ChangesNothing):
        async with shown.noting() as session:
            await session.delete(await session.get_one(Person, olga))
    with pytest.raises(ChangesNothing):
        async with shown.noting() as session:
            await record(session, action="role_granted", subject=("person", olga), actor_id=olga, now=NOW)


async def test_looks_and_last_uses_can_be_noted(cast: Cast) -> None:
    shown, olga = ReadingOnly(cast.db, noted=NOTED), cast.ids["olga"]
    later = NOW + timedelta(hours=2)
    async with shown.noting() as session:
        await record(session, action=Look.OWNER_READ, subject=("person", olga), actor_id=olga, now=NOW)
        session_id = (await session.scalars(select(Session.id).where(Session.person_id == olga))).one()
        await touch_session(session, session_id, now=later)
    async with cast.db.reading() as session:
        assert (await session.scalars(select(AuditEntry.action).where(AuditEntry.actor_id == olga))).all()
        assert (await session.get_one(Session, session_id)).last_seen_at == later


def test_no_view_takes_another_method_for_a_post() -> None:
    """What is not GET is not therefore sent."""
    code = [path.read_text() for path in Path(leerstand.__file__).parent.rglob("*.py")]
    assert not [found for text in code for found in re.findall(r"method (?:==|!=) \"(?:GET|HEAD)\".*", text)]
