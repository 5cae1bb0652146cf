"""Applications for an offer that has ended don't wait for an answer that nobody will give."""

from datetime import datetime

import pytest
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.applications import telling
from leerstand.applications.codes import ApplicationState
from leerstand.applications.jobs import close_for_ended_offers
from leerstand.applications.models import Application
from leerstand.applications.rules import ENDED
from leerstand.notices.models import Notice
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer
from tests.cast import Cast
from tests.makers.chain import a_building, a_proposal, a_search, an_application, an_offer


async def an_open_application(cast: Cast) -> None:
    async with cast.db.writing() as session:
        offer = await an_offer(session, await a_building(session, owner_person_id=cast.ids["olga"]))
        search = await a_search(session, cast.ids["sami"])
        await a_proposal(session, offer, search)
        await an_application(session, offer, search)


@pytest.mark.parametrize(
    "state", [OfferState.TAKEN, OfferState.WITHDRAWN, OfferState.EXPIRED, OfferState.DECLINED]
)
async def test_it_is_declined_with_the_reason_and_told_once(cast: Cast, state: OfferState) -> None:
    await an_open_application(cast)
    async with cast.db.writing() as session:
        await session.execute(update(Offer).values(state=state))
    assert await close_for_ended_offers(cast.db, now=cast.clock()) == 1
    assert await close_for_ended_offers(cast.db, now=cast.clock()) == 0
    async with cast.db.reading() as session:
        application = (await session.scalars(select(Application))).one()
        told = (await session.scalars(select(Notice))).all()
    assert application.state is ApplicationState.DECLINED
    assert application.decision_note == ENDED[state]
    assert told[0].context["reason"] == {"$text": ENDED[state], "facts": {}}
    assert [notice.kind for notice in told] == ["applications/declined"]


@pytest.mark.parametrize("state", [OfferState.RELEASED, OfferState.PAUSED])
async def test_while_the_offer_stands_it_waits(cast: Cast, state: OfferState) -> None:
    await an_open_application(cast)
    async with cast.db.writing() as session:
        await session.execute(update(Offer).values(state=state))
    assert await close_for_ended_offers(cast.db, now=cast.clock()) == 0


async def test_an_owner_s_home_begins_with_what_waits(cast: Cast) -> None:
    await an_open_application(cast)
    async with cast.browser("olga") as browser:
        shown = (await browser.get("/mein/gebaeude")).text
    assert shown.index("Bewerbung beantworten") < shown.index("Gebäude und Angebote")
    async with cast.browser("udo") as browser:
        assert "Noch kein Gebäude erfasst" in (await browser.get("/mein/gebaeude")).text


async def test_one_that_cannot_be_declined_holds_up_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    await an_open_application(cast)
    await an_open_application(cast)
    async with cast.db.writing() as session:
        await session.execute(update(Offer).values(state=OfferState.TAKEN))
        spoilt = (await session.scalars(select(Application.id).limit(1))).one()
    told = telling.seeker_of_refusal

    async def refused(session: AsyncSession, application: Application, *, now: datetime) -> None:
        if application.id == spoilt:
            raise ValueError
        await told(session, application, now=now)

    monkeypatch.setattr(telling, "seeker_of_refusal", refused)
    assert await close_for_ended_offers(cast.db, now=cast.clock()) == 1
    async with cast.db.reading() as session:
        states = dict((await session.execute(select(Application.id, Application.state))).all())  # type: ignore[arg-type]
    assert states.pop(spoilt) is ApplicationState.SENT
    assert set(states.values()) == {ApplicationState.DECLINED}
