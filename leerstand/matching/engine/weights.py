"""The one table of what counts how much; an instance may change any line (see `Weights.changed`)."""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from types import MappingProxyType

CRITERIA = ("plan", "form", "wishes", "distance", "way", "cost", "size", "time", "people")


@dataclass(frozen=True)
class Weights:
    """Weights of the criteria, summing to any total; a criterion that says nothing for a search has none.

    What people state in fields is certain, what is read from their texts is not; so the plan leads, but all that is
    stated together outweighs it.
    """

    plan: float = 36.0
    """What people want to do and what owner and building offer for it."""
    form: float = 10.0
    """How early the seeker names the form of use: the first is what they want most."""
    wishes: float = 14.0
    """Features that would be good."""
    distance: float = 14.0
    """Nearness, within the radius."""
    way: float = 5.0
    """Train or bus, for those who come without a car or wish for a station."""
    cost: float = 6.0
    """Room in the budget, for rent and for shares."""
    size: float = 4.0
    """Area and rooms above what is needed at least."""
    time: float = 7.0
    """How much of the wished time is really on offer."""
    people: float = 2.0
    """Whether the number of persons is sure to fit."""

    salience: Mapping[str, float] = field(
        default_factory=lambda: MappingProxyType(
            {
                "work": 1.0,
                "land": 0.9,
                "wish": 0.7,
                "form": 0.4,
                "situation": 0.6,
                "building": 0.4,
                "feature": 0.5,
                "skill": 0.4,
                "tenure": 0.25,
                "trait": 0.0,
                "light": 0.0,
            }
        )
    )
    """How much a concept of each group of the vocabulary tells about a plan. Traits never count."""

    def of(self, criterion: str) -> float:
        """The weight of one criterion."""
        return float(getattr(self, criterion))

    @property
    def fingerprint(self) -> str:
        """A short hash of the table, part of the engine's version."""
        values = asdict(replace(self, salience={})), sorted(self.salience.items())
        return hashlib.sha256(repr(values).encode()).hexdigest()[:12]

    @classmethod
    def changed(cls, changes: Mapping[str, float]) -> "Weights":
        """The table with an instance's own values; ValueError names an unknown or negative one."""
        known = {f.name for f in fields(cls)} - {"salience"}
        wrong = [name for name, value in changes.items() if name not in known or value < 0]
        if wrong:
            raise ValueError(f"unknown or negative weights: {', '.join(sorted(wrong))}")
        return replace(cls(), **dict(changes))  # type: ignore[arg-type]
