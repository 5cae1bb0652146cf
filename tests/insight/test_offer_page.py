"""The public page of an offer, what is left of an ended one, and what it must never tell."""

import re
from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from leerstand.matching.codes import ProposalState
from leerstand.matching.models import Proposal
from leerstand.notices.models import Notice
from leerstand.offers.codes import Form, OfferState
from leerstand.offers.models import Offer, OfferComplaint
from leerstand.register.models import Building, Owner
from leerstand.register.rules import draw_offset, rough_point
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search
from tests.cast import NOW, Cast
from tests.makers.offers import a_home, an_offer
from tests.queries import counted

LAT, LON = 52.967412, 11.158034
HIDDEN = (
    "Deichstraße",
    "Hof am Deich",
    "Geheime Notiz",
    "Gerda Geheim",
    "gerda@",
    "Petersen",
    "olga@",
    "52.9674",
    "11.1580",
    "29439",
)


async def an_open_offer(cast: Cast, **changes: object) -> UUID:
    """A published offer in Olga's house, with everything beside it that must stay hidden."""
    async with cast.db.writing() as session:
        home = await a_home(session, owner_id=cast.ids["olga"], lat=LAT, lon=LON, note="Geheime Notiz")
        home.rough_lat, home.rough_lon = rough_point(LAT, LON, offset_m=draw_offset())
        session.add(Owner(building_id=home.id, name="Gerda Geheim", email="gerda@example.org"))
        facts = {
            "state": OfferState.RELEASED,
            "contact_name": "Gerda Geheim",
            "consent_note": "Geheime Notiz",
        }
        return (await an_offer(session, home, **facts | changes)).id


async def move(cast: Cast, offer_id: UUID, state: OfferState) -> None:
    async with cast.db.writing() as session:
        await session.execute(update(Offer).where(Offer.id == offer_id).values(state=state))


async def a_proposal(cast: Cast, offer_id: UUID, *, state: ProposalState = ProposalState.NEW) -> None:
    """Sami's search fits the offer, for a reason."""
    reason = {
        "criterion": "plan",
        "score": 0.9,
        "weight": 3.0,
        "kind": "fits",
        "note_de": "Sie schreiben von Töpferei.",
        "note_en": "You write about pottery.",
        "words": "Töpferei",
    }
    async with cast.db.writing() as session:
        search = Search(
            person_id=cast.ids["sami"], state=SearchState.ACTIVE, consent_at=NOW, forms=["trial_living"]
        )
        session.add(search)
        await session.flush()
        decided = NOW if state is ProposalState.DECLINED else None
        session.add(Proposal(
            offer_id=offer_id, search_id=search.id, score=81.0, reasons=[reason], engine_version="1", state=state,
            created_at=NOW, updated_at=NOW, due_on=date(2026, 12, 1), decided_at=decided,
        ))  # fmt: skip


async def test_strangers_learn_everything_but_who_and_where_exactly(cast: Cast) -> None:
    offer_id = await an_open_offer(cast)
    async with cast.browser() as browser:
        page = await browser.get(f"/angebote/{offer_id}")
        others = [page.text]
        for path in (
            "/",
            "/angebote",
            "/angebote?q=Haus&place=Wendland",
            "/angebote/karte.json?zoom=16",
            "/sitemap.xml",
        ):
            others += [(await browser.get(path)).text]
    assert page.status_code == 200
    for words in (
        "Drei Monate im alten Bauernhaus",
        "Das Dorf kennenlernen",
        "150 € im Monat",
        "Nächster Bahnhof",
        "Nach Hamburg",
    ):
        assert words in page.text
    for text in others:
        assert [words for words in HIDDEN if words in text] == []


async def test_the_public_point_on_the_map_is_the_rough_one(cast: Cast) -> None:
    await an_open_offer(cast)
    async with cast.browser() as browser:
        (spot,) = (await browser.get("/angebote/karte.json?zoom=16&bbox=11,52.8,11.4,53.1")).json()["offers"]
    metres = (((spot["lat"] - LAT) * 111_200) ** 2 + ((spot["lon"] - LON) * 67_000) ** 2) ** 0.5
    assert 300 < metres < 700


async def test_the_exact_place_is_shown_where_the_owner_wants_it(cast: Cast) -> None:
    offer_id = await an_open_offer(cast, shows_exact_place=True)
    async with cast.browser() as browser:
        assert "Deichstraße 4, Lüchow" in (await browser.get(f"/angebote/{offer_id}")).text


