"""Duplicates: which records are one building, whatever column or spelling an address arrives in."""

import random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from leerstand.register.duplicates.compare import SURE, compare
from leerstand.register.duplicates.find import Index, explain, find_pairs
from leerstand.register.duplicates.lexicon import Lexicon
from leerstand.register.duplicates.parse import read, read_all
from tests.register.made_buildings import Building, Village, mangled, stock
from tests.register.written import COLUMNS, address, record, same

SAME = [
    ("| Lange Straße | 14 | 29451 | Dannenberg (Elbe)", "| Lange Str. 14 || 29451 | Dannenberg"),
    ("| Lange Straße | 14 | 29451 | Dannenberg (Elbe)", "|| Lange Strasse 14 || Dannenberg/Elbe"),
    ("| Schloßfreiheit | 12-14 | 19288 | Ludwigslust", "| Schlossfreiheit | 12 – 14 | 19288 | Ludwigslust"),
    ("| Schloßfreiheit | 12-14 | 19288 | Ludwigslust", "| Schloßfreiheit 12/14 ||| Ludwigslust"),
    ("| Hafenstraße | 7b | 19258 | Boizenburg/Elbe", "| Hafenstr. | 7 B | 19258 | Boizenburg"),
    ("| Hafenstraße | 7b | 19258 | Boizenburg/Elbe", "| Hafenstr. 7 | b | 19258 | Boizenburg"),
    ("| Ernst-Thälmann-Straße | 8 | 19300 | Grabow", "| E.-Thälmann-Str. | 8 | 19300 | Grabow (Meckl.)"),
    ("| Steinstraße | 17 | 39624 | Kalbe (Milde)", "| 17 | Steinstraße | 39624 | Kalbe"),
    ("| Poststraße | 5 | 23879 | Mölln", "| Poststr. | 5 | Moelln | 23879"),
    ("| Poststraße | 5 | 23879 | Mölln", "| Mölln || 23879 | Poststraße 5"),
    ("| Poststraße | 5 | 23879 | Mölln", "|||| Poststr. 5, 23879 Mölln"),
    ("| Bäckerstraße | 2 | 39576 | Stendal", "Altbau in der Bäckerstraße 2, Stendal"),
    ("| Bäckerstraße | 2 | 39576 | Stendal", "| Baeckerstr. | Nr. 2 || 39576 Stendal"),
    ("| Bäckerstraße | 2 | 39576 | Stendal", "| BÃ¤ckerstraÃŸe | 2 | 39576 | Stendal"),
    ("| Breite Straße | 9 | 39590 | Tangermünde", "| Breite Str. | 9 | 39509 | Tangermünde"),
    ("| Lübeln | 11 | 29482 | Küsten OT Lübeln", "| Dorf 11 || 29482 | Lübeln"),
    ("| Lübeln | 11 | 29482 | Küsten OT Lübeln", "|| 11 | 29482 | Lübeln"),
    ("| Mühlenstraße | 2-4 | 19306 | Neustadt-Glewe", "| Mühlenstr. | 2. Apr | 19306 | Neustadt Glewe"),
    ("| Hauptstraße | 9 | 29439 | Lüchow OT Kolborn", "|||| Kolborn | Hauptstr. 9, das mit dem blauen Tor"),
    ("| 2. Querstraße | 4 | 19258 | Boizenburg", "| II. Querstr. 4 || 19258 | Boizenburg"),
    ("| 2. Querstraße | 4 | 19258 | Boizenburg", "|| Zweite Querstraße 4 || Boizenburg/Elbe"),
    ("| 2. Querstraße | 4 | 19258 | Boizenburg", "Wohnhaus in der 2. Querstraße 4, Boizenburg"),
    ("| Siedlung 3 | 7 | 19258 | Boizenburg", "| Siedlung 3, Nr. 7 || 19258 | Boizenburg"),
    ("| Straße des 17. Juni | 7 | 19258 | Boizenburg", "| Str. d. 17. Juni 7 || 19258 | Boizenburg"),
    ("| Waldsiedlung 1 | 4 | 19348 | Perleberg", "| Waldsiedlung 1 Nr. 4 || 19348 | Perleberg"),
    ("| An der B 5 | 4 | 19348 | Perleberg", "| An der B5 | 4 | 19348 | Perleberg"),
    ("| Am Gutshof 5 Haus 2 || 19348 | Perleberg", "| Am Gutshof | 5 | 19348 | Perleberg"),
    ("Halle 1 | Industriestraße | 5 | 19348 | Perleberg", "Halle | Industriestr. 5 || 19348 | Perleberg"),
    ("Gasthof zur Linde | Dorfstraße | 12 | 19322 | Breese", "Gasthaus Zur Linde |||| Breese"),
    ("Alte Molkerei | Bahnhofstraße | 22 | 39615 | Seehausen", "ehem. Molkerei |||| Seehausen"),
    ("Gut Kaltenhof ||| 19309 | Lanz", "gut kaltenhof |||| Lanz"),
    ("Hof Petersen ||| 23919 | Niendorf", "Bauernhof Petersen in Niendorf"),
]
DIFFERENT = [
    ("| Hafenstraße | 7 | 19258 | Boizenburg", "| Hafenstraße | 7a | 19258 | Boizenburg"),
    ("| Hafenstraße | 7 | 19258 | Boizenburg", "| Hafenstraße | 9 | 19258 | Boizenburg"),
    ("| Hafenstraße | 12-14 | 19258 | Boizenburg", "| Hafenstraße | 12 | 19258 | Boizenburg"),
    ("| Hafenstraße | 15 | 19258 | Boizenburg", "| Hafenstraße | 51 | 19258 | Boizenburg"),
    ("| Hauptstraße | 6 | 29439 | Lüchow OT Kolborn", "| Hauptstraße | 6 | 29439 | Lüchow OT Grabow"),
    ("| Dorfstraße | 20 | 29476 | Groß Gusborn", "| Dorfstraße | 20 | 29476 | Klein Gusborn"),
    ("| Dorfstraße | 3 | 23911 | Mustin", "| Dorfstraße | 3 | 19406 | Mustin"),
    ("| Bergstraße | 20 | 29456 | Hitzacker", "| Burgstraße | 20 | 29456 | Hitzacker"),
    ("| Lindenallee | 18 | 19230 | Hagenow", "| Lindenstraße | 18 | 19230 | Hagenow"),
    ("| Dorfstraße | 5 | 29439 | Lübbow", "| Alte Dorfstraße | 5 | 29439 | Lübbow"),
    ("| Große Straße | 41 | 19322 | Wittenberge", "| Kleine Straße | 41 | 19322 | Wittenberge"),
    *(
        (f"| {one} | 4 | 19258 | Boizenburg", f"| {other} | 4 | 19258 | Boizenburg")
        for one, other in (
            ("1. Querstraße", "2. Querstraße"),
            ("1. Querstraße", "Querstraße"),
            ("I. Wallstraße", "II. Wallstraße"),
            ("Erste Reihe", "Dritte Reihe"),
            ("Straße 52", "Straße 53"),
            ("Siedlung 2", "Siedlung 12"),
            ("Siedlung II", "Siedlung III"),
            ("Straße des 17. Juni", "Straße des 18. Juni"),
            ("11. Gartenweg", "1. Gartenweg"),
        )
    ),
    *(
        (f"| {one} | 19348 | Perleberg", f"| {other} | 19348 | Perleberg")
        for one, other in (
            ("Ausbau 1 |", "Ausbau 2 |"),
            ("Waldsiedlung 1 | 4", "Waldsiedlung 2 | 4"),
            ("K 12 | 4", "K 21 | 4"),
            ("An der B 5 | 4", "An der B 195 | 4"),
            ("Am Gutshof 5 Haus 2 |", "Am Gutshof 5 Haus 3 |"),
        )
    ),
    *(
        (f"{name} A | Dorfstraße | 5 | 19348 | Perleberg", f"{name} B | Dorfstraße | 5 | 19348 | Perleberg")
        for name in ("Block", "Haus")
    ),
    ("Halle 1 | Hafenweg | 5 | 19348 | Perleberg", "Halle 2 | Hafenweg | 5 | 19348 | Perleberg"),
    ("Bahnwärterhaus 14 ||| 19348 | Perleberg", "Bahnwärterhaus 15 ||| 19348 | Perleberg"),
    ("| 1. Querstraße 4 || 19258 | Boizenburg", "| 2. Querstraße 4 || 19258 | Boizenburg"),
    ("| Straße 7 Nr. 4 || 19258 | Boizenburg", "| Straße 8 Nr. 4 || 19258 | Boizenburg"),
    ("Haus in der 1. Querstraße 4, Boizenburg", "| 2. Querstraße | 4 | 19258 | Boizenburg"),
    ("Gasthof Zum Löwen ||| 39629 | Bismark", "Gasthof Zum Löwen ||| 39606 | Iden"),
    ("Resthof Lange ||| 29496 | Waddeweitz", "Resthof Behn ||| 29496 | Waddeweitz"),
    ("Gasthof Meyer ||| 29496 | Waddeweitz", "Mühle Meyer ||| 29496 | Waddeweitz"),
    ("Scheune ||| 29496 | Waddeweitz", "Scheune ||| 29496 | Waddeweitz"),
    ("Wohnhaus |||| Lüchow", "Wohnhaus |||| Lüchow"),
    ("| Dorfstraße | 3 | 23911 | Mustin", "|||| Mustin | neben Dorfstraße 3"),
    ("| Hauptstraße | 3", "| Hauptstraße | 3"),
    ("Gasthof Mirow |||| Nusse", "Scheune gegenüber Gasthof Mirow |||| Nusse"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_one_building_in_two_spellings_is_found(left, right):
    assert same(left, right)
    assert same(right, left)


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_two_buildings_stay_two(left, right):
    assert not same(left, right)


def test_near_coordinates_support_and_far_ones_rule_out():
    here = "Hof Niebuhr ||||||52.94166|11.14469"
    assert same(here, "Resthof Niebuhr | Dorfstraße | 8 | 29439 | Plate || 52.94180 | 11.14470")
    far = "| Dorfstraße | 8 | 29439 | Plate || 52.98000 | 11.14470"
    assert not same(far, "| Dorfstraße | 8 | 29439 | Plate || 52.94180 | 11.14470")


def test_swapped_latitude_and_longitude_are_put_right():
    point = read(record(lat="11.14469", lon="52.94166")).point
    assert point is not None
    assert (round(point.lat), round(point.lon)) == (53, 11)


def test_a_neighbour_twenty_metres_away_is_another_building():
    assert not same(
        "| Dorfstraße | 8 | 29439 | Plate || 52.94180 | 11.14470",
        "| Dorfstraße | 10 | 29439 | Plate || 52.94190 | 11.14480",
    )


def test_what_equals_the_same_record_is_equal():
    found = find_pairs(
        [
            address("Resthof Niebuhr | Dorfstraße | 8 | 29439 | Lüchow OT Plate", "a"),
            address("Hof Niebuhr in Plate", "b"),
            address("Resthof mit Remise | Dorfstr. 8 || 29439 | Plate (Lüchow)", "c"),
        ]
    )
    assert [pair.ids for pair in found] == [("a", "b"), ("a", "c"), ("b", "c")]


def test_a_record_that_fits_two_buildings_equally_is_given_to_neither():
    villages = [
        address(f"| Hauptstraße | 6 | 29439 | Lüchow OT {name}", name) for name in ("Kolborn", "Grabow")
    ]
    unclear = address("| Hauptstraße | 6 | 29439 |", "unclear")
    assert find_pairs([*villages, unclear]) == []
    assert [pair.ids for pair in find_pairs([villages[0], unclear])] == [("Kolborn", "unclear")]


_NEIGHBOURS = (("Hafenstraße", "12", "a"), ("Hafenstr.", "12a", "b"))


def test_each_pair_says_in_both_languages_why():
    left, right = (
        address(f"| {street} | {number} | 19258 | Boizenburg", id_) for street, number, id_ in _NEIGHBOURS
    )
    pair = explain([left, right], ("a", "b"))
    assert pair.vetoed
    first = pair.facts[0]
    assert (first.kind, first.veto, first.speaks_for) == ("two_numbers", True, False)
    assert first.de == "Die Hausnummern sind verschieden: 12 und 12a."
    assert first.en == "The house numbers differ: 12 and 12a."


def test_a_made_stock_is_found_as_well_as_promised():
    records, truth = stock(600, seed=20, per_village=30, twice=0.35)
    found = {frozenset(pair.ids) for pair in find_pairs(records)}
    right = len(found & truth)
    assert len(truth) > 100
    assert 2 * right / (len(found) + len(truth)) >= 0.93
    assert right / len(found) >= 0.97


def test_streets_that_differ_in_a_number_alone_are_told_apart():
    records, truth = stock(2000, seed=39, per_village=60, twice=0.3, numbered=True)
    found = {frozenset(pair.ids) for pair in find_pairs(records)}
    right = len(found & truth)
    assert len(truth) > 400
    assert right / len(found) >= 0.98
    assert 2 * right / (len(found) + len(truth)) >= 0.93


def test_the_order_of_the_rows_changes_nothing():
    records, _ = stock(300, seed=3, per_village=30, twice=0.4)
    pairs = [(pair.ids, pair.score) for pair in find_pairs(records)]
    random.Random(1).shuffle(records)
    assert [(pair.ids, pair.score) for pair in find_pairs(records)] == pairs
    assert len({ids for ids, _ in pairs}) == len(pairs)


def test_an_index_finds_what_the_whole_run_finds_and_forgets_what_is_removed():
    records, _ = stock(200, seed=5, per_village=30, twice=0.4)
    index = Index(records)
    clear = [
        pair for pair in find_pairs(records) if all(kind != "through_another" for kind, _ in pair.findings)
    ]
    known = {one["id"]: one for one in records}
    for pair in clear:
        asked = {**known[pair.left.id], "id": "new"}
        assert pair.right.id in {id_ for like in index.like(asked, 20) for id_ in like.ids}
    gone = clear[0].right.id
    index.remove(gone)
    index.remove("never there")
    assert gone not in {id_ for like in index.like(known[clear[0].left.id], 20) for id_ in like.ids}
    index.add(known[gone])
    assert gone in {id_ for like in index.like(known[clear[0].left.id], 20) for id_ in like.ids}
    assert len(index) == len(records)


def test_an_index_takes_the_new_state_of_a_known_record():
    index = Index([address("| Hafenstraße | 12 | 19258 | Boizenburg", "a")])
    index.add(address("| Hafenstraße | 14 | 19258 | Boizenburg", "a"))
    assert index.like(address("| Hafenstr. 12 || 19258 | Boizenburg", "")) == []
    assert [
        pair.score >= SURE for pair in index.like(address("| Hafenstr. 14 || 19258 | Boizenburg", ""))
    ] == [True]


VILLAGE = Village("Plate", "Lüchow", "29439", 52.94, 11.14, ("Deichstraße",))
numbers = st.integers(1, 180).map(str)
suffixes = st.sampled_from(["", "", "", "a", "b"])
streets = st.sampled_from(
    ["Deichstraße", "Hauptstraße", "Am Anger", "Wittenberger Straße", "Theodor-Körner-Straße", ""]
)
buildings = st.builds(
    lambda street, number, suffix: Building(VILLAGE, street, number + suffix, "", 52.94, 11.14),
    streets,
    numbers,
    suffixes,
)
free = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=25)
anything = st.fixed_dictionaries({column: free for column in COLUMNS if column != "id"})


@given(anything, anything)
def test_no_text_at_all_crashes_and_the_order_of_the_two_does_not_matter(left, right):
    addresses, lexicon = read_all([left | {"id": "a"}, right | {"id": "b"}])
    one, other = (compare(*both, lexicon=lexicon) for both in (addresses, addresses[::-1]))
    assert (one.score, one.findings, one.ids) == (other.score, other.findings, other.ids)
    assert 0 <= one.score <= 100
    assert all(fact.de and fact.en for fact in one.facts)


@given(buildings, st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_a_record_with_an_address_is_its_own_duplicate(building, rng):
    copy = mangled(building, rng)
    # An address in the middle of a sentence is looked for, but not promised.
    assume(copy["street"] and copy["house_number"] and copy["place"])
    found = find_pairs([copy | {"id": "a"}, copy | {"id": "b"}])
    assert [pair.ids for pair in found] == [("a", "b")]


@given(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["", "Wohnhaus", "Scheune", "Leerstand", "graues Haus"]),
            "place": st.sampled_from(["", "Plate", "Lüchow OT Plate"]),
        }
    )
)
def test_without_an_address_and_a_name_nothing_matches_even_itself(cells):
    assert find_pairs([record("a", **cells), record("b", **cells)]) == []


