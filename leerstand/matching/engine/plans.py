"""How plan and use fit: what a search wants against what an offer has, and what an owner asks for against both."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from leerstand.matching.engine.understood import ReadSeeker, ReadSpace
from leerstand.matching.engine.vocabulary import Vocabulary
from leerstand.matching.engine.weights import Weights

Vector = NDArray[np.float32]
# Shares of the two sides, of a refusal, and of rare words that both write.
WANTED, ASKED, REFUSED, RARE = 0.6, 0.4, 0.5, 0.25
# Where nothing was understood of what an owner asks for, so much of that share goes to what the search wants.
UNASKED = 0.5
RULED_OUT = 0.8
SAME = 0.8
LEAST_RARITY = 0.35
# „Handwerk“ beside „Tischlerei“ adds little: the special word implies the general one.
IMPLIED = 0.4
STEEP = 0.8


@dataclass(frozen=True)
class Rarity:
    """How much a concept or an unknown word tells, by how few offers of the stock have it: 0 to 1."""

    concepts: Vector
    words: Mapping[str, float]

    @classmethod
    def of(cls, spaces: Sequence[ReadSpace], *, size: int) -> "Rarity":
        """Count a stock of offers; few offers tell little, so the floor is high."""
        counts = np.zeros(size, dtype=np.int64)
        for concept, count in Counter(concept for space in spaces for concept in space.has).items():
            counts[concept] = count
        words = Counter(stem for space in spaces for stem in space.rare)
        return cls.counted(counts, words=words, total=len(spaces))

    @classmethod
    def counted(cls, concepts: NDArray[np.int64], *, words: Mapping[str, int], total: int) -> "Rarity":
        """The same from what was counted already; `words` is looked at when a word is asked for."""
        values = LEAST_RARITY + (1 - LEAST_RARITY) * (1.0 - np.log1p(concepts) / log(2 + total))
        return cls(np.where(concepts > 0, values, 1.0).astype(np.float32), RareWords(words, total=total))


class RareWords(Mapping[str, float]):
    """How much each unknown word tells, reckoned when it is asked for."""

    def __init__(self, counts: Mapping[str, int], *, total: int) -> None:
        self._counts = counts
        self._total = total

    def __getitem__(self, stem: str) -> float:
        return 1.0 - log(1 + self._counts[stem]) / log(2 + self._total)

    def __iter__(self) -> Iterator[str]:
        return iter(self._counts)

    def __len__(self) -> int:
        return len(self._counts)


class Plans:
    """Turns what was read into vectors over the concepts, so that a plan's fit is one product."""

    def __init__(self, vocabulary: Vocabulary, weights: Weights) -> None:
        self.positive = np.maximum(vocabulary.serves, 0.0)
        self._opposed = np.maximum(-vocabulary.serves, 0.0)
        self.same = np.where(vocabulary.serves >= SAME, vocabulary.serves, 0.0).astype(np.float32)
        self._below = _below(vocabulary)
        self.salience = np.array(
            [weights.salience.get(concept.group, 0.5) for concept in vocabulary.concepts], dtype=np.float32
        )
        self._salience = self.salience.tolist()

    @property
    def size(self) -> int:
        """The number of concepts."""
        return len(self.positive)

    def offered(self, space: ReadSpace) -> tuple[Vector, Vector]:
        """What an offer gives to each wish (below 0: goes against it), and what of each refusal it is."""
        gives = _reach(self.positive, space.has)
        against = np.maximum(
            _reach(self._opposed, space.has), RULED_OUT * _reach(self.same.T, space.excluded)
        )
        return gives - against, _reach(self.same, space.has)

    def asked(self, space: ReadSpace, rarity: Rarity) -> Vector:
        """What the owner would like to see, its parts summing to 1 (all 0 where nothing is asked)."""
        return self._shares(space.asked, rarity)

    def wanted(self, seeker: ReadSeeker, rarity: Rarity) -> tuple[Vector, Vector]:
        """What a search wants, its parts summing to 1, and what it refuses in the same measure."""
        wants = self._shares(seeker.wants, rarity)
        refuses = np.zeros(self.size, dtype=np.float32)
        for concept, share in self.refused(seeker.rejects).items():
            refuses[concept] = share
        return wants, refuses

    def brought(self, seeker: ReadSeeker) -> Vector:
        """How well a search answers to each thing an owner may ask for; below 0 where it refuses it."""
        return _reach(self.positive, seeker.wants) - _reach(self.same, seeker.rejects)

    def counts(self, concepts: Mapping[int, float]) -> dict[int, float]:
        """How much each of these concepts tells about a plan, before its rarity: above 0 only."""
        told: dict[int, float] = {}
        for concept, strength in concepts.items():
            implied = not self._below[concept].isdisjoint(concepts)
            told[concept] = strength * self._salience[concept] * (IMPLIED if implied else 1.0)
        return {concept: share for concept, share in told.items() if share > 0}

    def refused(self, concepts: Mapping[int, float]) -> dict[int, float]:
        """How much each refused concept takes away."""
        return {concept: strength * self._salience[concept] for concept, strength in concepts.items()}

    def _shares(self, concepts: Mapping[int, float], rarity: Rarity) -> Vector:
        shares = np.zeros(self.size, dtype=np.float32)
        for concept, share in self.counts(concepts).items():
            shares[concept] = share * rarity.concepts[concept]
        total = float(shares.sum())
        return shares / total if total else shares


def _below(vocabulary: Vocabulary) -> list[frozenset[int]]:
    below: list[set[int]] = [set() for _ in vocabulary.concepts]
    for left, relation, right in vocabulary.relations:
        if relation == "broader":
            below[right].add(left)
    return [frozenset(children) for children in below]


def _reach(matrix: Vector, concepts: Mapping[int, float]) -> Vector:
    if not concepts:
        return np.zeros(len(matrix), dtype=np.float32)
    indices = np.fromiter(concepts.keys(), dtype=np.intp)
    strengths = np.minimum(np.fromiter(concepts.values(), dtype=np.float32), 1.0)
    return np.asarray((matrix[:, indices] * strengths).max(axis=1), dtype=np.float32)


def rare_share(stems: Iterable[str], *, in_space: frozenset[str], rarity: Mapping[str, float]) -> float:
    """How much two texts share that the vocabulary doesn't know: 0 nothing, 1 two words of their own."""
    return min(1.0, sum(rarity.get(stem, 1.0) ** 2 for stem in stems if stem in in_space) / 2)


def fit(*, wanted: Vector, asked: Vector, asks: NDArray[np.bool_], refused: Vector, rare: Vector) -> Vector:
    """The plan criterion from its parts, 0 to 1; steep at first, so that one shared thing shows.

    `asks` says whether the owner asks for anything.
    """
    share = np.where(asks, np.float32(WANTED), np.float32(WANTED + UNASKED * ASKED))
    raw = np.clip(share * wanted + ASKED * asked - REFUSED * refused + RARE * rare, 0.0, 1.0)
    return np.asarray(raw**STEEP, dtype=np.float32)
