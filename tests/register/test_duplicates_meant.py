"""Duplicates: which of several villages of one name is meant, and areas around an address that are no place."""

import pytest

from tests.register.written import same

PRIGNITZ = "| Gartenstraße | 7 | 19357 | Karstädt"
MECKLENBURG = "| Gartenstraße | 7 | 19294 | Karstädt"
MEANS_PRIGNITZ = [
    "| Gartenstr. 7 ||| Karstädt bei Perleberg",
    "| Gartenstr. 7 ||| Karstädt b. Perleberg",
    "| Gartenstr. 7 ||| Karstädt nahe Perleberg",
    "| Gartenstr. 7 ||| Karstädt near Perleberg",
    "| Gartenstr. 7 ||| Karstädt (bei Perleberg)",
    "| Gartenstr. 7 ||| Karstädt, Kr. Prignitz",
    "| Gartenstr. 7 ||| Karstädt Kreis Perleberg",
    "| Gartenstr. 7 ||| Karstädt (PR)",
    "| Gartenstr. 7 ||| Karstädt/Prignitz",
    "| Gartenstr. 7 ||| Karstädt Prignitz",
    "| Gartenstr. 7 ||| Karstädt in der Prignitz",
    "Haus in Karstädt bei Perleberg, Gartenstr. 7",
]
MEANS_MECKLENBURG = [
    "| Gartenstr. 7 ||| Karstädt bei Ludwigslust",
    "| Gartenstr. 7 ||| Karstädt, Amt Grabow",
    "| Gartenstr. 7 ||| Karstädt (Amt Grabow)",
    "| Gartenstr. 7 ||| Karstädt, Amt Ludwigslust-Land",
    "| Gartenstr. 7 ||| Karstädt (Meckl.)",
    "| Gartenstr. 7 ||| Karstädt, Kr. LWL",
    "| Gartenstr. 7 ||| Karstädt, Landkreis Ludwigslust-Parchim",
    "| Gartenstr. 7 ||| Karstädt || 53.2880 | 11.4890",
]


@pytest.mark.parametrize("told", MEANS_PRIGNITZ)
def test_what_stands_beside_a_name_says_which_village_is_meant(told):
    assert same(PRIGNITZ, told, MECKLENBURG)
    assert not same(MECKLENBURG, told, PRIGNITZ)
    assert not same(MECKLENBURG, told)


@pytest.mark.parametrize("told", MEANS_MECKLENBURG)
def test_so_do_the_office_the_land_and_the_map(told):
    assert same(MECKLENBURG, told, PRIGNITZ)
    assert not same(PRIGNITZ, told)


def test_two_records_without_postcode_are_told_apart_by_their_neighbours():
    assert not same("| Seestr. 3 ||| Dambeck bei Salzwedel", "| Seestr. 3 ||| Dambeck b. Ludwigslust")
    assert same("| Seestr. 3 ||| Dambeck bei Salzwedel", "| Seestr. 3 ||| Dambeck (Altmark)")
    assert not same("| Seestr. 3 ||| Wustrow bei Lüchow", "| Seestr. 3 ||| Wustrow nahe Lenzen")


def test_what_nobody_knows_beside_a_name_contradicts_nothing():
    assert same(PRIGNITZ, "| Gartenstr. 7 ||| Karstädt am Mühlbach")
    assert same(MECKLENBURG, "| Gartenstr. 7 ||| Karstädt am Mühlbach")
    assert not same(PRIGNITZ, "| Gartenstr. 7 ||| Karstädt am Mühlbach", MECKLENBURG)


HOUSE = "Hof | Schmarsau | 21 | 29485 | Lemgow OT Schmarsau || 52.90811 | 11.35791"
IN_THE_AREA = [
    "| Schmarsau 21 ||| Samtgemeinde Lüchow (Wendland)",
    "| Schmarsau 21 ||| Samtgem. Lüchow || 52.90815 | 11.35796",
    "| Schmarsau 21 ||| SG Lüchow || 52.90815 | 11.35796",
    "| Schmarsau | 21 || SG Lüchow/Wendland",
    "|| 21 || Schmarsau, Samtgemeinde Lüchow",
    "|| 21 || Samtgemeinde Lüchow (Wendland) OT Schmarsau",
    "|| 21 || Schmarsau (Samtgemeinde Lüchow)",
    "| Schmarsau 21 ||| Landkreis Lüchow-Dannenberg",
]


