"""Days as people in Berlin count them: a day has 23, 24 or 25 hours, and a promise names a day."""

from datetime import UTC, date, datetime, time, timedelta

from leerstand.core.i18n import BERLIN


def day_of(moment: datetime) -> date:
    """The day that the calendar on the wall shows at a moment."""
    return moment.astimezone(BERLIN).date()


def day_after(moment: datetime, within: timedelta) -> date:
    """The day that lies whole days after the one of a moment, at whatever hour, also over a change of clocks."""
    return day_of(moment) + timedelta(days=within.days)


def moment_on(day: date, *, hour: int = 0, minute: int = 0) -> datetime:
    """When a clock in Berlin shows this time on a day, in UTC.

    The first time where it shows it twice; where the hour is left out, the moment at which it would have been (02:00 is
    03:00 then).
    """
    return datetime.combine(day, time(hour, minute), tzinfo=BERLIN).astimezone(UTC)
