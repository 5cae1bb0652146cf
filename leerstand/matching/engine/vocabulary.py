"""The vocabulary: concepts with their words in two languages, and how concepts belong together."""

import csv
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

DATA = Path(__file__).parent.parent / "data"
GROUPS = (
    "form",
    "tenure",
    "building",
    "work",
    "land",
    "feature",
    "wish",
    "skill",
    "situation",
    "trait",
    "light",
)
CONCEPT_COLUMNS = ("concept", "group", "label_de", "label_en")
TERM_COLUMNS = ("concept", "term", "language", "how")
# An instance's own words: one term a row; a concept of its own says its group and labels in its first row.
OWN_COLUMNS = (*CONCEPT_COLUMNS, "term", "language", "how")
LANGUAGES = ("", "de", "en")
EXACT = "exact"
HOW = ("", EXACT)
# What small words do (see `reading`): they turn, soften or stress what stands beside them, or mean nothing.
ROLES = (
    "not",
    "trailing",
    "only",
    "but",
    "forbidden",
    "allowed",
    "needless",
    "indifferent",
    "harmless",
    "soft",
    "hard",
    "naming",
    "stop",
    "dull",
)
PAUSE = re.compile(r"[.,;:!?()]\s*\w")
RELATIONS = ("broader", "related", "needs", "suits", "excludes")
# How much of a wish is met by its parent, its child, a neighbour …; chains multiply.
UP, DOWN, DOWN_AFTER_UP, RELATED = 0.55, 0.9, 0.45, 0.4
SUITS, SUITS_BACK, NEEDS, EXCLUDES = 0.35, 0.15, 0.2, -0.8
LEAST = 0.14


class VocabularyError(Exception):
    """The vocabulary's files contradict themselves; one line for each fault, with file and line."""

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = tuple(faults)


class Term(NamedTuple):
    """One way to write a concept. `exact` words are taken as they stand, never stemmed or split."""

    text: str
    language: str | None
    exact: bool


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that people speak of, with all the words for it."""

    index: int
    name: str
    group: str
    label_de: str
    label_en: str
    terms: tuple[Term, ...]

    @property
    def is_protected(self) -> bool:
        """Whether it speaks of what people are (age, sex, origin …), which never moves a score."""
        return self.group == "trait"


@dataclass(frozen=True, slots=True)
class Guard:
    """When an ambiguous word means a concept: only, or unless, one of `neighbours` stands near it."""

    word: str
    concept: str
    rule: str
    neighbours: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """All concepts, their relations and the guards against false friends."""

    concepts: tuple[Concept, ...]
    relations: tuple[tuple[int, str, int], ...]
    guards: tuple[Guard, ...]
    fingerprint: str

    @classmethod
    def load(cls, *, extra: Iterable[Path] = (), folder: Path = DATA) -> "Vocabulary":
        """Read the vocabulary and an instance's own files (OWN_COLUMNS; known concepts gain words).

        Raises VocabularyError naming every fault.
        """
        return _Loading().load(folder, own=tuple(extra))

    @cached_property
    def above(self) -> tuple[frozenset[int], ...]:
        """For each concept all that it is a kind of: a bakery is food craft, and that is craft."""
        parents: dict[int, set[int]] = {}
        for left, relation, right in self.relations:
            if relation == "broader":
                parents.setdefault(left, set()).add(right)
        found = (_inherited(c.index, parents, parents=parents) for c in self.concepts)
        return tuple(map(frozenset, found))

    @cached_property
    def by_name(self) -> Mapping[str, Concept]:
        """Concepts by their name in the files."""
        return {concept.name: concept for concept in self.concepts}

    @cached_property
    def serves(self) -> NDArray[np.float32]:
        """How well an offered concept (column) serves a wanted one (row): 1 the same, below 0 opposed."""
        return _closure(len(self.concepts), self.relations)

    @cached_property
    def hidden_needs(self) -> Mapping[int, tuple[int, ...]]:
        """What each concept silently needs, its broader concepts' needs included."""
        needs: dict[int, set[int]] = {}
        parents: dict[int, set[int]] = {}
        for left, relation, right in self.relations:
            if relation in ("needs", "broader"):
                (needs if relation == "needs" else parents).setdefault(left, set()).add(right)
        return {c.index: tuple(sorted(_inherited(c.index, needs, parents=parents))) for c in self.concepts}


def _inherited(concept: int, needs: Mapping[int, set[int]], *, parents: Mapping[int, set[int]]) -> set[int]:
    found, open_, seen = set(needs.get(concept, ())), [concept], {concept}
    while open_:
        for parent in parents.get(open_.pop(), ()):
            if parent not in seen:
                seen.add(parent)
                open_.append(parent)
                found |= needs.get(parent, set())
    return found


