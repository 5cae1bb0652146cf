"""How a camera was held and where, read from what it wrote, whatever else stands there."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from leerstand.core.exif import Exif, Position, read_exif

DEGREES = (52.0, 57.0, 23.04)
EAST = (11.0, 5.0, 46.68)


def written(orientation: int = 1, **gps: object) -> bytes:
    """EXIF as Pillow writes it; gps by the names of their tags."""
    numbers = {"north": 1, "lat": 2, "east": 3, "lon": 4, "status": 9}
    exif = Image.Exif()
    exif[0x0112] = orientation
    where = exif.get_ifd(0x8825)
    for name, value in ({"north": "N", "lat": DEGREES, "east": "E", "lon": EAST} | gps).items():
        if value is not None:
            where[numbers[name]] = value
    return exif.tobytes()


def with_fractions(lat: list[tuple[int, int]], lon: list[tuple[int, int]]) -> bytes:
    """A position as raw fractions, in Intel's order of bytes."""
    rows = [
        (1, 2, 2, b"N\0\0\0"),
        (2, 5, 3, struct.pack("<I", 80)),
        (3, 2, 2, b"E\0\0\0"),
        (4, 5, 3, struct.pack("<I", 104)),
    ]
    table = b"".join(struct.pack("<HHI", *row[:3]) + row[3] for row in rows)
    head = b"II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0x8825, 4, 1, 26) + b"\0" * 4
    fractions = b"".join(struct.pack("<II", *one) for one in [*lat, *lon])
    return head + struct.pack("<H", 4) + table + b"\0" * 4 + fractions


@pytest.mark.parametrize("orientation", range(1, 9))
def test_it_says_how_the_camera_was_held(orientation: int) -> None:
    assert read_exif(written(orientation)).orientation == orientation


@pytest.mark.parametrize("orientation", [0, 9, 255, 65_535])
def test_an_orientation_that_is_none_means_upright(orientation: int) -> None:
    assert read_exif(written(orientation)).orientation == 1


@pytest.mark.parametrize("head", [b"", b"Exif\0\0", b"Exif\0\0Exif\0\0"])
def test_a_position_is_read_in_degrees_behind_any_number_of_heads(head: bytes) -> None:
    assert read_exif(head + written().removeprefix(b"Exif\0\0")).position == Position(52.9564, 11.0963)


@pytest.mark.parametrize(
    ("north", "east", "position"),
    [("N", "W", (52.9564, -11.0963)), ("S", "E", (-52.9564, 11.0963)), ("s", "w", (-52.9564, -11.0963))],
)
def test_the_side_of_equator_and_meridian_counts(
    north: str, east: str, position: tuple[float, float]
) -> None:
    assert read_exif(written(north=north, east=east)).position == position


@pytest.mark.parametrize(
    ("lat", "position"),
    [
        ([(52_956_400, 1_000_000), (0, 0), (0, 0)], 52.9564),  # all in the degrees, nothing behind
        ([(52, 1), (573_840, 10_000), (0, 1)], 52.9564),
        ([(52, 1), (57, 1), (5, 0)], None),
        ([(52, 0), (57, 1), (23, 1)], None),
        ([(0, 0), (0, 0), (0, 0)], None),
        ([(52, 1), (61, 1), (0, 1)], None),
        ([(90, 1), (1, 1), (0, 1)], None),
        ([(2**32 - 1, 1), (0, 1), (0, 1)], None),
    ],
)
def test_fractions_are_judged(lat: list[tuple[int, int]], position: float | None) -> None:
    found = read_exif(with_fractions(lat, [(11, 1), (0, 1), (0, 1)])).position
    assert (found and found.lat) == position


@pytest.mark.parametrize(
    "gps",
    [
        {"north": None}, {"east": "X"}, {"lat": None}, {"status": "V"}, {"lon": (181.0, 0.0, 0.0)},
        {"lat": (0.0, 0.0, 0.0), "lon": (0.0, 0.0, 0.0)},
    ],
)  # fmt: skip
def test_half_a_position_or_none_at_all_is_none(gps: dict[str, object]) -> None:
    assert read_exif(written(**gps)) == Exif(1, None)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_without_harm(noise: bytes) -> None:
    for block in (noise, b"MM\0*\0\0\0\x08" + noise, b"II*\0\x08\0\0\0" + noise):
        assert 1 <= read_exif(block).orientation <= 8


@given(st.integers(0, 200), st.integers(0, 255))
def test_one_byte_changed_does_no_harm(place: int, value: int) -> None:
    block = bytearray(written(6))
    block[place % len(block)] = value
    found = read_exif(bytes(block))
    assert found.position is None or (abs(found.position.lat) <= 90 and abs(found.position.lon) <= 180)
