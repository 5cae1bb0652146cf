"""Places as people type them."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leerstand.places import gazetteer
from leerstand.places.geography import Reading

GAZETTEER = gazetteer.load()
TYPED = list(csv.DictReader((Path(__file__).parent / "typed.csv").read_text(encoding="utf-8").splitlines()))
TOWNS = (
    "Lüchow (Wendland)",
    "Salzwedel",
    "Perleberg",
    "Mölln",
    "Parchim",
    "Havelberg",
    "Dannenberg (Elbe)",
    "Büchen",
)


def names(reading: Reading) -> list[str]:
    return [area.name for area in reading.areas]


@pytest.mark.parametrize("row", TYPED, ids=[row["typed"] for row in TYPED])
def test_a_typed_place_is_understood(row: dict[str, str]) -> None:
    reading = GAZETTEER.read(row["typed"])
    assert " + ".join(names(reading)) == row["understood"]
    assert " + ".join(found[0].name for _, found in reading.ambiguous) == row["unclear_best_guess"]
    assert " + ".join(reading.unresolved) == row["unknown"]
    assert reading.anywhere == bool(row["anywhere"])


def test_nothing_typed_means_nothing() -> None:
    assert GAZETTEER.read("") == GAZETTEER.read("   ") == Reading()


def test_same_names_are_told_apart_by_a_point_nearby() -> None:
    assert names(GAZETTEER.read("Mustin", near=[(53.71, 11.83)])) == ["Mustin (Ludwigslust-Parchim)"]
    assert names(GAZETTEER.read("Mustin", near=[(53.70, 10.77)])) == ["Mustin (Herzogtum Lauenburg)"]


def test_same_names_are_told_apart_by_the_other_places_of_the_text() -> None:
    assert names(GAZETTEER.read("Tramm, Crivitz"))[0] == "Tramm (Ludwigslust-Parchim)"
    assert names(GAZETTEER.read("Tramm, Mölln"))[0] == "Tramm (Herzogtum Lauenburg)"


@pytest.mark.parametrize(
    ("beside", "meant"),
    [
        ("Ich arbeite in Ratzeburg im Krankenhaus.", ["Mustin (Herzogtum Lauenburg)"]),
        ("Aus Köln; in Sternberg wohnt die Oma.", ["Mustin (Ludwigslust-Parchim)"]),
        ("Wir kommen aus Köln.", []),
    ],
)
def test_same_names_are_told_apart_by_the_towns_that_the_text_beside_speaks_of(
    beside: str, meant: list[str]
) -> None:
    assert names(GAZETTEER.read("Mustin", beside=beside)) == meant


def test_a_typing_error_leads_nowhere_far_from_what_is_sure() -> None:
    reading = GAZETTEER.read("Barnekov / Schwarzenbek")
    assert names(reading) == ["Schwarzenbek"]
    assert reading.unresolved == ("Barnekov",)
    assert names(GAZETTEER.read("Hitzaker, Lüchow")) == ["Hitzacker (Elbe)", "Lüchow (Wendland)"]
    assert names(GAZETTEER.read("Ludwigslsut, Geesthacht")) == ["Ludwigslust", "Geesthacht"]


@pytest.mark.parametrize(("typed", "meant"), [("Klenze", ["Clenze"]), ("Zalzwedel", []), ("Patemin", [])])
def test_the_first_letter_is_mistyped_only_as_it_sounds(typed: str, meant: list[str]) -> None:
    assert names(GAZETTEER.read(typed)) == meant


def test_what_stands_beside_changes_no_clear_place() -> None:
    assert GAZETTEER.read("Plate", beside="Ich arbeite in Ratzeburg.") == GAZETTEER.read("Plate")


def test_the_region_of_service_decides_between_same_names() -> None:
    assert names(GAZETTEER.read("Seehausen")) == ["Seehausen (Altmark)"]
    far = GAZETTEER.read("Luckau", region=("12061",))
    assert names(far) == ["Luckau (Dahme-Spreewald)"]


def test_a_contradicting_qualifier_is_asked_back() -> None:
    reading = GAZETTEER.read("Hitzacker (Bodensee)")
    assert not reading.areas
    assert reading.ambiguous


def test_a_far_small_village_is_not_taken_for_granted() -> None:
    reading = GAZETTEER.read("Oberammergaublick")
    assert not reading.areas
    tiny = GAZETTEER.read("Wasserburg (Bodensee)")
    assert names(tiny) == ["Wasserburg (Bodensee)"]


def test_an_unknown_part_of_a_known_town_is_said() -> None:
    reading = GAZETTEER.read("Lüchow OT Hintertupfing")
    assert names(reading) == ["Lüchow (Wendland)"]
    assert reading.unresolved == ("Hintertupfing",)


def test_a_list_with_one_unknown_place_keeps_the_others() -> None:
    reading = GAZETTEER.read("Salzwedel, Posemuckel oder Perleberg")
    assert names(reading) == ["Salzwedel", "Perleberg"]
    assert reading.unresolved == ("Posemuckel",)


@pytest.mark.parametrize(
    "sign", [", ", " oder ", " und ", " / ", "/", "; ", " od. ", " & ", " bzw. ", " or ", "\n"]
)
def test_every_list_sign_joins_two_towns(sign: str) -> None:
    assert names(GAZETTEER.read(f"Salzwedel{sign}Perleberg")) == ["Salzwedel", "Perleberg"]


@pytest.mark.parametrize(
    "words", ["Nähe", "bei", "um", "Raum", "Umland", "Region", "near", "Umgebung von", "in"]
)
def test_words_of_nearness_change_nothing(words: str) -> None:
    assert names(GAZETTEER.read(f"{words} Perleberg")) == ["Perleberg"]


@given(st.sampled_from(TOWNS), st.data())
def test_two_swapped_letters_are_forgiven(town: str, data: st.DataObject) -> None:
    bare = town.split(" (")[0]
    at = data.draw(st.integers(1, len(bare) - 2))
    typed = bare[:at] + bare[at + 1] + bare[at] + bare[at + 2 :]
    reading = GAZETTEER.read(typed)
    meant = {area.name for area in reading.areas} | {a.name for _, found in reading.ambiguous for a in found}
    assert not meant or any(name.startswith(town.split(" (")[0]) for name in meant)


@given(st.text(max_size=60))
def test_any_text_can_be_read(text: str) -> None:
    reading = GAZETTEER.read(text)
    assert all(part for part in reading.unresolved)
    assert all(len(found) >= 1 for _, found in reading.ambiguous)


@given(st.lists(st.sampled_from(TOWNS), min_size=1, max_size=4, unique=True))
def test_places_come_in_typed_order(towns: list[str]) -> None:
    expected = [f"{town} (Herzogtum Lauenburg)" if town == "Mölln" else town for town in towns]
    assert names(GAZETTEER.read(" oder ".join(towns))) == expected
