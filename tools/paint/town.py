"""Buildings of small towns: shop, flats, office, school or inn, works hall."""

from tools.paint.canvas import Canvas, Colour, Point, mix, scaled
from tools.paint.houses import BRICKS, DOORS, OAK, RED_TILES, land, stand, trees_behind, yard
from tools.paint.landscape import cobbles, path, sky
from tools.paint.masonry import (
    bricks,
    cast_shadow,
    chimney,
    cover,
    eaves_roof,
    face,
    hip_roof,
    lit,
    timber,
    verge,
)
from tools.paint.mood import Mood
from tools.paint.openings import Joinery, door, gate, row_of_windows, shop_window, window
from tools.paint.plants import bush, tree
from tools.paint.space import Block, Wall

PLASTER: tuple[Colour, ...] = (
    (228, 206, 160), (206, 214, 204), (230, 216, 200), (216, 182, 150), (190, 204, 208), (224, 190, 172),
)  # fmt: skip
SLATE: Colour = (88, 92, 100)
# teeth of a saw-tooth roof, and their height in metres
SAW = (4, 2.6)


def shop(canvas: Canvas, mood: Mood) -> None:
    """A shop in a row of old houses on a cobbled street."""
    rng = canvas.rng
    sky(canvas, mood)
    cobbles(canvas, mood, pavement_z=19)
    tones = rng.sample(PLASTER, 3)
    shift = rng.uniform(-1.6, 1.6)
    for x, wide, tone in (
        (-19.0, 9, tones[1]),
        (19.0, 9, tones[0]),
        (-9.9, 9.4, tones[0]),
        (9.9, 9.4, tones[1]),
    ):
        _neighbour(
            canvas,
            mood,
            block=Block(x=x + shift, z=30, wide=wide, deep=9, high=rng.uniform(5.2, 6.6), yaw=0),
            colour=tone,
        )
    block = Block(x=shift, z=28.5, wide=10, deep=9, high=rng.uniform(6.2, 6.8), yaw=0)
    framed = rng.random() < 0.4
    wall_colour = (234, 226, 208) if framed else rng.choice((tones[2], *BRICKS[:2]))
    gabled, rise = rng.random() < 0.5, rng.uniform(3.4, 4.2)
    front = block.front
    if gabled:
        face(canvas, front, colour=wall_colour, gable=rise)
        verge(canvas, front, colour=scaled(wall_colour, 0.66), gable=rise, over=0.3)
    else:
        face(canvas, front, colour=wall_colour)
        cover(canvas, mood, slope=eaves_roof(block, rise=rise, over=0.25), colour=rng.choice(RED_TILES))
    if framed:
        timber(canvas, front, colour=rng.choice((OAK, (92, 62, 48))), gable=rise if gabled else 0)
    look = Joinery(surround=None if framed else (240, 234, 222), glow=mood.warmth > 0.8)
    row_of_windows(canvas, front, up=4.0, count=4, size=(0.95, 1.45), look=look)
    if gabled:
        window(canvas, front, at=(block.wide / 2 - 0.45, block.high + 0.6), size=(0.9, 1.2), look=look)
    _shop_front(canvas, front)
    _street_things(canvas, mood)


def _neighbour(canvas: Canvas, mood: Mood, *, block: Block, colour: Colour) -> None:
    tone = mix(colour, mood.sky[2], 0.12)
    face(canvas, block.front, colour=tone)
    look = Joinery(surround=scaled(tone, 1.1), panes=(2, 2))
    for up in (0.9, 3.6):
        row_of_windows(canvas, block.front, up=up, count=4, size=(0.95, 1.4), look=look)
    cover(canvas, mood, slope=eaves_roof(block, rise=3.2, over=0.25), colour=canvas.rng.choice(RED_TILES))


