"""What people type is read as they mean it."""

from datetime import date

import pytest
from starlette.datastructures import QueryParams

from leerstand.register.codes import Precision
from leerstand.register.input import (
    FactsInput,
    OccupancyInput,
    RegisterFilter,
    ReportBuildingInput,
    read_since,
    since_typed,
)

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("typed", "day", "precision"),
    [
        ("2021", date(2021, 1, 1), Precision.YEAR),
        ("seit 2021", date(2021, 1, 1), Precision.YEAR),
        ("3.2021", date(2021, 3, 1), Precision.MONTH),
        ("31.3.21", date(2021, 3, 31), Precision.DAY),
        ("2021-03-31", date(2021, 3, 31), Precision.DAY),
        ("etwa 2010", date(2010, 1, 1), Precision.ESTIMATED),
        ("ca. 2010", date(2010, 1, 1), Precision.ESTIMATED),
        ("seit Ostern 2022", date(2022, 4, 1), Precision.MONTH),
        ("Sommer 2019", date(2019, 6, 1), Precision.ESTIMATED),
        ("vor drei Jahren", date(2023, 1, 1), Precision.ESTIMATED),
        ("Anfang der 90er", date(1991, 1, 1), Precision.ESTIMATED),
    ],
)
def test_a_moment_is_read_as_precisely_as_it_is_written(typed: str, day: date, precision: Precision) -> None:
    assert read_since(typed, TODAY).value == (day, precision)
    assert read_since(since_typed(day, precision), TODAY).value == (day, precision)


def test_a_moment_that_cannot_be_read_says_what_to_do() -> None:
    typed = OccupancyInput.parse(
        [("occupancy", "confirmed_empty"), ("source", "inspection"), ("since", "irgendwann")]
    )
    assert [(name, "März 2020" in text) for name, text, _ in typed.problems] == [("since", True)]


@pytest.mark.parametrize("unknown", ["unbekannt", "lange", "?"])
def test_a_moment_that_nobody_knows_is_none(unknown: str) -> None:
    read = read_since(unknown, TODAY)
    assert (read.value, read.is_open) == (None, True)


def test_empty_optional_fields_are_fine() -> None:
    blank = dict.fromkeys(
        ("name", "street", "lat", "lon", "area_m2", "rooms", "year_built", "condition", "note"), ""
    )
    typed = FactsInput.parse([("kind", "farm"), ("place", "Satemin"), *blank.items()])
    assert typed.problems == ()
    assert typed.value is not None
    assert typed.value.street is None


def test_a_coordinate_with_three_decimals_is_not_a_thousand() -> None:
    typed = FactsInput.parse([("kind", "farm"), ("place", "Satemin"), ("lat", "52.956"), ("lon", "11,093")])
    assert typed.value is not None
    assert (typed.value.lat, typed.value.lon) == (52.956, 11.093)


def test_a_year_long_ago_is_refused_with_its_limit() -> None:
    typed = ReportBuildingInput.parse([("kind", "farm"), ("since_year", "12")])
    assert [name for name, _, _ in typed.problems] == ["since_year"]


def test_filters_that_cannot_be_read_are_left_out() -> None:
    wish = RegisterFilter.of(QueryParams("art=castle&seit=viele&q=Rundling&page=0"))
    assert (wish.art, wish.seit, wish.q, wish.page) == (None, None, "Rundling", 1)
