"""Windows, doors and gates."""

from dataclasses import dataclass

from tools.paint.canvas import Canvas, Colour, Point, mix, scaled
from tools.paint.space import Wall, between

GLASS: Colour = (74, 92, 108)
SKYLIGHT: Colour = (176, 200, 214)
WARM: Colour = (250, 206, 122)


@dataclass(frozen=True)
class Joinery:
    """How the windows of one building look."""

    frame: Colour = (240, 236, 226)
    panes: tuple[int, int] = (2, 3)
    shutters: Colour | None = None
    arched: bool = False
    glow: bool = False
    surround: Colour | None = None


def window(canvas: Canvas, wall: Wall, *, at: Point, size: Point, look: Joinery) -> None:
    """One window; `at` is its lower left corner in metres."""
    along, up = at
    wide, high = size
    if look.surround:
        canvas.shape(wall.rect(along - 0.14, up - 0.1, size=(wide + 0.28, high + 0.26)), look.surround)
    if look.arched:
        _arch(canvas, wall, at=(along, up + high), wide=wide, colour=look.frame)
    frame = look.frame if wall.name == "front" else scaled(look.frame, 0.82)
    canvas.shape(wall.rect(along, up, size=size), frame, wobble=0.4)
    _panes(canvas, wall, at=at, size=size, look=look)
    canvas.shape(
        wall.rect(along - 0.08, up - 0.1, size=(wide + 0.16, 0.1), out=0.08), scaled(frame, 0.9), wobble=0
    )
    canvas.line(
        [wall.at(along, up + high), wall.at(along + wide, up + high)], (40, 40, 48), width=3, alpha=90
    )
    if look.shutters:
        for left in (along - wide * 0.55, along + wide * 1.05):
            canvas.shape(
                wall.rect(left, up, size=(wide * 0.5, high), out=0.04), canvas.vary(look.shutters, 0.08)
            )
            for slat in range(1, 8):
                level = up + high * slat / 8
                canvas.line(
                    [wall.at(left, level), wall.at(left + wide * 0.5, level)],
                    scaled(look.shutters, 0.75),
                    width=1.4,
                )


def _panes(canvas: Canvas, wall: Wall, *, at: Point, size: Point, look: Joinery) -> None:
    columns, lines = look.panes
    bar = min(0.07, size[0] / columns * 0.16)
    wide, high = (size[0] - bar * (columns + 1)) / columns, (size[1] - bar * (lines + 1)) / lines
    lighted = look.glow and canvas.rng.random() < 0.5
    for column in range(columns):
        for line in range(lines):
            share = (line + 0.5) / lines
            glass = mix(
                GLASS,
                WARM if lighted else SKYLIGHT,
                0.75 if lighted else 0.14 + 0.5 * share * canvas.rng.uniform(0.5, 1),
            )
            corner = (at[0] + bar + column * (wide + bar), at[1] + bar + line * (high + bar))
            canvas.shape(wall.rect(*corner, size=(wide, high)), canvas.vary(glass, 0.07), wobble=0)
            if not lighted and canvas.rng.random() < 0.4:
                _glint(canvas, wall.rect(*corner, size=(wide, high)))


def _glint(canvas: Canvas, pane: list[Point]) -> None:
    low_left, low_right, high_right, high_left = pane
    start, end = between(high_left, high_right, 0.25), between(high_left, high_right, 0.6)
    canvas.shape(
        [start, end, between(low_left, low_right, 0.3), low_left], (236, 244, 246), alpha=70, wobble=0
    )


def _arch(canvas: Canvas, wall: Wall, *, at: Point, wide: float, colour: Colour) -> None:
    rise = wide * 0.28
    curve = [wall.at(at[0] + wide * step / 8, at[1] + rise * (1 - (step / 4 - 1) ** 2)) for step in range(9)]
    canvas.shape(curve, mix(colour, GLASS, 0.75), wobble=0)
    canvas.line(curve, colour, width=4)


def row_of_windows(
    canvas: Canvas, wall: Wall, *, up: float, count: int, size: Point, look: Joinery, skip: int = -1
) -> None:
    """Windows in equal distances; `skip` leaves one out, for a door."""
    bay = wall.wide / count
    for number in range(count):
        if number != skip:
            window(canvas, wall, at=(bay * (number + 0.5) - size[0] / 2, up), size=size, look=look)


