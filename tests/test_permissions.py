"""Who may come in where: every route, everyone of the cast, the right and the wrong municipality.

A route that is not in the table fails, so nothing can be added without saying here for whom it is.
"""

import httpx
import pytest
from starlette.applications import Starlette
from starlette.routing import Route

from leerstand.accounts.rules import anyone
from leerstand.app import create_app
from leerstand.core.database import Database
from leerstand.routes import ROUTES
from leerstand.settings import Settings
from tests.cast import Cast, Clock
from tests.doors import DOORS, EVERYONE, MARA, MEMBERS, NOBODY, named, sent
from tests.makers import world as made
from tests.makers.world import World, a_world
from tests.tables import everything

SECRET = "s" * 40

OLGA_S = ["Olga Petersen", "olga@example.org", made.ADDRESS, made.DRAFT]
SAMI_S = ["Sami Haddad", "sami@example.org"]
STAFF_S = [made.OFFLINE_OWNER, made.STAFF_NOTE, made.REPORTER, made.HINT]
WORDS_S = [made.WISH, made.LETTER]
HIDDEN: dict[str, list[str]] = {
    NOBODY: [*OLGA_S, *SAMI_S, *STAFF_S, *WORDS_S],
    "udo": [*OLGA_S, *SAMI_S, *STAFF_S, *WORDS_S],
    "konrad": [*OLGA_S, *SAMI_S, *STAFF_S, *WORDS_S],
    "sami": [*OLGA_S, *STAFF_S],
    "olga": [*SAMI_S, made.REPORTER, made.HINT, made.OFFLINE_OWNER],
    "mara": ["sami@example.org"],
    "ida": [made.WISH, made.LETTER, made.OFFLINE_OWNER, made.HINT, made.ADDRESS],
}


@pytest.fixture
def app(db: Database, clock: Clock) -> Starlette:
    """The application as it runs for real: with a mail server."""
    settings = Settings(base_url="http://leerstand.test", smtp_url="smtp://127.0.0.1:1")
    return create_app(settings, db, secret=SECRET, now=clock)


@pytest.fixture
async def world(cast: Cast, app: Starlette) -> World:
    return await a_world(cast, app.state.signer)


def is_refused(answer: httpx.Response) -> bool:
    to_sign_in = answer.status_code == 303 and answer.headers["location"].startswith("/anmelden?")
    return to_sign_in or answer.status_code in {401, 403, 404}


def test_every_route_says_who_may_come_in() -> None:
    names = [route.name for route in ROUTES]
    assert len(names) == len(set(names))
    assert [route.name for route in ROUTES if not callable(getattr(route, "allow", None))] == []
    assert sorted(DOORS) == sorted(names)


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
async def test_only_these_come_in_and_nobody_sees_what_is_not_theirs(
    cast: Cast, world: World, route: Route
) -> None:
    methods = route.methods or set()
    before = await everything(cast.db)
    for name in sorted(EVERYONE - DOORS[route.name].who):
        for method in sorted(methods):
            answer = await knock(cast, world, route, name=name, method=method)
            assert is_refused(answer), f"{name or 'nobody'}: {method} {answer.url} → {answer.status_code}"
            if not name and route.allow is not anyone:  # type: ignore[attr-defined]
                assert answer.status_code == 303
    assert await everything(cast.db) == before
    for name in sorted(DOORS[route.name].who):
        for method in sorted(methods & {"GET", "HEAD"}):
            shown = await knock(cast, world, route, name=name, method=method)
            assert shown.status_code in {200, 302, 303}, (
                f"{name or 'nobody'}: {shown.url} → {shown.status_code}"
            )
            assert not is_refused(shown), f"{name or 'nobody'}: {shown.url} → {shown.headers['location']}"
    for name in sorted(DOORS[route.name].who)[-1:]:
        if "POST" in methods:
            heard = await knock(cast, world, route, name=name, method="POST")
            assert heard.status_code in {200, 303, 409, 410, 422}, (
                f"{name}: {heard.url} → {heard.status_code}"
            )


async def knock(cast: Cast, world: World, route: Route, *, name: str, method: str) -> httpx.Response:
    """Somebody's try to come in; whatever is answered, it tells nothing of the others."""
    async with cast.browser(name) as browser:
        form = sent(route, world) if method == "POST" else None
        answer = await browser.request(method, named(route, world), data=form)
    assert [words for words in HIDDEN[name] if words in answer.text] == [], f"{name}: {method} {answer.url}"
    return answer


async def test_a_clerk_elsewhere_decides_nothing_here(cast: Cast, world: World) -> None:
    before = await everything(cast.db)
    async with cast.browser("konrad") as browser:
        decided = {"proposal": str(world["proposal_id"]), "act": "release", "note": ""}
        await browser.post("/gemeinde/vorschlaege/entscheiden", data=decided)
        await browser.post(f"/gemeinde/vorschlaege/zuruecknehmen/{world['undo_token']}")
    assert await everything(cast.db) == before


async def test_nobody_applies_with_a_search_of_somebody_else(cast: Cast, world: World) -> None:
    before = await everything(cast.db)
    wish = {"search_id": str(world["search_id"]), "message": made.LETTER * 3, "act": "send"}
    for name in ("udo", "olga", "mara", "ida"):
        async with cast.browser(name) as browser:
            answer = await browser.post(f"/angebote/{world['other_offer']}/bewerben", data=wish)
        assert answer.status_code in {404, 422}
    assert await everything(cast.db) == before


@pytest.mark.parametrize("name", sorted(MEMBERS - MARA))
async def test_who_may_not_is_told_so_whatever_was_sent(cast: Cast, world: World, name: str) -> None:
    """Permission is looked at before the words: what is missing in them tells a stranger nothing."""
    before = await everything(cast.db)
    async with cast.browser(name) as browser:
        for route in ROUTES:
            if "POST" in (route.methods or set()) and name not in DOORS[route.name].who:
                for words in ({}, {"act": "x", "other": "x", "kind": "x", "outcome": "x"}):
                    answer = await browser.post(named(route, world), data=words)
                    assert is_refused(answer), f"{route.name} → {answer.status_code}"
    assert await everything(cast.db) == before
