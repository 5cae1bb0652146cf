"""Times that texts promise are the times that the code keeps: each sentence with a time is listed here."""

import re
from datetime import timedelta

import pytest

from leerstand.accounts import kept_input
from leerstand.accounts.service import LINK_MINUTES
from leerstand.applications import rules as applications
from leerstand.core.i18n import LANGUAGES, translator
from leerstand.core.values import read_span
from leerstand.core.values.numerals import number_word
from leerstand.notices.jobs import KEEP_DAYS
from leerstand.offers import rules as offers
from leerstand.operation.rules import FACT, TEXTS, delivered_text, facts
from leerstand.review import service as review
from tests.core.test_locale import german_texts

NUMBER = r"(?:[0-9]+|ein(?:e[nmrs]?)?|halbe[ns]?|zwei|drei|vier|fünf|sechs|sieben|acht|zehn|vierzehn|one|two|ten|an?)"
TIME = re.compile(rf"\b{NUMBER} (?:Minuten?|Stunden?|Tage?n?|Wochen?|Monat(?:e?n?|s)|Jahr(?:e?n?|s)|minutes?|hours?|days?|weeks?|months?|years?)\b")  # fmt: skip

# What a sentence promises (by its beginning or a part of it) → the constant that keeps it.
PROMISED = {
    "Ihre Eingaben sind für eine Stunde gesichert": kept_input.KEPT,
    "Eingaben liegen eine Stunde lang": kept_input.KEPT,
    "Die Nachricht geht in zehn Minuten hinaus": offers.TAKE_BACK_WITHIN,
    "Die Nachricht geht nach zehn Minuten hinaus": offers.TAKE_BACK_WITHIN,
    "solange die Eigentümer:in es noch nicht gesehen hat": offers.TAKE_BACK_WITHIN,
    "Beide Seiten bekommen in zehn Minuten": review.TAKE_BACK_WITHIN,
    "Sie können das zehn Minuten lang zurücknehmen, solange die andere Seite": applications.TAKE_BACK_WITHIN,
    "Wir fragen in zwei Monaten wieder": offers.ASK_AFTER,
    "Wir fragen alle zwei Monate: Steht": offers.ASK_AFTER,
    "wir fragen alle zwei Monate, ob": offers.ASK_AFTER,
    "Ohne Antwort läuft es in 14 Tagen ab": offers.ANSWER_WITHIN,
}
# Times that promise nothing of ours: examples, estimates, classes, and what a law says.
NOT_OURS = (
    "Zum Beispiel", "also einen Tag", "§ 35", "Art. 14", "Üblich sind", "Faustregel", "Bewährt sind", "unbezahltes Praktikum",
    "oft ein bis zwei Jahre", "10 Jahre", "30 Jahre", "60 Jahre", "einen Tag bis einige", "einem halben Jahr", "zwei Jahre",
    "zehn Jahre", "in 7 Tagen fällig", "zwei Minuten", "einer Minute", "eine Minute", "etwa zehn Minuten", "fünf Minuten",
    "drei Monaten Probewohnen", "letzten 30 Tage", "eine halbe Minute",
)  # fmt: skip


def sentences() -> list[str]:
    """The German texts that name a time."""
    texts = [message if isinstance(message, str) else message[0] for message in german_texts()]
    return [text for text in texts if TIME.search(text)]


def days_of(phrase: str) -> float:
    """A time of a text in days."""
    number, unit = phrase.split(" ")
    small = {"min": 1 / 1440, "stu": 1 / 24, "hou": 1 / 24}.get(unit.lower()[:3])
    if small:
        return float(number_word(number) or float(number)) * small
    return (read_span(phrase).value or 0) * 30


def test_each_time_in_a_text_is_kept_by_a_constant_or_promises_nothing() -> None:
    known = (*PROMISED, *NOT_OURS)
    assert [text for text in sentences() if not any(part in text for part in known)] == []
    for part in PROMISED:
        assert any(part in text for text in sentences()), part


@pytest.mark.parametrize(("part", "kept"), PROMISED.items())
def test_a_promised_time_is_the_time_that_is_kept(part: str, kept: timedelta) -> None:
    days = kept / timedelta(days=1)
    for text in (text for text in sentences() if part in text):
        for language in LANGUAGES:
            times = TIME.findall(translator(language)(text))
            assert any(days_of(time) == pytest.approx(days, rel=0.02) for time in times), (
                language,
                text,
                times,
            )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", TEXTS)
def test_the_delivered_texts_name_times_only_as_facts(key: str, language: str) -> None:
    text = delivered_text(key, language)
    named = facts(tile_url=None, language="de")
    assert set(FACT.findall(text)) <= set(named)
    assert [time for time in TIME.findall(text) if time not in {"zwei Minuten", "two minutes"}] == []


def test_facts_are_the_constants() -> None:
    named = facts(tile_url=None, language="de")
    assert named["link_minutes"] == str(LINK_MINUTES)
    assert named["draft_days"] == str(offers.DELETE_DRAFT_AFTER.days)
    assert named["notice_days"] == str(KEEP_DAYS)
    assert named["answer_days"] == str(applications.ANSWER_WITHIN.days)
