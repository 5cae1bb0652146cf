"""Addresses: name and postcode checked against each other, inside the region and outside."""

import random
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leerstand.places import gazetteer
from leerstand.places.answers import Answer, Found, Several, Unknown
from leerstand.places.regions import SERVICE_REGION
from tests.places.all_pairs import pairs

GAZETTEER = gazetteer.load()
ATLAS = GAZETTEER.atlas
SAMPLE = 300
SEED = 20270401
INSIDE = [pair for pair in pairs(ATLAS) if pair.ags[:5] in SERVICE_REGION]
OUTSIDE = [pair for pair in pairs(ATLAS) if pair.ags[:5] not in SERVICE_REGION]
NAMES = [town.name for town in ATLAS.municipalities.values()]


def key(answer: Answer) -> str:
    return answer.municipality.ags if isinstance(answer, Found) else type(answer).__name__


def test_real_pairs_of_name_and_postcode_are_never_taken_for_another_municipality() -> None:
    refused = 0
    for among in (INSIDE, OUTSIDE):
        for pair in random.Random(SEED).sample(among, SAMPLE):
            answer = GAZETTEER.find(pair.name, postcode=pair.postcode)
            if isinstance(answer, Found):
                assert answer.municipality.ags == pair.ags, pair
                assert answer.postcode == pair.postcode
            else:
                refused += 1
                assert isinstance(answer, Several), pair
                assert pair.ags in {town.ags for town in answer.candidates}, pair
    assert refused <= 2


@settings(deadline=None)
@given(st.sampled_from(NAMES), st.sampled_from(list(ATLAS.postcodes)))
def test_what_is_found_has_the_postcode(name: str, postcode: str) -> None:
    answer = GAZETTEER.find(name, postcode=postcode)
    if isinstance(answer, Found):
        keys = ATLAS.postcodes[postcode]
        assert answer.municipality.ags in keys or ATLAS.office_postcodes[answer.municipality.ags] == postcode


@settings(deadline=None)
@given(st.text(max_size=40), st.text(max_size=8))
def test_any_text_gets_an_answer(place: str, postcode: str) -> None:
    answer = GAZETTEER.find(place, postcode=postcode)
    assert isinstance(answer, Found | Several | Unknown)
    assert not isinstance(answer, Several) or answer.candidates


@pytest.mark.parametrize(
    ("place", "postcode", "ags"),
    [
        ("Bäk", "23909", "01053004"),
        ("Elmenhorst", "21493", "01053027"),
        ("Karstädt", "19294", "13076069"),
        ("Karstädt", "19357", "12070173"),
        ("Rodenbach", "67688", "07335040"),
        ("Rodenbach", "63517", "06435023"),
        ("Hamfelde, Kreis Stormarn", "22929", "01062026"),
        ("Göttingen", "37073", "03159016"),
        ("Berg", "56357", "07141009"),
        ("Oldenburg", "26105", "03403000"),
    ],
)
def test_of_several_of_a_name_the_one_with_the_postcode_is_meant(place: str, postcode: str, ags: str) -> None:
    assert key(GAZETTEER.find(place, postcode=postcode)) == ags


@pytest.mark.parametrize(
    "typed", ["Kist", "Kist, Landkreis Würzburg", "Kist (Lkr. Würzburg)", "KIST", "Kist Bayern"]
)
@pytest.mark.parametrize("postcode", ["97270", ""])
def test_a_small_municipality_far_off_is_taken_if_it_is_the_only_one(typed: str, postcode: str) -> None:
    assert key(GAZETTEER.find(typed, postcode=postcode)) == "09679154"


def test_name_and_postcode_that_differ_are_asked_back_with_both() -> None:
    answer = GAZETTEER.find("Lüneburg", postcode="29439")
    assert isinstance(answer, Several)
    assert answer.postcode_differs
    assert {town.name for town in answer.candidates} == {"Lüneburg", "Lüchow (Wendland)"}


def test_two_municipalities_of_one_name_and_one_postcode_are_not_clear() -> None:
    answer = GAZETTEER.find("Hamfelde", postcode="22929")
    assert isinstance(answer, Several)
    assert [GAZETTEER.full_name(town) for town in answer.candidates] == [
        "Hamfelde, Kreis Herzogtum Lauenburg",
        "Hamfelde, Kreis Stormarn",
    ]


def test_no_two_municipalities_have_one_full_name() -> None:
    names = [GAZETTEER.full_name(town) for town in ATLAS.municipalities.values()]
    assert len(names) == len(set(names))


def test_a_hamlet_that_no_list_has_lies_in_the_only_municipality_of_its_postcode() -> None:
    assert key(GAZETTEER.find("Hintertupfing", postcode="29439")) == "03354018"
    shared = GAZETTEER.find("Hintertupfing", postcode="19294")
    assert isinstance(shared, Several)
    assert {town.ags for town in shared.candidates} == {*ATLAS.postcodes["19294"]}


def test_a_choice_settles_the_question_it_belongs_to_and_no_other() -> None:
    assert key(GAZETTEER.find("Rodenbach", chosen="07335040")) == "07335040"
    assert key(GAZETTEER.find("Neustadt", chosen="07335040")) == "Several"
    assert key(GAZETTEER.find("Kist", chosen="07335040")) == "09679154"


