"""Distances, municipalities at a point, stations, suggestions."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerstand.places import gazetteer
from leerstand.places.geography import Area, between_km, haversine_km

GAZETTEER = gazetteer.load()
LATS, LONS = st.floats(51.5, 54.5), st.floats(9.0, 13.5)
AREAS = [
    GAZETTEER.read(text).areas[0]
    for text in ("Wendland", "Altmark", "Griese Gegend", "Elbe", "zwischen Lüchow und Dannenberg", "Drömling")
]


def test_a_known_distance_is_right() -> None:
    assert between_km((53.5511, 9.9937), (52.5200, 13.4050)) == pytest.approx(255.3, abs=0.5)


@given(LATS, LONS, LATS, LONS)
def test_both_distances_agree_and_are_symmetric(a: float, b: float, c: float, d: float) -> None:
    here, there = between_km((a, b), (c, d)), between_km((c, d), (a, b))
    assert here == pytest.approx(there)
    assert float(haversine_km(a, b, lats=c, lons=d)) == pytest.approx(here, abs=1e-6)


@given(st.sampled_from(AREAS), LATS, LONS)
def test_many_points_and_one_point_give_the_same(area: Area, lat: float, lon: float) -> None:
    many = GAZETTEER.distances_km(area, np.array([lat, 53.0]), np.array([lon, 11.0]))
    assert many[0] == pytest.approx(GAZETTEER.distance_km(area, lat=lat, lon=lon))


@given(st.sampled_from(AREAS), LATS, LONS, st.floats(-0.1, 0.1), st.floats(-0.1, 0.1))
def test_a_step_changes_the_distance_by_no_more_than_the_step(
    area: Area, lat: float, lon: float, north: float, east: float
) -> None:
    here = GAZETTEER.distance_km(area, lat=lat, lon=lon)
    there = GAZETTEER.distance_km(area, lat=lat + north, lon=lon + east)
    assert abs(here - there) <= between_km((lat, lon), (lat + north, lon + east)) + 0.2 + 0.002 * here


@given(st.sampled_from(AREAS[:3]), LATS, LONS)
def test_the_nearest_spot_of_an_outline_is_as_near_as_said(area: Area, lat: float, lon: float) -> None:
    said = GAZETTEER.distance_km(area, lat=lat, lon=lon)
    corners = GAZETTEER.atlas.outlines.edges(area.outlines)
    nearest = haversine_km(lat, lon, lats=corners[:, 1], lons=corners[:, 0]).min()
    longest = haversine_km(corners[:, 1], corners[:, 0], lats=corners[:, 3], lons=corners[:, 2]).max()
    assert said == 0 or nearest - longest <= said <= nearest * 1.001


@pytest.mark.parametrize(
    ("text", "inside", "outside"),
    [
        ("Wendland", "Gartow", "Salzwedel"),
        ("Altmark", "Stendal", "Wittenberge"),
        ("Altmark", "Salzwedel", "Lüchow"),
        ("Prignitz", "Perleberg", "Havelberg"),
        ("Landkreis Ludwigslust-Parchim", "Plau am See", "Schwerin"),
        ("Kreis Herzogtum Lauenburg", "Geesthacht", "Boizenburg"),
        ("Brandenburg", "Lenzen (Elbe)", "Schnackenburg"),
        ("Niedersachsen", "Hitzacker", "Dömitz"),
        ("Elbe", "Wittenberge", "Salzwedel"),
        ("Schaalsee", "Zarrentin", "Mölln"),
        ("Drömling", "Oebisfelde", "Stendal"),
    ],
)
def test_an_area_holds_its_towns_and_no_others(text: str, inside: str, outside: str) -> None:
    area = GAZETTEER.read(text).areas[0]
    within, without = GAZETTEER.read(inside).areas[0], GAZETTEER.read(outside).areas[0]
    assert GAZETTEER.distance_km(area, lat=within.lat, lon=within.lon) == 0
    assert GAZETTEER.distance_km(area, lat=without.lat, lon=without.lon) > 0


def test_an_unknown_point_has_no_distance() -> None:
    for text in ("Wendland", "Lüchow"):
        found = GAZETTEER.distances_km(
            GAZETTEER.read(text).areas[0], np.array([np.nan, 53.0]), np.array([11.0, 11.0])
        )
        assert math.isnan(found[0])
        assert not math.isnan(found[1])


@pytest.mark.parametrize(
    "name", ["Clenze", "Gartow", "Arendsee", "Lenzen", "Zarrentin", "Mölln", "Plau am See"]
)
def test_a_town_lies_in_its_own_municipality(name: str) -> None:
    town = GAZETTEER.read(name).areas[0]
    assert GAZETTEER.municipality_at(lat=town.lat, lon=town.lon).ags == town.ags


def test_a_point_elsewhere_falls_to_the_nearest_municipality_of_the_district() -> None:
    assert GAZETTEER.municipality_at(lat=48.137, lon=11.575).name == "München"
    assert GAZETTEER.municipality_at(lat=52.964, lon=10.56).name == "Uelzen"


def test_a_municipality_is_known_by_its_key() -> None:
    town = GAZETTEER.municipality("03354018")
    assert town is not None
    assert (town.name, town.designation, town.district) == ("Lüchow (Wendland)", "Stadt", "Lüchow-Dannenberg")
    assert GAZETTEER.municipality("99999999") is None


def test_stations_are_found_by_distance() -> None:
    assert GAZETTEER.nearest_station(52.8563, 11.1543)[0] == "Salzwedel"
    name, away = GAZETTEER.nearest_station(52.9674, 11.158)
    assert name == "Salzwedel"
    assert 11 < away < 13.5


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("hitz", "Hitzacker (Elbe)"),
        ("Lüch", "Lüchow (Wendland)"),
        ("wendl", "Wendland"),
        ("Salzwdel", "Salzwedel"),
    ],
)
def test_typing_brings_the_likeliest_place_first(typed: str, first: str) -> None:
    assert GAZETTEER.suggest(typed)[0].name == first


def test_suggestions_are_few_and_each_only_once() -> None:
    found = GAZETTEER.suggest("gro", limit=5)
    assert len(found) == len(set(found)) == 5
    assert GAZETTEER.suggest("x") == []
