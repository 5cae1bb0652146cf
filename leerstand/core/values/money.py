"""Money as written: 480 · 1.500,- · € 480,50 · ca. 400 Euro im Monat · 400 VB · kostenlos."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from leerstand.core.values.amounts import Amount, amount_of, decided
from leerstand.core.values.numerals import Point
from leerstand.core.values.pieces import Sense, phrases, taken_apart, tidy, written
from leerstand.core.values.result import Bound, Doubt, Reading


class Per(StrEnum):
    """What an amount is for."""

    MONTH = "per_month"
    YEAR = "per_year"
    WEEK = "per_week"
    DAY = "per_day"
    M2 = "per_m2"
    PERSON = "per_person"
    SHARE = "per_share"


COLD, WARM, NEGOTIABLE, CENTS, MILLIONS = "cold", "warm", "negotiable", "cents", "millions"
EURO = phrases({
    Sense.UNIT: "€|eur|euro|euros",
    CENTS: "cent|cents|ct",
    Sense.TIMES_K: "k|tsd|tausend|t €|k €|teur",
    MILLIONS: "mio|million|millionen|m€",
    Per.MONTH: "im monat|/ monat|pro monat|je monat|den monat|monatlich|mtl|mon|/ mon|p m|pm|/ m|monat|monatsmiete|miete|"
    "per month|a month|/ month|/ mo|monthly|pcm|month",
    Per.YEAR: "im jahr|/ jahr|pro jahr|je jahr|jährlich|p a|jahr|jahresmiete|per year|a year|/ year|yearly",
    Per.WEEK: "die woche|in der woche|/ woche|pro woche|je woche|wöchentlich|woche|per week|a week|/ week|weekly",
    Per.DAY: "am tag|/ tag|pro tag|je tag|/ nacht|pro nacht|je nacht|die nacht|nacht|tag|per night|a night|/ night|per day|a day|/ day",
    Per.M2: "/ m2|pro m2|je m2|/ qm|pro qm|je qm|der quadratmeter|pro quadratmeter|je quadratmeter|/ quadratmeter|m2|qm|per m2|per sqm|/ sqm|a square metre",
    Per.PERSON: "pro person|je person|/ person|pro kopf|p p|per person|pro zimmer|je zimmer|per room",
    Per.SHARE: "pro anteil|je anteil|/ anteil|per share|anteil",
    COLD: "kalt|kaltmiete|nettokalt|netto kalt|nettokaltmiete|nkm|km|netto|zzgl nk|zzgl nebenkosten|zuzüglich nebenkosten|plus nk|+ nk|plus nebenkosten|+ nebenkosten"
    "|ohne nk|ohne nebenkosten|und nebenkosten|und nk|cold|plus bills|excluding bills|without bills",
    WARM: "warm|warmmiete|wm|gesamt|insgesamt|alles zusammen|alles inklusive|all inclusive|all in|pauschal|brutto|inkl|inklusive|inkl nk"
    "|inkl nebenkosten|inklusive nebenkosten|mit nk|mit nebenkosten|incl nk|incl|bills included|including bills|inclusive",
    NEGOTIABLE: "vb|vhb|vhs|vs|verhandlungssache|verhandlungsbasis|verhandelbar|nach verhandlung|nach vereinbarung|n v|nv|nach absprache|auf anfrage"
    "|negotiable|ono|by arrangement|on request",
    Sense.ZERO: "kostenlos|kostenfrei|umsonst|frei|gratis|mietfrei|unentgeltlich|nichts|keine kosten|free|for free|free of charge|nothing|no charge",
})  # fmt: skip


def read_money(
    text: str,
    *,
    per: Per | None = None,
    with_running_costs: bool = False,
    bound: Bound = Bound.EXACT,
    keeps_note: bool = True,
    point: Point | None = None,
) -> Reading[int]:
    """An amount in euro cents. `per` is what the field asks for (None: a single payment); an amount for something
    else is asked back, so is one without running costs ("kalt") where the field counts them, and so is "VB" where the
    caller has no place for a note (`keeps_note`).
    """
    plain = tidy(text)
    if plain in {"", "-", "--"}:
        return Reading(is_open=bool(plain))
    pieces = taken_apart(plain, EURO, point=point or Point.THOUSANDS)
    if pieces is None:
        return Reading(doubt=Doubt.UNREADABLE)
    amount = amount_of(pieces)
    note = written(piece for piece in amount.said if piece.sense in {COLD, WARM, NEGOTIABLE, Sense.UNKNOWN})
    if amount.broken or not amount.figures:
        return _without_figure(amount, note=note, keeps_note=keeps_note)
    scale = _scale(amount)
    reading = decided(
        amount, bound=bound, note=note, value=lambda euros: _cents(euros * scale), fits=lambda euros: True
    )
    reading = _as_asked(reading, amount, per=per, with_running_costs=with_running_costs)
    if NEGOTIABLE in amount.senses() and not keeps_note and reading.value is not None:
        return replace(reading, value=None, doubt=Doubt.WORDS, choices=(reading.value,))
    return reading


def _scale(amount: Amount) -> Decimal:
    senses = amount.senses()
    return Decimal("0.01") if CENTS in senses else Decimal(1_000_000) if MILLIONS in senses else Decimal(1)


def _cents(euros: Decimal) -> int:
    return int((euros * 100).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _without_figure(amount: Amount, *, note: str, keeps_note: bool) -> Reading[int]:
    senses = amount.senses()
    if amount.broken or amount.others:
        return Reading(doubt=Doubt.UNREADABLE)
    if Sense.ZERO in senses:
        return Reading(value=0, note=note)
    if (NEGOTIABLE in senses and keeps_note) or amount.unknown:
        return Reading(is_open=True, note=note)
    return Reading(doubt=Doubt.UNREADABLE)


def _as_asked(
    reading: Reading[int], amount: Amount, *, per: Per | None, with_running_costs: bool
) -> Reading[int]:
    """The amount, if it is for what was asked; otherwise a question."""
    senses = amount.senses()
    said = senses & set(Per)
    choices = reading.choices or ((reading.value,) if reading.value is not None else ())
    asked_back = replace(reading, value=None, doubt=Doubt.OTHER, choices=choices)
    if Sense.ZERO in senses:  # "400 umsonst" contradicts itself
        return replace(asked_back, doubt=Doubt.WORDS)
    if said == {Per.YEAR} and per is Per.MONTH:
        return replace(asked_back, choices=tuple(cents // 12 for cents in choices if cents % 12 == 0))
    if said and said != {per}:
        return replace(asked_back, choices=())
    if with_running_costs and COLD in senses:
        return asked_back
    if per is None and senses & {COLD, WARM}:  # a deposit of "3 KM" is three rents, not three euros
        return replace(asked_back, choices=())
    return reading
