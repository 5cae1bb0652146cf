"""What a single written word means: looked up, stemmed, split into its parts, or forgiven a typing error."""

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from rapidfuzz import process
from rapidfuzz.distance import OSA

from leerstand.matching.engine import normal
from leerstand.matching.engine.vocabulary import DATA, Term, Vocabulary

SHORTEST_STEM = 4
SHORTEST_TYPO, SHORTEST_EXACT_TYPO, LONG_WORD, MOST_GUESSES = 6, 9, 14, 5
SHORTEST_FOREIGN = 6
HEAD, MODIFIER, HEAD_ALONE, MODIFIER_ALONE, LIGHT_HEAD, TYPO = 0.95, 0.6, 0.6, 0.4, 0.9, 0.85
# What makes a noun or verb of another is no part of a compound: „Gesell-schaft“, „ver-bringen“.
ENDINGS = frozenset(
    """schaft schaften heit heiten keit keiten ung ungen lich liche lichen los lose losen isch ische ischen tum sam haft artig ismus iert ieren ierung erei ereien chen lein ling linge bar bare""".split()  # noqa: SIM905
)
BEGINNINGS = frozenset(
    """ver be ge er ent zer auf aus an ein ab vor um zu mit nach ueber unter hin her pro trans kom kon com con un miss wider wieder bei durch zusammen weg los fort dar re de in im inter tran""".split()  # noqa: SIM905
)
BOTH_KNOWN = 20.0
MOST_REMEMBERED = 300_000
# How a German syllable can begin: „Ziege-ldach“ is no compound.
ONSET = re.compile(
    r"[aeiouy]|[bcdfghjklmnprstvwz][aeiouy]|(?:sch[lmnrw]?|s[tpklmn]|st?r|spr|ch|ph|th|rh|[bgkpfdtw]r|[bgkpf]l|[gk]n|pfl?|qu|zw|kw)[aeiouyrl]"
)
UMLAUT = re.compile("ae|oe|ue")
JOINTS = ("", "s", "n", "en", "es", "er", "e", "ens")
Senses = tuple[tuple[int, float], ...]
NO_PHRASES: Mapping[str, tuple["Phrase", ...]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Phrase:
    """Several words that mean concepts together; none where they mean nothing."""

    stems: tuple[str, ...]
    concepts: tuple[int, ...]
    language: str | None


@dataclass(frozen=True, slots=True)
class Word:
    """A word's decision: the concepts it means with strength, its roles, and its stem for rare words."""

    senses: Senses
    roles: frozenset[str]
    stem: str
    is_trait: bool = False
    phrases: Mapping[str, tuple[Phrase, ...]] = field(default_factory=lambda: NO_PHRASES)
    """What begins with this word, by the stem of the second (empty: by this word alone), longest first."""


class Words:
    """Decides on words once and remembers; the vocabulary's phrases by their first stem."""

    def __init__(
        self, vocabulary: Vocabulary, *, names: frozenset[str] = frozenset(), folder: Path = DATA
    ) -> None:
        """`names` are keys of places, which are never split: Hitz-acker is no field."""
        self._names = names
        self._traits = frozenset(c.index for c in vocabulary.concepts if c.is_protected)
        self._light = frozenset(c.index for c in vocabulary.concepts if c.group == "light")
        self._above = vocabulary.above
        self._roles = _small_words(folder / "smallwords.csv")
        self._short = _abbreviations(folder / "abbreviations.csv")
        self._exact: dict[str, dict[str, list[int]]] = {"de": {}, "en": {}}
        self._stems: dict[str, dict[str, list[int]]] = {"de": {}, "en": {}}
        self._splittable: dict[str, list[int]] = {}
        self._only: set[str] = set()
        self._umlauted: set[str] = set()
        self._plain: set[str] = set()
        self._phrases: dict[str, list[Phrase]] = {}
        for concept in vocabulary.concepts:
            for term in concept.terms:
                self._add(term, concept.index)
        for guard in vocabulary.guards:
            if guard.rule == "never":
                self._add_phrase(Term(guard.word, None, False), None)
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase.stems))
        self._typo_keys: dict[str, list[str]] = {}
        for key in self._exact["de"]:
            if len(key) >= (SHORTEST_EXACT_TYPO if key in self._only else SHORTEST_TYPO) and key.isalpha():
                self._typo_keys.setdefault(key[0], []).append(key)
        self._decided: dict[tuple[str, str], Word] = {}

    def decide(self, written: str, language: str) -> Word:
        """What this word means in a text of this language."""
        found = self._decided.get((written, language))
        if found is None:
            if len(self._decided) >= MOST_REMEMBERED:
                self._decided.clear()
            found = self._decide(written, language)
            begun: dict[str, tuple[Phrase, ...]] = {}
            for phrase in self._phrases.get(found.stem, ()):
                if phrase.language in (None, language):
                    second = phrase.stems[1] if len(phrase.stems) > 1 else ""
                    begun[second] = (*begun.get(second, ()), phrase)
            found = self._decided[written, language] = replace(found, phrases=begun or NO_PHRASES)
        return found

    def _add(self, term: Term, concept: int) -> None:
        keys = [normal.key(part) for part in normal.WORD.findall(term.text) if part not in normal.PAUSES]
        if len(keys) != 1:
            self._add_phrase(term, concept)
        elif concept in self._light:
            self._splittable.setdefault(keys[0], []).append(concept)
        elif term.exact:
            self._only.add(keys[0])
            self._add_exact(keys[0], term, concept)
        else:
            self._add_exact(keys[0], term, concept)
            self._add_stems(keys[0], term, concept)

    def _add_exact(self, key: str, term: Term, concept: int) -> None:
        for language in _languages(term):
            _append(self._exact[language], key, concept)

    def _add_stems(self, key: str, term: Term, concept: int) -> None:
        for language in _languages(term):
            if language == "en" and term.language is None and term.text[0].isupper():
                continue  # a German noun: „Longe“ is not long
            _append(self._stems[language], normal.stem_of_term(term.text, key, language=language), concept)
        if term.language == "en":
            return
        for form in normal.conjugated(term.text):
            _append(self._exact["de"], form, concept)
        kind = self._umlauted if UMLAUT.search(key) else self._plain
        kind.add(normal.german_stem(key))
        # Only nouns make compounds, and nouns are written large.
        if concept not in self._traits and term.text[0].isupper():
            _append(self._splittable, key, concept)
            if len(stem := normal.german_stem(key)) >= SHORTEST_STEM:
                _append(self._splittable, stem, concept)

    def _add_phrase(self, term: Term, concept: int | None) -> None:
        words = [word for word in normal.WORD.findall(term.text) if word not in normal.PAUSES]
        stems = tuple(normal.german_stem(normal.key(word)) for word in words)
        if not stems:
            return
        phrases = self._phrases.setdefault(stems[0], [])
        for place, phrase in enumerate(phrases):
            if phrase.stems == stems and phrase.language == term.language and concept is not None:
                phrases[place] = replace(phrase, concepts=(*phrase.concepts, concept))
                return
        phrases.append(Phrase(stems, () if concept is None else (concept,), term.language))

    def _decide(self, written: str, language: str) -> Word:
        written = self._short.get(written, written)
        key = normal.key(written)
        roles = self._roles.get(key, frozenset())
        stem = normal.german_stem(key)
        concepts = self._known(key, language)
        if concepts:
            is_trait = any(concept in self._traits for concept in concepts)
            return Word(() if is_trait else tuple((c, 1.0) for c in concepts), roles, stem, is_trait)
        if roles or not key or key.isdigit():
            return Word((), roles or frozenset({"stop"}), stem)
        if key in self._names:
            return Word((), roles, stem)
        senses = (
            self._split_hyphens(written, language)
            or self._split(key, is_noun=written[0].isupper())
            or self._typo(key)
        )
        return Word(senses, roles, stem)

    def _known(self, key: str, language: str) -> list[int]:
        exact = self._exact[language].get(key)
        if exact:
            return exact
        if key in self._roles:
            return []
        if exact := self._exact["en" if language == "de" else "de"].get(key):
            return exact if len(key) >= SHORTEST_FOREIGN else []
        stem = normal.german_stem(key) if language == "de" else normal.english_stem(key)
        if len(stem) < SHORTEST_STEM or self._lost_its_umlaut(key, stem):
            return []
        return self._stems[language].get(stem, [])

    def _lost_its_umlaut(self, key: str, stem: str) -> bool:
        """Whether all terms of a stem have an umlaut and the word has none: „rosten“ is not rösten."""
        return stem in self._umlauted and stem not in self._plain and not UMLAUT.search(key)

    def _split_hyphens(self, written: str, language: str) -> Senses:
        pieces = normal.parts(written)
        if len(pieces) < 2:
            return ()
        found: dict[int, float] = {}
        for place, piece in enumerate(pieces):
            share = HEAD if place == len(pieces) - 1 else LIGHT_HEAD
            word = self.decide(piece, language)
            for concept, strength in word.senses:
                found[concept] = max(found.get(concept, 0.0), share * strength)
        return tuple(found.items())

    def _split(self, key: str, *, is_noun: bool) -> Senses:
        if len(key) < 7 or not key.isalpha():
            return ()
        best: tuple[float, Senses] = (0.0, ())
        for cut in range(3, len(key) - 2):
            heads, modifiers = self._piece(key[cut:]), self._modifier(key[:cut])
            found = self._weigh(heads, modifiers, pieces=(key[:cut], key[cut:]))
            if found[0] < BOTH_KNOWN and not is_noun:
                continue
            best = max(best, found, key=lambda pair: pair[0])
        return best[1]

    def _weigh(
        self, heads: Sequence[int], modifiers: Sequence[int], *, pieces: tuple[str, str]
    ) -> tuple[float, Senses]:
        (before, after), (first_piece, last_piece) = map(len, pieces), pieces
        meant = [c for c in heads if c not in self._light]
        first = [c for c in modifiers if c not in self._light]
        if meant and (modifiers or first):
            # „Keramik-meisterin“: where the first part is a kind of the second, it is what the word is about.
            special = [c for c in first if not self._above[c].isdisjoint(meant)]
            return BOTH_KNOWN + 2 + after, _senses((special, HEAD), (meant, HEAD), (first, MODIFIER))
        if heads and not meant and first:
            return BOTH_KNOWN + 1 + after, _senses((first, LIGHT_HEAD))
        if heads and modifiers:
            return BOTH_KNOWN + after, ()
        if meant and after >= 5 and before >= 4 and first_piece not in BEGINNINGS:
            return after / 2, _senses((meant, HEAD_ALONE))
        if first and before >= 5 and after >= 4 and last_piece not in ENDINGS and ONSET.match(last_piece):
            return before / 2 - 1, _senses((first, MODIFIER_ALONE))
        return 0.0, ()

    def _piece(self, piece: str) -> list[int]:
        if len(piece) < 3:
            return []
        found = self._splittable.get(piece)
        if found is None and len(piece) >= SHORTEST_STEM + 1:
            found = self._splittable.get(normal.german_stem(piece))
        return found or []

    def _modifier(self, piece: str) -> list[int]:
        for joint in JOINTS:
            if joint and not piece.endswith(joint):
                continue
            bare = piece[: len(piece) - len(joint)] if joint else piece
            if len(bare) >= 3 and (found := self._splittable.get(bare)):
                return found
        if len(piece) >= 4:
            # „Woll-laden“, „Schul-hof“: the joint may also be a vowel that was dropped.
            return self._splittable.get(piece + "e", [])
        return []

    def _typo(self, key: str) -> Senses:
        """What a word means that is nearly one of the vocabulary's; nobody mistypes the first letter."""
        if len(key) < SHORTEST_TYPO or not key.isalpha():
            return ()
        near = process.extract(
            key,
            self._typo_keys.get(key[0], ()),
            scorer=OSA.distance,
            score_cutoff=1 if len(key) < LONG_WORD else 2,
            limit=MOST_GUESSES,
        )
        meant = next((found for found, _, _ in near if _is_slip(key, found)), "")
        return tuple((c, TYPO) for c in self._exact["de"].get(meant, ()) if c not in self._traits)


