"""Two records, how surely they are the same building, and the reasons as sentences."""

from dataclasses import dataclass
from functools import cached_property

from leerstand.register.duplicates.address import Address
from leerstand.register.duplicates.sentences import SENTENCES


@dataclass(frozen=True, slots=True)
class Fact:
    """One reason for or against two records being the same building, as a sentence in both languages."""

    kind: str
    speaks_for: bool
    veto: bool
    de: str
    en: str


@dataclass(frozen=True)
class Pair:
    """Two records and how surely they are the same building (0 to 100); `left` has the smaller id."""

    left: Address
    right: Address
    score: float
    findings: tuple[tuple[str, str], ...]
    vetoed: bool = False

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The reasons, those that rule the pair out first, then those for it, then those against."""
        made = [_fact(kind, detail, of=self) for kind, detail in self.findings]
        return tuple(sorted(made, key=lambda fact: (not fact.veto, not fact.speaks_for)))

    @property
    def ids(self) -> tuple[str, str]:
        return self.left.id, self.right.id


def _fact(kind: str, detail: str, *, of: Pair) -> Fact:
    left, right = of.left, of.right
    sentence = SENTENCES[kind]
    words = {
        "detail": detail,
        "left": left.shown,
        "right": right.shown,
        "left_number": left.number,
        "right_number": right.number,
        "left_street": left.street.shown if left.street else "",
        "right_street": right.street.shown if right.street else "",
        "left_place": left.shown_place,
        "right_place": right.shown_place,
        "left_postcode": left.postcode,
        "right_postcode": right.postcode,
    }
    metres = detail.replace(",", ".") if kind in ("near", "not_near", "far") else detail
    german = sentence.de.format(**{**words, "detail": metres})
    return Fact(kind, sentence.speaks_for, sentence.veto, german, sentence.en.format(**words))
