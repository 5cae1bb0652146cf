"""Writing a search as a newcomer does: step by step, with mistakes, without losing anything."""

from datetime import date
from uuid import UUID

import pytest
from sqlalchemy import select

from leerstand.searches import views
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search
from tests.cast import Cast


async def begun(cast: Cast) -> UUID:
    async with cast.browser("sami") as browser:
        answer = await browser.post("/mein/gesuch/neu", data={"form": ["rental"]})
    return UUID(answer.headers["location"].split("/")[3])


async def the_search(cast: Cast, search_id: UUID) -> Search:
    async with cast.db.reading() as session:
        search = await session.get(Search, search_id)
    assert search is not None
    return search


async def test_each_step_is_kept_on_the_server(cast: Cast) -> None:
    search_id = await begun(cast)
    async with cast.browser("sami") as browser:
        where = await browser.post(
            f"/mein/gesuch/{search_id}/schritt/ort",
            data={"place": "Wendland", "radius_km": "30", "has_car": "no"},
        )
        assert where.headers["location"].endswith("/schritt/zeit")
        await browser.post(
            f"/mein/gesuch/{search_id}/schritt/kosten", data={"budget_month_cents": "1.250,50 €"}
        )
        shown = await browser.get(f"/mein/gesuch/{search_id}/schritt/kosten")
    search = await the_search(cast, search_id)
    assert (search.place, search.radius_km, search.has_car) == ("Wendland", 30, False)
    assert search.budget_month_cents == 125050
    assert 'value="1250,50"' in shown.text


async def test_the_way_back_keeps_what_was_typed(cast: Cast) -> None:
    search_id = await begun(cast)
    address = f"/mein/gesuch/{search_id}/schritt"
    async with cast.browser("sami") as browser:
        back = await browser.post(f"{address}/zeit", data={"persons": "3", "zurueck": "1"})
        assert back.headers["location"].endswith("/schritt/ort")
        unread = await browser.post(f"{address}/kosten", data={"min_area_m2": "viel", "zurueck": "1"})
        assert unread.status_code == 422
        assert 'value="viel"' in unread.text
        assert (
            await browser.post(f"{address}/vorhaben", data={"forms": ["rental"], "zurueck": "1"})
        ).status_code == 303
    assert (await the_search(cast, search_id)).persons == 3


async def test_a_mistake_shows_what_was_typed_and_what_to_do(cast: Cast) -> None:
    search_id = await begun(cast)
    async with cast.browser("sami") as browser:
        shown = await browser.post(
            f"/mein/gesuch/{search_id}/schritt/zeit",
            data={"starts_on": "1.4.2027", "ends_on": "1.3.2027", "persons": "drei"},
        )
        assert shown.status_code == 422
        assert 'value="drei"' in shown.text
        again = await browser.post(
            f"/mein/gesuch/{search_id}/schritt/zeit",
            data={"starts_on": "1.4.2027", "ends_on": "1.3.2027", "persons": "3"},
        )
    assert "Das Ende muss nach dem Anfang liegen." in again.text


async def test_nobody_else_sees_or_changes_a_search(cast: Cast) -> None:
    search_id = await begun(cast)
    for name in ("udo", "mara", "olga", "ida"):
        async with cast.browser(name) as browser:
            assert (await browser.get(f"/mein/gesuch/{search_id}/schritt/ort")).status_code == 404
            changed = await browser.post(f"/mein/gesuch/{search_id}/schritt/ort", data={"place": "X"})
            assert changed.status_code == 404
    assert (await the_search(cast, search_id)).place == ""


async def test_a_draft_is_continued_instead_of_begun_twice(cast: Cast) -> None:
    first = await begun(cast)
    async with cast.browser("sami") as browser:
        again = await browser.post("/mein/gesuch/neu")
    assert str(first) in again.headers["location"]
    async with cast.db.reading() as session:
        assert len((await session.scalars(select(Search.id))).all()) == 1


async def test_a_draft_can_not_be_resumed_past_its_consent(cast: Cast) -> None:
    search_id = await begun(cast)
    async with cast.browser("sami") as browser:
        refused = await browser.post(f"/mein/gesuch/{search_id}/fortsetzen")
    assert refused.status_code == 409
    assert (await the_search(cast, search_id)).state is SearchState.DRAFT


async def test_a_season_is_taken_and_said_on_the_next_page(cast: Cast) -> None:
    search_id = await begun(cast)
    typed = {"starts_on": "Frühling 2027", "min_months": "ein halbes Jahr", "persons": "zu viert"}
    async with cast.browser("sami") as browser:
        saved = await browser.post(f"/mein/gesuch/{search_id}/schritt/zeit", data=typed)
        said = (await browser.get(saved.headers["location"])).text
        again = (await browser.get(f"/mein/gesuch/{search_id}/schritt/zeit")).text
    search = await the_search(cast, search_id)
    assert (search.starts_on, search.min_months, search.persons) == (date(2027, 3, 1), 6, 4)
    assert "„Frühling 2027“ haben wir als 1. März 2027 gelesen." in said
    assert 'value="1.3.2027"' in again and 'value="6 Monate"' in again


async def test_a_doubtful_day_is_asked_back_and_one_click_takes_it(cast: Cast) -> None:
    search_id = await begun(cast)
    path = f"/mein/gesuch/{search_id}/schritt/zeit"
    async with cast.browser("sami") as browser:
        asked = await browser.post(path, data={"starts_on": "4/12", "persons": "2"})
        answer = {
            "starts_on": "4/12",
            "gelesen-starts_on": "4/12",
            "meint-starts_on": "4.12.2026",
            "persons": "2",
        }
        taken = await browser.post(path, data=answer)
    assert asked.status_code == 422 and 'value="4/12"' in asked.text
    assert "Das kann 4. Dezember 2026 oder 1. April 2012 heißen. Was meinen Sie?" in asked.text
    assert taken.status_code == 303
    assert (await the_search(cast, search_id)).starts_on == date(2026, 12, 4)


async def test_a_search_that_moves_too_often_stays_where_it_is(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(views, "MOST_PLACES", 2)
    search_id = await begun(cast)
    address = f"/mein/gesuch/{search_id}/schritt"
    async with cast.browser("sami") as browser:
        moved = [
            (await browser.post(f"{address}/ort", data={"place": p})).status_code
            for p in ("Gartow", "Lüchow", "Clenze")
        ]
        other = await browser.post(f"{address}/zeit", data={"persons": "3"})
    assert (moved, other.status_code) == ([303, 303, 429], 303)
    assert (await the_search(cast, search_id)).place == "Lüchow"
