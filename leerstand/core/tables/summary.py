"""What reading a table came to: what was taken, changed, doubted and left out, and why."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

EXAMPLES = 3


class Effect(StrEnum):
    """What something found in a table means for what is taken in."""

    NOTHING_READ = "nothing_read"
    LEFT_OUT = "left_out"
    UNREADABLE = "unreadable"
    DOUBT = "doubt"
    CHANGED = "changed"
    NOTE = "note"


HEADINGS = {
    Effect.NOTHING_READ: "Nothing could be read",
    Effect.LEFT_OUT: "Rows left out",
    Effect.UNREADABLE: "Values not readable",
    Effect.DOUBT: "Please check: could be meant otherwise",
    Effect.CHANGED: "Changed on reading",
    Effect.NOTE: "Notes",
}
LOST = (Effect.LEFT_OUT, Effect.UNREADABLE)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something found in a table, with the place where a person finds it.

    `kind` is a code to count by, `reason` the same in an English sentence.
    """

    file: str
    line: int
    column: str
    kind: str
    reason: str
    effect: Effect = Effect.LEFT_OUT

    @property
    def skipped(self) -> bool:
        """Whether a row, or the whole table, was left out for it."""
        return self.effect in (Effect.LEFT_OUT, Effect.NOTHING_READ)

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}"
        return f"{place}: {self.column}: {self.reason}" if self.column else f"{place}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows were new, changed, as before; `kept` is what stayed because a person had set or taken it over."""

    new: int = 0
    changed: int = 0
    same: int = 0
    kept: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            self.new + other.new, self.changed + other.changed, self.same + other.same, self.kept + other.kept
        )


@dataclass(slots=True)
class Summary:
    """Everything found in one table; of each kind the first three are kept, so that a million fit.

    `tell` hears of each as it is found.
    """

    file: str
    taken: int = 0
    tell: Callable[[Problem], None] | None = None
    found: Counter[tuple[Effect, str, str]] = field(default_factory=Counter)
    examples: dict[tuple[Effect, str, str], list[Problem]] = field(default_factory=dict)

    def add(self, problem: Problem) -> None:
        key = (problem.effect, problem.kind, problem.column)
        self.found[key] += 1
        if self.found[key] <= EXAMPLES:
            self.examples.setdefault(key, []).append(problem)
        if self.tell is not None:
            self.tell(problem)

    def count(self, effect: Effect) -> int:
        """How often something had this effect."""
        return sum(number for (other, _, _), number in self.found.items() if other is effect)

    @property
    def exit_status(self) -> int:
        """0: everything was taken; 1: a row or a value was left out; 2: nothing could be read."""
        if self.count(Effect.NOTHING_READ):
            return 2
        return 1 if any(self.count(effect) for effect in LOST) else 0

    def lines(self) -> Iterator[str]:
        """The summary for people: by effect and kind, each with its number and its first places."""
        for effect, heading in HEADINGS.items():
            keys = [key for key in self.found if key[0] is effect]
            if not keys:
                continue
            yield f"{heading}: {self.count(effect)}" if effect is not Effect.NOTHING_READ else f"{heading}:"
            for key in sorted(keys, key=lambda one: (-self.found[one], one)):
                yield from self._lines_of(key)

    def _lines_of(self, key: tuple[Effect, str, str]) -> Iterator[str]:
        shown = self.examples[key]
        for problem in shown:
            yield f"  {problem}"
        if (more := self.found[key] - len(shown)) > 0:
            yield f"  … and {more} more of this kind" + (f" in {key[2]}" if key[2] else "")

    def as_json(self, **more: Any) -> str:
        """The summary for programs, on one line."""
        return json.dumps(
            {
                "file": self.file, "taken": self.taken, "status": self.exit_status, **more,
                "found": [
                    {
                        "effect": effect, "kind": kind, "column": column, "count": number,
                        "examples": [
                            {"line": one.line, "reason": one.reason}
                            for one in self.examples[effect, kind, column]
                        ],
                    }
                    for (effect, kind, column), number in sorted(self.found.items())
                ],
            },
            ensure_ascii=False,
        )  # fmt: skip
