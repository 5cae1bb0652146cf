"""The sample region loads, once, and everyone of its cast finds what the guide promises."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO

import httpx
import pytest
import pytest_asyncio
from PIL import Image
from sqlalchemy import func, select
from sqlalchemy.engine import URL
from starlette.applications import Starlette

from leerstand.accounts.models import Person
from leerstand.accounts.service import open_session
from leerstand.app import create_app
from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application, ApplicationStep
from leerstand.core.database import Database
from leerstand.core.decoding import decode
from leerstand.core.models import PhotoFile
from leerstand.exchange.sample import load, photos
from leerstand.matching.codes import ProposalState
from leerstand.matching.models import Proposal, ProposalQuestion
from leerstand.notices.models import Notice
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer, OfferPhoto, OfferStep
from leerstand.offers.rules import missing_facts
from leerstand.places.models import Municipality
from leerstand.register.models import Building, Contact, Report, Vacancy
from leerstand.searches.models import Search
from leerstand.settings import Settings
from tests.postgres import a_database

LOADED_AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TWO_YEARS_ON = datetime(2028, 11, 22, 9, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def region_url(postgres_server: URL, template_database: str) -> Iterator[str]:
    """A database with the sample region in it, loaded once for the tests that only look.

    Photos are kept small here: how they look is tested elsewhere.
    """
    with asyncio.Runner() as runner, pytest.MonkeyPatch.context() as patch:
        patch.setattr(photos, "decode", in_small)
        kept = a_database(postgres_server, template_database)
        url = runner.run(kept.__aenter__())
        runner.run(fill(url, LOADED_AT))
        yield url
        runner.run(kept.__aexit__(None, None, None))


def in_small(upload: bytes) -> photos.Decoded:
    picture = Image.open(BytesIO(upload))
    picture.thumbnail((96, 96))
    small = BytesIO()
    picture.save(small, "JPEG")
    return decode(small.getvalue())


async def fill(url: str, now: datetime) -> None:
    db = Database(url)
    await load(db, now=now)
    await db.dispose()


@pytest_asyncio.fixture
async def region(region_url: str) -> AsyncIterator[Database]:
    db = Database(region_url)
    yield db
    await db.dispose()


async def browser(db: Database, email: str) -> httpx.AsyncClient:
    """A browser in which one of the sample's people is signed in."""
    app: Starlette = create_app(
        Settings(base_url="http://leerstand.test"), db, secret="s" * 40, now=lambda: LOADED_AT
    )
    async with db.writing() as session:
        person = await session.scalar(select(Person).where(Person.email == email))
        assert person is not None
        cookie = await open_session(session, person_id=person.id, browser="Tests", now=LOADED_AT)
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url="http://leerstand.test",
        headers={"origin": "http://leerstand.test", "accept-language": "de"},
        cookies={"leerstand_session": cookie},
    )


async def test_everything_is_there_and_a_second_load_changes_nothing(region: Database) -> None:
    heard: list[str] = []
    await load(region, now=LOADED_AT, progress=lambda what, _done, _total: heard.append(what))
    async with region.reading() as session:
        counts = {
            table.__tablename__: await session.scalar(select(func.count()).select_from(table))
            for table in (Building, Vacancy, Offer, Search, Contact, Report, Application)
        }
        cities = await session.scalar(select(func.count()).select_from(Municipality))
        files = await session.scalar(select(func.count()).select_from(PhotoFile))
        shown = await session.scalar(select(func.count()).select_from(OfferPhoto))
    assert heard == []
    assert counts == {
        "buildings": 70, "vacancies": 70, "offers": 45, "searches": 32, "contacts": 42, "reports": 9,
        "applications": 10,
    }  # fmt: skip
    assert cities is not None and cities > 10_000
    assert files == 6 * (shown or 0) > 0


async def test_each_public_offer_says_what_the_law_and_its_form_ask_for(region: Database) -> None:
    async with region.reading() as session:
        offers = (await session.scalars(select(Offer).where(Offer.state != OfferState.DRAFT))).all()
        steps = dict(
            (
                await session.execute(select(OfferStep.offer_id, func.count()).group_by(OfferStep.offer_id))
            ).all()
        )
    asked = {OfferState.QUESTION, OfferState.DECLINED}
    lacking = {
        one.title: missing_facts(one) for one in offers if one.state not in asked and missing_facts(one)
    }
    assert lacking == {}
    assert all(offer.consent_at and offer.all_owners_agree for offer in offers)
    assert all(steps[offer.id] >= 2 for offer in offers)


