"""The clerk's desk: what is seen, released, declined, asked and taken back."""

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import select

from leerstand.accounts.models import AuditEntry
from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application
from leerstand.matching.codes import ProposalState
from leerstand.matching.models import Proposal, ProposalQuestion
from leerstand.notices.codes import NoticeState
from leerstand.notices.models import Notice
from leerstand.offers.models import OfferComplaint
from tests.cast import Cast
from tests.makers.chain import a_building, a_proposal, a_search, an_application, an_offer

DECIDE = "/gemeinde/vorschlaege/entscheiden"


async def a_pair(cast: Cast, *, wanted: bool = False, **changes: Any) -> UUID:
    """A proposal in Lüchow that waits for Mara; `wanted`: Sami has applied already."""
    async with cast.db.writing() as session:
        building = await a_building(session, owner_person_id=cast.ids["olga"])
        offer = await an_offer(session, building)
        search = await a_search(session, cast.ids["sami"])
        proposal = await a_proposal(session, offer, search, **{"state": ProposalState.NEW, **changes})
        if wanted:
            await an_application(session, offer, search)
    return proposal.id


async def state_of(cast: Cast, proposal_id: UUID) -> ProposalState:
    async with cast.db.reading() as session:
        return (await session.get_one(Proposal, proposal_id)).state


async def kinds_told(cast: Cast) -> list[str]:
    async with cast.db.reading() as session:
        return sorted(await session.scalars(select(Notice.kind)))


async def test_a_released_pair_is_told_to_both_sides(cast: Cast) -> None:
    proposal_id = await a_pair(cast)
    async with cast.browser("mara") as browser:
        await browser.post(DECIDE, data={"proposal": str(proposal_id), "act": "release"})
    assert await state_of(cast, proposal_id) is ProposalState.RELEASED
    assert await kinds_told(cast) == ["review/released_to_owner", "review/released_to_seeker"]


async def test_releasing_delivers_the_application_that_waited(cast: Cast) -> None:
    proposal_id = await a_pair(cast, wanted=True)
    async with cast.browser("mara") as browser:
        assert (
            "Hier wartet eine Bewerbung" in (await browser.get(f"/gemeinde/vorschlaege/{proposal_id}")).text
        )
        await browser.post(DECIDE, data={"proposal": str(proposal_id), "act": "release"})
    assert "applications/arrived" in await kinds_told(cast)


async def test_declining_needs_a_reason_and_tells_who_had_applied(cast: Cast) -> None:
    proposal_id = await a_pair(cast, wanted=True)
    async with cast.browser("mara") as browser:
        refused = await browser.post(DECIDE, data={"proposal": str(proposal_id), "act": "decline"})
        assert refused.status_code == 422
        await browser.post(DECIDE, data={"proposal": str(proposal_id), "act": "decline", "note": "Zu kurz."})
    async with cast.db.reading() as session:
        application = (await session.scalars(select(Application))).one()
    assert (application.state, application.decision_note) == (ApplicationState.DECLINED, "Zu kurz.")


async def test_several_are_decided_at_once_and_taken_back_together(cast: Cast) -> None:
    ids = [await a_pair(cast, wanted=number == 0) for number in range(3)]
    async with cast.browser("mara") as browser:
        answer = await browser.post(DECIDE, data={"proposal": [str(key) for key in ids], "act": "release"})
        shown = await browser.get(answer.headers["location"])
        undo = shown.text.split('action="/gemeinde/vorschlaege/zuruecknehmen/')[1].split('"')[0]
        await browser.post(f"/gemeinde/vorschlaege/zuruecknehmen/{undo}")
    assert [await state_of(cast, key) for key in ids] == [ProposalState.NEW] * 3
    assert await kinds_told(cast) == []


async def test_a_decision_whose_mail_has_left_stays(cast: Cast) -> None:
    proposal_id = await a_pair(cast)
    async with cast.browser("mara") as browser:
        answer = await browser.post(DECIDE, data={"proposal": str(proposal_id), "act": "release"})
        shown = await browser.get(answer.headers["location"])
        undo = shown.text.split('action="/gemeinde/vorschlaege/zuruecknehmen/')[1].split('"')[0]
        async with cast.db.writing() as session:
            for notice in await session.scalars(select(Notice)):
                notice.state, notice.sent_at = NoticeState.SENT, cast.clock()
        refused = await browser.post(f"/gemeinde/vorschlaege/zuruecknehmen/{undo}")
    assert refused.status_code == 409
    assert await state_of(cast, proposal_id) is ProposalState.RELEASED


