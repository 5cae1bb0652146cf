"""An owner's buildings, and what waits for a municipality."""

from datetime import timedelta

from sqlalchemy import select

from leerstand.notices.models import Notice
from leerstand.register import queries
from leerstand.register.codes import Occupancy
from leerstand.register.models import Building
from tests.cast import LUECHOW, NOW, SALZWEDEL, Cast
from tests.makers.register import a_building, a_contact, a_report


async def test_an_owner_records_a_building_and_nobody_else_sees_it(cast: Cast) -> None:
    typed = {
        "place": "Satemin",
        "kind": "farm",
        "occupancy": "impending",
        "name": "Hof Petersen",
        "area_m2": "",
        "since": "",
    }
    async with cast.browser("olga") as browser:
        answer = await browser.post("/mein/gebaeude/neu", data=typed)
        assert "Hof Petersen" in (await browser.get("/mein/gebaeude")).text
        edit = answer.headers["location"] + "/bearbeiten"
        assert (
            await browser.post(edit, data={"place": "Satemin", "kind": "farm", "name": "Rundlingshof"})
        ).status_code == 303
        assert "Rundlingshof" in (await browser.get("/mein/gebaeude")).text
    async with cast.browser("udo") as browser:
        assert "Rundlingshof" not in (await browser.get("/mein/gebaeude")).text
        assert (await browser.get(edit)).status_code == 404
        assert (await browser.post(edit, data=typed)).status_code == 404
    async with cast.db.reading() as session:
        building = (await session.scalars(select(Building))).one()
        told = list(await session.scalars(select(Notice.kind)))
    assert (building.ags, building.source, building.owner_person_id) == (LUECHOW, "owner", cast.ids["olga"])
    assert told == ["register/owner_recorded"]


async def test_an_owner_s_mistakes_are_shown_with_what_was_typed(cast: Cast) -> None:
    async with cast.browser("olga") as browser:
        shown = await browser.post(
            "/mein/gebaeude/neu", data={"place": "Satemin", "kind": "", "since": "früher", "name": "Kate"}
        )
    assert shown.status_code == 422
    assert 'value="Kate"' in shown.text
    assert "3.2021" in shown.text


async def test_the_morning_list_holds_what_is_due_here_only(cast: Cast) -> None:
    today = NOW.date()
    async with cast.db.writing() as session:
        for days in (3, 9):
            await a_report(session, created_at=NOW - timedelta(days=days))
        await a_report(session, ags=SALZWEDEL)
        known = await a_building(session)
        await a_contact(session, known.id, next_on=today)
        await a_contact(session, known.id, next_on=today - timedelta(days=5))
        await a_contact(session, known.id, next_on=today + timedelta(days=1))
        await a_contact(session, known.id, next_on=today, done_at=NOW)
        await a_building(session, occupancy=Occupancy.SUSPECTED, recorded_at=NOW - timedelta(days=90))
        await a_building(session, occupancy=Occupancy.SUSPECTED)
    async with cast.db.reading() as session:
        due = await queries.due_today(session, (LUECHOW,), today=today, now=NOW, limit=1)
        nothing = await queries.due_today(session, (), today=today, now=NOW)
    assert (due.reports_total, due.contacts_total, due.suspected_total) == (2, 2, 1)
    assert due.reports[0].created_at == NOW - timedelta(days=9)
    assert due.contacts[0].next_on == today - timedelta(days=5)
    assert (nothing.reports_total, nothing.contacts, nothing.suspected) == (0, [], [])
