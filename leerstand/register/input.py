"""What people type into the register's pages."""

import re
from datetime import date
from typing import Annotated, NamedTuple
from uuid import UUID

from babel.dates import format_date
from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError
from starlette.datastructures import QueryParams

from leerstand.core.fields import Amount, Area, Asked, Count, Manner, PastDay, YearFrom
from leerstand.core.i18n import N_, Language, locale_name, show_date, translator
from leerstand.core.input import Day, Email, Input, Line, Optional_, Tick
from leerstand.core.values import ROOMS, YEARS, Moment, Reading, read_moment
from leerstand.register.codes import (
    Channel,
    Condition,
    Occupancy,
    Outcome,
    Precision,
    PropertyKind,
    Reason,
    ReportState,
    VacancySource,
)

POINT = N_("Bitte setzen Sie den Punkt auf der Karte, oder lassen Sie beide Felder leer.")


class Since(NamedTuple):
    """Since when, and how exactly that is known."""

    day: date
    precision: Precision


def read_since(text: str, today: date | None = None) -> Reading[Since]:
    """A moment in the past as precisely as people know it: 2021 · März 2020 · seit Ostern 2022 · etwa 2010 · lange."""
    found = read_moment(text, today=today)
    choices = tuple(_since(moment, about=found.about) for moment in found.choices)
    value = _since(found.value, about=found.about) if found.value else None
    return Reading(value, found.about, found.note, found.is_open, found.doubt, choices)


def _since(moment: Moment, *, about: bool) -> Since:
    return Since(moment.day, Precision.ESTIMATED if about else Precision(moment.grain))


def since_typed(day: date | None, precision: Precision | None) -> str:
    """A known moment as people would have typed it."""
    if day is None:
        return ""
    match precision:
        case Precision.YEAR:
            return f"{day.year}"
        case Precision.MONTH:
            return f"{day.month}.{day.year}"
        case Precision.ESTIMATED:
            return f"etwa {day.year}" if day.month == 1 else f"etwa {day.month}.{day.year}"
        case _:
            return f"{day.day}.{day.month}.{day.year}"


def _since_told(since: Since, language: Language) -> str:
    """In words, as exactly as it is known: März 2020, etwa 2010."""
    if since.precision is Precision.DAY:
        return show_date(since.day, language)
    year = f"{since.day.year}"
    named = format_date(since.day, "LLLL y", locale=locale_name(language))
    whole_year = since.precision is Precision.YEAR or since.day.month == 1
    if since.precision is Precision.ESTIMATED:
        about = translator(language)(N_("etwa"))
        return f"{about} {year if whole_year else named}"
    return year if since.precision is Precision.YEAR else named


SINCE = Manner(
    N_("Das lesen wir nicht als Zeitpunkt. Zum Beispiel: 2021, März 2020, seit Ostern 2022 oder etwa 2010."),
    "",
    lambda since: since_typed(since.day, since.precision),
    _since_told,
    is_calendar=True,
)


def read_degrees(text: object) -> object:
    """A coordinate: 52.956 or 52,956, never a thousand."""
    if not isinstance(text, str):
        return text
    plain = text.strip().replace(",", ".").removesuffix("°").strip()
    if not plain:
        return None
    if not re.fullmatch(r"-?\d{1,3}(\.\d+)?", plain):
        raise PydanticCustomError("own_point", POINT)
    return float(plain)


SinceWhen = Annotated[Since | None, Asked(SINCE, read_since)]
Degrees = Annotated[float | None, BeforeValidator(read_degrees)]
OptionalEmail = Annotated[Email | None, Optional_]
Place = Annotated[Line, Field(min_length=2, max_length=120)]
# The limits hold for what is there: a limit on the whole would be asked of None as well.
Short = Annotated[Annotated[Line, Field(max_length=120)] | None, Optional_]
Paragraph = Annotated[Annotated[Line, Field(max_length=500)] | None, Optional_]
Note = Annotated[Annotated[Line, Field(max_length=4000)] | None, Optional_]
Year = Annotated[int | None, YearFrom(1500, 2100)]
Years = Annotated[int | None, Count(YEARS, least=0, most=100)]
SquareMetres = Annotated[float | None, Area()]
RoomCount = Annotated[float | None, Amount(ROOMS, least=0, most=1000)]
OptionalCondition = Annotated[Condition | None, Optional_]


