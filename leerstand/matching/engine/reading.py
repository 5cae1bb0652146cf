"""Reads a text into concepts: how strongly meant, wished or refused, and by which words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from leerstand.matching.engine import normal
from leerstand.matching.engine.vocabulary import Vocabulary
from leerstand.matching.engine.words import Word, Words

SOFT, HARD = 0.7, 1.2
AGREEING, MOST_AGREEING = 0.15, 3
NEGATION_REACH = 6
NEIGHBOURHOOD = 6
# „Gastro? Nein danke“ answers what stands before it; „was wir nicht haben“ does not.
LONGEST_ANSWER = 3
SHORTEST_RARE = 4


@dataclass(frozen=True, slots=True)
class Finding:
    """One concept in one text: `polarity` -1 refused, 0 said to be unnecessary, 1 meant."""

    concept: int
    strength: float
    polarity: int
    words: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class ReadText:
    """What one text says: its concepts with their evidence, and the stems that the vocabulary doesn't know."""

    findings: tuple[Finding, ...] = ()
    rare: tuple[tuple[str, str], ...] = ()
    """Stem and the word as written."""


@dataclass(slots=True)
class _Clause:
    """What holds from one pause to the next."""

    negated_until: int = -1
    soft: bool = False
    hard: bool = False
    first: int = 0
    """Index of the clause's first finding."""
    before: int = 0
    """Index of the first finding of the clause before it."""
    words: int = 0
    says_something: bool = False
    """Whether it has any word of weight."""
    last_not: int = -1
    ends_in_not: bool = False
    """Whether nothing of weight has followed the last negation: „Käse auch nicht“."""
    first_not: int = -1
    """Index of the first finding after the clause's first negation; -1 where there is none."""
    needless: bool = False
    harmless: bool = False


@dataclass(slots=True)
class _Pass:
    """One way through one text."""

    text: str
    language: str
    spots: list[tuple[str, int, int]]
    words: list[Word | None]
    findings: list[Finding] = field(default_factory=list)
    rare: list[tuple[str, str]] = field(default_factory=list)
    clause: _Clause = field(default_factory=_Clause)


