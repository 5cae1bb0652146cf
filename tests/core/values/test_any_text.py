"""No text breaks a reader, and none that is no number becomes one."""

import math
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leerstand.core.values import (
    ROOMS,
    Per,
    Point,
    Reading,
    Side,
    read_area,
    read_day,
    read_moment,
    read_money,
    read_number,
    read_span,
)  # fmt: skip

TODAY = date(2026, 11, 29)
READERS: list[Callable[[str], Reading[Any]]] = [
    lambda text: read_money(text, per=Per.MONTH),
    read_area,
    lambda text: read_area(text, point=Point.DECIMAL),
    lambda text: read_number(text, units=ROOMS),
    lambda text: read_span(text, today=TODAY),
    lambda text: read_day(text, today=TODAY),
    lambda text: read_day(text, today=TODAY, side=Side.END, ahead=False),
    lambda text: read_moment(text, today=TODAY),
]
WORDS = [
    "ca.", "1.4.", "April", "2027", "27", "99", "0", "Frühling", "Winter", "Ende", "Ostern", "KW", "60", "bis", "-", "/", ".",
    ",", "€", "m²", "k", "halbes", "ein", "Jahr", "vor", "in", "90er", "9999-12-31", "0001-01-01", "29.2.", "½", "a", "und",
    "Q2", "KW", "Quartal", "Halbjahr", "2027-W60", "3/4", "2010/11", "12.13.2027", "2015-2017", "nächsten", "letzten", "31.12.9999", "1/2", "999999999999",
]  # fmt: skip
texts = st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join))


@pytest.mark.parametrize("number", range(len(READERS)))
@given(text=texts)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_a_value_an_answer_or_a_doubt(number: int, text: str) -> None:
    read = READERS[number](text)
    assert (read.value is None) or (read.doubt is None and not read.is_open)
    for value in (read.value, *read.choices):
        assert not isinstance(value, float) or math.isfinite(value)
        assert not isinstance(value, int | float) or abs(value) < 1e20


@pytest.mark.parametrize(
    "text",
    [
        "nan",
        "NaN",
        "inf",
        "-Infinity",
        "1e309",
        "1e5",
        "9" * 40,
        "٣٤",
        "４８",
        "८०",
        "0x50",
        "1_000",
        "80²",
        "<80>",
        "{80}",
    ],
)
@pytest.mark.parametrize("number", range(5))
def test_what_is_no_number_is_not_read_as_one(number: int, text: str) -> None:
    read = READERS[number](text)
    assert read.value is None
