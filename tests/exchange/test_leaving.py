"""Everyone can take their own data along, and leave; who waits for them is told, and nothing of them stays."""

from uuid import UUID

import pytest
from sqlalchemy import func, select, text

from leerstand.accounts.models import AuditEntry, Person
from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application
from leerstand.notices.models import Notice
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer
from leerstand.register.models import Building, Owner, Report
from leerstand.searches.models import Search
from tests.cast import NOW, Cast
from tests.makers.chain import a_building, a_proposal, a_search, an_application, an_offer
from tests.makers.register import a_report, an_owner

TYPED = {"email": "olga@example.org"}


async def a_pair(cast: Cast, *, state: ApplicationState = ApplicationState.SENT) -> UUID:
    """Olga's released offer, Sami's search, and his application for it; the application's id."""
    async with cast.db.writing() as session:
        building = await a_building(session, owner_person_id=cast.ids["olga"], name="Hof am Deich")
        offer = await an_offer(session, building, contact_name="Olga Petersen")
        search = await a_search(session, cast.ids["sami"])
        await a_proposal(session, offer, search)
        released = {"released_at": NOW, "decided_at": NOW} if state is ApplicationState.MEETING else {}
        application = await an_application(session, offer, search, state=state, **released)
        await an_owner(session, building.id, name="Olga Petersen", email="olga@example.org")
        return application.id


async def test_my_data_are_mine_alone_and_all_of_them(cast: Cast) -> None:
    await a_pair(cast)
    async with cast.browser("sami") as sami, cast.browser("olga") as olga:
        seeker, owner = await sami.get("/konto/daten.json"), await olga.get("/konto/daten.json")
    assert "attachment" in seeker.headers["content-disposition"]
    assert seeker.headers["cache-control"] == "no-store"
    mine = seeker.json()
    assert mine["account"]["email"] == "sami@example.org"
    assert mine["searches"][0]["proposals"][0]["reasons"]
    assert mine["applications"][0]["message"]
    assert owner.json()["buildings"][0]["name"] == "Hof am Deich"
    assert owner.json()["offers"][0]["title"]
    assert "olga" not in seeker.text.lower()
    assert "sami" not in owner.text.lower()
    assert "token_hash" not in seeker.text


async def test_deleting_needs_the_own_address_typed_out(cast: Cast) -> None:
    await a_pair(cast)
    async with cast.browser("olga") as olga:
        shown = await olga.get("/konto/loeschen")
        refused = await olga.post("/konto/loeschen", data={"email": "sami@example.org"})
    assert "Hof am Deich" in shown.text
    assert refused.status_code == 422
    assert "nicht die Adresse dieses Kontos" in refused.text
    async with cast.db.reading() as session:
        assert await session.get(Person, cast.ids["olga"]) is not None


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ApplicationState.SENT, ApplicationState.DECLINED),
        (ApplicationState.MEETING, ApplicationState.NOT_AGREED),
    ],
)
async def test_when_an_owner_leaves_the_building_stays_without_her(
    cast: Cast, before: ApplicationState, after: ApplicationState
) -> None:
    application_id = await a_pair(cast, state=before)
    async with cast.browser("olga") as olga:
        gone = await olga.post("/konto/loeschen", data=TYPED)
        assert gone.status_code == 303
        assert (await olga.get("/konto")).status_code == 303
    async with cast.db.reading() as session:
        building = (await session.scalars(select(Building))).one()
        offer = (await session.scalars(select(Offer))).one()
        application = await session.get_one(Application, application_id)
        told = set(await session.scalars(select(Notice.to_email)))
        assert (building.owner_person_id, offer.state, offer.contact_name) == (None, OfferState.WITHDRAWN, "")
        assert application.state is after
        assert told == {"sami@example.org"}
        assert await session.scalar(select(func.count()).select_from(Owner)) == 0


async def test_when_a_seeker_leaves_search_and_applications_go_and_the_owner_is_told(cast: Cast) -> None:
    await a_pair(cast)
    async with cast.db.writing() as session:
        await a_report(session, reporter_email="Sami@example.org")
    async with cast.browser("sami") as sami:
        assert (await sami.post("/konto/loeschen", data={"email": " SAMI@example.org "})).status_code == 303
    async with cast.db.reading() as session:
        for table in (Search, Application):
            assert await session.scalar(select(func.count()).select_from(table)) == 0
        assert list(await session.scalars(select(Notice.to_email))) == ["olga@example.org"]
        assert list(await session.scalars(select(Report.reporter_email))) == [None]
        actions = list(await session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))
    assert actions[-1] == "account_deleted"


async def test_no_table_knows_the_address_any_more(cast: Cast) -> None:
    await a_pair(cast)
    async with cast.browser("olga") as olga:
        await olga.post("/konto/loeschen", data=TYPED)
    async with cast.db.reading() as session:
        tables = await session.scalars(
            text("SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'")
        )
        for table in tables.all():
            found = await session.scalar(
                text(f'SELECT count(*) FROM "{table}" AS t WHERE t::text ILIKE :who'),
                {"who": "%olga%"},
            )
            assert found == 0, table


async def test_a_wish_not_to_be_contacted_outlives_the_account(cast: Cast) -> None:
    await a_pair(cast)
    async with cast.db.writing() as session:
        owner = (await session.scalars(select(Owner))).one()
        owner.do_not_contact = True
    async with cast.browser("olga") as olga:
        await olga.post("/konto/loeschen", data=TYPED)
    async with cast.db.reading() as session:
        owner = (await session.scalars(select(Owner))).one()
    assert (owner.name, owner.email, owner.do_not_contact) == ("?", "", True)


async def test_the_last_operator_must_find_a_successor_first(cast: Cast) -> None:
    async with cast.browser("ida") as ida:
        assert "betreibt niemand" in (await ida.get("/konto/loeschen")).text
        refused = await ida.post("/konto/loeschen", data={"email": "ida@example.org"})
    assert refused.status_code == 409
    async with cast.db.reading() as session:
        assert await session.get(Person, cast.ids["ida"]) is not None
