"""Photos that people upload: proven to be pictures, freed of everything they tell beside the picture, kept in sizes."""

import asyncio
import threading
import warnings
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from uuid import UUID

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.responses import Response

from leerstand.core.errors import NotFound, Refusal, TooLarge
from leerstand.core.i18n import N_
from leerstand.core.models import Photo, PhotoFile

WIDTHS = (360, 720, 1440)
MEDIA_TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
ACCEPTED = "image/jpeg,image/png,image/webp"
MOST_BYTES = 20 * 1024 * 1024
MOST_PIXELS = 60_000_000
FORMATS = ("JPEG", "PNG", "WEBP")

# A picture of 60 million pixels needs 180 MB while it is read; more than two at once would not be kind.
_AT_WORK = threading.BoundedSemaphore(2)


class NotAPhoto(Refusal):
    status = 422
    sentence = N_(
        "Diese Datei ist kein Foto, das wir lesen können. Bitte senden Sie ein JPEG, PNG oder WebP."
    )


class TooManyPixels(Refusal):
    status = 422
    sentence = N_(
        "Dieses Foto hat zu viele Bildpunkte. Bitte verkleinern Sie es auf höchstens %(megapixels)s Megapixel."
    )


async def store_photo(session: AsyncSession, upload: bytes, *, now: datetime) -> Photo:
    """Keep an uploaded picture in three widths as WebP and JPEG, turned upright, without place, time or camera.

    Encodes in a thread. Raises TooLarge, NotAPhoto or TooManyPixels.
    """
    if len(upload) > MOST_BYTES:
        raise TooLarge(megabytes=MOST_BYTES // 1024 // 1024)
    size, files = await asyncio.to_thread(encode, upload)
    photo = Photo(width=size[0], height=size[1], created_at=now)
    session.add(photo)
    await session.flush()
    session.add_all(
        PhotoFile(photo_id=photo.id, width=width, media_type=media_type, body=body)
        for width, media_type, body in files
    )
    await session.flush()
    return photo


async def photo_response(
    session: AsyncSession, photo_id: UUID, *, width: int, ending: str, public: bool = False
) -> Response:
    """One size of a photo, to be kept by the browser for a year; whether it may be seen is the caller's matter.

    `ending` is webp or jpg. Raises NotFound. One query.
    """
    body = await session.scalar(
        select(PhotoFile.body).where(
            PhotoFile.photo_id == photo_id,
            PhotoFile.width == width,
            PhotoFile.media_type == MEDIA_TYPES.get(ending, ""),
        )
    )
    if body is None:
        raise NotFound
    kept = f"{'public' if public else 'private'}, max-age=31536000, immutable"
    return Response(body, media_type=MEDIA_TYPES[ending], headers={"cache-control": kept})


def encode(upload: bytes) -> tuple[tuple[int, int], list[tuple[int, str, bytes]]]:
    """The size of a picture turned upright, and its files as (width, media type, bytes).

    A narrow original is not blown up: its widest files have its own width. Raises NotAPhoto or TooManyPixels.
    """
    with _AT_WORK:
        upright = _upright(upload)
        return upright.size, list(_files(upright))


def _upright(upload: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(upload), formats=FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise TooManyPixels(megapixels=MOST_PIXELS // 1_000_000)
        # JPEG can be read at a half or a quarter, which spares most of the memory.
        image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
        return _plain(ImageOps.exif_transpose(image))
    except Image.DecompressionBombError:
        raise TooManyPixels(megapixels=MOST_PIXELS // 1_000_000) from None
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError):
        raise NotAPhoto from None


def _plain(image: Image.Image) -> Image.Image:
    """Pixels alone, in sRGB, on white where the picture is transparent."""
    profile = image.info.get("icc_profile")
    if image.has_transparency_data:
        image = image.convert("RGBA")
        paper = Image.new("RGBA", image.size, "white")
        image = Image.alpha_composite(paper, image)
    image = image.convert("RGB")
    if profile:
        image = _in_srgb(image, profile)
    bare = Image.new("RGB", image.size)
    bare.paste(image)
    return bare


def _in_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    try:
        turned = ImageCms.profileToProfile(
            image,
            ImageCms.ImageCmsProfile(BytesIO(profile)),
            ImageCms.createProfile("sRGB"),
            outputMode="RGB",
        )
    except (ImageCms.PyCMSError, OSError):
        return image
    return turned or image


def _files(image: Image.Image) -> Iterator[tuple[int, str, bytes]]:
    made: dict[tuple[int, int], list[tuple[str, bytes]]] = {}
    for width in WIDTHS:
        size = (min(width, image.width), max(1, round(image.height * min(1, width / image.width))))
        if size not in made:  # the wider files of a narrow original are all the same
            made[size] = list(_encoded(image, size))
        for media_type, body in made[size]:
            yield width, media_type, body


def _encoded(image: Image.Image, size: tuple[int, int]) -> Iterator[tuple[str, bytes]]:
    small = image.resize(size, Image.Resampling.LANCZOS) if size != image.size else image
    yield "image/webp", _saved(small, "WEBP", quality=78, method=3)
    yield "image/jpeg", _saved(small, "JPEG", quality=80, optimize=True, progressive=True)


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    written = BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()
