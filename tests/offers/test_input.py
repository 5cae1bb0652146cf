"""What owners type, read as they write it."""

from typing import Any

import pytest

from leerstand.offers.codes import EnergyCertificate
from leerstand.offers.input import (
    ConsentInput,
    OwnerConsentInput,
    changes_of,
    prefilled_step,
    read_step,
)
from leerstand.offers.models import Offer
from tests.makers.offers import complete_facts


@pytest.mark.parametrize("text", ["4 Wochen", "10 Tage", "3 Monate", "1,5 Monate", "1 Jahr"])
def test_lengths_of_time_come_back_as_they_were_typed(text: str) -> None:
    read = read_step("zeit", [("min_months", text)]).value
    assert prefilled_step("zeit", Offer(min_months=read.min_months, energy={})).typed("min_months") == text


def test_days_and_money_are_read_as_typed() -> None:
    time = read_step(
        "zeit", [("available_from", "31.3.27"), ("max_months", "unbefristet"), ("capacity", "4 Leute")]
    ).value
    cost = read_step("kosten", [("cost_month_cents", "1.250,50 €"), ("extra_cost_cents", "250,-")]).value
    assert (time.available_from.isoformat(), time.max_months, time.capacity) == ("2027-03-31", None, 4)
    assert (cost.cost_month_cents, cost.extra_cost_cents) == (125050, 25000)


@pytest.mark.parametrize(
    ("amount", "note", "cents", "kept"),
    [
        ("400 VB", "", 40000, "VB"),
        ("VB", "mit Strom", None, "mit Strom; VB"),
        ("400 warm", "Warm, ohne Internet", 40000, "Warm, ohne Internet"),
    ],
)
def test_words_beside_a_rent_join_the_note_on_costs(
    amount: str, note: str, cents: int | None, kept: str
) -> None:
    cost = read_step("kosten", [("cost_month_cents", amount), ("cost_note", note)]).value
    assert (cost.cost_month_cents, cost.cost_note) == (cents, kept)


@pytest.mark.parametrize(
    ("step", "typed", "field"),
    [
        ("zeit", {"available_from": "1.5.2027", "available_until": "1.4.2027"}, "available_until"),
        ("zeit", {"min_months": "3", "max_months": "4 Wochen"}, "max_months"),
        ("zeit", {"available_until": "April 2027"}, "available_until"),
        ("kosten", {"cost_month_cents": "400 kalt"}, "cost_month_cents"),
        ("kosten", {"shares_cents": "500 VB"}, "shares_cents"),
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
