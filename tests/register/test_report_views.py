"""Anyone reports an empty building, step by step, without JavaScript."""

import io
import re
from datetime import timedelta

import httpx
from PIL import Image
from pytest import MonkeyPatch
from sqlalchemy import delete, func, select

from leerstand.core import disk
from leerstand.core.models import DiskClaim, Photo
from leerstand.notices.models import Notice
from leerstand.register.models import Report, ReportDraft
from leerstand.register.service.drafts import forget_drafts
from tests.cast import NOW, Cast
from tests.makers.register import a_building, a_report
from tests.queries import counted

PLACE = {"place": "Satemin", "street": "Am Rundling", "house_number": "9", "lat": "", "lon": ""}
FARM = {"kind": "farm", "since_year": "2021", "note": "Kein Licht"}


def a_photo() -> tuple[str, bytes, str]:
    written = io.BytesIO()
    Image.new("RGB", (800, 600), "green").save(written, "JPEG")
    return "haus.jpg", written.getvalue(), "image/jpeg"


async def to_the_last_step(browser: httpx.AsyncClient, place: dict[str, str] = PLACE) -> httpx.Response:
    await browser.post("/leerstand-melden", data=place)
    await browser.post("/leerstand-melden/gebaeude", data=FARM)
    return await browser.get("/leerstand-melden/senden")


async def sent(browser: httpx.AsyncClient, *, email: str = "") -> str:
    await to_the_last_step(browser)
    response = await browser.post("/leerstand-melden/senden", data={"reporter_email": email})
    return response.headers["location"]


async def test_a_report_gets_a_number_and_a_page(cast: Cast) -> None:
    async with cast.browser() as browser:
        path = await sent(browser)
        page = await browser.get(path)
    assert re.fullmatch(r"/meldungen/M-\w{4}-\w{4}", path)
    assert "Eingegangen" in page.text
    assert "Samtgemeinde Lüchow" in page.text
    assert "Am Rundling" not in page.text


async def test_the_clerks_of_the_place_and_the_reporter_are_told(cast: Cast) -> None:
    async with cast.browser() as browser:
        await sent(browser, email="rita@example.org")
    async with cast.db.reading() as session:
        told = {(n.kind, n.to_email) for n in await session.scalars(select(Notice))}
    assert told == {
        ("register/report_new", "mara@example.org"),
        ("register/report_received", "rita@example.org"),
    }


async def test_nothing_typed_is_lost_by_an_error(cast: Cast) -> None:
    async with cast.browser() as browser:
        shown = await browser.post("/leerstand-melden", data=PLACE | {"place": "Neustadt"})
        again = await browser.get("/leerstand-melden")
    assert shown.status_code == 422
    assert "welche Gemeinde Sie meinen" in shown.text
    assert 'value="Am Rundling"' in shown.text
    assert 'value="Am Rundling"' in again.text


async def test_a_place_that_is_not_clear_is_asked_back_with_a_choice_that_leads_on(cast: Cast) -> None:
    async with cast.browser() as browser:
        asked = await browser.post("/leerstand-melden", data=PLACE | {"place": "Jabel"})
        offered = dict(re.findall(r'value="(\d{8})"[^>]*>\s*<label[^>]*>([^<]+)<', asked.text))
        led_on = await browser.post(
            "/leerstand-melden", data=PLACE | {"place": "Jabel", "municipality": "03354018"}
        )
        again = await browser.get("/leerstand-melden")
        await browser.post("/leerstand-melden/gebaeude", data=FARM)
        last = await browser.get("/leerstand-melden/senden")
    assert asked.status_code == 422
    assert offered["03354018"] == "Lüchow (Wendland), Landkreis Lüchow-Dannenberg"
    assert led_on.status_code == 303
    assert '<input type="hidden" name="municipality" value="03354018">' in again.text
    assert "Samtgemeinde Lüchow" in last.text


async def test_a_choice_that_belongs_to_another_place_changes_nothing(cast: Cast) -> None:
    async with cast.browser() as browser:
        shown = await browser.post(
            "/leerstand-melden", data=PLACE | {"place": "Neustadt", "municipality": "03354018"}
        )
    assert shown.status_code == 422
    assert "welche Gemeinde Sie meinen" in shown.text


