"""Where a table begins: the row whose titles are known, below a heading or a cover sheet, on one row or on several."""

from collections.abc import Sequence
from dataclasses import dataclass

from leerstand.core.tables.cells import Cell
from leerstand.core.tables.describe import Kind
from leerstand.core.tables.signs import cleaned

LOOKED_AT = 20
MOST_ROWS = 4
Record = tuple[int, list[Cell]]


@dataclass(frozen=True, slots=True)
class Header:
    """The titles of a table: `line` is the last of their rows, `places` where each column stands, best first."""

    kind: Kind
    line: int
    places: dict[str, tuple[int, ...]]
    titles: dict[int, str]
    width: int

    @property
    def missing(self) -> tuple[str, ...]:
        """Required columns that aren't there."""
        return tuple(name for name in self.kind.required if name not in self.places)

    @property
    def unknown(self) -> tuple[str, ...]:
        """Titles that mean nothing here, in their order."""
        known = {place for places in self.places.values() for place in places}
        return tuple(title for place, title in self.titles.items() if title and place not in known)

    @property
    def rank(self) -> tuple[bool, int]:
        return not self.missing, len(self.places)


def find_header(records: Sequence[Record], kinds: Sequence[Kind]) -> Header | None:
    """The row or rows of titles among the first records, of the kind that fits best; None where no title is known.

    An exact kind has its titles in its first row, whatever they are.
    """
    if not records:
        return None
    if kinds[0].exact:
        return _header(records[:1], kinds[0])
    found = [_header([record], kind) for record in records[:LOOKED_AT] for kind in kinds]
    best = max((one for one in found if one.places), key=lambda one: one.rank, default=None)
    if best is not None and not best.missing:
        return best
    spread = [
        _header(records[start : start + rows], kind)
        for start in range(min(LOOKED_AT, len(records)))
        for rows in range(2, MOST_ROWS + 1)
        for kind in kinds
    ]
    whole = [one for one in spread if not one.missing and len(one.places) > 1]
    return max(whole, key=lambda one: (one.rank, -one.line), default=best)


def _header(records: Sequence[Record], kind: Kind) -> Header:
    """The titles of some rows as one: of each column the lowest that is known."""
    titles: dict[int, str] = {}
    for _, cells in records:
        for place, cell in enumerate(cells):
            title = title_of(cell, kind)
            if title and (kind.column_of(title) or not kind.column_of(titles.get(place, ""))):
                titles[place] = title
    places: dict[str, list[int]] = {}
    for place in sorted(titles):
        if name := kind.column_of(titles[place]):
            places.setdefault(name, []).append(place)
    width = max((place for place, title in titles.items() if title), default=-1) + 1
    if kind.exact and records:
        width = len(records[0][1])
    line = records[-1][0] if records else 1
    ordered = {
        name: tuple(sorted(where, key=lambda place: kind.preference(titles[place])))
        for name, where in places.items()
    }
    return Header(kind, line, ordered, dict(sorted(titles.items())), width)


def title_of(cell: Cell, kind: Kind) -> str:
    """A title as it is shown."""
    text = cell if isinstance(cell, str) else cell[1]
    return text.strip().lower() if kind.exact else cleaned(text)[0]
