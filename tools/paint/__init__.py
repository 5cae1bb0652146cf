"""Paints the sample region's photos, pictures of north German buildings: `python -m tools.paint`.

Nothing is downloaded, no real house is shown. `picture(kind, seed=...)` is always the same for the same kind and seed; seeds differ in season, light, roof and colours.
"""

from collections.abc import Callable, Mapping
from random import Random

from PIL import Image

from tools.paint.canvas import Canvas
from tools.paint.houses import barn, farm, house, workshop
from tools.paint.interior import room
from tools.paint.mood import Mood, mood
from tools.paint.outdoors import plot
from tools.paint.town import apartment, building, hall, office, shop

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


def picture(kind: str, *, seed: int, width: int = 1440) -> Image.Image:
    """Paint one picture in 4:3 of a kind of property, always the same for the same kind and seed."""
    rng = Random(f"{kind}:{seed}")  # noqa: S311, it paints, it keeps no secret
    canvas, light = Canvas(width, rng), mood(rng)
    SCENES[kind](canvas, light)
    return canvas.finished(warmth=light.warmth)