async def test_a_small_place_far_off_is_known_though_nobody_takes_reports_there(cast: Cast) -> None:
    async with cast.browser() as browser:
        shown = await browser.post("/leerstand-melden", data=PLACE | {"place": "Kist"})
    assert "noch keine Gemeinde" in shown.text


async def test_a_place_without_an_office_is_not_taken(cast: Cast) -> None:
    async with cast.browser() as browser:
        shown = await browser.post("/leerstand-melden", data=PLACE | {"place": "Gartow"})
    assert shown.status_code == 422
    assert "noch keine Gemeinde" in shown.text


async def test_a_photo_survives_an_error_in_another_step(cast: Cast) -> None:
    async with cast.browser() as browser:
        await browser.post("/leerstand-melden", data=PLACE)
        await browser.post("/leerstand-melden/foto", data={"go": "stay"}, files={"photo": a_photo()})
        await browser.post("/leerstand-melden/gebaeude", data={"kind": ""})
        shown = await browser.get("/leerstand-melden/foto")
        image = await browser.get(re.findall(r"/leerstand-melden/foto/[\w-]+/720\.jpg", shown.text)[0])
    assert image.headers["content-type"] == "image/jpeg"
    async with cast.browser() as other:
        assert (await other.get(image.request.url.path)).status_code == 404


async def test_a_file_that_is_no_photo_is_refused_with_words(cast: Cast) -> None:
    async with cast.browser() as browser:
        await browser.post("/leerstand-melden", data=PLACE)
        shown = await browser.post(
            "/leerstand-melden/foto", data={"go": "on"}, files={"photo": ("x.jpg", b"<script>", "image/jpeg")}
        )
    assert shown.status_code == 422
    assert "kein Foto" in shown.text


async def test_the_pages_are_the_same_whether_the_register_knows_the_address_or_not(cast: Cast) -> None:
    point = {"lat": "52.9568", "lon": "11.0963"}
    ways = [
        PLACE,
        PLACE | {"street": "am rundling"},
        PLACE | point,
        PLACE | point | {"street": "", "house_number": ""},
    ]
    before = [await all_pages_of_a_report(cast, place) for place in ways]
    async with cast.db.writing() as session:
        await a_building(session, name="Hof Petersen", created_at=NOW - timedelta(days=30))
        await a_building(session, lat=52.9568, lon=11.0963)
        await a_report(session, street="Am Rundling", house_number="9", lat=52.9569, lon=11.0963)
    assert [await all_pages_of_a_report(cast, place) for place in ways] == before


async def all_pages_of_a_report(cast: Cast, place: dict[str, str]) -> list[str]:
    """Everything that is answered on the way to a report, its page and its mail, with the number left out."""
    async with cast.browser() as browser:
        answers = [await to_the_last_step(browser, place)]
        answers.append(
            await browser.post("/leerstand-melden/senden", data={"reporter_email": "rita@example.org"})
        )
        path = answers[-1].headers["location"]
        answers.append(await browser.get(path))
        answers.append(await browser.get("/leerstand-melden"))
    number = path.removeprefix("/meldungen/")
    async with cast.db.writing() as session:
        mine = select(Notice).where(Notice.to_email == "rita@example.org")
        told = (await session.scalars(mine)).one()
        mail = [told.kind, str(told.context).replace(number, "M"), str(told.due_at)]
        await session.delete(told)
        await session.execute(delete(Report).where(Report.number == number))
    shown = [f"{one.status_code} {sorted(one.headers)} {one.text}".replace(number, "M") for one in answers]
    return [re.sub(r'name="[^"]*token" value="[^"]*"', "", one) for one in shown] + mail


async def test_a_report_asks_nothing_of_the_register(cast: Cast) -> None:
    async with cast.browser() as browser:
        with counted(cast.db) as statements:
            await to_the_last_step(browser, PLACE | {"lat": "52.9568", "lon": "11.0963"})
            await browser.post("/leerstand-melden/senden", data={"reporter_email": ""})
    assert statements
    assert not [
        one for one in statements if re.search(r"FROM (buildings|vacancies)|JOIN buildings", str(one))
    ]


