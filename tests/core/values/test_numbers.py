"""Areas, rooms, persons and lengths of time are read as people write them; two readings are asked."""

from datetime import date

import pytest

from leerstand.core.values import PERSONS, ROOMS, Bound, Doubt, Point, read_area, read_number, read_span


@pytest.mark.parametrize(
    ("typed", "m2"),
    [
        ("80", 80), ("80 qm", 80), ("80 m²", 80), ("80 m2", 80), ("80qm", 80), ("80 Quadratmeter", 80), ("ca. 80 qm", 80),
        ("ca. 140", 140), ("etwa 80", 80), ("rund 120 m²", 120), ("120 m² Wfl.", 120), ("1 200", 1200), ("1.200", 1200),
        ("1,200", 1200), ("1.200,5 m²", 1200.5), ("0,5 ha", 5000), ("2 Hektar", 20000), ("85,5", 85.5), ("80.25", 80.25),
        ("0.500", 0.5),
    ],
)  # fmt: skip
def test_areas_are_read_as_people_write_them(typed: str, m2: float) -> None:
    read = read_area(typed)
    assert (read.value, read.doubt) == (m2, None)
    assert read.about == typed.startswith(("ca", "etwa", "rund"))


@pytest.mark.parametrize(
    ("typed", "doubt", "choices"),
    [
        ("12.500", Doubt.SEVERAL, (12500, 12.5)),
        ("12,500", Doubt.SEVERAL, (12.5, 12500)),
        ("80-100", Doubt.SEVERAL, (80, 100)),
        ("ab 80", Doubt.GUESSED, (80,)),
        ("80 mit Garten", Doubt.WORDS, (80,)),
        ("2 Morgen", Doubt.OTHER, ()),
        ("80 m² / 40 m²", Doubt.UNREADABLE, ()),
    ],
)
def test_an_area_with_two_meanings_is_asked_back(
    typed: str, doubt: Doubt, choices: tuple[float, ...]
) -> None:
    read = read_area(typed)
    assert (read.value, read.doubt, read.choices) == (None, doubt, choices)


def test_a_column_that_shows_what_its_dots_are_decides() -> None:
    assert read_area("12.500", point=Point.THOUSANDS).value == 12500
    assert read_area("12.500", point=Point.DECIMAL).value == 12.5
    assert read_area("12,500", point=Point.DECIMAL).value == 12.5


def test_a_least_area_takes_the_lower_end_of_a_range() -> None:
    assert read_area("80-100 qm", bound=Bound.LEAST).value == 80
    assert read_area("mindestens 80", bound=Bound.LEAST).value == 80


@pytest.mark.parametrize(
    ("typed", "rooms"),
    [
        ("3 1/2", 3.5),
        ("3½", 3.5),
        ("3,5 Zi.", 3.5),
        ("3-Zimmer", 3),
        ("3 Zimmer, Küche, Bad", 3),
        ("drei", 3),
    ],
)
def test_rooms_are_read_as_people_write_them(typed: str, rooms: float) -> None:
    assert read_number(typed, units=ROOMS, most=200).value == rooms


def test_persons_are_counted_in_words_too() -> None:
    assert read_number("zu viert", units=PERSONS).value == 4
    assert read_number("2 Personen", units=PERSONS).value == 2
    assert read_number("2 Erwachsene, 1 Kind", units=PERSONS).doubt is Doubt.UNREADABLE


@pytest.mark.parametrize(
    ("typed", "months"),
    [
        ("ein halbes Jahr", 6), ("1/2 Jahr", 6), ("½ Jahr", 6), ("6 Monate", 6), ("12", 12), ("ein Jahr", 12), ("a year", 12),
        ("2 Jahre", 24), ("anderthalb Jahre", 18), ("1,5 Jahre", 18), ("1 1/2 Jahre", 18), ("zweieinhalb Jahre", 30),
        ("1 Jahr 6 Monate", 18), ("ein Jahr und sechs Monate", 18), ("6 wks", 1.4), ("half a year", 6), ("Vierteljahr", 3),
        ("10 Tage", 0.33),
    ],
)  # fmt: skip
def test_lengths_of_time_are_read_as_people_write_them(typed: str, months: float) -> None:
    assert read_span(typed).value == months


@pytest.mark.parametrize("typed", ["unbefristet", "auf Dauer", "für immer", "for good"])
def test_no_end_is_an_answer(typed: str) -> None:
    read = read_span(typed)
    assert (read.value, read.is_open, read.note) == (None, True, typed)


def test_unclear_lengths_are_asked_back() -> None:
    today = date(2026, 11, 29)
    assert read_span("3-6 Monate").choices == (3, 6)
    assert read_span("3-6 Monate", bound=Bound.LEAST).value == 3
    assert read_span("mindestens drei Monate", bound=Bound.LEAST).value == 3
    assert read_span("bis Ende 2027", today=today).doubt is Doubt.OTHER
    assert read_span("ein paar Monate").doubt is Doubt.UNREADABLE
