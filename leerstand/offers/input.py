"""What owners and staff type about an offer, one input a step; nothing is required before the offer is checked."""

from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from leerstand.core.fields import Amount, Area, Count, LastDay, Money, PastDay, Span, YearFrom
from leerstand.core.i18n import N_
from leerstand.core.input import Day, Input, Line, Tick, Typed
from leerstand.core.values import BROADBAND, PERSONS, ROOMS, Bound, Per, phrases
from leerstand.offers.codes import EnergyCertificate, EnergyKind, Feature, Form
from leerstand.offers.models import Offer
from leerstand.register.codes import Channel, PropertyKind

ENERGY = phrases(
    {
        "unit": "kwh / ( m2 · a )|kwh / ( m2 a )|kwh / ( m2 * a )|kwh / m2|kwh / m2a|kwh / ( m2a )|kwh / qm|kwh|kwh / m2 · a"
    }
)
Choice = BeforeValidator(lambda text: None if text == "" else text)


Rent = Money(per=Per.MONTH, with_running_costs=True, keeps_note=True, most_euros=100_000)


class WhatInput(Input):
    """First step: what is offered, for which use, and for which not."""

    title: Annotated[Line, Field(max_length=120)] = ""
    description: Annotated[Line, Field(max_length=6000)] = ""
    wished_use: Annotated[Line, Field(max_length=2000)] = ""
    excluded_use: Annotated[Line, Field(max_length=2000)] = ""


class TimeInput(Input):
    """Second step: from when to when, how long, how many people."""

    available_from: Day = None
    available_until: LastDay = None
    min_months: Annotated[float | None, Span(bound=Bound.LEAST)] = None
    max_months: Annotated[float | None, Span(bound=Bound.MOST)] = None
    places: Annotated[int | None, Count(PERSONS, least=1, most=500)] = None
    capacity: Annotated[int | None, Count(PERSONS, least=1, most=1000)] = None

    @classmethod
    def read(cls, form: Any, *, now: datetime | None = None) -> "Typed[TimeInput]":
        """The step with its rules across fields: the end after the begin, the longest not under the shortest."""
        typed = cls.parse(form, now=now)
        value = typed.value
        if value is None:
            return typed
        begin, end = value.available_from, value.available_until
        if begin and end and end <= begin:
            typed = typed.with_problem("available_until", N_("Das Ende muss nach dem Anfang liegen."))
        if value.min_months and value.max_months and value.max_months < value.min_months:
            typed = typed.with_problem("max_months", N_("Das ist kürzer als die kürzeste Dauer."))
        return typed


class SpaceInput(Input):
    """Third step: the space, what it has, and the energy certificate (§ 87 GEG)."""

    property_kind: PropertyKind
    area_m2: Annotated[float | None, Area(least=1, most=100_000)] = None
    rooms: Annotated[float | None, Amount(ROOMS, least=0, most=500)] = None
    features: list[Feature] = Field(default_factory=list)
    broadband_mbit: Annotated[float | None, Amount(BROADBAND, least=0, most=100_000)] = None
    energy_certificate: Annotated[EnergyCertificate | None, Choice] = None
    energy_kind: Annotated[EnergyKind | None, Choice] = None
    energy_kwh: Annotated[float | None, Amount(ENERGY, least=1, most=2000)] = None
    energy_carrier: Annotated[Line, Field(max_length=80)] = ""
    energy_year: Annotated[int | None, YearFrom(1200, 2100)] = None
    energy_class: Annotated[Line, Field(pattern=r"^([A-Ha-h]|A\+)?$")] = ""


class CostInput(Input):
    """Fourth step: what it costs a month, how much of it only passes running costs on, and terms."""

    cost_month_cents: Annotated[int | None, Rent] = None
    extra_cost_cents: Annotated[int | None, Money(per=Per.MONTH, most_euros=100_000)] = None
    cost_note: Annotated[Line, Field(max_length=500)] = ""
    shares_cents: Annotated[int | None, Money(most_euros=20_000_000)] = None
    terms: Annotated[Line, Field(max_length=4000)] = ""

    @classmethod
    def read(cls, form: Any, *, now: datetime | None = None) -> "Typed[CostInput]":
        """The step with its rule across fields: a part is not more than the whole; "VB" joins the note."""
        typed = _with_note(cls.parse(form, now=now))
        value = typed.value
        if value and value.extra_cost_cents and value.extra_cost_cents > (value.cost_month_cents or 0):
            typed = typed.with_problem(
                "extra_cost_cents", N_("Die Nebenkosten sind mehr als die Kosten im Monat insgesamt.")
            )
        return typed


