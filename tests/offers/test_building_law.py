"""Building law is told by Land, with its day, and never claimed where nobody has checked."""

from datetime import date

import pytest

from leerstand.core.i18n import Language
from leerstand.offers.building_law import Rule, State, clock_words, rule_in, rules

TODAY = date(2026, 11, 29)


def test_each_land_has_one_row_and_a_state_with_its_source() -> None:
    lands = [row.land for row in rules() if row.rule is Rule.GIVEN_UP_SEVEN_YEARS and row.land != "00"]
    assert lands == [f"{number:02d}" for number in range(1, 17)]
    for row in rules():
        assert (row.state is State.UNKNOWN) == (row.checked_on is None) == (not row.source)


def test_lower_saxony_has_set_the_clock_aside() -> None:
    words = clock_words("03354018", today=TODAY, language="de")
    assert "wendet Niedersachsen nicht an (Stand: 29. November 2026)" in words
    assert "höchstens sieben Jahre" not in words


@pytest.mark.parametrize(
    ("ags", "land"),
    [("15081455", "Sachsen-Anhalt"), ("12070296", "Brandenburg"), ("13076001", "Mecklenburg-Vorpommern")],
)
def test_where_nobody_has_checked_it_is_said_so(ags: str, land: str) -> None:
    words = clock_words(ags, today=TODAY, language="de")
    assert f"ob {land} das getan hat, ist uns nicht bekannt" in words
    assert f"do not know whether {land} has" in clock_words(ags, today=TODAY, language="en")


def test_a_building_without_a_known_land_is_told_no_land() -> None:
    found = rule_in(Rule.GIVEN_UP_SEVEN_YEARS, "")
    assert found is None
    assert "ob Ihr Land das getan hat" in clock_words("", today=TODAY, language="de")


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_way_that_has_ended_is_not_named(language: Language) -> None:
    assert "246e" in clock_words("03354018", today=date(2030, 12, 31), language=language)
    assert "246e" not in clock_words("03354018", today=date(2031, 1, 1), language=language)
