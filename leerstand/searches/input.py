"""What a newcomer types, step by step; every step may be left half empty and finished later."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from leerstand.core.input import Cents, Day, Input, Line, Number, Optional_, Tick, Whole, Within
from leerstand.offers.codes import Feature, Form
from leerstand.register.codes import PropertyKind

Text = Annotated[Line, StringConstraints(max_length=4000)]
Amount = Annotated[Number, Within(0, 100_000)]
Euros = Annotated[Cents, Within(0, 1_000_000_00)]


class PlanInput(Input):
    """What for."""

    forms: Annotated[list[Form], Field(min_length=1)]
    property_kinds: list[PropertyKind] = []
    text: Text = ""


class PlaceInput(Input):
    """Where; several places or a landscape are fine."""

    place: Annotated[Line, StringConstraints(max_length=300)] = ""
    radius_km: Annotated[Number, Within(1, 500)] = None
    has_car: Annotated[Literal["yes", "no"] | None, Optional_] = None


class TimeInput(Input):
    """When, for how long, how many."""

    starts_on: Day = None
    ends_on: Day = None
    min_months: Annotated[Number, Within(0, 600)] = None
    persons: Annotated[Whole, Within(1, 500)] = 1


class CostInput(Input):
    """At what cost, how large."""

    budget_month_cents: Euros = None
    shares_max_cents: Euros = None
    min_area_m2: Amount = None
    min_rooms: Annotated[Number, Within(0, 200)] = None


class FeaturesInput(Input):
    """What must be there, what would be good."""

    needs: list[Feature] = []
    wishes: list[Feature] = []
    min_broadband_mbit: Amount = None


class ActivateInput(Input):
    """The consents at the end; matching needs its own, the regional pool another."""

    consent: Tick = False
    pool_consent: Tick = False
