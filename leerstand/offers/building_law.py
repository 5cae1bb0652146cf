"""What building law says about old farm buildings, by Land, as far as somebody has checked it.

The facts stand in `data/building_law.csv`: one row a rule and Land (its two-digit key, 00 for federal law) with its
state, source and the day it was checked. A Land that nobody has checked is "unknown", never the federal rule.
Nothing here is legal advice, and the sentences say who decides.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from leerstand.core.i18n import N_, Language, show_date, translator

FILE = Path(__file__).parent / "data" / "building_law.csv"
FEDERAL = "00"


class Rule(StrEnum):
    """The rules that the questions mention."""

    GIVEN_UP_SEVEN_YEARS = "given_up_seven_years"
    SHAPES_THE_LANDSCAPE = "shapes_the_landscape"
    HOMES_BY_CONSENT = "homes_by_consent"


class State(StrEnum):
    """Whether a rule holds in a Land."""

    APPLIES = "applies"
    SET_ASIDE = "set_aside"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class LandRule:
    """One rule in one Land; without `checked_on` nobody has looked."""

    land: str
    name: str
    rule: Rule
    state: State
    until: date | None
    source: str
    checked_on: date | None


CLOCK = {
    State.SET_ASIDE: N_(
        "Im Außenbereich hilft § 35 Absatz 4 BauGB, wenn ein Hofgebäude umgenutzt werden soll. Die Frist von sieben Jahren "
        "seit der Aufgabe wendet %(land)s nicht an (Stand: %(day)s)."
    ),
    State.APPLIES: N_(
        "Im Außenbereich hilft § 35 Absatz 4 BauGB, wenn ein Hofgebäude umgenutzt werden soll: Die frühere Nutzung darf dafür "
        "höchstens sieben Jahre zurückliegen. Das gilt auch in %(land)s (Stand: %(day)s)."
    ),
    State.UNKNOWN: N_(
        "Im Außenbereich hilft § 35 Absatz 4 BauGB, wenn ein Hofgebäude umgenutzt werden soll. Nach Bundesrecht darf die frühere "
        "Nutzung dafür höchstens sieben Jahre zurückliegen. Ein Land kann diese Frist aussetzen; ob %(land)s das getan hat, "
        "ist uns nicht bekannt. Bitte fragen Sie die Bauaufsicht."
    ),
}
SOMEWHERE = N_("Ihr Land")
LANDSCAPE = N_(
    "Für erhaltenswerte Gebäude, die die Kulturlandschaft prägen, gilt keine solche Frist (§ 35 Absatz 4 Satz 1 Nummer 4)."
)
CONSENT = N_(
    "Für Wohnungen gibt es bis zum %(day)s noch einen Weg, dem die Gemeinde zustimmen muss (§ 246e). Welcher passt, sagt die Bauaufsicht."
)


@cache
def rules() -> Sequence[LandRule]:
    """All rows of the file."""
    with FILE.open(newline="", encoding="utf-8") as handle:
        return [
            LandRule(
                row["land"], row["name"], Rule(row["rule"]), State(row["state"]), _day(row["until"]), row["source"],
                _day(row["checked_on"]),
            )
            for row in csv.DictReader(handle)
        ]  # fmt: skip


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def rule_in(rule: Rule, land: str) -> LandRule | None:
    """A rule as it stands in the Land of this key; None where the file has no row."""
    return next((row for row in rules() if row.rule is rule and row.land == land), None)


def clock_words(ags: str, *, today: date, language: Language) -> str:
    """Why it is asked when a use was given up, by the Land of a municipality's key: its rule, its date, other ways."""
    speak = translator(language)
    here = rule_in(Rule.GIVEN_UP_SEVEN_YEARS, ags[:2])
    known = here is not None and here.state is not State.UNKNOWN and here.checked_on is not None
    state = here.state if here is not None and known else State.UNKNOWN
    facts = {
        "land": here.name if here else speak(SOMEWHERE),
        "day": show_date(here.checked_on, language) if here else "",
    }
    return " ".join([speak(CLOCK[state]) % facts, *_other_ways(today=today, language=language)])


def _other_ways(*, today: date, language: Language) -> list[str]:
    """Federal rules that know no such clock, while they last."""
    speak = translator(language)
    found = []
    if rule_in(Rule.SHAPES_THE_LANDSCAPE, FEDERAL):
        found.append(speak(LANDSCAPE))
    consent = rule_in(Rule.HOMES_BY_CONSENT, FEDERAL)
    if consent and consent.until and today <= consent.until:
        found.append(speak(CONSENT) % {"day": show_date(consent.until, language)})
    return found
