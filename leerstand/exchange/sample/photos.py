"""Paints the sample's photos and keeps them as if their owners had uploaded them."""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.models import Photo, PhotoFile
from leerstand.core.photos import encode
from leerstand.exchange.pictures import picture
from leerstand.exchange.sample.tables import new_id

# Wide enough for the pages, and painted and encoded in a third of the time of the widest.
WIDTH = 720
PAINTERS = 2
Painted = tuple[tuple[int, int], list[tuple[int, str, bytes]]]


async def paint_all(names: Sequence[str], *, done: Callable[[int, int], None]) -> dict[str, Painted]:
    """Paint and encode each of the pictures named `kind:seed`; `done` hears how many of how many are ready."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(PAINTERS) as painters:
        waiting = [loop.run_in_executor(painters, _paint, name) for name in names]
        try:
            painted = {}
            for count, (name, work) in enumerate(zip(names, waiting, strict=True), start=1):
                painted[name] = await work
                done(count, len(names))
        finally:
            painters.shutdown(wait=False, cancel_futures=True)
    return painted


def _paint(name: str) -> Painted:
    kind, seed = name.split(":")
    file = BytesIO()
    picture(kind, seed=int(seed), width=WIDTH).save(file, "JPEG", quality=95, subsampling=0)
    return encode(file.getvalue())


async def keep(session: AsyncSession, painted: Painted, *, now: datetime) -> UUID:
    """Store one painted picture as a photo; return its id."""
    (width, height), files = painted
    photo_id = new_id()
    await session.execute(insert(Photo).values(id=photo_id, width=width, height=height, created_at=now))
    await session.execute(
        insert(PhotoFile),
        [
            {"photo_id": photo_id, "width": wide, "media_type": media_type, "body": body}
            for wide, media_type, body in files
        ],
    )
    return photo_id
