"""Rooms: a floor, a view out of the window, light on the boards, a few things to live with."""

from tools.paint.canvas import HEIGHT, WIDTH, Canvas, Colour, Point, mix, scaled
from tools.paint.houses import DOORS, land
from tools.paint.masonry import COOL
from tools.paint.mood import Mood
from tools.paint.plants import birch, tree
from tools.paint.space import Block, seen

# the eye is lower and the horizon higher indoors than on the street
_BASE, _LIFT = 0.7, 130.0
_BACK, _HALF, _HIGH = 8.0, 3.1, 2.9
_SILL, _LINTEL = 0.85, 2.4

_WALLS: tuple[Colour, ...] = (
    (238, 228, 208), (222, 226, 214), (232, 214, 196), (204, 214, 214), (214, 206, 190), (226, 198, 170), (186, 200, 188),
)  # fmt: skip
_BOARDS: tuple[Colour, ...] = ((188, 144, 98), (164, 118, 80), (204, 168, 124), (142, 104, 76))


def spot(x: float, y: float, z: float) -> Point:
    right, down = seen(x, y + _BASE, z)
    return right, down - _LIFT


def room(canvas: Canvas, mood: Mood) -> None:
    """An empty or lightly furnished room with its windows to the garden."""
    rng = canvas.rng
    land(canvas, mood)
    tree(canvas, mood, x=-rng.uniform(3, 6), z=28, high=rng.uniform(6, 9))
    birch(canvas, mood, x=rng.uniform(3, 6), z=24, high=8)
    wall, floor = rng.choice(_WALLS), rng.choice(_BOARDS)
    openings = rng.choice(
        (
            ((-2.3, -0.9), (0.9, 2.3)),
            ((-0.9, 0.9),),
            ((-2.2, -0.4),),
            ((-2.5, -1.2), (-0.65, 0.65), (1.2, 2.5)),
        )
    )
    _back_wall(canvas, wall, openings=openings)
    _side_walls(canvas, mood, colour=wall)
    _floor(canvas, floor)
    _light(canvas, mood, openings=openings)
    for opening in openings:
        _window(canvas, opening)
    _furnish(canvas, openings=openings)


def _back_wall(canvas: Canvas, colour: Colour, *, openings: tuple[tuple[float, float], ...]) -> None:
    edges = [-_HALF, *(edge for opening in openings for edge in opening), _HALF]
    pieces = [(edges[number], edges[number + 1], 0.0, _HIGH) for number in range(0, len(edges), 2)]
    for left, right in openings:
        pieces += [(left, right, 0.0, _SILL), (left, right, _LINTEL, _HIGH)]
    tone = scaled(colour, 0.93)
    for left, right, low, high in pieces:
        canvas.shape(
            [
                spot(left, low, _BACK),
                spot(right, low, _BACK),
                spot(right, high, _BACK),
                spot(left, high, _BACK),
            ],
            tone,
            wobble=0,
        )
    canvas.shape(
        [spot(-_HALF, 0, _BACK), spot(_HALF, 0, _BACK), spot(_HALF, 0.14, _BACK), spot(-_HALF, 0.14, _BACK)],
        (240, 236, 226),
    )


def _side_walls(canvas: Canvas, mood: Mood, *, colour: Colour) -> None:
    ceiling = mix(colour, (252, 250, 244), 0.6)
    near = 2.4
    canvas.shape(
        [
            spot(-_HALF, _HIGH, _BACK),
            spot(_HALF, _HIGH, _BACK),
            spot(_HALF, _HIGH, near),
            spot(-_HALF, _HIGH, near),
        ],
        ceiling,
    )
    if canvas.rng.random() < 0.5:
        for number in range(5):
            x = -2.6 + number * 1.3
            beam = [
                spot(x, _HIGH - 0.02, _BACK),
                spot(x + 0.2, _HIGH - 0.02, _BACK),
                spot(x + 0.2, _HIGH - 0.02, near),
                spot(x, _HIGH - 0.02, near),
            ]
            canvas.shape(beam, canvas.vary((112, 84, 62), 0.1))
    for side in (-1, 1):
        bright = side != mood.sun
        tone = scaled(colour, 1.0) if bright else mix(scaled(colour, 0.84), COOL, 0.08)
        x = side * _HALF
        canvas.shape([spot(x, 0, _BACK), spot(x, _HIGH, _BACK), spot(x, _HIGH, near), spot(x, 0, near)], tone)
        canvas.shape(
            [spot(x, 0, _BACK), spot(x, 0.14, _BACK), spot(x, 0.14, near), spot(x, 0, near)], (232, 228, 216)
        )
        canvas.line([spot(x, 0, _BACK), spot(x, _HIGH, _BACK)], scaled(colour, 0.78), width=3, alpha=150)


