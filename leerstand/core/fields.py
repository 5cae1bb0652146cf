"""Fields of an input that read values as people write them, and the sentences that ask back.

Each stands in `Annotated`: `rent: Annotated[int | None, Money(per=Per.MONTH)] = None`. What a reader in `core/values` doubts becomes an error
of the field with what was understood, and with choices that one click takes (see `Typed.meant`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, GetCoreSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from leerstand.core.i18n import N_, Language, show_date, show_euro, show_number, translator
from leerstand.core.values import (
    BARE,
    Bound,
    Doubt,
    Per,
    Phrases,
    Reading,
    Side,
    read_area,
    read_day,
    read_moment,
    read_money,
    read_number,
    read_span,
)

TOO_LITTLE = N_("Bitte geben Sie mindestens %(ge)s ein.")
TOO_MUCH = N_("Bitte geben Sie höchstens %(le)s ein.")
SEVERAL = N_("Das kann %(understood)s heißen. Was meinen Sie?")
GUESSED = N_("Wir haben verstanden: %(understood)s. Stimmt das?")
WORDS = N_("Wir haben verstanden: %(understood)s. Für „%(note)s“ ist hier kein Platz. Stimmt die Angabe so?")
FUTURE = N_("Wir haben verstanden: %(understood)s. Das ist erst in der Zukunft. Gefragt ist, was schon war.")
OR = N_("oder")
WHOLE = N_("Bitte geben Sie eine ganze Zahl ein.")
LONGEST_QUOTE = 60
# What everybody writes and nobody needs to be told.
AT_ONCE = {"sofort", "ab sofort", "now", "unbefristet", "-"}


@dataclass(frozen=True, slots=True)
class Manner:
    """How one kind of value is written, told and asked for: what an unreadable text is answered, and one that
    names something else.
    """

    unreadable: str
    other: str
    typed: Callable[[Any], str]
    told: Callable[[Any, Language], str]
    is_calendar: bool = False


@dataclass(frozen=True, slots=True)
class Understood:
    """A value with its manner: told in the reader's language, or as people would have typed it."""

    manner: Manner
    value: Any

    @property
    def typed(self) -> str:
        return self.manner.typed(self.value)

    def told(self, language: Language) -> str:
        return self.manner.told(self.value, language)


class Meanings(tuple[Understood, ...]):
    """Everything that a text may mean, told as "A oder B"."""

    def told(self, language: Language) -> str:
        return f" {translator(language)(OR)} ".join(one.told(language) for one in self)


@dataclass(frozen=True, slots=True)
class Heard:
    """One field that was read as something else than its letters, so the writer is told: value None says nothing."""

    field: str
    text: str
    value: Understood | None
    note: str


def number_typed(value: float) -> str:
    """A number as people would have typed it, and read again as the same: 85 · 85,5 · 1,1250."""
    shown = f"{value:.4f}".rstrip("0")
    decimals = len(shown.partition(".")[2])
    if decimals == 3:  # three decimals look like a thousand
        shown += "0"
    return shown.rstrip(".").replace(".", ",")


def day_typed(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year}"


def euros_typed(cents: int | None) -> str | None:
    """Cents as people would have typed the euros: 480 · 480,50."""
    if cents is None:
        return None
    sign, cents = ("-", -cents) if cents < 0 else ("", cents)
    return f"{sign}{cents // 100}" + (f",{cents % 100:02d}" if cents % 100 else "")


def months_typed(months: float | None) -> str | None:
    """Months as people would have typed them: 1 Jahr · 3 Monate · 4 Wochen · 10 Tage."""
    return None if months is None else _span(months, str.__str__, number_typed)


def _span(months: float, speak: Callable[[str], str], shown: Callable[[float], str]) -> str:
    """A length in its largest whole unit; a month has 30 days."""
    days = round(months * 30)
    if months >= 12 and months % 12 == 0:
        count, one, many = months / 12, N_("Jahr"), N_("Jahre")
    elif months == int(months):
        count, one, many = months, N_("Monat"), N_("Monate")
    elif days % 7 == 0 and months < 12:
        count, one, many = days / 7, N_("Woche"), N_("Wochen")
    elif months < 1:
        count, one, many = days, N_("Tag"), N_("Tage")
    else:
        count, one, many = months, N_("Monat"), N_("Monate")
    return f"{shown(count)} {speak(one if count == 1 else many)}"


def _span_told(months: float, language: Language) -> str:
    return _span(months, translator(language), lambda count: show_number(count, language))


def _year_told(year: int, language: Language) -> str:
    return str(year)


