"""Every mail about offers in both languages: complete, short, with a link that stands alone."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest

from leerstand.core.signing import Signer
from leerstand.notices.models import Notice
from leerstand.notices.words import Site, put_into_words
from leerstand.offers.codes import Move
from leerstand.offers.service import default_message

SITE = Site("leerstand", "https://leerstand.example", Signer("s" * 40))
PATH = "/mein/angebote/1"
FACTS: dict[str, Any] = {"title": "Altes Haus", "place": "Gartow", "path": PATH}
LETTERS: list[tuple[str, dict[str, Any]]] = [
    ("submitted", {"form": "Probewohnen"}),
    ("expired", {"reason": "Der Zeitraum des Angebots ist vorbei."}),
    ("still_available", {"until": date(2027, 5, 14).isoformat()}),
    ("still_for_owner", {}),
    ("draft_waiting", {"deleted_on": date(2027, 5, 14).isoformat()}),
    ("draft_waiting", {"deleted_on": None, "title": ""}),
    ("complaint_answered", {"answer": "Wir haben nachgefragt."}),
]


def written(kind: str, facts: dict[str, Any], language: str) -> tuple[str, str]:
    notice = Notice(
        id=uuid4(),
        kind=f"offers/{kind}",
        context=FACTS | facts,
        language=language,
        necessary=True,
        to_email="o@example.org",
    )
    letter = put_into_words(notice, SITE)
    return letter.subject, letter.text


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(("kind", "facts"), LETTERS)
def test_each_letter_is_complete_and_short(kind: str, facts: dict[str, Any], language: str) -> None:
    subject, text = written(kind, facts, language)
    assert subject
    assert len(text.split()) < 120
    assert kind == "complaint_answered" or f"\n{SITE.base_url}{PATH}\n" in text


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("move", [Move.RELEASE, Move.ASK, Move.DECLINE])
def test_a_decision_carries_its_reason_in_the_reader_s_language(move: Move, language: Any) -> None:
    message = default_message(move, title="Altes Haus", language=language, reason="Gibt es Strom?")
    subject, text = written("decided", {"move": move.value, "message": message, "note": ""}, language)
    assert "Altes Haus" in subject
    assert move is Move.RELEASE or "Gibt es Strom?" in text
    assert ("Freundliche Grüße" in text) == (language == "de")


def test_the_two_languages_differ_in_every_letter() -> None:
    for kind, facts in LETTERS:
        assert written(kind, facts, "de")[0] != written(kind, facts, "en")[0]
