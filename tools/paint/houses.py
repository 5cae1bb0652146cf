"""Houses of the village: farm, house, barn, workshop."""

import math

from tools.paint.canvas import Canvas, Colour, scaled
from tools.paint.landscape import fence, ground, horizon, path, sky
from tools.paint.masonry import (
    boards,
    bricks,
    cast_shadow,
    chimney,
    cover,
    eaves_roof,
    face,
    gable_roof,
    lit,
    stones,
    timber,
    verge,
)
from tools.paint.mood import Mood
from tools.paint.openings import Joinery, door, gate, row_of_windows, window
from tools.paint.plants import birch, bush, hedge, poplars, tree
from tools.paint.space import Block

RED_TILES: tuple[Colour, ...] = ((166, 82, 60), (150, 74, 58), (178, 98, 68), (128, 78, 66))
BRICKS: tuple[Colour, ...] = ((158, 84, 64), (172, 100, 74), (140, 74, 60), (182, 122, 88))
DOORS: tuple[Colour, ...] = ((58, 96, 84), (44, 84, 112), (120, 60, 48), (88, 110, 76), (102, 76, 54))
OAK: Colour = (74, 58, 48)


def land(canvas: Canvas, mood: Mood) -> None:
    sky(canvas, mood)
    horizon(canvas, mood)
    ground(canvas, mood)


def trees_behind(canvas: Canvas, mood: Mood, *, z: float) -> None:
    """Old trees left and right behind the building."""
    rng = canvas.rng
    if rng.random() < 0.3:
        poplars(canvas, mood, x=rng.choice((-9, 9)), z=z + 4, count=5)
    tree(canvas, mood, x=-rng.uniform(8, 13), z=z + rng.uniform(2, 8), high=rng.uniform(9, 13))
    tree(canvas, mood, x=rng.uniform(8, 13), z=z + rng.uniform(2, 8), high=rng.uniform(8, 12))


def yard(canvas: Canvas, mood: Mood, *, z: float) -> None:
    """What stands in front: bushes, perhaps a fence or a birch."""
    rng = canvas.rng
    side = rng.choice((-1, 1))
    if rng.random() < 0.45:
        left, right = sorted((side * 2.6, side * 12.0))
        fence(canvas, z=z - 4.5, left=left, right=right, colour=(206, 198, 184), pickets=rng.random() < 0.6)
    for x in (-rng.uniform(5.5, 8), rng.uniform(5.5, 8)):
        bush(canvas, mood, x=x, z=z - rng.uniform(0.5, 2.5), high=rng.uniform(0.9, 1.7))
    if rng.random() < 0.4:
        birch(canvas, mood, x=-side * rng.uniform(6.4, 7.6), z=z - 3, high=rng.uniform(8, 10))


def stand(canvas: Canvas, *, z: float, wide: float, deep: float, high: float) -> Block:
    """Place a building near the middle, turned far enough that one of its sides is seen."""
    rng = canvas.rng
    x, z = rng.uniform(-1.0, 1.0), z * rng.uniform(0.95, 1.12)
    hidden = math.atan((wide / 2 + abs(x)) / (z - deep / 2))
    yaw = rng.choice((-1, 1)) * (hidden + rng.uniform(0.06, 0.26))
    return Block(x=x, z=z, wide=wide, deep=deep, high=high, yaw=yaw)


