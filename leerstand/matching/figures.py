"""The figures by which matching and duplicates are judged, as the evaluation contract defines them."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

BEST_GRADE = 3
FIRST = 3
DEPTH = 10
Grades = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SeekerFigures:
    """One seeker's outcome; `missed` are the best offers that did not come first."""

    seeker_id: str
    ndcg: float
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MatchingFigures:
    """How well ranked proposals meet graded labels."""

    seekers: tuple[SeekerFigures, ...]
    pairs: int
    best: int
    best_first: int
    violations: tuple[tuple[str, str], ...]

    @property
    def mean_ndcg(self) -> float:
        """Mean nDCG@10 over the seekers that have anything to find."""
        return sum(seeker.ndcg for seeker in self.seekers) / max(len(self.seekers), 1)

    @property
    def best_first_share(self) -> float:
        """The share of grade-3 pairs within the first three."""
        return self.best_first / max(self.best, 1)

    def worst(self, most: int) -> tuple[SeekerFigures, ...]:
        """The seekers with the lowest nDCG, worst first."""
        return tuple(sorted(self.seekers, key=lambda seeker: (seeker.ndcg, seeker.seeker_id))[:most])


@dataclass(frozen=True, slots=True)
class PairFigures:
    """How many proposed pairs of one building are right."""

    true: int
    proposed: int
    right: int

    @property
    def precision(self) -> float:
        """The share of proposed pairs that are right."""
        return self.right / self.proposed if self.proposed else 0.0

    @property
    def recall(self) -> float:
        """The share of right pairs that were proposed."""
        return self.right / self.true if self.true else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.right else 0.0


def discounted(grades: Iterable[int]) -> float:
    """Discounted cumulative gain of the first ten grades, gain 2^grade - 1."""
    return sum((2.0**grade - 1) / math.log2(place + 2) for place, grade in enumerate(list(grades)[:DEPTH]))


def matching(
    proposed: Mapping[str, Sequence[str]],
    labels: Mapping[str, Grades],
    *,
    breaks_rule: Iterable[tuple[str, str]] = (),
) -> MatchingFigures:
    """Judge ranked space ids by seeker id; `proposed` names every seeker, with nothing where nothing was found.

    A pair labelled -1 or named by `breaks_rule` is a violation.
    """
    wrong = set(breaks_rule)
    seekers, best, best_first, violations = [], 0, 0, []
    for seeker_id, ranked in proposed.items():
        graded = labels.get(seeker_id, {})
        violations += [(seeker_id, s) for s in ranked if graded.get(s) == -1 or (seeker_id, s) in wrong]
        positive = sorted((grade for grade in graded.values() if grade > 0), reverse=True)
        if not positive:
            continue
        top = {space for space, grade in graded.items() if grade == BEST_GRADE}
        best += len(top)
        best_first += len(top & set(ranked[:FIRST]))
        gain = discounted(max(graded.get(space, 0), 0) for space in ranked) / discounted(positive)
        seekers.append(SeekerFigures(seeker_id, gain, tuple(sorted(top - set(ranked[:FIRST])))))
    pairs = sum(len(ranked) for ranked in proposed.values())
    return MatchingFigures(tuple(seekers), pairs, best, best_first, tuple(violations))


def duplicates(proposed: Iterable[frozenset[str]], true: Iterable[frozenset[str]]) -> PairFigures:
    """Judge unordered pairs of ids."""
    found, truth = set(proposed), set(true)
    return PairFigures(len(truth), len(found), len(found & truth))