def _shop_front(canvas: Canvas, wall: Wall) -> None:
    """Two shop windows, a door between them, a sign without words and an awning."""
    rng = canvas.rng
    frame = rng.choice((*DOORS, (72, 60, 52)))
    canvas.shape(wall.rect(0.4, 0.0, size=(9.2, 3.35)), scaled(frame, 0.92))
    for along in (0.7, 5.9):
        shop_window(canvas, wall, along=along, size=(3.4, 2.2), frame=scaled(frame, 1.25))
    door(canvas, wall, along=4.45, size=(1.1, 2.3), colour=scaled(frame, 1.1))
    canvas.shape(wall.rect(0.4, 2.95, size=(9.2, 0.5), out=0.12), scaled(frame, 0.75))
    canvas.shape(wall.rect(3.2, 3.07, size=(3.6, 0.24), out=0.14), (232, 214, 168), alpha=200)
    if rng.random() < 0.6:
        _awning(
            canvas,
            wall,
            along=0.5,
            wide=9.0,
            colour=rng.choice(((190, 82, 62), (76, 122, 108), (70, 104, 140), (214, 162, 72))),
        )


def _awning(canvas: Canvas, wall: Wall, *, along: float, wide: float, colour: Colour) -> None:
    stripes = 18
    for stripe in range(stripes):
        left, right = along + wide * stripe / stripes, along + wide * (stripe + 1) / stripes
        tone = colour if stripe % 2 else (240, 232, 216)
        low = [wall.at(left, 2.25, out=1.1), wall.at(right, 2.25, out=1.1)]
        canvas.shape([wall.at(left, 2.95), wall.at(right, 2.95), low[1], low[0]], tone, wobble=0)
        canvas.shape(
            [low[0], low[1], (low[1][0], low[1][1] + 16), (low[0][0], low[0][1] + 16)],
            scaled(tone, 0.82),
            wobble=0,
        )


def _street_things(canvas: Canvas, mood: Mood) -> None:
    """A lamp, a bench or a tub with flowers on the pavement."""
    rng = canvas.rng
    side = rng.choice((-1, 1))
    if rng.random() < 0.6:
        tree(canvas, mood, x=side * rng.uniform(6.4, 8), z=20, high=rng.uniform(5.5, 7))
    for x in (-2.6, 2.4):
        if rng.random() < 0.7:
            tub = Block(x=x * rng.uniform(0.9, 1.1), z=22.6, wide=0.8, deep=0.6, high=0.5, yaw=0.01)
            bush(canvas, mood, x=tub.x, z=22.7, high=1.1)
            face(canvas, tub.front, colour=(156, 106, 78))


def apartment(canvas: Canvas, mood: Mood) -> None:
    """Flats: a concrete block with balconies, or a brick house of about 1900."""
    land(canvas, mood)
    trees_behind(canvas, mood, z=44)
    if canvas.rng.random() < 0.45:
        _concrete_block(canvas, mood)
    else:
        _brick_flats(canvas, mood)
    rng = canvas.rng
    tree(canvas, mood, x=rng.choice((-1, 1)) * rng.uniform(7, 8.5), z=22, high=rng.uniform(5, 7))
    yard(canvas, mood, z=21)


def _concrete_block(canvas: Canvas, mood: Mood) -> None:
    rng = canvas.rng
    block = stand(canvas, z=38, wide=21, deep=10, high=13.2)
    cast_shadow(canvas, mood, block=block)
    path(canvas, mood, target=block.x + 3, z=30)
    base = rng.choice(((218, 208, 190), (206, 210, 208), (224, 206, 176)))
    accent: Colour = rng.choice(((196, 132, 92), (120, 152, 148), (206, 170, 96), (150, 92, 80)))
    for wall in (block.side, block.front):
        face(canvas, wall, colour=lit(mood, wall, colour=base))
    front, look = block.front, Joinery(panes=(2, 1), glow=mood.warmth > 0.8)
    for floor in range(4):
        up = 0.9 + floor * 3.1
        canvas.line([front.at(0, up - 0.75), front.at(front.wide, up - 0.75)], scaled(base, 0.78), width=2)
        row_of_windows(canvas, block.side, up=up, count=2, size=(1.3, 1.35), look=look)
        row_of_windows(canvas, front, up=up, count=9, size=(1.25, 1.4), look=look, skip=4)
        for along in (2.6, 14.2):
            _balcony(canvas, front, at=(along, up - 0.6), colour=canvas.vary(accent, 0.06))
        if floor:
            window(canvas, front, at=(9.9, up - 0.3), size=(1.2, 2.3), look=Joinery(panes=(2, 4)))
    door(canvas, front, along=9.9, size=(1.3, 2.3), colour=accent)
    canvas.shape(front.rect(9.3, 2.75, size=(2.5, 0.2), out=1.1), scaled(base, 0.8))
    canvas.line([front.at(0, block.high), front.at(front.wide, block.high)], scaled(base, 0.6), width=7)