def _floor(canvas: Canvas, colour: Colour) -> None:
    board, near = 0.24, 2.4
    x = -_HALF
    while x < _HALF:
        right = min(_HALF, x + board)
        plank = [spot(x, 0, _BACK), spot(right, 0, _BACK), spot(right, 0, near), spot(x, 0, near)]
        canvas.shape(plank, canvas.vary(colour, 0.08), wobble=0)
        canvas.line([plank[0], plank[3]], scaled(colour, 0.66), width=2, alpha=170)
        for _ in range(2):
            z = canvas.rng.uniform(near + 1, _BACK)
            canvas.line([spot(x, 0, z), spot(right, 0, z)], scaled(colour, 0.62), width=2, alpha=170)
        x += board


def _light(canvas: Canvas, mood: Mood, *, openings: tuple[tuple[float, float], ...]) -> None:
    """Sunlight through each window, on the boards."""
    lean = -mood.sun * 1.1
    patches = [
        [
            spot(left + lean, 0, 7.1),
            spot(right + lean, 0, 7.1),
            spot(right + lean * 1.9, 0, 5.3),
            spot(left + lean * 1.9, 0, 5.3),
        ]
        for left, right in openings
    ]
    canvas.veil(patches, (255, 238, 196), alpha=0.55 if mood.warmth > 0 else 0.2, softness=9)
    corner = [
        (0.0, float(HEIGHT)),
        (float(WIDTH), float(HEIGHT)),
        (float(WIDTH), HEIGHT - 60.0),
        (0.0, HEIGHT - 60.0),
    ]
    canvas.veil([corner], (60, 48, 52), alpha=0.3, softness=60)


def _window(canvas: Canvas, opening: tuple[float, float]) -> None:
    left, right = opening
    frame: Colour = (246, 243, 234)
    wide = (right - left) / 2
    canvas.shape(
        [
            spot(left, _SILL, _BACK),
            spot(right, _SILL, _BACK),
            spot(right, _LINTEL, _BACK),
            spot(left, _LINTEL, _BACK),
        ],
        (236, 244, 246),
        alpha=36,
        wobble=0,
    )
    bars = [((left, _SILL), (left, _LINTEL), 16), ((right, _SILL), (right, _LINTEL), 16)]
    bars += [
        ((left, _LINTEL), (right, _LINTEL), 16),
        ((left, _SILL), (right, _SILL), 16),
        ((left + wide, _SILL), (left + wide, _LINTEL), 14),
    ]
    bars += [((left, 1.95), (right, 1.95), 9)]
    for start, end, thick in bars:
        canvas.line([spot(*start, _BACK), spot(*end, _BACK)], frame, width=thick)
        canvas.line(
            [(x + 5, y + 5) for x, y in (spot(*start, _BACK), spot(*end, _BACK))],
            (150, 146, 138),
            width=2,
            alpha=120,
        )
    board = [
        spot(left - 0.12, _SILL, _BACK),
        spot(right + 0.12, _SILL, _BACK),
        spot(right + 0.16, _SILL - 0.06, _BACK - 0.3),
        spot(left - 0.16, _SILL - 0.06, _BACK - 0.3),
    ]
    canvas.shape(board, (232, 226, 214))
    if canvas.rng.random() < 0.6:
        _plant(canvas, spot(left + 0.3, _SILL - 0.02, _BACK - 0.15), size=0.7)


def _plant(canvas: Canvas, at: Point, *, size: float) -> None:
    x, y = at
    canvas.shape(
        [
            (x - 20 * size, y - 36 * size),
            (x + 20 * size, y - 36 * size),
            (x + 14 * size, y),
            (x - 14 * size, y),
        ],
        (176, 100, 72),
    )
    for _ in range(26):
        tip = (x + canvas.rng.uniform(-44, 44) * size, y - canvas.rng.uniform(50, 130) * size)
        canvas.line([(x, y - 34 * size), tip], (86, 122, 76), width=2.4)
        canvas.dab(tip, (13 * size, 8 * size), colour=canvas.vary((92, 136, 84), 0.2))


def _box(canvas: Canvas, block: Block, *, colour: Colour) -> None:
    """A piece of furniture: top, side and front."""
    side, front = block.side, block.front
    canvas.shape(
        [
            block.point(x, block.high, z)
            for x, z in ((0, 0), (block.wide, 0), (block.wide, block.deep), (0, block.deep))
        ],
        scaled(colour, 1.12),
    )
    canvas.shape(side.rect(0, 0, size=(side.wide, block.high)), scaled(colour, 0.74))
    canvas.shape(front.rect(0, 0, size=(front.wide, block.high)), colour)


