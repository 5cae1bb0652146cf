"""Input is read as people type it, and given back unharmed where it can't be read."""

from datetime import date
from typing import Annotated, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import Field, StringConstraints

from leerstand.core.input import (
    Cents,
    Day,
    Email,
    Input,
    Line,
    Number,
    Tick,
    Whole,
    Within,
    as_typed,
)
from leerstand.offers.codes import Form


class Wish(Input):
    name: Line
    rent: Cents = None
    area: Number = None
    persons: Annotated[Whole, Within(1, 500)] = 1
    day: Day = None
    forms: list[Form] = []
    agrees: Tick = False


@given(st.integers(min_value=0, max_value=10_000_000))
def test_money_survives_being_shown_and_read_again(cents: int) -> None:
    shown = Wish.prefilled(name="Olga", rent=cents)
    read = Wish.parse([(name, shown.typed(name)) for name in ("name", "rent")])
    assert read.value is not None
    assert (read.value.rent, read.heard) == (cents, ())


@given(st.dates(min_value=date(1000, 1, 1)))
def test_a_day_survives_being_shown_and_read_again(day: date) -> None:
    read = Wish.parse([("name", "Olga"), ("day", as_typed(day))])
    assert read.value is not None
    assert read.value.day == day


@given(st.floats(min_value=0, max_value=900_000).map(lambda value: round(value, 4)))
def test_a_number_survives_being_shown_and_read_again(value: float) -> None:
    read = Wish.parse([("name", "Olga"), ("area", as_typed(value))])
    assert read.value is not None
    assert read.value.area == value


@pytest.mark.parametrize("typed", ["", "  "])
def test_an_empty_field_says_nothing(typed: str) -> None:
    read = Wish.parse([("name", "Olga"), *((name, typed) for name in ("rent", "area", "persons", "day"))])
    assert read.value is not None
    assert (read.value.rent, read.value.area, read.value.day, read.heard) == (None, None, None, ())


@given(
    st.lists(st.tuples(st.sampled_from(["name", "rent", "area", "persons", "day", "forms", "x"]), st.text()))
)
def test_parsing_never_raises_and_keeps_what_was_typed(pairs: list[tuple[str, str]]) -> None:
    read = Wish.parse(pairs)
    assert (read.value is None) == bool(read.problems)
    for name, text in pairs:
        assert text in read.all_typed(name)


def test_several_errors_stand_in_the_order_of_the_page() -> None:
    read = Wish.parse([("day", "nie"), ("persons", "0"), ("rent", "viel"), ("name", "")])
    assert [name for name, _, _ in read.problems] == ["rent", "persons", "day"]


def test_a_missing_field_is_named() -> None:
    assert Wish.parse([]).problems[0][:2] == ("name", "Bitte füllen Sie dieses Feld aus.")


def test_choices_are_codes_and_unknown_ones_are_refused() -> None:
    fine = Wish.parse([("name", "x"), ("forms", "rental"), ("forms", "coliving"), ("agrees", "1")]).value
    assert fine is not None
    assert fine.forms == [Form.RENTAL, Form.COLIVING]
    assert fine.agrees
    assert Wish.parse([("name", "x"), ("forms", "palace")]).value is None


def test_a_rule_beyond_the_fields_keeps_what_was_typed() -> None:
    read = Wish.parse([("name", "Olga")]).with_problem("day", "Zu spät.")
    assert read.value is None
    assert read.typed("name") == "Olga"


@pytest.mark.parametrize(
    "typed", ["olga", "olga@", "@example.org", "o lga@example.org", "a@b", "a@b.c,d@e.f"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    class Asked(Input):
        email: Email

    assert Asked.parse([("email", typed)]).value is None


def test_an_address_is_kept_in_lower_case() -> None:
    class Asked(Input):
        email: Email

    read: Any = Asked.parse([("email", " Olga@Example.ORG ")]).value
    assert read.email == "olga@example.org"


class Reason(Input):
    bare: Annotated[str, StringConstraints(min_length=5, max_length=20)]
    tidied: Annotated[Line, Field(min_length=5, max_length=20)]
    forms: Annotated[list[Form], Field(min_length=1)]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Bitte füllen Sie dieses Feld aus."),
        ("  ", "Bitte füllen Sie dieses Feld aus."),
        ("Nein", "Bitte schreiben Sie mindestens 5 Zeichen."),
        ("x" * 21, "Bitte kürzen Sie den Text auf höchstens 20 Zeichen."),
    ],
)
def test_a_text_of_a_wrong_length_is_not_spoken_of_as_a_choice(typed: str, sentence: str) -> None:
    read = Reason.parse([("bare", typed), ("tidied", typed)])
    said = {name: words % facts for name, words, facts in read.problems}
    assert said == {"bare": sentence, "tidied": sentence, "forms": "Bitte wählen Sie mindestens eines aus."}
