"""Applying, answering without seeing a name, meeting, ending: as both sides do it in their browsers."""

import asyncio
import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.applications import service
from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application
from leerstand.core.signing import Signer
from leerstand.matching.codes import ProposalState
from leerstand.matching.models import Proposal
from leerstand.notices.models import Notice
from leerstand.notices.words import Site, put_into_words
from leerstand.offers.codes import Form, OfferState
from leerstand.offers.models import Offer
from leerstand.searches.models import Search
from tests.cast import NOW, Cast
from tests.makers.chain import a_building, a_proposal, a_search, an_application, an_offer

SITE = Site("leerstand", "https://leerstand.example", Signer("s" * 40))
MESSAGE = "Wir suchen Ruhe, einen Garten und nette Nachbarn. Ist der Kindergarten zu Fuß erreichbar?"


async def a_pair(cast: Cast, **proposal: Any) -> tuple[UUID, UUID]:
    """Olga's released offer and Sami's active search, released to each other unless said."""
    async with cast.db.writing() as session:
        building = await a_building(session, owner_person_id=cast.ids["olga"])
        offer = await an_offer(session, building)
        search = await a_search(session, cast.ids["sami"])
        await a_proposal(session, offer, search, **proposal)
    return offer.id, search.id


async def applied(cast: Cast, **proposal: Any) -> UUID:
    """Sami's sent application for Olga's offer."""
    offer_id, search_id = await a_pair(cast, **proposal)
    async with cast.browser("sami") as browser:
        wish = {"search_id": str(search_id), "message": MESSAGE, "act": "send"}
        answer = await browser.post(f"/angebote/{offer_id}/bewerben", data=wish)
    return UUID(answer.headers["location"].split("/")[3].split("?")[0])


async def the_application(cast: Cast, application_id: UUID) -> Application:
    async with cast.db.reading() as session:
        return await session.get_one(Application, application_id)


async def told(cast: Cast, kind: str) -> list[Notice]:
    async with cast.db.reading() as session:
        return list(await session.scalars(select(Notice).where(Notice.kind == f"applications/{kind}")))


async def test_a_draft_is_kept_and_found_again(cast: Cast) -> None:
    offer_id, search_id = await a_pair(cast)
    async with cast.browser("sami") as browser:
        wish = {"search_id": str(search_id), "message": MESSAGE, "act": "keep"}
        await browser.post(f"/angebote/{offer_id}/bewerben", data=wish)
        assert MESSAGE in (await browser.get(f"/angebote/{offer_id}/bewerben")).text
    assert await told(cast, "arrived") == []


async def test_an_application_without_words_is_kept_but_not_sent(cast: Cast) -> None:
    offer_id, search_id = await a_pair(cast)
    async with cast.browser("sami") as browser:
        wish = {"search_id": str(search_id), "message": "Hallo", "act": "send"}
        answer = await browser.post(f"/angebote/{offer_id}/bewerben", data=wish)
    assert answer.status_code == 422
    async with cast.db.reading() as session:
        kept = (await session.scalars(select(Application))).one()
    assert (kept.state, kept.message) == (ApplicationState.DRAFT, "Hallo")


async def test_the_owner_reads_it_without_name_and_contact(cast: Cast) -> None:
    application_id = await applied(cast)
    async with cast.browser("olga") as browser:
        shown = await browser.get(f"/mein/anfragen/{application_id}")
        listed = await browser.get("/mein/anfragen")
    assert "Kindergarten zu Fuß" in shown.text
    for page in (shown.text, listed.text):
        assert "Sami" not in page
        assert "sami@example.org" not in page
    assert len(await told(cast, "arrived")) == 1


@pytest.mark.parametrize("name", ["udo", "sami", "konrad", "ida"])
async def test_nobody_else_reads_it(cast: Cast, name: str) -> None:
    application_id = await applied(cast)
    async with cast.browser(name) as browser:
        assert (await browser.get(f"/mein/anfragen/{application_id}")).status_code == 404
        answer = await browser.post(f"/mein/anfragen/{application_id}/antwort", data={"act": "accept"})
    assert answer.status_code == 404
    assert (await the_application(cast, application_id)).state is ApplicationState.SENT