def farm(canvas: Canvas, mood: Mood) -> None:
    """A Low German hall house: gable to the yard, a great gate, timber frame."""
    rng = canvas.rng
    land(canvas, mood)
    trees_behind(canvas, mood, z=36)
    block = stand(canvas, z=30, wide=11.5, deep=16, high=3.1)
    rise = rng.uniform(5.8, 6.8)
    path(canvas, mood, target=block.x, z=23)
    cast_shadow(canvas, mood, block=block)
    infill = rng.choice(((232, 224, 206), (172, 100, 74), (226, 206, 170), (160, 88, 68)))
    beams = rng.choice((OAK, (58, 52, 50), (96, 70, 52)))
    for wall, gable in ((block.side, 0.0), (block.front, rise)):
        tone = lit(mood, wall, colour=infill)
        face(canvas, wall, colour=tone, gable=gable)
        if infill[2] < 110:
            bricks(canvas, wall, colour=tone, gable=gable)
        timber(canvas, wall, colour=lit(mood, wall, colour=beams), gable=gable)
    thatched = rng.random() < 0.35
    roof = (146, 126, 98) if thatched else rng.choice(RED_TILES)
    cover(
        canvas,
        mood,
        slope=gable_roof(block, rise=rise),
        colour=lit(mood, block.side, colour=roof),
        kind="thatch" if thatched else "tiles",
    )
    front, look = block.front, Joinery(panes=(2, 2), glow=mood.warmth > 0.8)
    gate(
        canvas,
        front,
        along=4.0,
        size=(3.5, 3.3),
        colour=rng.choice((*DOORS, (92, 72, 56))),
        ajar=rng.random() < 0.35,
    )
    for along in (1.2, 2.6, 8.1, 9.5):
        window(canvas, front, at=(along, 1.0), size=(0.85, 1.05), look=look)
    for along in (3.6, 7.0):
        window(canvas, front, at=(along, 4.1), size=(0.8, 0.9), look=look)
    row_of_windows(canvas, block.side, up=1.2, count=6, size=(0.8, 0.9), look=look)
    verge(canvas, front, colour=scaled(beams, 1.1), gable=rise)
    yard(canvas, mood, z=22)


def house(canvas: Canvas, mood: Mood) -> None:
    """A village house with its eaves to the street."""
    rng = canvas.rng
    land(canvas, mood)
    trees_behind(canvas, mood, z=32)
    block = stand(canvas, z=25, wide=10.5, deep=8, high=rng.uniform(3.1, 3.7))
    rise = rng.uniform(3.6, 4.6)
    path(canvas, mood, target=block.x, z=21, wide=1.8)
    cast_shadow(canvas, mood, block=block)
    brick = rng.random() < 0.6
    wall_colour = rng.choice(
        BRICKS if brick else ((226, 210, 174), (214, 220, 206), (232, 222, 210), (216, 188, 150))
    )
    for wall, gable in ((block.side, rise), (block.front, 0.0)):
        tone = lit(mood, wall, colour=wall_colour)
        face(canvas, wall, colour=tone, gable=gable)
        if brick:
            bricks(canvas, wall, colour=tone, gable=gable)
    look = Joinery(
        shutters=rng.choice((None, None, *DOORS)),
        surround=None if brick else (240, 234, 222),
        glow=mood.warmth > 0.8,
    )
    row_of_windows(canvas, block.front, up=1.05, count=5, size=(0.95, 1.45), look=look, skip=2)
    door(canvas, block.front, along=4.7, size=(1.1, 2.2), colour=rng.choice(DOORS))
    row_of_windows(canvas, block.side, up=1.05, count=2, size=(0.95, 1.35), look=look)
    window(canvas, block.side, at=(block.deep / 2 - 0.45, block.high + 0.7), size=(0.9, 1.2), look=look)
    slope = eaves_roof(block, rise=rise)
    _chimneys(canvas, slope_at=slope.at(rng.uniform(0.2, 0.75), 0.97))
    verge(canvas, block.side, colour=(226, 220, 208), gable=rise)
    cover(canvas, mood, slope=slope, colour=rng.choice((*RED_TILES, (92, 88, 92))))
    yard(canvas, mood, z=20)
    if rng.random() < 0.4:
        hedge(canvas, mood, z=14.5, left=-9, right=-2.4)


def _chimneys(canvas: Canvas, *, slope_at: tuple[float, float]) -> None:
    chimney(canvas, slope_at, size=38, colour=(146, 84, 66))


