"""What goes wrong in the hands of real people: mistyped, clicked twice, too late, two at once."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import expect
from sqlalchemy import func, select

from leerstand.accounts.codes import RoleKind
from leerstand.applications.models import Application
from leerstand.matching.codes import ProposalState
from leerstand.matching.models import Proposal
from leerstand.notices.models import Notice
from leerstand.register.models import Report
from tests.cast import give_role
from tests.journeys import steps
from tests.journeys.conftest import Visit
from tests.journeys.service import Service
from tests.look.browsing import NEEDS_CHROMIUM
from tests.makers import chain

pytestmark = [pytest.mark.browser, pytest.mark.skipif(NEEDS_CHROMIUM, reason="needs Chromium")]
NOT_A_PHOTO: Any = {"name": "haus.jpg", "mimeType": "image/jpeg", "buffer": b"<script>alert(1)</script>" * 20}


async def a_pair(service: Service, *, state: ProposalState) -> tuple[UUID, UUID]:
    """Olga's released offer and Sami's active search as a proposal; ids of proposal and offer."""
    async with service.work.db.writing() as session:
        building = await chain.a_building(session, owner_person_id=service.cast.ids["olga"])
        offer = await chain.an_offer(session, building)
        search = await chain.a_search(session, service.cast.ids["sami"])
        proposal = await chain.a_proposal(session, offer, search, state=state)
    return proposal.id, offer.id


async def count(service: Service, what: Any) -> int:
    async with service.work.db.reading() as session:
        return int(await session.scalar(select(func.count()).select_from(what)) or 0)


async def test_dates_that_cannot_be_are_shown_again_with_what_to_do(visit: Visit) -> None:
    sami = await visit("sami")
    await sami.goto("/mein/gesuch/neu")
    await steps.press(sami, "Gesuch beginnen")
    await sami.goto(sami.url.replace("vorhaben", "zeit"))
    await steps.fill(sami, starts_on="31.2.2027", ends_on="gestern abend", persons="3")
    await steps.press(sami, "Speichern und weiter")
    await expect(sami.locator("[data-error-summary]")).to_be_focused()
    await expect(sami.locator("[data-error-summary] li")).to_have_count(2)
    await expect(sami.locator("[name=starts_on]")).to_have_value("31.2.2027")
    await sami.locator("[data-error-summary] a").first.click()
    await expect(sami.locator("[name=starts_on]")).to_be_focused()
    await steps.fill(sami, starts_on="1.4.2027", ends_on="1.3.2027")
    await steps.press(sami, "Speichern und weiter")
    await steps.says(sami, "Das Ende muss nach dem Anfang liegen.")


async def test_a_file_that_is_no_photo_is_refused_and_the_report_goes_on(visit: Visit) -> None:
    udo = await visit()
    await udo.goto("/leerstand-melden")
    await steps.fill(udo, place="Lüchow", street="Bergstraße")
    await steps.press(udo, "Weiter zum Gebäude")
    await steps.choose(udo, "kind", "barn")
    await steps.press(udo, "Weiter zum Foto")
    await udo.locator("input[type=file]").set_input_files(NOT_A_PHOTO)
    await steps.press(udo, "Weiter")
    await steps.says(udo, "Diese Datei ist kein Foto, das wir lesen können.")
    await steps.press(udo, "Weiter")
    await steps.says(udo, "Bergstraße")


async def test_a_link_that_is_too_old_says_so_and_offers_a_new_one(service: Service, visit: Visit) -> None:
    sami = await visit()
    await sami.goto("/anmelden")
    await steps.fill(sami, email="sami@example.org")
    await steps.press(sami, "Anmeldelink senden")
    await service.later()
    service.cast.clock.moment += timedelta(minutes=16)
    await steps.follow_mail(sami, service, "sami")
    await expect(sami.get_by_text("abgelaufen").first).to_be_visible()
    await expect(
        sami.get_by_role("main").get_by_role("link", name="Neuen Anmeldelink bekommen")
    ).to_be_visible()


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_a_double_click_sends_one_application(service: Service, visit: Visit, script: bool) -> None:
    _, offer_id = await a_pair(service, state=ProposalState.RELEASED)
    sami = await visit("sami", script=script)
    await sami.goto(f"/angebote/{offer_id}/bewerben")
    await steps.fill(sami, message=steps.LETTER)
    await sami.get_by_role("button", name="Bewerbung senden").dblclick()
    await sami.wait_for_url("**/mein/bewerbungen/*")
    assert await count(service, Application) == 1
    async with service.work.db.reading() as session:
        told = await session.scalar(select(func.count()).where(Notice.kind == "applications/arrived"))
    assert told == 1


async def test_a_double_click_sends_one_report(service: Service, visit: Visit) -> None:
    udo = await visit()
    await steps.report_up_to_sending(udo)
    await udo.get_by_role("button", name="Meldung senden").dblclick()
    await udo.wait_for_url("**/meldungen/*")
    assert await count(service, Report) == 1


async def test_of_two_clerks_who_decide_at_once_one_is_heard(service: Service, visit: Visit) -> None:
    proposal_id, _ = await a_pair(service, state=ProposalState.NEW)
    async with service.work.db.writing() as session:
        await give_role(session, "udo", "Samtgemeinde Lüchow (Wendland)", RoleKind.CLERK)
    first, second = await visit("mara"), await visit("udo")
    for page in (first, second):
        await page.goto(f"/gemeinde/vorschlaege/{proposal_id}")
    await steps.press(first, "Freigeben")
    await steps.fill(second, note="Das Vorhaben passt nicht zum Gebäude.")
    await steps.press(second, "Ablehnen")
    await steps.says(second, "Darüber war schon entschieden.")
    async with service.work.db.reading() as session:
        assert (await session.get_one(Proposal, proposal_id)).state is ProposalState.RELEASED


async def test_a_decision_taken_back_in_time_sends_no_mail(service: Service, visit: Visit) -> None:
    proposal_id, _ = await a_pair(service, state=ProposalState.NEW)
    mara = await visit("mara")
    await mara.goto(f"/gemeinde/vorschlaege/{proposal_id}")
    await steps.press(mara, "Freigeben")
    await service.later(minutes=5)
    await steps.press(mara, "Rückgängig machen")
    await steps.says(mara, "Zurückgenommen.")
    await service.later(hours=1)
    assert service.postbox.mails == []
    async with service.work.db.reading() as session:
        assert (await session.get_one(Proposal, proposal_id)).state is ProposalState.NEW


async def test_a_decision_that_was_told_already_stands(service: Service, visit: Visit) -> None:
    proposal_id, _ = await a_pair(service, state=ProposalState.NEW)
    mara = await visit("mara")
    await mara.goto(f"/gemeinde/vorschlaege/{proposal_id}")
    await steps.press(mara, "Freigeben")
    await service.later(minutes=11)
    assert len(service.postbox.mails) == 2
    await steps.press(mara, "Rückgängig machen")
    async with service.work.db.reading() as session:
        assert (await session.get_one(Proposal, proposal_id)).state is ProposalState.RELEASED


async def test_a_doubtful_day_is_asked_back_and_taken_with_one_click(visit: Visit) -> None:
    sami = await visit("sami", script=False)
    await sami.goto("/mein/gesuch/neu")
    await steps.press(sami, "Gesuch beginnen")
    await sami.goto(sami.url.replace("vorhaben", "zeit"))
    await steps.fill(sami, starts_on="1.4.", ends_on="April 2028", persons="zu viert")
    await steps.press(sami, "Speichern und weiter")
    await steps.says(sami, "Wir haben verstanden: 1. April 2027. Stimmt das?")
    await expect(sami.locator("[name=starts_on]")).to_have_value("1.4.")
    await sami.get_by_label("Ja, 1. April 2027").check()
    await sami.get_by_label("30. April 2028").check()
    await steps.press(sami, "Speichern und weiter")
    await expect(sami).to_have_url(re.compile("/schritt/kosten"))
    await sami.goto(sami.url.replace("kosten", "zeit"))
    await expect(sami.locator("[name=ends_on]")).to_have_value("30.4.2028")
