"""Cells as spreadsheets keep them, and as each sort of column reads them: 7 is house number 7, 1067 is postcode 01067."""

import re
from datetime import date, timedelta
from decimal import Decimal

from leerstand.core.tables.describe import Column, Sort, Unreadable

# A cell is text, or what a workbook says it is: ("n", "85.125"), ("d", "2027-05-07"), ("b", "1"), or one that has no
# value: ("f", …) a formula that was never calculated, ("l", length) too long, ("x", why) damaged.
Typed = tuple[str, str]
Cell = str | Typed

MONTHS = {
    "jan": 1, "feb": 2, "mrz": 3, "mär": 3, "mar": 3, "apr": 4, "mai": 5, "may": 5, "jun": 6, "jul": 7, "aug": 8,
    "sep": 9, "okt": 10, "oct": 10, "nov": 11, "dez": 12, "dec": 12,
}  # fmt: skip
_MONTH = "(" + "|".join(MONTHS) + r")[a-zä]*\.?"
DAY_MONTH = re.compile(rf"(\d{{1,2}})[. -]*{_MONTH}(?:[ .-]*\d{{2,4}})?", re.IGNORECASE)
MONTH_NUMBER = re.compile(rf"{_MONTH}[ -]*(\d{{1,4}})", re.IGNORECASE)
WHOLE_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[ T][\d:.]+)?|(\d{1,2})\.(\d{1,2})\.(\d{2}|\d{4})?")
# Days as spreadsheets number them: from 1927 to 2119.
FIRST_SERIAL, LAST_SERIAL = 10_000, 80_000
EPOCH = date(1899, 12, 30)
SHORTENED = re.compile(r"\d(?:[.,]\d+)?E\+\d+", re.IGNORECASE)


def text_of(cell: Cell, column: Column) -> str:
    """The text that a column reads from a cell. Raises Unreadable where a spreadsheet has damaged it."""
    if isinstance(cell, str):
        return _text_in(cell, column)
    kind, said = cell
    match kind:
        case "f":
            raise Unreadable(
                "formula_without_value",
                "this formula has no stored result; open the file in a spreadsheet program and save it again",
            )
        case "l":
            raise Unreadable("too_long", f"has {said} characters, at most {column.longest} are taken")
        case "x":
            raise Unreadable("cell_damaged", said)
        case "b":
            return "true" if said == "1" else "false"
        case "d":
            return _day_in(said, column)
        case _:
            return _number_in(said, column)


def _text_in(text: str, column: Column) -> str:
    if column.sort is Sort.MARK and (guess := _day_as_mark(text)):
        raise Unreadable("date_for_mark", f"{text!r} is what a spreadsheet makes of {guess}; {guess}?")
    if column.sort in (Sort.MARK, Sort.KEY) or column.required:
        if SHORTENED.fullmatch(text):
            raise Unreadable("shortened", f"{text!r} is a number that a spreadsheet has shortened")
        # "7.0" is how programs write a 7 that has passed through a table of numbers.
        text = re.sub(r"(?<=^\d)(\d*)\.0$", r"\1", text) if column.sort is not Sort.TEXT else text
    return text


def _number_in(said: str, column: Column) -> str:
    number = Decimal(said)
    whole = number == number.to_integral_value()
    if column.sort is Sort.MARK and FIRST_SERIAL <= number < LAST_SERIAL:
        guess = _mark_of(EPOCH + timedelta(days=int(number)))
        said = f"{_plain(number)} is the number of a day, not what stood here; {guess}?"
        raise Unreadable("date_for_mark", said)
    if column.sort is Sort.DAY and whole and FIRST_SERIAL <= number < LAST_SERIAL:
        meant = EPOCH + timedelta(days=int(number))
        raise Unreadable("serial_day", f"{_plain(number)} is the number of a day; {meant:%d.%m.%Y}?")
    if whole:
        return str(int(number))
    written = _plain(number)
    return written.replace(".", ",") if column.sort in (Sort.NUMBER, Sort.DEGREES) else written


def _plain(number: Decimal) -> str:
    return format(number.normalize() if number else number, "f")[:40]


def _day_in(said: str, column: Column) -> str:
    if column.sort in (Sort.MARK, Sort.NUMBER, Sort.DEGREES):
        day = date.fromisoformat(said[:10])
        guess = _mark_of(day) if column.sort is Sort.MARK else f"{day.day},{day.month}"
        raise Unreadable("date_for_mark", f"the cell is a date ({said[:10]}), not what stood here; {guess}?")
    return said[:10] if column.sort is Sort.DAY else said


def _mark_of(day: date) -> str:
    """What people may have typed that became this day, written as house numbers go: upwards."""
    low, high = sorted((day.day, day.month))
    if day.day == 1 and day.month < day.year % 100:
        return f"{day.month}-{day.year % 100}"
    return f"{low}-{high}"


def _day_as_mark(text: str) -> str:
    """The range that a spreadsheet has made "05. Jul" or "Mrz 12" of; '' where the text is no such day."""
    if found := DAY_MONTH.fullmatch(text):
        low, high = sorted((int(found[1]), MONTHS[found[2].lower()]))
        return f"{low}-{high}"
    if found := MONTH_NUMBER.fullmatch(text):
        return f"{MONTHS[found[1].lower()]}-{int(found[2]) % 100}"
    if found := WHOLE_DAY.fullmatch(text):
        month, day = (found[2], found[3]) if found[1] else (found[5], found[4])
        low, high = sorted((int(month), int(day)))
        return f"{low}-{high}" if 1 <= low <= 12 and high <= 31 else ""
    return ""


def with_zeros(text: str, column: Column) -> str:
    """Digits with the zeros in front that a spreadsheet has taken away: 1067 → 01067."""
    lost = column.digits - len(text)
    return text.zfill(column.digits) if text.isascii() and text.isdigit() and lost == 1 else text