def door(
    canvas: Canvas, wall: Wall, *, along: float, size: Point, colour: Colour, glazed: bool = True
) -> None:
    """A panelled door in a frame, with a step in front."""
    wide, high = size
    canvas.shape(wall.rect(along - 0.25, 0, size=(wide + 0.5, 0.16), out=0.4), (176, 170, 160))
    canvas.shape(wall.rect(along - 0.12, 0.14, size=(wide + 0.24, high + 0.12)), (232, 226, 214))
    canvas.shape(wall.rect(along, 0.14, size=size), colour)
    for column in (0.1, 0.55):
        for up, tall in ((0.12, 0.32), (0.5, 0.14)):
            panel = wall.rect(along + wide * column, 0.14 + high * up, size=(wide * 0.35, high * tall))
            canvas.shape(panel, scaled(colour, 0.82), wobble=0)
        top = wall.rect(along + wide * column, 0.14 + high * 0.7, size=(wide * 0.35, high * 0.22))
        canvas.shape(top, mix(GLASS, SKYLIGHT, 0.4) if glazed else scaled(colour, 0.82), wobble=0)
    canvas.dab(wall.at(along + wide * 0.9, 0.14 + high * 0.48), (3.5, 3.5), colour=(220, 190, 110))


def gate(
    canvas: Canvas, wall: Wall, *, along: float, size: Point, colour: Colour, ajar: bool = False
) -> None:
    """A double gate of boards with iron bands; one half may stand open."""
    wide, high = size
    canvas.shape(wall.rect(along - 0.18, 0, size=(wide + 0.36, high + 0.2)), scaled(colour, 0.55))
    for half in (0, 1):
        left = along + half * wide / 2
        if ajar and half:
            canvas.shape(wall.rect(left, 0, size=(wide / 2, high)), (44, 40, 40))
            canvas.shape(wall.rect(left, 0, size=(wide / 2, high * 0.3)), (92, 78, 62), alpha=120)
            continue
        _leaf(canvas, wall, left=left, size=(wide / 2, high), colour=colour)
    canvas.line([wall.at(along + wide / 2, 0), wall.at(along + wide / 2, high)], (40, 36, 34), width=3)


def _leaf(canvas: Canvas, wall: Wall, *, left: float, size: Point, colour: Colour) -> None:
    wide, high = size
    count = max(4, round(wide / 0.2))
    for number in range(count):
        board = wall.rect(left + wide * number / count, 0, size=(wide / count, high))
        canvas.shape(board, canvas.vary(colour, 0.12), wobble=0)
    canvas.line([wall.at(left, 0.15), wall.at(left + wide, high - 0.15)], scaled(colour, 0.7), width=7)
    for up in (0.2, 0.85):
        canvas.line([wall.at(left, high * up), wall.at(left + wide, high * up)], scaled(colour, 0.6), width=5)


def shop_window(canvas: Canvas, wall: Wall, *, along: float, size: Point, frame: Colour) -> None:
    """A large pane with a low parapet and things behind the glass."""
    wide, high = size
    rng = canvas.rng
    canvas.shape(wall.rect(along - 0.1, 0.3, size=(wide + 0.2, high + 0.2)), frame)
    canvas.shape(wall.rect(along, 0.6, size=(wide, high - 0.2)), (66, 72, 78))
    canvas.shape(wall.rect(along, 0.6, size=(wide, high * 0.3)), (116, 98, 78))
    for number in range(5):
        left = along + wide * (0.06 + 0.19 * number)
        thing: Colour = rng.choice(
            ((196, 104, 74), (222, 190, 120), (110, 140, 140), (230, 222, 204), (92, 108, 84))
        )
        canvas.shape(
            wall.rect(left, 0.62 + high * 0.08, size=(wide * 0.11, high * rng.uniform(0.12, 0.42))), thing
        )
    pane = wall.rect(along, 0.6, size=(wide, high - 0.2))
    _glint(canvas, pane)
    canvas.shape(
        [
            between(pane[3], pane[2], 0.7),
            between(pane[3], pane[2], 0.8),
            between(pane[0], pane[1], 0.55),
            between(pane[0], pane[1], 0.45),
        ],
        (240, 246, 246),
        alpha=60,
    )
    canvas.line([wall.at(along + wide / 2, 0.6), wall.at(along + wide / 2, high + 0.4)], frame, width=5)
