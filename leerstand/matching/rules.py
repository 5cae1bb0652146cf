"""How a score and its reasons are put before people: the number never alone, never the headline."""

from collections.abc import Sequence
from typing import Any

from leerstand.core.i18n import N_, Language

# Of pairs that break no rule, what fits best scores 76 in the middle, what is clearly suitable 64, what doesn't fit 50.
WORDS = (
    (75, N_("Passt sehr gut")),
    (62, N_("Passt gut")),
    (52, N_("Passt teilweise")),
    (0, N_("Passt nur bedingt")),
)
# So many points more than when people were last told of a pair are news.
CLEARLY_BETTER = 10.0


def words_for(score: float) -> str:
    """A score in words, as a German msgid."""
    return next(words for least, words in WORDS if score >= least)


def grouped(reasons: Sequence[dict[str, Any]], language: Language) -> dict[str, list[str]]:
    """A proposal's sentences by kind (fits, clarify, against), in the reader's language, weightiest first."""
    by_weight = sorted(reasons, key=lambda reason: -reason["weight"] * max(reason["score"], 0.1))
    note = "note_en" if language == "en" else "note_de"
    return {
        kind: [reason[note] for reason in by_weight if reason["kind"] == kind]
        for kind in ("fits", "clarify", "against")
    }
