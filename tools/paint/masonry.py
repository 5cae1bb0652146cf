"""Walls and roofs: brick, plaster, boards, fieldstone, timber frame; tiles, thatch, sheet."""

from tools.paint.canvas import Canvas, Colour, Point, mix, scaled
from tools.paint.mood import Mood
from tools.paint.space import Block, Slope, Wall, between

COOL: Colour = (84, 96, 124)
SNOW: Colour = (240, 243, 246)


def lit(mood: Mood, wall: Wall, *, colour: Colour) -> Colour:
    """The colour of a wall in this light: the side away from the sun is darker and cooler."""
    if wall.name == "front":
        return colour
    towards = (wall.name == "left") == (mood.sun < 0)
    return scaled(colour, 1.04) if towards else mix(scaled(colour, 0.74), COOL, 0.16)


def face(canvas: Canvas, wall: Wall, *, colour: Colour, gable: float = 0.0) -> None:
    """A plain wall, with a gable of that height on top."""
    high = wall.block.high
    corners = [wall.at(0, 0), wall.at(wall.wide, 0), wall.at(wall.wide, high)]
    if gable:
        corners.append(wall.at(wall.wide / 2, high + gable))
    canvas.shape([*corners, wall.at(0, high)], colour)
    _weathered(canvas, wall, colour=colour, gable=gable)


def _weathered(canvas: Canvas, wall: Wall, *, colour: Colour, gable: float) -> None:
    """Faint blotches, and the damp foot that every old wall has."""
    rng = canvas.rng
    for _ in range(int(wall.wide * 5)):
        wide, high = rng.uniform(0.3, 1.4), rng.uniform(0.1, 0.5)
        along, up = rng.uniform(0, wall.wide - wide), rng.uniform(0, wall.block.high - high)
        canvas.shape(wall.rect(along, up, size=(wide, high)), canvas.vary(colour, 0.12), alpha=46, wobble=0)
    canvas.shape(wall.rect(0, 0, size=(wall.wide, 0.4)), scaled(colour, 0.72), alpha=120)
    canvas.shape(
        wall.rect(0, wall.block.high - 0.35, size=(wall.wide, 0.35)),
        scaled(colour, 0.6),
        alpha=0 if gable else 70,
    )


def bricks(canvas: Canvas, wall: Wall, *, colour: Colour, gable: float = 0.0) -> None:
    """Single bricks that stand out, darker and lighter, over thin courses."""
    rng, top = canvas.rng, wall.block.high + gable
    up = 0.2
    while up < top:
        left = _inset(wall, up, gable=gable)
        canvas.line(
            [wall.at(left, up), wall.at(wall.wide - left, up)], scaled(colour, 0.84), width=1.1, alpha=70
        )
        up += 0.26
    for _ in range(int(wall.wide * top * 3)):
        up = rng.randrange(1, max(2, int(top / 0.13))) * 0.13
        left = _inset(wall, up + 0.13, gable=gable)
        if wall.wide - 2 * left > 0.8:
            along = rng.uniform(left, wall.wide - left - 0.35)
            canvas.shape(
                wall.rect(along, up, size=(0.32, 0.11)), canvas.vary(colour, 0.22), alpha=125, wobble=0
            )


def stones(canvas: Canvas, wall: Wall, *, up_to: float) -> None:
    """A wall of fieldstones, as the ice left them."""
    rng = canvas.rng
    canvas.shape(wall.rect(0, 0, size=(wall.wide, up_to)), (150, 142, 130))
    tones: tuple[Colour, ...] = (
        (140, 134, 128),
        (168, 156, 140),
        (122, 120, 122),
        (158, 132, 116),
        (184, 174, 160),
    )
    up = 0.05
    while up < up_to - 0.2:
        along = rng.uniform(-0.2, 0.1)
        while along < wall.wide - 0.3:
            wide, high = rng.uniform(0.3, 0.62), rng.uniform(0.26, 0.36)
            low, right = wall.at(max(along, 0), up), wall.at(min(along + wide, wall.wide), up + high)
            at = between(low, right, 0.5)
            size = (abs(right[0] - low[0]) * 0.48, abs(right[1] - low[1]) * 0.48)
            canvas.dab(at, size, colour=lit_stone(canvas, wall, tone=rng.choice(tones)))
            along += wide
        up += 0.32


def lit_stone(canvas: Canvas, wall: Wall, *, tone: Colour) -> Colour:
    return canvas.vary(tone if wall.name == "front" else scaled(tone, 0.8), 0.1)


