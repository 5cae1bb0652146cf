"""Other ways through the service: a stranger, the keyboard alone, staff for an owner who is not online."""

import pytest
from playwright.async_api import Page, expect

from leerstand.applications.models import Application
from leerstand.matching.codes import ProposalState
from tests.journeys import steps
from tests.journeys.conftest import Visit
from tests.journeys.service import Service
from tests.journeys.test_mistakes import a_pair
from tests.look.browsing import NEEDS_CHROMIUM
from tests.makers import world as made
from tests.makers.register import a_building
from tests.makers.world import a_world

pytestmark = [pytest.mark.browser, pytest.mark.skipif(NEEDS_CHROMIUM, reason="needs Chromium")]


async def test_a_stranger_sees_what_is_public_and_nothing_else(service: Service, visit: Visit) -> None:
    world = await a_world(service.cast, service.work.signer)
    for name in ("", "udo"):
        page = await visit(name)
        await page.goto("/")
        await steps.follow(page, "Probewohnen am Rundling")
        await steps.says(page, "Ein helles Haus mit Garten")
        await steps.never_says(page, made.ADDRESS, "Olga", "olga@example.org", made.STAFF_NOTE, made.DRAFT)
        await page.goto("/angebote")
        await steps.never_says(page, made.ADDRESS, "Olga", made.DRAFT)
        for path in (
            "/gemeinde",
            "/gemeinde/register",
            f"/gemeinde/register/{world['building_id']}",
            "/betrieb",
        ):
            await page.goto(path)
            await steps.never_says(page, made.ADDRESS, "Olga", made.STAFF_NOTE, made.OFFLINE_OWNER)
            if name:
                await steps.says(page, "Berechtigung")
            else:
                assert "/anmelden" in page.url


async def by_keyboard(page: Page, field: str, words: str = "") -> None:
    """Tab to a field or button by its name as it is read aloud; type into it, or press it."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        about = await page.evaluate(
            "(() => { const one = document.activeElement; return [one.name || '', one.textContent.trim(), one.value || ''] })()"
        )
        if field in about:
            break
    else:
        pytest.fail(f"{field} is not reached by the keyboard")
    if words:
        await page.keyboard.type(words)


async def enter(page: Page) -> None:
    async with page.expect_navigation():
        await page.keyboard.press("Enter")


async def test_a_report_is_sent_by_keyboard_alone(visit: Visit) -> None:
    udo = await visit()
    await udo.goto("/leerstand-melden")
    await by_keyboard(udo, "place", "Lüchow")
    await by_keyboard(udo, "street", "Bergstraße")
    await by_keyboard(udo, "Weiter zum Gebäude")
    await enter(udo)
    await by_keyboard(udo, "kind")
    await udo.keyboard.press("ArrowDown")
    await by_keyboard(udo, "note", "Der Briefkasten quillt über.")
    await by_keyboard(udo, "Weiter zum Foto")
    await enter(udo)
    await by_keyboard(udo, "Weiter")
    await enter(udo)
    await by_keyboard(udo, "Meldung senden")
    await enter(udo)
    await steps.says(udo, "Ihre Meldung ist angekommen")


async def test_what_is_known_shows_to_staff_while_they_type_and_to_nobody_else(
    service: Service, visit: Visit
) -> None:
    async with service.work.db.writing() as session:
        await a_building(session)
    mara, udo = await visit("mara"), await visit()
    await mara.goto("/gemeinde/register/neu")
    await mara.locator("[name=place]").press_sequentially("Satemin")
    await mara.locator("[name=street]").press_sequentially("am rundling")
    await mara.locator("[name=house_number]").press_sequentially("9")
    await expect(mara.locator("#known")).to_contain_text("vielleicht schon im Register")
    await expect(mara.locator("[name=house_number]")).to_be_focused()
    await mara.locator("[name=house_number]").press_sequentially("1")
    await expect(mara.locator("#known")).to_be_empty()
    await udo.goto("/leerstand-melden")
    await steps.fill(udo, place="Satemin", street="am rundling", house_number="9")
    await steps.press(udo, "Weiter zum Gebäude")
    await steps.choose(udo, "kind", "house")
    await steps.press(udo, "Weiter zum Foto")
    await steps.press(udo, "Weiter")
    await steps.says(udo, "Bitte prüfen und senden")
    await steps.never_says(udo, "Register", "bekannt")


async def test_an_application_is_sent_by_keyboard_alone(service: Service, visit: Visit) -> None:
    _, offer_id = await a_pair(service, state=ProposalState.RELEASED)
    sami = await visit("sami")
    await sami.goto(f"/angebote/{offer_id}/bewerben")
    await by_keyboard(sami, "message", steps.LETTER)
    await by_keyboard(sami, "Bewerbung senden")
    await enter(sami)
    await steps.says(sami, "Ihre Bewerbung ist gesendet.")


async def test_staff_serve_an_owner_who_is_not_online(service: Service, visit: Visit) -> None:
    mara, sami = await visit("mara"), await visit("sami")
    await steps.report(await visit())
    await steps.confirm_report(mara)
    await mara.goto(f"{mara.url.split('?')[0]}/angebot")
    await steps.choose_trial_living(mara)
    await steps.write_offer(mara)
    await steps.choose(mara, "consent_channel", "visit")
    await steps.fill(mara, consent_on="20.11.2026")
    await steps.hand_in(mara)
    await steps.follow(mara, "Freigeben")
    await steps.press(mara, "Freigeben")
    await steps.write_search(sami, service)
    await steps.release_proposal(mara)
    await service.later(minutes=11)
    await steps.follow_mail(sami, service, "sami")
    await steps.apply_with_a_pause(sami)
    await mara.goto("/gemeinde")
    await steps.follow(mara, "Bewerbung beantworten")
    await steps.says(mara, steps.LETTER)
    await steps.never_says(mara, "sami@example.org")
    await steps.press(mara, "Kennenlernen zusagen")
    await service.later(minutes=11)
    await steps.follow_mail(sami, service, "sami")
    await expect(sami.get_by_role("main")).to_contain_text("So erreichen Sie sich")
    async with service.work.db.reading() as session:
        assert (await session.scalars(Application.__table__.select())).first() is not None
