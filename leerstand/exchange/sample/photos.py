"""The sample's photos, read as if their owners had uploaded them, and what they show in words."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor

from leerstand.core.decoding import Decoded, decode
from leerstand.core.pages import source_folder
from leerstand.register.codes import PropertyKind

AT_ONCE = 2

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


async def encode_all(names: Sequence[str], *, done: Callable[[int, int], None]) -> dict[str, Decoded]:
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


def _read(name: str) -> Decoded:
    return decode(
        (source_folder("sql") / "sample" / "photos" / f"{name.replace(':', '-')}.webp").read_bytes()
    )