async def test_before_the_municipality_has_released_the_pair_the_owner_sees_nothing(cast: Cast) -> None:
    application_id = await applied(cast, state=ProposalState.NEW)
    async with cast.browser("olga") as browser:
        assert (await browser.get(f"/mein/anfragen/{application_id}")).status_code == 404
    async with cast.browser("sami") as browser:
        assert "Liegt bei der Gemeinde" in (await browser.get(f"/mein/bewerbungen/{application_id}")).text
    assert await told(cast, "arrived") == []
    async with cast.db.reading() as session:
        assert (await session.scalars(select(Proposal.wanted_at))).one() is not None


async def test_after_accepting_both_see_how_to_reach_each_other(cast: Cast) -> None:
    application_id = await applied(cast)
    async with cast.browser("sami") as browser:
        assert "olga@example.org" not in (await browser.get(f"/mein/bewerbungen/{application_id}")).text
    async with cast.browser("olga") as browser:
        await browser.post(
            f"/mein/anfragen/{application_id}/antwort", data={"act": "accept", "note": "Gern."}
        )
        assert "sami@example.org" in (await browser.get(f"/mein/anfragen/{application_id}")).text
    async with cast.browser("sami") as browser:
        assert "olga@example.org" in (await browser.get(f"/mein/bewerbungen/{application_id}")).text


async def test_declining_needs_a_reason_which_the_newcomer_reads(cast: Cast) -> None:
    application_id = await applied(cast)
    async with cast.browser("olga") as browser:
        path = f"/mein/anfragen/{application_id}/antwort"
        assert (await browser.post(path, data={"act": "decline"})).status_code == 422
        await browser.post(path, data={"act": "decline", "note": "Der Zeitraum passt doch nicht."})
    async with cast.browser("sami") as browser:
        shown = await browser.get(f"/mein/bewerbungen/{application_id}")
    assert "Der Zeitraum passt doch nicht." in shown.text
    assert "olga@example.org" not in shown.text


async def test_a_decision_taken_back_sends_nothing(cast: Cast) -> None:
    application_id = await applied(cast)
    async with cast.browser("olga") as browser:
        await browser.post(f"/mein/anfragen/{application_id}/antwort", data={"act": "accept"})
        await browser.post(f"/mein/anfragen/{application_id}/zuruecknehmen")
    assert (await the_application(cast, application_id)).state is ApplicationState.SENT
    assert await told(cast, "accepted") == []
    assert await told(cast, "meeting") == []


async def test_what_the_other_side_has_seen_can_not_be_taken_back(cast: Cast) -> None:
    application_id = await applied(cast)
    async with cast.browser("olga") as browser:
        await browser.post(f"/mein/anfragen/{application_id}/antwort", data={"act": "accept"})
        cast.clock.moment += timedelta(minutes=1)
        async with cast.browser("sami") as other:
            await other.get(f"/mein/bewerbungen/{application_id}")
        refused = await browser.post(f"/mein/anfragen/{application_id}/zuruecknehmen")
    assert refused.status_code == 409
    assert (await the_application(cast, application_id)).state is ApplicationState.MEETING


async def test_the_end_is_recorded_and_a_taken_offer_declines_the_others(cast: Cast) -> None:
    application_id = await applied(cast)
    async with cast.db.writing() as session:
        application = await session.get_one(Application, application_id)
        offer = await session.get_one(Offer, application.offer_id)
        other = await an_application(session, offer, await a_search(session, cast.ids["udo"]))
    async with cast.browser("olga") as browser:
        await browser.post(f"/mein/anfragen/{application_id}/antwort", data={"act": "accept"})
        end = {"outcome": "agreed", "starts_on": "1.4.2027", "ends_on": "", "is_taken": "1"}
        path = f"/mein/anfragen/{application_id}/ausgang"
        assert (await browser.post(path, data={**end, "starts_on": ""})).status_code == 422
        assert (await browser.post(path, data=end)).status_code == 303
    assert (await the_application(cast, application_id)).state is ApplicationState.AGREED
    assert (await the_application(cast, other.id)).state is ApplicationState.DECLINED
    async with cast.db.reading() as session:
        assert (await session.get_one(Offer, offer.id)).state is OfferState.TAKEN
    [mail] = await told(cast, "declined")
    for language, reason in (("de", "Der Grund: Das Angebot ist vergeben."), ("en", "The offer is taken.")):
        mail.language = language
        assert reason in put_into_words(mail, SITE).text
        async with cast.browser("udo") as browser:
            browser.cookies.set("leerstand_language", language)
            assert reason in (await browser.get(f"/mein/bewerbungen/{other.id}")).text


