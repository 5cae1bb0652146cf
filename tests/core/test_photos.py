"""Photos: read in a process of its own, kept in sizes, served to those who may see them."""

import io
import random

import pytest
from PIL import Image
from sqlalchemy import select

from leerstand.core import confined, photos
from leerstand.core.database import Database
from leerstand.core.errors import NotFound, TooLarge
from leerstand.core.models import PhotoFile
from tests.cast import NOW


def picture(kind: str = "JPEG", size: tuple[int, int] = (2000, 1000), **options: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "green").save(written, kind, **options)
    return written.getvalue()


async def test_a_picture_that_needs_too_much_memory_is_refused_with_words() -> None:
    with pytest.raises(photos.TooHeavy):
        await photos.read_photo(picture("PNG", (7000, 7000)))
    assert (await photos.read_photo(picture())).size == (2000, 1000)


async def test_where_no_process_can_be_had_the_photo_is_not_blamed(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    confined.end_confined()
    monkeypatch.setattr(confined.sys, "executable", "/nowhere/python")
    with pytest.raises(confined.Busy):
        await photos.read_photo(picture())
    assert "photos cannot be read" in caplog.text
    monkeypatch.undo()
    assert (await photos.read_photo(picture())).size == (2000, 1000)


async def test_a_picture_that_takes_too_long_is_refused_with_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photos, "WALL_SECONDS", 0.01)
    noise = Image.frombytes("RGB", (2000, 1500), random.Random(1).randbytes(9_000_000))
    written = io.BytesIO()
    noise.save(written, "JPEG")
    with pytest.raises(photos.TooSlow):
        await photos.read_photo(written.getvalue())


async def test_a_photo_is_kept_and_served(db: Database) -> None:
    async with db.writing() as session:
        photo = await photos.store_photo(session, picture(), now=NOW)
    async with db.reading() as session:
        kept = (await session.scalars(select(PhotoFile.width).where(PhotoFile.photo_id == photo.id))).all()
        response = await photos.photo_response(session, photo.id, width=720, ending="webp")
        with pytest.raises(NotFound):
            await photos.photo_response(session, photo.id, width=721, ending="webp")
    assert len(kept) == 6
    assert response.media_type == "image/webp"
    assert response.headers["cache-control"] == "private, max-age=600, must-revalidate"


async def test_a_file_over_the_limit_is_refused(db: Database) -> None:
    async with db.writing() as session:
        with pytest.raises(TooLarge):
            await photos.store_photo(session, b"x" * (photos.MOST_BYTES + 1), now=NOW)