def _thing(x: float, z: float, *, size: tuple[float, float, float], up: float = 0.0) -> Block:
    wide, deep, high = size
    return Block(
        x=x, z=z, wide=wide, deep=deep, high=high, yaw=0.05 if x > 0 else -0.05, base=_BASE + up, lift=_LIFT
    )


def _furnish(canvas: Canvas, *, openings: tuple[tuple[float, float], ...]) -> None:
    """One large thing left or right, perhaps a table, a rug, a lamp."""
    rng = canvas.rng
    side = rng.choice((-1, 1))
    if rng.random() < 0.5:
        _rug(canvas)
    free = max((edge for opening in openings for edge in opening), default=0.0) < 1.0
    if free:
        side = 1
    large = rng.choice((_stove, _shelf, _bed))
    large(canvas, side * 2.4)
    if rng.random() < 0.75:
        _table(canvas, x=-side * rng.uniform(0.6, 1.2), z=rng.uniform(6.2, 6.8))
    if rng.random() < 0.6:
        _plant(canvas, spot(-side * 2.7, 0, 6.6), size=1.9)
    if rng.random() < 0.7:
        _lamp(canvas, x=rng.uniform(-0.6, 0.6))


def _rug(canvas: Canvas) -> None:
    tone: Colour = canvas.rng.choice(((168, 82, 70), (90, 116, 128), (196, 158, 92), (120, 132, 100)))
    for inset, colour in ((0.0, tone), (0.18, mix(tone, (240, 228, 204), 0.6)), (0.3, tone)):
        x, near, far = 1.5 - inset, 4.9 + inset, 6.7 - inset
        canvas.shape(
            [spot(-x, 0, far), spot(x, 0, far), spot(x, 0, near), spot(-x, 0, near)],
            canvas.vary(colour),
            alpha=225,
        )


def _stove(canvas: Canvas, x: float) -> None:
    """A tiled stove, as they stand in old farmhouses."""
    colour: Colour = canvas.rng.choice(((96, 128, 112), (188, 150, 104), (206, 200, 184), (120, 92, 80)))
    block = _thing(x, 7.4, size=(1.1, 0.8, 1.95))
    _box(canvas, block, colour=colour)
    front = block.front
    for row in range(6):
        for column in range(4):
            tile = front.rect(0.05 + column * 0.255, 0.32 + row * 0.265, size=(0.235, 0.245))
            canvas.shape(tile, canvas.vary(scaled(colour, 1.06), 0.09), wobble=0)
    canvas.shape(front.rect(0.32, 0.42, size=(0.46, 0.4)), (52, 48, 48))
    canvas.shape(front.rect(0.4, 0.5, size=(0.3, 0.24)), (232, 140, 64))
    canvas.shape(front.rect(-0.06, 0, size=(1.22, 0.28), out=0.05), scaled(colour, 0.7))
    canvas.shape(front.rect(-0.08, 1.93, size=(1.26, 0.14), out=0.05), scaled(colour, 0.85))


def _shelf(canvas: Canvas, x: float) -> None:
    wood: Colour = canvas.rng.choice(((150, 108, 74), (206, 190, 162), (112, 84, 66)))
    block = _thing(x, 7.5, size=(1.15, 0.4, 2.1))
    _box(canvas, block, colour=wood)
    front = block.front
    for row in range(5):
        low = 0.08 + row * 0.41
        canvas.shape(front.rect(0.06, low, size=(1.03, 0.36)), scaled(wood, 0.5), wobble=0)
        along = 0.08
        while along < 0.98:
            wide = canvas.rng.uniform(0.035, 0.08)
            tone: Colour = canvas.rng.choice(
                ((168, 78, 66), (66, 98, 118), (206, 170, 104), (228, 222, 206), (88, 116, 92), (110, 84, 96))
            )
            if canvas.rng.random() < 0.84:
                canvas.shape(
                    front.rect(along, low, size=(wide * 0.9, canvas.rng.uniform(0.2, 0.32))), tone, wobble=0
                )
            along += wide


