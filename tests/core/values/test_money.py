"""Money is read as people write it, and asked back where it has two meanings."""

import pytest

from leerstand.core.values import Bound, Doubt, Per, read_money


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("480", 48000), ("480,50", 48050), ("480.5", 48050), ("1.500", 150000), ("1.500,-", 150000),
        ("1500,--", 150000), ("1.500,—", 150000), ("€ 480", 48000), ("480 EUR", 48000), ("1 500 €", 150000),
        ("1'500", 150000), ("1.250,50", 125050), ("1,250.50", 125050), ("1,5k", 150000), ("400 Euro im Monat", 40000),
        ("400€/Monat", 40000), ("400 mtl.", 40000), ("€480 per month", 48000), ("ein Euro", 100), ("fünfhundert", 50000),
        ("zweihundertfünfzig Euro", 25000), ("50 Cent", 50), ("kostenlos", 0), ("umsonst", 0), ("frei", 0), ("0", 0),
        ("free of charge", 0), ("480\u00a0€", 48000), ("1\u202f500\u00a0€", 150000), ("-5", -500),
    ],
)  # fmt: skip
def test_money_is_read_as_people_write_it(typed: str, cents: int) -> None:
    read = read_money(typed, per=Per.MONTH)
    assert (read.value, read.doubt) == (cents, None)


@pytest.mark.parametrize(
    ("typed", "cents", "note"),
    [
        ("400 VB", 40000, "VB"),
        ("VB", None, "VB"),
        ("400 € warm", 40000, "warm"),
        ("Verhandlungssache", None, "Verhandlungssache"),
    ],
)
def test_what_is_said_beside_the_amount_is_kept(typed: str, cents: int | None, note: str) -> None:
    read = read_money(typed, per=Per.MONTH)
    assert (read.value, read.note, read.doubt, read.is_open) == (cents, note, None, cents is None)


@pytest.mark.parametrize(
    ("typed", "doubt", "choices"),
    [
        ("300-400", Doubt.SEVERAL, (30000, 40000)),
        ("300 bis 400 €", Doubt.SEVERAL, (30000, 40000)),
        ("max 450", Doubt.GUESSED, (45000,)),
        ("400 CHF", Doubt.WORDS, (40000,)),
        ("4.800 € im Jahr", Doubt.OTHER, (40000,)),
        ("4,50 €/m²", Doubt.OTHER, ()),
        ("200 pro Person", Doubt.OTHER, ()),
        ("400 + 80", Doubt.UNREADABLE, ()),
        ("1.25.00", Doubt.UNREADABLE, ()),
    ],
)
def test_an_amount_with_two_meanings_is_asked_back(
    typed: str, doubt: Doubt, choices: tuple[int, ...]
) -> None:
    read = read_money(typed, per=Per.MONTH)
    assert (read.value, read.doubt, read.choices) == (None, doubt, choices)


def test_a_limit_takes_the_upper_end_of_a_range() -> None:
    assert read_money("300-400", per=Per.MONTH, bound=Bound.MOST).value == 40000
    assert read_money("bis 450 €", per=Per.MONTH, bound=Bound.MOST).value == 45000
    assert read_money("mindestens 450 €", per=Per.MONTH, bound=Bound.MOST).choices == (45000,)


def test_cold_rent_is_asked_back_where_all_costs_count() -> None:
    assert read_money("400 kalt", per=Per.MONTH).value == 40000
    read = read_money("400 kalt", per=Per.MONTH, with_running_costs=True)
    assert (read.value, read.doubt, read.choices, read.note) == (None, Doubt.OTHER, (40000,), "kalt")


def test_a_single_payment_is_not_taken_from_a_monthly_amount() -> None:
    assert read_money("500 € im Monat").doubt is Doubt.OTHER
    assert read_money("500 €").value == 50000


def test_a_deposit_of_three_rents_is_not_one_of_three_euros() -> None:
    for typed in ("3 KM", "2 NKM", "3 Kaltmiete", "2 Warmmiete"):
        read = read_money(typed)
        assert (read.value, read.doubt, read.choices) == (None, Doubt.OTHER, ())


@pytest.mark.parametrize("text", ["keine", "keins", "none"])
def test_none_may_mean_no_limit_as_well_as_nothing(text: str) -> None:
    assert read_money(text).value is None
    assert read_money("keine Kosten").value == 0
