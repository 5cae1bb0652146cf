"""Who may come in where: every route, everyone of the cast, the right and the wrong municipality.

A route that is not in the table fails, so nothing can be added without saying here for whom it is.
"""

from dataclasses import dataclass, field

import httpx
import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.routing import Route

from leerstand.accounts.rules import anyone
from leerstand.app import create_app
from leerstand.core.database import Base, Database
from leerstand.matching.pool import shared_pool
from leerstand.routes import ROUTES
from leerstand.settings import Settings
from tests.cast import PEOPLE, Cast, Clock
from tests.makers import world as made
from tests.makers.world import World, a_world

NOBODY = ""
MEMBERS = frozenset(PEOPLE)
EVERYONE = MEMBERS | {NOBODY}
CLERKS = frozenset({"mara", "konrad"})  # pages that show each clerk the own area
MARA = frozenset({"mara"})  # pages about Lüchow, where Konrad has no business
OLGA = frozenset({"olga"})
SAMI = frozenset({"sami"})
IDA = frozenset({"ida"})
SECRET = "s" * 40


@dataclass(frozen=True)
class Door:
    """Who comes in at a route; `named` fills the address from the world, `sent` is what is posted."""

    who: frozenset[str]
    named: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    literal: dict[str, str] = field(default_factory=dict)


OF_DRAFT = {"offer_id": "draft_offer"}
OF_SUBMITTED = {"offer_id": "submitted_offer"}
OF_DRAFT_SEARCH = {"search_id": "draft_search"}
PHOTO = {"width": "360", "ending": "webp"}

DOORS: dict[str, Door] = {
    "home": Door(EVERYONE),
    "health": Door(EVERYONE),
    "robots": Door(EVERYONE),
    "sitemap": Door(EVERYONE),
    "favicon": Door(EVERYONE),
    "set_language": Door(EVERYONE, literal={"language": "en"}),
    "pages:accessibility": Door(EVERYONE),
    "pages:imprint": Door(EVERYONE),
    "pages:privacy": Door(EVERYONE),
    "pages:help": Door(EVERYONE),
    "accounts:sign_in": Door(EVERYONE),
    "accounts:link_sent": Door(EVERYONE),
    "accounts:use_link": Door(EVERYONE, {"token": "sign_in_token"}),
    "accounts:sign_out": Door(MEMBERS),
    "accounts:account": Door(MEMBERS),
    "accounts:end_session": Door(MEMBERS),
    "places:outlines": Door(EVERYONE),
    "offers:list": Door(EVERYONE),
    "offers:map": Door(EVERYONE),
    "offers:show": Door(EVERYONE),
    "offers:complain": Door(EVERYONE),
    "register:report": Door(EVERYONE),
    "register:report_building": Door(EVERYONE),
    "register:report_photo": Door(EVERYONE),
    "register:draft_photo": Door(frozenset(), {"photo_id": "report_photo"}, literal=PHOTO),
    "register:remove_photo": Door(frozenset(), {"photo_id": "report_photo"}),
    "register:report_send": Door(EVERYONE),
    "register:find_status": Door(EVERYONE),
    "register:report_status": Door(EVERYONE),
    "register:list": Door(CLERKS),
    "register:map_data": Door(CLERKS),
    "register:download": Door(CLERKS, literal={"ending": "csv"}),
    "register:new": Door(CLERKS),
    "register:building": Door(MARA),
    "register:edit": Door(MARA),
    "register:occupancy": Door(MARA),
    "register:contact": Door(MARA),
    "register:owner": Door(MARA),
    "register:assign": Door(MARA),
    "register:merge": Door(MARA, sent={"other": "offline_building"}),
    "register:undo_merge": Door(MARA),
    "register:contact_done": Door(MARA),
    "register:contact_undo": Door(MARA),
    "register:reports": Door(CLERKS),
    "register:review": Door(MARA),
    "register:confirm": Door(MARA),
    "register:reject": Door(MARA),
    "register:incoming_photo": Door(MARA, {"photo_id": "report_photo"}, literal=PHOTO),
    "register:mine": Door(MEMBERS),
    "register:mine_new": Door(MEMBERS),
    "register:mine_edit": Door(OLGA),
    "offers:building": Door(OLGA),
    "offers:new": Door(OLGA),
    "offers:mine": Door(MEMBERS),
    "offers:mine_offer": Door(OLGA, OF_DRAFT),
    "offers:step": Door(OLGA, OF_DRAFT, literal={"step": "was"}),
    "offers:preview": Door(OLGA, OF_DRAFT),
    "offers:submit": Door(OLGA, OF_DRAFT),
    "offers:discard": Door(OLGA, OF_DRAFT),
    "offers:move": Door(OLGA, literal={"verb": "pausieren"}),
    "offers:still": Door(EVERYONE, {"token": "still_token"}, {"antwort": "=ja"}),
    "offers:photo": Door(OLGA | MARA, {"photo_id": "hidden_photo"}, literal=PHOTO),
    "offers:staff_list": Door(CLERKS),
    "offers:complaints": Door(CLERKS),
    "offers:complaint": Door(MARA),
    "offers:staff_offer": Door(MARA, OF_SUBMITTED),
    "offers:undo": Door(MARA),
    "offers:confirm": Door(MARA),
    "offers:decide": Door(MARA, OF_SUBMITTED, literal={"verb": "freigeben"}),
    "offers:new_for_owner": Door(MARA, {"building_id": "offline_building"}),
    "searches:begin": Door(MEMBERS),
    "searches:step": Door(SAMI, OF_DRAFT_SEARCH, literal={"slug": "ort"}),
    "searches:pause": Door(SAMI),
    "searches:resume": Door(SAMI),
    "searches:end": Door(SAMI),
    "matching:check": Door(SAMI, OF_DRAFT_SEARCH),
    "matching:proposals": Door(SAMI),
    "matching:understanding": Door(MEMBERS),
    "matching:for_offer": Door(OLGA),
    "matching:answer": Door(SAMI),
    "searches:mine": Door(MEMBERS),
    "applications:apply": Door(MEMBERS, {"offer_id": "other_offer"}),
    "applications:mine": Door(SAMI),
    "applications:withdraw": Door(SAMI),
    "applications:end_mine": Door(SAMI),
    "applications:inbox": Door(MEMBERS),
    "applications:received": Door(OLGA),
    "applications:decide": Door(OLGA, sent={"act": "=accept"}),
    "applications:take_back": Door(OLGA),
    "applications:end": Door(OLGA),
    "review:desk": Door(CLERKS),
    "review:proposals": Door(CLERKS),
    "review:decide": Door(CLERKS, sent={"proposal": "proposal_id", "act": "=release"}),
    "review:undo": Door(CLERKS, {"token": "undo_token"}),
    "review:proposal": Door(MARA),
    "review:ask": Door(MARA, sent={"side": "=seeker", "question": "=Wann können Sie kommen?"}),
    "operation:overview": Door(IDA),
    "operation:people": Door(IDA),
    "operation:revoke": Door(IDA, sent={"email": "=mara@example.org"}),
    "operation:organisations": Door(IDA),
    "operation:edit_text": Door(IDA, literal={"key": "imprint", "language": "de"}),
    "operation:trail": Door(CLERKS | IDA),
    "notices:outbox": Door(frozenset()),  # only where no mail server is set
    "notices:mail": Door(frozenset()),
    "notices:sent": Door(CLERKS | IDA),
    "notices:send_again": Door(MARA | IDA),
    "notices:stop": Door(EVERYONE, {"token": "stop_token"}),
}

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
    shared_pool.cache_clear()  # it follows one database, and this is another
    settings = Settings(base_url="http://leerstand.test", smtp_url="smtp://127.0.0.1:1")
    return create_app(settings, db, secret=SECRET, now=clock)


