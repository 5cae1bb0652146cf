"""A file that is too large costs only itself, not what else was typed on its page."""

import io
from uuid import UUID

import httpx
import pytest
from PIL import Image
from sqlalchemy import func, select

from leerstand.core.models import Photo
from leerstand.offers.codes import OfferState
from leerstand.offers.models import OfferPhoto
from tests.cast import Cast
from tests.makers.offers import an_offer
from tests.makers.register import a_building

MB = 1024 * 1024


def jpeg(colour: str = "green") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (80, 60), colour).save(written, "JPEG")
    return written.getvalue()


async def an_offer_with_a_photo(cast: Cast, browser: httpx.AsyncClient) -> tuple[str, UUID]:
    async with cast.db.writing() as session:
        building = await a_building(session, owner_person_id=cast.ids["olga"])
        offer = await an_offer(session, building, state=OfferState.DRAFT)
    step = f"/mein/angebote/{offer.id}/schritt/fotos"
    await browser.post(step, files={"foto": ("a.jpg", jpeg(), "image/jpeg")})
    async with cast.db.reading() as session:
        return step, (await session.scalars(select(OfferPhoto.photo_id))).one()


@pytest.mark.parametrize("megabytes", [21, 45, 70])
async def test_what_else_was_typed_is_kept_beside_a_file_that_is_too_large(
    cast: Cast, megabytes: int
) -> None:
    async with cast.browser("olga") as browser:
        step, photo_id = await an_offer_with_a_photo(cast, browser)
        shown = await browser.post(
            step,
            data={f"alt_{photo_id}": "Die Küche", "do": "upload"},
            files=[
                ("foto", ("gross.jpg", b"\xff\xd8" + b"0" * megabytes * MB, "image/jpeg")),
                ("foto", ("klein.jpg", jpeg("red"), "image/jpeg")),
            ],
        )
    assert shown.status_code == 422
    assert "höchstens 20 MB" in shown.text
    assert "Nicht aufgenommen: gross.jpg" in shown.text
    assert 'value="Die Küche"' in shown.text
    async with cast.db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Photo)) == 2


async def test_a_report_is_kept_beside_a_photo_that_is_too_large(cast: Cast) -> None:
    async with cast.browser() as browser:
        await browser.post("/leerstand-melden", data={"place": "Satemin", "street": "Am Rundling"})
        shown = await browser.post(
            "/leerstand-melden/foto", files={"photo": ("gross.jpg", b"0" * 60 * MB, "image/jpeg")}
        )
        again = await browser.get("/leerstand-melden")
    assert shown.status_code == 413
    assert "höchstens 20 MB" in shown.text
    assert 'action="/leerstand-melden/foto"' in shown.text
    assert 'value="Am Rundling"' in again.text


PART = b'--x\r\nContent-Disposition: form-data; name="go"\r\n\r\non\r\n'


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", PART + b"--x--\r\n"),
        ("multipart/form-data; boundary=x; charset=undefined", PART + b"--x--\r\n"),
        ("multipart/form-data; boundary=" + "x" * 400, PART + b"--x--\r\n"),
        ("multipart/form-data; boundary=x", PART),
        ("multipart/form-data; boundary=x", PART.replace(b"go", b"go\xff")),
        ("multipart/form-data; boundary=x", b"no part at all"),
        ("multipart/form-data; boundary=x", b"--x\r\nContent Disposition\x00: form-data\r\n\r\non\r\n--x--\r\n"),
    ],
)  # fmt: skip
async def test_a_page_with_files_that_makes_no_sense_is_refused_in_words(
    cast: Cast, kind: str, body: bytes
) -> None:
    async with cast.browser() as browser:
        await browser.post("/leerstand-melden", data={"place": "Satemin"})
        shown = await browser.post("/leerstand-melden/foto", content=body, headers={"content-type": kind})
    assert (shown.status_code, "konnten wir nicht lesen" in shown.text) == (400, True)
