"""Photos that people upload: proven to be pictures, freed of everything they tell beside the picture, kept in sizes."""

import logging
from datetime import datetime
from io import BytesIO
from typing import BinaryIO
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.datastructures import UploadFile
from starlette.responses import Response

from leerstand.core.confined import (
    Broke,
    Busy,
    Limits,
    Streamed,
    TookTooLong,
    TookTooMuch,
    Unavailable,
    run_confined_async,
)
from leerstand.core.decoding import WIDTHS, Decoded, NotAPhoto, TooHeavy, TooLong, TooManyPixels, decode
from leerstand.core.errors import NotFound, Refusal, TooLarge
from leerstand.core.i18n import N_
from leerstand.core.models import Photo, PhotoFile

__all__ = [
    "ACCEPTED", "MOST_BYTES", "WIDTHS", "Decoded", "NotAPhoto", "TooHeavy", "TooLong", "TooManyPixels", "TooSlow",
    "keep_photo", "photo_response", "read_photo", "read_upload", "store_photo",
]  # fmt: skip

MEDIA_TYPES = {"webp": "image/webp", "jpg": "image/jpeg"}
# By name too: many systems don't know the type of HEIC.
ACCEPTED = "image/jpeg,image/png,image/webp,image/heic,image/heif,image/avif,.heic,.heif"
MOST_BYTES = 20 * 1024 * 1024
# The modules beside it take 22 MB here and 28 MB in the keeper; together with what the web server needs meanwhile,
# 300 MB are never passed. Enough for 24 megapixels of HEIC (125 MB), 48 of JPEG and 12 of WebP (185 MB).
MEMORY_MB = 220
# 24 megapixels of HEIC take 4 s of an idle processor.
CPU_SECONDS, WALL_SECONDS = 40, 90

log = logging.getLogger(__name__)


class TooSlow(Refusal):
    status = 422
    sentence = N_(
        "Dieses Foto zu lesen hat zu lange gedauert. Bitte verkleinern Sie es, oder senden Sie ein anderes."
    )


async def read_photo(upload: bytes) -> Decoded:
    """The picture that some bytes are, in its sizes, and where it was taken; worked out in a process of its own.

    To be called before a transaction is opened, since it may wait for its turn. Raises TooLarge, NotAPhoto,
    TooManyPixels, TooLong, TooHeavy, TooSlow, or Busy.
    """
    return await _read(BytesIO(upload), len(upload))


async def read_upload(upload: UploadFile) -> Decoded:
    """The same for a file of a page, which is not held in memory meanwhile."""
    return await _read(upload.file, upload.size or 0)


async def _read(file: BinaryIO, size: int) -> Decoded:
    if size > MOST_BYTES:
        raise TooLarge(megabytes=MOST_BYTES // 1024 // 1024)
    limits = Limits(memory_mb=MEMORY_MB, cpu_seconds=CPU_SECONDS, wall_seconds=WALL_SECONDS)
    try:
        return await run_confined_async(decode, Streamed(file, size), limits=limits)
    except TookTooMuch:
        raise TooHeavy from None
    except TookTooLong:
        raise TooSlow from None
    except Unavailable as missing:
        log.error("photos cannot be read: %s", missing)
        raise Busy from None
    except Broke as broken:
        log.warning("a photo of %d bytes could not be read: %s", size, broken)
        raise NotAPhoto from None


async def keep_photo(session: AsyncSession, read: Decoded, *, now: datetime) -> Photo:
    """Keep a picture's sizes; where it was taken is not kept."""
    photo = Photo(width=read.size[0], height=read.size[1], created_at=now)
    session.add(photo)
    await session.flush()
    session.add_all(
        PhotoFile(photo_id=photo.id, width=width, media_type=media_type, body=body)
        for width, media_type, body in read.files
    )
    await session.flush()
    return photo


async def store_photo(session: AsyncSession, upload: bytes, *, now: datetime) -> Photo:
    """Read and keep a picture at once, where no page waits for the transaction."""
    return await keep_photo(session, await read_photo(upload), now=now)


async def photo_response(
    session: AsyncSession, photo_id: UUID, *, width: int, ending: str, public: bool = False
) -> Response:
    """One size of a photo, to be kept for ten minutes and then asked for again; who may see it is the caller's matter.

    A photo never changes, but an offer may be withdrawn: its photos must not stay in caches.

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
    kept = f"{'public' if public else 'private'}, max-age=600, must-revalidate"
    headers = {"cache-control": kept, "etag": f'"{photo_id.hex}-{width}-{ending}"'}
    return Response(body, media_type=MEDIA_TYPES[ending], headers=headers)