def boards(canvas: Canvas, wall: Wall, *, colour: Colour, gable: float = 0.0, start: float = 0.0) -> None:
    """Upright boards with dark gaps between them."""
    along = 0.0
    while along < wall.wide - 0.05:
        share = 1 - abs(2 * (along + 0.11) / wall.wide - 1)
        top = wall.block.high + gable * share
        wide = min(0.22, wall.wide - along)
        canvas.shape(
            wall.rect(along, start, size=(wide, top - start)), canvas.vary(colour, 0.13), alpha=150, wobble=0
        )
        canvas.line([wall.at(along, start), wall.at(along, top)], scaled(colour, 0.55), width=1.3, alpha=150)
        along += 0.22


def timber(canvas: Canvas, wall: Wall, *, colour: Colour, gable: float = 0.0) -> None:
    """A frame of posts, rails and braces."""
    bays = max(3, round(wall.wide / 1.5))
    bay = wall.wide / bays
    posts = [bay * number for number in range(bays + 1)]
    for along in posts:
        top = wall.block.high + gable * (1 - abs(2 * along / wall.wide - 1))
        _beam(canvas, wall, colour=colour, start=(along, 0.25), end=(along, top))
    rails = [0.3, wall.block.high * 0.5, wall.block.high]
    rails += [wall.block.high + gable * share for share in (0.32, 0.62)] if gable else []
    for up in rails:
        left = _inset(wall, up, gable=gable)
        _beam(canvas, wall, colour=colour, start=(left, up), end=(wall.wide - left, up))
    half = wall.block.high * 0.5
    _beam(canvas, wall, colour=colour, start=(0, half), end=(bay, wall.block.high))
    _beam(canvas, wall, colour=colour, start=(wall.wide, half), end=(wall.wide - bay, wall.block.high))


def _beam(canvas: Canvas, wall: Wall, *, colour: Colour, start: Point, end: Point) -> None:
    low, high = wall.at(*start), wall.at(*end)
    scale = abs(wall.at(0, 1)[1] - wall.at(0, 0)[1])
    canvas.line([low, high], canvas.vary(colour, 0.08), width=max(2.0, scale * 0.17))


def _inset(wall: Wall, up: float, *, gable: float) -> float:
    """How far the gable's edge stands from the wall's corner at that height."""
    over = up - wall.block.high
    return wall.wide / 2 * min(1, over / gable) if gable and over > 0 else 0.0


def cast_shadow(canvas: Canvas, mood: Mood, *, block: Block) -> None:
    """The building's shadow on the ground, away from the sun."""
    reach = -mood.sun * block.high * 0.9
    near = block.footprint(grow=0.3)
    far = [
        block.point(x + reach, 0, z + 0.6)
        for x, z in ((0, -0.4), (block.wide, -0.4), (block.wide, block.deep), (0, block.deep))
    ]
    canvas.veil([near, far, [near[0], near[1], far[1], far[0]]], (44, 52, 62), alpha=0.36, softness=16)


def eaves_roof(block: Block, *, rise: float, over: float = 0.45) -> Slope:
    """The front slope of a roof whose ridge runs along the front."""
    drop = over * rise / (block.deep / 2)
    low, ridge, far = block.high - drop, block.high + rise, block.wide + over
    return Slope(
        eaves=(block.point(-over, low, -over), block.point(far, low, -over)),
        ridge=(block.point(-over, ridge, block.deep / 2), block.point(far, ridge, block.deep / 2)),
    )


def gable_roof(block: Block, *, rise: float, over: float = 0.45) -> Slope:
    """The visible slope of a roof whose gable is the front."""
    drop = over * rise / (block.wide / 2)
    edge = -over if block.yaw > 0 else block.wide + over
    low, ridge, middle = block.high - drop, block.high + rise, block.wide / 2
    near, far = -over, block.deep + over
    ends = (far, near) if block.yaw > 0 else (near, far)
    return Slope(
        eaves=(block.point(edge, low, ends[0]), block.point(edge, low, ends[1])),
        ridge=(block.point(middle, ridge, ends[0]), block.point(middle, ridge, ends[1])),
    )


def hip_roof(block: Block, *, rise: float, over: float = 0.5) -> tuple[Slope, Slope]:
    """Front and side of a hipped roof."""
    low, top, inset = block.high - 0.1, block.high + rise, block.deep / 2
    left, right = block.point(inset, top, inset), block.point(block.wide - inset, top, inset)
    front = Slope((block.point(-over, low, -over), block.point(block.wide + over, low, -over)), (left, right))
    if block.yaw > 0:
        corners = block.point(-over, low, block.deep + over), block.point(-over, low, -over)
        return front, Slope(corners, (left, left))
    corners = (
        block.point(block.wide + over, low, -over),
        block.point(block.wide + over, low, block.deep + over),
    )
    return front, Slope(corners, (right, right))


