"""What people do on pages, in their own words; each step is one thing somebody wants."""

import re
from typing import Any

from playwright.async_api import Page, expect

from tests.journeys.service import Service
from tests.makers.world import a_picture

PHOTO: Any = {"name": "haus.jpg", "mimeType": "image/jpeg", "buffer": a_picture()}
PLAN = "Wir möchten ein halbes Jahr ausprobieren, wie es sich auf dem Land lebt, mit Garten für die Kinder."
BEGUN = "Der Garten gefällt uns sehr."
LETTER = "Der Garten gefällt uns sehr. Ist der Kindergarten zu Fuß zu erreichen? Wir kommen gern zum Ansehen."


async def press(page: Page, name: str) -> None:
    """Press a button and wait for the page that answers."""
    async with page.expect_navigation():
        await page.get_by_role("button", name=name, exact=True).first.click()


async def follow(page: Page, name: str) -> None:
    """Follow a link of the page's own part and wait for where it leads."""
    async with page.expect_navigation():
        await page.get_by_role("main").get_by_role("link", name=name).first.click()


async def fill(page: Page, **fields: str) -> None:
    """Fill fields by their names."""
    for name, words in fields.items():
        await page.locator(f"main [name='{name}']").fill(words)


async def choose(page: Page, name: str, *values: str) -> None:
    """Tick choices by the name of their field and their codes."""
    for value in values:
        await page.locator(f"main [name='{name}'][value='{value}']").check()


async def says(page: Page, words: str) -> None:
    await expect(page.get_by_role("main")).to_contain_text(words)


async def never_says(page: Page, *words: str) -> None:
    whole = await page.content()
    assert [each for each in words if each in whole] == []


def mail_to(service: Service, name: str) -> str:
    """The text of the last mail to one of the cast."""
    mails = [mail for mail in service.postbox.mails if mail["To"] == service.cast.email(name)]
    assert mails, f"no mail to {name}; there are {service.postbox.subjects}"
    body = mails[-1].get_body(("plain",))
    assert body is not None
    return str(body.get_content())


async def follow_mail(page: Page, service: Service, name: str) -> None:
    """Open the link of the last mail to one of the cast."""
    found = re.search(rf"^{re.escape(service.url)}/\S+", mail_to(service, name), re.MULTILINE)
    assert found is not None
    await page.goto(found[0])


async def report(page: Page) -> str:
    """Report an empty house in Lüchow with a photo; the number it gets."""
    await report_up_to_sending(page)
    await press(page, "Meldung senden")
    await says(page, "Ihre Meldung ist angekommen")
    return page.url.rsplit("/", 1)[1]


async def report_up_to_sending(page: Page) -> None:
    """Fill the steps of a report, up to the last button."""
    await page.goto("/leerstand-melden")
    await fill(page, place="Lüchow", street="Bergstraße", house_number="12")
    await press(page, "Weiter zum Gebäude")
    await choose(page, "kind", "house")
    await fill(page, since_year="2021", note="Der Briefkasten quillt über.")
    await press(page, "Weiter zum Foto")
    await page.locator("input[type=file]").set_input_files(PHOTO)
    await press(page, "Weiter")
    await says(page, "Bergstraße")
    await fill(page, reporter_email="udo@example.org")


async def confirm_report(page: Page) -> None:
    """Find the report on the morning list and make a building of it."""
    await page.goto("/gemeinde")
    await follow(page, "Meldung ansehen")
    await says(page, "Der Briefkasten quillt über.")
    await press(page, "Leerstand bestätigen")
    await says(page, "Das Gebäude steht jetzt im Register.")


async def give_to_owner(page: Page) -> None:
    """Give the building of this page to Olga's account."""
    await follow(page, "Konto zuordnen")
    await fill(page, email="olga@example.org")
    await press(page, "Zuordnung speichern")
    await says(page, "Die Person bekommt eine E-Mail.")


async def begin_offer(page: Page, *, house: str) -> None:
    """Open one's building and begin an offer there."""
    await follow(page, house)
    await follow(page, "Angebot machen")
    await choose_trial_living(page)


async def choose_trial_living(page: Page) -> None:
    await choose(page, "form", "trial_living")
    await press(page, "Weiter")