def _bed(canvas: Canvas, x: float) -> None:
    linen: Colour = canvas.rng.choice(((232, 228, 218), (196, 210, 214), (222, 200, 178)))
    cover: Colour = canvas.rng.choice(DOORS)
    _box(canvas, _thing(x * 0.82, 7.72, size=(1.55, 0.08, 0.95)), colour=(146, 108, 74))
    _box(canvas, _thing(x * 0.82, 6.7, size=(1.5, 2.0, 0.34)), colour=(156, 116, 80))
    mattress = _thing(x * 0.82, 6.7, size=(1.42, 1.95, 0.22), up=0.34)
    _box(canvas, mattress, colour=linen)
    top = [mattress.point(px, 0.24, pz) for px, pz in ((-0.02, 0), (1.44, 0), (1.44, 1.25), (-0.02, 1.25))]
    canvas.shape(top, mix(cover, linen, 0.35))
    canvas.shape(mattress.front.rect(-0.02, -0.1, size=(1.46, 0.34), out=0.03), mix(cover, linen, 0.2))
    for along in (0.12, 0.78):
        pillow = [
            mattress.point(px, up, pz)
            for px, up, pz in (
                (along, 0.24, 1.4),
                (along + 0.54, 0.24, 1.4),
                (along + 0.54, 0.5, 1.85),
                (along, 0.5, 1.85),
            )
        ]
        canvas.shape(pillow, (246, 243, 236))


def _table(canvas: Canvas, *, x: float, z: float) -> None:
    """A table with a chair, and something on it."""
    rng = canvas.rng
    wood: Colour = rng.choice(((170, 124, 82), (196, 160, 116), (124, 90, 66)))
    canvas.veil(
        [
            [
                spot(x - 0.9, 0, z + 0.4),
                spot(x + 0.9, 0, z + 0.4),
                spot(x + 0.95, 0, z - 0.5),
                spot(x - 0.95, 0, z - 0.5),
            ]
        ],
        (48, 40, 40),
        alpha=0.35,
        softness=12,
    )
    for leg_x, leg_z in ((-0.72, 0.3), (0.72, 0.3), (-0.72, -0.34), (0.72, -0.34)):
        canvas.line(
            [spot(x + leg_x, 0, z + leg_z), spot(x + leg_x, 0.72, z + leg_z)], scaled(wood, 0.72), width=11
        )
    _box(canvas, _thing(x, z, size=(1.6, 0.8, 0.06), up=0.71), colour=wood)
    if rng.random() < 0.5:
        screen = _thing(x + 0.1, z + 0.05, size=(0.42, 0.02, 0.27), up=0.78)
        _box(canvas, screen, colour=(70, 74, 80))
        canvas.shape(screen.front.rect(0.02, 0.02, size=(0.38, 0.23)), (170, 196, 208))
    _plant(canvas, spot(x - 0.45, 0.77, z), size=0.75)
    canvas.dab(spot(x + 0.5, 0.82, z - 0.1), (11, 11), colour=(224, 214, 198))
    _chair(canvas, x=x + 0.25, z=z - 0.75, colour=rng.choice(DOORS))


def _chair(canvas: Canvas, *, x: float, z: float, colour: Colour) -> None:
    for leg_x, leg_z in ((-0.2, 0.2), (0.2, 0.2), (-0.2, -0.2), (0.2, -0.2)):
        top = 0.95 if leg_z < 0 else 0.45
        canvas.line(
            [spot(x + leg_x, 0, z + leg_z), spot(x + leg_x, top, z + leg_z)], scaled(colour, 0.8), width=8
        )
    canvas.shape(
        [
            spot(x - 0.23, 0.46, z + 0.22),
            spot(x + 0.23, 0.46, z + 0.22),
            spot(x + 0.23, 0.46, z - 0.22),
            spot(x - 0.23, 0.46, z - 0.22),
        ],
        scaled(colour, 1.12),
    )
    for up in (0.66, 0.82, 0.95):
        canvas.line([spot(x - 0.2, up, z - 0.2), spot(x + 0.2, up, z - 0.2)], colour, width=11)


def _lamp(canvas: Canvas, *, x: float) -> None:
    shade: Colour = canvas.rng.choice(((232, 204, 140), (92, 112, 104), (176, 84, 66), (240, 234, 220)))
    hook, low = spot(x, _HIGH, 6.2), spot(x, 2.15, 6.2)
    canvas.line([hook, low], (70, 64, 62), width=3)
    canvas.shape(
        [
            (low[0] - 26, low[1]),
            (low[0] + 26, low[1]),
            (low[0] + 68, low[1] + 54),
            (low[0] - 68, low[1] + 54),
        ],
        shade,
    )
    canvas.dab((low[0], low[1] + 54), (66, 10), colour=scaled(shade, 0.7))
    canvas.dab((low[0], low[1] + 57), (20, 9), colour=(255, 240, 200))
