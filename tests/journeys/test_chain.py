"""The whole chain in a browser: from a report to two people who meet."""

import pytest

from tests.journeys import steps
from tests.journeys.conftest import Visit
from tests.journeys.service import Service
from tests.look.browsing import NEEDS_CHROMIUM

pytestmark = [pytest.mark.browser, pytest.mark.skipif(NEEDS_CHROMIUM, reason="needs Chromium")]


async def offered(service: Service, visit: Visit, *, script: bool) -> None:
    """Udo reports, Mara confirms, Olga offers, Mara releases."""
    udo, mara, olga = (
        await visit(script=script),
        await visit("mara", script=script),
        await visit("olga", script=script),
    )
    number = await steps.report(udo)
    await steps.confirm_report(mara)
    await steps.give_to_owner(mara)
    await service.later()
    await udo.goto(f"/meldungen/{number}")
    await steps.says(udo, "Das Gebäude steht jetzt im internen Register.")
    await steps.follow_mail(olga, service, "olga")
    await steps.begin_offer(olga, house="Bergstraße 12")
    await steps.write_offer(olga)
    await steps.hand_in(olga)
    await steps.release_offer(mara)
    await service.later(minutes=11)
    assert "ist jetzt öffentlich" in steps.mail_to(service, "olga")


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without JavaScript"])
async def test_from_an_empty_house_to_two_people_who_meet(
    service: Service, visit: Visit, script: bool
) -> None:
    await offered(service, visit, script=script)
    sami, mara, olga = (
        await visit(script=script),
        await visit("mara", script=script),
        await visit("olga", script=script),
    )
    await steps.sign_in(sami, service, "sami", path="/mein/gesuch")
    await steps.write_search(sami, service)
    await steps.release_proposal(mara)
    await service.later(minutes=11)
    await steps.follow_mail(sami, service, "sami")
    await steps.says(sami, "Von der Gemeinde freigegeben")
    await steps.apply_with_a_pause(sami)
    await service.later()
    await steps.follow_mail(olga, service, "olga")
    await steps.says(olga, steps.LETTER)
    await steps.never_says(olga, "Sami Haddad", "sami@example.org")
    await steps.press(olga, "Kennenlernen zusagen")
    await steps.says(olga, "sami@example.org")
    await service.later(minutes=11)
    await steps.follow_mail(sami, service, "sami")
    await steps.says(sami, "olga@example.org")
    await steps.agree(olga)
    await sami.reload()
    await steps.says(sami, "Vereinbart ab 1. April 2027")
