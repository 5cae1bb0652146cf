"""One building: its states, contacts, owner, and entries that are the same."""

from uuid import UUID

from sqlalchemy import select

from leerstand.accounts.models import AuditEntry
from leerstand.notices.models import Notice
from leerstand.register.codes import Condition, Occupancy
from leerstand.register.models import Building, Contact, Owner, Vacancy
from tests.cast import NOW, Cast
from tests.makers.register import a_building, a_contact, a_report, an_owner
from tests.queries import counted

NEW = {
    "place": "Satemin",
    "street": "Am Rundling",
    "house_number": "9",
    "kind": "farm",
    "occupancy": "suspected",
    "source": "inspection",
}
PAGES = ("", "/angaben", "/zustand", "/kontakt", "/eigentuemer", "/konto")


async def made(cast: Cast, **changes: object) -> UUID:
    async with cast.db.writing() as session:
        return (await a_building(session, **changes)).id


async def actions(cast: Cast) -> list[str]:
    async with cast.db.reading() as session:
        return list(
            await session.scalars(
                select(AuditEntry.action).where(AuditEntry.subject_kind == "building").order_by(AuditEntry.id)
            )
        )


async def test_a_building_is_recorded_by_hand(cast: Cast) -> None:
    async with cast.browser("mara") as browser:
        answer = await browser.post(
            "/gemeinde/register/neu", data=NEW | {"since": "etwa 2015", "lat": "52,956", "lon": "11,093"}
        )
        assert "etwa 2015" in (await browser.get(answer.headers["location"])).text


async def test_what_is_known_is_shown_before_saving(cast: Cast) -> None:
    await made(cast, name="Hof Petersen")
    async with cast.browser("mara") as browser:
        shown = await browser.post("/gemeinde/register/neu", data=NEW)
        assert "Hof Petersen" in shown.text
        saved = await browser.post("/gemeinde/register/neu", data=NEW | {"known": "1"})
    assert (shown.status_code, saved.status_code) == (200, 303)


async def test_what_is_known_shows_while_staff_type_an_address(cast: Cast) -> None:
    await made(cast, name="Hof Petersen")
    async with cast.db.writing() as session:
        await a_report(session, street="Am Rundling", house_number="9")
    typed = {"place": "Satemin", "street": "am rundling", "house_number": "9"}
    async with cast.browser("mara") as browser:
        page = await browser.get("/gemeinde/register/neu")
        sure = await browser.post("/gemeinde/register/bekannt", data=typed)
        other = await browser.post("/gemeinde/register/bekannt", data=typed | {"house_number": "31"})
        half = await browser.post("/gemeinde/register/bekannt", data=typed | {"house_number": ""})
        near = await browser.post(
            "/gemeinde/register/bekannt", data={"place": "Satemin", "lat": "52.9566", "lon": "11.0936"}
        )
    assert 'hx-post="/gemeinde/register/bekannt"' in page.text
    assert "Hof Petersen" in sure.text
    assert "wartet schon eine Meldung" in sure.text
    assert "26 m entfernt" in near.text
    assert not other.text.strip()
    assert not half.text.strip()


async def test_what_is_known_is_told_to_the_staff_of_the_place_alone(cast: Cast) -> None:
    await made(cast, name="Hof Petersen")
    typed = {"place": "Satemin", "street": "am rundling", "house_number": "9"}
    for name in ("", "udo", "olga", "sami", "konrad", "ida"):
        async with cast.browser(name) as browser:
            told = await browser.post("/gemeinde/register/bekannt", data=typed)
        assert "Hof Petersen" not in told.text


async def test_a_building_elsewhere_is_not_recorded_nor_moved(cast: Cast) -> None:
    building_id = await made(cast)
    async with cast.browser("mara") as browser:
        new = await browser.post("/gemeinde/register/neu", data=NEW | {"place": "Salzwedel"})
        moved = await browser.post(
            f"/gemeinde/register/{building_id}/angaben", data={"kind": "farm", "place": "Salzwedel"}
        )
    assert (new.status_code, moved.status_code) == (422, 422)
    assert "gehört zu Salzwedel" in moved.text


async def test_a_state_ends_the_one_before_and_stays_in_the_history(cast: Cast) -> None:
    building_id = await made(cast)
    typed = {
        "occupancy": "used_again",
        "since": "3.2026",
        "source": "owner",
        "reasons": ["price"],
        "condition": "2",
    }
    async with cast.browser("mara") as browser:
        await browser.post(f"/gemeinde/register/{building_id}/zustand", data=typed)
        page = await browser.get(f"/gemeinde/register/{building_id}")
    assert "Leer, bestätigt" in page.text
    assert "Wieder genutzt" in page.text
    async with cast.db.reading() as session:
        rows = (
            await session.execute(select(Vacancy.occupancy, Vacancy.ended_at).order_by(Vacancy.ended_at))
        ).all()
        building = await session.get(Building, building_id)
    assert rows == [(Occupancy.CONFIRMED_EMPTY, NOW), (Occupancy.USED_AGAIN, None)]
    assert building is not None
    assert building.condition is Condition.MINOR