@given(
    buildings,
    st.sampled_from(
        [str.upper, str.lower, lambda text: text.replace("ß", "ss").replace("ö", "oe").replace("ü", "ue")]
    ),
)
def test_capitals_and_umlauts_do_not_change_the_answer(building, respelled):
    clear = record(
        "a",
        street=building.street or "Plate",
        house_number=building.number,
        postcode="29439",
        place="Lüchow OT Plate",
    )
    other = record(
        "b", **{name: respelled(clear[name]) if name != "id" else "b" for name in COLUMNS if name != "id"}
    )
    assert find_pairs([clear, other])


@given(buildings, st.integers(1, 9), st.sampled_from(["", "a", "c"]), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_another_number_or_letter_is_never_the_same_building(building, step, suffix, rng):
    neighbour = Building(
        VILLAGE, building.street, f"{int(building.number.rstrip('ab')) + step}{suffix}", "", 52.94, 11.14
    )
    left = record(
        "a", street=building.street or "Plate", house_number=building.number, postcode="29439", place="Plate"
    )
    right = mangled(neighbour, rng) | {"id": "b"}
    assert find_pairs([left, right]) == []


def test_the_comparison_needs_no_stock():
    left, right = (read(address("| Hafenstr. 12 || 19258 | Boizenburg", id_)) for id_ in ("a", "b"))
    assert compare(left, right, lexicon=Lexicon()).score >= SURE
