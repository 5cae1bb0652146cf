"""Duplicates: named farms and halls, in German, English and Platt, with their village wherever it is said."""

import pytest

from tests.register.written import same

NIEBUHR = "Hof Niebuhr ||| 29439 | Plate"
ONE_FARM = [
    "Niebuhrs Hof |||| Plate",
    "Niebuhrhof |||| Plate",
    "Hofstelle Niebuhr (Plate)",
    "Resthof Fam. Niebuhr, Plate",
    "Niebuhr'scher Hof in Plate",
    "Niebuhr farm, Plate",
    "Farm of the Niebuhr family in Plate",
    "hof niebur plate",
    "| Hof Niebuhr ||| Plate",
    "|||| Plate | Hof Niebuhr, leer seit 2019",
]
ONE_HALL = [
    ("Alte Schule ||| 29475 | Gorleben", "Alte Schule Gorleben"),
    ("Alte Schule ||| 29475 | Gorleben", "former village school, Gorleben"),
    ("Alte Schule ||| 29475 | Gorleben", "ehemalige Dorfschule |||| Gorleben"),
    ("Alte Schule ||| 29475 | Gorleben", "ole School in Gorleben"),
    ("Fährhaus ||| 23896 | Siebeneichen", "fährhaus siebeneichen"),
    ("Bahnhof ||| 19339 | Plattenburg OT Glöwen", "Former railway station Glöwen"),
    ("Bahnhof ||| 19339 | Plattenburg OT Glöwen", "Bahnhofsgebäude Glöwen"),
    ("Gutshaus ||| 19348 | Groß Pankow OT Wolfshagen", "Manor house Wolfshagen"),
    ("Wassermühle ||| 19322 | Breese", "Old watermill at Breese"),
    ("Molkerei ||| 19322 | Breese", "old dairy in Breese"),
    ("Gasthof Zur Linde ||| 19322 | Breese", 'Inn "Zur Linde" in Breese'),
    ("Gasthof Zur Linde ||| 19322 | Breese", "Dorfkroog zur Linde, Breese"),
    ("Mühle Behn ||| 19336 | Bad Wilsnack OT Groß Lüben", "Behnsche Mühle |||| Gr. Lüben"),
    ("Mühle Behn ||| 19336 | Bad Wilsnack OT Groß Lüben", "Mill Behn, Gross Lueben"),
    ("Kino Capitol ||| 29410 | Salzwedel", "das alte Capitol-Kino in Salzwedel"),
    ("Hotel Deutsches Haus ||| 29410 | Salzwedel", 'Ehem. Gasthaus "Deutsches Haus" |||| Salzwedel'),
    ("Gutshaus ||| 19339 | Plattenburg OT Kletzke", "Schloß Kletzke |||| Plattenburg"),
    ("Feuerwehrhaus ||| 39606 | Iden", "altes Spritzenhaus Iden"),
    ("Küsterhaus ||| 19322 | Breese", "altes Küsterhaus |||| Breese"),
]
TWO = [
    ("Kino Capitol ||| 29410 | Salzwedel", "Kino Union |||| Salzwedel"),
    ("Hotel Deutsches Haus ||| 29410 | Salzwedel", "Deutsches Haus |||| Stendal"),
    (NIEBUHR, "Hof Niebuhr ||| 19086 | Plate"),
    (NIEBUHR, "Hof Niebuhr |||| Satemin"),
    (NIEBUHR, "Niebuhr farm, Satemin"),
    (NIEBUHR, "Hof Neubauer |||| Plate"),
    ("Neue Schule ||| 29475 | Gorleben", "Alte Schule ||| 29475 | Gorleben"),
    ("Obere Mühle ||| 29475 | Gorleben", "Untere Mühle ||| 29475 | Gorleben"),
    ("Alte Schule ||| 29475 | Gorleben", "Scheune hinter der Schule |||| Gorleben"),
    ("Bahnhof ||| 19339 | Plattenburg OT Glöwen", "Former railway station Karstädt"),
    ("Gasthof Lanz ||| 29439 | Lüchow", "Gasthof Lanz ||| 19309 | Lanz"),
    ("Hof Meyer | Dorfstraße | 14 | 39590 | Köckte", "Hof Meyer | Dorfstraße | 41 | 39590 | Köckte"),
]


@pytest.mark.parametrize("other", ONE_FARM)
def test_a_farm_is_known_by_the_name_of_its_family(other):
    assert same(NIEBUHR, other)


@pytest.mark.parametrize(("left", "right"), ONE_HALL)
def test_a_hall_is_known_by_what_it_was(left, right):
    assert same(left, right)
    assert same(right, left)


@pytest.mark.parametrize(("left", "right"), TWO)
def test_farms_and_halls_that_only_share_a_word_stay_two(left, right):
    assert not same(left, right)


def test_the_village_of_a_name_is_learned_from_the_other_records():
    jabel = "Hof Schulz | Jabel | 5 | 29439 | Lüchow OT Jabel"
    assert same(jabel, "Schulz farm, Jabel")
    assert not same(jabel, "Schulz farm, Satemin", "| Satemin | 3 | 29439 | Lüchow OT Satemin")


def test_a_family_that_is_called_like_another_village_is_not_moved_there():
    assert same("Gut Kaltenhof ||| 19309 | Lanz", "gut kaltenhof |||| Lanz", "|Dorfstr.|3|19336|Kaltenhof")


def test_the_station_is_found_by_its_village_and_the_map():
    station = "Bahnhof Glöwen | Bahnhofstraße | 32 | 19339 | Plattenburg OT Glöwen || 52.910292 | 12.085696"
    assert same(station, "der alte Bahnhof |||| Glöwen || 52.910319 | 12.085542")


def test_swapped_digits_are_forgiven_where_both_name_the_same_inn_in_the_same_street():
    inn = "Gasthof Zum Anker | Hafenstraße | 14 | 39590 | Tangermünde"
    assert same(inn, 'Ehem. Gasthof "Zum Anker" | Hafenstr. | 41 | 39590 | Tangermünde')
    assert not same(inn, "Gasthof Zum Löwen | Hafenstr. | 41 | 39590 | Tangermünde")
    assert not same(inn, "| Hafenstr. | 41 | 39590 | Tangermünde")
