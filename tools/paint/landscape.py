"""What lies around a building: sky, far woods, meadows, a path, a fence."""

import math

from tools.paint.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, ellipse, mix, scaled
from tools.paint.mood import Mood
from tools.paint.space import HORIZON, seen


def sky(canvas: Canvas, mood: Mood) -> None:
    top, middle, low = mood.sky
    canvas.gradient([(0, top), (0.55, middle), (1, low)], top=0, bottom=HORIZON + 20)
    for _ in range(canvas.rng.randint(1, 3)):
        _cloud(canvas, mood)


def _cloud(canvas: Canvas, mood: Mood) -> None:
    rng = canvas.rng
    x, y, size = rng.uniform(0, WIDTH), rng.uniform(60, HORIZON - 260), rng.uniform(50, 110)
    puffs: list[list[Point]] = []
    for _ in range(rng.randint(7, 12)):
        reach = size * rng.uniform(0.5, 1.2)
        puffs.append(
            ellipse((x + rng.gauss(0, size * 1.7), y + rng.gauss(0, size * 0.18)), (reach, reach * 0.42))
        )
    canvas.veil(puffs, mood.cloud, alpha=rng.uniform(0.5, 0.8), softness=20)


def horizon(canvas: Canvas, mood: Mood) -> None:
    """Two or three layers of woods, hazier the further away, perhaps with a church tower."""
    rng = canvas.rng
    layers = rng.randint(2, 3)
    for layer in range(layers):
        haze = 0.62 - 0.5 * layer / layers
        colour = mix(mood.far, mood.sky[2], haze)
        if layer == 1 and rng.random() < 0.5:
            _church(canvas, mix(colour, (120, 84, 74), 0.35))
        _woods(canvas, scaled(colour, 0.98 - 0.09 * layer), high=62 - 17 * layer)


def _woods(canvas: Canvas, colour: Colour, *, high: float) -> None:
    phase, pace = canvas.rng.uniform(0, 9), canvas.rng.uniform(0.004, 0.009)
    edge = []
    for x in range(-10, WIDTH + 20, 12):
        crown = 7 * abs(math.sin(x * 0.06 + phase * 3)) + canvas.rng.uniform(0, 5)
        edge.append((float(x), HORIZON + 6 - high * (0.55 + 0.45 * math.sin(x * pace + phase)) - crown))
    canvas.shape([(-10, HORIZON + 30), *edge, (WIDTH + 10, HORIZON + 30)], colour, wobble=0)


def _church(canvas: Canvas, colour: Colour) -> None:
    x = canvas.rng.choice((canvas.rng.uniform(60, 300), canvas.rng.uniform(1140, 1380)))
    base = HORIZON - 20
    canvas.shape([(x, base), (x, base - 70), (x + 24, base - 70), (x + 24, base)], colour)
    canvas.shape([(x - 3, base - 68), (x + 12, base - 138), (x + 27, base - 68)], scaled(colour, 0.82))
    canvas.shape(
        [(x + 22, base), (x + 22, base - 34), (x + 34, base - 52), (x + 88, base - 52), (x + 96, base)],
        scaled(colour, 0.9),
    )


def ground(canvas: Canvas, mood: Mood) -> None:
    """A meadow from the horizon to one's feet, with strokes of grass that grow nearer."""
    near = scaled(mood.grass, 0.84)
    far = mix(mood.meadow, mood.sky[2], 0.3)
    canvas.gradient(
        [(0, far), (0.18, mood.meadow), (0.55, mood.grass), (1, near)], top=HORIZON, bottom=HEIGHT
    )
    _bands(canvas, mood)
    grass(canvas, mood, strokes=520)


def _bands(canvas: Canvas, mood: Mood) -> None:
    """Patches of light and dark that run across the land."""
    rng = canvas.rng
    for _ in range(26):
        y = HORIZON + 8 + (HEIGHT - HORIZON) * rng.random() ** 1.8
        far = (y - HORIZON) / (HEIGHT - HORIZON)
        patch = ellipse((rng.uniform(0, WIDTH), y), (rng.uniform(120, 420), 2 + 11 * far))
        tint = rng.choice((mood.meadow, scaled(mood.grass, 0.85), scaled(mood.meadow, 1.08)))
        canvas.shape(patch, tint, alpha=34, wobble=0)


