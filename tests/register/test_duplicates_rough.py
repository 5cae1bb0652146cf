"""Duplicates: what a database looks for finds the records worth reading, in nearly any spelling."""

import re

import pytest

from leerstand.register.duplicates.find import find_pairs
from leerstand.register.duplicates.rough import Rough, rough
from tests.register.made_buildings import stock
from tests.register.written import address

ASKED = "| Mühlenstraße | 7 | 19306 | Neustadt-Glewe"


def worth_reading(like: Rough, record: dict[str, str]) -> bool:
    """What the search in the database asks, in Python; points are left out."""
    text = " ".join(record[column] for column in ("house_number", "street", "name", "place", "note"))
    here = bool(like.postcode) and like.postcode == record["postcode"]
    numbered = re.search(like.number, text) and (here or re.search(like.words, text, re.IGNORECASE))
    named = like.has_kind and record["name"] and (here or re.search(like.places, text, re.IGNORECASE))
    return bool(numbered or named or re.search(like.names, text, re.IGNORECASE))


@pytest.mark.parametrize(
    "other",
    [
        "| Muehlenstr. 7 ||| Neustadt Glewe",
        "| MÜHLENSTR | 7a | 19306 | NEUSTADT",
        "|||| Neustadt/Glewe, Mühlenstr. 07",
        "||||| Muhlenstrasse 7 steht leer",
        "| Am Markt | 7 || Neustadt-Glewe",
    ],
)
def test_number_and_street_or_place_are_found_whatever_the_spelling(other):
    assert worth_reading(rough(address(ASKED, "a")), address(other, "b"))


@pytest.mark.parametrize(
    "other", ["| Mühlenstr. 17 ||| Neustadt-Glewe", "| Mühlenstr. 70 | | 19306", "| Am Markt | 7 || Lüchow"]
)
def test_another_number_or_neither_street_nor_place_is_not_worth_reading(other):
    assert not worth_reading(rough(address(ASKED, "a")), address(other, "b"))


def test_a_name_is_found_by_its_own_word_and_a_kind_by_its_place():
    assert worth_reading(rough(address("Hof Brüggemann |||| Plate", "a")), address("brueggemanns hof", "b"))
    school = rough(address("Alte Schule |||| Gorleben", "a"))
    assert worth_reading(school, address("Schoolhouse |||| Gorleben", "b"))
    assert not worth_reading(school, address("Schoolhouse |||| Gartow", "b"))


def test_nothing_is_looked_for_where_nothing_is_said():
    assert not worth_reading(
        rough(address("|||| Gorleben", "a")), address("Hof | Dorfstr. | 3 || Gorleben", "b")
    )


def test_hardly_a_duplicate_of_a_made_stock_is_overlooked():
    records, _ = stock(600, seed=21, per_village=30, twice=0.35)
    known = {record["id"]: record for record in records}
    pairs = [pair.ids for pair in find_pairs(records)]
    seen = sum(worth_reading(rough(known[left]), known[right]) for left, right in pairs)
    assert len(pairs) > 100
    assert seen / len(pairs) >= 0.97