@pytest.mark.parametrize(("typed", "mended"), [("1067", "01067"), ("1067.0", "01067"), ("D-01067", "01067")])
def test_a_lost_leading_zero_is_put_back_where_the_name_confirms_it(typed: str, mended: str) -> None:
    answer = GAZETTEER.find("Dresden", postcode=typed)
    assert isinstance(answer, Found)
    assert answer.postcode == mended
    assert key(GAZETTEER.find("Wien", postcode="1010")) == "Unknown"
    assert key(GAZETTEER.find("Lüchow", postcode="1067")) == "Several"


def test_a_post_box_in_the_same_town_is_no_contradiction() -> None:
    box = GAZETTEER.find("Lüchow", postcode="29432")
    assert isinstance(box, Found)
    assert (box.municipality.ags, box.postcode) == ("03354018", "")


@pytest.mark.parametrize(
    "place", ["Salzwedel oder Stendal", "Salzwedel, Stendal", "Schwerin/Parchim", "Karstädt", "Rodenbach"]
)
def test_two_places_or_several_of_a_name_are_asked_back(place: str) -> None:
    assert key(GAZETTEER.find(place)) == "Several"


@pytest.mark.parametrize("place", ["Landkreis Stendal", "Wendland", "Hintertupfing", "egal", ""])
def test_what_names_no_municipality_is_unknown(place: str) -> None:
    assert key(GAZETTEER.find(place)) == "Unknown"


def test_a_village_is_the_point_and_its_municipality_the_key() -> None:
    found = GAZETTEER.find("Satemin", postcode="29439")
    assert isinstance(found, Found)
    assert found.municipality.name == "Lüchow (Wendland)"
    assert found.point != (found.municipality.lat, found.municipality.lon)


WRITTEN = {
    "09571193": ("Rothenburg o.d.T.", "Rothenburg o. d. Tauber", "Rothenburg ob der Tauber", "Rothenburg odT"),
    "12053000": ("Frankfurt/Oder", "Frankfurt (Oder)", "Frankfurt (O.)"),
    "06412000": ("Frankfurt a.M.", "Frankfurt (Main)", "Frankfurt am Main"),
    "03159017": ("Hann. Münden", "Hannoversch Münden", "Hann.Münden"),
    "12070008": ("Bad Wilsnack OT Groß Lüben", "Groß Lüben, Bad Wilsnack", "Bad Wilsnack (OT Groß Lüben)"),
    "03354018": (
        "D-29439 Lüchow", "b. Lüchow", "Luechow", "LÜCHOW", "Lüchow/Wendland", "Gem. Lüchow (Wendland)", "Kolborn b. Lüchow",
        "Lüchow-Kolborn", "Samtgemeinde Lüchow", "Lüchow, Lkr. Lüchow-Dannenberg", "Stadt Lüchow, Niedersachsen",
    ),
    "16064046": ("Mühlhausen/Thür.", "Mühlhausen (Thüringen)", "Mühlhausen Thüringen"),
    "09575153": ("Neustadt a.d. Aisch", "Neustadt an der Aisch", "Neustadt/Aisch"),
    "01054113": ("St. Peter-Ording", "Sankt Peter Ording", "St Peter Ording"),
    "15002000": ("Halle (S.)", "Halle/Saale", "06108 Halle", "6108 Halle"),
    "15091375": ("Lutherstadt Wittenberg", "Wittenberg"),
    "15081455": ("Salzwedel, Hansestadt", "Hansestadt Salzwedel"),
    "09363000": ("Weiden i.d.OPf.", "Weiden in der Oberpfalz", "Weiden/Opf."),
    "05562004": ("Castrop Rauxel", "Castroprauxel"),
    "13076069": ("Karstädt, Kr. Ludwigslust-Parchim", "Karstädt (LK Ludwigslust-Parchim)"),
    "03159007": ("Bovenden",),
    "03154028": ("Büddenstedt",),
}  # fmt: skip


@pytest.mark.parametrize(("ags", "written"), WRITTEN.items(), ids=WRITTEN.keys())
def test_a_place_is_read_in_all_its_spellings(ags: str, written: tuple[str, ...]) -> None:
    for typed in written:
        for spelled in (typed, unicodedata.normalize("NFD", typed), typed.upper(), typed.lower()):
            assert key(GAZETTEER.find(spelled)) == ags, spelled


@pytest.mark.parametrize(
    ("typed", "ags"),
    [
        ("3354018", "03354018"), ("03 354 018", "03354018"), ("033545406018", "03354018"), ("33545406018", "03354018"),
        ("3354018.0", "03354018"), ("03152012", "03159016"), ("3152012", "03159016"), ("16063094", "16063003"),
        ("09671454", ""), ("99999999", ""), ("03354", ""), ("Lüchow", ""), ("", ""),
    ],
)  # fmt: skip
def test_keys_are_read_as_tables_write_them_and_former_ones_lead_to_todays(typed: str, ags: str) -> None:
    assert GAZETTEER.key(typed) == ags
