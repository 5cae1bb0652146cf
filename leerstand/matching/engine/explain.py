"""Why a pair fits, what is still to clarify and what speaks against it, in sentences and with the words behind them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from leerstand.matching.engine import phrasing, terms_told
from leerstand.matching.engine.facts import Reason
from leerstand.matching.engine.plans import Plans, Rarity
from leerstand.matching.engine.reading import Finding
from leerstand.matching.engine.understood import CODE_CONCEPTS, ReadSeeker, ReadSpace
from leerstand.matching.engine.vocabulary import Vocabulary
from leerstand.matching.engine.weights import CRITERIA

MOST_WORDS = 3
MOST_HIDDEN_NEEDS = 3
WORTH_TELLING = 0.02
# Groups of concepts that somebody does; all others are there or not.
USES = frozenset(("work", "form"))


@dataclass(frozen=True, slots=True)
class Scored:
    """A pair with its criteria's values and weights (in the order of CRITERIA), as the engine scored it."""

    seeker: ReadSeeker
    space: ReadSpace
    values: NDArray[np.float64]
    weights: NDArray[np.float64]
    distance_km: float
    """NaN where not both places are known."""
    rarity: Rarity

    def value(self, criterion: str) -> tuple[float, float]:
        """A criterion's value and weight."""
        place = CRITERIA.index(criterion)
        return round(float(self.values[place]), 3), round(float(self.weights[place]), 3)


@dataclass(frozen=True, slots=True)
class Told:
    """What is said about a pair: reasons for and against, and questions."""

    reasons: tuple[Reason, ...]
    clarify: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Shared:
    """One wish and what of the offer serves it: the words on both sides and how much it adds."""

    wish: int
    served_by: int
    adds: float