def cover(canvas: Canvas, mood: Mood, *, slope: Slope, colour: Colour, kind: str = "tiles") -> None:
    """Lay tiles, thatch or sheet on a slope."""
    tone = mix(colour, SNOW, 0.72) if mood.snow else colour
    if not slope.faces_viewer:
        canvas.line(slope.eaves, scaled(tone, 0.5), width=9)
        return
    canvas.shape(slope.outline, tone)
    {"tiles": _tiles, "thatch": _thatch, "sheet": _sheet}[kind](canvas, slope, colour=tone)
    canvas.line([slope.eaves[0], slope.eaves[1]], scaled(tone, 0.5), width=5, alpha=190)
    canvas.line([slope.ridge[0], slope.ridge[1]], scaled(tone, 0.8), width=6)


def _tiles(canvas: Canvas, slope: Slope, *, colour: Colour) -> None:
    rng = canvas.rng
    rows = max(8, int(abs(slope.eaves[0][1] - slope.ridge[0][1]) / 9))
    for row in range(1, rows):
        up = row / rows
        canvas.line([slope.at(0, up), slope.at(1, up)], scaled(colour, 0.78), width=1.6, alpha=120)
    for _ in range(rows * 22):
        up, along = rng.randrange(rows) / rows, rng.random() * 0.985
        wide = rng.choice((0.012, 0.02, 0.035))
        tile = [
            slope.at(along, up),
            slope.at(min(1, along + wide), up),
            slope.at(min(1, along + wide), up + 1 / rows),
            slope.at(along, up + 1 / rows),
        ]
        canvas.shape(tile, canvas.vary(colour, 0.18), alpha=120, wobble=0)
    for _ in range(6):
        patch = slope.at(rng.random() * 0.9, rng.random() * 0.3)
        canvas.dab(patch, (rng.uniform(14, 40), rng.uniform(4, 9)), colour=(126, 132, 80), alpha=60)


def _thatch(canvas: Canvas, slope: Slope, *, colour: Colour) -> None:
    rng = canvas.rng
    for _ in range(700):
        along, up = rng.random(), rng.random()
        end = slope.at(min(1, max(0, along + rng.uniform(-0.004, 0.004))), max(0.0, up - 0.09))
        canvas.line([slope.at(along, up), end], canvas.vary(colour, 0.22), width=1.8, alpha=120)


def _sheet(canvas: Canvas, slope: Slope, *, colour: Colour) -> None:
    for seam in range(1, 26):
        along = seam / 26
        canvas.line([slope.at(along, 0), slope.at(along, 1)], scaled(colour, 0.78), width=1.6, alpha=140)
    for _ in range(26):
        along, up = canvas.rng.random() * 0.96, canvas.rng.random() * 0.8
        sheet = [
            slope.at(along, up),
            slope.at(along + 0.04, up),
            slope.at(along + 0.04, up + 0.2),
            slope.at(along, up + 0.2),
        ]
        canvas.shape(sheet, canvas.vary(colour, 0.1), alpha=110, wobble=0)


def verge(canvas: Canvas, wall: Wall, *, colour: Colour, gable: float, over: float = 0.45) -> None:
    """The boards along both edges of a gable roof, as seen from the front."""
    drop = over * gable / (wall.wide / 2)
    top = wall.at(wall.wide / 2, wall.block.high + gable + 0.12, out=over)
    for along, corner in ((-over, 0.0), (wall.wide + over, wall.wide)):
        low = wall.at(along, wall.block.high - drop, out=over)
        under = [low, top, wall.at(wall.wide / 2, wall.block.high + gable), wall.at(corner, wall.block.high)]
        canvas.shape(under, scaled(colour, 0.45))
        canvas.line([low, top], colour, width=11)
        canvas.line([(low[0], low[1] + 6), (top[0], top[1] + 6)], scaled(colour, 0.5), width=4, alpha=130)


def chimney(canvas: Canvas, at: Point, *, size: float, colour: Colour) -> None:
    x, y = at
    canvas.shape(
        [(x, y + size), (x, y - size), (x + size * 0.7, y - size), (x + size * 0.7, y + size * 0.9)], colour
    )
    canvas.shape(
        [
            (x + size * 0.48, y + size),
            (x + size * 0.48, y - size),
            (x + size * 0.7, y - size),
            (x + size * 0.7, y + size),
        ],
        scaled(colour, 0.7),
    )
    canvas.line([(x - 3, y - size), (x + size * 0.7 + 3, y - size)], scaled(colour, 0.8), width=6)
