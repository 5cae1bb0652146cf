"""Staff decide what becomes of a report."""

import re

from sqlalchemy import select

from leerstand.notices.models import Notice
from leerstand.register.codes import Occupancy, Precision, ReportState
from leerstand.register.models import Building, Report, Vacancy
from tests.cast import SALZWEDEL, Cast
from tests.makers.register import a_building, a_report
from tests.queries import counted


async def test_a_confirmed_report_becomes_a_building(cast: Cast) -> None:
    async with cast.db.writing() as session:
        report = await a_report(session, since_year=2020, reporter_email="rita@example.org")
    async with cast.browser("mara") as browser:
        answer = await browser.post(f"/gemeinde/meldungen/{report.id}/bestaetigen")
        assert "Dorfstraße 3" in (await browser.get(answer.headers["location"])).text
    async with cast.db.reading() as session:
        building, vacancy = (await session.execute(select(Building, Vacancy).join(Vacancy))).one()
        kept = await session.get(Report, report.id)
        told = list(await session.scalars(select(Notice.kind)))
    assert (building.source, building.street, building.rough_lat is None) == ("report", "Dorfstraße", False)
    assert (vacancy.occupancy, vacancy.since.year, vacancy.since_precision) == (
        Occupancy.CONFIRMED_EMPTY, 2020, Precision.YEAR,
    )  # fmt: skip
    assert kept is not None
    assert (kept.state, kept.building_id) == (ReportState.CONFIRMED, building.id)
    assert told == ["register/report_decided"]


async def test_a_report_can_belong_to_a_known_building(cast: Cast) -> None:
    async with cast.db.writing() as session:
        building = await a_building(session, street="Dorfstr.", house_number="3")
        report = await a_report(session)
    async with cast.browser("mara") as browser:
        assert "gehört zu diesem Gebäude" in (await browser.get(f"/gemeinde/meldungen/{report.id}")).text
        await browser.post(
            f"/gemeinde/meldungen/{report.id}/bestaetigen", data={"building_id": str(building.id)}
        )
    async with cast.db.reading() as session:
        kept = await session.get(Report, report.id)
        assert kept is not None
        assert (kept.state, kept.building_id) == (ReportState.DUPLICATE, building.id)
        assert len(list(await session.scalars(select(Building.id)))) == 1


async def test_staff_see_what_is_known_around_a_report_with_its_distance(cast: Cast) -> None:
    point = {"lat": 52.9568, "lon": 11.0963}
    async with cast.db.writing() as session:
        await a_building(session, street="Dorfstr.", house_number="3", lat=52.9565, lon=11.0963)
        await a_building(session, name="Alte Schule", street="", house_number="", lat=52.9564, lon=11.0963)
        await a_building(session, name="Weit weg", street="", house_number="", lat=52.9664, lon=11.0963)
        await a_report(session, street="Kirchweg", house_number="1", lat=52.95685, lon=11.0963)
        report = await a_report(session, **point)
    async with cast.browser("mara") as browser:
        shown = (await browser.get(f"/gemeinde/meldungen/{report.id}")).text
    assert "33 m entfernt" in shown
    assert re.search(r"Alte Schule.*?steht in der Nähe.{,40}44 m entfernt", shown, re.DOTALL)
    assert re.search(r"Kirchweg 1.*?>6 m entfernt", shown, re.DOTALL)
    assert "Weit weg" not in shown


async def test_a_report_is_decided_once(cast: Cast) -> None:
    async with cast.db.writing() as session:
        report = await a_report(session)
    async with cast.browser("mara") as browser:
        await browser.post(f"/gemeinde/meldungen/{report.id}/bestaetigen")
        second = await browser.post(
            f"/gemeinde/meldungen/{report.id}/ablehnen", data={"reason": "Ist bewohnt."}
        )
    assert second.status_code == 409


async def test_a_rejection_needs_a_reason_that_the_reporter_reads(cast: Cast) -> None:
    async with cast.db.writing() as session:
        report = await a_report(session, reporter_email="rita@example.org")
    async with cast.browser("mara") as browser:
        assert (
            await browser.post(f"/gemeinde/meldungen/{report.id}/ablehnen", data={"reason": ""})
        ).status_code == 422
        await browser.post(
            f"/gemeinde/meldungen/{report.id}/ablehnen", data={"reason": "Dort wird umgebaut."}
        )
        assert "Dort wird umgebaut." in (await browser.get(f"/meldungen/{report.number}")).text
    async with cast.db.reading() as session:
        told = (await session.scalars(select(Notice))).one()
    assert told.context["reason"] == "Dort wird umgebaut."


async def test_another_municipality_sees_and_links_nothing(cast: Cast) -> None:
    async with cast.db.writing() as session:
        report = await a_report(session)
        foreign = await a_building(session, ags=SALZWEDEL)
    async with cast.browser("konrad") as browser:
        assert (await browser.get(f"/gemeinde/meldungen/{report.id}")).status_code == 404
        assert (await browser.post(f"/gemeinde/meldungen/{report.id}/bestaetigen")).status_code == 404
        assert report.number not in (await browser.get("/gemeinde/meldungen")).text
    async with cast.browser("mara") as browser:
        link = {"building_id": str(foreign.id)}
        assert (
            await browser.post(f"/gemeinde/meldungen/{report.id}/bestaetigen", data=link)
        ).status_code == 404


async def test_the_list_asks_as_much_for_three_reports_as_for_one(cast: Cast) -> None:
    counts = []
    for more in (1, 2):
        async with cast.db.writing() as session:
            for _ in range(more):
                await a_report(session)
        async with cast.browser("mara") as browser:
            with counted(cast.db) as statements:
                assert (await browser.get("/gemeinde/meldungen")).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]
