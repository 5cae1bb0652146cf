"""Areas and other measured numbers as written: ca. 80 qm · 0,5 ha · 3 1/2 Zi. · 12 km · zu viert."""

from dataclasses import replace
from decimal import Decimal

from leerstand.core.values.amounts import Amount, amount_of, decided
from leerstand.core.values.numerals import Point
from leerstand.core.values.pieces import Phrases, Sense, phrases, taken_apart, tidy, written
from leerstand.core.values.result import Bound, Doubt, Reading

HECTARE, ARE, REGIONAL = "hectare", "are", "regional"
AREA = phrases({
    Sense.UNIT: "m2|qm|quadratmeter|quadratmetern|m|sqm|square metres|square meters|square metre|m 2|m ^ 2|m^2",
    HECTARE: "ha|hektar|hectare|hectares",
    ARE: "a|ar",
    # A Morgen is 2,500 m² in Prussia, 2,621 in Hanover, 5,966 in Hamburg; an acre and a foot are not ours.
    REGIONAL: "morgen|tagwerk|joch|acker|acre|acres|sqft|sq ft|square feet",
    Sense.NOTE: "wfl|wohnfl|wohnfläche|wohnflaeche|nutzfläche|nutzflaeche|nfl|nutzfl|fläche|flaeche|gesamt|insgesamt|gesamtfläche|groß|gross|living space|floor space|brutto|netto",
})  # fmt: skip
ROOMS = phrases({
    Sense.UNIT: "zi|zimmer|zimmern|raum|räume|räumen|raeume|zkb|rooms|room|wohnräume|r",
    Sense.NOTE: "küche|bad|kb|küche bad|, küche|, bad|k|b|und bad|und küche|kitchen|bath",
})  # fmt: skip
DISTANCE = phrases({Sense.UNIT: "km|kilometer|kilometern|kilometre|kilometres|umkreis|im umkreis|weit"})
BROADBAND = phrases({
    Sense.UNIT: "mbit|mbits|mbit / s|mb / s|mbps|mbit pro sekunde|megabit|mb|m bit / s",
    Sense.NOTE: "dsl|glasfaser|vdsl|kabel|lte|fibre|download",
})  # fmt: skip
PERSONS = phrases({
    Sense.UNIT: "personen|person|leute|menschen|pers|plätze|platz|people|persons|erwachsene|köpfe",
    Sense.FILL: "zu|wir sind|sind|we are",
})  # fmt: skip
HOURS = phrases({Sense.UNIT: "stunden|stunde|std|h|hours|hour"})
YEARS = phrases({Sense.UNIT: "jahr|jahre|jahren|j|a|year|years|yrs"})
BARE: Phrases = {}


def read_area(text: str, *, bound: Bound = Bound.EXACT, point: Point | None = None, least: float = 10) -> Reading[float]:  # fmt: skip
    """An area in square metres. `least` is the smallest area that anybody means: it tells 1.200 from 1,2."""
    amount = _amount(text, AREA, point=point)
    if not isinstance(amount, Amount):
        return amount
    units = amount.senses() & {Sense.UNIT, HECTARE, ARE, REGIONAL}
    if len(units) > 1:
        return Reading(doubt=Doubt.UNREADABLE)
    if units == {REGIONAL}:
        return Reading(doubt=Doubt.OTHER, note=written(amount.said))
    scale = {HECTARE: Decimal(10_000), ARE: Decimal(100)}.get(next(iter(units), ""), Decimal(1))
    return _decided(amount, bound=bound, scale=scale, least=Decimal(str(least)), most=Decimal(1_000_000))


def read_number(
    text: str,
    *,
    units: Phrases = BARE,
    bound: Bound = Bound.EXACT,
    point: Point | None = None,
    least: float = 0,
    most: float = 1e9,
) -> Reading[float]:
    """A number with the units of its field. `least` and `most` only decide between two readings of the same digits."""
    amount = _amount(text, units, point=point)
    if not isinstance(amount, Amount):
        return amount
    return _decided(amount, bound=bound, scale=Decimal(1), least=Decimal(str(least)), most=Decimal(str(most)))


def _amount(text: str, units: Phrases, *, point: Point | None) -> Amount | Reading[float]:
    plain = tidy(text)
    if plain in {"", "-", "--"}:
        return Reading(is_open=bool(plain))
    pieces = taken_apart(plain, units, point=point)
    amount = amount_of(pieces) if pieces is not None else None
    if amount is None or amount.broken:
        return Reading(doubt=Doubt.UNREADABLE)
    if amount.figures:
        return amount
    if amount.unknown and not amount.others:
        return Reading(is_open=True, note=written(amount.said))
    return Reading(doubt=Doubt.UNREADABLE)


def _decided(
    amount: Amount, *, bound: Bound, scale: Decimal, least: Decimal, most: Decimal
) -> Reading[float]:
    note = written(piece for piece in amount.said if piece.sense in {Sense.NOTE, Sense.UNKNOWN})
    found = decided(
        amount,
        bound=bound,
        note=note,
        value=lambda figure: float(figure * scale),
        fits=lambda figure: least <= figure * scale <= most,
    )
    return replace(found, about=found.about or amount.unknown)