async def test_a_lock_on_contacts_ends_plans_and_refuses_letters(cast: Cast) -> None:
    building_id = await made(cast)
    path = f"/gemeinde/register/{building_id}/kontakt"
    letter = {"channel": "letter", "on_date": "24.11.26", "outcome": "letter_sent", "next_on": "1.12.2026"}
    call = {"channel": "call", "on_date": "24.11.26", "outcome": "do_not_contact"}
    async with cast.browser("mara") as browser:
        assert (await browser.post(path, data=letter)).status_code == 303
        assert (await browser.post(path, data=call)).status_code == 303
        refused = await browser.post(path, data=letter)
        own_call = await browser.post(
            path, data=call | {"outcome": "later", "owner_began": "1", "next_on": "1.12.2026"}
        )
        mail = await browser.post(
            f"/gemeinde/register/{building_id}/konto", data={"email": "olga@example.org"}
        )
    assert (refused.status_code, own_call.status_code, mail.status_code) == (422, 303, 422)
    assert "Kontaktsperre" in refused.text
    async with cast.db.reading() as session:
        waiting = select(Contact).where(Contact.next_on.is_not(None), Contact.done_at.is_(None))
        assert (await session.scalars(waiting)).all() == []
        assert list(await session.scalars(select(Owner.do_not_contact))) == [True]


async def test_a_contact_is_done_and_can_be_put_back(cast: Cast) -> None:
    building_id = await made(cast)
    async with cast.db.writing() as session:
        contact = await a_contact(session, building_id, next_on=NOW.date())
    async with cast.browser("mara") as browser:
        assert (await browser.post(f"/gemeinde/kontakte/{contact.id}/erledigt")).status_code == 303
        assert (await browser.post(f"/gemeinde/kontakte/{contact.id}/erledigt")).status_code == 409
        assert (await browser.post(f"/gemeinde/kontakte/{contact.id}/wieder")).status_code == 303
        assert "Zu tun" in (await browser.get(f"/gemeinde/register/{building_id}")).text


async def test_reading_an_owner_s_data_is_written_down(cast: Cast) -> None:
    building_id = await made(cast)
    async with cast.db.writing() as session:
        await an_owner(session, building_id)
    async with cast.browser("mara") as browser:
        assert "Erben Grote" not in (await browser.get(f"/gemeinde/register/{building_id}")).text
        assert await actions(cast) == []
        assert "Erben Grote" in (await browser.get(f"/gemeinde/register/{building_id}/eigentuemer")).text
    assert await actions(cast) == ["owner_read"]


async def test_a_building_given_to_its_owner_appears_there(cast: Cast) -> None:
    building_id = await made(cast, name="Hof Petersen")
    async with cast.browser("mara") as browser:
        await browser.post(f"/gemeinde/register/{building_id}/konto", data={"email": "olga@example.org"})
    async with cast.browser("olga") as browser:
        assert "Hof Petersen" in (await browser.get("/mein/gebaeude")).text
    async with cast.db.reading() as session:
        assert list(await session.scalars(select(Notice.kind))) == ["register/building_assigned"]


async def test_two_entries_become_one_and_two_again(cast: Cast) -> None:
    stays, gone = await made(cast, name="Hof Petersen"), await made(cast, name="Petersens Hof")
    async with cast.db.writing() as session:
        await a_contact(session, gone, note="Frau Petersen rief an")
    async with cast.browser("mara") as browser:
        path = f"/gemeinde/register/{stays}"
        assert "Petersens Hof" in (await browser.get(path)).text
        await browser.post(f"{path}/zusammenfuehren", data={"other": str(gone)})
        assert "Frau Petersen rief an" in (await browser.get(path)).text
        assert (await browser.get(f"/gemeinde/register/{gone}")).headers["location"] == path
        assert "1 Gebäude" in (await browser.get("/gemeinde/register")).text
        assert (await browser.post(f"{path}/zusammenfuehren", data={"other": str(gone)})).status_code == 409
        await browser.post(f"/gemeinde/register/{gone}/trennen")
        assert "Frau Petersen rief an" not in (await browser.get(path)).text
        assert "2 Gebäude" in (await browser.get("/gemeinde/register")).text


async def test_no_one_else_reads_or_changes_a_building(cast: Cast) -> None:
    building_id = await made(cast)
    for who, status in (("konrad", 404), ("olga", 403), ("udo", 403)):
        async with cast.browser(who) as browser:
            got = [
                (await browser.get(f"/gemeinde/register/{building_id}{page}")).status_code for page in PAGES
            ]
            sent = [
                (await browser.post(f"/gemeinde/register/{building_id}{page}")).status_code
                for page in PAGES[1:]
            ]
        assert set(got + sent) == {status}
    async with cast.browser() as browser:
        assert (await browser.get(f"/gemeinde/register/{building_id}")).status_code == 303


async def test_a_long_history_costs_no_more_queries(cast: Cast) -> None:
    building_id = await made(cast)
    counts = []
    for more in (1, 2):
        async with cast.db.writing() as session:
            for _ in range(more):
                await a_contact(session, building_id, next_on=NOW.date())
        async with cast.browser("mara") as browser:
            await browser.get(f"/gemeinde/register/{building_id}")
            with counted(cast.db) as statements:
                await browser.get(f"/gemeinde/register/{building_id}")
        counts.append(len(statements))
    assert counts[0] == counts[1]
