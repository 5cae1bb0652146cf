"""The place where a photo was taken, offered to the one who reports and to nobody else."""

import io
import re

import httpx
import pytest
from PIL import Image
from sqlalchemy import select

from leerstand.core.models import PhotoFile
from leerstand.register.models import Report, ReportDraft
from leerstand.register.where_taken import typed_at, where_taken
from tests.cast import Cast

PLACE = {"place": "Satemin", "street": "Am Rundling", "house_number": "9", "lat": "", "lon": ""}
SATEMIN, GARTOW, POZNAN, KASSEL = (52.9564, 11.0963), (53.02, 11.46), (52.4, 16.9), (51.31, 9.49)


def taken_at(lat: float, lon: float) -> tuple[str, bytes, str]:
    """A photo that says where it was taken, as phones write it."""
    exif = Image.Exif()
    gps = exif.get_ifd(0x8825)
    gps[1], gps[3] = "N" if lat >= 0 else "S", "E" if lon >= 0 else "W"
    gps[2], gps[4] = (abs(lat), 0.0, 0.0), (abs(lon), 0.0, 0.0)
    written = io.BytesIO()
    Image.new("RGB", (80, 60), "green").save(written, "JPEG", exif=exif)
    return "haus.jpg", written.getvalue(), "image/jpeg"


async def upload(
    browser: httpx.AsyncClient, point: tuple[float, float], *, go: str = "stay"
) -> httpx.Response:
    sent = await browser.post("/leerstand-melden/foto", data={"go": go}, files={"photo": taken_at(*point)})
    return await browser.get(sent.headers["location"])


def button(page: httpx.Response) -> str:
    return re.findall(r'action="([^"]*/ort)"', page.text)[0]


async def draft(cast: Cast) -> ReportDraft:
    async with cast.db.reading() as session:
        return (await session.scalars(select(ReportDraft))).one()


@pytest.mark.parametrize("go", ["stay", "on"])
async def test_the_place_of_a_photo_is_offered_before_it_is_gone(cast: Cast, go: str) -> None:
    async with cast.browser() as browser:
        await browser.post("/leerstand-melden", data=PLACE)
        shown = await upload(browser, SATEMIN, go=go)
        again = await browser.post("/leerstand-melden/foto", data={"go": "on"})
    assert "Das Foto wurde hier aufgenommen: bei Satemin, Lüchow" in shown.text
    assert "Als Ort übernehmen" in shown.text
    assert again.headers["location"] == "/leerstand-melden/senden"
    assert (await draft(cast)).typed["lat"] == ""


async def test_it_is_taken_by_a_click_and_sent_with_the_report(cast: Cast) -> None:
    async with cast.browser() as browser:
        await browser.post("/leerstand-melden", data=PLACE)
        await browser.post("/leerstand-melden/gebaeude", data={"kind": "farm"})
        clicked = await browser.post(button(await upload(browser, SATEMIN)))
        shown = await browser.get(clicked.headers["location"])
        await browser.post("/leerstand-melden/senden", data={"reporter_email": ""})
    assert "Der Ort des Fotos steht jetzt in Ihrer Meldung." in shown.text
    assert "Als Ort übernehmen" not in shown.text
    async with cast.db.reading() as session:
        report = (await session.scalars(select(Report))).one()
        files = (await session.scalars(select(PhotoFile.body))).all()
        assert (await session.scalars(select(ReportDraft))).all() == []
    assert (report.place, report.street, report.lat, report.lon) == ("Satemin", "Am Rundling", *SATEMIN)
    assert len(files) == 6
    assert not any(Image.open(io.BytesIO(body)).getexif() for body in files)


async def test_what_was_typed_counts_without_a_click(cast: Cast) -> None:
    async with cast.browser() as browser:
        await browser.post("/leerstand-melden", data=PLACE)
        await browser.post("/leerstand-melden/gebaeude", data={"kind": "farm"})
        await upload(browser, SATEMIN)
        await browser.post("/leerstand-melden/senden", data={"reporter_email": ""})
    async with cast.db.reading() as session:
        report = (await session.scalars(select(Report))).one()
    assert (report.place, report.lat, report.lon) == ("Satemin", None, None)


async def test_the_place_is_offered_to_its_visitor_alone_and_goes_with_the_photo(cast: Cast) -> None:
    async with cast.browser() as browser:
        await browser.post("/leerstand-melden", data=PLACE)
        shown = await upload(browser, SATEMIN)
        async with cast.browser() as other:
            await other.post("/leerstand-melden", data=PLACE)
            await other.post(button(shown))
            assert "52.9564" not in (await other.get("/leerstand-melden")).text
        await browser.post(button(shown).replace("/ort", "/entfernen"))
        after = await browser.get("/leerstand-melden/foto")
    assert "Als Ort" not in after.text
    async with cast.db.reading() as session:
        drafts = (await session.scalars(select(ReportDraft))).all()
    assert [one.photo_positions for one in drafts] == [{}, {}]
    assert {one.typed["lat"] for one in drafts} == {""}


@pytest.mark.parametrize(
    "point", [(0.0, 0.0), POZNAN, (-52.9564, 11.0963), KASSEL, (54.6, 12.0), (48.85, 2.35)]
)
async def test_a_place_that_no_office_takes_is_not_offered(cast: Cast, point: tuple[float, float]) -> None:
    async with cast.browser() as browser:
        await browser.post("/leerstand-melden", data=PLACE)
        shown = await upload(browser, point)
    assert shown.url.path == "/leerstand-melden/foto"
    assert "/entfernen" in shown.text
    assert "aufgenommen" not in shown.text


async def test_an_address_in_another_municipality_gives_way_to_the_photo_by_a_click() -> None:
    (here,) = where_taken(["a"], {"a": list(GARTOW)}, typed=PLACE)
    assert typed_at(here, typed=PLACE) == {
        "place": here.place, "street": "", "house_number": "", "lat": "53.02000", "lon": "11.46000",
    }  # fmt: skip
    (there,) = where_taken(["a"], {"a": list(SATEMIN)}, typed=PLACE)
    assert typed_at(there, typed=PLACE) == {"lat": "52.95640", "lon": "11.09630"}


async def test_photos_of_one_house_offer_its_place_once_and_none_that_is_there_already() -> None:
    near = [SATEMIN[0] + 0.0002, SATEMIN[1]]
    both = {"a": list(SATEMIN), "b": near}
    assert [one.photo_id for one in where_taken(["a", "b"], both, typed=PLACE)] == ["a"]
    assert where_taken(["a", "b"], both, typed=PLACE | {"lat": "52,9564", "lon": "11,0963"}) == []
