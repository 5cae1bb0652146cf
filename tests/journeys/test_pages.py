"""Every page as people see it: accessible, inside a phone's width, allowed by the strict policy, asking nobody else.

The pages come from the routes, so a new one is looked at without being named here.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page
from sqlalchemy.engine import URL
from starlette.routing import Route

from leerstand.core.database import Database
from leerstand.routes import ROUTES
from tests.cast import Clock
from tests.doors import DOORS, EVERYONE, named
from tests.journeys.browsing import SIZES, chromium, listening, shoot, too_wide, violations
from tests.journeys.service import Service, serving
from tests.look.browsing import NEEDS_CHROMIUM
from tests.makers.world import World, a_world
from tests.postgres import a_database

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(NEEDS_CHROMIUM, reason="needs Chromium"),
    pytest.mark.asyncio(loop_scope="module"),
]
# What is asked for by programs, by pictures in pages, or loads as a file.
NOT_PAGES = {
    "health", "health:live", "health:ready", "robots", "sitemap", "favicon", "places:outlines", "offers:map", "register:map_data", "register:download",
    "register:draft_photo", "register:incoming_photo", "offers:photo", "matching:understanding", "register:find_status",
    "notices:outbox", "notices:mail", "exchange:my_data",
}  # fmt: skip
BESIDE = ["/gibt-es-nicht", "/angebote?q=xyzzy", "/meldungen/M-2222-2222"]
PAGES = [route for route in ROUTES if "GET" in (route.methods or set()) and route.name not in NOT_PAGES]
CONTRAST = ["color-contrast"]


@dataclass
class House:
    """The running service with a whole case in it, and a browser."""

    service: Service
    world: World
    browser: Browser

    async def page(self, name: str, *, language: str) -> Page:
        context = await self.browser.new_context(
            locale=f"{language}-{language}", viewport={"width": 1280, "height": SIZES[1280]}
        )
        if name:
            await context.add_cookies([self.service.cookie(name)])  # type: ignore[list-item]
        language_cookie = {"name": "leerstand_language", "value": language, "url": self.service.url}
        await context.add_cookies([language_cookie])  # type: ignore[list-item]
        return await context.new_page()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(postgres_server: URL, template_database: str) -> AsyncIterator[House]:
    """One house for all pages: looking changes nothing."""
    async with a_database(postgres_server, template_database) as url:
        db = Database(url)
        async with serving(db, Clock()) as service, chromium() as browser:
            world = await a_world(service.cast, service.work.signer)
            yield House(service, world, browser)
        await db.dispose()


def visitors(route: Route) -> list[str]:
    """Who looks: somebody who has something to see there, and somebody for whom the page is empty."""
    who = DOORS[route.name].who
    if who == EVERYONE:
        return [""]
    if {"olga", "sami", "udo"} <= who:
        return ["olga", "sami", "udo"]
    return sorted(who, reverse=True)  # Mara before Konrad


async def look(
    house: House, path: str, *, name: str, language: str, title: str, width: int = 1280
) -> list[str]:
    """Everything that is wrong with one page for one visitor: axe at one width, both lights at 1280, fits at both."""
    page = await house.page(name, language=language)
    picture = f"{title}-{name or 'nobody'}-{language}"
    await page.set_viewport_size({"width": width, "height": SIZES[width]})
    with listening(page, host=urlsplit(house.service.url).netloc) as noted:
        answer = await page.goto(house.service.url + path, wait_until="load")
        assert answer is not None
        if answer.status == 404:
            noted.clear()  # the browser notes the status itself
        await shoot(page, f"{picture}-{width}")
        found = await violations(page) + await too_wide(page)
        if width == 1280:
            await page.emulate_media(color_scheme="dark")
            found += await violations(page, rules=CONTRAST)
            await shoot(page, f"{picture}-1280-dark")
            await page.emulate_media(color_scheme="light")
            await page.set_viewport_size({"width": 360, "height": SIZES[360]})
            found += await too_wide(page)
            await shoot(page, f"{picture}-360")
    await page.context.close()
    return [f"{path} ({name or 'nobody'}, {language}): {each}" for each in found + noted]


@pytest.mark.parametrize("route", PAGES, ids=lambda route: route.name)
async def test_page_is_accessible_fits_and_stays_at_home(house: House, route: Route) -> None:
    found, path = [], named(route, house.world)
    first, *others = visitors(route)
    found += await look(house, path, name=first, language="de", title=route.name)
    found += await look(house, path, name=first, language="en", title=route.name, width=360)
    for name in others:
        found += await look(house, path, name=name, language="de", title=route.name, width=360)
    assert found == []


@pytest.mark.parametrize("path", BESIDE)
async def test_what_is_not_there_is_a_whole_page_too(house: House, path: str) -> None:
    title = "beside" + path.replace("/", "-").split("?")[0]
    assert await look(house, path, name="", language="de", title=title) == []
