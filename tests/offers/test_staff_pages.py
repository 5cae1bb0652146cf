"""Mara decides about offers in her municipality; Konrad, of another one, does not."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from leerstand.notices.models import Notice
from leerstand.offers.codes import Form, OfferState
from leerstand.offers.models import Offer, OfferComplaint, OfferStep
from leerstand.register.codes import Channel
from leerstand.register.models import Building
from tests.cast import NOW, SALZWEDEL, Cast
from tests.makers.offers import a_home, an_offer
from tests.queries import counted


async def prepared(
    cast: Cast, state: OfferState, *, online: bool = True, ags: str = "03354018", **changes: object
) -> UUID:
    async with cast.db.writing() as session:
        building = await a_home(session, owner_id=cast.ids["olga"] if online else None, ags=ags)
        return (await an_offer(session, building, state=state, **changes)).id


async def the_offer(cast: Cast, offer_id: UUID) -> Offer:
    async with cast.db.reading() as session:
        return (await session.scalars(select(Offer).where(Offer.id == offer_id))).one()


async def messages(cast: Cast) -> list[str]:
    async with cast.db.reading() as session:
        return [str(one.context["message"]) for one in await session.scalars(select(Notice))]


async def test_the_list_begins_with_what_waits_longest_and_stops_at_the_border(cast: Cast) -> None:
    await prepared(cast, OfferState.SUBMITTED, title="Zweites Angebot", submitted_at=NOW)
    await prepared(cast, OfferState.SUBMITTED, title="Erstes Angebot", submitted_at=NOW - timedelta(days=3))
    await prepared(cast, OfferState.SUBMITTED, title="Anderswo", ags=SALZWEDEL)
    await prepared(cast, OfferState.DRAFT, title="Nur ein Entwurf")
    async with cast.browser("mara") as mara:
        shown = (await mara.get("/gemeinde/angebote")).text
    assert shown.index("Erstes Angebot") < shown.index("Zweites Angebot")
    assert "Anderswo" not in shown
    assert "Nur ein Entwurf" not in shown


async def test_filters_stand_in_the_address(cast: Cast) -> None:
    await prepared(cast, OfferState.RELEASED, title="Öffentliche Scheune", form=Form.INTERIM_USE)
    await prepared(cast, OfferState.RELEASED, title="Öffentliches Haus")
    async with cast.browser("mara") as mara:
        by_form = (await mara.get("/gemeinde/angebote?state=released&form=interim_use")).text
        by_words = (await mara.get("/gemeinde/angebote?state=released&words=haus")).text
        odd = await mara.get("/gemeinde/angebote?state=nonsense&page=x&words=%25")
    assert "Öffentliche Scheune" in by_form
    assert "Öffentliches Haus" not in by_form
    assert "Öffentliches Haus" in by_words
    assert odd.status_code == 200


async def test_the_list_asks_as_many_questions_for_three_offers_as_for_one(cast: Cast) -> None:
    sent = []
    async with cast.browser("mara") as mara:
        for more in (1, 2):
            for _ in range(more):
                await prepared(cast, OfferState.SUBMITTED)
            with counted(cast.db) as statements:
                await mara.get("/gemeinde/angebote")
            sent.append(len(statements))
    assert sent[0] == sent[1]


@pytest.mark.parametrize("name", ["konrad", "olga", "udo"])
async def test_others_neither_see_nor_decide(cast: Cast, name: str) -> None:
    offer_id = await prepared(cast, OfferState.SUBMITTED)
    async with cast.browser(name) as browser:
        for rest in ("", "/freigeben", "/ablehnen"):
            assert (await browser.get(f"/gemeinde/angebote/{offer_id}{rest}")).status_code in {403, 404}
        for rest in ("/freigeben", "/rueckfrage", "/zuruecknehmen", "/steht-noch"):
            answer = await browser.post(
                f"/gemeinde/angebote/{offer_id}{rest}", data={"note": "Ein guter Grund."}
            )
            assert answer.status_code in {403, 404}
    assert (await the_offer(cast, offer_id)).state is OfferState.SUBMITTED


async def test_a_release_is_one_page_with_its_mail_and_can_be_taken_back(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.SUBMITTED)
    here = f"/gemeinde/angebote/{offer_id}"
    async with cast.browser("mara") as mara:
        asked = await mara.get(f"{here}/freigeben")
        assert "ist jetzt öffentlich" in asked.text
        seen = (await the_offer(cast, offer_id)).submitted_at
        assert seen is not None
        await mara.post(f"{here}/freigeben", data={"seen": seen.isoformat(), "message": "Schön, danke."})
        assert (await the_offer(cast, offer_id)).state is OfferState.RELEASED
        assert await messages(cast) == ["Schön, danke."]
        assert f'action="{here}/zuruecknehmen"' in (await mara.get(here)).text
        await mara.post(f"{here}/zuruecknehmen")
    assert (await the_offer(cast, offer_id)).state is OfferState.SUBMITTED
    assert await messages(cast) == []


async def test_the_reason_takes_its_place_in_the_mail(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.SUBMITTED)
    async with cast.browser("mara") as mara:
        assert (
            await mara.post(f"/gemeinde/angebote/{offer_id}/ablehnen", data={"note": ""})
        ).status_code == 422
        amended = "Guten Abend.\n\n[hier steht Ihre Begründung]\n\nRufen Sie an."
        await mara.post(
            f"/gemeinde/angebote/{offer_id}/ablehnen",
            data={"note": "Das Dach ist undicht.", "message": amended},
        )
    assert await messages(cast) == ["Guten Abend.\n\nDas Dach ist undicht.\n\nRufen Sie an."]


async def test_forbidden_words_must_be_cleared_with_a_note(cast: Cast) -> None:
    offer_id = await prepared(
        cast, OfferState.SUBMITTED, description="Wir vermieten nur an Deutsche, das Haus ist ruhig."
    )
    here = f"/gemeinde/angebote/{offer_id}/freigeben"
    async with cast.browser("mara") as mara:
        assert (await mara.post(here, data={})).status_code == 422
        assert (await mara.post(here, data={"wording_cleared": "1"})).status_code == 422
        assert (await the_offer(cast, offer_id)).state is OfferState.SUBMITTED
        cleared = {"wording_cleared": "1", "note": "Der Satz zitiert eine alte Anzeige."}
        assert (await mara.post(here, data=cleared)).status_code == 303


async def test_a_clerk_makes_an_offer_for_an_owner_who_is_not_online(cast: Cast) -> None:
    async with cast.db.writing() as session:
        building_id = (await a_home(session, owner_id=None)).id
    async with cast.browser("mara") as mara:
        begun = await mara.post(f"/gemeinde/register/{building_id}/angebot", data={"form": "rental"})
        offer_id = UUID(begun.headers["location"].split("/")[3])
        async with cast.db.writing() as session:
            building = (await session.scalars(select(Building))).one()
            ready = (await an_offer(session, building)).id
        agreed = {
            "publish": "1",
            "all_owners_agree": "1",
            "consent_channel": "call",
            "consent_on": "3.11.26",
            "consent_note": "Frau Behn",
        }
        assert (
            await mara.post(f"/mein/angebote/{ready}/einreichen", data={"publish": "1"})
        ).status_code == 422
        assert (await mara.post(f"/mein/angebote/{ready}/einreichen", data=agreed)).status_code == 303
    assert (await the_offer(cast, offer_id)).form is Form.RENTAL
    offer = await the_offer(cast, ready)
    assert (offer.state, offer.consent_channel, offer.consent_note) == (
        OfferState.SUBMITTED,
        Channel.CALL,
        "Frau Behn",
    )
    assert offer.consent_at is not None
    assert offer.consent_at.date().isoformat() == "2026-11-03"


async def test_for_owners_with_an_account_staff_begin_no_offer(cast: Cast) -> None:
    async with cast.db.writing() as session:
        building_id = (await a_home(session, owner_id=cast.ids["olga"])).id
    async with cast.browser("mara") as mara:
        assert (await mara.get(f"/gemeinde/register/{building_id}/angebot")).status_code == 409
    async with cast.browser("konrad") as konrad:
        assert (await konrad.get(f"/gemeinde/register/{building_id}/angebot")).status_code == 404


async def test_after_a_call_staff_note_that_an_offer_still_stands(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.RELEASED, online=False, asked_at=NOW)
    async with cast.browser("mara") as mara:
        await mara.post(f"/gemeinde/angebote/{offer_id}/steht-noch")
    assert (await the_offer(cast, offer_id)).asked_at is None
    async with cast.db.reading() as session:
        assert "Steht noch." in (await session.scalars(select(OfferStep.note))).all()


async def test_a_complaint_is_answered_once_and_its_sender_told(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.RELEASED)
    async with cast.db.writing() as session:
        complaint = OfferComplaint(
            offer_id=offer_id, reason="Längst vermietet.", email="udo@example.org", created_at=NOW
        )
        session.add(complaint)
        await session.flush()
        here = f"/gemeinde/angebote/hinweise/{complaint.id}"
    async with cast.browser("konrad") as konrad:
        assert (await konrad.get(here)).status_code == 404
        assert "Längst vermietet" not in (await konrad.get("/gemeinde/angebote/hinweise")).text
    async with cast.browser("mara") as mara:
        assert "Längst vermietet" in (await mara.get("/gemeinde/angebote/hinweise")).text
        assert (await mara.post(here, data={"answer": "ok"})).status_code == 422
        assert (await mara.post(here, data={"answer": "Wir haben nachgefragt."})).status_code == 303
        assert (await mara.post(here, data={"answer": "Noch einmal anders."})).status_code == 409
    async with cast.db.reading() as session:
        told = (await session.scalars(select(Notice))).one()
    assert (told.to_email, told.context["answer"]) == ("udo@example.org", "Wir haben nachgefragt.")


async def test_a_public_offer_can_be_taken_down_with_a_reason_for_its_owner(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.RELEASED)
    async with cast.browser("mara") as mara:
        await mara.post(
            f"/gemeinde/angebote/{offer_id}/ablehnen", data={"note": "Das Haus ist schon vermietet."}
        )
    assert (await the_offer(cast, offer_id)).state is OfferState.DECLINED
    assert "Das Haus ist schon vermietet." in (await messages(cast))[0]


@pytest.mark.parametrize("page", ["9" * 400, "9" * 5000, "00", "²", "٣", "-1", "zwei"])
async def test_a_page_number_that_is_none_shows_the_first_page_of_every_list(cast: Cast, page: str) -> None:
    await prepared(cast, OfferState.SUBMITTED, title="Erstes Angebot", submitted_at=NOW)
    async with cast.browser("mara") as mara:
        listed = await mara.get("/gemeinde/angebote", params={"page": page})
        assert listed.status_code == 200
        assert "Erstes Angebot" in listed.text
        assert (await mara.get("/gemeinde/nachrichten", params={"page": page})).status_code == 200
        assert (await mara.get("/protokoll", params={"seite": page})).status_code == 200