@pytest.mark.parametrize("told", IN_THE_AREA)
def test_an_area_around_contradicts_no_village_in_it(told):
    assert same(HOUSE, told)
    assert same(told, HOUSE)


@pytest.mark.parametrize(
    "told",
    [
        "| Schmarsau 21 ||| Samtgemeinde Gartow",
        "| Schmarsau 21 ||| Verbandsgemeinde Seehausen",
        "| Schmarsau 12 ||| Samtgemeinde Lüchow (Wendland) || 52.90811 | 11.35791",
        "| Bockleben 21 ||| Samtgemeinde Lüchow (Wendland)",
    ],
)
def test_another_area_another_number_and_another_village_do(told):
    assert not same(HOUSE, told)


def test_a_street_somewhere_in_an_area_needs_a_point_or_a_postcode():
    here = "| Hagenstraße | 48 | 29462 | Wustrow || 52.92300 | 11.12800"
    assert not same(here, "| Hagenstr. 48 ||| Samtgemeinde Lüchow (Wendland)")
    assert same(here, "| Hagenstr. 48 ||| Samtgemeinde Lüchow (Wendland) || 52.92301 | 11.12802")
    assert same(here, "| Hagenstr. 48 || 29462 | Samtgemeinde Lüchow (Wendland)")
    assert not same(here, "| Hagenstr. 48 || 29462 | Samtgemeinde Gartow")
    farm = "Hof Meyer ||| 29482 | Küsten"
    assert not same(farm, "Hof Meyer |||| Samtgemeinde Lüchow (Wendland)")


def test_the_town_that_an_area_is_called_after_is_likeliest_meant():
    here = "| Hagenstraße | 48 | 29439 | Lüchow (Wendland)"
    assert same(here, "| Hagenstr. 48 ||| Samtgemeinde Lüchow")
    lenzen = "| Mittelstraße | 19 | 19309 | Lenzen (Elbe)"
    assert same(lenzen, "| Mittelstr. 19 || 19309 | Amt Lenzen-Elbtalaue")
    assert not same(lenzen, "| Mittelstr. 19 ||| Amt Lenzen-Elbtalaue")


def test_a_municipality_that_is_called_an_office_is_a_place():
    assert same("| Parkstraße | 5 | 19273 | Amt Neuhaus", "| Parkstr. 5 ||| Amt Neuhaus")


SCHULBERG = "Altes Schulhaus | Schulberg | 5 | 39524 | Kamern || 52.74888 | 12.11286"


@pytest.mark.parametrize(
    "told",
    [
        "| Schulberg 5 || 39524 ||| 52.74882 | 12.11287",
        "| Schulberg | 5 | 39524 |||",
        "|| Schulberg 5 ||||52.74882 | 12.11287",
        "|||39524|| Schulberg 5",
    ],
)
def test_street_number_and_postcode_are_enough_where_the_place_is_missing(told):
    assert same(SCHULBERG, told)
    assert same(told, SCHULBERG)


@pytest.mark.parametrize(
    "told",
    [
        "| Schulberg 5 || 39579 |||",
        "| Schulberg 5 || 39524 ||| 52.84882 | 12.11287",
        "| Schulberg 6 || 39524 ||| 52.74882 | 12.11287",
        "| Schulberg 5",
    ],
)
def test_another_postcode_point_or_number_is_another_building(told):
    assert not same(SCHULBERG, told)


def test_a_street_that_is_called_like_a_village_elsewhere_is_a_street_where_the_place_is_missing():
    here = "| Mühlenberg | 9 | 29439 | Lüchow || 52.96800 | 11.15000"
    told = "| Mühlenberg 9 || 29439 ||| 52.96801 | 11.15001"
    assert same(here, told)
    assert same(here, told, "| Dorfstr. | 3 | 19258 | Mühlenberg")
    assert not same(here, "| Mühlenberg 9")
