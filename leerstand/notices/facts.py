"""What fills a notice, as JSON: what is not text says so where it is written, so that no text is taken for it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

DAY, MOMENT, OURS, PLAIN = "$date", "$datetime", "$text", "$dict"
# Until this release days stood as bare text under these names, and nothing else ever did.
DAYS_OF_OLD = frozenset({"answer_by", "starts_on", "ends_on", "until", "deleted_on"})

Speak = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class OurText:
    """A text of the catalogue (a German msgid) with what fills it: put into the reader's language when it is read."""

    text: str
    facts: Mapping[str, Any] = field(default_factory=dict)

    def said(self, speak: Speak) -> str:
        return speak(self.text) % self.facts if self.facts else speak(self.text)


def kept(value: Any) -> Any:
    """A fact as it is stored: days, moments and texts of ours are marked, an object that looks marked is wrapped."""
    if isinstance(value, datetime):
        return {MOMENT: value.isoformat()}
    if isinstance(value, date):
        return {DAY: value.isoformat()}
    if isinstance(value, OurText):
        return {OURS: value.text, "facts": {key: kept(inner) for key, inner in value.facts.items()}}
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        plain = {str(key): kept(inner) for key, inner in value.items()}
        return {PLAIN: plain} if any(key.startswith("$") for key in plain) else plain
    if isinstance(value, list | tuple):
        return [kept(inner) for inner in value]
    return value


def revived(context: Mapping[str, Any], *, speak: Speak) -> dict[str, Any]:
    """Stored facts as templates want them, texts of ours spoken by `speak`. Raises ValueError for a mark that holds nonsense."""
    return {
        key: _day_of_old(value) if key in DAYS_OF_OLD and isinstance(value, str) else _revived(value, speak)
        for key, value in context.items()
    }


def _revived(value: Any, speak: Speak) -> Any:
    if isinstance(value, list):
        return [_revived(inner, speak) for inner in value]
    if not isinstance(value, dict):
        return value
    if DAY in value:
        return date.fromisoformat(value[DAY])
    if MOMENT in value:
        return datetime.fromisoformat(value[MOMENT])
    if OURS in value:
        return OurText(value[OURS], _inner(value.get("facts", {}), speak)).said(speak)
    return _inner(value.get(PLAIN, value), speak)


def _inner(values: Mapping[str, Any], speak: Speak) -> dict[str, Any]:
    return {key: _revived(inner, speak) for key, inner in values.items()}


def _day_of_old(text: str) -> date | str:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
