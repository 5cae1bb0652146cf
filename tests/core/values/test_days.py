"""Days and moments are read as people write them; what has two meanings, or a supplied part, is asked."""

from datetime import date

import pytest

from leerstand.core.values import Doubt, Grain, Side, read_day, read_moment

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1.4.2027", date(2027, 4, 1)), ("zum 1.4.2027", date(2027, 4, 1)), ("ab dem 1.4.2027", date(2027, 4, 1)),
        ("01.04.27", date(2027, 4, 1)), ("1. 4. 2027", date(2027, 4, 1)), ("1/4/2027", date(2027, 4, 1)),
        ("03/04/2027", date(2027, 4, 3)), ("2027-04-01", date(2027, 4, 1)), ("2027-04-01 00:00:00", date(2027, 4, 1)),
        ("1. April 27", date(2027, 4, 1)), ("1 April 2027", date(2027, 4, 1)), ("April 1st, 2027", date(2027, 4, 1)),
        ("April 2027", date(2027, 4, 1)), ("Apr. '27", date(2027, 4, 1)), ("4.2027", date(2027, 4, 1)),
        ("04/27", date(2027, 4, 1)), ("Frühling 2027", date(2027, 3, 1)), ("Frühjahr 27", date(2027, 3, 1)),
        ("next spring", date(2027, 3, 1)), ("Winter 2026/27", date(2026, 12, 1)), ("Anfang Mai 2027", date(2027, 5, 1)),
        ("Mitte Mai 2027", date(2027, 5, 15)), ("Ende März 2027", date(2027, 3, 31)), ("Ostern 2027", date(2027, 3, 28)),
        ("Pfingsten 2027", date(2027, 5, 16)), ("Q2 2027", date(2027, 4, 1)), ("KW 14 2027", date(2027, 4, 5)),
        ("in zwei Monaten", date(2027, 1, 29)), ("morgen", date(2026, 11, 30)), ("kommenden Mai", date(2027, 5, 1)),
    ],
)  # fmt: skip
def test_days_are_read_as_people_write_them(typed: str, day: date) -> None:
    read = read_day(typed, today=TODAY)
    assert (read.value, read.doubt) == (day, None)


@pytest.mark.parametrize(
    ("typed", "doubt", "choices"),
    [
        ("1.4.", Doubt.GUESSED, (date(2027, 4, 1),)),
        ("Sommer", Doubt.GUESSED, (date(2027, 6, 1),)),
        ("from May", Doubt.GUESSED, (date(2027, 5, 1),)),
        ("nächstes Jahr", Doubt.GUESSED, (date(2027, 1, 1),)),
        ("2027", Doubt.GUESSED, (date(2027, 1, 1),)),
        ("bis 1.4.2027", Doubt.GUESSED, (date(2027, 4, 1),)),
        ("04/13/2027", Doubt.GUESSED, (date(2027, 4, 13),)),
        ("4/12", Doubt.SEVERAL, (date(2026, 12, 4), date(2012, 4, 1))),
        ("April 27", Doubt.SEVERAL, (date(2027, 4, 1), date(2027, 4, 27))),
        ("Winter 2027", Doubt.SEVERAL, (date(2026, 12, 1), date(2027, 12, 1))),
        ("1.4.85", Doubt.SEVERAL, (date(1985, 4, 1), date(2085, 4, 1))),
        ("1.4.2027 bis 30.9.2027", Doubt.SEVERAL, (date(2027, 4, 1), date(2027, 9, 30))),
        ("31.2.2027", Doubt.UNREADABLE, ()),
        ("bald", Doubt.UNREADABLE, ()),
        ("12", Doubt.UNREADABLE, ()),
    ],
)
def test_a_day_with_two_meanings_is_asked_back(typed: str, doubt: Doubt, choices: tuple[date, ...]) -> None:
    read = read_day(typed, today=TODAY)
    assert (read.value, read.doubt, read.choices) == (None, doubt, choices)


