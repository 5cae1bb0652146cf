"""Trees, birches, bushes and hedges, in leaf or bare."""

import math

from tools.paint.canvas import Canvas, Colour, Point, ellipse, mix, scaled
from tools.paint.mood import Mood
from tools.paint.space import seen

_BARK: Colour = (98, 80, 64)


def tree(canvas: Canvas, mood: Mood, *, x: float, z: float, high: float) -> None:
    """A broad tree: trunk, branches, and a crown of dabs from shade to light."""
    foot, top = seen(x, 0, z), seen(x, high, z)
    size = foot[1] - top[1]
    _shadow(canvas, mood, foot=foot, size=size)
    bark = canvas.vary(_BARK, 0.15)
    _branch(
        canvas,
        bark,
        foot=foot,
        angle=-math.pi / 2,
        length=size * 0.34,
        thick=size * 0.045,
        left=6 if mood.bare else 3,
    )
    if not mood.bare:
        _crown(canvas, mood, at=(foot[0], foot[1] - size * 0.62), size=(size * 0.36, size * 0.36))


def birch(canvas: Canvas, mood: Mood, *, x: float, z: float, high: float) -> None:
    """A slim white trunk with dark marks and hanging leaves."""
    foot, top = seen(x, 0, z), seen(x, high, z)
    size = foot[1] - top[1]
    _shadow(canvas, mood, foot=foot, size=size * 0.7)
    lean = canvas.rng.uniform(-0.05, 0.05) * size
    wide = size * 0.018
    trunk = [
        (foot[0] - wide, foot[1]),
        (top[0] + lean - 1, top[1]),
        (top[0] + lean + 1, top[1]),
        (foot[0] + wide, foot[1]),
    ]
    canvas.shape(trunk, (232, 228, 218))
    for _ in range(14):
        share = canvas.rng.random() * 0.8
        at = (foot[0] + lean * share, foot[1] - size * share)
        canvas.dab(at, (wide * (1 - share) * 0.8, 2), colour=(70, 64, 60), alpha=210)
    for _ in range(9):
        share = canvas.rng.uniform(0.3, 0.9)
        end = (foot[0] + canvas.rng.uniform(-1, 1) * size * 0.12, foot[1] - size * (share - 0.02))
        canvas.line(
            [(foot[0] + lean * share, foot[1] - size * share), end], (120, 104, 92), width=2, alpha=190
        )
    if not mood.bare:
        _crown(canvas, mood, at=(foot[0] + lean * 0.6, foot[1] - size * 0.66), size=(size * 0.2, size * 0.34))


def bush(canvas: Canvas, mood: Mood, *, x: float, z: float, high: float) -> None:
    foot, top = seen(x, 0, z), seen(x, high, z)
    size = foot[1] - top[1]
    _crown(canvas, mood, at=(foot[0], foot[1] - size * 0.45), size=(size * 0.75, size * 0.5))


def hedge(canvas: Canvas, mood: Mood, *, z: float, left: float, right: float) -> None:
    """A trimmed hedge across the picture."""
    x = left
    while x < right:
        bush(canvas, mood, x=x, z=z, high=canvas.rng.uniform(0.9, 1.3))
        x += 0.9


def poplars(canvas: Canvas, mood: Mood, *, x: float, z: float, count: int) -> None:
    """A row of slim trees that leads away from the viewer."""
    for number in range(count - 1, -1, -1):
        at, away = x * (1 + number * 0.1), z + number * 9
        foot, top = seen(at, 0, away), seen(at, 11, away)
        size = foot[1] - top[1]
        canvas.line([foot, (foot[0], foot[1] - size * 0.5)], _BARK, width=max(2, size * 0.03))
        _crown(canvas, mood, at=(foot[0], foot[1] - size * 0.55), size=(size * 0.1, size * 0.42))


def _crown(canvas: Canvas, mood: Mood, *, at: Point, size: Point) -> None:
    """Dabs in four layers, each lighter, smaller and nearer to the sun than the one before."""
    rng = canvas.rng
    blossom = mood.leaves[3] if len(mood.leaves) > 3 and rng.random() < 0.35 else None
    tones = [scaled(mood.leaves[0], 0.72), mood.leaves[0], mood.leaves[1], mood.leaves[2]]
    if blossom and not mood.bare:
        tones[3] = blossom
    thick = min(1.0, 0.3 + size[1] / 240)
    for layer, tone in enumerate(tones):
        amount = round((120, 150, 140, 80)[layer] * thick)
        for _ in range(amount):
            turn, reach = (
                rng.uniform(0, 2 * math.pi),
                math.sqrt(rng.random()) * (0.94 + 0.04 * min(layer, 2)) * rng.uniform(0.85, 1.08),
            )
            x = at[0] + math.cos(turn) * reach * size[0] + mood.sun * size[0] * 0.1 * layer
            y = at[1] + math.sin(turn) * reach * size[1] - size[1] * 0.09 * layer
            dab = max(size[0], size[1] * 0.5) * rng.uniform(0.06, 0.15) * (1.1 - 0.2 * layer)
            canvas.dab(
                (x, y),
                (dab, dab * rng.uniform(0.6, 0.9)),
                colour=canvas.vary(tone, 0.1),
                alpha=225 if layer else 255,
            )


def _branch(
    canvas: Canvas, colour: Colour, *, foot: Point, angle: float, length: float, thick: float, left: int
) -> None:
    if left == 0 or length < 4:
        return
    end = (foot[0] + math.cos(angle) * length, foot[1] + math.sin(angle) * length)
    canvas.line([foot, end], colour, width=max(1.3, thick), alpha=255 if left > 2 else 200)
    for turn in (-1, 1) if left != 5 else (-1, 0, 1):
        spread = turn * canvas.rng.uniform(0.25, 0.6) + canvas.rng.uniform(-0.1, 0.1)
        _branch(
            canvas,
            mix(colour, (150, 140, 130), 0.06),
            foot=end,
            angle=angle + spread,
            length=length * canvas.rng.uniform(0.62, 0.8),
            thick=thick * 0.62,
            left=left - 1,
        )


def _shadow(canvas: Canvas, mood: Mood, *, foot: Point, size: float) -> None:
    shape = ellipse((foot[0] - mood.sun * size * 0.22, foot[1] + size * 0.015), (size * 0.4, size * 0.05))
    canvas.veil([shape], (52, 62, 66), alpha=0.34, softness=14)
