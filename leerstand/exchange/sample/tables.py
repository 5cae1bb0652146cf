"""Reads the sample's tables, and sets its days by the moment it is loaded."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID, uuid4

from leerstand.core.pages import source_folder

# The sample's fixed days were written around this one; they move on by whole years, so that months stay true.
WRITTEN_ON = date(2026, 6, 1)


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table, read as what it should be; an empty cell is None."""

    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        return self.cells[column]

    def number(self, column: str) -> float | None:
        return float(self.cells[column]) if self.cells[column] else None

    def whole(self, column: str) -> int | None:
        return int(self.cells[column]) if self.cells[column] else None

    def cents(self, column: str) -> int | None:
        euros = self.number(column)
        return None if euros is None else round(euros * 100)

    def flag(self, column: str) -> bool | None:
        return self.cells[column] == "true" if self.cells[column] else None

    def several(self, column: str) -> list[str]:
        return [code for code in self.cells[column].split("|") if code]

    def fixed_day(self, column: str) -> date | None:
        return date.fromisoformat(self.cells[column]) if self.cells[column] else None


def rows(table: str) -> Iterator[Cells]:
    """The rows of one of the sample's tables."""
    with (source_folder("sql") / "sample" / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        yield from map(Cells, csv.DictReader(file))


@dataclass(frozen=True, slots=True)
class Calendar:
    """Days of the sample, told from the moment it is loaded."""

    now: datetime

    def ago(self, days: int, *, hours: int = 2) -> datetime:
        """A moment some days and a few hours back, so that nothing lies ahead of now."""
        return self.now - timedelta(days=days, hours=hours)

    def ahead(self, days: int) -> date:
        return self.now.date() + timedelta(days=days)

    def day(self, written: date | None) -> date | None:
        """A fixed day of the tables, moved on by as many whole years as have passed since they were written."""
        if written is None:
            return None
        years = (self.now.date() - WRITTEN_ON).days // 365
        return written if years == 0 else date(written.year + years, written.month, min(written.day, 28))

    def past(self, written: date) -> date:
        """A fixed day that must not lie ahead."""
        moved = self.day(written) or written
        return min(moved, self.now.date() - timedelta(days=1))


def noon(day: date) -> datetime:
    return datetime.combine(day, time(11), UTC)


@dataclass
class Known:
    """Who and what has been loaded so far: ids by the keys of the tables."""

    calendar: Calendar
    people: dict[str, UUID] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, UUID] = field(default_factory=dict)
    clerks: dict[str, UUID] = field(default_factory=dict)
    operator_id: UUID | None = None
    buildings: dict[str, UUID] = field(default_factory=dict)
    ags: dict[str, str] = field(default_factory=dict)
    years: dict[str, int] = field(default_factory=dict)
    keepers: dict[str, UUID | None] = field(default_factory=dict)
    offers: dict[str, UUID] = field(default_factory=dict)
    offer_ags: dict[str, str] = field(default_factory=dict)
    offer_keepers: dict[str, UUID | None] = field(default_factory=dict)
    searches: dict[str, UUID] = field(default_factory=dict)
    seekers: dict[str, UUID] = field(default_factory=dict)

    def decider(self, ags: str) -> UUID | None:
        """The clerk of a municipality; the operator where none takes part."""
        return next((clerk for key, clerk in self.clerks.items() if ags.startswith(key)), self.operator_id)


def new_id() -> UUID:
    return uuid4()
