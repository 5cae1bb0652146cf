"""Where a building stands: from words, a point or a key to one municipality, or to a question with choices."""

import pytest

from leerstand.register.whereabouts import Choice, Doubt, Unclear, Whereabouts, locate


def test_name_and_postcode_together_tell_the_municipality_and_mend_the_postcode() -> None:
    where = locate("Dresden", postcode="1067")
    assert isinstance(where, Whereabouts)
    assert (where.ags, where.postcode, where.lat) == ("14612000", "01067", None)


def test_a_place_that_could_be_several_comes_back_with_choices_and_a_choice_settles_it() -> None:
    unclear = locate("Hamfelde", postcode="22929")
    assert unclear == Unclear(
        Doubt.SEVERAL,
        (
            Choice("01053049", "Hamfelde, Kreis Herzogtum Lauenburg"),
            Choice("01062026", "Hamfelde, Kreis Stormarn"),
        ),
    )
    chosen = locate("Hamfelde", postcode="22929", chosen="01062026")
    assert isinstance(chosen, Whereabouts)
    assert chosen.ags == "01062026"


def test_the_name_of_every_choice_is_read_as_the_municipality_it_names() -> None:
    for place in ("Neustadt", "Rodenbach", "Karstädt", "Frankfurt", "Oldenburg", "Buch"):
        unclear = locate(place)
        assert isinstance(unclear, Unclear), place
        for choice in unclear.choices:
            where = locate(choice.name)
            assert isinstance(where, Whereabouts), choice
            assert where.ags == choice.ags


@pytest.mark.parametrize("key", ["03152012", "3152012", "031520012012"])
def test_a_former_key_leads_to_the_municipality_of_today(key: str) -> None:
    where = locate("Göttingen", ags=key)
    assert isinstance(where, Whereabouts)
    assert where.ags == "03159016"


def test_a_known_key_keeps_the_point_of_the_village() -> None:
    village, town = locate("Satemin", ags="03354018"), locate("Lüchow", ags="03354018")
    assert isinstance(village, Whereabouts)
    assert isinstance(town, Whereabouts)
    assert (village.near_lat, village.near_lon) == (52.9564, 11.0963)
    assert (town.near_lat, town.near_lon) != (village.near_lat, village.near_lon)


@pytest.mark.parametrize(
    ("asked", "doubt"),
    [
        ({"place": "Posemuckel"}, Doubt.UNKNOWN),
        ({"place": "Landkreis Stendal"}, Doubt.UNKNOWN),
        ({"place": "Lüneburg", "postcode": "29439"}, Doubt.POSTCODE),
        ({"place": "Lüchow", "ags": "99999999"}, Doubt.NO_KEY),
        ({"place": "Lüchow", "lat": 48.85, "lon": 2.35}, Doubt.OUTSIDE),
    ],
)
def test_every_doubt_has_its_name(asked: dict[str, str], doubt: Doubt) -> None:
    unclear = locate(**asked)  # type: ignore[arg-type]
    assert isinstance(unclear, Unclear)
    assert unclear.doubt is doubt
