"""No id of a building and no exact place leaves the pages of staff, and of the owner for the own house."""

import re

import pytest
from sqlalchemy import select
from starlette.applications import Starlette
from starlette.routing import Route

from leerstand.app import create_app
from leerstand.core.database import Database
from leerstand.notices.models import Notice
from leerstand.offers.codes import Form
from leerstand.offers.models import Offer
from leerstand.routes import ROUTES
from leerstand.settings import Settings
from tests.cast import Cast, Clock
from tests.doors import DOORS, named
from tests.makers.world import World, a_world

EXACT = re.compile(r"52[.,]968|11[.,]152")
OUTSIDE = ("", "udo", "sami", "ida")


@pytest.fixture
def app(db: Database, clock: Clock) -> Starlette:
    """The application as it runs for real: with a mail server."""
    settings = Settings(base_url="http://leerstand.test", smtp_url="smtp://127.0.0.1:1")
    return create_app(settings, db, secret="s" * 40, now=clock)


@pytest.fixture
async def world(cast: Cast, app: Starlette) -> World:
    return await a_world(cast, app.state.signer)


async def read_by(cast: Cast, world: World, name: str) -> dict[str, str]:
    """Every page that somebody may open, with its headers, by its route's name."""
    shown = {}
    async with cast.browser(name) as browser:
        for route in ROUTES:
            if isinstance(route, Route) and "GET" in (route.methods or ()) and name in DOORS[route.name].who:
                answer = await browser.get(named(route, world))
                shown[route.name] = f"{answer.headers} {answer.text}"
    return shown


@pytest.mark.parametrize("name", OUTSIDE)
async def test_no_page_of_others_names_a_building(cast: Cast, world: World, name: str) -> None:
    pages = await read_by(cast, world, name)
    ids = [str(one) for one in world.buildings.values()]
    assert len(pages) > 20
    assert [page for page, text in pages.items() if any(one in text for one in ids)] == []
    del pages["places:outlines"]  # the borders of districts, which are nobody's place
    assert [page for page, text in pages.items() if EXACT.search(text)] == []


async def test_an_owner_reads_the_id_of_the_own_building_alone(cast: Cast, world: World) -> None:
    pages = await read_by(cast, world, "olga")
    assert [page for page, text in pages.items() if str(world.buildings["offline"]) in text] == []


async def test_one_s_own_data_names_no_building_and_no_municipality_of_others(
    cast: Cast, world: World
) -> None:
    async with cast.db.writing() as session:
        offer = await session.get_one(Offer, world.offers["released"])
        offer.form = Form.SUCCESSION
    async with cast.browser("olga") as browser:
        said = {"act": "decline", "note": "Wir haben uns für andere entschieden."}
        await browser.post(f"/mein/anfragen/{world['application_id']}/antwort", data=said)
    async with cast.browser("sami") as browser:
        data = await browser.get("/konto/daten.json")
    assert data.json()["notices"]
    assert "03354018" not in data.text


async def test_no_mail_to_others_names_a_building(cast: Cast, world: World) -> None:
    async with cast.browser("mara") as browser:
        decided = {"proposal": str(world["proposal_id"]), "act": "release", "note": ""}
        await browser.post("/gemeinde/vorschlaege/entscheiden", data=decided)
        await browser.post(f"/gemeinde/meldungen/{world['report_id']}/bestaetigen")
    async with cast.db.reading() as session:
        told = list(await session.scalars(select(Notice).where(Notice.to_email != cast.email("mara"))))
    ids = [str(one) for one in world.buildings.values()]
    assert told
    assert [one.kind for one in told if any(key in str(one.context) for key in ids)] == []