async def test_a_withdrawn_application_can_be_written_anew(cast: Cast) -> None:
    application_id = await applied(cast)
    offer_id = (await the_application(cast, application_id)).offer_id
    async with cast.browser("sami") as browser:
        await browser.post(f"/mein/bewerbungen/{application_id}/zurueckziehen", data={"note": ""})
        assert (await browser.get(f"/angebote/{offer_id}/bewerben")).status_code == 200
    assert len(await told(cast, "withdrawn")) == 1


async def test_sending_twice_applies_once(cast: Cast) -> None:
    application_id = await applied(cast)
    application = await the_application(cast, application_id)
    async with cast.browser("sami") as browser:
        wish = {"search_id": str(application.search_id), "message": MESSAGE, "act": "send"}
        again = await browser.post(f"/angebote/{application.offer_id}/bewerben", data=wish)
    assert again.status_code == 409


async def test_two_who_apply_for_one_offer_at_the_same_moment_do_not_hold_each_other_up(cast: Cast) -> None:
    offer_id, search_id = await a_pair(cast)
    async with cast.db.writing() as session:
        searches = {"sami": search_id, "udo": (await a_search(session, cast.ids["udo"])).id}

    async def apply(session: AsyncSession, name: str) -> Application:
        return await service.keep_draft(
            session, person_id=cast.ids[name], offer_id=offer_id, search_id=searches[name], message=MESSAGE, now=NOW
        )  # fmt: skip

    async def send(session: AsyncSession, application: Application) -> None:
        await service.send(session, application, now=NOW)
        await session.commit()

    async with AsyncSession(cast.db.engine) as one, AsyncSession(cast.db.engine) as other:
        drafts = await apply(one, "sami"), await apply(other, "udo")
        await asyncio.gather(send(one, drafts[0]), send(other, drafts[1]))
    async with cast.db.reading() as session:
        states = list(await session.scalars(select(Application.state)))
    assert states == [ApplicationState.SENT] * 2


async def test_a_paused_offer_takes_no_applications(cast: Cast) -> None:
    offer_id, search_id = await a_pair(cast)
    async with cast.db.writing() as session:
        (await session.get_one(Offer, offer_id)).state = OfferState.PAUSED
    async with cast.browser("sami") as browser:
        wish = {"search_id": str(search_id), "message": MESSAGE, "act": "send"}
        refused = await browser.post(f"/angebote/{offer_id}/bewerben", data=wish)
    assert refused.status_code == 409


async def test_nothing_on_the_way_to_a_succession_names_its_municipality(cast: Cast) -> None:
    offer_id, search_id = await a_pair(cast)
    async with cast.db.writing() as session:
        offer = await session.get_one(Offer, offer_id)
        offer.form, offer.title = Form.SUCCESSION, "Bäckerei sucht Nachfolge"
        search = await session.get_one(Search, search_id)
        search.forms, search.place = ["succession"], ""
    async with cast.browser("sami") as browser:
        paths = [
            f"/angebote/{offer_id}",
            f"/angebote/{offer_id}/bewerben",
            "/mein/gesuch",
            f"/mein/gesuch/{search_id}/vorschlaege",
        ]
        shown = [(await browser.get(path)).text for path in paths]
        wish = {"search_id": str(search_id), "message": MESSAGE, "act": "send"}
        sent = await browser.post(f"/angebote/{offer_id}/bewerben", data=wish)
        shown.append((await browser.get(sent.headers["location"])).text)
    async with cast.browser("olga") as browser:
        said = {"act": "decline", "note": "Wir haben uns für andere entschieden."}
        application = sent.headers["location"].split("/")[3].split("?")[0]
        await browser.post(f"/mein/anfragen/{application}/antwort", data=said)
    async with cast.db.reading() as session:
        mails = await session.scalars(select(Notice).where(Notice.to_email == "sami@example.org"))
        shown += [str(mail.context) for mail in mails]
    shown = [re.sub("<svg.*?</svg>", "", text, flags=re.DOTALL) for text in shown]
    assert len(shown) == 6
    assert [text for text in shown if "Lüchow" in text.replace("Lüchow-Dannenberg", "")] == []


async def test_on_the_way_to_other_offers_the_office_is_named(cast: Cast) -> None:
    offer_id, _ = await a_pair(cast)
    async with cast.browser("sami") as browser:
        assert (
            "Zuständig ist hier: Samtgemeinde Lüchow"
            in (await browser.get(f"/angebote/{offer_id}/bewerben")).text
        )