async def test_a_question_goes_to_one_side_and_its_answer_comes_back(cast: Cast) -> None:
    proposal_id = await a_pair(cast)
    async with cast.browser("mara") as browser:
        ask = {"side": "seeker", "question": "Reicht Ihnen ein Zimmer für die Kinder?"}
        await browser.post(f"/gemeinde/vorschlaege/{proposal_id}/fragen", data=ask)
    assert await state_of(cast, proposal_id) is ProposalState.ASKED
    async with cast.db.reading() as session:
        question_id = (await session.scalars(select(ProposalQuestion.id))).one()
    async with cast.browser("olga") as browser:
        assert (await browser.get(f"/mein/fragen/{question_id}")).status_code == 404
    async with cast.browser("sami") as browser:
        assert f"/mein/fragen/{question_id}" in (await browser.get("/mein/gesuch")).text
        await browser.post(f"/mein/fragen/{question_id}", data={"answer": "Ja, gern."})
    async with cast.browser("mara") as browser:
        assert "Ja, gern." in (await browser.get(f"/gemeinde/vorschlaege/{proposal_id}")).text
    assert await state_of(cast, proposal_id) is ProposalState.NEW


@pytest.mark.parametrize(("name", "status"), [("konrad", 404), ("udo", 403), ("olga", 403), ("ida", 403)])
async def test_only_the_municipality_s_own_clerks_see_a_pair(cast: Cast, name: str, status: int) -> None:
    proposal_id = await a_pair(cast)
    async with cast.browser(name) as browser:
        assert (await browser.get(f"/gemeinde/vorschlaege/{proposal_id}")).status_code == status
        await browser.post(DECIDE, data={"proposal": str(proposal_id), "act": "release"})
    assert await state_of(cast, proposal_id) is ProposalState.NEW


async def test_the_desk_never_shows_who_searches(cast: Cast) -> None:
    proposal_id = await a_pair(cast, wanted=True)
    async with cast.browser("mara") as browser:
        pages = [
            await browser.get(path)
            for path in ("/gemeinde", "/gemeinde/vorschlaege", f"/gemeinde/vorschlaege/{proposal_id}")
        ]
    assert all(page.status_code == 200 for page in pages)
    assert not any("Sami" in page.text or "sami@" in page.text for page in pages)


async def test_every_decision_stands_in_the_trail(cast: Cast) -> None:
    proposal_id = await a_pair(cast)
    async with cast.browser("mara") as browser:
        await browser.post(DECIDE, data={"proposal": str(proposal_id), "act": "release"})
    async with cast.db.reading() as session:
        entries = (
            await session.execute(
                select(AuditEntry.action, AuditEntry.actor_id).where(
                    AuditEntry.subject_id == str(proposal_id)
                )
            )
        ).all()
    assert ("proposal_released", cast.ids["mara"]) in [tuple(entry) for entry in entries]


async def test_an_empty_desk_says_so(cast: Cast) -> None:
    async with cast.browser("mara") as browser:
        assert "Heute ist nichts fällig." in (await browser.get("/gemeinde")).text
        assert "Nichts zu prüfen" in (await browser.get("/gemeinde/vorschlaege")).text


async def test_the_desk_says_why_a_pair_fits_and_which_rule_stops_another(cast: Cast) -> None:
    async with cast.db.writing() as session:
        offer = await an_offer(session, await a_building(session))
        fits = {"text": "Wir wünschen uns einen Garten.", "pool_consent_at": cast.clock()}
        await a_search(session, cast.ids["sami"], **fits)
        await a_search(
            session, cast.ids["udo"], text="Zu siebt aufs Land.", persons=7, pool_consent_at=cast.clock()
        )
        await a_search(session, cast.ids["olga"], text="Nur für die eigene Gemeinde.")
    async with cast.browser("mara") as browser:
        shown = (await browser.get(f"/gemeinde/vorschlaege/warum/{offer.id}")).text
    fitting, stopped = shown.split('id="stopped"')
    assert "einen Garten" in fitting
    assert "Zu siebt" in stopped
    assert "Nur für die eigene Gemeinde." not in shown
    async with cast.browser("konrad") as browser:
        assert (await browser.get(f"/gemeinde/vorschlaege/warum/{offer.id}")).status_code == 404


async def test_a_reported_listing_waits_on_the_desk(cast: Cast) -> None:
    async with cast.db.writing() as session:
        offer = await an_offer(session, await a_building(session))
        session.add(OfferComplaint(offer_id=offer.id, reason="fraud", created_at=cast.clock()))
    async with cast.browser("mara") as browser:
        assert "Gemeldete Anzeige prüfen" in (await browser.get("/gemeinde")).text
    async with cast.browser("konrad") as browser:
        assert "Gemeldete Anzeige prüfen" not in (await browser.get("/gemeinde")).text
