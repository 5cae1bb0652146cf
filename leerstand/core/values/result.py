"""What a reader gives back: a value, or what has to be asked."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

T = TypeVar("T", covariant=True)


class Doubt(StrEnum):
    """Why somebody has to be asked before a value is kept."""

    UNREADABLE = "unreadable"
    """Nothing was understood."""
    SEVERAL = "several"
    """It has more than one meaning: 1.500 as an area, 300-400, 4/12."""
    GUESSED = "guessed"
    """One meaning, but part of it was supplied: the year of "1.4.", the day of "2027"."""
    WORDS = "words"
    """A value and words that may change it: 80 mit Garten."""
    OTHER = "other"
    """Understood, and not what was asked for: 4,50 €/m², 400 kalt, a day in place of a length."""
    FUTURE = "future"
    """A day that is still to come where a past one was asked for."""


class Bound(StrEnum):
    """What a field asks for: exactly this, at most this, or at least this. It decides about "300-400"."""

    EXACT = "exact"
    MOST = "most"
    LEAST = "least"


@dataclass(frozen=True, slots=True)
class Reading(Generic[T]):
    """One text as understood; see the package for what the fields mean."""

    value: T | None = None
    about: bool = False
    note: str = ""
    is_open: bool = False
    doubt: Doubt | None = None
    choices: tuple[T, ...] = ()
