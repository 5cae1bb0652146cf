"""Duplicates: towns, villages and postcodes as people write them, and namesakes that are told apart."""

import pytest

from tests.register.written import same

ONE_PLACE = [
    ("| Wallstraße | 3 | 29410 | Salzwedel", "| Wallstr. 3 || 29410 | Salzw."),
    ("| Wallstraße | 3 | 29410 | Salzwedel", "| Wallstr 3 || 29410 | Hansestadt SALZWEDEL (Altmark)"),
    ("| Am Elbdeich | 5 | 19322 | Wittenberge OT Hinzdorf", "| Am Elbdeich 5 || 19322 | Wittenberge"),
    ("| Dorfstraße | 5 | 23919 | Niendorf bei Berkenthin", "| Dorfstr.5 || 23919 | Niendorf/Berkenthin"),
    ("| Bahnhofstraße | 3 | 19336 | Bad Wilsnack", "| Bahnhofstr. 3 || 19336 | Wilsnack"),
    ("| Bahnhofstraße | 3 | 19336 | Bad Wilsnack", "| Bahnhofstr. 3 ||| Kurort Bad Wilsnack"),
    ("| Am Markt | 3 | 23909 | Ratzeburg", "| Markt 3 ||| Inselstadt Ratzeburg"),
    ("| Am Mühlenberg | 3 | 19086 | Plate", "| Am Mühlenberg 3 || 19086 | Plate (bei Schwerin)"),
    ("| Schulstraße | 16 | 19306 | Neustadt-Glewe", "| Schulstr. 16 || 19306 | Neustadt/Glewe"),
    ("| Schulstraße | 16 | 19306 | Neustadt-Glewe", "| Schulstr. 16 || 19306 | Neustadt (Glewe)"),
    ("| Dorfstraße | 8 | 19322 | Groß Breese", "| Dorfstr. 8 || 19322 | Gr.Breese"),
    ("| Dorfstraße | 8 | 29439 | Lüchow OT Plate", "| Dorfstr. 8 || 29439 | Plate/Lüchow"),
    ("| Dorfstraße | 8 | 29439 | Lüchow OT Plate", "| Dorfstr. 8, OT Plate || 29439 | Lüchow"),
    ("| Dorfstraße | 8 | 29439 | Lüchow OT Plate", "| Plate, Dorfstr. 8 || 29439 | Lüchow"),
    ("| Dorfstraße | 8 | 29439 | Lüchow OT Plate", "| Dorfstr. 8 || 29439 | Lüchow (Plate)"),
    ("| Dorfstraße | 8 | 29439 | Lüchow OT Plate", "Hof in Plate, Dorfstr. 8 ||| 29439 | Lüchow"),
    ("| Dorfstraße | 9 | 29478 | Pevestorf", "| Dorfstr. 9 || D-29478 | Pevestorf, Gem. Höhbeck"),
    ("| Dorfstraße | 9 | 29478 | Pevestorf", "| Dorfstr. 9 ||| DE-29478 Pevestorf,"),
    (
        "| Lindenstraße | 7 | 19249 | Lübtheen",
        "| Lindenstr. 7 ||| Lübtheen, Mecklenburg-Vorpommern, Deutschland",
    ),
]


@pytest.mark.parametrize(("left", "right"), ONE_PLACE)
def test_two_spellings_are_one_place(left, right):
    assert same(left, right)
    assert same(right, left)


def test_a_municipality_can_stand_for_its_village_if_nothing_contradicts():
    village = "| Fährstraße | 9 | 29478 | Höhbeck OT Pevestorf"
    assert same(village, "| Fährstr. 9 || 29478 | Höhbeck")
    assert not same(village, "| Fährstr. 9 || 29478 | Höhbeck", "| Fährstr. | 4 | 29478 | Höhbeck OT Vietze")
    assert not same(village, "| Fährstr. 9 || 29478 | Höhbeck OT Vietze")


def test_the_main_street_of_a_town_is_not_that_of_its_village():
    assert not same("| Poststraße | 5 | 19348 | Perleberg", "| Poststr. 5 || 19348 | Perleberg OT Quitzow")
    assert not same("| Hauptstraße | 6 | 29439 | Lüchow", "| Hauptstraße | 6 | 29439 | Lüchow OT Kolborn")
    assert not same(
        "| Mühlenstraße | 6 | 29410 | Salzwedel", "| Mühlenstr. | 6 | 29410 | Salzwedel OT Pretzier"
    )


def test_a_municipality_that_is_no_village_itself_stands_for_its_village_even_on_a_main_street():
    assert same("| Dorfstraße | 9 | 29478 | Höhbeck OT Pevestorf", "| Dorfstr. 9 || 29478 | Höhbeck")


def test_two_postcodes_of_one_municipality_do_not_contradict_for_its_villages():
    here = "| Dorfstraße | 20 | 39638 | Gardelegen OT Köckte"
    assert same(here, "| Dorfstr. | 20 | 39649 | Köckte (Drömling)")
    assert not same(here, "| Dorfstr. | 20 | 39590 | Köckte")
    assert not same("| Dorfstraße | 20 | 39638 | Gardelegen", "| Dorfstr. | 20 | 39649 | Gardelegen")


def test_a_postcode_that_nobody_else_has_is_a_slip_where_the_village_has_no_namesake():
    assert same("| Kirchplatz | 2 | 23899 | Gudow", "| Kirchpl. | 2 | 23988 | Gudow (Lauenburg)")


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("| Dorfstraße | 8 | 19322 | Groß Breese", "| Dorfstr. 8 || 19322 | Breese"),
        ("| Dorfstraße | 5 | 23919 | Niendorf bei Berkenthin", "| Dorfstr.5 || 23919 | Berkenthin"),
        (
            "| Dorfstraße | 5 | 19309 | Lenzerwische OT Mödlich",
            "| Dorfstr.5 || 19309 | Lenzerwische OT Wootz",
        ),
        ("| Lindenstraße | 5 | 19300 | Grabow", "| Lindenstr. 5 || 19300 | Grabowhöfe"),
        ("| Dorfstraße | 8 | 19339 | Klein Leppin", "| Dorfstr. 8 || 19339 | Groß Leppin"),
        (
            "| Dorfstraße | 8 | 19348 | Groß Pankow OT Kuhbier",
            "| Dorfstr. 8 || 19348 | Groß Pankow OT Kuhsdorf",
        ),
        ("| Hafenstraße | 5 | 21481 | Lauenburg", "| Hafenstraße | 5 | 19258 | Boizenburg"),
        ("| Breite Straße | 37 | 39606 | Osterburg", "| Breite Straße | 37 | 39596 | Arneburg"),
        ("| Satemin | 7 | 29439 | Lüchow OT Satemin", "| Jeetzel 7 || 29439 | Lüchow"),
    ],
)
def test_places_that_only_resemble_each_other_stay_two(left, right):
    assert not same(left, right)


def test_the_landscape_behind_a_name_rules_out_a_namesake_elsewhere():
    here, there = (
        "| Lange Straße | 9 | 29462 | Wustrow (Wendland)",
        "| Lange Straße | 9 | 19309 | Lanz OT Wustrow",
    )
    assert same(here, "Wustrow (Wendl.), Lange Str. 9", there)
    assert not same(there, "Wustrow (Wendl.), Lange Str. 9", here)
    assert not same(there, "Wustrow (Wendl.), Lange Str. 9")
    assert same("| Dorfstraße | 3 | 29416 | Mahlsdorf", "| Dorfstr. | 3 || Mahlsdorf (Altmark)")
