"""Days and moments as written: zum 1.4.2027 · April 2027 · Ostern 2022 · KW 14 2027 · vor drei Jahren · 2015/16."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from leerstand.core.values.calendar_words import Kind, Lexeme, lexemes
from leerstand.core.values.moments import SHAPES
from leerstand.core.values.periods import Grain, Period, Today, Told
from leerstand.core.values.pieces import LONGEST, tidy
from leerstand.core.values.result import Doubt, Reading

__all__ = ["Grain", "Moment", "Side", "read_day", "read_moment"]
_AROUND = {Kind.SKIP, Kind.FROM, Kind.UNTIL, Kind.ABOUT, Kind.IN, Kind.AND}
# The longest stretch of which a field may take one day without asking: a season, or a day named in a month.
_SEASON_DAYS, _MONTH_DAYS = 93, 31


class Moment(NamedTuple):
    """A moment and how exactly it is known; a month and a year are their first day."""

    day: date
    grain: Grain


class Side(StrEnum):
    """Which end a field asks for: of "April 2027" the first day begins, and nobody knows which day ends."""

    BEGIN = "begin"
    END = "end"


@dataclass(frozen=True, slots=True)
class _Understood:
    periods: tuple[Period, ...] = ()
    about: bool = False
    guessed: bool = False
    kinds: frozenset[Kind] = frozenset()
    others: str = ""


def read_moment(text: str, *, today: date | None = None, ahead: bool = False) -> Reading[Moment]:
    """A moment as exactly as it is written, by default in the past; without `today` nothing relative is read."""
    found = _read(
        text,
        today=today,
        ahead=ahead,
        pick=lambda period: Moment(period.first, period.grain),
        take=lambda period: True,
    )
    named = [moment.grain for moment in (found.value, *found.choices) if moment]
    # A month is known for certain from "Ostern 2022" and "Ende März 2020", if not from "ca. März 2020".
    return replace(found, about=found.about or Grain.ABOUT in named)


def read_day(
    text: str,
    *,
    today: date | None = None,
    side: Side = Side.BEGIN,
    ahead: bool = True,
    now_is_today: bool = False,
) -> Reading[date]:
    """A day. A month or a season begins on its first day; "2027" alone, and the end of a month, is asked.

    "sofort" is `is_open`, or `today` where the field wants a day (`now_is_today`).
    """
    wrong = Kind.UNTIL if side is Side.BEGIN else Kind.FROM

    def take(period: Period) -> bool:
        days = (period.last - period.first).days + 1
        if period.exact:
            return days <= _MONTH_DAYS
        return side is Side.BEGIN and days <= _SEASON_DAYS

    found = _read(
        text,
        today=today,
        ahead=ahead,
        pick=lambda period: period.exact or period.first,
        take=take,
        wrong=wrong,
        about_days=True,
    )
    if found.doubt is Doubt.GUESSED and side is Side.END and len(found.choices) == 1:
        ends = _read(
            text, today=today, ahead=ahead, pick=lambda period: period.exact or period.last, take=take
        ).choices
        if ends and ends != found.choices:
            return replace(found, doubt=Doubt.SEVERAL, choices=(*found.choices, *ends))
    if found.is_open and now_is_today and today and found.note.lower() in _NOW:
        return Reading(value=today)
    return found


_NOW = {
    "sofort",
    "ab sofort",
    "jetzt",
    "ab jetzt",
    "now",
    "immediately",
    "asap",
    "umgehend",
    "gleich",
    "from now",
    "per sofort",
}


def _read(
    text: str,
    *,
    today: date | None,
    ahead: bool,
    pick: Callable[[Period], "Moment | date"],
    take: Callable[[Period], bool],
    wrong: Kind | None = None,
    about_days: bool = False,
) -> Reading:  # type: ignore[type-arg]
    """What both readers share: `pick` makes the value of a period, `take` says whether it needs no question."""
    plain = tidy(text)
    if plain in {"", "-", "--", "?"}:
        return Reading(is_open=bool(plain))
    if len(plain) > LONGEST:
        return Reading(doubt=Doubt.UNREADABLE)
    told = lexemes(plain.lower())
    core = [one for one in told if one.kind not in _AROUND]
    if core and all(one.kind in {Kind.NOW, Kind.OPEN} for one in core):
        return Reading(is_open=True, note=plain)
    found = _without_future(
        _understood(told, today=Today(today, ahead=ahead)), today=None if ahead else today
    )
    about = found.about or (
        about_days and any(period.is_about or not period.exact for period in found.periods)
    )
    choices = tuple(dict.fromkeys(pick(period) for period in found.periods))
    if not choices:
        return Reading(doubt=Doubt.UNREADABLE)
    reading: Reading[Moment | date] = Reading(about=about, note=found.others, choices=choices)
    if not ahead and today and all(period.first > today for period in found.periods):
        return replace(reading, doubt=Doubt.FUTURE)
    if len(choices) > 1:
        return replace(reading, doubt=Doubt.SEVERAL)
    if found.others:
        return replace(reading, doubt=Doubt.WORDS)
    if found.guessed or wrong in found.kinds or not take(found.periods[0]):
        return replace(reading, doubt=Doubt.GUESSED)
    return replace(reading, value=choices[0], choices=())


def _without_future(found: _Understood, *, today: date | None) -> _Understood:
    """Where the past is asked for: the meanings that are over, to be confirmed where another lies ahead."""
    past = tuple(period for period in found.periods if today is None or period.first <= today)
    if not past or len(past) == len(found.periods):
        return found
    return replace(found, periods=past, guessed=True)


def _understood(told: Sequence[Lexeme], *, today: Today) -> _Understood:
    kinds = frozenset(one.kind for one in told)
    about = Kind.ABOUT in kinds
    others = " ".join(one.text for one in told if one.kind is Kind.OTHER)
    core = [one for one in told if one.kind not in _AROUND and one.kind is not Kind.OTHER]
    shape = tuple(one.kind for one in core)
    meaning = SHAPES.get(shape)
    if meaning is None:
        return _Understood()
    if shape == (Kind.NUMBER, Kind.UNIT) and not today.ahead and Kind.FROM not in kinds:
        return _Understood()
    if shape == (Kind.NUMBER, Kind.UNIT) and today.ahead and Kind.IN not in kinds:
        return _Understood()
    try:
        said: Told = meaning([one.numbers for one in core], today)
    except (ValueError, OverflowError):  # no such day
        return _Understood()
    return _Understood(said.periods, about, said.guessed, kinds, others)
