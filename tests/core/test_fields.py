"""A field takes what has one meaning, asks back what has more, and says what it supplied."""

from datetime import UTC, date, datetime
from typing import Annotated, Any

import pytest

from leerstand.core.fields import Area, Count, LastDay, Money, PastDay, Span, YearFrom
from leerstand.core.i18n import Language
from leerstand.core.input import Day, Input, Typed
from leerstand.core.pages import ShownInput
from leerstand.core.values import PERSONS, Bound, Per

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)


class Wish(Input):
    rent: Annotated[int | None, Money(per=Per.MONTH, with_running_costs=True, keeps_note=True)] = None
    budget: Annotated[int | None, Money(per=Per.MONTH, bound=Bound.MOST, most_euros=1000)] = None
    area: Annotated[float | None, Area(least=1, most=100_000)] = None
    months: Annotated[float | None, Span()] = None
    persons: Annotated[int | None, Count(PERSONS, least=1, most=500)] = None
    begin: Day = None
    end: LastDay = None
    was_on: PastDay = None
    built: Annotated[int | None, YearFrom(1500, 2100)] = None


def read(**texts: str) -> Typed[Wish]:
    return Wish.parse(list(texts.items()), now=NOW)


def errors(typed: Typed[Any], language: Language = "de") -> list[str]:
    return [text for _, text in ShownInput(typed, language).errors]


@pytest.mark.parametrize(
    ("field", "text", "de", "en"),
    [
        ("area", "12.500", "Das kann 12.500 m² oder 12,5 m² heißen. Was meinen Sie?", "12,500 m² or 12.5 m²"),
        ("begin", "1.4.", "Wir haben verstanden: 1. April 2027. Stimmt das?", "1 April 2027"),
        ("end", "April 2027", "Das kann 1. April 2027 oder 30. April 2027 heißen. Was meinen Sie?", "30 April 2027"),
        ("rent", "300-400", "Das kann 300 € oder 400 € heißen. Was meinen Sie?", "€300 or €400"),
        ("rent", "400 kalt", "Wir haben verstanden: „400 kalt“. Gefragt ist hier der Betrag im Monat mit allen Nebenkosten.", "400 kalt"),
        ("budget", "400 VB", "Wir haben verstanden: 400 €. Für „VB“ ist hier kein Platz. Stimmt die Angabe so?", "€400"),
        ("months", "bis Ende 2027", "Wir haben verstanden: „bis Ende 2027“, also einen Tag. Gefragt ist hier eine Dauer, zum Beispiel 6 Monate.", "6 months"),
        ("begin", "bald", "Das lesen wir nicht als Datum. Zum Beispiel: 31.3.2027, April 2027 oder Frühling 2027.", "31.3.2027"),
        ("was_on", "1.4.2028", "Wir haben verstanden: 1. April 2028. Das ist erst in der Zukunft. Gefragt ist, was schon war.", "1 April 2028"),
        ("budget", "2000", "Bitte geben Sie höchstens 1.000 € ein.", "€1,000"),
        ("persons", "zweieinhalb", "Bitte geben Sie eine ganze Zahl ein.", "whole number"),
        ("area", "<b>", "Das lesen wir nicht als Fläche. Zum Beispiel: 85 m², ca. 120 oder 0,5 ha.", "0.5 ha"),
    ],
)  # fmt: skip
def test_what_is_unclear_is_asked_back_in_the_reader_s_language(
    field: str, text: str, de: str, en: str
) -> None:
    typed = read(**{field: text})
    assert typed.value is None
    assert typed.typed(field) == text
    assert errors(typed) == [de]
    assert en in errors(typed, "en")[0]


def test_one_more_click_takes_a_meaning() -> None:
    asked = read(area="12.500")
    assert ShownInput(asked, "de").meant("area") == [("12500", "12.500 m²"), ("12,5", "12,5 m²")]
    answered = Wish.parse([("area", "12.500"), ("gelesen-area", "12.500"), ("meint-area", "12,5")], now=NOW)
    assert answered.value is not None
    assert answered.value.area == 12.5
    assert answered.typed("area") == "12,5"


def test_an_answer_counts_only_for_the_text_that_was_asked_about() -> None:
    changed = Wish.parse([("area", "90"), ("gelesen-area", "12.500"), ("meint-area", "12,5")], now=NOW)
    assert changed.value is not None
    assert changed.value.area == 90


def test_an_answer_is_read_like_any_other_text() -> None:
    forged = Wish.parse([("area", "12.500"), ("gelesen-area", "12.500"), ("meint-area", "<script>")], now=NOW)
    assert forged.value is None
    assert forged.typed("area") == "<script>"


@pytest.mark.parametrize(
    ("field", "text", "value", "told"),
    [
        ("begin", "Frühling 2027", date(2027, 3, 1), "1. März 2027"),
        ("begin", "April 2027", date(2027, 4, 1), "1. April 2027"),
        ("months", "anderthalb Jahre", 18, "18 Monate"),
        ("months", "12", 12, "1 Jahr"),
        ("area", "0,5 ha", 5000, "5.000 m²"),
        ("area", "ca. 80", 80, "80 m²"),
        ("built", "um 1900", 1900, "1900"),
        ("persons", "zu viert", 4, "4"),
    ],
)
def test_what_was_supplied_or_counted_is_told(field: str, text: str, value: object, told: str) -> None:
    typed = read(**{field: text})
    assert typed.value is not None
    assert getattr(typed.value, field) == value
    assert [(one.field, one.text, one.value.told("de") if one.value else "") for one in typed.heard] == [
        (field, text, told)
    ]


@pytest.mark.parametrize(
    ("field", "text"),
    [("begin", "01.04.27"), ("begin", "2027-04-01"), ("begin", "ab sofort"), ("rent", "1.500,-"), ("rent", "480,5"), ("area", "80 qm"),
     ("months", "2 Jahre"), ("months", "6 wks"), ("built", "1900")],
)  # fmt: skip
def test_what_was_read_letter_by_letter_is_not_told(field: str, text: str) -> None:
    typed = read(**{field: text})
    assert (typed.problems, typed.heard) == ((), ())


def test_values_are_shown_again_as_people_would_have_typed_them() -> None:
    shown = Wish.prefilled(rent=125050, area=1.125, months=18.0, begin=date(2027, 4, 1), persons=4)
    texts = [shown.typed(name) for name in ("rent", "area", "months", "begin", "persons")]
    assert texts == ["1250,50", "1,1250", "18 Monate", "1.4.2027", "4"]
    again = Wish.parse(
        [(name, shown.typed(name)) for name in ("rent", "area", "months", "begin", "persons")], now=NOW
    )
    assert again.value is not None
    assert (again.value.rent, again.value.area, again.value.months, again.value.persons) == (
        125050,
        1.125,
        18,
        4,
    )