def _closure(size: int, relations: Sequence[tuple[int, str, int]]) -> NDArray[np.float32]:
    steps = _steps(relations)
    serves = np.eye(size, dtype=np.float32)
    for start in range(size):
        # Depth first over at most three steps; "up" remembers that siblings are weaker than children.
        open_ = [(start, 1.0, False, 0)]
        while open_:
            here, strength, went_up, depth = open_.pop()
            for target, kind, factor in steps.get(here, ()):
                if kind == "down" and went_up:
                    factor = DOWN_AFTER_UP
                reached = strength * factor
                if reached < LEAST or target == start:
                    continue
                serves[start, target] = max(serves[start, target], reached)
                if depth < 2 and kind in ("up", "down", "related"):
                    open_.append((target, reached, went_up or kind != "down", depth + 1))
    _oppose(serves, relations)
    return serves


def _steps(relations: Sequence[tuple[int, str, int]]) -> dict[int, list[tuple[int, str, float]]]:
    steps: dict[int, list[tuple[int, str, float]]] = {}
    for left, relation, right in relations:
        there, back = {
            "broader": (("up", UP), ("down", DOWN)),
            "related": (("related", RELATED), ("related", RELATED)),
            "suits": (("suits", SUITS_BACK), ("suits", SUITS)),
            "needs": (("needs", NEEDS), ("needs", 0.0)),
            "excludes": (("", 0.0), ("", 0.0)),
        }[relation]
        steps.setdefault(left, []).append((right, *there))
        steps.setdefault(right, []).append((left, *back))
    return steps


def _oppose(serves: NDArray[np.float32], relations: Sequence[tuple[int, str, int]]) -> None:
    for left, relation, right in relations:
        if relation == "excludes":
            serves[left, right] = serves[right, left] = EXCLUDES


