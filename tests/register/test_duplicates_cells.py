"""Duplicates: parts of an address in other columns than their own, and numbers as people write them."""

import pytest

from leerstand.register.duplicates.address import read_point
from leerstand.register.duplicates.parse import read
from tests.register.written import record, same

HERE = "| Lindenstraße | 7 | 19249 | Lübtheen"
IN_OTHER_CELLS = [
    "| Lindenstraße, 7, 19249 Lübtheen",
    "| 19249 Lübtheen, Lindenstr. 7",
    "|||| 19249 Lübtheen, Lindenstr. 7",
    "|||| Lübtheen Lindenstr. 7",
    "|| Lindenstr. 7 | 19249 | Lübtheen",
    "|| 7 Lindenstr. | 19249 | Lübtheen",
    "| 19249 | 7 | Lindenstraße | Lübtheen",
    "|| Lindenstr. 7, 19249 Lübtheen",
    "||| Lindenstr. 7, 19249 Lübtheen",
    "| Lübtheen Lindenstr. 7",
    "| Lindenstr. 7 (Lübtheen)",
    "| Lindenstr. 7 - 19249 Lübtheen",
    "| Lindenstr. 7 / Ecke Bahnhofstraße || 19249 | Lübtheen",
    "| Lindenstr. | 19249 | 7 | Lübtheen",
    "| Lindenstr | 7.0 | 19249.0 | Lübtheen",
    "Lindenstr. | leere Schmiede | 7 | 19249 | Lübtheen",
    "Lindenstr. 7 | leere Schmiede || 19249 | Lübtheen",
]
NUMBERS = [
    ("5b", "5 b EG"),
    ("5b", "5 B (Erdgeschoss links)"),
    ("5b", "Hausnummer 5b"),
    ("5b", ", Hs.-Nr. 5 b"),
    ("5", "5, 2. OG"),
    ("5", "5, Whg. 3"),
    ("5", "5 Vorderhaus links"),
    ("5", "5, Flur 3, Flurstück 12/4"),
    ("5a", "5-a"),
    ("5a", "5.a"),
    ("5a-c", "5 a bis c"),
    ("5-7", "5+7"),
    ("5-7", "5 u. 7"),
    ("12 1/2", "12½"),
    ("12½", "12 1/2"),
]
OTHER_NUMBERS = [("5", "5a EG"), ("5", "5 1/2"), ("5", "5-7"), ("5", "15"), ("5", "50"), ("5", "Flurstück 5")]
SATEMIN = "| Satemin | 7 | 29439 | Lüchow OT Satemin"
NUMBERED_VILLAGE = [
    "| Satemin 7",
    "| satemin Nr. 7",
    "| Satemin 7 ||| Lüchow",
    "| OT Satemin | 7 | 29439 | Lüchow",
    "| Ortsteil Satemin Nr. 7 || 29439 | Lüchow (Wendland)",
    "| Lüchow-Satemin 7 || 29439 | Lüchow",
    "| Lüchow, Satemin 7 || 29439",
    "| Im Dorf 7 || 29439 | Satemin",
    "| Haus Nr. 7 ||| Satemin",
]


@pytest.mark.parametrize("other", IN_OTHER_CELLS)
def test_an_address_is_found_in_whatever_cell_it_stands(other):
    assert same(HERE, other)
    assert same(other, HERE)


@pytest.mark.parametrize(("left", "right"), NUMBERS)
def test_a_house_number_is_read_in_all_its_spellings(left, right):
    assert same(f"| Große Straße | {left} | 29439 | Lüchow", f"| Gr. Str. {right} || 29439 | Lüchow")


@pytest.mark.parametrize(("left", "right"), OTHER_NUMBERS)
def test_neighbours_ranges_halves_and_parcels_are_other_numbers(left, right):
    assert not same(f"| Große Straße | {left} | 29439 | Lüchow", f"| Gr. Str. | {right} | 29439 | Lüchow")


@pytest.mark.parametrize("other", NUMBERED_VILLAGE)
def test_a_village_that_numbers_its_houses_is_its_own_street(other):
    assert same(SATEMIN, other)
    assert not same(SATEMIN, other.replace("7", "17"))


def test_a_village_number_without_a_place_is_decided_by_the_coordinates():
    here = f"{SATEMIN} || 52.95226 | 11.09890"
    assert same(here, "| Satemin 7 ||||| 52.9522 | 11.0989")
    assert not same(here, "| Satemin 7 ||||| 53.4100 | 11.2000")


@pytest.mark.parametrize(
    ("lat", "lon"),
    [
        ("52.96895", "11.14979"),
        ("52,96895", "11,14979"),
        ("11.14979", "52.96895"),
        ("52.96895, 11.14979", ""),
        ("52968950", "11149790"),
        ("52°58'08.2\"N", "11°08'59.2\"E"),
    ],
)
def test_coordinates_are_read_in_all_their_spellings(lat, lon):
    point = read_point({"lat": lat, "lon": lon})
    assert point is not None
    assert (round(point.lat, 4), round(point.lon, 4)) == (52.9689, 11.1498)


@pytest.mark.parametrize(("lat", "lon"), [("", ""), ("0", "0"), ("52.9", ""), ("nördlich", "östlich")])
def test_what_is_no_point_in_germany_is_left_out(lat, lon):
    assert read_point({"lat": lat, "lon": lon}) is None


def test_a_square_named_after_a_day_keeps_its_number_apart():
    read_one = read(record(street="Straße des 17. Juni 5"))
    assert str(read_one.number) == "5"
    assert same("| Straße des 17. Juni | 5 | 39576 | Stendal", "| Str. d. 17. Juni 5 || 39576 | Stendal")
