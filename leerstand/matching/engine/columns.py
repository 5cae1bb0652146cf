"""Columns that grow: which row belongs to which id, numbers by name, and short lists of weighted concepts."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rows = NDArray[np.intp]
FIRST_SIZE = 64
GROWTH = 1.25


def grown(array: NDArray[Any], size: int) -> NDArray[Any]:
    """The array with room for `size` in its last axis; new room is 0."""
    room = np.zeros((*array.shape[:-1], size), dtype=array.dtype)
    room[..., : array.shape[-1]] = array
    return room


class Keys:
    """Which row an id has; rows that became free are given out again."""

    def __init__(self) -> None:
        self._rows: dict[str, int] = {}
        self._ids: list[str | None] = []
        self._free: list[int] = []

    def __len__(self) -> int:
        return len(self._rows)

    def __contains__(self, key: str) -> bool:
        return key in self._rows

    @property
    def size(self) -> int:
        """The number of rows, free ones among them."""
        return len(self._ids)

    def id_of(self, row: int) -> str:
        """The id of a row that is not free."""
        return self._ids[row] or ""

    def row_of(self, key: str) -> int | None:
        """The row of an id, if it is known."""
        return self._rows.get(key)

    def take(self, key: str) -> int:
        """The row of an id, a new one if need be."""
        row = self._rows.get(key)
        if row is None:
            row = self._free.pop() if self._free else len(self._ids)
            if row == len(self._ids):
                self._ids.append(None)
            self._rows[key], self._ids[row] = row, key
        return row

    def drop(self, key: str) -> int | None:
        """Free an id's row and return it; None if it was not known."""
        row = self._rows.pop(key, None)
        if row is not None:
            self._ids[row] = None
            self._free.append(row)
        return row

    def known_rows(self) -> Rows:
        """The rows that are not free, in the order of their numbers."""
        return np.array([row for row, key in enumerate(self._ids) if key is not None], dtype=np.intp)

    def by_id(self) -> Rows:
        """The same in the order of their ids."""
        return np.array([row for _, row in sorted(self._rows.items())], dtype=np.intp)


class Numbers:
    """One column for each name, next to each other in memory."""

    def __init__(self, names: Sequence[str], *, dtype: type[Any] = np.float64) -> None:
        self._place = {name: place for place, name in enumerate(names)}
        self._table: NDArray[Any] = np.zeros((len(names), FIRST_SIZE), dtype=dtype)

    def __getitem__(self, name: str) -> NDArray[Any]:
        column: NDArray[Any] = self._table[self._place[name]]
        return column

    def part(self, first: str, last: str) -> NDArray[Any]:
        """The columns from one name to another: shape (columns, rows)."""
        part: NDArray[Any] = self._table[self._place[first] : self._place[last] + 1]
        return part

    def put(self, row: int, values: Sequence[float]) -> None:
        """Write a row, in the order of the names."""
        if row >= self._table.shape[1]:
            self._table = grown(self._table, int((row + 1) * GROWTH))
        self._table[:, row] = values


class Lists:
    """A few weighted concepts for each row, stored as layers: the first concept of all rows, the second, …"""

    def __init__(self) -> None:
        self.concepts: NDArray[np.int16] = np.zeros((1, FIRST_SIZE), dtype=np.int16)
        self.strengths: NDArray[np.float32] = np.zeros((1, FIRST_SIZE), dtype=np.float32)
        self.counts: NDArray[np.int16] = np.zeros(FIRST_SIZE, dtype=np.int16)

    def put(self, row: int, concepts: Mapping[int, float]) -> None:
        """Write a row's list."""
        if row >= len(self.counts):
            size = int((row + 1) * GROWTH)
            self.concepts, self.strengths = grown(self.concepts, size), grown(self.strengths, size)
            self.counts = grown(self.counts, size)
        missing = len(concepts) - len(self.concepts)
        if missing > 0:
            more = ((0, missing), (0, 0))
            self.concepts, self.strengths = np.pad(self.concepts, more), np.pad(self.strengths, more)
        self.strengths[:, row] = 0.0
        self.counts[row] = len(concepts)
        if concepts:
            self.concepts[: len(concepts), row] = list(concepts.keys())
            self.strengths[: len(concepts), row] = list(concepts.values())
