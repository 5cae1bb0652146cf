"""Each form's own questions, how they are read, and what is kept."""

import pytest

from leerstand.offers.codes import Form
from leerstand.offers.questions import (
    IN_A_SENTENCE,
    QUESTIONS,
    Kind,
    answers_input,
    answers_of,
    missing_answers,
    shown_answers,
)


@pytest.mark.parametrize("form", list(Form))
def test_every_form_asks_three_to_eight_questions_and_is_explained(form: Form) -> None:
    assert 3 <= len(QUESTIONS[form]) <= 8
    assert IN_A_SENTENCE[form].endswith(".")
    keys = [question.key for question in QUESTIONS[form]]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("form", list(Form))
def test_choices_are_there_exactly_where_one_chooses(form: Form) -> None:
    for question in QUESTIONS[form]:
        assert bool(question.choices) == (question.kind in {Kind.ONE, Kind.SEVERAL}), question.key


@pytest.mark.parametrize("form", list(Form))
def test_an_empty_page_is_read_and_misses_what_is_required(form: Form) -> None:
    value = answers_input(form).parse([]).value
    assert value is not None
    assert answers_of(form, value) == {}
    assert [key for key, _ in missing_answers(form, {})] == [q.key for q in QUESTIONS[form] if q.required]


def test_answers_are_kept_as_codes_numbers_and_iso_days() -> None:
    typed = answers_input(Form.CONVERSION).parse(
        [
            ("q_planning", "s35"),
            ("q_given_up_on", "10.2021"),
            ("q_tenure", "lease"),
            ("q_tenure", "sale"),
            ("q_roof", "yes"),
        ]
    )
    assert typed.value is not None
    kept = answers_of(Form.CONVERSION, typed.value)
    assert kept == {
        "planning": "s35",
        "given_up_on": "2021-10",
        "roof": "yes",
        "tenure": ["sale", "lease"],
    }


def test_codes_that_nobody_offered_are_not_kept() -> None:
    typed = answers_input(Form.TINY_LIVING).parse([("q_main_residence", "sure"), ("q_utilities", "gold")])
    assert typed.value is not None
    assert answers_of(Form.TINY_LIVING, typed.value) == {}


def test_a_day_that_cannot_be_read_is_said_so() -> None:
    typed = answers_input(Form.CONVERSION).parse([("q_given_up_on", "irgendwann")])
    assert [name for name, _, _ in typed.problems] == ["q_given_up_on"]


def test_answers_are_shown_as_words_and_days() -> None:
    kept = {"planning": "s35", "given_up_on": "2021-10-01", "tenure": ["sale"], "price": "VB"}
    shown = {question.key: answer for question, answer in shown_answers(Form.CONVERSION, kept)}
    assert shown["planning"].startswith("Außerhalb")
    assert shown["given_up_on"].told("de") == "1. Oktober 2021"
    assert shown["tenure"] == ["Kauf"]
    assert shown["price"] == "VB"


def test_unclear_is_offered_for_the_main_residence_of_tiny_living() -> None:
    asked = next(question for question in QUESTIONS[Form.TINY_LIVING] if question.key == "main_residence")
    assert "open" in dict(asked.choices)
    assert asked.required
