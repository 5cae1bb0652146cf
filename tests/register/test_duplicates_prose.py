"""Duplicates: addresses in names and notes, and the addresses there that are somebody else's."""

import pytest

from tests.register.written import same

LINDEN_7 = "| Lindenstraße | 7 | 19249 | Lübtheen"
ADDRESS_IN_TEXT = [
    "Lindenstr. 7, Lübtheen",
    "Lindenstr. 7 19249 Luebteen",
    "lindenstr 7 lübtheen",
    "7 Lindenstrasse, Lübtheen",
    "Lübtheen, Lindenstr. 7 (ehem. Schlachterei)",
    "Haus in Lübtheen, Lindenstraße 7",
    "Leerstand Lübtheen Lindenstraße 7",
    "Bauernhof (Lindenstr. 7) |||| Lübtheen",
    "Objekt-Nr. 4711: Lindenstr. 7, 19249 Lübtheen (Mecklenburg)",
    "||||| in der Lindenstraße 7 in Lübtheen steht ein Haus leer",
    "||||| In Lübtheen, Lindenstraße Nr. 7, steht ein Haus leer",
    "||||| Adresse: Lindenstraße 7, Lübtheen",
    "leeres Haus ||||| Adresse ist Lindenstr. 7 in Lübtheen",
    "leeres Haus ||||| Anschrift lautet Lindenstr. 7, 19249 Lübtheen",
    "||| 19249 || Lindenstr. 7, zweites Haus rechts",
    "| Lindenstr. || 19249 | Lübtheen | die Hausnummer müsste Nr. 7 sein",
    "Wohn- und Geschäftshaus, Lübtheen, Lindenstr. 7",
    "Haus neben der Kirche, Lindenstr. 7, Lübtheen",
    "Eckhaus Lindenstr. 7/Marktstr., Lübtheen",
    "| Lindenstr. || 19249 | Lübtheen | Nr 7",
]
IN_A_SENTENCE = [
    "Lindenstr. 7 in 19249 Lübtheen, Zweifamilienhaus",
    "Zweifamilienhaus Lindenstr. 7 in 19249 Lübtheen",
    "Zu verkaufen: Haus Lindenstraße 7 in Lübtheen (Mecklenburg)",
    "19249 Lübtheen: Zweifamilienhaus, Lindenstr. Nr. 7",
    "Lindenstrasse, house number 7, 19249 Lübtheen",
    "House at Lindenstrasse no. 7 in Lübtheen",
    "Town house | Lindenstrasse, house number 7 || 19249 | Lübtheen",
    "Town house | Lindenstrasse, house no. 7 || 19249 | Lübtheen",
    "Town house | Lindenstr., number 7 || 19249 | Lübtheen",
    "Town house | Lindenstr. No 7 || 19249 | Lübtheen",
    "| Lindenstr., Haus-Nr. 7 || 19249 | Lübtheen",
    "| Lindenstr., Haus Nr.: 7 || 19249 | Lübtheen",
    "| Lindenstr. | house no. 7 | 19249 | Lübtheen",
    "Town house | Lindenstrasse || 19249 | Lübtheen | house number 7",
]
OTHER_COUNTS = [
    "Lindenstr., 7 Zimmer, 19249 Lübtheen",
    "| Lindenstr. || 19249 | Lübtheen | flat number 7",
    "| Lindenstr. || 19249 | Lübtheen | object no. 7",
    "| Lindenstrasse, house number 17 || 19249 | Lübtheen",
    "Lindenstrasse, house number 7a, 19249 Lübtheen",
    "| Lindenstr. || 19249 | Lübtheen | opposite house number 7",
]
SOMEONE_ELSES = [
    "leeres Haus |||| Lübtheen | Eigentümerin: Frau Müller, Lindenstr. 7",
    "leeres Haus |||| Lübtheen | Ecke Lindenstr. 7",
    "Schuppen |||| Lübtheen | im Hof hinter Lindenstr. 7",
    "Werkstatt neben Lindenstraße 7 |||| Lübtheen",
    "leeres Haus |||| Lübtheen | gegenüber Lindenstraße 7",
    "leeres Haus |||| Lübtheen | Schlüssel bei Lindenstraße 7",
    "leeres Haus |||| Lübtheen | von der Lindenstr. 7 aus zu sehen",
    "leeres Haus |||| Lübtheen | Adresse des Eigentümers: Lindenstraße 7",
    "leeres Haus |||| Lübtheen | Eigentümer wohnt Lindenstraße 7, Lübtheen",
]
WINTERWEYHE_2 = "Hof | Winterweyhe | 2 | 29465 | Schnega OT Winterweyhe"
VILLAGE_AND_NUMBER = [
    "Winterweyhe 2",
    "winterweyhe 2",
    "Winterweyhe 2, Schnega",
    "Schnega, Winterweyhe 2",
    "Winterweyhe 2 |||| Schnega",
    "Winterweyhe Haus 2",
    "Farm, Winterweyhe 2, 29465 Schnega",
    "||||| Winterweyhe 2, gleich am Ortseingang",
    "leerer Hof ||||| in Winterweyhe die Nummer 2",
    "Winterweyhe 2 (bei Schnega)",
    "Resthof Winterweyhe 2",
    "Haus Nr. 2 |||| Winterweyhe",
    "Haus Nr. 2 in Winterweyhe",
    "||||| Winterweyhe 2",
    "||||| Haus Nr. 2 in Winterweyhe",
    "leeres Haus |||| Winterweyhe | Hausnummer 2, rotes Tor",
    # what it is, the village and the number, the municipality behind a comma or in its own cell
    "Vierseithof Winterweyhe 2, Schnega (Wendland)",
    "Resthof Winterweyhe Nr. 2, 29465 Schnega",
    "Resthof in Winterweyhe 2, Schnega",
    "Schnega, Resthof Winterweyhe 2",
    "Farm Winterweyhe, house number 2, Schnega",
    "Bauernhaus Winterweyhe 2 |||| Schnega",
    "Gasthaus mit Saal, Winterweyhe 2 |||| Schnega",
    "Hofstelle Winterweyhe 2 (Schnega)",
    "Schnega-Winterweyhe, Haus Nr. 2 (Hofstelle)",
]
NO_ADDRESS = [
    "Halle 2 ||| 29465 | Winterweyhe",
    "Halle 2, Winterweyhe",
    "Vierseithof Winterweyhe 12, Schnega",
    "Scheune neben Winterweyhe 2, Schnega",
    "Scheune gegenüber Hof Winterweyhe 2, Schnega",
    "Scheune bei Winterweyhe 2, Schnega",
    "Ferienwohnung 2, Winterweyhe, Schnega",
    "Vierseithof Winterweyhe 2 |||| Lüchow OT Grabow",
    "Vierseithof mit 2 Scheunen, Winterweyhe",
    "Scheune |||| Winterweyhe | Wohnung Nr. 2",
    "Hof |||| Winterweyhe | Flurstück Nr. 2",
    "Haus mit 2 Zimmern |||| Winterweyhe",
]