def _with_note(typed: Typed[CostInput]) -> Typed[CostInput]:
    """Words beside the amount ("VB", "warm") stand in the note on costs from now on."""
    value = typed.value
    if value is None:
        return typed
    notes = [one.note for one in typed.heard if one.field == "cost_month_cents" and one.note]
    new = [note for note in notes if note.casefold() not in value.cost_note.casefold()]
    return replace(
        typed,
        value=value.model_copy(
            update={"cost_note": "; ".join([*filter(None, [value.cost_note]), *new])[:500]}
        ),
    )


class FormInput(Input):
    """Which form of use the new offer has."""

    form: Form


class ConsentInput(Input):
    """What the owner agrees to before the offer goes to the municipality."""

    publish: Tick = False
    all_owners_agree: Tick = False
    shows_exact_place: Tick = False

    @classmethod
    def read(cls, form: Any, *, now: datetime | None = None) -> "Typed[ConsentInput]":
        """The consents; both ticks are needed, each says why."""
        typed = cls.parse(form, now=now)
        if typed.value and not typed.value.publish:
            typed = typed.with_problem(
                "publish", N_("Ohne diese Einwilligung darf das Angebot nicht veröffentlicht werden.")
            )
        if not typed.all_typed("all_owners_agree"):
            typed = typed.with_problem(
                "all_owners_agree",
                N_("Ein Angebot braucht das Einverständnis aller, denen das Gebäude gehört."),
            )
        return typed


class OwnerConsentInput(ConsentInput):
    """The same from an owner who is not online: how and when staff got the consent."""

    consent_channel: Channel
    consent_on: PastDay = None
    consent_note: Annotated[Line, Field(max_length=500)] = ""

    @classmethod
    def read(cls, form: Any, *, now: datetime | None = None) -> "Typed[Any]":
        typed = super().read(form, now=now)
        if not typed.typed("consent_on").strip():
            typed = typed.with_problem(
                "consent_on", N_("Bitte geben Sie den Tag an, an dem die Einwilligung kam.")
            )
        return typed


class ReasonInput(Input):
    """A move by the owner with a short reason."""

    note: Annotated[Line, Field(max_length=1000)] = ""


class DecisionInput(Input):
    """A decision by staff: the note for the file, the mail as amended, and what they had read."""

    note: Annotated[Line, Field(max_length=2000)] = ""
    message: Annotated[Line, Field(max_length=6000)] = ""
    seen: Line = ""
    wording_cleared: Tick = False


class ComplaintAnswerInput(Input):
    """What staff answer to somebody who reported a listing."""

    answer: Annotated[Line, Field(min_length=10, max_length=4000)]


STEP_INPUTS: dict[str, type[Input]] = {
    "was": WhatInput,
    "zeit": TimeInput,
    "raum": SpaceInput,
    "kosten": CostInput,
}


def read_step(step: str, form: Any, *, now: datetime | None = None) -> Typed[Any]:
    """One step as typed, with its rules across fields."""
    kind = STEP_INPUTS[step]
    return kind.read(form, now=now) if hasattr(kind, "read") else kind.parse(form, now=now)


def prefilled_step(step: str, offer: Offer) -> Typed[Any]:
    """One step as the offer stands, written as people would."""
    kind = STEP_INPUTS[step]
    values = {name: getattr(offer, name) for name in kind.model_fields if hasattr(offer, name)}
    if step == "raum":
        values |= {f"energy_{key}": value for key, value in offer.energy.items()}
    return kind.prefilled(**values)


def changes_of(step: str, value: Any) -> dict[str, Any]:
    """What a step changes in the offer's row."""
    changes: dict[str, Any] = value.model_dump()
    if step == "zeit":
        changes["places"] = changes["places"] or 1
    if step == "raum":
        energy = {key: changes.pop(f"energy_{key}") for key in ("kind", "kwh", "carrier", "year", "class")}
        present = value.energy_certificate is EnergyCertificate.PRESENT
        changes["energy"] = {key: text for key, text in energy.items() if text} if present else {}
        changes["energy_note"] = energy_sentence(changes["energy"])
    return changes


def energy_sentence(energy: dict[str, Any]) -> str:
    """The energy certificate in the words that advertisements use, in German, for exports."""
    words = [
        next((kind.label for kind in EnergyKind if kind == energy.get("kind")), ""),
        f"{energy['kwh']:g} kWh/(m²·a)".replace(".", ",") if energy.get("kwh") else "",
        energy.get("carrier", ""),
        f"Baujahr {energy['year']}" if energy.get("year") else "",
        f"Klasse {energy['class'].upper()}" if energy.get("class") else "",
    ]
    return ", ".join(word for word in words if word)