class _Loading:
    """Collects concepts, relations and guards from files, and every fault instead of the first."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.rows: dict[str, dict[str, str]] = {}
        self.terms: dict[str, dict[str, Term]] = {}
        self.digest = hashlib.sha256()

    def load(self, folder: Path, *, own: Sequence[Path]) -> Vocabulary:
        self._read_concepts(folder / "concepts.csv")
        for file in sorted((folder / "terms").glob("*.csv")):
            self._read_terms(file)
        for file in own:
            self._read_own(file)
        concepts = tuple(self._concept(index, name) for index, name in enumerate(self.rows))
        by_name = {concept.name: concept.index for concept in concepts}
        relations = self._relations(folder / "relations.csv", by_name)
        guards = self._guards(folder / "guards.csv", by_name)
        self._check_small_words(folder)
        if self.faults:
            raise VocabularyError(self.faults)
        return Vocabulary(concepts, relations, guards, self.digest.hexdigest())

    def _table(self, file: Path, columns: Sequence[str]) -> list[tuple[int, dict[str, str]]]:
        return [
            (line, dict(zip(columns, map(str.strip, cells), strict=True)))
            for line, cells in self._rows(file, columns)
        ]

    def _rows(self, file: Path, columns: Sequence[str]) -> list[tuple[int, list[str]]]:
        try:
            content = file.read_bytes()
            text = content.decode("utf-8-sig")
        except (OSError, UnicodeDecodeError) as error:
            self.faults.append(f"{file}: cannot be read: {error}")
            return []
        self.digest.update(content)
        reader = csv.reader(text.splitlines(), strict=True)
        rows: list[tuple[int, list[str]]] = []
        try:
            if [cell.strip() for cell in next(reader, [])] != list(columns):
                self.faults.append(f"{file}:1: the header must be {','.join(columns)}")
                return []
            for cells in reader:
                if len(cells) == len(columns):
                    rows.append((reader.line_num, cells))
                elif any(cells):
                    self.faults.append(
                        f"{file}:{reader.line_num}: {len(cells)} cells instead of {len(columns)}"
                    )
        except csv.Error as error:
            self.faults.append(f"{file}:{reader.line_num}: {error}")
        return rows

    def _read_concepts(self, file: Path) -> None:
        for line, row in self._table(file, CONCEPT_COLUMNS):
            if row["concept"] in self.rows:
                self.faults.append(f"{file}:{line}: concept: {row['concept']!r} stands in an earlier row")
            else:
                self._add_concept(f"{file}:{line}", row)

    def _add_concept(self, where: str, row: dict[str, str]) -> None:
        name = row["concept"]
        if not name.replace("_", "").isalnum():
            self.faults.append(f"{where}: concept: {name!r} must be letters, digits and _")
        elif row["group"] not in GROUPS:
            self.faults.append(f"{where}: group: {row['group']!r} is none of {', '.join(GROUPS)}")
        elif not (row["label_de"] and row["label_en"]):
            self.faults.append(f"{where}: label_de, label_en: must not be empty")
        else:
            self.rows[name], self.terms[name] = row, {}

    def _read_terms(self, file: Path) -> None:
        """Read the terms of one group; its file bears the group's name."""
        group = file.stem
        for line, (name, text, language, how) in self._rows(file, TERM_COLUMNS):
            row = self.rows.get(name)
            if row is None:
                fault = f"concept: {name!r} stands in no row of concepts.csv"
            elif row["group"] != group:
                fault = f"concept: {name!r} is of the group {row['group']}"
            else:
                fault = self._add_term(name, text, language=language, how=how)
            if fault:
                self.faults.append(f"{file}:{line}: {fault}")

    def _read_own(self, file: Path) -> None:
        for line, row in self._table(file, OWN_COLUMNS):
            name = row["concept"]
            if name not in self.rows:
                self._add_concept(f"{file}:{line}", row)
            if name in self.rows:
                fault = self._add_term(name, row["term"], language=row["language"], how=row["how"])
                self.faults += [f"{file}:{line}: {fault}"] if fault else []

    def _add_term(self, name: str, text: str, *, language: str, how: str) -> str:
        """Take a term in; returns what is wrong with it, "" where nothing is."""
        if not text:
            return "term: must not be empty"
        if language not in LANGUAGES:
            return f"language: {language!r} is neither de nor en nor empty"
        if how not in HOW:
            return f"how: {how!r} is neither {EXACT} nor empty"
        if PAUSE.search(text):
            return f"term: {text!r} is never found, as a clause ends at its sign"
        term = Term(text, language or None, how == EXACT)
        spot = f"{text.lower()}@{term.language}"
        if self.terms[name].setdefault(spot, term) is not term:
            return f"term: {text!r} twice"
        return ""

    def _concept(self, index: int, name: str) -> Concept:
        row, terms = self.rows[name], self.terms[name]
        for label, language in ((row["label_de"], "de"), (row["label_en"], "en")):
            for text in label.split(" / "):
                if row["group"] not in ("light", "trait") and not _stands(terms.values(), text):
                    terms[f"{text.lower()}@{language}"] = Term(text, language, False)
        return Concept(index, name, row["group"], row["label_de"], row["label_en"], tuple(terms.values()))

    def _relations(self, file: Path, by_name: Mapping[str, int]) -> tuple[tuple[int, str, int], ...]:
        relations: dict[tuple[int, str, int], int] = {}
        for line, row in self._table(file, ("concept", "relation", "target")):
            where = f"{file}:{line}"
            unknown = [c for c in ("concept", "target") if row[c] not in by_name]
            for column in unknown:
                self.faults.append(f"{where}: {column}: unknown concept {row[column]!r}")
            if row["relation"] not in RELATIONS:
                self.faults.append(
                    f"{where}: relation: {row['relation']!r} is none of {', '.join(RELATIONS)}"
                )
            elif not unknown:
                triple = (by_name[row["concept"]], row["relation"], by_name[row["target"]])
                if triple in relations or triple[0] == triple[2]:
                    self.faults.append(f"{where}: this relation stands twice or points to itself")
                relations[triple] = line
        self._check_circles(file, list(relations))
        return tuple(relations)

    def _check_small_words(self, folder: Path) -> None:
        """Small words and abbreviations are read by `words`; here they are checked, and count for the fingerprint."""
        for line, row in self._table(folder / "smallwords.csv", ("role", "words")):
            if row["role"] not in ROLES:
                where = f"{folder / 'smallwords.csv'}:{line}"
                self.faults.append(f"{where}: role: {row['role']!r} is none of {', '.join(ROLES)}")
        for line, row in self._table(folder / "abbreviations.csv", ("short", "long")):
            if not (row["short"] and row["long"]):
                self.faults.append(f"{folder / 'abbreviations.csv'}:{line}: short, long: must not be empty")

    def _check_circles(self, file: Path, relations: Sequence[tuple[int, str, int]]) -> None:
        parents: dict[int, set[int]] = {}
        for left, relation, right in relations:
            if relation == "broader":
                parents.setdefault(left, set()).add(right)
        names = list(self.rows)
        for concept in parents:
            if concept in _inherited(concept, parents, parents=parents):
                self.faults.append(f"{file}: {names[concept]!r} is broader than itself, over others")

    def _guards(self, file: Path, by_name: Mapping[str, int]) -> tuple[Guard, ...]:
        guards = []
        for line, row in self._table(file, ("word", "concept", "rule", "neighbours")):
            where = f"{file}:{line}"
            if row["concept"] and row["concept"] not in by_name:
                self.faults.append(f"{where}: concept: unknown concept {row['concept']!r}")
            if row["rule"] not in ("only", "unless", "never"):
                self.faults.append(f"{where}: rule: {row['rule']!r} is none of only, unless, never")
            neighbours = tuple(word for word in row["neighbours"].split("|") if word)
            guards.append(Guard(row["word"], row["concept"], row["rule"], neighbours))
        return tuple(guards)


def _stands(terms: Iterable[Term], text: str) -> bool:
    return any(term.text.lower() == text.lower() for term in terms)
