"""The sheet that is painted on: shapes with a hand's wobble, dabs, strokes, paper grain at the end."""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from random import Random

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFilter

Colour = tuple[int, int, int]
Point = tuple[float, float]

# scenes are thought in these points, whatever the size of the picture
WIDTH, HEIGHT = 1440, 1080
_FINER = 1.5
_LONG_EDGE = 70.0


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """The first colour with a share (0 to 1) of the second."""
    return (
        round(first[0] + (second[0] - first[0]) * share),
        round(first[1] + (second[1] - first[1]) * share),
        round(first[2] + (second[2] - first[2]) * share),
    )


def scaled(colour: Colour, factor: float) -> Colour:
    return (
        min(255, round(colour[0] * factor)),
        min(255, round(colour[1] * factor)),
        min(255, round(colour[2] * factor)),
    )


class Canvas:
    """A sheet drawn larger than it will be, so that edges come out smooth."""

    def __init__(self, width: int, rng: Random) -> None:
        self.rng = rng
        self.width = width
        self.scale = width * _FINER / WIDTH
        self.image = Image.new("RGB", (round(WIDTH * self.scale), round(HEIGHT * self.scale)))
        self._draw = ImageDraw.Draw(self.image, "RGBA")

    def vary(self, colour: Colour, amount: float = 0.06) -> Colour:
        """Nearly the same colour, a little lighter or darker."""
        return scaled(colour, 1 + self.rng.uniform(-amount, amount))

    def shape(
        self, points: Sequence[Point], colour: Colour, *, alpha: int = 255, wobble: float = 0.7
    ) -> None:
        rough = self._rough(points, wobble) if wobble else points
        self._draw.polygon(self._scaled(rough), fill=(*colour, alpha))

    def line(self, points: Sequence[Point], colour: Colour, *, width: float, alpha: int = 255) -> None:
        stroke = max(1, round(width * self.scale))
        self._draw.line(self._scaled(points), fill=(*colour, alpha), width=stroke, joint="curve")

    def dab(self, at: Point, size: Point, *, colour: Colour, alpha: int = 255) -> None:
        x, y, k = at[0] * self.scale, at[1] * self.scale, self.scale
        box = (x - size[0] * k, y - size[1] * k, x + size[0] * k, y + size[1] * k)
        self._draw.ellipse(box, fill=(*colour, alpha))

    def gradient(self, stops: Sequence[tuple[float, Colour]], *, top: float, bottom: float) -> None:
        """Fill a band over the whole width with colours from `stops` (0 at the top, 1 at the bottom)."""
        rows = max(1, round((bottom - top) * self.scale))
        at = np.linspace(0, 1, rows)
        bands = [
            np.interp(at, [stop for stop, _ in stops], [colour[band] for _, colour in stops])
            for band in range(3)
        ]
        column = Image.fromarray(np.stack(bands, axis=-1).round().astype(np.uint8)[:, None, :])
        self.image.paste(
            column.resize((self.image.width, rows), Image.Resampling.NEAREST), (0, round(top * self.scale))
        )

    def veil(
        self, shapes: Iterable[Sequence[Point]], colour: Colour, *, alpha: float, softness: float
    ) -> None:
        """Lay soft-edged patches of colour over the sheet: shadows, clouds, light."""
        small, margin = 6, softness * 2.5
        patches = [[(x / small, y / small) for x, y in shape] for shape in shapes]
        x, y = ([point[axis] for patch in patches for point in patch] for axis in (0, 1))
        edge = margin / small
        left, top = max(0, math.floor(min(x) - edge)), max(0, math.floor(min(y) - edge))
        right, bottom = (
            min(WIDTH // small, math.ceil(max(x) + edge)),
            min(HEIGHT // small, math.ceil(max(y) + edge)),
        )
        if left >= right or top >= bottom:
            return
        mask = Image.new("L", (right - left, bottom - top))
        draw = ImageDraw.Draw(mask)
        for patch in patches:
            draw.polygon([(x - left, y - top) for x, y in patch], fill=round(255 * alpha))
        k = small * self.scale
        box = (round(left * k), round(top * k), round(right * k), round(bottom * k))
        soft = mask.filter(ImageFilter.GaussianBlur(softness / small))
        soft = soft.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.BILINEAR)
        self.image.paste(colour, box, soft)

    def finished(self, *, warmth: float = 0.0) -> Image.Image:
        """The picture in its final size, with grain, a soft edge and the warmth of the light."""
        size = (self.width, self.width * 3 // 4)
        picture = self.image.resize(size, Image.Resampling.BILINEAR)
        return ImageChops.soft_light(picture, _paper(size, self.rng.randrange(2), warmth=round(warmth, 1)))

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        k = self.scale
        return [(x * k, y * k) for x, y in points]

    def _rough(self, points: Sequence[Point], wobble: float) -> list[Point]:
        rough: list[Point] = []
        for start, end in zip(points, [*points[1:], points[0]], strict=True):
            rough.append(start)
            parts = int(math.dist(start, end) / _LONG_EDGE)
            for part in range(1, parts):
                share = part / parts
                rough.append(
                    (
                        start[0] + (end[0] - start[0]) * share + self.rng.uniform(-wobble, wobble),
                        start[1] + (end[1] - start[1]) * share + self.rng.uniform(-wobble, wobble),
                    )
                )
        return rough


def ellipse(at: Point, size: Point, *, corners: int = 14) -> list[Point]:
    turns = [2 * math.pi * corner / corners for corner in range(corners)]
    return [(at[0] + size[0] * math.cos(turn), at[1] + size[1] * math.sin(turn)) for turn in turns]


@lru_cache(maxsize=8)
def _paper(size: tuple[int, int], variant: int, *, warmth: float) -> Image.Image:
    """Grey paper around 128 with blotches, strokes and grain; lighter in the middle, warm or cool."""
    noise = np.random.default_rng(variant)
    width, height = size
    field = np.full((height, width), 128.0, dtype=np.float32)
    for columns, lines, strength in ((7, 5, 9), (40, 30, 8), (70, 190, 5), (480, 360, 7)):
        coarse = noise.normal(0, 1, (lines, columns)).astype(np.float32)
        field += strength * np.asarray(Image.fromarray(coarse).resize(size, Image.Resampling.BICUBIC))
    field += noise.normal(0, 6, (height, width)).astype(np.float32)
    across, down = np.linspace(-1, 1, width)[None, :], np.linspace(-1, 1, height)[:, None]
    field += 12 - 26 * (across**2 + down**2) ** 1.4 / 2
    tint = np.array([1 + 0.10 * warmth, 1 + 0.02 * warmth, 1 - 0.12 * warmth], dtype=np.float32)
    return Image.fromarray(np.clip(field[:, :, None] * tint, 0, 255).astype(np.uint8))