def _balcony(canvas: Canvas, wall: Wall, *, at: Point, colour: Colour) -> None:
    along, up = at
    canvas.shape(wall.rect(along + 0.2, up, size=(3.8, 2.5)), (70, 76, 84), alpha=70)
    canvas.shape(wall.rect(along, up, size=(4.2, 0.95), out=0.9), colour)
    canvas.line(
        [wall.at(along, up + 0.95, out=0.9), wall.at(along + 4.2, up + 0.95, out=0.9)],
        scaled(colour, 0.7),
        width=4,
    )
    if canvas.rng.random() < 0.6:
        for pot in range(5):
            flower: Colour = canvas.rng.choice(
                ((206, 72, 70), (236, 180, 70), (210, 120, 160), (92, 136, 76))
            )
            canvas.dab(wall.at(along + 0.5 + pot * 0.75, up + 1.05, out=0.9), (9, 7), colour=flower)


def _brick_flats(canvas: Canvas, mood: Mood) -> None:
    rng = canvas.rng
    block = stand(canvas, z=31, wide=14, deep=10, high=9.6)
    cast_shadow(canvas, mood, block=block)
    path(canvas, mood, target=block.x, z=25, wide=2)
    brick = rng.random() < 0.55
    base = rng.choice(BRICKS if brick else PLASTER)
    rise = rng.uniform(2.8, 3.6)
    for wall, gable in ((block.side, rise), (block.front, 0.0)):
        tone = lit(mood, wall, colour=base)
        face(canvas, wall, colour=tone, gable=gable)
        if brick:
            bricks(canvas, wall, colour=tone, gable=gable)
    look = Joinery(surround=(236, 226, 206), arched=rng.random() < 0.4, glow=mood.warmth > 0.8)
    for up, skip in ((1.0, 2), (4.1, -1), (7.0, -1)):
        row_of_windows(canvas, block.front, up=up, count=5, size=(1.1, 1.75), look=look, skip=skip)
        row_of_windows(canvas, block.side, up=up, count=2, size=(1.0, 1.6), look=look)
        canvas.shape(
            block.front.rect(0, up + 2.35, size=(block.wide, 0.16), out=0.06),
            mix(base, (240, 230, 210), 0.55),
        )
    door(canvas, block.front, along=block.wide / 2 - 0.65, size=(1.3, 2.4), colour=rng.choice(DOORS))
    slope = eaves_roof(block, rise=rise)
    for along in (0.25, 0.8):
        chimney(canvas, slope.at(along, 0.97), size=34, colour=(146, 84, 66))
    verge(canvas, block.side, colour=(214, 206, 192), gable=rise)
    cover(canvas, mood, slope=slope, colour=rng.choice((*RED_TILES, SLATE)))


