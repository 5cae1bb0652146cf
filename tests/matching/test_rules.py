"""The seven hard rules at their edges."""

from datetime import date, timedelta

import pytest

from leerstand.matching.engine import rules
from leerstand.matching.engine.facts import Seeker, Space
from tests.matching.made import TODAY, seeker, space


def broken(wanted: Seeker, offered: Space, *, distance_km: float | None = None) -> tuple[int, ...]:
    return rules.broken(rules.Pair(wanted, offered, distance_km, TODAY))


def test_a_plain_pair_breaks_nothing() -> None:
    assert broken(seeker(), space()) == ()


@pytest.mark.parametrize(
    ("wanted", "offered", "number"),
    [
        ({"forms": ("rental",)}, {}, 1),
        ({"property_kinds": frozenset({"barn", "hall"})}, {}, 1),
        ({"persons": 3}, {"capacity": 2}, 3),
        ({"budget_month_eur": 300}, {"cost_month_eur": 331}, 4),
        ({"shares_max_eur": 1000}, {"shares_eur": 1001}, 4),
        ({"needs": frozenset({"heating"})}, {"features": frozenset({"water"})}, 5),
        ({"needs": frozenset({"broadband"})}, {}, 5),
        ({"min_broadband_mbit": 100}, {"broadband_mbit": 99}, 5),
        ({"min_area_m2": 100}, {"area_m2": 89.9}, 6),
        ({"min_rooms": 4}, {"rooms": 3.5}, 6),
    ],
)
def test_each_rule_stops_a_pair(wanted: dict[str, object], offered: dict[str, object], number: int) -> None:
    assert broken(seeker(**wanted), space(**offered)) == (number,)


@pytest.mark.parametrize(
    ("wanted", "offered"),
    [
        ({"property_kinds": frozenset({"shop"})}, {}),
        ({"persons": 2}, {"capacity": 2}),
        ({"persons": 9}, {"capacity": None}),
        ({"budget_month_eur": 300}, {"cost_month_eur": 330}),
        ({"budget_month_eur": 300}, {"cost_month_eur": None}),
        ({"shares_max_eur": 1000}, {"shares_eur": 1000}),
        ({"needs": frozenset({"broadband"})}, {"broadband_mbit": 16}),
        ({"min_broadband_mbit": 100}, {"broadband_mbit": None}),
        ({"min_area_m2": 100}, {"area_m2": 90}),
        ({"min_rooms": 2}, {"rooms": None}),
    ],
)
def test_what_just_fits_or_is_not_stated_excludes_nothing(
    wanted: dict[str, object], offered: dict[str, object]
) -> None:
    assert broken(seeker(**wanted), space(**offered)) == ()


def test_distance_counts_only_where_both_places_are_known() -> None:
    assert broken(seeker(radius_km=25), space(), distance_km=25.0) == ()
    assert broken(seeker(radius_km=25), space(), distance_km=25.1) == (7,)
    assert broken(seeker(radius_km=25), space(), distance_km=None) == ()


@pytest.mark.parametrize(("days", "allowed"), [(88, False), (89, True), (90, True)])
def test_three_months_are_ninety_days_with_one_of_grace(days: int, allowed: bool) -> None:
    start = date(2027, 3, 1)
    offered = space(available_until_on=start + timedelta(days=days), min_months=3)
    assert broken(seeker(from_on=start, until_on=start + timedelta(days=300)), offered) == (
        () if allowed else (2,)
    )


def test_the_longer_of_the_two_minimum_stays_counts() -> None:
    start, end = date(2027, 3, 1), date(2027, 6, 1)
    assert broken(seeker(from_on=start, until_on=end, min_months=2), space(min_months=3)) == ()
    assert broken(seeker(from_on=start, until_on=end, min_months=4), space(min_months=3)) == (2,)


def test_a_stay_for_good_needs_an_offer_for_good_or_its_own_minimum() -> None:
    offered = space(available_until_on=date(2028, 1, 15))
    assert broken(seeker(until_on=None), offered) == (2,)
    assert broken(seeker(until_on=None, min_months=12), offered) == ()
    assert broken(seeker(until_on=None, min_months=13), offered) == (2,)
    assert broken(seeker(until_on=None), space()) == ()


def test_an_empty_start_is_today() -> None:
    soon = space(available_until_on=TODAY + timedelta(days=28))
    assert broken(seeker(until_on=TODAY + timedelta(days=200)), soon) == (2,)
    assert broken(seeker(until_on=TODAY + timedelta(days=200), from_on=TODAY - timedelta(days=9)), soon) == (
        2,
    )


def test_all_broken_rules_are_named() -> None:
    wanted = seeker(
        forms=("rental",), persons=4, budget_month_eur=100, needs=frozenset({"sauna"}), radius_km=5
    )
    assert broken(wanted, space(capacity=1, cost_month_eur=500), distance_km=6) == (1, 3, 4, 5, 7)
