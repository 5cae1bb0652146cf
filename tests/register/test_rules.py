"""What holds in the register."""

import math
import re
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerstand.places.geography import between_km
from leerstand.register import rules
from leerstand.register.codes import Channel, Occupancy, Outcome


@given(lat=st.floats(47.2, 55.1), lon=st.floats(5.8, 15.1))
def test_the_public_point_is_320_to_680_metres_off(lat: float, lon: float) -> None:
    metres = 1000 * between_km((lat, lon), rules.rough_point(lat, lon, offset_m=rules.draw_offset()))
    assert 319 < metres < 681


def test_public_points_lie_in_all_directions_and_evenly_over_the_ring() -> None:
    offsets = [rules.draw_offset() for _ in range(4000)]
    quarters = [(east > 0, north > 0) for east, north in offsets]
    # Half of the ring's surface lies within 531 m.
    inner = sum(math.hypot(*offset) < math.sqrt((320**2 + 680**2) / 2) for offset in offsets)
    assert all(850 < quarters.count(quarter) < 1150 for quarter in product((True, False), repeat=2))
    assert 1850 < inner < 2150


def test_no_public_point_follows_from_anything_but_the_draw() -> None:
    assert rules.draw_offset() != rules.draw_offset()
    assert rules.rough_point(53, 11, offset_m=(0, 500)) == (53.004497, 11)


def test_a_number_is_read_back_as_people_type_it() -> None:
    number = rules.new_report_number()
    assert re.fullmatch(r"M-[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}", number)
    assert rules.tidy_number(number.lower().replace("-", " ")) == number
    assert rules.tidy_number(number.removeprefix("M-")) == number


@pytest.mark.parametrize(
    ("channel", "owner_began", "refused"),
    [
        ("letter", False, True),
        ("letter", True, True),
        ("visit", False, True),
        ("call", False, True),
        ("call", True, False),
    ],
)
def test_a_lock_refuses_all_but_the_owner_s_own_call(channel: str, owner_began: bool, refused: bool) -> None:
    assert rules.is_refused(Channel(channel), locked=True, owner_began=owner_began) is refused
    assert not rules.is_refused(Channel(channel), locked=False, owner_began=owner_began)


@pytest.mark.parametrize(
    ("occupancy", "outcomes", "has_owner", "link"),
    [
        (Occupancy.SUSPECTED, [], False, 1),
        (Occupancy.CONFIRMED_EMPTY, [Outcome.LETTER_SENT], False, 2),
        (Occupancy.CONFIRMED_EMPTY, [Outcome.LETTER_SENT, Outcome.LATER], False, 3),
        (Occupancy.SUSPECTED, [], True, 3),
        (Occupancy.PLACED, [], True, 9),
    ],
)
def test_the_register_knows_how_far_a_building_has_come(
    occupancy: Occupancy, outcomes: list[Outcome], has_owner: bool, link: int
) -> None:
    assert rules.station(occupancy, outcomes=outcomes, has_owner=has_owner) == link


def test_vacancy_is_told_in_classes_of_time() -> None:
    today = date(2026, 11, 24)
    since = [date(2026, 9, 1), date(2025, 9, 1), date(2020, 1, 1), date(2010, 1, 1), None]
    assert [rules.lasting(day, today) for day in since] == [*rules.Lasting, None]