def office(canvas: Canvas, mood: Mood) -> None:
    """An office or practice: two storeys of plain windows under a hipped roof."""
    rng = canvas.rng
    land(canvas, mood)
    trees_behind(canvas, mood, z=36)
    block = stand(canvas, z=27, wide=13.5, deep=9.5, high=6.6)
    cast_shadow(canvas, mood, block=block)
    path(canvas, mood, target=block.x, z=22, wide=2.4)
    base = rng.choice(PLASTER)
    for wall in (block.side, block.front):
        face(canvas, wall, colour=lit(mood, wall, colour=base))
    look = Joinery(
        panes=(3, 1),
        surround=scaled(base, 1.12),
        frame=rng.choice(((240, 236, 226), (84, 92, 98))),
        glow=mood.warmth > 0.8,
    )
    for up, skip in ((1.0, 2), (4.0, -1)):
        row_of_windows(canvas, block.front, up=up, count=5, size=(1.7, 1.5), look=look, skip=skip)
        row_of_windows(canvas, block.side, up=up, count=3, size=(1.4, 1.5), look=look)
    door(canvas, block.front, along=block.wide / 2 - 0.8, size=(1.6, 2.4), colour=rng.choice(DOORS))
    canvas.shape(block.front.rect(block.wide / 2 - 1.5, 2.85, size=(3.0, 0.18), out=1.2), (120, 116, 112))
    for slope in reversed(hip_roof(block, rise=rng.uniform(2.0, 2.8))):
        cover(canvas, mood, slope=slope, colour=rng.choice((SLATE, RED_TILES[3], (116, 88, 76))))
    yard(canvas, mood, z=20)


def building(canvas: Canvas, mood: Mood) -> None:
    """A school, parsonage or inn: broad, symmetrical, a gable or a little bell tower in the middle."""
    rng = canvas.rng
    land(canvas, mood)
    trees_behind(canvas, mood, z=38)
    block = stand(canvas, z=30, wide=17, deep=10, high=7.0)
    cast_shadow(canvas, mood, block=block)
    path(canvas, mood, target=block.x, z=24, wide=3)
    brick = rng.random() < 0.5
    base = rng.choice(BRICKS if brick else PLASTER)
    for wall in (block.side, block.front):
        tone = lit(mood, wall, colour=base)
        face(canvas, wall, colour=tone)
        if brick:
            bricks(canvas, wall, colour=tone)
    look = Joinery(surround=(238, 228, 208), arched=rng.random() < 0.5, glow=mood.warmth > 0.8)
    for up, skip in ((1.1, 3), (4.3, -1)):
        row_of_windows(canvas, block.front, up=up, count=7, size=(1.15, 1.8), look=look, skip=skip)
        row_of_windows(canvas, block.side, up=up, count=3, size=(1.1, 1.7), look=look)
    rise = rng.uniform(3.2, 4.0)
    tiles = rng.choice(RED_TILES)
    for slope in reversed(hip_roof(block, rise=rise)):
        cover(canvas, mood, slope=slope, colour=tiles)
    if rng.random() < 0.5:
        _bell_tower(canvas, block, up=block.high + rise)
    else:
        _middle_gable(canvas, block, base=scaled(base, 1.04), look=look)
    door(canvas, block.front, along=block.wide / 2 - 0.8, size=(1.6, 2.6), colour=rng.choice(DOORS))
    yard(canvas, mood, z=22)


def _bell_tower(canvas: Canvas, block: Block, *, up: float) -> None:
    x, y = block.point(block.wide / 2, up, block.deep / 2)
    canvas.shape([(x - 26, y + 8), (x - 26, y - 60), (x + 26, y - 60), (x + 26, y + 8)], (222, 214, 198))
    canvas.shape([(x - 12, y - 8), (x - 12, y - 48), (x + 12, y - 48), (x + 12, y - 8)], (76, 72, 74))
    canvas.shape([(x - 34, y - 58), (x, y - 122), (x + 34, y - 58)], SLATE)
    canvas.line([(x, y - 122), (x, y - 146)], (70, 66, 64), width=4)


def _middle_gable(canvas: Canvas, block: Block, *, base: Colour, look: Joinery) -> None:
    wall, middle = block.front, block.wide / 2
    gable = [
        wall.at(middle - 2.6, block.high - 0.1, out=0.3),
        wall.at(middle + 2.6, block.high - 0.1, out=0.3),
        wall.at(middle, block.high + 2.7, out=0.3),
    ]
    canvas.shape(gable, base)
    for start in (gable[0], gable[1]):
        canvas.line([start, gable[2]], (226, 218, 202), width=10)
    window(canvas, wall, at=(middle - 0.5, block.high + 0.3), size=(1.0, 1.2), look=look)


