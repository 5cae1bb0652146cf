"""A title says in what its numbers are: a bare 2 below "Fläche (ha)" is no two square metres."""

import pytest

from leerstand.core.tables.describe import unit_of, without_unit
from leerstand.exchange.contract import PEOPLES_OFFERS
from leerstand.register.imports import BUILDINGS


@pytest.mark.parametrize(
    ("title", "name", "unit"),
    [
        ("Miete EUR", "Miete", "EUR"),
        ("Miete (EUR/Jahr)", "Miete", "EUR / Jahr"),
        ("Miete in €", "Miete", "€"),
        ("Fläche m²", "Fläche", "m²"),
        ("Fläche [ha]", "Fläche", "ha"),
        ("Kaution (T€)", "Kaution", "T€"),
        ("Zimmer (ohne Bad)", "Zimmer (ohne Bad)", ""),
        ("Jahr", "Jahr", ""),
        ("Fläche", "Fläche", ""),
    ],
)
def test_a_unit_is_told_from_what_stands_before_it(title: str, name: str, unit: str) -> None:
    assert (without_unit(title).strip(), unit_of(title)) == (name, unit)


@pytest.mark.parametrize(
    ("title", "column"),
    [
        ("Wohnfläche m²", "area_m2"),
        ("Miete EUR", "cost_month_eur"),
        ("Kosten im Monat (€)", "cost_month_eur"),
        ("Breitband MBit/s", "broadband_mbit"),
        ("Grundstück (m²)", ""),
    ],
)
def test_a_unit_hides_no_column(title: str, column: str) -> None:
    assert PEOPLES_OFFERS.column_of(title) == column


def test_a_column_in_its_own_unit_goes_before_one_in_another() -> None:
    assert PEOPLES_OFFERS.preference("Warmmiete (€)") < PEOPLES_OFFERS.preference("Miete (kalt)")
    assert BUILDINGS.preference("Fläche (m²)") < BUILDINGS.preference("Nutzfläche")
