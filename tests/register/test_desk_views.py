"""The register as staff see it."""

import io
from datetime import date, timedelta

from openpyxl import load_workbook
from sqlalchemy import select

from leerstand.accounts.models import AuditEntry
from leerstand.register.codes import Condition, Occupancy, PropertyKind
from tests.cast import NOW, SALZWEDEL, Cast
from tests.makers.register import a_building, a_contact
from tests.queries import counted


async def stock(cast: Cast) -> None:
    """Four buildings in Lüchow, one in Salzwedel."""
    async with cast.db.writing() as session:
        await a_building(
            session, name="Alte Schule", place="Satemin", kind=PropertyKind.HOUSE, since=date(2012, 1, 1)
        )
        await a_building(session, name="Ölmühle", place="Ölsdorf", occupancy=Occupancy.SUSPECTED)
        await a_building(
            session, name="Zum Anker", place="Zeetze", condition=Condition.RUIN, lat=None, lon=None
        )
        due = await a_building(session, name="=SUMME(A1)", place="Oldendorf", since=date(2026, 1, 1))
        await a_contact(session, due.id, next_on=NOW.date() - timedelta(days=1))
        await a_building(session, name="Salzhaus", place="Salzwedel", ags=SALZWEDEL)


async def names(cast: Cast, query: str = "", who: str = "mara") -> list[str]:
    async with cast.browser(who) as browser:
        text = (await browser.get(f"/gemeinde/register/liste.csv?{query}")).content.decode("utf-8-sig")
    return [line.split(";")[4] for line in text.splitlines()[1:]]


async def test_places_stand_in_german_order(cast: Cast) -> None:
    await stock(cast)
    assert await names(cast) == ["'=SUMME(A1)", "Ölmühle", "Alte Schule", "Zum Anker"]
    assert await names(cast, "sort=-place") == ["Zum Anker", "Alte Schule", "Ölmühle", "'=SUMME(A1)"]


async def test_each_municipality_sees_its_own(cast: Cast) -> None:
    await stock(cast)
    assert await names(cast, who="konrad") == ["Salzhaus"]


async def test_filters_in_the_address_narrow_the_list(cast: Cast) -> None:
    await stock(cast)
    assert await names(cast, "zustand=suspected") == ["Ölmühle"]
    assert len(await names(cast, "zustand=leer")) == 4
    assert await names(cast, "art=house") == ["Alte Schule"]
    assert await names(cast, "klasse=5") == ["Zum Anker"]
    assert await names(cast, "ort=sate") == ["Alte Schule"]
    assert await names(cast, "q=anker+zeetze") == ["Zum Anker"]
    assert await names(cast, "q=100%25") == []
    assert await names(cast, "seit=5") == ["Alte Schule"]
    assert await names(cast, "kontakt=heute") == ["'=SUMME(A1)"]
    assert len(await names(cast, "kontakt=nie")) == 3
    assert len(await names(cast, "bbox=11,52.9,11.2,53")) == 3


async def test_the_register_is_searched_as_people_type(cast: Cast) -> None:
    await stock(cast)
    for typed in ("q=oelmuehle", "q=Olmuhle", "q=O%CC%88lmu%CC%88hle", "q=%C3%96LM%C3%9CHLE"):
        assert await names(cast, typed) == ["Ölmühle"], typed
    assert await names(cast, "ort=satemin&q=schule") == ["Alte Schule"]
    assert await names(cast, "ort=schule") == []


async def test_the_page_shows_filters_and_how_to_remove_them(cast: Cast) -> None:
    await stock(cast)
    async with cast.browser("mara") as browser:
        page = await browser.get("/gemeinde/register?zustand=suspected&seit=x")
        empty = await browser.get("/gemeinde/register?q=nirgends")
    assert "1 Gebäude" in page.text
    assert "Verdacht auf Leerstand" in page.text
    assert "Dazu passt kein Gebäude" in empty.text


async def test_the_table_to_take_along_holds_no_formula(cast: Cast) -> None:
    await stock(cast)
    async with cast.browser("mara") as browser:
        response = await browser.get("/gemeinde/register/liste.xlsx")
    rows = list(load_workbook(io.BytesIO(response.content)).active.iter_rows())
    cell = rows[1][4]
    assert (cell.value, cell.data_type) == ("=SUMME(A1)", "s")
    assert len(rows) == 5
    async with cast.db.reading() as session:
        entry = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "register_taken"))).one()
    assert entry.details == {"rows": 4}


async def test_the_map_holds_the_same_buildings_as_the_list(cast: Cast) -> None:
    await stock(cast)
    async with cast.browser("mara") as browser:
        shown = (await browser.get("/gemeinde/register/karte.json?zustand=leer")).json()
    assert sorted(one["title"] for one in shown["offers"]) == ["=SUMME(A1)", "Alte Schule", "Ölmühle"]
    assert shown["clusters"] == []


async def test_many_buildings_become_heaps(cast: Cast) -> None:
    async with cast.db.writing() as session:
        for n in range(160):
            await a_building(session, lat=52.9 + n / 2000, lon=11.1, house_number=str(n))
    async with cast.browser("mara") as browser:
        shown = (await browser.get("/gemeinde/register/karte.json?zoom=8")).json()
        near = (await browser.get("/gemeinde/register/karte.json?zoom=14&bbox=11,52.9,11.2,52.91")).json()
    assert shown["offers"] == []
    assert sum(heap["count"] for heap in shown["clusters"]) == 160
    assert len(near["offers"]) == 21


async def test_the_list_asks_as_much_for_three_buildings_as_for_one(cast: Cast) -> None:
    counts = []
    for more in (1, 2):
        async with cast.db.writing() as session:
            for n in range(more):
                building = await a_building(session, house_number=str(n))
                await a_contact(session, building.id, next_on=NOW.date())
        async with cast.browser("mara") as browser:
            with counted(cast.db) as statements:
                assert (await browser.get("/gemeinde/register")).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


async def test_strangers_and_owners_see_no_register(cast: Cast) -> None:
    for who in ("olga", "udo", "ida"):
        async with cast.browser(who) as browser:
            for path in ("", "/liste.csv", "/karte.json", "/neu"):
                assert (await browser.get(f"/gemeinde/register{path}")).status_code == 403