def grass(canvas: Canvas, mood: Mood, *, strokes: int) -> None:
    rng = canvas.rng
    for _ in range(strokes):
        y = HORIZON + 30 + (HEIGHT - HORIZON - 20) * math.sqrt(rng.random())
        x, high = rng.uniform(0, WIDTH), 3 + 17 * (y - HORIZON) / (HEIGHT - HORIZON)
        tint = canvas.vary(mood.grass if rng.random() < 0.6 else mood.meadow, 0.18)
        canvas.line([(x, y), (x + rng.uniform(-4, 4), y - high)], tint, width=1.6, alpha=150)
    for _ in range(90 if mood.flowers else 0):
        y = HORIZON + 60 + (HEIGHT - HORIZON - 60) * rng.random()
        size = 1 + 3.2 * (y - HORIZON) / (HEIGHT - HORIZON)
        canvas.dab((rng.uniform(0, WIDTH), y), (size, size * 0.8), colour=rng.choice(mood.flowers), alpha=220)


def path(canvas: Canvas, mood: Mood, *, target: float, z: float, wide: float = 2.6) -> None:
    """A sandy path from one's feet to metres `target` right of the middle, `z` metres away."""
    start = canvas.rng.uniform(-2.2, 2.2)
    left, right = [], []
    for step in range(13):
        share = step / 12
        away = 4.5 + (z - 4.5) * share
        bend = start * (1 - share) ** 2 + target * (1 - (1 - share) ** 2)
        left.append(seen(bend - wide / 2, 0, away))
        right.append(seen(bend + wide / 2, 0, away))
    canvas.shape(left + right[::-1], mood.path, wobble=3)
    for line, tint in ((left, scaled(mood.path, 0.86)), (right, scaled(mood.path, 1.06))):
        canvas.line(line, tint, width=5, alpha=110)
    _pebbles(canvas, mood, left=left, right=right)


def _pebbles(canvas: Canvas, mood: Mood, *, left: list[Point], right: list[Point]) -> None:
    rng = canvas.rng
    for _ in range(110):
        row = rng.randrange(len(left))
        x = left[row][0] + (right[row][0] - left[row][0]) * rng.random()
        size = 1.2 + 4 * (left[row][1] - HORIZON) / (HEIGHT - HORIZON)
        canvas.dab(
            (x, left[row][1] + rng.uniform(-9, 9)),
            (size, size * 0.4),
            colour=canvas.vary(mood.path, 0.16),
            alpha=130,
        )


def cobbles(canvas: Canvas, mood: Mood, *, pavement_z: float) -> None:
    """A village street of stones, with a pavement from `pavement_z` metres on."""
    street = mix((168, 160, 150), mood.sky[2], 0.12)
    if mood.snow:
        street = (216, 218, 220)
    canvas.gradient(
        [(0, mix(street, mood.sky[2], 0.3)), (1, scaled(street, 0.82))], top=HORIZON, bottom=HEIGHT
    )
    rng = canvas.rng
    z = 4.6
    while z < 26:
        for column in range(-24, 25):
            x, y = seen((column + rng.uniform(-0.25, 0.25)) * 0.42 * (1 + z / 40), 0, z)
            size = 250 / z * (1 + z / 40) / 4
            canvas.dab((x, y), (size * 1.25, size * 0.32), colour=canvas.vary(street, 0.13), alpha=120)
        z *= 1.055
    edge = [seen(-60, 0, pavement_z), seen(60, 0, pavement_z)]
    kerb = [edge[0], edge[1], (edge[1][0], edge[1][1] - 60), (edge[0][0], edge[0][1] - 60)]
    canvas.shape(kerb, mix(scaled(street, 1.1), (214, 200, 180), 0.4))
    canvas.line(edge, scaled(street, 0.68), width=7)


def fence(canvas: Canvas, *, z: float, left: float, right: float, colour: Colour, pickets: bool) -> None:
    """A fence across the picture, `z` metres away, from `left` to `right` metres."""
    high = 1.05 if pickets else 1.25
    for up in (0.35, 0.85):
        canvas.line([seen(left, up, z), seen(right, up, z)], scaled(colour, 0.9), width=60 / z * 1.4)
    x, step = left, 0.2 if pickets else 2.2
    while x < right:
        top = high * canvas.rng.uniform(0.95, 1.05)
        wide = 0.055
        canvas.shape(
            [
                seen(x - wide, 0, z),
                seen(x - wide, top, z),
                seen(x, top + 0.06, z),
                seen(x + wide, top, z),
                seen(x + wide, 0, z),
            ],
            canvas.vary(colour, 0.08),
            wobble=0,
        )
        x += step * canvas.rng.uniform(0.96, 1.04)