class ReportPlaceInput(Input):
    """First step of a report: where it stands; `municipality` is the key chosen where the place wasn't clear."""

    place: Place
    municipality: Short = None
    street: Short = None
    house_number: Short = None
    lat: Degrees = None
    lon: Degrees = None


class ReportBuildingInput(Input):
    """Second step: what it is, since when, what the reporter knows."""

    kind: PropertyKind
    since_year: Year = None
    note: Note = None


class ReportSendInput(Input):
    """Last step: an address for news, if wished."""

    reporter_email: OptionalEmail = None


class ReportInput(ReportPlaceInput, ReportBuildingInput, ReportSendInput):
    """A whole report."""


class FactsInput(Input):
    """The facts of a building, as staff and owners edit them; `municipality` as in `ReportPlaceInput`."""

    municipality: Short = None
    kind: PropertyKind
    name: Short = None
    street: Short = None
    house_number: Short = None
    postcode: Short = None
    place: Place
    lat: Degrees = None
    lon: Degrees = None
    area_m2: SquareMetres = None
    rooms: RoomCount = None
    year_built: Year = None
    condition: OptionalCondition = None
    is_listed: Tick = False
    note: Note = None


class NewBuildingInput(FactsInput):
    """A building recorded by hand: its facts and how it stands now."""

    occupancy: Occupancy
    since: SinceWhen = None
    source: VacancySource = VacancySource.INSPECTION


class OwnBuildingInput(FactsInput):
    """A building recorded by its owner."""

    occupancy: Occupancy
    since: SinceWhen = None


class OccupancyInput(Input):
    """How a building stands, since when, why, and who says so."""

    occupancy: Occupancy
    since: SinceWhen = None
    source: VacancySource
    reasons: list[Reason] = []
    condition: OptionalCondition = None
    note: Note = None


class ContactInput(Input):
    """One contact with an owner."""

    channel: Channel
    on_date: PastDay
    outcome: Outcome
    note: Note = None
    next_on: Day = None
    owner_began: Tick = False


class OwnerInput(Input):
    """Whom to write to about a building."""

    name: Annotated[Line, Field(min_length=2, max_length=200)]
    address: Paragraph = None
    phone: Short = None
    email: OptionalEmail = None
    data_source: Annotated[VacancySource | None, Optional_] = None
    informed_on: PastDay = None
    do_not_contact: Tick = False


class AssignInput(Input):
    """The account of the person a building belongs to; empty takes the assignment away."""

    email: OptionalEmail = None


class MergeInput(Input):
    """Which other entry is the same building."""

    other: UUID


class ConfirmReportInput(Input):
    """A report becomes a building, or belongs to one that is known."""

    building_id: Annotated[UUID | None, Optional_] = None


class RejectReportInput(Input):
    """Why a report doesn't become a building, in words the reporter reads."""

    reason: Annotated[Line, Field(min_length=5, max_length=1000)]


class RegisterFilter(Input):
    """What of the register is shown, as it stands in the address."""

    q: Short = None
    ort: Short = None
    zustand: Annotated[str | None, Optional_] = None
    art: Annotated[PropertyKind | None, Optional_] = None
    klasse: OptionalCondition = None
    seit: Years = None
    kontakt: Annotated[str | None, Optional_] = None
    sort: str = "place"
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    bbox: str = ""

    @classmethod
    def of(cls, query: QueryParams) -> "RegisterFilter":
        """Read an address; what can't be read there is as if it weren't there."""
        typed = cls.parse(query)
        if typed.value is None:
            broken = {name for name, _, _ in typed.problems}
            typed = cls.parse([(name, text) for name, text in query.multi_items() if name not in broken])
        return typed.value or cls()


class ReportFilter(Input):
    """Which reports are shown."""

    zustand: Annotated[ReportState | None, Optional_] = ReportState.RECEIVED
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