MONTHLY = Manner(
    N_("Das lesen wir nicht als Betrag. Zum Beispiel: 480, 1.250,50 oder kostenlos."),
    N_("Wir haben verstanden: „%(text)s“. Gefragt ist hier ein Betrag im Monat."),
    lambda cents: euros_typed(cents) or "",
    show_euro,
)
MONTHLY_WHOLE = Manner(
    MONTHLY.unreadable,
    N_("Wir haben verstanden: „%(text)s“. Gefragt ist hier der Betrag im Monat mit allen Nebenkosten."),
    MONTHLY.typed,
    show_euro,
)
ONCE = Manner(
    MONTHLY.unreadable,
    N_("Wir haben verstanden: „%(text)s“. Gefragt ist hier ein Betrag, der einmal gezahlt wird."),
    MONTHLY.typed,
    show_euro,
)
AREA = Manner(
    N_("Das lesen wir nicht als Fläche. Zum Beispiel: 85 m², ca. 120 oder 0,5 ha."),
    N_("„%(text)s“ ist je nach Gegend verschieden groß. Bitte geben Sie Quadratmeter oder Hektar an."),
    number_typed,
    lambda value, language: f"{show_number(value, language)} m²",
)
NUMBER = Manner(
    N_("Das lesen wir nicht als Zahl. Zum Beispiel: 85 oder 1.250,5."), "", number_typed, show_number
)
DAY = Manner(
    N_("Das lesen wir nicht als Datum. Zum Beispiel: 31.3.2027, April 2027 oder Frühling 2027."),
    "",
    day_typed,
    show_date,
    is_calendar=True,
)
SPAN = Manner(
    N_("Das lesen wir nicht als Dauer. Zum Beispiel: 6 Monate, ein halbes Jahr oder unbefristet."),
    N_(
        "Wir haben verstanden: „%(text)s“, also einen Tag. Gefragt ist hier eine Dauer, zum Beispiel 6 Monate."
    ),
    lambda months: months_typed(months) or "",
    _span_told,
)
YEAR = Manner(
    N_("Das lesen wir nicht als Jahr. Zum Beispiel: 2021, Ostern 2022 oder um 1900."),
    "",
    str,
    _year_told,
    is_calendar=True,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """How a field reads its text, and between which bounds the value lies; stands in `Annotated`."""

    manner: Manner
    read: Callable[[str, date | None], Reading[Any]]
    least: float | None = None
    most: float | None = None
    is_whole: bool = False

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        reading = core_schema.with_info_before_validator_function(self._read, handler(source))
        return core_schema.no_info_after_validator_function(self.check, reading)

    def _read(self, text: object, info: core_schema.ValidationInfo[Any]) -> object:
        """The value; a doubt becomes the field's error, and what was supplied is noted as heard."""
        if not isinstance(text, str):
            return text
        context = info.context or {}
        reading = self.read(text, context.get("today"))
        if reading.doubt:
            raise _question(self.manner, reading, text.strip())
        if _differs(self.manner, reading, text):
            value = None if reading.value is None else Understood(self.manner, reading.value)
            context.get("heard", []).append(Heard(info.field_name or "", text.strip(), value, reading.note))
        if self.is_whole and isinstance(reading.value, float):
            if not reading.value.is_integer():
                raise PydanticCustomError("own_whole", WHOLE)
            return int(reading.value)
        return reading.value

    def check(self, value: Any) -> Any:
        if value is not None and self.least is not None and value < self.least:
            raise PydanticCustomError("own_low", TOO_LITTLE, {"ge": Understood(self.manner, self.least)})
        if value is not None and self.most is not None and value > self.most:
            raise PydanticCustomError("own_high", TOO_MUCH, {"le": Understood(self.manner, self.most)})
        return value


def _question(manner: Manner, reading: Reading[Any], text: str) -> PydanticCustomError:
    sentences = {
        Doubt.SEVERAL: SEVERAL,
        Doubt.GUESSED: GUESSED,
        Doubt.WORDS: WORDS,
        Doubt.FUTURE: FUTURE,
        Doubt.OTHER: manner.other,
    }
    meanings = Meanings(Understood(manner, choice) for choice in reading.choices)
    sentence = sentences.get(reading.doubt or Doubt.UNREADABLE) or manner.unreadable
    if reading.doubt in {Doubt.SEVERAL, Doubt.GUESSED, Doubt.WORDS} and not meanings:
        sentence = manner.unreadable
    quoted = text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]} …"
    offered = Meanings() if reading.doubt is Doubt.FUTURE else meanings
    facts = {"understood": meanings, "meant": offered, "note": reading.note, "text": quoted}
    return PydanticCustomError("own_value", sentence, facts)