async def test_history_lies_in_the_past_and_in_order(region: Database) -> None:
    async with region.reading() as session:
        for table, moment in ((OfferStep, OfferStep.at), (ApplicationStep, ApplicationStep.at)):
            latest = await session.scalar(select(func.max(moment)).select_from(table))
            assert latest is not None and latest <= LOADED_AT
        last_contact = await session.scalar(select(func.max(Contact.on_date)))
        assert last_contact is not None and last_contact < LOADED_AT.date()
        sent_before_release = await session.scalar(
            select(func.count())
            .select_from(Application)
            .join(Offer, Offer.id == Application.offer_id)
            .where(Application.sent_at < Offer.released_at)
        )
        unreleased = await session.scalar(
            select(func.count())
            .select_from(Application)
            .outerjoin(
                Proposal,
                (Proposal.offer_id == Application.offer_id)
                & (Proposal.search_id == Application.search_id)
                & (Proposal.decided_at < Application.sent_at),
            )
            .where(Application.state != ApplicationState.DRAFT, Proposal.id.is_(None))
        )
    assert (sent_before_release, unreleased) == (0, 0)


async def test_sami_sees_proposals_with_reasons_and_three_applications(region: Database) -> None:
    async with await browser(region, "sami.haddad@example.org") as sami:
        home = (await sami.get("/mein/gesuch")).text
        async with region.reading() as session:
            search = await session.scalar(select(Search).where(Search.external_id == "sample:GS-01"))
        assert search is not None
        proposals = (await sami.get(f"/mein/gesuch/{search.id}/vorschlaege")).text
    assert home.count("/mein/bewerbungen/") >= 3
    assert "Wohnung über dem Elektroladen" in proposals
    assert "Ein halbes Jahr im Rundling" in proposals


async def test_olga_sees_an_application_that_waits_and_a_proposal(region: Database) -> None:
    async with await browser(region, "olga.petersen@example.org") as olga:
        assert "Hof Petersen" in (await olga.get("/mein/gebaeude")).text
        inbox = (await olga.get("/mein/anfragen")).text
        async with region.reading() as session:
            offer = await session.scalar(select(Offer).where(Offer.external_id == "sample:AN-06"))
        assert offer is not None
        fitting = (await olga.get(f"/mein/vorschlaege/{offer.id}")).text
    assert "Wartet auf Ihre Antwort" in inbox
    assert "Sami" not in inbox
    assert "Haddad" not in fitting
    assert "zwei Kinder" in fitting


async def test_mara_has_something_of_everything_on_her_desk(region: Database) -> None:
    async with await browser(region, "mara.lindhorst@example.org") as mara:
        desk = await mara.get("/gemeinde")
        offers = (await mara.get("/gemeinde/angebote")).text
    assert desk.status_code == 200
    assert "Meldung ansehen" in desk.text
    assert "Wiedervorlage" in desk.text
    assert "Mitbewohner:in für den Genossenschaftshof" in offers
    async with region.reading() as session:
        states = dict(
            (
                await session.execute(
                    select(Proposal.state, func.count())
                    .join(Offer, Offer.id == Proposal.offer_id)
                    .join(Building, Building.id == Offer.building_id)
                    .where(Building.ags.startswith("03354"))
                    .group_by(Proposal.state)
                )
            ).all()
        )
        questions = await session.scalar(select(func.count()).select_from(ProposalQuestion))
    assert states[ProposalState.NEW] >= 3
    assert states[ProposalState.RELEASED] >= 5
    assert questions


async def test_udo_owns_nothing_and_the_past_sends_no_mail(region: Database) -> None:
    async with await browser(region, "udo.vollmer@example.org") as udo:
        assert (await udo.get("/gemeinde")).status_code == 403
        assert "Hof Petersen" not in (await udo.get("/mein/gebaeude")).text
    async with region.reading() as session:
        kinds = set(await session.scalars(select(Notice.kind)))
    assert kinds == {"applications/arrived"}


async def test_a_sample_loaded_years_later_still_offers_something(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(photos, "decode", in_small)
    await fill(db.url, TWO_YEARS_ON)
    async with db.reading() as session:
        over = await session.scalar(
            select(func.count()).select_from(Offer).where(Offer.available_until < TWO_YEARS_ON.date())
        )
        latest = await session.scalar(select(func.max(Contact.on_date)))
    assert over == 0
    assert latest is not None and TWO_YEARS_ON.date() - latest < timedelta(days=60)