async def test_of_a_succession_only_the_district_is_known(cast: Cast) -> None:
    offer_id = await an_open_offer(
        cast, form=Form.SUCCESSION, shows_exact_place=True, title="Nachfolge für einen Betrieb", answers={}
    )
    async with cast.browser() as browser:
        texts = [
            (await browser.get(path)).text
            for path in (f"/angebote/{offer_id}", "/angebote", "/angebote/karte.json?zoom=12")
        ]
        near = [
            (await browser.get(f"/angebote?place={place}&radius_km=5")).text for place in ("Lüchow", "Gartow")
        ]
        by_word = (await browser.get("/angebote?q=Lüchow")).text
    assert all("Lüchow-Dannenberg" in text for text in texts)
    told = [
        re.sub("<svg.*?</svg>", "", text, flags=re.DOTALL).replace("Lüchow-Dannenberg", "") for text in texts
    ]
    assert all("Lüchow" not in text and "Deichstraße" not in text for text in told)
    assert ("data-offer" in near[0]) == ("data-offer" in near[1]) and "data-offer" not in by_word


@pytest.mark.parametrize(
    ("state", "status"),
    [
        (OfferState.TAKEN, 410),
        (OfferState.EXPIRED, 410),
        (OfferState.WITHDRAWN, 410),
        (OfferState.DECLINED, 410),
        (OfferState.PAUSED, 404),
    ],
)
async def test_an_ended_offer_says_so_and_shows_others(cast: Cast, state: OfferState, status: int) -> None:
    ended = await an_open_offer(cast, title="Dieser Titel ist vorbei")
    other = await an_open_offer(cast)
    await move(cast, ended, state)
    async with cast.browser() as browser:
        answer = await browser.get(f"/angebote/{ended}")
    assert answer.status_code == status
    assert str(other) in answer.text and "Dieser Titel ist vorbei" not in answer.text


async def test_an_offer_that_was_never_public_does_not_exist(cast: Cast) -> None:
    offer_id = await an_open_offer(cast, state=OfferState.SUBMITTED)
    async with cast.browser() as browser:
        answer = await browser.get(f"/angebote/{offer_id}")
    assert answer.status_code == 404 and "ruht" not in answer.text


async def test_reasons_are_shown_to_the_seeker_alone(cast: Cast) -> None:
    offer_id = await an_open_offer(cast)
    await a_proposal(cast, offer_id)
    shown = {}
    for name in ("sami", "udo", ""):
        async with cast.browser(name) as browser:
            shown[name] = (await browser.get(f"/angebote/{offer_id}")).text
    assert "Sie schreiben von Töpferei." in shown["sami"]
    assert "Töpferei" not in shown["udo"] + shown[""]
    assert f"/angebote/{offer_id}/bewerben" in shown[""]


async def test_what_the_municipality_declined_is_not_praised(cast: Cast) -> None:
    offer_id = await an_open_offer(cast)
    await a_proposal(cast, offer_id, state=ProposalState.DECLINED)
    async with cast.browser("sami") as browser:
        assert "Töpferei" not in (await browser.get(f"/angebote/{offer_id}")).text


async def test_the_page_asks_the_database_seldom(cast: Cast) -> None:
    offer_id = await an_open_offer(cast)
    for _ in range(3):
        await an_open_offer(cast)
    async with cast.browser() as browser:
        with counted(cast.db) as sent:
            await browser.get(f"/angebote/{offer_id}")
    assert len(sent) <= 5


async def test_anyone_can_report_a_listing(cast: Cast) -> None:
    offer_id = await an_open_offer(cast)
    async with cast.browser() as browser:
        empty = await browser.post(f"/angebote/{offer_id}/melden", data={"reason": "other"})
        sent = await browser.post(
            f"/angebote/{offer_id}/melden",
            data={"reason": "fraud", "text": "Zu billig.", "email": "udo@example.org"},
        )
    assert empty.status_code == 422 and "Bitte schreiben Sie kurz, worum es geht." in empty.text
    assert sent.headers["location"] == f"/angebote/{offer_id}"
    async with cast.db.reading() as session:
        complaint = (await session.scalars(select(OfferComplaint))).one()
        notice = (
            await session.scalars(select(Notice).where(Notice.kind == "offers/complaint_received"))
        ).one()
    assert complaint.reason == "Verdacht auf Betrug. Zu billig."
    assert notice.to_email == "udo@example.org"


async def test_reports_of_listings_are_limited(cast: Cast) -> None:
    offer_id = await an_open_offer(cast)
    async with cast.browser() as browser:
        answers = [
            await browser.post(f"/angebote/{offer_id}/melden", data={"reason": "gone"}) for _ in range(6)
        ]
        cast.clock.moment += timedelta(minutes=16)
        later = await browser.post(f"/angebote/{offer_id}/melden", data={"reason": "gone"})
    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert later.status_code == 303


async def test_a_building_without_a_point_stands_in_its_district(cast: Cast) -> None:
    offer_id = await an_open_offer(cast)
    async with cast.db.writing() as session:
        await session.execute(update(Building).values(rough_lat=None, rough_lon=None))
    async with cast.browser() as browser:
        marks = (await browser.get("/angebote/karte.json?zoom=12")).json()["offers"]
        assert [mark["id"] for mark in marks] == [str(offer_id)]
        assert (await browser.get(f"/angebote/{offer_id}")).status_code == 200