@pytest.mark.parametrize("text", ADDRESS_IN_TEXT)
def test_an_address_in_running_text_is_found(text):
    assert same(LINDEN_7, text)
    assert same(text, LINDEN_7)


@pytest.mark.parametrize("text", IN_A_SENTENCE)
def test_an_address_is_found_with_a_sentence_around_it_and_words_before_the_number(text):
    assert same(LINDEN_7, text)


@pytest.mark.parametrize("text", OTHER_COUNTS)
def test_rooms_flats_files_and_neighbours_have_numbers_too(text):
    assert not same(LINDEN_7, text)


@pytest.mark.parametrize("text", SOMEONE_ELSES)
def test_the_address_of_someone_else_is_left_alone(text):
    assert not same(LINDEN_7, text)


@pytest.mark.parametrize(
    "note", ["Besitzer soll in Hamburg wohnen", "Die Erben leben in Berlin", "owner lives in Lüneburg"]
)
def test_where_the_owner_lives_is_not_where_the_building_stands(note):
    assert same(WINTERWEYHE_2, f"| Winterweyhe Haus Nr. 2 |||| {note}")


@pytest.mark.parametrize("text", VILLAGE_AND_NUMBER)
def test_village_and_number_in_a_name_or_note_are_an_address(text):
    assert same(WINTERWEYHE_2, text)


@pytest.mark.parametrize("text", NO_ADDRESS)
def test_a_number_that_counts_something_else_is_no_house_number(text):
    assert not same(WINTERWEYHE_2, text)


def test_a_family_that_is_called_like_a_village_has_its_inn_in_the_town_behind_the_comma():
    lanz = "| Lanz | 5 | 19309 | Lanz"
    assert not same(lanz, "Gasthof Lanz 5, Lüchow")
    assert not same(lanz, "Gasthof Lanz 5, Lüchow", "| Am Markt | 3 | 29439 | Lüchow")
    assert same(lanz, "Gasthof Lanz 5, Amt Lenzen-Elbtalaue")


@pytest.mark.parametrize(
    ("clear", "told"),
    [
        ("| Am Anger | 7 | 29439 | Plate", "das Haus Am Anger 7 in Plate"),
        ("| Am Anger | 7 | 29439 | Plate", "||||| steht leer: Am Anger 7, Plate"),
        ("| Platz der Einheit | 2 | 39517 | Tangerhütte", "Haus am Platz der Einheit 2, Tangerhütte"),
        ("| Sankt-Annen-Straße | 3 | 39638 | Gardelegen", "St. Annen 3, Gardelegn"),
        ("| Elbstraße | 12 | 21481 | Lauenburg/Elbe", "Lauenburg (Elbe), Elbstr. 12"),
    ],
)
def test_streets_that_do_not_end_in_street_are_found_in_text(clear, told):
    assert same(clear, told)
