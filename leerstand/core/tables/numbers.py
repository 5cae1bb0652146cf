"""What the dots and commas of a column mean: 85.125 beside 120.5 is less than a hundred, 1.250 beside 2.400 more than a thousand.

One cell alone can't say it, so that all cells of a column are heard first.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from enum import Enum

TOKEN = re.compile(r"(?<![\w.,])\d[\d.,' ]*\d(?![\w])|\d[\d.,']*\d|\d")
DOT_GROUPS = re.compile(r"\d{1,3}(\.\d{3})+")
COMMA_GROUPS = re.compile(r"\d{1,3}(,\d{3})+")


class Shape(Enum):
    """What a number by itself says about the decimal sign of its column."""

    PLAIN = "plain"
    DOT = "dot"  # 85.5, 1,250.75: the dot is the decimal sign
    COMMA = "comma"  # 85,5, 1.250,75: the comma is
    DOT_OPEN = "dot_open"  # 1.250
    COMMA_OPEN = "comma_open"  # 1,250
    NONE = "none"  # 1.2.3


def shape(token: str) -> Shape:
    """How one number is written; whole numbers and numbers of groups of three can be open."""
    dots, commas = token.count("."), token.count(",")
    if not dots and not commas:
        return Shape.PLAIN
    if dots and commas:
        last_is_comma = token.rindex(",") > token.rindex(".")
        whole, _, _ = token.rpartition("," if last_is_comma else ".")
        groups = DOT_GROUPS if last_is_comma else COMMA_GROUPS
        if not groups.fullmatch(whole):
            return Shape.NONE
        return Shape.COMMA if last_is_comma else Shape.DOT
    sign, groups = (".", DOT_GROUPS) if dots else (",", COMMA_GROUPS)
    decimal, grouping = (Shape.DOT, Shape.COMMA) if dots else (Shape.COMMA, Shape.DOT)
    if dots + commas > 1:
        return grouping if groups.fullmatch(token) else Shape.NONE
    if groups.fullmatch(token) and not token.startswith("0"):
        return Shape.DOT_OPEN if sign == "." else Shape.COMMA_OPEN
    return decimal


def tokens(text: str) -> list[str]:
    """The numbers in a text, without their spaces."""
    return [_bare(found[0]) for found in TOKEN.finditer(text)]


def _bare(token: str) -> str:
    return token.replace(" ", "").replace("'", "")


@dataclass(slots=True)
class Numbers:
    """All numbers of one column, heard one after the other; `usual` is where most of its values lie."""

    usual: tuple[float, float]
    dots: int = 0
    commas: int = 0
    as_groups: Counter[Shape] = field(default_factory=Counter)
    as_decimals: Counter[Shape] = field(default_factory=Counter)

    def hear(self, text: str) -> None:
        for token in tokens(text):
            match shape(token):
                case Shape.DOT:
                    self.dots += 1
                case Shape.COMMA:
                    self.commas += 1
                case (Shape.DOT_OPEN | Shape.COMMA_OPEN) as sign:
                    self.as_groups[sign] += self._is_usual(token.replace(".", "").replace(",", ""))
                    self.as_decimals[sign] += self._is_usual(token.replace(",", "."))

    def _are_groups(self, sign: Shape) -> bool:
        """One 800.50 doesn't make a budget of 1.200 a euro: as a thousand it is usual there, as a decimal it isn't."""
        return self.as_groups[sign] > self.as_decimals[sign]

    def _is_usual(self, number: str) -> bool:
        least, most = self.usual
        return least <= float(number) <= most

    def judged(self) -> "Judged":
        """What an open sign means in this column, and whether that is sure."""
        if self.dots and not self.commas and not self._are_groups(Shape.DOT_OPEN):
            return Judged(dot=Shape.DOT, comma=Shape.DOT, sure=True)
        if self.commas and not self.dots and not self._are_groups(Shape.COMMA_OPEN):
            return Judged(dot=Shape.COMMA, comma=Shape.COMMA, sure=True)
        if self.as_groups.total() >= self.as_decimals.total():
            return Judged(dot=Shape.COMMA, comma=Shape.DOT, sure=False)
        return Judged(dot=Shape.DOT, comma=Shape.COMMA, sure=False)


@dataclass(frozen=True, slots=True)
class Judged:
    """Which sign is decimal where 1.250 (`dot`) or 1,250 (`comma`) stands, and whether the column says so itself."""

    dot: Shape
    comma: Shape
    sure: bool

    def rewritten(self, text: str) -> tuple[str, bool]:
        """The text with its numbers as 1250,5, and whether one of them was open and could be another."""
        doubtful = False

        def plain(found: re.Match[str]) -> str:
            nonlocal doubtful
            token = _bare(found[0])
            meant = shape(token)
            if meant in (Shape.DOT_OPEN, Shape.COMMA_OPEN):
                doubtful = doubtful or not self.sure
                meant = self.dot if meant is Shape.DOT_OPEN else self.comma
            return found[0] if meant in (Shape.PLAIN, Shape.NONE) else _written(token, meant)

        return TOKEN.sub(plain, text), doubtful


def _written(token: str, meant: Shape) -> str:
    return token.replace(",", "").replace(".", ",") if meant is Shape.DOT else token.replace(".", "")
