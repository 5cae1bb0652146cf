"""What visitors type into the public list's filters, and into a complaint about a listing."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints
from starlette.datastructures import QueryParams

from leerstand.core.fields import Amount, Area, DayOrToday, Money
from leerstand.core.i18n import N_
from leerstand.core.input import Email, Input, Line, Number, Optional_, Typed, Whole, Within
from leerstand.core.values import DISTANCE, Bound, Per
from leerstand.offers.codes import Feature, Form

SORTS = (
    ("new", N_("Neueste zuerst")),
    ("near", N_("Nächste zuerst")),
    ("cost", N_("Günstigste zuerst")),
    ("size", N_("Größte zuerst")),
)
RADII = (5, 10, 25, 50, 100)

COMPLAINT_REASONS = (
    ("wrong", N_("Die Angaben stimmen nicht")),
    ("gone", N_("Das Haus ist nicht mehr zu haben")),
    ("unfair", N_("Menschen werden ausgeschlossen oder benachteiligt")),
    ("fraud", N_("Verdacht auf Betrug")),
    ("mine", N_("Es ist mein Haus, und ich habe nicht zugestimmt")),
    ("other", N_("Etwas anderes")),
)


class OffersInput(Input):
    """The filters of the list and the map, as they stand in the address."""

    form: list[Form] = []
    place: Annotated[Line, StringConstraints(max_length=300)] = ""
    radius_km: Annotated[float | None, Amount(DISTANCE, least=0, most=300, bound=Bound.MOST)] = None
    min_area_m2: Annotated[float | None, Area(bound=Bound.LEAST)] = None
    max_cost: Annotated[int | None, Money(per=Per.MONTH, with_running_costs=True, bound=Bound.MOST)] = None
    starts_on: DayOrToday = None
    feature: list[Feature] = []
    q: Annotated[Line, StringConstraints(max_length=200)] = ""
    sort: Annotated[Literal["new", "near", "cost", "size"] | None, Optional_] = None
    bbox: Annotated[Line, StringConstraints(max_length=100)] = ""
    page: Annotated[Whole, Within(1, 100_000)] = None
    zoom: Annotated[Number, Within(0, 20)] = None

    @property
    def box(self) -> tuple[float, float, float, float] | None:
        """West, south, east, north of the map's view; None where none was asked for, or nonsense."""
        try:
            west, south, east, north = (float(part) for part in self.bbox.split(","))
        except ValueError:
            return None
        fine = -180 <= west < east <= 180 and -90 <= south < north <= 90
        return (west, south, east, north) if fine else None


def read_filters(
    query: QueryParams, *, now: datetime | None = None
) -> tuple[Typed[OffersInput], OffersInput]:
    """The filters as typed, with their errors, and those of them that could be read."""
    typed = OffersInput.parse(query, now=now)
    if typed.value is not None:
        return typed, typed.value
    wrong = {name for name, _, _ in typed.problems}
    rest = OffersInput.parse(
        [(name, text) for name, text in query.multi_items() if name not in wrong], now=now
    )
    return typed, rest.value or OffersInput()


class ComplaintInput(Input):
    """Why a listing should be looked at, and where to send the answer."""

    reason: Literal["wrong", "gone", "unfair", "fraud", "mine", "other"]
    text: Annotated[Line, StringConstraints(max_length=3000)] = ""
    email: Annotated[Email | None, Optional_] = None