def _languages(term: Term) -> tuple[str, ...]:
    return ("de", "en") if term.language is None else (term.language,)


def _is_slip(typed: str, meant: str) -> bool:
    """Whether the difference is one that people make: the shorter a word, the more alike both must be.

    A letter too many or too few is a vowel or a double: „Scheiben“ is not schreiben.
    """
    if len(typed) == len(meant):
        return len(typed) >= 11 or sorted(typed) == sorted(meant)
    if len(typed) >= 10:
        return True
    longer, shorter = (typed, meant) if len(typed) > len(meant) else (meant, typed)
    place = next((p for p, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), len(shorter))
    letter = longer[place]
    is_likely = letter in "aeiouy" or letter in longer[place - 1 : place]
    return len(typed) >= 8 and place < len(shorter) and is_likely


def _append(table: dict[str, list[int]], key: str, concept: int) -> None:
    concepts = table.setdefault(key, [])
    if concept not in concepts:
        concepts.append(concept)


def _senses(*groups: tuple[Iterable[int], float]) -> Senses:
    found: dict[int, float] = {}
    for concepts, strength in groups:
        for concept in concepts:
            found.setdefault(concept, strength)
    return tuple(found.items())


def _small_words(file: Path) -> dict[str, frozenset[str]]:
    roles: dict[str, set[str]] = {}
    with file.open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            for word in row["words"].split("|"):
                roles.setdefault(normal.key(word), set()).add(row["role"])
    return {word: frozenset(found) for word, found in roles.items()}


def _abbreviations(file: Path) -> dict[str, str]:
    with file.open(encoding="utf-8", newline="") as handle:
        return {row["short"]: row["long"] for row in csv.DictReader(handle)}