async def test_two_clicks_make_one_report(cast: Cast) -> None:
    async with cast.browser() as browser:
        await to_the_last_step(browser)
        cookies = dict(browser.cookies)
        first = await browser.post("/leerstand-melden/senden", data={"reporter_email": ""})
    async with cast.browser() as browser:
        browser.cookies.update(cookies)
        second = await browser.post("/leerstand-melden/senden", data={"reporter_email": ""})
    assert first.headers["location"].startswith("/meldungen/")
    assert second.headers["location"] == "/leerstand-melden"
    async with cast.db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Report)) == 1


async def test_too_many_reports_from_one_address_are_refused(cast: Cast) -> None:
    answers = []
    for _ in range(11):
        async with cast.browser() as browser:
            await to_the_last_step(browser)
            answers.append(
                (await browser.post("/leerstand-melden/senden", data={"reporter_email": ""})).status_code
            )
    assert answers == [303] * 10 + [429]


async def test_trying_places_ends_soon(cast: Cast) -> None:
    async with cast.browser() as browser:
        answers = [(await browser.post("/leerstand-melden", data=PLACE)).status_code for _ in range(121)]
    assert answers == [303] * 120 + [429]


async def test_guessing_numbers_ends_soon(cast: Cast) -> None:
    async with cast.browser() as browser:
        answers = [(await browser.get(f"/meldungen/M-2222-22{n:02}")).status_code for n in range(31)]
    assert answers == [404] * 30 + [429]


async def test_reports_left_alone_are_forgotten_with_their_photos(cast: Cast) -> None:
    async with cast.browser() as browser:
        await browser.post("/leerstand-melden", data=PLACE)
        await browser.post("/leerstand-melden/foto", data={"go": "stay"}, files={"photo": a_photo()})
    async with cast.db.writing() as session:
        assert await forget_drafts(session, now=NOW + timedelta(days=1)) == 0
        assert await forget_drafts(session, now=NOW + timedelta(days=3)) == 1
        assert await session.scalar(select(func.count()).select_from(Photo)) == 0
        assert await session.scalar(select(func.count()).select_from(ReportDraft)) == 0


async def test_only_known_fields_are_kept_and_cut_to_their_length(cast: Cast) -> None:
    async with cast.browser() as browser:
        await browser.post(
            "/leerstand-melden",
            data={**PLACE, "street": "S" * 5000, "other": "x" * 900_000, "note": "früher"},
        )
        await browser.post("/leerstand-melden/gebaeude", data={**FARM, "note": "N" * 9000, "zip": "y" * 9000})
    async with cast.db.reading() as session:
        typed = (await session.scalars(select(ReportDraft.typed))).one()
    assert {name: len(text) for name, text in typed.items()} == {
        "place": 7, "street": 120, "house_number": 1, "lat": 0, "lon": 0, "kind": 4, "since_year": 4, "note": 4000,
    }  # fmt: skip


async def test_what_drafts_take_is_counted_with_their_photos(cast: Cast, monkeypatch: MonkeyPatch) -> None:
    async with cast.browser() as browser:
        await browser.post("/leerstand-melden", data=PLACE)
        before = await claimed(cast)
        await browser.post("/leerstand-melden/foto", files={"photo": a_photo()})
        with_photo = await claimed(cast)
        monkeypatch.setattr(disk, "MOST_FOR_A_VISITOR", with_photo)
        refused = await browser.post("/leerstand-melden/foto", files={"photo": a_photo()})
        step = await browser.post("/leerstand-melden", data={**PLACE, "street": "Am Rundling und weiter"})
        await browser.get("/leerstand-melden/senden")
    assert 0 < before < 500 < with_photo
    assert refused.status_code == 429
    assert "Von Ihrem Anschluss" in refused.text
    assert step.status_code == 429


async def test_a_sent_report_gives_its_room_back(cast: Cast) -> None:
    async with cast.browser() as browser:
        await sent(browser)
    assert await claimed(cast) == 0


async def claimed(cast: Cast) -> int:
    async with cast.db.reading() as session:
        return await session.scalar(select(func.coalesce(func.sum(DiskClaim.size_bytes), 0))) or 0
