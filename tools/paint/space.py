"""A camera on a village street: blocks in metres become walls and roofs on the sheet."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from tools.paint.canvas import WIDTH, Point

HORIZON = 610.0
_EYE_M = 2.3
_FOCAL = 1500.0


def seen(x: float, y: float, z: float) -> Point:
    """Where a point stands on the sheet: metres to the right, up from the ground, away from the camera."""
    nearness = _FOCAL / max(z, 1.0)
    return WIDTH / 2 + x * nearness, HORIZON - (y - _EYE_M) * nearness


@dataclass(frozen=True)
class Block:
    """A box of walls: `wide` along its front, `deep` behind it, turned by `yaw` (left side seen if positive).

    `base` is the height of the floor it stands on in metres, `lift` moves it up the sheet in points.
    """

    x: float
    z: float
    wide: float
    deep: float
    high: float
    yaw: float
    base: float = 0.0
    lift: float = 0.0

    def point(self, x: float, y: float, z: float) -> Point:
        """From metres measured at the front left corner to the sheet."""
        east, north = x - self.wide / 2, z - self.deep / 2
        cos, sin = math.cos(self.yaw), math.sin(self.yaw)
        right, down = seen(
            self.x + east * cos - north * sin, y + self.base, self.z + east * sin + north * cos
        )
        return right, down - self.lift

    @property
    def front(self) -> "Wall":
        return Wall(self, "front", self.wide)

    @property
    def side(self) -> "Wall":
        return Wall(self, "left" if self.yaw > 0 else "right", self.deep)

    def footprint(self, *, grow: float = 0.0) -> list[Point]:
        near, far_x, far_z = -grow, self.wide + grow, self.deep + grow
        return [self.point(x, 0, z) for x, z in ((near, near), (far_x, near), (far_x, far_z), (near, far_z))]


@dataclass(frozen=True)
class Wall:
    """One visible wall; points are metres along it from the left as one sees it, and up."""

    block: Block
    name: str
    wide: float

    def at(self, along: float, up: float, *, out: float = 0.0) -> Point:
        if self.name == "front":
            return self.block.point(along, up, -out)
        if self.name == "left":
            return self.block.point(-out, up, self.block.deep - along)
        return self.block.point(self.block.wide + out, up, along)

    def rect(self, along: float, up: float, *, size: tuple[float, float], out: float = 0.0) -> list[Point]:
        wide, high = size
        corners = ((along, up), (along + wide, up), (along + wide, up + high), (along, up + high))
        return [self.at(*corner, out=out) for corner in corners]


@dataclass(frozen=True)
class Slope:
    """One side of a roof, between its eaves and its ridge (each from left to right on the sheet)."""

    eaves: tuple[Point, Point]
    ridge: tuple[Point, Point]

    @property
    def outline(self) -> Sequence[Point]:
        return [self.eaves[0], self.eaves[1], self.ridge[1], self.ridge[0]]

    @property
    def faces_viewer(self) -> bool:
        """Whether its upper side is seen: from below, high roofs hide their far slopes."""
        middle, (left, right) = between(*self.ridge, 0.5), self.eaves
        share = (middle[0] - left[0]) / (right[0] - left[0]) if right[0] != left[0] else 0.5
        return middle[1] < between(left, right, share)[1]

    def at(self, along: float, up: float) -> Point:
        """A point of it; both shares run from 0 to 1."""
        low, high = between(*self.eaves, along), between(*self.ridge, along)
        return between(low, high, up)


def between(first: Point, second: Point, share: float) -> Point:
    return first[0] + (second[0] - first[0]) * share, first[1] + (second[1] - first[1]) * share