@pytest.mark.parametrize(
    ("typed", "choices"),
    [
        ("1.4.27", (date(1927, 4, 1),)),
        ("01.04.27", (date(1927, 4, 1),)),
        ("4/27", (date(1927, 4, 1),)),
        ("12.30", (date(1930, 12, 1),)),
        ("seit Mai '27", (date(1927, 5, 1),)),
        ("27-05-01", (date(2001, 5, 27), date(1927, 5, 1))),
    ],
)
def test_a_short_year_still_to_come_is_asked_where_the_past_is_meant(
    typed: str, choices: tuple[date, ...]
) -> None:
    read = read_day(typed, today=TODAY, ahead=False)
    assert (read.value, read.choices) == (None, choices)
    moment = read_moment(typed, today=TODAY)
    assert (moment.value, tuple(one.day for one in moment.choices)) == (None, choices)


def test_a_short_year_that_is_over_or_far_ahead_is_the_last_one() -> None:
    assert read_day("1.4.19", today=TODAY, ahead=False).value == date(2019, 4, 1)
    assert read_day("1.4.98", today=TODAY, ahead=False).value == date(1998, 4, 1)
    assert read_moment("seit '98", today=TODAY).value == (date(1998, 1, 1), Grain.YEAR)


def test_a_short_year_in_front_is_never_taken_for_a_day_without_asking() -> None:
    assert read_day("27-05-01", today=TODAY).value == date(2027, 5, 1)
    assert read_day("01-05-27", today=TODAY).value == date(2027, 5, 1)
    assert read_day("27-05-28", today=TODAY).choices == (date(2028, 5, 27), date(2027, 5, 28))


def test_before_a_year_is_not_in_that_year() -> None:
    assert read_moment("before 2000", today=TODAY).doubt is Doubt.WORDS


def test_the_end_of_a_month_is_asked_and_never_taken_for_its_begin() -> None:
    read = read_day("April 2027", today=TODAY, side=Side.END)
    assert (read.value, read.choices) == (None, (date(2027, 4, 1), date(2027, 4, 30)))
    assert read_day("bis Ende April 2027", today=TODAY, side=Side.END).value == date(2027, 4, 30)
    assert read_day("ab 1.4.2027", today=TODAY, side=Side.END).doubt is Doubt.GUESSED


def test_at_once_and_no_matter_are_answers() -> None:
    assert read_day("ab sofort", today=TODAY).is_open
    assert read_day("flexibel", today=TODAY).note == "flexibel"
    assert read_day("ab sofort", today=TODAY, now_is_today=True).value == TODAY


def test_nothing_relative_is_read_without_a_day_to_count_from() -> None:
    assert read_day("in zwei Monaten").doubt is Doubt.UNREADABLE
    assert read_day("1.4.").doubt is Doubt.UNREADABLE


@pytest.mark.parametrize(
    ("typed", "day", "grain"),
    [
        ("seit Ostern 2022", date(2022, 4, 1), Grain.MONTH), ("2019-05", date(2019, 5, 1), Grain.MONTH),
        ("März 2020", date(2020, 3, 1), Grain.MONTH), ("2021", date(2021, 1, 1), Grain.YEAR),
        ("31.3.2021", date(2021, 3, 31), Grain.DAY), ("2015/16", date(2015, 1, 1), Grain.ABOUT),
        ("2008 oder 2009", date(2008, 1, 1), Grain.ABOUT), ("Sommer 2019", date(2019, 6, 1), Grain.ABOUT),
        ("vor drei Jahren", date(2023, 1, 1), Grain.ABOUT), ("seit drei Jahren", date(2023, 1, 1), Grain.ABOUT),
        ("Anfang der 90er", date(1991, 1, 1), Grain.ABOUT), ("90er Jahre", date(1995, 1, 1), Grain.ABOUT),
        ("März 85", date(1985, 3, 1), Grain.MONTH), ("letztes Jahr", date(2025, 1, 1), Grain.YEAR),
    ],
)  # fmt: skip
def test_moments_are_as_exact_as_they_are_written(typed: str, day: date, grain: Grain) -> None:
    assert read_moment(typed, today=TODAY).value == (day, grain)


def test_moments_that_nobody_knows_or_that_are_still_to_come() -> None:
    assert read_moment("unbekannt", today=TODAY).is_open
    assert read_moment("schon lange", today=TODAY).note == "schon lange"
    assert read_moment("seit ca. 2018", today=TODAY).about
    assert read_moment("2010/11", today=TODAY).doubt is Doubt.SEVERAL
    assert read_moment("seit 2031", today=TODAY).doubt is Doubt.FUTURE
