"""What the engine is told of an offer's place: no more than anybody may know."""

from uuid import uuid4

from leerstand.matching.engine.facts import Match, Seeker
from leerstand.matching.engine.matcher import Matcher
from leerstand.matching.translate import space_of
from leerstand.offers.codes import Form
from leerstand.offers.models import Offer
from leerstand.offers.public_place import district_points
from leerstand.register.codes import PropertyKind
from leerstand.register.models import Building
from tests.cast import LUECHOW, NOW


def a_house() -> Building:
    return Building(
        id=uuid4(), ags=LUECHOW, place="Satemin", lat=52.95637, lon=11.0936, rough_lat=52.9601, rough_lon=11.0972,
        is_listed=False,
    )  # fmt: skip


def an_offer(form: Form) -> Offer:
    return Offer(
        id=uuid4(), form=form, property_kind=PropertyKind.HOUSE, title="Haus", description="", wished_use="",
        excluded_use="", features=[],
    )  # fmt: skip


def told(form: Form, *, place: str, without_car: bool = False) -> list[str]:
    matcher = Matcher.load(today=NOW.date())
    wishes = frozenset({"station_nearby"}) if without_car else frozenset[str]()
    seeker = Seeker(id="1", forms=(form.value,), place=place, radius_km=100, wishes=wishes)
    found = matcher.explain(
        matcher.read_seeker(seeker), matcher.read_space(space_of(an_offer(form), a_house()))
    )
    assert isinstance(found, Match)
    return [reason.note_de for reason in (*found.reasons, *found.clarify)]


def test_an_offer_lies_at_its_public_point() -> None:
    space = space_of(an_offer(Form.RENTAL), a_house())
    assert (space.place, space.lat, space.lon, space.is_whole_district) == (
        "Satemin",
        52.9601,
        11.0972,
        False,
    )


def test_a_succession_lies_in_the_middle_of_its_district() -> None:
    space = space_of(an_offer(Form.SUCCESSION), a_house())
    keys, lats, lons = district_points()
    at = keys.index("03354")
    assert (space.lat, space.lon, space.is_whole_district) == (lats[at], lons[at], True)
    assert "Satemin" not in repr(space)
    assert "Lüchow-Dannenberg" in space.place


def test_the_sentences_about_a_succession_say_that_they_speak_of_the_district() -> None:
    far = told(Form.SUCCESSION, place="Salzwedel", without_car=True)
    inside = told(Form.SUCCESSION, place="Wendland")
    assert any("von der Mitte des Landkreises" in sentence and "Salzwedel" in sentence for sentence in far)
    assert any("oder reicht hinein (Wendland)" in sentence for sentence in inside)
    assert any("Ob man ohne Auto hinkommt" in sentence for sentence in far)
    assert not any("Bahnhof sind es" in sentence or "Bahnhof ist" in sentence for sentence in far)
