"""Stretches of days, and the day of reading from which missing years are supplied."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

# A two-digit year further ahead than this may as well be of the last century; one of the past that would lie no
# further ahead may as well be a slip of the hand.
YEARS_AHEAD = 30


class Grain(StrEnum):
    """How exactly a moment is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    ABOUT = "about"


@dataclass(frozen=True, slots=True)
class Period:
    """From first to last day; `exact` is the day that the words name inside it ("Ende März", "Ostern")."""

    first: date
    last: date
    grain: Grain
    exact: date | None = None
    is_about: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """The periods that a text may mean; `guessed` where part of it (a year) was supplied."""

    periods: tuple[Period, ...]
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Today:
    """The day of reading and the direction in which a missing year is looked for."""

    day: date | None
    ahead: bool

    def year(self, written: int, *, digits: int = 2) -> tuple[int, ...]:
        """The years that a written one may be; one unless it has two digits and lies far ahead, or ahead where the past is meant."""
        if digits > 2 or written >= 100:
            return (written,)
        if not self.ahead:
            now = self.day.year if self.day else 2100
            if now < 2000 + written <= now + YEARS_AHEAD:
                return (1900 + written, 2000 + written)
            return (2000 + written if 2000 + written <= now else 1900 + written,)
        far = self.day is not None and 2000 + written > self.day.year + YEARS_AHEAD
        return (1900 + written, 2000 + written) if far else (2000 + written,)

    def nearest(self, made: Callable[[int], Period]) -> Told:
        """The next such period (or the last one), its year supplied."""
        if self.day is None:
            return Told(())
        years = (
            range(self.day.year - 1, self.day.year + 9)
            if self.ahead
            else range(self.day.year, self.day.year - 9, -1)
        )
        for year in years:
            try:
                period = made(year)
            except ValueError:  # 29 February
                continue
            if (period.last >= self.day) if self.ahead else (period.first <= self.day):
                return Told((period,), guessed=True)
        return Told(())


def one_day(day: date) -> Period:
    return Period(day, day, Grain.DAY, day)


def month_of(year: int, month: int, *, exact: int = 0, is_about: bool = False) -> Period:
    last = monthrange(year, month)[1] if 1 <= month <= 12 else 0
    first = date(year, month, 1)
    named = date(year, month, min(exact, last)) if exact else None
    return Period(first, date(year, month, last), Grain.MONTH, named, is_about)


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), Grain.YEAR)


def months_of(year: int, first: int, last: int, *, exact: date | None = None) -> Period:
    end_year = year + (last < first)
    return Period(date(year, first, 1), month_of(end_year, last).last, Grain.ABOUT, exact, True)


def about_year(year: int) -> Period:
    return Period(date(year, 1, 1), date(year, 12, 31), Grain.ABOUT, None, True)


def week_of(year: int, week: int) -> Period:
    monday = date.fromisocalendar(year, week, 1)
    return Period(monday, monday + timedelta(days=6), Grain.DAY, monday)
