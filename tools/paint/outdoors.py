"""Land without a house: an orchard or meadow, with birches, a bench, perhaps a wagon to live in."""

from tools.paint.canvas import Canvas, Colour, ellipse, mix, scaled
from tools.paint.houses import DOORS, land
from tools.paint.landscape import fence, path
from tools.paint.masonry import boards, cast_shadow, face, lit
from tools.paint.mood import Mood
from tools.paint.openings import Joinery, door, window
from tools.paint.plants import birch, bush, hedge, poplars, tree
from tools.paint.space import Block, seen


def plot(canvas: Canvas, mood: Mood) -> None:
    """A piece of land at the edge of the village."""
    rng = canvas.rng
    land(canvas, mood)
    if rng.random() < 0.5:
        poplars(canvas, mood, x=rng.choice((-14, 14)), z=34, count=6)
    if rng.random() < 0.5:
        hedge(canvas, mood, z=38, left=-18, right=18)
    else:
        fence(canvas, z=36, left=-18, right=18, colour=(196, 186, 168), pickets=False)
    path(canvas, mood, target=rng.uniform(-3, 3), z=40, wide=1.8)
    for z in (33, 26):
        for x in (-8.5, -2.8, 3.2, 9.0):
            if rng.random() < 0.62:
                tree(canvas, mood, x=x * z / 26 + rng.uniform(-0.8, 0.8), z=z, high=rng.uniform(4.2, 5.6))
    side = rng.choice((-1, 1))
    if rng.random() < 0.55:
        _wagon(canvas, mood, x=-side * 3.2)
    else:
        _pond(canvas, mood, x=-side * 2.5)
        _bench(canvas, x=-side * 5.2)
    for x, high in ((5.6, 11), (6.9, 9)):
        birch(canvas, mood, x=side * x, z=rng.uniform(17, 20), high=high)
    bush(canvas, mood, x=side * 8, z=17, high=1.2)
    bush(canvas, mood, x=-side * 8, z=17, high=1.5)


def _wagon(canvas: Canvas, mood: Mood, *, x: float) -> None:
    """A shepherd's wagon of boards under a rounded roof."""
    rng = canvas.rng
    block = Block(x=x, z=21, wide=6, deep=2.6, high=2.6, yaw=rng.choice((-1, 1)) * 0.3, base=0.75)
    cast_shadow(canvas, mood, block=Block(x=x, z=21, wide=6, deep=2.6, high=2.6, yaw=block.yaw))
    for along in (1.1, 4.9):
        hub = block.point(along, -0.35, 0)
        canvas.dab(hub, (28, 28), colour=(58, 54, 52))
        canvas.dab(hub, (12, 12), colour=(150, 140, 126))
    colour = rng.choice((*DOORS, (150, 112, 80), (176, 92, 70)))
    for wall in (block.side, block.front):
        tone = lit(mood, wall, colour=colour)
        face(canvas, wall, colour=tone)
        boards(canvas, wall, colour=tone)
    _round_roof(canvas, mood, block=block)
    look = Joinery(panes=(2, 2), glow=mood.warmth > 0.8)
    for along in (0.6, 4.3):
        window(canvas, block.front, at=(along, 1.0), size=(1.05, 0.95), look=look)
    door(canvas, block.front, along=2.5, size=(0.95, 2.05), colour=scaled(colour, 0.8))
    for step in range(3):
        canvas.shape(
            block.front.rect(2.3, -0.2 - step * 0.22, size=(1.35, 0.09), out=0.3 + step * 0.28),
            (150, 120, 90),
        )


def _round_roof(canvas: Canvas, mood: Mood, *, block: Block) -> None:
    high, tone = block.high, mix((112, 116, 118), (240, 243, 246), 0.7 if mood.snow else 0)
    edge = -0.25 if block.yaw > 0 else block.wide + 0.25
    other = block.wide + 0.25 if block.yaw > 0 else -0.25
    arch = [
        (-0.2, high),
        (0.25, high + 0.4),
        (block.deep / 2, high + 0.62),
        (block.deep - 0.25, high + 0.4),
        (block.deep + 0.2, high),
    ]
    near = [block.point(edge, up, z) for z, up in arch]
    far = [block.point(other, up, z) for z, up in arch[:3]]
    canvas.shape([*near[:3], *far[::-1]], tone)
    canvas.shape(near, scaled(tone, 0.75))
    canvas.line([near[0], far[0]], scaled(tone, 0.55), width=5)


def _pond(canvas: Canvas, mood: Mood, *, x: float) -> None:
    """Still water that holds the sky."""
    at = seen(x, 0, 17)
    canvas.shape(ellipse(at, (285, 44), corners=30), scaled(mood.grass, 0.6))
    canvas.shape(ellipse((at[0], at[1] + 3), (270, 38), corners=30), mix(mood.sky[1], mood.sky[2], 0.4))
    for _ in range(26):
        y = at[1] + canvas.rng.uniform(-24, 28)
        left = at[0] + canvas.rng.uniform(-190, 120)
        canvas.line(
            [(left, y), (left + canvas.rng.uniform(30, 80), y)],
            mix(mood.sky[0], (255, 255, 255), 0.3),
            width=2,
            alpha=110,
        )
    for _ in range(60):
        foot = (at[0] + canvas.rng.uniform(-290, -190), at[1] + canvas.rng.uniform(-10, 26))
        tip = (foot[0] + canvas.rng.uniform(-8, 8), foot[1] - canvas.rng.uniform(30, 80))
        canvas.line([foot, tip], canvas.vary(scaled(mood.leaves[1], 0.95), 0.2), width=2.4)


def _bench(canvas: Canvas, *, x: float) -> None:
    wood: Colour = (146, 108, 74)
    for up in (0.45, 0.75, 0.95):
        canvas.line([seen(x - 1, up, 16), seen(x + 1, up, 16)], canvas.vary(wood), width=9)
    for along in (-0.8, 0.8):
        canvas.line([seen(x + along, 0, 16), seen(x + along, 1.0, 16)], scaled(wood, 0.7), width=7)
