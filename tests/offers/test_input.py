"""What owners type, read as they write it."""

from typing import Any

import pytest

from leerstand.offers.codes import EnergyCertificate
from leerstand.offers.input import (
    ConsentInput,
    OwnerConsentInput,
    changes_of,
    months_typed,
    prefilled_step,
    read_months,
    read_step,
)
from leerstand.offers.models import Offer
from tests.makers.offers import complete_facts


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("3", 3.0),
        ("3 Monate", 3.0),
        ("ein Jahr", 12.0),
        ("4 Wochen", 0.93),
        ("1,5 Monate", 1.5),
        ("14 Tage", 0.47),
        ("", None),
        ("2 months", 2.0),
    ],
)
def test_lengths_of_time_are_read_as_people_write_them(text: str, months: float | None) -> None:
    assert read_months(text) == months


@pytest.mark.parametrize("text", ["4 Wochen", "10 Tage", "3", "1,5"])
def test_lengths_of_time_come_back_as_they_were_typed(text: str) -> None:
    months = read_months(text)
    assert isinstance(months, float)
    assert months_typed(months) == text


def test_days_and_money_are_read_as_typed() -> None:
    time = read_step(
        "zeit", [("available_from", "31.3.27"), ("available_until", "ab sofort"), ("capacity", "4")]
    ).value
    cost = read_step("kosten", [("cost_month_cents", "1.250,50 €"), ("extra_cost_cents", "250")]).value
    assert (time.available_from.isoformat(), time.available_until, time.capacity) == ("2027-03-31", None, 4)
    assert (cost.cost_month_cents, cost.extra_cost_cents) == (125050, 25000)


@pytest.mark.parametrize(
    ("step", "typed", "field"),
    [
        ("zeit", {"available_from": "1.5.2027", "available_until": "1.4.2027"}, "available_until"),
        ("zeit", {"min_months": "3", "max_months": "4 Wochen"}, "max_months"),
        ("zeit", {"capacity": "0"}, "capacity"),
        ("zeit", {"min_months": "-1"}, "min_months"),
        ("kosten", {"cost_month_cents": "100", "extra_cost_cents": "200"}, "extra_cost_cents"),
        ("kosten", {"cost_month_cents": "-5"}, "cost_month_cents"),
        ("raum", {"property_kind": "castle"}, "property_kind"),
        ("raum", {"property_kind": "house", "energy_class": "Z"}, "energy_class"),
    ],
)
def test_what_cannot_be_is_said_at_its_field(step: str, typed: dict[str, str], field: str) -> None:
    found = read_step(step, list(typed.items()))
    assert found.value is None
    assert [name for name, _, _ in found.problems] == [field]


def test_empty_steps_are_read_so_that_nothing_typed_elsewhere_is_lost() -> None:
    for step in ("was", "zeit", "kosten"):
        assert read_step(step, []).value is not None


def test_energy_values_are_kept_only_where_a_certificate_exists() -> None:
    values = [
        ("property_kind", "house"),
        ("energy_kind", "demand"),
        ("energy_kwh", "145"),
        ("energy_carrier", "Erdgas"),
        ("energy_year", "1978"),
        ("energy_class", "e"),
    ]
    with_one = changes_of("raum", read_step("raum", [*values, ("energy_certificate", "present")]).value)
    without = changes_of("raum", read_step("raum", [*values, ("energy_certificate", "not_yet")]).value)
    assert with_one["energy_note"] == "Bedarfsausweis, 145 kWh/(m²·a), Erdgas, Baujahr 1978, Klasse E"
    assert (without["energy"], without["energy_note"]) == ({}, "")
    assert without["energy_certificate"] is EnergyCertificate.NOT_YET


def test_a_step_shows_what_was_saved() -> None:
    facts: dict[str, Any] = complete_facts() | {
        "min_months": 0.93,
        "cost_month_cents": 125050,
        "energy": {"kwh": 145.0},
        "features": ["garden"],
    }
    offer = Offer(**facts)
    assert prefilled_step("zeit", offer).typed("min_months") == "4 Wochen"
    assert prefilled_step("kosten", offer).typed("cost_month_cents") == "1250,50"
    assert prefilled_step("raum", offer).typed("energy_kwh") == "145"
    assert prefilled_step("raum", offer).all_typed("features") == ["garden"]


def test_both_consents_are_needed() -> None:
    assert ConsentInput.read([("publish", "1"), ("all_owners_agree", "1")]).value is not None
    fields = [name for name, _, _ in ConsentInput.read([]).problems]
    assert fields == ["publish", "all_owners_agree"]


def test_staff_say_how_and_when_the_consent_came() -> None:
    ticks = [("publish", "1"), ("all_owners_agree", "1")]
    assert OwnerConsentInput.read(ticks).value is None
    given = OwnerConsentInput.read([*ticks, ("consent_channel", "letter"), ("consent_on", "3.11.26")])
    assert given.value is not None