class Explainer:
    """Tells the reasons of scored pairs."""

    def __init__(self, vocabulary: Vocabulary, plans: Plans) -> None:
        self._concepts = vocabulary.concepts
        # As lists: looking up single numbers in an array takes four times as long.
        self._serves: list[list[float]] = vocabulary.serves.tolist()
        self._hidden = vocabulary.hidden_needs
        self._plans = plans
        names = vocabulary.by_name
        self._features = {names[name].index: code for code, name in CODE_CONCEPTS.items() if name in names}

    def reasons(self, pair: Scored) -> Told:
        """All that is worth saying, in the order of the criteria; questions apart."""
        told = [*self._plan(pair), *terms_told.form(pair), *terms_told.wishes(pair)]
        told += [*terms_told.distance(pair), *terms_told.way(pair), *terms_told.cost(pair)]
        told += [*terms_told.size(pair), *terms_told.time(pair), *terms_told.people(pair)]
        clarify = [*self._hidden_needs(pair), *(reason for reason in told if reason.kind == "clarify")]
        return Told(tuple(reason for reason in told if reason.kind != "clarify"), tuple(clarify))

    def _plan(self, pair: Scored) -> Iterator[Reason]:
        value, weight = pair.value("plan")
        if not weight:
            return
        shared = self._shared(pair)
        if shared:
            yield self._fits(pair, shared, value=value, weight=weight)
        if wanted := self._asked(pair):
            yield wanted
        yield from self._against(pair)
        if not shared:
            yield Reason(
                "plan", value, weight, "against",
                "Zu Ihrem Vorhaben sagt das Angebot nichts.",
                "The offer says nothing about your plan.",
            )  # fmt: skip

    def _shared(self, pair: Scored) -> list[_Shared]:
        wants, _ = self._plans.wanted(pair.seeker, pair.rarity)
        found = []
        for wish in np.flatnonzero(wants).tolist():
            serves = self._serves[wish]
            best, has = max(
                ((serves[has] * strength, has) for has, strength in pair.space.has.items()), default=(0.0, -1)
            )
            adds = best * float(wants[wish])
            if adds > WORTH_TELLING:
                found.append(_Shared(wish, has, adds))
        return sorted(found, key=lambda shared: -shared.adds)[:MOST_WORDS]

    def _fits(self, pair: Scored, shared: Sequence[_Shared], *, value: float, weight: float) -> Reason:
        wrote = _words(pair.seeker.findings, [one.wish for one in shared])
        offers = _words(pair.space.findings, [one.served_by for one in shared])
        features = [
            self._features[one.served_by]
            for one in shared
            if one.served_by in self._features and not _words(pair.space.findings, [one.served_by])
        ]
        kind_de = phrasing.KINDS_DE[pair.space.space.property_kind]
        kind_en = phrasing.KINDS_EN[pair.space.space.property_kind]
        parts_de, parts_en = [], []
        if features:
            said_de, said_en = phrasing.said_of(features)
            parts_de.append(f"{kind_de} {said_de}")
            parts_en.append(f"the {kind_en} {said_en}")
        if offers or not features:
            offers = offers or (phrasing.FORMS[pair.space.space.form][0],)
            verb = "steht" if len(offers) == 1 else "stehen"
            parts_de.append(f"im Angebot {phrasing.quoted_de(offers)} {verb}")
            parts_en.append(f"the offer says {phrasing.quoted_en(offers)}")
        return Reason(
            "plan", value, weight, "fits",
            f"Passt, weil Sie {phrasing.quoted_de(wrote)} schreiben und {' und '.join(parts_de)}.",
            f"Fits because you write {phrasing.quoted_en(wrote)} and {' and '.join(parts_en)}.",
            (*wrote, *offers),
        )  # fmt: skip

    def _asked(self, pair: Scored) -> Reason | None:
        asked = self._plans.asked(pair.space, pair.rarity)
        brought = self._plans.brought(pair.seeker)
        best = int(np.argmax(asked * brought)) if asked.any() else 0
        if asked[best] * brought[best] <= WORTH_TELLING:
            return None
        _, by = max((self._serves[best][has] * strength, has) for has, strength in pair.seeker.wants.items())
        wished, wrote = _words(pair.space.texts[2].findings, [best]), _words(pair.seeker.findings, [by])
        if not wished or not wrote:
            return None
        value, weight = pair.value("plan")
        return Reason(
            "plan", value, weight, "fits",
            f"Gewünscht ist hier {phrasing.quoted_de(wished)}; dazu passt Ihr {phrasing.quoted_de(wrote)}.",
            f"Wanted here: {phrasing.quoted_en(wished)}; your {phrasing.quoted_en(wrote)} answers that.",
            (*wished, *wrote),
        )  # fmt: skip

    def _against(self, pair: Scored) -> Iterator[Reason]:
        value, weight = pair.value("plan")
        for concept in pair.seeker.rejects:
            if met := _words(pair.space.findings, [concept]):
                no = _words(pair.seeker.findings, [concept])
                yield Reason(
                    "plan", value, weight, "against",
                    f"Sie möchten {phrasing.quoted_de(no)} nicht; im Angebot steht {phrasing.quoted_de(met)}.",
                    f"You do not want {phrasing.quoted_en(no)}; the offer says {phrasing.quoted_en(met)}.",
                    (*no, *met),
                )  # fmt: skip
        for concept in pair.space.excluded:
            if wish := _words(pair.seeker.findings, [concept] if concept in pair.seeker.wants else []):
                no = _words(pair.space.findings, [concept])
                is_use = self._concepts[concept].group in USES
                yield Reason(
                    "plan", value, weight, "against",
                    f"{'Das Angebot schließt aus' if is_use else 'Laut Angebot nicht da'}: {phrasing.quoted_de(no)}. Sie schreiben {phrasing.quoted_de(wish)}.",
                    f"{'The offer rules out' if is_use else 'Not there, says the offer'}: {phrasing.quoted_en(no)}. You write {phrasing.quoted_en(wish)}.",
                    (*no, *wish),
                )  # fmt: skip

    def _hidden_needs(self, pair: Scored) -> Iterator[Reason]:
        told: set[int] = set()
        for wish in sorted(pair.seeker.wants, key=lambda concept: -pair.seeker.wants[concept]):
            for need in self._hidden[wish]:
                if need in pair.space.has or need in told or len(told) >= MOST_HIDDEN_NEEDS:
                    continue
                if any(self._serves[need][has] >= 0.5 for has in pair.space.has):
                    continue
                told.add(need)
                yield self._question(pair, wish=wish, need=need)

    def _question(self, pair: Scored, *, wish: int, need: int) -> Reason:
        plan = _words(pair.seeker.findings, [wish])
        is_out = need in pair.space.excluded
        missing = self._concepts[need]
        said_de = "Das Angebot schließt es aus." if is_out else "Dazu sagt das Angebot nichts."
        said_en = "The offer rules it out." if is_out else "The offer does not say."
        return Reason(
            "plan", 0.0, 0.0, "clarify",
            f"Für {phrasing.quoted_de(plan)} braucht man meist: {missing.label_de}. {said_de}",
            f"{phrasing.quoted_en(plan)} usually needs: {missing.label_en}. {said_en}",
            plan,
        )  # fmt: skip


def _words(findings: Iterable[Finding], concepts: Sequence[int]) -> tuple[str, ...]:
    wanted = dict.fromkeys(concepts)
    found: dict[str, None] = {}
    for concept in wanted:
        for finding in findings:
            if finding.concept == concept:
                found.setdefault(finding.words)
                break
    return tuple(found)[:MOST_WORDS]
