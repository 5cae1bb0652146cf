"""Season and light: the colours that all things in one picture share."""

from dataclasses import dataclass
from random import Random

from tools.paint.canvas import Colour


@dataclass(frozen=True)
class Mood:
    """One season under one sky; `sun` is -1 where the light comes from the left, 1 from the right."""

    sky: tuple[Colour, Colour, Colour]
    cloud: Colour
    far: Colour
    grass: Colour
    meadow: Colour
    leaves: tuple[Colour, ...]
    path: Colour
    warmth: float
    sun: int
    bare: bool = False
    snow: bool = False
    flowers: tuple[Colour, ...] = ()


_SKIES: dict[str, tuple[tuple[Colour, Colour, Colour], Colour, float]] = {
    "morning": (((118, 168, 205), (188, 214, 224), (246, 226, 196)), (255, 246, 232), 0.5),
    "noon": (((82, 146, 200), (143, 190, 222), (214, 231, 234)), (255, 255, 252), 0.2),
    "evening": (((94, 124, 172), (214, 170, 160), (250, 208, 148)), (255, 222, 190), 1.0),
    "cloudy": (((150, 168, 180), (190, 202, 206), (226, 228, 220)), (244, 244, 240), -0.2),
}

_SEASONS: dict[str, dict[str, object]] = {
    "spring": {
        "far": (134, 160, 150), "grass": (132, 164, 82), "meadow": (168, 186, 98), "path": (206, 190, 158),
        "leaves": ((98, 146, 66), (132, 172, 78), (170, 196, 100), (238, 214, 216)),
        "flowers": ((250, 226, 90), (252, 250, 240), (214, 160, 190)),
    },
    "summer": {
        "far": (112, 142, 136), "grass": (112, 148, 72), "meadow": (186, 180, 98), "path": (214, 196, 158),
        "leaves": ((58, 104, 58), (84, 132, 66), (122, 158, 80), (150, 178, 92)),
        "flowers": ((206, 72, 58), (250, 244, 226), (104, 124, 190)),
    },
    "autumn": {
        "far": (150, 146, 140), "grass": (146, 146, 80), "meadow": (196, 168, 92), "path": (196, 172, 136),
        "leaves": ((150, 86, 42), (196, 120, 46), (218, 160, 62), (172, 132, 58)),
    },
    "winter": {
        "far": (164, 176, 188), "grass": (222, 228, 230), "meadow": (236, 238, 238), "path": (206, 206, 204),
        "leaves": ((110, 96, 84), (130, 116, 100), (150, 138, 122)), "bare": True, "snow": True,
    },
    "thaw": {
        "far": (146, 156, 158), "grass": (142, 148, 98), "meadow": (170, 162, 116), "path": (188, 174, 148),
        "leaves": ((112, 92, 74), (132, 112, 88), (158, 140, 108)), "bare": True,
    },
}  # fmt: skip


def mood(rng: Random) -> Mood:
    """A season and a sky; summer more often than winter."""
    season = rng.choices(list(_SEASONS), weights=[5, 7, 4, 1, 1])[0]
    sky, cloud, warmth = _SKIES[rng.choices(list(_SKIES), weights=[4, 6, 3, 2])[0]]
    return Mood(sky=sky, cloud=cloud, warmth=warmth, sun=rng.choice((-1, 1)), **_SEASONS[season])  # type: ignore[arg-type]