def _differs(manner: Manner, reading: Reading[Any], text: str) -> bool:
    """Whether the writer has to be told what was read: something was supplied, left out, or put in figures."""
    if not text.strip() or (reading.is_open and text.strip().lower() in AT_ONCE):
        return False
    if reading.about or reading.note or reading.value is None:
        return True
    figures = _day_figures if manner.is_calendar else _amount_figures
    return figures(text) != figures(manner.typed(reading.value))


def _day_figures(text: str) -> list[int]:
    """So that "01.04.27", "2027-04-01" and "1.4.2027" are the same."""
    return sorted(int(figure) % 100 for figure in re.findall(r"[0-9]+", text[:LONGEST_QUOTE]))


def _amount_figures(text: str) -> str:
    """So that "1.500,-", "1500" and "1 500,00" are the same."""
    figures = re.sub(r"[^0-9.,]", "", text)
    without_empty_cents = re.sub(r"(?<=[.,][0-9])0$|[.,]00?$", "", figures)
    return re.sub(r"[.,]", "", without_empty_cents).lstrip("0")


def Within(least: float, most: float) -> AfterValidator:  # noqa: N802 - reads as a type
    """A number between two bounds, or none."""
    return AfterValidator(Asked(NUMBER, _nothing, least=least, most=most).check)


def _nothing(text: str, today: date | None) -> Reading[Any]:
    return Reading()


def Money(  # noqa: N802 - reads as a type
    *,
    per: Per | None = None,
    with_running_costs: bool = False,
    bound: Bound = Bound.EXACT,
    keeps_note: bool = False,
    most_euros: int = 1_000_000,
) -> Asked:
    """Euro cents. `keeps_note`: the input has a place for "VB"; elsewhere such words are asked back."""
    manner = ONCE if per is None else MONTHLY_WHOLE if with_running_costs else MONTHLY

    def read(text: str, today: date | None) -> Reading[int]:
        return read_money(
            text, per=per, with_running_costs=with_running_costs, bound=bound, keeps_note=keeps_note
        )

    return Asked(manner, read, least=0, most=most_euros * 100)


def Area(*, bound: Bound = Bound.EXACT, least: float = 0, most: float = 1_000_000) -> Asked:  # noqa: N802 - reads as a type
    """Square metres."""
    return Asked(AREA, lambda text, today: read_area(text, bound=bound), least=least, most=most)


def Amount(units: Phrases = BARE, *, least: float, most: float, bound: Bound = Bound.EXACT) -> Asked:  # noqa: N802 - reads as a type
    """A number with the units of its field."""

    def read(text: str, today: date | None) -> Reading[float]:
        return read_number(text, units=units, bound=bound, least=least, most=most)

    return Asked(NUMBER, read, least=least, most=most)


def Count(units: Phrases = BARE, *, least: int, most: int) -> Asked:  # noqa: N802 - reads as a type
    """A whole number."""

    def read(text: str, today: date | None) -> Reading[float]:
        return read_number(text, units=units, least=least, most=most)

    return Asked(NUMBER, read, least=least, most=most, is_whole=True)


def Span(*, bound: Bound = Bound.EXACT, most: float = 1200) -> Asked:  # noqa: N802 - reads as a type
    """A length of time in months."""
    return Asked(SPAN, lambda text, today: read_span(text, bound=bound, today=today), least=0, most=most)


def _day(*, side: Side = Side.BEGIN, ahead: bool = True, now_is_today: bool = False) -> Asked:
    def read(text: str, today: date | None) -> Reading[date]:
        return read_day(text, today=today, side=side, ahead=ahead, now_is_today=now_is_today)

    return Asked(DAY, read)


def _read_year(text: str, today: date | None) -> Reading[int]:
    found = read_moment(text, today=today)
    years = tuple(dict.fromkeys(moment.day.year for moment in found.choices))
    value = found.value.day.year if found.value else None
    if found.doubt is Doubt.SEVERAL and len(years) == 1:  # 2010/11 is 2010 either way
        return Reading(value=years[0], about=True, note=found.note)
    return Reading(value, found.about, found.note, found.is_open, found.doubt, years)


def YearFrom(least: int, most: int) -> Asked:  # noqa: N802 - reads as a type
    """A year."""
    return Asked(YEAR, _read_year, least=least, most=most)


# A bare number may be anything that a column of the database holds.
Number = Annotated[float | None, Amount(least=-1e9, most=1e12)]
Whole = Annotated[int | None, Count(least=-(10**9), most=10**12)]
Cents = Annotated[int | None, Money()]
# The day that something begins; where no year is given, the next such day is asked.
Day = Annotated[date | None, _day()]
LastDay = Annotated[date | None, _day(side=Side.END)]
PastDay = Annotated[date | None, _day(ahead=False)]
# A day to look at things: "ab sofort" is today.
DayOrToday = Annotated[date | None, _day(now_is_today=True)]
