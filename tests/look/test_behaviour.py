"""What the parts do: the map by mouse and keyboard, selection, errors, and all of it without JavaScript."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.look.browsing import NEEDS_CHROMIUM, opened

PUBLIC = {"template": "public.html", "signed_in": False}
CONVERSATION = {"template": "conversation.html"}
WITH_ERRORS = {"template": "conversation.html", "problems": True}
DESK = {"template": "desk.html"}

pytestmark = [pytest.mark.browser, pytest.mark.skipif(NEEDS_CHROMIUM, reason="needs Chromium")]


def test_map_shows_clusters_and_offers_by_name(browser: Browser) -> None:
    page = opened(browser, PUBLIC)
    expect(page.get_by_role("button", name="12 Angebote, vergrößern")).to_be_visible()
    expect(page.get_by_role("button", name="Kate am Deich, Probewohnen, Gartow")).to_be_visible()
    expect(page.locator(".map-land")).to_have_count(2)


def test_offer_on_map_is_read_by_keyboard_and_its_title_stays_text(browser: Browser) -> None:
    page = opened(browser, PUBLIC)
    dot = page.locator(".map-dot", has=page.locator("xpath=self::*[contains(@aria-label, 'Tischlerei')]"))
    dot.focus()
    page.keyboard.press("Enter")
    link = page.get_by_role("link", name="<b>Alte Tischlerei</b>")
    expect(link).to_be_focused()
    expect(link).to_have_attribute("href", "/angebote/2")
    page.keyboard.press("Escape")
    expect(dot).to_be_focused()


def test_new_choice_replaces_only_the_list_and_stands_in_the_address(browser: Browser) -> None:
    page = opened(browser, PUBLIC)
    page.evaluate(
        "document.querySelector('#treffer').dataset.old = document.querySelector('[data-map]').dataset.old = '1'"
    )
    with page.expect_request("**/karte.json*form=trial_living*"):
        page.get_by_label("Nutzungsform").select_option("Probewohnen")
    expect(page.locator("#treffer[data-old]")).to_have_count(0)
    expect(page.locator("[data-map][data-old]")).to_have_count(1)
    assert page.url.endswith("/angebote?q=Gartow&form=trial_living&with=garden")


def test_card_and_dot_light_each_other(browser: Browser) -> None:
    page = opened(browser, PUBLIC)
    page.locator("[data-offer='1'] a").focus()
    expect(page.locator(".map-dot--lit")).to_have_count(1)
    page.get_by_role("button", name="Kate am Deich, Probewohnen, Gartow").hover()
    expect(page.locator("[data-offer='1']")).to_have_class(re.compile("cards__item--lit"))


def test_moved_map_offers_to_search_what_it_shows(browser: Browser) -> None:
    page = opened(browser, PUBLIC)
    here = page.get_by_role("link", name="In diesem Ausschnitt suchen")
    expect(here).to_be_hidden()
    page.locator("[data-map]").focus()
    page.keyboard.press("+")
    expect(here).to_have_attribute(
        "href", re.compile(r"^/angebote\?bbox=1\d\.\d+%2C5\d\.\d+%2C1\d\.\d+%2C5\d\.\d+$")
    )


def test_point_is_picked_by_click_and_by_keyboard(browser: Browser) -> None:
    page = opened(browser, CONVERSATION)
    map_box = page.locator("[data-map-pick]")
    map_box.click(position={"x": 200, "y": 150})
    latitude, longitude = page.get_by_label("Breite"), page.get_by_label("Länge")
    expect(latitude).to_have_value(re.compile(r"^5\d,\d{5}$"))
    clicked = longitude.input_value()
    map_box.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_timeout(400)
    page.keyboard.press("Enter")
    expect(longitude).not_to_have_value(clicked)
    expect(page.get_by_text("Punkt gesetzt.")).to_be_visible()


def test_errors_are_read_first_name_their_fields_and_lead_there(browser: Browser) -> None:
    page = opened(browser, WITH_ERRORS)
    expect(page.locator("[data-error-summary]")).to_be_focused()
    page.get_by_role("link", name="Seit wann etwa?").click()
    field = page.get_by_label("Seit wann etwa?")
    expect(field).to_be_focused()
    expect(field).to_have_value("1.4.")
    expect(field).to_have_accessible_description(
        re.compile("Wir haben verstanden: 1. April 2026. Stimmt das")
    )


def test_all_rows_of_a_page_are_ticked_at_once(browser: Browser) -> None:
    page = opened(browser, DESK)
    page.get_by_label("Alle auf dieser Seite").check()
    assert page.locator("[data-choose]:checked").count() == 3
    page.get_by_label("Alte Tischlerei").uncheck()
    assert not page.get_by_label("Alle auf dieser Seite").is_checked()
    expect(page.locator("[data-choose-count]")).to_have_text("2 / 3")


def test_without_javascript_nothing_is_missing_but_the_map(browser: Browser) -> None:
    page = opened(browser, PUBLIC, width=360, script=False)
    expect(page.locator("[data-map]")).to_be_hidden()
    expect(page.get_by_label("Stichwort oder Ort")).to_be_visible()
    expect(page.get_by_role("navigation", name="Menü")).to_be_hidden()
    page.locator(".site-nav__open").click()
    expect(
        page.get_by_role("navigation", name="Menü").get_by_role("link", name="Leerstand melden")
    ).to_be_visible()


def test_keyboard_reaches_the_content_with_two_keys(browser: Browser) -> None:
    page = opened(browser, DESK)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Zum Inhalt springen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_paper_shows_the_page_without_menus(browser: Browser) -> None:
    page = opened(browser, DESK)
    page.emulate_media(media="print")
    expect(page.locator(".site-head")).to_be_hidden()
    expect(page.locator(".select-bar")).to_be_hidden()
    expect(page.get_by_role("heading", name="Kate am Deich")).to_be_visible()