async def write_offer(page: Page) -> None:
    """Answer all steps of an offer of trial living, with a photo, up to the check."""
    await fill(
        page, title="Ein halbes Jahr am Rundling",
        description="Ein helles Haus mit Garten und Obstbäumen. Der Bus hält vor der Tür, der Laden ist nah.",
    )  # fmt: skip
    await press(page, "Weiter")
    await fill(page, available_from="1.3.2027", available_until="31.12.2027", capacity="4")
    await press(page, "Weiter")
    await fill(page, area_m2="120")
    await choose(page, "features", "garden", "furnished")
    await choose(page, "energy_certificate", "not_yet")
    await press(page, "Weiter")
    await fill(page, cost_month_cents="450")
    await press(page, "Weiter")
    await fill(page, q_purpose="Das Dorf kennenlernen, vor einem Umzug.")
    await choose(page, "q_afterwards", "nearby")
    await press(page, "Weiter")
    await page.locator("input[type=file]").set_input_files(PHOTO)
    await press(page, "Fotos hochladen")
    await press(page, "Weiter")


async def hand_in(page: Page) -> None:
    """Agree to everything and hand the offer to the municipality."""
    await page.locator("[name=publish]").check()
    await page.locator("[name=all_owners_agree]").check()
    await press(page, "Bei der Gemeinde einreichen")
    await says(page, "Eingereicht.")


async def release_offer(page: Page) -> None:
    """Find the offer on the morning list and release it."""
    await page.goto("/gemeinde")
    await follow(page, "Angebot prüfen")
    await follow(page, "Freigeben")
    await press(page, "Freigeben und Nachricht senden")


async def sign_in(page: Page, service: Service, name: str, *, path: str = "/") -> None:
    """Sign in by the link that comes by mail."""
    await page.goto(f"/anmelden?weiter={path}")
    await fill(page, email=service.cast.email(name))
    await press(page, "Anmeldelink senden")
    await service.later()
    await follow_mail(page, service, name)
    await press(page, "Anmelden")


async def write_search(page: Page, service: Service) -> None:
    """Write a search that fits the offer above, read how it was understood, activate it, and let the worker look."""
    await page.goto("/mein/gesuch/neu")
    await press(page, "Gesuch beginnen")
    await choose(page, "forms", "trial_living", "rental")
    await fill(page, text=PLAN)
    await press(page, "Speichern und weiter")
    await fill(page, place="Lüchow", radius_km="25")
    await press(page, "Speichern und weiter")
    await fill(page, starts_on="1.4.2027", ends_on="30.9.2027", persons="3")
    await press(page, "Speichern und weiter")
    await fill(page, budget_month_cents="700")
    await press(page, "Speichern und weiter")
    await choose(page, "wishes", "garden")
    await press(page, "Speichern und weiter")
    await says(page, "So haben wir Ihr Gesuch verstanden")
    await page.locator("[name=consent]").check()
    await press(page, "Gesuch aktiv schalten")
    await says(page, "Wir suchen gerade")
    await service.run("match-changed")
    await page.get_by_role("link", name="Noch einmal nachsehen").click()
    await says(page, "Die Gemeinde prüft noch")


async def release_proposal(page: Page) -> None:
    """Read the best proposal and release it."""
    await page.goto("/gemeinde")
    await follow(page, "Ein halbes Jahr am Rundling, Lüchow")
    await says(page, PLAN)
    await press(page, "Freigeben")
    await says(page, "Freigegeben: 1.")


async def apply_with_a_pause(page: Page) -> None:
    """Begin an application from the list of proposals, leave, come back, send."""
    await follow(page, "Bewerben")
    await fill(page, message=BEGUN)
    await press(page, "Entwurf speichern")
    await page.goto("/mein/gesuch")
    await follow(page, "Bewerbung fertig schreiben")
    await expect(page.locator("[name=message]")).to_have_value(BEGUN)
    await fill(page, message=LETTER)
    await press(page, "Bewerbung senden")
    await says(page, "Ihre Bewerbung ist gesendet.")


async def agree(page: Page) -> None:
    """Record that the meeting ended well."""
    await choose(page, "outcome", "agreed")
    await fill(page, starts_on="1.4.2027", ends_on="30.9.2027")
    await page.locator("[name=is_taken]").check()
    await press(page, "Ergebnis eintragen")
    await says(page, "Danke, das ist eingetragen.")
