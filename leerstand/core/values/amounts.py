"""One amount, or a range of two, with what is said around it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TypeVar

from leerstand.core.values.pieces import Piece, Sense, written
from leerstand.core.values.result import Bound, Doubt, Reading

T = TypeVar("T")
Values = tuple[Decimal, ...]
_JOINING = {Sense.DASH, Sense.UPTO, Sense.OR}
_BOUNDS = {Sense.MOST: Bound.MOST, Sense.UPTO: Bound.MOST, Sense.LEAST: Bound.LEAST}


@dataclass
class Amount:
    """One figure or the two ends of a range (each with its possible values), and what stands around it."""

    figures: list[Values] = field(default_factory=list)
    bound: Bound = Bound.EXACT
    about: bool = False
    unknown: bool = False
    broken: bool = False
    said: list[Piece] = field(default_factory=list)
    others: list[Piece] = field(default_factory=list)
    _joining: str = ""
    _negative: bool = False

    def senses(self) -> set[str]:
        return {piece.sense for piece in self.said}

    def take(self, piece: Piece) -> None:
        """Read one more piece, from left to right."""
        if piece.is_figure:
            self._figure(piece)
        elif piece.sense == Sense.TIMES_K and self.figures:
            self.figures[-1] = tuple(value * 1000 for value in self.figures[-1])
        elif piece.sense in _JOINING and len(self.figures) == 1:
            self._joining = piece.sense
        elif piece.sense in _BOUNDS:
            self.bound = _BOUNDS[Sense(piece.sense)]
        elif piece.sense == Sense.DASH and not self.figures:
            self._negative = True
        else:
            self._words(piece)

    def _figure(self, piece: Piece) -> None:
        if self.figures and not (self._joining and len(self.figures) == 1):
            self.broken = True
            return
        sign = -1 if self._negative and not self.figures else 1
        self.figures.append(tuple(sign * value for value in piece.values))
        self._joining = ""

    def _words(self, piece: Piece) -> None:
        if piece.sense == Sense.ABOUT:
            self.about = True
        elif piece.sense == Sense.UNKNOWN:
            self.unknown = True
            self.said.append(piece)
        elif piece.sense and piece.sense not in {Sense.FILL, Sense.PLUS, Sense.OR, Sense.DASH}:
            self.said.append(piece)
        elif piece.sense not in {Sense.FILL, Sense.DASH}:
            self.others.append(piece)


def amount_of(pieces: Sequence[Piece]) -> Amount:
    """What the pieces say together; `broken` where they name several things."""
    amount = Amount()
    for piece in pieces:
        amount.take(piece)
    return amount


def decided(amount: Amount, *, bound: Bound, note: str, value: Callable[[Decimal], T], fits: Callable[[Decimal], bool]) -> Reading[T]:  # fmt: skip
    """The value that the field asked for, or the choices where more than one remains.

    `fits` tells readings that can be meant from those that nobody means (an area of 1.5 m²); it only decides
    between two readings and never refuses the last one.
    """
    ends = [tuple(filter(fits, values)) or values[:1] for values in amount.figures]
    asked = ends
    if len(ends) == 2 and bound is not Bound.EXACT:
        asked = [ends[1] if bound is Bound.MOST else ends[0]]
    possible = list(dict.fromkeys(one for values in asked for one in values))
    reading: Reading[T] = Reading(about=amount.about, note=note)
    choices = tuple(value(one) for one in possible)
    if len(possible) > 1:
        return replace(reading, doubt=Doubt.SEVERAL, choices=choices)
    if amount.others:
        return replace(reading, doubt=Doubt.WORDS, note=written(amount.others), choices=choices)
    if amount.bound not in {bound, Bound.EXACT}:
        return replace(reading, doubt=Doubt.GUESSED, choices=choices)
    return replace(reading, value=choices[0])
