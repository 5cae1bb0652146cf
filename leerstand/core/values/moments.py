"""Which stretch of days each way to write a moment means: a table from the shape of a text to its periods."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from leerstand.core.values.calendar_words import Kind
from leerstand.core.values.periods import (
    Grain,
    Period,
    Today,
    Told,
    about_year,
    month_of,
    months_of,
    one_day,
    week_of,
    year_of,
)

Numbers = Sequence[tuple[int, ...]]


def _date(numbers: Numbers, today: Today) -> Told:
    day, month, year, digits, *dashed = numbers[0]
    if dashed and (turned := _year_first(numbers[0], today)):
        return turned
    if not 1 <= month <= 12 and 1 <= day <= 12:  # 04/13/2027: the American order, so it is asked
        return Told(
            tuple(one_day(date(one, day, month)) for one in today.year(year, digits=digits)), guessed=True
        )
    return Told(tuple(one_day(date(one, month, day)) for one in today.year(year, digits=digits)))


def _year_first(numbers: tuple[int, ...], today: Today) -> Told | None:
    """27-05-01 is 27 May 2001 or 1 May 2027: what lies ahead where that is asked for, else both; None where only one is a day."""
    found = []
    for year, month, day in (numbers[2::-1], numbers[:3]):
        try:
            found += [one_day(date(one, month, day)) for one in today.year(year)]
        except ValueError:
            return None
    to_come = [period for period in found if today.ahead and today.day and period.last >= today.day]
    return Told(tuple(to_come or found))


def _dates(numbers: Numbers, today: Today) -> Told:
    return Told((*_date(numbers[:1], today).periods, *_date(numbers[1:], today).periods))


def _short(numbers: Numbers, today: Today) -> Told:
    """4/27 is a month of a year; 4.12 may be a day of a month as well, and both are asked."""
    first, second, digits = numbers[0]
    found: list[Period] = []
    if 1 <= second <= 12 and 1 <= first <= 31:
        found += today.nearest(lambda year: one_day(date(year, second, first))).periods
    if 1 <= first <= 12 and digits == 2:
        found += [month_of(one, first) for one in today.year(second)]
    return Told(tuple(found), guessed=len(found) == 1 and found[0].grain is Grain.DAY)


def _day_month(numbers: Numbers, today: Today) -> Told:
    return today.nearest(lambda year: one_day(date(year, numbers[0][1], numbers[0][0])))


def _month_year(numbers: Numbers, today: Today) -> Told:
    return Told((month_of(numbers[0][1], numbers[0][0]),))


def _years(numbers: Numbers, today: Today) -> Told:
    """2015/16 and 2015-2017 are years, 2019-05 and 2019/03 months; 2010/11 may be both and is asked."""
    first, second, slash, digits = numbers[0]
    last = second if digits == 4 else first // 100 * 100 + second
    found: list[Period] = []
    if digits <= 2 and 1 <= second <= 12:
        found.append(month_of(first, second))
    if first < last <= first + 20 and digits != 1 and (slash or not found):
        found.append(Period(date(first, 1, 1), date(last, 12, 31), Grain.ABOUT, None, True))
    return Told(tuple(found))


def _two_years(numbers: Numbers, today: Today) -> Told:
    """2008 oder 2009, 2015 bis 2017: somewhen in these years."""
    first, last = numbers[0][0], numbers[1][0]
    fine = first < last <= first + 20
    return (
        Told((Period(date(first, 1, 1), date(last, 12, 31), Grain.ABOUT, None, True),)) if fine else Told(())
    )


def _just_year(numbers: Numbers, today: Today) -> Told:
    return Told(tuple(year_of(one) for one in today.year(numbers[0][0], digits=numbers[0][1])))


def _decade(numbers: Numbers, today: Today, *, part: int = 1) -> Told:
    """The middle of its begin, middle or end: the 90s are about 1995, their begin about 1991."""
    start = numbers[0][0]
    start += 0 if start >= 100 else 2000 if start <= 20 else 1900
    return Told((about_year(start + (1, 5, 8)[part]),))


def _day_named_month(numbers: Numbers, today: Today) -> Told:
    """1. April 27, 1 April 2027."""
    years = today.year(numbers[2][0], digits=numbers[2][-1])
    return Told(tuple(one_day(date(one, numbers[1][0], numbers[0][0])) for one in years))


def _day_of_month(numbers: Numbers, today: Today) -> Told:
    return today.nearest(lambda year: one_day(date(year, numbers[1][0], numbers[0][0])))


def _named_month_year(numbers: Numbers, today: Today) -> Told:
    return Told(
        tuple(month_of(one, numbers[0][0]) for one in today.year(numbers[1][0], digits=numbers[1][-1]))
    )


def _named_month_number(numbers: Numbers, today: Today) -> Told:
    """April 27 is a year to Germans and a day to English readers: both are asked, unless there is no such day."""
    months = [month_of(one, numbers[0][0]) for one in today.year(numbers[1][0])]
    if not 1 <= numbers[1][0] <= 31:
        return Told(tuple(months))
    day = today.nearest(lambda year: one_day(date(year, numbers[0][0], numbers[1][0])))
    return Told((*months, *day.periods))


def _english_date(numbers: Numbers, today: Today) -> Told:
    return _day_named_month([numbers[1], numbers[0], numbers[2]], today)


def _just_month(numbers: Numbers, today: Today) -> Told:
    return today.nearest(lambda year: month_of(year, numbers[0][0]))


def _named_months(numbers: Numbers, today: Today) -> Told:
    first, last = numbers[0][0], numbers[1][0]
    return Told(
        tuple(months_of(one, first, last) for one in today.year(numbers[2][0], digits=numbers[2][-1]))
    )


def _season_year(numbers: Numbers, today: Today) -> Told:
    """A winter has two ends in one year; which of them is asked."""
    first, last = numbers[0]
    found = []
    for one in today.year(numbers[1][0], digits=numbers[1][-1]):
        found += [months_of(one - 1, first, last)] if last < first else []
        found.append(months_of(one, first, last))
    return Told(tuple(found))


def _season_years(numbers: Numbers, today: Today) -> Told:
    """Winter 2026/27."""
    return Told((months_of(numbers[1][0], *numbers[0]),)) if numbers[0][1] < numbers[0][0] else Told(())


def _just_season(numbers: Numbers, today: Today) -> Told:
    return today.nearest(lambda year: months_of(year, *numbers[0]))


def _part_of_month(numbers: Numbers, today: Today) -> Told:
    part, month = numbers[0][0], numbers[1][0]
    years = today.year(numbers[2][0], digits=numbers[2][-1])
    return Told(tuple(month_of(one, month, exact=(1, 15, 31)[part], is_about=True) for one in years))


def _part_of_a_month(numbers: Numbers, today: Today) -> Told:
    return today.nearest(
        lambda year: month_of(year, numbers[1][0], exact=(1, 15, 31)[numbers[0][0]], is_about=True)
    )


def _part_of_year(numbers: Numbers, today: Today) -> Told:
    part = numbers[0][0]
    first, last, day, month = ((1, 4, 1, 1), (5, 8, 1, 7), (9, 12, 31, 12))[part]
    years = today.year(numbers[1][0], digits=numbers[1][-1])
    return Told(tuple(months_of(one, first, last, exact=date(one, month, day)) for one in years))


def _part_of_decade(numbers: Numbers, today: Today) -> Told:
    return _decade(numbers[1:], today, part=numbers[0][0])


def _part_of_season(numbers: Numbers, today: Today) -> Told:
    part, (first, last) = numbers[0][0], numbers[1]
    month = (first, (first % 12) + 1, last)[part]
    shifted = [(month,), numbers[2]]
    return _named_month_year(shifted, today) if last >= first else Told(())


def _holiday(year: int, which: tuple[int, ...]) -> Period:
    day = easter(year) + timedelta(days=which[0]) if len(which) == 1 else date(year, which[0], which[1])
    return month_of(day.year, day.month, exact=day.day, is_about=True)


def _holiday_year(numbers: Numbers, today: Today) -> Told:
    return Told(tuple(_holiday(one, numbers[0]) for one in today.year(numbers[1][0], digits=numbers[1][-1])))


def _just_holiday(numbers: Numbers, today: Today) -> Told:
    return today.nearest(lambda year: _holiday(year, numbers[0]))


def _quarter_year(numbers: Numbers, today: Today) -> Told:
    quarter = numbers[0][0]
    if not 1 <= quarter <= 4:
        return Told(())
    years = today.year(numbers[-1][0], digits=numbers[-1][-1])
    return Told(tuple(months_of(one, quarter * 3 - 2, quarter * 3) for one in years))


def _half_year(numbers: Numbers, today: Today) -> Told:
    half = numbers[0][0]
    if half not in (1, 2):
        return Told(())
    years = today.year(numbers[-1][0], digits=numbers[-1][-1])
    return Told(tuple(months_of(one, half * 6 - 5, half * 6) for one in years))


def _iso_week(numbers: Numbers, today: Today) -> Told:
    return Told((week_of(numbers[0][0], numbers[0][1]),))


def _named_week(numbers: Numbers, today: Today) -> Told:
    return Told(
        tuple(week_of(one, numbers[1][0]) for one in today.year(numbers[2][0], digits=numbers[2][-1]))
    )


def _numbered_week(numbers: Numbers, today: Today) -> Told:
    return _named_week([numbers[1], numbers[0], numbers[2]], today)


def _just_week(numbers: Numbers, today: Today) -> Told:
    return today.nearest(lambda year: week_of(year, numbers[1][0]))


def _moved(numbers: Numbers, today: Today, *, count: int, unit: tuple[int, ...]) -> Told:
    """So many units from today; counted in years or decades it is only about a year, in months about a month."""
    if today.day is None or abs(count) > 500:
        return Told(())
    day = today.day + relativedelta(months=unit[0] * count, days=unit[1] * count)
    if today.ahead:
        return Told((one_day(day),))
    if unit[0] >= 12:
        return Told((about_year(day.year),))
    return Told((month_of(day.year, day.month, exact=day.day, is_about=True),))


def _away(numbers: Numbers, today: Today) -> Told:
    """in zwei Monaten; seit drei Jahren."""
    return _moved(numbers, today, count=numbers[0][0] * (1 if today.ahead else -1), unit=numbers[1])


def _ago(numbers: Numbers, today: Today) -> Told:
    return Told(()) if today.ahead else _moved(numbers, today, count=-numbers[1][0], unit=numbers[2])


def _ago_behind(numbers: Numbers, today: Today) -> Told:
    return _ago([numbers[2], numbers[0], numbers[1]], today)


def _shifted_unit(count: int) -> Callable[[Numbers, Today], Told]:
    """nächstes Jahr, letzten Monat, diese Woche: the whole calendar unit."""

    def made(numbers: Numbers, today: Today) -> Told:
        if today.day is None:
            return Told(())
        months, days = numbers[1]
        day = today.day + relativedelta(months=months * count, days=days * count)
        if months == 12:
            return Told((year_of(day.year),))
        if months == 1:
            return Told((month_of(day.year, day.month),))
        return Told((week_of(*day.isocalendar()[:2]),)) if days == 7 else Told(())

    return made


def _coming(made: Callable[[Numbers, Today], Told]) -> Callable[[Numbers, Today], Told]:
    """kommenden Mai: the year is said."""

    def sure(numbers: Numbers, today: Today) -> Told:
        return Told(made(numbers[1:], Today(today.day, ahead=True)).periods)

    return sure


def _next(made: Callable[[Numbers, Today], Told]) -> Callable[[Numbers, Today], Told]:
    """nächsten Mai: sure where the next one is in another year; otherwise it may be the one after, so it is asked."""

    def asked(numbers: Numbers, today: Today) -> Told:
        found = made(numbers[1:], Today(today.day, ahead=True))
        same_year = any(today.day and period.first.year == today.day.year for period in found.periods)
        return Told(found.periods, guessed=same_year)

    return asked


def _last(made: Callable[[Numbers, Today], Told]) -> Callable[[Numbers, Today], Told]:
    def past(numbers: Numbers, today: Today) -> Told:
        return Told(made(numbers[1:], Today(today.day, ahead=False)).periods)

    return past


def _near_day(numbers: Numbers, today: Today) -> Told:
    return Told((one_day(today.day + timedelta(days=numbers[0][0])),)) if today.day else Told(())


K = Kind
_ALONE: dict[tuple[Kind, ...], Callable[[Numbers, Today], Told]] = {
    (K.MONTH,): _just_month,
    (K.SEASON,): _just_season,
    (K.HOLIDAY,): _just_holiday,
}
SHAPES: dict[tuple[Kind, ...], Callable[[Numbers, Today], Told]] = {
    (K.DATE,): _date,
    (K.DATE, K.DATE): _dates,
    (K.SHORT,): _short,
    (K.DAY_MONTH,): _day_month,
    (K.MONTH_YEAR,): _month_year,
    (K.YEARS,): _years,
    (K.YEAR,): _just_year,
    (K.YEAR, K.YEAR): _two_years,
    (K.UNIT, K.YEAR): lambda numbers, today: _just_year(numbers[1:], today),
    (K.DECADE,): _decade,
    (K.DECADE, K.UNIT): _decade,
    (K.PART, K.DECADE): _part_of_decade,
    (K.PART, K.DECADE, K.UNIT): _part_of_decade,
    (K.NUMBER, K.MONTH, K.YEAR): _day_named_month,
    (K.NUMBER, K.MONTH, K.NUMBER): _day_named_month,
    (K.NUMBER, K.MONTH): _day_of_month,
    (K.MONTH, K.NUMBER, K.YEAR): _english_date,
    (K.MONTH, K.YEAR): _named_month_year,
    (K.MONTH, K.NUMBER): _named_month_number,
    (K.MONTH, K.MONTH, K.YEAR): _named_months,
    (K.SEASON, K.YEAR): _season_year,
    (K.SEASON, K.NUMBER): _season_year,
    (K.SEASON, K.YEARS): _season_years,
    (K.PART, K.MONTH, K.YEAR): _part_of_month,
    (K.PART, K.MONTH, K.NUMBER): _part_of_month,
    (K.PART, K.MONTH): _part_of_a_month,
    (K.PART, K.YEAR): _part_of_year,
    (K.PART, K.SEASON, K.YEAR): _part_of_season,
    (K.HOLIDAY, K.YEAR): _holiday_year,
    (K.HOLIDAY, K.NUMBER): _holiday_year,
    (K.QUARTER, K.YEAR): _quarter_year,
    (K.NUMBER, K.QUARTER, K.YEAR): _quarter_year,
    (K.NUMBER, K.HALF, K.YEAR): _half_year,
    (K.ISO_WEEK,): _iso_week,
    (K.WEEK, K.NUMBER, K.YEAR): _named_week,
    (K.NUMBER, K.WEEK, K.YEAR): _numbered_week,
    (K.WEEK, K.SHORT): lambda numbers, today: _named_week([(0,), numbers[1][:1], numbers[1][1:]], today),
    (K.WEEK, K.MONTH_YEAR): lambda numbers, today: _named_week([(0,), numbers[1][:1], numbers[1][1:]], today),
    (K.WEEK, K.NUMBER): _just_week,
    (K.NUMBER, K.UNIT): _away,
    (K.AGO, K.NUMBER, K.UNIT): _ago,
    (K.NUMBER, K.UNIT, K.AGO): _ago_behind,
    (K.NEXT, K.UNIT): _shifted_unit(1),
    (K.COMING, K.UNIT): _shifted_unit(1),
    (K.LAST, K.UNIT): _shifted_unit(-1),
    (K.THIS, K.UNIT): _shifted_unit(0),
    (K.TODAY,): _near_day,
    **{(K.COMING, *shape): _coming(made) for shape, made in _ALONE.items()},
    **{(K.THIS, *shape): _coming(made) for shape, made in _ALONE.items()},
    **{(K.NEXT, *shape): _next(made) for shape, made in _ALONE.items()},
    **{(K.LAST, *shape): _last(made) for shape, made in _ALONE.items()},
    **_ALONE,
}