def hall(canvas: Canvas, mood: Mood) -> None:
    """A works hall: long, with a saw-tooth roof or a flat gable, gates and a ramp."""
    rng = canvas.rng
    land(canvas, mood)
    trees_behind(canvas, mood, z=46)
    block = stand(canvas, z=36, wide=22, deep=14, high=6.0)
    cast_shadow(canvas, mood, block=block)
    path(canvas, mood, target=block.x, z=29, wide=6)
    brick = rng.random() < 0.6
    base = rng.choice(BRICKS if brick else ((196, 200, 198), (180, 194, 200), (206, 198, 180)))
    sawtooth = rng.random() < 0.6
    if sawtooth:
        _saw_teeth(canvas, mood, block=block)
    for wall, gable in ((block.side, 0.0 if sawtooth else 2.6), (block.front, 0.0)):
        tone = lit(mood, wall, colour=base)
        face(canvas, wall, colour=tone, gable=gable)
        if brick:
            bricks(canvas, wall, colour=tone, gable=gable)
    if sawtooth:
        _saw_fronts(canvas, block, base=base)
    else:
        verge(canvas, block.side, colour=scaled(base, 0.7), gable=2.6)
        cover(canvas, mood, slope=eaves_roof(block, rise=2.6), colour=(136, 134, 130), kind="sheet")
    look = Joinery(
        frame=(86, 92, 92), panes=(5, 4), arched=brick and rng.random() < 0.5, glow=mood.warmth > 0.8
    )
    for along in (1.0, 5.0, 14.6, 18.4):
        window(canvas, block.front, at=(along, 1.6), size=(2.6, 2.7), look=look)
    gate(canvas, block.front, along=9.0, size=(4.4, 4.3), colour=rng.choice(DOORS), ajar=rng.random() < 0.5)
    row_of_windows(canvas, block.side, up=1.8, count=4, size=(2.0, 2.4), look=look)
    if brick and rng.random() < 0.6:
        x, y = block.point(block.wide * 0.86, block.high, block.deep * 0.6)
        canvas.shape([(x - 26, y), (x - 17, y - 260), (x + 17, y - 260), (x + 26, y)], scaled(base, 0.9))
        canvas.shape([(x + 4, y), (x + 4, y - 260), (x + 17, y - 260), (x + 26, y)], scaled(base, 0.7))
    yard(canvas, mood, z=23)


def _saw_teeth(canvas: Canvas, mood: Mood, *, block: Block) -> None:
    """What is seen of the roofs between the teeth: a steep glazed side and a long tiled one each."""
    teeth, high = SAW
    bay = block.wide / teeth
    for tooth in range(teeth) if block.yaw < 0 else range(teeth - 1, -1, -1):
        left, right = bay * tooth, bay * (tooth + 1)
        peak, back = block.point(left, block.high + high, 0), block.point(left, block.high + high, block.deep)
        low, low_back = block.point(right, block.high, 0), block.point(right, block.high, block.deep)
        foot, foot_back = block.point(left, block.high, 0), block.point(left, block.high, block.deep)
        canvas.shape(
            [peak, back, low_back, low], mix((138, 92, 76), (240, 243, 246), 0.7 if mood.snow else 0)
        )
        canvas.shape([foot, foot_back, back, peak], (150, 178, 192))


def _saw_fronts(canvas: Canvas, block: Block, *, base: Colour) -> None:
    teeth, high = SAW
    bay = block.wide / teeth
    for tooth in range(teeth):
        foot, peak = (
            block.point(bay * tooth, block.high - 0.1, 0),
            block.point(bay * tooth, block.high + high, 0),
        )
        low = block.point(bay * (tooth + 1), block.high - 0.1, 0)
        canvas.shape([foot, peak, low], base)
        canvas.line([(foot[0], foot[1] - 8), peak, low], scaled(base, 0.62), width=7)