def barn(canvas: Canvas, mood: Mood) -> None:
    """A barn: fieldstone below or boards all over, one great gate."""
    rng = canvas.rng
    land(canvas, mood)
    trees_behind(canvas, mood, z=37)
    block = stand(canvas, z=29, wide=15, deep=9.5, high=4.1)
    rise = rng.uniform(4.4, 5.6)
    path(canvas, mood, target=block.x, z=24, wide=3)
    cast_shadow(canvas, mood, block=block)
    stone = rng.random() < 0.5
    wood = rng.choice(((128, 102, 78), (112, 88, 72), (132, 118, 104), (140, 74, 60)))
    for wall, gable in ((block.side, rise), (block.front, 0.0)):
        tone = lit(mood, wall, colour=wood)
        face(canvas, wall, colour=tone, gable=gable)
        boards(canvas, wall, colour=tone, gable=gable, start=2.3 if stone else 0.4)
        stones(canvas, wall, up_to=2.4 if stone else 0.5)
    gate(
        canvas,
        block.front,
        along=5.6,
        size=(3.8, 3.6),
        colour=rng.choice((scaled(wood, 0.82), *DOORS[:3])),
        ajar=rng.random() < 0.6,
    )
    for along in (2.2, 12.0):
        window(
            canvas,
            block.front,
            at=(along, 1.7),
            size=(0.8, 0.6),
            look=Joinery(panes=(3, 1), frame=(200, 192, 176)),
        )
    gate(canvas, block.side, along=block.deep / 2 - 0.6, size=(1.2, 2.1), colour=scaled(wood, 0.75))
    verge(canvas, block.side, colour=scaled(wood, 0.8), gable=rise)
    sheet = rng.random() < 0.2
    cover(
        canvas,
        mood,
        slope=eaves_roof(block, rise=rise),
        colour=(126, 120, 116) if sheet else rng.choice(RED_TILES),
        kind="sheet" if sheet else "tiles",
    )
    yard(canvas, mood, z=21)


def workshop(canvas: Canvas, mood: Mood) -> None:
    """A craftsman's workshop: brick, tall barred windows, a gate, wood stacked outside."""
    rng = canvas.rng
    land(canvas, mood)
    trees_behind(canvas, mood, z=34)
    block = stand(canvas, z=25, wide=12.5, deep=8.5, high=4.3)
    rise = rng.uniform(2.0, 3.0)
    path(canvas, mood, target=block.x + 3, z=21, wide=3.2)
    cast_shadow(canvas, mood, block=block)
    brick = rng.choice((*BRICKS, (214, 204, 188)))
    for wall, gable in ((block.side, rise), (block.front, 0.0)):
        tone = lit(mood, wall, colour=brick)
        face(canvas, wall, colour=tone, gable=gable)
        bricks(canvas, wall, colour=tone, gable=gable)
    frame = rng.choice(((70, 84, 80), (226, 222, 210), (92, 66, 56)))
    look = Joinery(frame=frame, panes=(4, 4), arched=rng.random() < 0.6, glow=mood.warmth > 0.8)
    for along in (0.8, 3.5, 6.2):
        window(canvas, block.front, at=(along, 1.1), size=(1.9, 2.1), look=look)
    gate(canvas, block.front, along=9.1, size=(2.6, 3.0), colour=rng.choice(DOORS), ajar=rng.random() < 0.5)
    row_of_windows(canvas, block.side, up=1.1, count=2, size=(1.6, 1.9), look=look)
    slope = eaves_roof(block, rise=rise)
    chimney(canvas, slope.at(0.82, 0.95), size=72, colour=(150, 88, 70))
    verge(canvas, block.side, colour=(96, 84, 76), gable=rise)
    cover(canvas, mood, slope=slope, colour=rng.choice((*RED_TILES, (104, 102, 104))))
    _wood_stack(canvas, block)
    yard(canvas, mood, z=19.5)


def _wood_stack(canvas: Canvas, block: Block) -> None:
    """Planks drying against the front wall."""
    wall = block.front
    for row in range(6):
        for end in range(5):
            plank = wall.rect(0.5 + end * 0.62, row * 0.13, size=(0.58, 0.11), out=0.5)
            canvas.shape(plank, canvas.vary((196, 160, 112), 0.14), wobble=0)
