"""Reads the sample's photos and keeps them as if their owners had uploaded them."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.decoding import Decoded, decode
from leerstand.core.models import Photo, PhotoFile
from leerstand.core.pages import source_folder
from leerstand.exchange.sample.tables import new_id
from leerstand.register.codes import PropertyKind

AT_ONCE = 2
Encoded = Decoded

_SEEN: Mapping[PropertyKind, tuple[str, str]] = {
    PropertyKind.APARTMENT: ("Mehrfamilienhaus von der Straße aus", "Block of flats seen from the street"),
    PropertyKind.BARN: ("Scheune mit großem Tor", "Barn with a great gate"),
    PropertyKind.BUILDING: (
        "Zweistöckiges altes Gebäude mit Walmdach",
        "Old two-storey building with a hipped roof",
    ),
    PropertyKind.FARM: (
        "Bauernhaus aus Fachwerk mit großem Tor im Giebel",
        "Half-timbered farmhouse with a great gate in its gable",
    ),
    PropertyKind.HALL: (
        "Lange Werkhalle mit Tor und großen Fenstern",
        "Long works hall with a gate and large windows",
    ),
    PropertyKind.HOUSE: ("Wohnhaus im Dorf mit Ziegeldach", "Village house with a tiled roof"),
    PropertyKind.OFFICE: ("Zweistöckiges Bürohaus", "Two-storey office building"),
    PropertyKind.PLOT: ("Wiese mit Birken und Obstbäumen", "Meadow with birches and fruit trees"),
    PropertyKind.ROOM: (
        "Zimmer mit Holzdielen und Blick ins Grüne",
        "Room with floorboards and a view of trees",
    ),
    PropertyKind.SHOP: (
        "Ladengeschäft mit zwei Schaufenstern an einer Straße",
        "Shop with two windows on a street",
    ),
    PropertyKind.WORKSHOP: (
        "Werkstatt mit hohen Fenstern und Tor",
        "Workshop with tall windows and a gate",
    ),
}


def describe(kind: PropertyKind, language: str = "de") -> str:
    """What a picture of that kind shows, for people who can't see it; German or English."""
    german, english = _SEEN[kind]
    return f"Illustration: {english if language == 'en' else german}"


async def encode_all(names: Sequence[str], *, done: Callable[[int, int], None]) -> dict[str, Encoded]:
    """Read and encode each of the pictures named `kind:seed`; `done` hears how many of how many are ready."""
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(AT_ONCE) as threads:
        waiting = [loop.run_in_executor(threads, _read, name) for name in names]
        try:
            encoded = {}
            for count, (name, work) in enumerate(zip(names, waiting, strict=True), start=1):
                encoded[name] = await work
                done(count, len(names))
        finally:
            threads.shutdown(wait=False, cancel_futures=True)
    return encoded


def _read(name: str) -> Encoded:
    return decode(
        (source_folder("sql") / "sample" / "photos" / f"{name.replace(':', '-')}.webp").read_bytes()
    )


async def keep(session: AsyncSession, encoded: Encoded, *, now: datetime) -> UUID:
    """Store one picture as a photo; return its id."""
    width, height = encoded.size
    photo_id = new_id()
    await session.execute(insert(Photo).values(id=photo_id, width=width, height=height, created_at=now))
    await session.execute(
        insert(PhotoFile),
        [
            {"photo_id": photo_id, "width": wide, "media_type": media_type, "body": body}
            for wide, media_type, body in encoded.files
        ],
    )
    return photo_id