class Reader:
    """Reads texts with one vocabulary; word decisions are remembered, texts are not."""

    def __init__(self, vocabulary: Vocabulary, words: Words) -> None:
        self._words = words
        self._guards: dict[int, dict[tuple[str, str], frozenset[str]]] = {}
        for guard in vocabulary.guards:
            if guard.concept and guard.neighbours:
                guards = self._guards.setdefault(vocabulary.by_name[guard.concept].index, {})
                place = _stem(guard.word), guard.rule
                guards[place] = guards.get(place, frozenset()) | frozenset(map(_stem, guard.neighbours))

    def read(self, text: str, *, language: str = "") -> ReadText:
        """The concepts of one text, in the order of its words; its language is told by its own words if not said."""
        spots = [(match.group(), match.start(), match.end()) for match in normal.WORD.finditer(text)]
        language = language or language_of(text)
        decide = self._words.decide
        words = [None if spot[0] in normal.PAUSES else decide(spot[0], language) for spot in spots]
        going = _Pass(text, language, spots, words)
        place = 0
        while place < len(words):
            place += self._step(going, place)
        self._close(going)
        return ReadText(tuple(going.findings), tuple(going.rare))

    def _step(self, going: _Pass, place: int) -> int:
        word = going.words[place]
        if word is None:
            self._close(going)
            return 1
        going.clause.words += 1
        if word.phrases and (size := self._phrase(going, place, first=word)):
            return size
        if word.senses:
            self._find(going, place, word=word)
            self._goes_on(going)
            return 1
        if word.roles:
            self._turn(going, place, roles=word.roles)
            if "dull" in word.roles:
                self._goes_on(going)
            return 1
        self._goes_on(going)
        if len(word.stem) >= SHORTEST_RARE and not word.is_trait and not self._is_name(going, place):
            going.rare.append((word.stem, going.spots[place][0]))
        return 1

    def _goes_on(self, going: _Pass) -> None:
        going.clause.says_something = True
        going.clause.ends_in_not = False

    def _phrase(self, going: _Pass, place: int, *, first: Word) -> int:
        second = going.words[place + 1] if place + 1 < len(going.words) else None
        begun = first.phrases.get(second.stem, ()) if second else ()
        for phrase in (*begun, *first.phrases.get("", ())):
            size = len(phrase.stems)
            following = going.words[place : place + size]
            if size > 2 and [word.stem if word else "" for word in following] != list(phrase.stems):
                continue
            for concept in phrase.concepts:
                self._note(going, concept, strength=1.0, first=place, last=place + size - 1)
            self._goes_on(going)
            # „Keine Kneipe“ asks for quiet, and refuses a pub as well.
            return 0 if phrase.concepts and "not" in first.roles else size
        return 0

    def _find(self, going: _Pass, place: int, *, word: Word) -> None:
        for concept, strength in word.senses:
            if concept not in self._guards or self._allowed(going, place, concept=concept, word=word):
                self._note(going, concept, strength=strength, first=place, last=place)

    def _allowed(self, going: _Pass, place: int, *, concept: int, word: Word) -> bool:
        around = going.words[max(0, place - NEIGHBOURHOOD) : place + NEIGHBOURHOOD + 1]
        stems = {other.stem for other in around if other is not None and other is not word}
        for rule in ("only", "unless"):
            neighbours = self._guards[concept].get((word.stem, rule))
            if neighbours is not None and stems.isdisjoint(neighbours) == (rule == "only"):
                return False
        return True

    def _note(self, going: _Pass, concept: int, *, strength: float, first: int, last: int) -> None:
        start, end = going.spots[first][1], going.spots[last][2]
        negated = first <= going.clause.negated_until
        polarity = 1 if not negated else 0 if going.clause.needless else -1
        going.findings.append(Finding(concept, strength, polarity, going.text[start:end], start, end))

    def _turn(self, going: _Pass, place: int, *, roles: frozenset[str]) -> None:
        clause = going.clause
        negated = place <= clause.negated_until
        if "forbidden" in roles or ("allowed" in roles and negated):
            self._polarise(going, -1)
        elif "indifferent" in roles or ("needless" in roles and negated):
            self._polarise(going, 0)
        elif "harmless" in roles and negated:
            self._polarise(going, 1)
            clause.negated_until = -1
        elif "only" in roles and place and clause.last_not == place - 1:
            clause.negated_until, clause.ends_in_not = -1, False
        elif "but" in roles and negated and going.words[place - 1] is not None:
            self._close(going)
            clause = going.clause
        clause.needless = clause.needless or "needless" in roles
        clause.harmless = clause.harmless or "harmless" in roles
        if "not" in roles:
            clause.negated_until, clause.last_not = place + NEGATION_REACH, place
            clause.ends_in_not = "trailing" in roles
            clause.first_not = len(going.findings) if clause.first_not < 0 else clause.first_not
        clause.soft = clause.soft or "soft" in roles
        clause.hard = clause.hard or ("hard" in roles and not negated)

    def _is_name(self, going: _Pass, place: int) -> bool:
        """Whether an unknown word names a person or where they come from: „Familie Ritter“, „aus Kassel“."""
        before = going.words[place - 1] if place else None
        named = before is not None and (before.is_trait or "naming" in before.roles)
        return named and going.spots[place][0][0].isupper()

    def _polarise(self, going: _Pass, polarity: int) -> None:
        start = going.clause.first
        going.findings[start:] = [replace(found, polarity=polarity) for found in going.findings[start:]]

    def _close(self, going: _Pass) -> None:
        clause = going.clause
        if clause.ends_in_not and not clause.harmless:
            self._negate_before(going)
        factor = HARD if clause.hard else SOFT if clause.soft else 1.0
        if factor != 1.0:
            going.findings[clause.first :] = [
                replace(found, strength=found.strength * factor) for found in going.findings[clause.first :]
            ]
        going.clause = _Clause(
            first=len(going.findings), before=clause.first if clause.says_something else clause.before
        )

    def _negate_before(self, going: _Pass) -> None:
        """A negation at the end turns what stands before it: „Käse auch nicht“, „Gastro? Nein danke“.

        Where a negation stands before it as well, both make a must: „Ohne Garten geht es nicht“.
        """
        clause = going.clause
        if not clause.says_something and clause.words > LONGEST_ANSWER:
            return
        start = clause.first if clause.says_something else clause.before
        polarity = 0 if clause.needless else -1
        for place in range(start, len(going.findings)):
            found = going.findings[place]
            is_double = clause.first <= clause.first_not <= place and found.polarity < 0
            going.findings[place] = replace(found, polarity=1 if is_double else polarity)


def language_of(text: str) -> str:
    """German or English, by a text's small words."""
    return normal.language([match.group().lower() for match in normal.WORD.finditer(text)])


def _stem(word: str) -> str:
    return normal.german_stem(normal.key(word))


def strengths(texts: Sequence[tuple[ReadText, float]], *, polarity: int = 1) -> Mapping[int, float]:
    """The strongest mention of each concept over several texts, each with its share.

    Every other word for it adds to that: „Regale, Lesesaal, Ausleihe“ is a library, „Ausleihe“ alone may be anything.
    """
    found: dict[int, float] = {}
    words: dict[int, set[str]] = {}
    for text, share in texts:
        for finding in text.findings:
            if finding.polarity == polarity:
                found[finding.concept] = max(found.get(finding.concept, 0.0), finding.strength * share)
                words.setdefault(finding.concept, set()).add(finding.words)
    return {c: s * (1 + AGREEING * min(len(words[c]) - 1, MOST_AGREEING)) for c, s in found.items()}
