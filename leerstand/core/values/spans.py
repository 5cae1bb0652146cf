"""Lengths of time as written, in months: 6 Monate · ein halbes Jahr · anderthalb Jahre · unbefristet."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from leerstand.core.values.amounts import Amount, amount_of, decided
from leerstand.core.values.days import read_moment
from leerstand.core.values.pieces import Piece, Sense, phrases, taken_apart, tidy, written
from leerstand.core.values.result import Bound, Doubt, Reading

# A month counts 30 days here, as it does where offers and searches are compared.
MONTHS = {
    "days": Decimal(1) / 30, "weeks": Decimal(7) / 30, "months": Decimal(1), "quarters": Decimal(3),
    "halves": Decimal(6), "threequarters": Decimal(9), "years": Decimal(12),
}  # fmt: skip
WITHOUT_END = "without_end"
# A century: nobody means a longer one, so 1.500 months are one and a half.
LONGEST_MONTHS = 1200
UNITS = phrases({
    "days": "tag|tage|tagen|nacht|nächte|nächten|day|days|night|nights",
    "weeks": "woche|wochen|wo|week|weeks|wk|wks",
    "months": "monat|monate|monaten|monats|mon|mo|mt|month|months|mths|mth",
    "quarters": "quartal|quartale|vierteljahr|vierteljahre|quarter|quarters",
    "halves": "halbjahr|halbjahre|semester",
    "threequarters": "dreivierteljahr",
    "years": "jahr|jahre|jahren|jahres|j|year|years|yr|yrs",
    WITHOUT_END: "unbefristet|unbegrenzt|ohne befristung|auf dauer|dauerhaft|langfristig|für immer|fuer immer|immer|ohne ende|ohne grenze|open end|open ended"
    "|permanent|permanently|indefinitely|indefinite|forever|for good|no limit|unlimited|lebenslang",
    Sense.FILL: "lang|long|dauer|für die dauer|laufzeit",
})  # fmt: skip


def read_span(text: str, *, bound: Bound = Bound.EXACT, today: date | None = None) -> Reading[float]:
    """A length of time in months; a bare number counts months. A day in place of a length is asked back."""
    plain = tidy(text)
    if plain in {"", "-", "--"}:
        return Reading(is_open=bool(plain))
    pieces = taken_apart(plain, UNITS)
    if pieces is None:
        return _maybe_a_day(plain, today=today)
    if summed := _sum(pieces):
        return Reading(value=summed)
    amount = amount_of(pieces)
    senses = amount.senses()
    if not amount.figures and not amount.others and (WITHOUT_END in senses or amount.unknown):
        return Reading(is_open=True, note=written(amount.said))
    units = senses & set(MONTHS)
    if (
        not amount.figures
        and len(units) == 1
        and len(pieces) == 1
        and units & {"quarters", "halves", "threequarters"}
    ):
        return Reading(value=float(MONTHS[units.pop()]))
    if amount.broken or amount.others or not amount.figures or len(units) > 1 or WITHOUT_END in senses:
        return _maybe_a_day(plain, today=today)
    return _decided(amount, bound=bound, unit=units.pop() if units else "months")


def _decided(amount: Amount, *, bound: Bound, unit: str) -> Reading[float]:
    note = written(piece for piece in amount.said if piece.sense in {Sense.NOTE, Sense.UNKNOWN})
    return decided(
        amount,
        bound=bound,
        note=note,
        value=lambda figure: _rounded(figure * MONTHS[unit]),
        fits=lambda figure: figure * MONTHS[unit] <= LONGEST_MONTHS,
    )


def _rounded(months: Decimal) -> float:
    return round(float(months), 2)


def _sum(pieces: Sequence[Piece]) -> float | None:
    """1 Jahr 6 Monate, ein Jahr und zwei Wochen: two lengths, the longer unit first."""
    told = [piece for piece in pieces if piece.sense not in {Sense.PLUS, Sense.FILL}]
    if len(told) != 4 or [piece.is_figure for piece in told] != [True, False, True, False]:
        return None
    if any(len(piece.values) > 1 for piece in told):
        return None
    first, second = (MONTHS.get(told[at].sense) for at in (1, 3))
    if first is None or second is None or first <= second:
        return None
    return _rounded(told[0].values[0] * first + told[2].values[0] * second)


def _maybe_a_day(plain: str, *, today: date | None) -> Reading[float]:
    """Not only a length; the question differs where a day was written ("bis Ende 2027")."""
    day = read_moment(plain, today=today, ahead=True)
    is_day = day.value is not None or bool(day.choices)
    if is_day:
        return Reading(doubt=Doubt.OTHER, note=plain)
    return Reading(doubt=Doubt.UNREADABLE)
