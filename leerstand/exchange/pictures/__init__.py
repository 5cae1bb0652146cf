"""Paints pictures of north German buildings for the sample region: nothing is downloaded, no real house is shown.

`picture(kind, seed=...)` is always the same for the same kind and seed; seeds differ in season, light, roof and colours.
"""

from collections.abc import Callable, Mapping
from random import Random

from PIL import Image

from leerstand.exchange.pictures.canvas import Canvas
from leerstand.exchange.pictures.houses import barn, farm, house, workshop
from leerstand.exchange.pictures.interior import room
from leerstand.exchange.pictures.mood import Mood, mood
from leerstand.exchange.pictures.outdoors import plot
from leerstand.exchange.pictures.town import apartment, building, hall, office, shop

SCENES: Mapping[str, Callable[[Canvas, Mood], None]] = {
    "apartment": apartment,
    "barn": barn,
    "building": building,
    "farm": farm,
    "hall": hall,
    "house": house,
    "office": office,
    "plot": plot,
    "room": room,
    "shop": shop,
    "workshop": workshop,
}

_SEEN: Mapping[str, tuple[str, str]] = {
    "apartment": ("Mehrfamilienhaus von der Straße aus", "Block of flats seen from the street"),
    "barn": ("Scheune mit großem Tor", "Barn with a great gate"),
    "building": ("Zweistöckiges altes Gebäude mit Walmdach", "Old two-storey building with a hipped roof"),
    "farm": (
        "Bauernhaus aus Fachwerk mit großem Tor im Giebel",
        "Half-timbered farmhouse with a great gate in its gable",
    ),
    "hall": ("Lange Werkhalle mit Tor und großen Fenstern", "Long works hall with a gate and large windows"),
    "house": ("Wohnhaus im Dorf mit Ziegeldach", "Village house with a tiled roof"),
    "office": ("Zweistöckiges Bürohaus", "Two-storey office building"),
    "plot": ("Wiese mit Birken und Obstbäumen", "Meadow with birches and fruit trees"),
    "room": ("Zimmer mit Holzdielen und Blick ins Grüne", "Room with floorboards and a view of trees"),
    "shop": ("Ladengeschäft mit zwei Schaufenstern an einer Straße", "Shop with two windows on a street"),
    "workshop": ("Werkstatt mit hohen Fenstern und Tor", "Workshop with tall windows and a gate"),
}


def picture(kind: str, *, seed: int, width: int = 1440) -> Image.Image:
    """Paint one picture in 4:3 of a kind of property, always the same for the same kind and seed."""
    rng = Random(f"{kind}:{seed}")  # noqa: S311, it paints, it keeps no secret
    canvas, light = Canvas(width, rng), mood(rng)
    SCENES[kind](canvas, light)
    return canvas.finished(warmth=light.warmth)


def describe(kind: str, language: str = "de") -> str:
    """What a picture of that kind shows, for people who can't see it; German or English."""
    german, english = _SEEN[kind]
    return f"Illustration: {english if language == 'en' else german}"
