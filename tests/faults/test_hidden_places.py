"""Nobody comes nearer to an exact place than 250 m, whatever they read and however often they ask."""

from uuid import UUID

import pytest

from leerstand.matching import translate
from leerstand.offers.codes import Form, OfferState
from leerstand.offers.public_place import PublicPlace
from leerstand.offers.service import release
from leerstand.places.geography import Point
from leerstand.register.models import Building
from leerstand.register.rules import draw_offset, rough_point
from leerstand.register.service.buildings import merge, place_at
from leerstand.register.whereabouts import Whereabouts
from tests.cast import LUECHOW, NOW, Cast
from tests.faults import hidden_places
from tests.faults.hidden_places import LEAST_ERROR_M, Target
from tests.faults.locating import error_m, guess_from_rings
from tests.makers import chain, register

SATEMIN = (52.95637, 11.0936)


def same_move(shown: list[Point], places: list[Point]) -> bool:
    """Whether all points were moved alike, but for the rounding to a tenth of a metre."""
    moves = [(lat - at[0], lon - at[1]) for (lat, lon), at in zip(shown, places, strict=True)]
    return all(abs(up - moves[0][0]) < 3e-6 and abs(east - moves[0][1]) < 3e-6 for up, east in moves)


def errors(targets: list[Target], guesses: dict[UUID, Point]) -> dict[str, float]:
    return {one.title: error_m(guesses[one.offer_id], one.place) for one in targets}


async def test_a_search_that_moves_about_finds_no_house(cast: Cast) -> None:
    targets = await hidden_places.publish(cast)
    found = errors(targets, await hidden_places.with_a_moving_search(cast, targets))
    assert min(found.values()) >= LEAST_ERROR_M, found


async def test_the_same_search_finds_each_house_where_the_engine_knows_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def exact(_form: Form, building: Building) -> PublicPlace:
        return PublicPlace(building.place, building.lat, building.lon, is_district=False)

    targets = await hidden_places.publish(cast)
    monkeypatch.setattr(translate, "public_place", exact)
    found = errors(targets, await hidden_places.with_a_moving_search(cast, targets, looks=100))
    assert max(found.values()) < LEAST_ERROR_M, found


async def test_a_scan_with_the_page_for_reports_finds_no_house(cast: Cast) -> None:
    targets = await hidden_places.publish(cast)
    found = errors(targets, await hidden_places.with_the_report_page(cast, targets))
    assert min(found.values()) >= LEAST_ERROR_M, found


async def test_map_list_and_pages_find_no_house(cast: Cast) -> None:
    targets = await hidden_places.publish(cast)
    found = errors(targets, await hidden_places.with_public_pages(cast, targets))
    assert min(found.values()) >= LEAST_ERROR_M, found


async def public_points(cast: Cast, *places: Point, **changes: object) -> list[Point]:
    """The public points of buildings at some places, each published by a clerk one after the other."""
    shown = []
    for place in places:
        async with cast.db.writing() as session:
            building = await register.a_building(session, lat=place[0], lon=place[1], **changes)
            offer = await chain.an_offer(session, building, state=OfferState.SUBMITTED, released_at=None)
            await release(session, offer.id, by_id=cast.ids["mara"], note="", now=NOW)
            assert building.rough_lat is not None
            assert building.rough_lon is not None
            shown.append((building.rough_lat, building.rough_lon))
    return shown


@pytest.mark.parametrize(
    ("places", "changes"),
    [
        ([SATEMIN] * 6, {"street": "", "house_number": ""}),
        ([(SATEMIN[0] + 0.0001 * n, SATEMIN[1]) for n in range(4)], {"street": "", "house_number": ""}),
        (
            [(SATEMIN[0] + 0.0006 * n, SATEMIN[1]) for n in range(2)],
            {"street": "Am Rundling", "house_number": "9"},
        ),
        (
            [(SATEMIN[0] + 0.0008 * n, SATEMIN[1]) for n in range(2)],
            {"street": "", "house_number": "", "owner": "olga"},
        ),
    ],
    ids=["the same point", "a few metres apart", "the same address", "one owner's farm"],
)
async def test_several_buildings_on_one_spot_tell_no_more_than_one(
    cast: Cast, places: list[Point], changes: dict[str, str]
) -> None:
    owner = cast.ids[changes.pop("owner")] if "owner" in changes else None
    shown = await public_points(cast, *places, owner_person_id=owner, **changes)
    assert same_move(shown, places)
    # Whoever takes them for one place looks for its middle.
    middle = sum(lat for lat, _ in places) / len(places), SATEMIN[1]
    assert error_m(guess_from_rings(shown), middle) >= LEAST_ERROR_M


