"""What a newcomer types, step by step; every step may be left half empty and finished later."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from leerstand.core.fields import Amount, Area, Count, LastDay, Money, Span
from leerstand.core.input import Day, Input, Line, Optional_, Tick
from leerstand.core.values import BROADBAND, DISTANCE, PERSONS, ROOMS, Bound, Per
from leerstand.offers.codes import Feature, Form
from leerstand.register.codes import PropertyKind

Text = Annotated[Line, StringConstraints(max_length=4000)]


class PlanInput(Input):
    """What for."""

    forms: Annotated[list[Form], Field(min_length=1)]
    property_kinds: list[PropertyKind] = []
    text: Text = ""


class PlaceInput(Input):
    """Where; several places or a landscape are fine."""

    place: Annotated[Line, StringConstraints(max_length=300)] = ""
    radius_km: Annotated[float | None, Amount(DISTANCE, least=1, most=500, bound=Bound.MOST)] = None
    has_car: Annotated[Literal["yes", "no"] | None, Optional_] = None


class TimeInput(Input):
    """When, for how long, how many."""

    starts_on: Day = None
    ends_on: LastDay = None
    min_months: Annotated[float | None, Span(bound=Bound.LEAST, most=600)] = None
    persons: Annotated[int | None, Count(PERSONS, least=1, most=500)] = 1


class CostInput(Input):
    """At what cost, how large."""

    budget_month_cents: Annotated[
        int | None, Money(per=Per.MONTH, with_running_costs=True, bound=Bound.MOST)
    ] = None
    shares_max_cents: Annotated[int | None, Money(bound=Bound.MOST)] = None
    min_area_m2: Annotated[float | None, Area(bound=Bound.LEAST, most=100_000)] = None
    min_rooms: Annotated[float | None, Amount(ROOMS, least=0, most=200, bound=Bound.LEAST)] = None


class FeaturesInput(Input):
    """What must be there, what would be good."""

    needs: list[Feature] = []
    wishes: list[Feature] = []
    min_broadband_mbit: Annotated[
        float | None, Amount(BROADBAND, least=0, most=100_000, bound=Bound.LEAST)
    ] = None


class ActivateInput(Input):
    """The consents at the end; matching needs its own, the regional pool another."""

    consent: Tick = False
    pool_consent: Tick = False
