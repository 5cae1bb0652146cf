"""Words in advertisements that shut people out, and words that only sound like it."""

import pytest

from leerstand.offers.wording import PATTERNS, findings


@pytest.mark.parametrize(
    "text",
    [
        "Vermietung nur an Deutsche.",
        "Keine Ausländer bitte",
        "deutsche Familie gesucht",
        "keine Flüchtlinge",
        "Germans only",
        "nur Christen",
        "kein Platz für Kopftuchträgerinnen",
        "Nichtbehinderte bevorzugt",
        "keine Rollstuhlfahrer",
    ],
)
def test_what_the_law_forbids_must_be_cleared_before_release(text: str) -> None:
    assert any(one.forbidden for one in findings(text))


@pytest.mark.parametrize(
    "text",
    [
        "eine ältere Dame wäre schön",
        "am liebsten Studenten",
        "nur an Frauen",
        "keine Kinder",
        "nur Berufstätige",
        "kein Bürgergeld",
        "bis 35 Jahre",
        "gute Kenntnisse, am besten muttersprachlich",
        "normale Familie",
    ],
)
def test_what_may_have_a_reason_gets_a_hint_only(text: str) -> None:
    found = findings(text)
    assert found
    assert not any(one.forbidden for one in found)


@pytest.mark.parametrize(
    "text",
    [
        "Offen für alle, die hier leben wollen. Familien mit Kindern sind willkommen.",
        "Das Haus liegt an der Deutschen Märchenstraße, nur zehn Minuten vom Bahnhof.",
        "Zwei steile Treppen, kein Aufzug. Hunde nach Absprache.",
        "Nur Werkstatt und Lager, keine Ferienwohnung.",
        "Alter Gasthof mit jungem Garten, bezugsfertig ab Mai.",
        "Bis 30.9.2027, über 200 m² Fläche.",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert findings(text) == []


def test_each_wording_is_named_once_with_a_neutral_way_to_say_it() -> None:
    found = findings("Keine Kinder!", "Wirklich keine Kinder, ältere Dame gesucht")
    assert [one.words for one in found] == ["ältere Dame", "Keine Kinder"]
    assert all(one.instead and one.why for one in found)


def test_every_pattern_says_what_to_write_instead() -> None:
    assert all(one.why and one.instead for one in PATTERNS)
