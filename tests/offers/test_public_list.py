"""The public list and its map: what filters find, that both show the same, and that neither tells too much."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from leerstand.offers.codes import Form, OfferState
from leerstand.offers.views import public
from leerstand.register.codes import PropertyKind
from leerstand.register.rules import draw_offset, rough_point
from tests.cast import LUECHOW, Cast
from tests.makers.offers import a_home, an_offer
from tests.makers.stock import publish_stock
from tests.queries import counted

SPOTS = {
    "Lüchow": (LUECHOW, 52.9674, 11.158),
    "Gartow": ("03354007", 53.0244, 11.4581),
    "Salzwedel": ("15081455", 52.8522, 11.1533),
    "Wittenberge": ("12070424", 52.9943, 11.7504),
}
EVERYWHERE = "8,51,14,55"


async def published(
    cast: Cast, place: str = "Lüchow", *, state: OfferState = OfferState.RELEASED, **changes: Any
) -> UUID:
    """One offer in a place, with a public point near its exact one."""
    ags, lat, lon = SPOTS[place]
    async with cast.db.writing() as session:
        home = await a_home(session, owner_id=cast.ids["olga"], ags=ags, place=place, lat=lat, lon=lon)
        home.rough_lat, home.rough_lon = rough_point(lat, lon, offset_m=draw_offset())
        return (await an_offer(session, home, state=state, **changes)).id


async def listed(cast: Cast, question: str = "") -> list[str]:
    """Ids on the first page of the list, in order."""
    async with cast.browser() as browser:
        answer = await browser.get(f"/angebote?{question}")
    assert answer.status_code == 200
    return re.findall(r'data-offer="([^"]+)"', answer.text)


async def mapped(cast: Cast, question: str = "", *, box: str = EVERYWHERE, zoom: int = 12) -> list[str]:
    """Ids on the map at a zoom that parts all offers."""
    async with cast.browser() as browser:
        answer = await browser.get(f"/angebote/karte.json?{question}&bbox={box}&zoom={zoom}")
    return [offer["id"] for offer in answer.json()["offers"]]


async def test_only_released_offers_are_shown(cast: Cast) -> None:
    shown = await published(cast)
    for state in (OfferState.DRAFT, OfferState.SUBMITTED, OfferState.PAUSED, OfferState.WITHDRAWN):
        await published(cast, state=state)
    assert await listed(cast) == [str(shown)] == await mapped(cast)


@pytest.mark.parametrize(
    "question",
    [
        "form=coliving",
        "form=coliving&form=cooperative&feature=garden",
        "max_cost=200,50",
        "min_area_m2=150",
        "starts_on=1.5.2027",
        "q=Tischlerei",
        "q=Tischlrei",
        "q=werkstatt",
        "q=coliving",
        "q=garden",
        "q=Gartw",
        "place=Gartow&radius_km=10",
    ],
)
async def test_each_filter_finds_the_one_and_not_the_other(cast: Cast, question: str) -> None:
    one = await published(
        cast, "Gartow", form=Form.COLIVING, title="Helle Tischlerei", description="Mit einer Holzwerkstatt im Hof.",
        features=["garden"], area_m2=200.0, cost_month_cents=20050, available_from=date(2027, 3, 1),
    )  # fmt: skip
    await published(
        cast, "Salzwedel", form=Form.RENTAL, title="Ruhiges Haus", description="Zwei Zimmer und eine Küche.",
        area_m2=80.0, cost_month_cents=90000, available_from=date(2027, 8, 1), property_kind=PropertyKind.APARTMENT,
    )  # fmt: skip
    assert await listed(cast, question) == [str(one)] == await mapped(cast, question)


async def test_a_stay_that_ends_before_one_comes_is_left_out(cast: Cast) -> None:
    await published(cast, available_from=date(2027, 1, 1), available_until=date(2027, 5, 1))
    assert await listed(cast, "starts_on=1.5.2027") == []
    assert len(await listed(cast, "starts_on=30.4.2027")) == 1


async def test_the_radius_is_exact(cast: Cast) -> None:
    near, far = await published(cast, "Gartow"), await published(cast, "Wittenberge")
    assert await listed(cast, "place=Gartow&radius_km=15") == [str(near)]
    assert await listed(cast, "place=Gartow&radius_km=25") == [str(near), str(far)]
    assert await listed(cast, "place=Wendland") == [str(near)]


async def test_the_order_can_be_chosen(cast: Cast) -> None:
    now = cast.clock()
    small = await published(cast, area_m2=50.0, cost_month_cents=100, released_at=now - timedelta(days=2))
    large = await published(cast, area_m2=90.0, cost_month_cents=900, released_at=now - timedelta(days=1))
    unknown = await published(cast, area_m2=None, cost_month_cents=None, released_at=now - timedelta(days=3))
    assert await listed(cast) == [str(large), str(small), str(unknown)]
    assert await listed(cast, "sort=cost") == [str(small), str(large), str(unknown)]
    assert await listed(cast, "sort=size") == [str(large), str(small), str(unknown)]


async def test_an_unknown_place_is_said_and_others_are_offered(cast: Cast) -> None:
    await published(cast)
    async with cast.browser() as browser:
        unknown = await browser.get("/angebote?place=Qwxtzk")
        several = await browser.get("/angebote?place=Neustadt")
    assert "„Qwxtzk“ kennen wir nicht" in unknown.text
    assert "Solange zeigt die Liste alle Orte." in unknown.text and "data-offer=" in unknown.text
    assert (
        "„Neustadt“ gibt es mehrmals" in several.text
        and "/angebote?place=Neustadt+in+Holstein" in several.text
    )


async def test_a_filter_that_can_not_be_read_says_so_and_the_others_hold(cast: Cast) -> None:
    one = await published(cast, form=Form.COLIVING)
    await published(cast, form=Form.RENTAL)
    async with cast.browser() as browser:
        answer = await browser.get("/angebote?max_cost=viel&form=coliving")
    assert 'value="viel"' in answer.text and "Das lesen wir nicht als Betrag." in answer.text
    assert re.findall(r'data-offer="([^"]+)"', answer.text) == [str(one)]


async def test_each_active_filter_can_be_taken_away(cast: Cast) -> None:
    async with cast.browser() as browser:
        answer = await browser.get(
            "/angebote?form=coliving&form=rental&place=Gartow&radius_km=10&q=Hof&page=1"
        )
    ways = [way.replace("&amp;", "&") for way in re.findall(r'class="chip" href="([^"]+)"', answer.text)]
    assert "/angebote?place=Gartow&radius_km=10&q=Hof&form=rental" in ways
    assert "/angebote?form=coliving&form=rental&q=Hof" in ways


async def test_words_are_data_and_nothing_else(cast: Cast) -> None:
    await published(cast, title="Haus der Bäckerin")
    for words in ("' OR 1=1 --", "a&b|c:*", "\\'", "%00", "!!! ((", "der die das", "🙂"):
        async with cast.browser() as browser:
            assert (await browser.get("/angebote", params={"q": words})).status_code == 200


async def test_a_page_behind_the_last_leads_to_the_last(cast: Cast) -> None:
    async with cast.db.writing() as session:
        await publish_stock(session, 30)
    async with cast.browser() as browser:
        answer = await browser.get("/angebote?page=9&sort=cost")
    assert answer.headers["location"] == "/angebote?sort=cost&page=2"


async def test_the_number_of_queries_does_not_grow_with_the_list(cast: Cast) -> None:
    async with cast.db.writing() as session:
        await publish_stock(session, 3)
    async with cast.browser() as browser:
        for question in ("/angebote?q=Haus", "/angebote?place=Wendland", "/angebote/karte.json"):
            await browser.get(question)
            with counted(cast.db) as few:
                await browser.get(question)
            async with cast.db.writing() as session:
                await publish_stock(session, 20, seed=hash(question) % 1000)
            with counted(cast.db) as many:
                await browser.get(question)
            assert len(few) == len(many) <= 4, question


async def test_a_search_begins_with_what_was_filtered(cast: Cast) -> None:
    async with cast.browser("sami") as browser:
        shown = await browser.get("/angebote?form=coliving&form=rental&place=Gartow")
    form = shown.text.split('action="/mein/gesuch/neu"')[1].split("</form>")[0]
    assert re.findall(r'name="(\w+)" value="(\w+)"', form) == [
        ("form", "coliving"),
        ("form", "rental"),
        ("place", "Gartow"),
    ]
    async with cast.browser() as browser:
        stranger = await browser.get("/angebote?form=coliving")
    assert "/anmelden?weiter=/angebote%3Fform%3Dcoliving" in stranger.text


async def test_the_order_holds_around_a_place_too(cast: Cast) -> None:
    small = await published(cast, area_m2=50.0, cost_month_cents=100)
    large = await published(cast, area_m2=90.0, cost_month_cents=900)
    unknown = await published(cast, area_m2=None, cost_month_cents=None)
    assert await listed(cast, "place=Wendland&sort=cost") == [str(small), str(large), str(unknown)]
    assert await listed(cast, "place=Wendland&sort=size") == [str(large), str(small), str(unknown)]


@pytest.mark.parametrize(
    ("asked", "chip"),
    [
        ("max_cost=bis 1.500,-", "höchstens 1.500 € im Monat"),
        ("max_cost=300-400", "höchstens 400 € im Monat"),
        ("min_area_m2=ca. 100 qm", "ab 100 m²"),
        ("starts_on=Frühling 2027", "frei am 1. März 2027"),
        ("starts_on=ab sofort", "frei am"),
    ],
)
async def test_a_chip_tells_what_was_read_and_not_what_was_typed(cast: Cast, asked: str, chip: str) -> None:
    async with cast.browser() as browser:
        shown = (await browser.get(f"/angebote?{asked}")).text
    assert f"</span>{chip}" in shown


async def test_a_filter_with_two_meanings_is_asked_and_the_answer_can_be_taken_back(cast: Cast) -> None:
    async with cast.browser() as browser:
        asked = (await browser.get("/angebote?starts_on=April")).text
        answered = (
            await browser.get("/angebote?starts_on=April&gelesen-starts_on=April&meint-starts_on=1.4.2027")
        ).text
    assert "Stimmt das?" in asked and 'name="meint-starts_on" value="1.4.2027"' in asked
    assert "</span>frei am 1. April 2027" in answered
    assert 'class="chip" href="/angebote"' in answered


async def test_questions_about_places_are_counted_by_household_and_others_are_not(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public, "MOST_PLACES", 3)
    asked = ["/angebote?place=Lüchow", "/angebote/karte.json?place=Lüchow", "/angebote?place=Gartow"]
    async with cast.browser(at="2001:db8::1") as browser:
        answers = [(await browser.get(path)).status_code for path in asked]
    async with cast.browser(at="2001:db8::2") as browser:
        again = (await browser.get(asked[0])).status_code
        without = (await browser.get("/angebote?form=rental")).status_code
    async with cast.browser(at="2001:db8:0:1::1") as browser:
        others = (await browser.get(asked[0])).status_code
    assert (answers, again, without, others) == ([200] * 3, 429, 200, 200)