def test_where_rings_of_one_place_cross_it_would_be_found() -> None:
    found = [
        error_m(guess_from_rings([rough_point(*SATEMIN, offset_m=draw_offset()) for _ in range(6)]), SATEMIN)
        for _ in range(15)
    ]
    assert sorted(found)[7] < LEAST_ERROR_M


async def test_neighbours_do_not_hide_together_so_that_knowing_one_is_not_knowing_the_village(
    cast: Cast,
) -> None:
    apart = (SATEMIN[0] + 0.0012, SATEMIN[1])
    one, other = await public_points(cast, SATEMIN, apart, street="", house_number="")
    assert abs((one[0] - SATEMIN[0]) - (other[0] - apart[0])) > 1e-5


async def test_who_records_a_building_beside_another_does_not_get_its_offset(cast: Cast) -> None:
    (known,) = await public_points(cast, SATEMIN, street="", house_number="")
    point = {"lat": f"{SATEMIN[0]:.6f}", "lon": f"{SATEMIN[1]:.6f}"}
    facts = {"place": "Satemin", "kind": "farm", "occupancy": "confirmed_empty"}
    async with cast.browser("udo") as browser:
        made = await browser.post("/mein/gebaeude/neu", data=facts | point)
    async with cast.db.reading() as session:
        mine = await session.get_one(Building, UUID(made.headers["location"].split("/")[-1]))
    assert mine.rough_lat is not None
    assert abs(mine.rough_lat - known[0]) > 1e-6


def somewhere(lat: float | None, lon: float | None) -> Whereabouts:
    return Whereabouts(LUECHOW, "Lüchow (Wendland)", lat, lon, 52.9564, 11.0963)


def placed(*points: tuple[float | None, float | None]) -> list[Point]:
    """The public points of one building whose exact point is corrected again and again."""
    building, shown = Building(), []
    for lat, lon in points:
        place_at(building, somewhere(lat, lon))
        assert building.rough_lat is not None
        assert building.rough_lon is not None
        shown.append((building.rough_lat, building.rough_lon))
    return shown


def test_corrections_of_a_place_tell_how_far_and_not_where() -> None:
    places = [(SATEMIN[0] + 0.0002 * n, SATEMIN[1] - 0.0001 * n) for n in range(5)]
    shown = placed(*places)
    assert error_m(guess_from_rings(shown), places[2]) >= LEAST_ERROR_M
    assert same_move(shown, places)


def test_a_place_that_is_taken_out_and_put_back_has_one_public_point() -> None:
    first, village, again = placed(SATEMIN, (None, None), SATEMIN)
    assert first == again
    assert village == (52.9564, 11.0963)


def test_who_knew_the_wrong_place_does_not_know_the_right_one() -> None:
    right = (SATEMIN[0] + 0.01, SATEMIN[1])
    before, after = placed(SATEMIN, right)
    reckoned = after[0] - (before[0] - SATEMIN[0]), after[1] - (before[1] - SATEMIN[1])
    assert error_m(reckoned, right) > 1


async def test_a_merge_moves_no_public_point(cast: Cast) -> None:
    async with cast.db.writing() as session:
        both = [await register.a_building(session) for _ in range(2)]
        before = [(one.rough_lat, one.rough_lon) for one in both]
        await merge(session, both[0].id, into_id=both[1].id, actor_id=cast.ids["mara"], now=NOW)
    async with cast.db.reading() as session:
        after = [await session.get_one(Building, one.id) for one in both]
    assert [(one.rough_lat, one.rough_lon) for one in after] == before
