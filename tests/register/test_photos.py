"""Photos: proven, turned upright, freed of what they tell."""

import io

import pytest
from PIL import Image
from sqlalchemy import select

from leerstand.core import photos
from leerstand.core.database import Database
from leerstand.core.errors import NotFound, TooLarge
from leerstand.core.models import PhotoFile
from tests.cast import NOW


def picture(kind: str = "JPEG", size: tuple[int, int] = (2000, 1000), **options: object) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, "green").save(written, kind, **options)
    return written.getvalue()


def with_place() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6  # lies on its side
    exif[0x010F] = "A camera"
    exif.get_ifd(0x8825)[2] = (52.0, 57.0, 22.0)
    return picture(exif=exif)


def test_a_photo_is_turned_upright_and_tells_nothing_else() -> None:
    size, files = photos.encode(with_place())
    assert size == (1000, 2000)
    for _, _, body in files:
        again = Image.open(io.BytesIO(body))
        assert not again.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & set(again.info)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_photo_comes_in_three_widths_and_two_formats(kind: str) -> None:
    _, files = photos.encode(picture(kind))
    assert {(width, media_type) for width, media_type, _ in files} == {
        (width, media_type) for width in (360, 720, 1440) for media_type in ("image/webp", "image/jpeg")
    }
    assert {Image.open(io.BytesIO(body)).width for _, _, body in files} == {360, 720, 1440}


def test_a_small_photo_is_not_blown_up() -> None:
    _, files = photos.encode(picture(size=(500, 300)))
    assert {Image.open(io.BytesIO(body)).width for _, _, body in files} == {360, 500}


def test_what_is_transparent_becomes_white() -> None:
    written = io.BytesIO()
    Image.new("RGBA", (400, 300), (0, 0, 0, 0)).save(written, "PNG")
    _, files = photos.encode(written.getvalue())
    assert Image.open(io.BytesIO(files[1][2])).getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "upload",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"0" * 90,
        with_place()[:900],
        b"%PDF-1.7",
        picture("TIFF"),
    ],
)
def test_what_is_not_a_photo_is_refused(upload: bytes) -> None:
    with pytest.raises(photos.NotAPhoto):
        photos.encode(upload)


def test_a_small_file_with_very_many_pixels_is_refused() -> None:
    bomb = io.BytesIO()
    Image.new("1", (12_000, 12_000)).save(bomb, "PNG", optimize=True)
    assert len(bomb.getvalue()) < 100_000
    with pytest.raises(photos.TooManyPixels):
        photos.encode(bomb.getvalue())


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
    assert response.headers["cache-control"] == "private, max-age=31536000, immutable"


async def test_a_file_over_the_limit_is_refused(db: Database) -> None:
    async with db.writing() as session:
        with pytest.raises(TooLarge):
            await photos.store_photo(session, b"x" * (photos.MOST_BYTES + 1), now=NOW)
