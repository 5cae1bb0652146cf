"""How cells of common kinds are read: numbers, money, days, codes, yes and no. Each raises Unreadable with a sentence.

Numbers and days are read as pages read them (`core.values`), but nobody can be asked back: what isn't clear is named.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from leerstand.core.addresses import NotAnAddress, read_address
from leerstand.core.codes import Code
from leerstand.core.i18n import translator
from leerstand.core.tables.describe import FOLDED, Unreadable, Worded, fold
from leerstand.core.values import (
    BROADBAND,
    DISTANCE,
    PERSONS,
    ROOMS,
    Per,
    Point,
    Reading,
    Side,
    read_area,
    read_day,
    read_money,
    read_number,
    read_span,
)

AnyCode = TypeVar("AnyCode", bound=Code)
# Most cells are no more than this, and reading words takes a hundred times longer.
PLAIN_NUMBER = re.compile(r"[0-9]{1,9}(,[0-9]{1,9})?")
YES = {"1", "true", "yes", "ja", "x", "j", "y", "wahr"}
NO = {"0", "false", "no", "nein", "n", "-", "falsch"}


def address(text: str) -> str:
    """An e-mail address, cleaned and checked as on every page."""
    try:
        return read_address(text)
    except NotAnAddress as refused:
        meant = f"; {refused.facts['meant']}?" if "meant" in refused.facts else ""
        raise Unreadable("address", f"{text!r} is not an address{meant}") from None


def value_of(reading: Reading[Any], text: str, *, said: str, keep_open: bool = False) -> Any:
    """What a reader understood; words beyond the value ("VB", "ca.") are kept beside it. Raises Unreadable for a doubt."""
    if reading.doubt is not None:
        meant = " or ".join(
            f"{choice:g}" if isinstance(choice, float) else str(choice) for choice in reading.choices[:3]
        )
        raise Unreadable("value", f"{text!r} is {said}" + (f"; {meant}?" if meant else ""))
    if reading.is_open:
        return Worded(None) if keep_open and reading.note else None
    return Worded(reading.value) if reading.about or reading.note else reading.value


def _between(found: Any, text: str, *, least: float, most: float) -> Any:
    value = found.value if isinstance(found, Worded) else found
    if value is not None and not least <= value <= most:
        raise Unreadable("out_of_range", f"{text!r} is not between {least:,.0f} and {most:,.0f}")
    return found


# Dots and commas have been judged by column before a reader sees them; what is left is a decimal comma.
def measured(
    read: Callable[..., Reading[float]], *, least: float, most: float, **told: Any
) -> Callable[[str], Any]:
    """A number between two bounds, as people write it, with its unit."""

    def read_cell(text: str) -> Any:
        if PLAIN_NUMBER.fullmatch(text):
            return _between(float(text.replace(",", ".")), text, least=least, most=most)
        found = value_of(read(text, point=Point.DECIMAL, **told), text, said="not a clear number")
        return _between(found, text, least=least, most=most)

    return read_cell


area = measured(read_area, least=0, most=1_000_000)
rooms = measured(read_number, least=0, most=1_000, units=ROOMS)
distance_km = measured(read_number, least=0, most=2_000, units=DISTANCE)
broadband_mbit = measured(read_number, least=0, most=100_000, units=BROADBAND)


def months(text: str) -> Any:
    """A length of time in months; None for "unbefristet"."""
    found = value_of(read_span(text), text, said="not a clear length of time")
    return _between(found, text, least=0, most=1_200)


def persons(text: str) -> Any:
    """A number of people."""
    return _whole(measured(read_number, least=1, most=10_000, units=PERSONS)(text), text)


def year(text: str) -> Any:
    """A year in which something may have been built."""
    return _whole(measured(read_number, least=1000, most=2100)(text), text)


def _whole(found: Any, text: str) -> Any:
    value = found.value if isinstance(found, Worded) else found
    if value is None:
        return found
    if value != int(value):
        raise Unreadable("not_whole", f"{text!r} is not a whole number")
    return Worded(int(value)) if isinstance(found, Worded) else int(value)


def euros(*, per_month: bool) -> Callable[[str], Any]:
    """Money in euros: the whole cost of a month, or a single payment. An amount for something else is named."""
    told: dict[str, Any] = {"per": Per.MONTH, "with_running_costs": True} if per_month else {}

    def read_cell(text: str) -> Any:
        if PLAIN_NUMBER.fullmatch(text):
            return _between(float(text.replace(",", ".")), text, least=0, most=10_000_000)
        reading = read_money(text, point=Point.DECIMAL, **told)
        shown = Reading(
            value=None if reading.value is None else reading.value / 100, about=reading.about, note=reading.note,
            is_open=reading.is_open, doubt=reading.doubt, choices=tuple(cents / 100 for cents in reading.choices),
        )  # fmt: skip
        said = "not a clear amount for a month with all costs" if per_month else "not a clear amount"
        found = value_of(shown, text, said=said, keep_open=True)
        return _between(found, text, least=0, most=10_000_000)

    return read_cell


def begins(text: str) -> Any:
    """The day from which something holds; None for "ab sofort"."""
    return value_of(read_day(text), text, said="not a clear day")


def ends(text: str) -> Any:
    """The day until which something holds; None for "unbefristet"."""
    return value_of(read_day(text, side=Side.END), text, said="not a clear day")


def degrees(least: float, most: float) -> Callable[[str], Any]:
    """A coordinate: 52.956 or 52,956, never a thousand."""

    def read_degrees(text: str) -> float:
        plain = text.strip().replace(",", ".").removesuffix("°").strip()
        if not re.fullmatch(r"-?\d{1,3}(\.\d{1,15})?", plain):
            raise Unreadable("value", f"{text!r} is not a coordinate in degrees")
        if not least <= float(plain) <= most:
            raise Unreadable("out_of_range", f"{text!r} is not between {least:g} and {most:g}")
        return float(plain)

    return read_degrees


def digits(length: int, what: str) -> Callable[[str], Any]:
    """A key of so many digits; D-29439 is a postcode too."""

    def read_digits(text: str) -> str:
        plain = re.sub(r"^(D|DE)[- ]+", "", text.strip()).replace(" ", "")
        if len(plain) != length or not plain.isascii() or not plain.isdigit():
            raise Unreadable("key", f"{text!r} is not {what} of {length} digits")
        return plain

    return read_digits


def yes_or_no(text: str) -> bool:
    """Yes or no, in either language or as a cross."""
    plain = text.strip().casefold()
    if plain not in YES | NO:
        raise Unreadable("yes_no", f"{text!r} is neither yes nor no")
    return plain in YES


def one_code(codes: type[AnyCode]) -> Callable[[str], AnyCode]:
    """One code of a list, written as code or as its German or English label."""
    known = _names(codes)

    def read_code(text: str) -> AnyCode:
        found = known.get(_folded(text))
        if found is None:
            raise Unreadable("code", f"{text!r} is none of: {', '.join(member.value for member in codes)}")
        return found

    return read_code


def several_codes(codes: type[AnyCode], *, separators: str = "|;,") -> Callable[[str], tuple[AnyCode, ...]]:
    """Several codes of a list; what is none of them is named and the others are kept."""
    known = _names(codes)

    def read_codes(text: str) -> tuple[AnyCode, ...]:
        # A label may have a comma in itself.
        if (alone := known.get(_folded(text))) is not None:
            return (alone,)
        parts = _parts(text, separators, known)
        found = tuple(dict.fromkeys(known[_folded(part)] for part in parts if _folded(part) in known))
        if wrong := [part for part in parts if _folded(part) not in known]:
            raise Unreadable("code", f"unknown code {', '.join(map(repr, wrong[:3]))}", rest=found or None)
        return found

    return read_codes


def _parts(text: str, separators: str, known: dict[str, Any]) -> Sequence[str]:
    parts = [part.strip() for part in re.split("[|;\n]", text) if part.strip()]
    if "," not in separators:
        return parts
    apart: list[str] = []
    for part in parts:
        inner = [part] if _folded(part) in known else [one.strip() for one in part.split(",") if one.strip()]
        apart += inner
    return apart


def _names(codes: type[AnyCode]) -> dict[str, AnyCode]:
    english = translator("en")
    names: dict[str, AnyCode] = {}
    for member in codes:
        # "Scheune oder Stall" is also called by either half.
        for label in (member.label, english(member.label)):
            for name in (label, *re.split(r" oder | or ", label)):
                names.setdefault(_folded(name), member)
    for member in codes:
        names[_folded(member.value)] = member
    return names


def _folded(text: str) -> str:
    return fold(text) or text.strip().casefold().translate(FOLDED)