@pytest.fixture
async def world(cast: Cast, app: Starlette) -> World:
    return await a_world(cast, app.state.signer)


def named(route: Route, world: World) -> str:
    """The route's address in this world."""
    door = DOORS[route.name]
    filled = {
        name: door.literal[name] if name in door.literal else world[door.named.get(name, name)]
        for name in route.param_convertors
    }
    return str(route.url_path_for(route.name, **filled))


def sent(route: Route, world: World) -> dict[str, str]:
    """What is posted there: words after "=", ids of the world otherwise."""
    return {
        name: value[1:] if value.startswith("=") else str(world[value])
        for name, value in DOORS[route.name].sent.items()
    }


async def everything(db: Database) -> dict[str, str]:
    """A digest of each table, but of the marks when somebody was last seen."""
    tables = [
        table.name for table in Base.metadata.sorted_tables if table.name not in {"sessions", "attempts"}
    ]
    digest = "SELECT '{0}', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {0} t"
    async with db.reading() as session:
        rows = await session.execute(text(" UNION ALL ".join(digest.format(name) for name in tables)))
        return {name: hash_ for name, hash_ in rows.all()}


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
    methods = (route.methods or set()) - {"HEAD"}
    before = await everything(cast.db)
    for name in sorted(EVERYONE - DOORS[route.name].who):
        for method in sorted(methods):
            answer = await knock(cast, world, route, name=name, method=method)
            assert is_refused(answer), f"{name or 'nobody'}: {method} {answer.url} → {answer.status_code}"
            if not name and route.allow is not anyone:  # type: ignore[attr-defined]
                assert answer.status_code == (303 if method == "GET" else 401)
    assert await everything(cast.db) == before
    for name in sorted(DOORS[route.name].who):
        if "GET" in methods:
            shown = await knock(cast, world, route, name=name, method="GET")
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
