"""The start page with its figures, and what search engines are told."""

from datetime import date, timedelta

from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application
from leerstand.insight.queries import chain_figures
from leerstand.offers.codes import OfferState
from leerstand.register.codes import Occupancy, VacancySource
from leerstand.register.models import Vacancy
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search
from tests.cast import NOW, Cast
from tests.makers.offers import a_home, an_offer
from tests.makers.stock import publish_stock
from tests.queries import counted


async def walked(cast: Cast) -> None:
    """Five buildings on five links: suspected, confirmed, with an owner, offered, lived in; a sixth was a mistake."""
    async with cast.db.writing() as session:
        homes = [await a_home(session, owner_id=None) for _ in range(3)]
        seen = (
            (homes[0], Occupancy.SUSPECTED),
            (homes[1], Occupancy.CONFIRMED_EMPTY),
            (homes[2], Occupancy.FALSE_REPORT),
        )
        for home, occupancy in seen:
            session.add(
                Vacancy(
                    building_id=home.id, occupancy=occupancy, source=VacancySource.CITIZEN, recorded_at=NOW
                )
            )
        await a_home(session, owner_id=cast.ids["olga"])
        offered = await a_home(session, owner_id=cast.ids["olga"])
        await an_offer(session, offered, state=OfferState.RELEASED)
        lived = await a_home(session, owner_id=cast.ids["olga"])
        taken = await an_offer(session, lived, state=OfferState.TAKEN, released_at=NOW)
        search = Search(person_id=cast.ids["sami"], state=SearchState.ACTIVE, consent_at=NOW)
        session.add(search)
        await session.flush()
        session.add(Application(
            offer_id=taken.id, search_id=search.id, person_id=cast.ids["sami"], state=ApplicationState.AGREED,
            created_at=NOW, updated_at=NOW, sent_at=NOW, released_at=NOW, starts_on=date(2026, 11, 1),
        ))  # fmt: skip


async def test_each_link_counts_the_buildings_that_reached_it(cast: Cast) -> None:
    await walked(cast)
    async with cast.db.reading() as session:
        assert await chain_figures(session, today=date(2026, 11, 24)) == [5, 4, 3, 2, 1, 1, 1, 1, 1]
        assert await chain_figures(session, today=date(2026, 10, 24)) == [5, 4, 3, 2, 1, 1, 1, 1, 0]


async def test_the_start_page_has_three_doors_and_the_newest_offers(cast: Cast) -> None:
    async with cast.db.writing() as session:
        await publish_stock(session, 8)
    async with cast.browser() as browser:
        page = (await browser.get("/")).text
    assert all(door in page for door in ("Ich suche", "Ich habe ein Gebäude", "Gemeinde"))
    assert page.count("data-offer=") == 6
    assert "Was aus den Häusern wird" in page
    async with cast.browser(language="en") as browser:
        assert "What becomes of the houses" in (await browser.get("/")).text


async def test_figures_are_kept_for_five_minutes(cast: Cast) -> None:
    async with cast.browser() as browser:
        await browser.get("/")
        with counted(cast.db) as sent:
            await browser.get("/")
        assert len(sent) == 2
        cast.clock.moment += timedelta(minutes=6)
        with counted(cast.db) as sent:
            await browser.get("/")
        assert len(sent) == 4


async def test_an_empty_region_says_what_will_be_here(cast: Cast) -> None:
    async with cast.browser() as browser:
        assert (await browser.get("/")).status_code == 200
        assert "Noch keine Angebote" in (await browser.get("/angebote")).text


async def test_search_engines_find_offers_and_nothing_private(cast: Cast) -> None:
    async with cast.db.writing() as session:
        ids = await publish_stock(session, 2)
        home = await a_home(session, owner_id=None)
        draft = await an_offer(session, home)
    async with cast.browser() as browser:
        robots, sitemap = (await browser.get("/robots.txt")).text, (await browser.get("/sitemap.xml")).text
        favicon = await browser.get("/favicon.ico")
    assert "Disallow: /gemeinde" in robots and "Sitemap: http://leerstand.test/sitemap.xml" in robots
    assert all(f"<loc>http://leerstand.test/angebote/{offer_id}</loc>" in sitemap for offer_id in ids)
    assert str(draft.id) not in sitemap
    assert favicon.headers["location"].startswith("/static/mark.svg")


async def test_the_outlines_may_be_kept_by_browsers(cast: Cast) -> None:
    async with cast.browser() as browser:
        answer = await browser.get("/karte/umrisse.json")
    assert answer.headers["cache-control"] == "public, max-age=86400"
    assert {feature["properties"]["kind"] for feature in answer.json()["features"]} >= {
        "district",
        "neighbour",
        "town",
    }
