"""Duplicates: text that was damaged on its way is read as it was meant."""

import pytest

from leerstand.register.duplicates.encoding import repaired
from tests.register.written import same

DAMAGED = [
    ("UTF-8 read as Windows text", "MÃ¼hlenstraÃŸe", "Mühlenstraße"),
    ("twice so", "MÃƒÂ¼hlenstraÃƒÅ¸e", "Mühlenstraße"),
    ("as Latin text", "Mühlenstra\u00c3\u009fe", "Mühlenstraße"),
    ("Windows text read as DOS text", "M³hlenstra▀e", "Mühlenstraße"),
    ("copied from a page", "M&uuml;hlenstra&szlig;e", "Mühlenstraße"),
    ("soft hyphen and invisible space", "Mühlen\u00adstra\u200bße", "Mühlenstraße"),
    ("a spreadsheet's way of saying text", '="7"', "7"),
    ("a spreadsheet's apostrophe", "'07", "07"),
    ("a half", "Steinstr. 12½", "Steinstr. 12 1/2"),
    ("square metres are left alone", "100 m³ Gas", "100 m3 Gas"),
    ("a question stays a question", "Wem gehört das? Keiner weiß", "Wem gehört das? Keiner weiß"),
]
READ_ALIKE = [
    ("| Mühlenstraße | 19 | 19406 | Sternberg", "| MÃ¼hlenstraÃŸe | 19 | 19406 | Sternberg"),
    ("| Mühlenstraße | 19 | 19406 | Sternberg", "| M&uuml;hlenstra&szlig;e | 19 | 19406 | Sternberg"),
    ("| Mühlenstraße | 19 | 19406 | Sternberg", "| M³hlenstra▀e | 19 | 19406 | Sternberg"),
    ("| Königstraße | 19 | 19412 | Brüel", "| K?nigstra?e | 19 | 19412 | Br?el"),
    ("| Königstraße | 19 | 19412 | Brüel", "| K\ufffdnigstra\ufffde | 19 | 19412 | Br\ufffdel"),
    ("| Königstraße | 19 | 19412 | Brüel", "| Konigstrasse | 19 | 19412 | Bruel"),
    ("| Königstraße | 19 | 19412 | Brüel", "| Koenigstr. | 19 | 19412 | Brueel"),
    ("| Königstraße | 19 | 19412 | Brüel", "|\u00a0Königstr.\u00a019 || 19412 | Brüel\t"),
]


@pytest.mark.parametrize(("_", "damaged", "meant"), DAMAGED)
def test_damaged_text_is_repaired(_, damaged, meant):
    assert repaired(damaged) == meant


@pytest.mark.parametrize(("clear", "damaged"), READ_ALIKE)
def test_an_address_is_found_in_spite_of_damaged_letters(clear, damaged):
    assert same(clear, damaged)
