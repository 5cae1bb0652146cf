"""The data files: complete, small, and in step with each other."""

import csv
import gzip
import io

from leerstand.places import gazetteer
from leerstand.places.atlas import DATA
from leerstand.places.collect_names import COLUMNS, Collection
from leerstand.places.geography import between_km
from leerstand.places.regions import SERVICE_REGION

ATLAS = gazetteer.load().atlas


def test_the_index_of_names_is_what_the_rules_make_of_the_data() -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([COLUMNS, *Collection(ATLAS).rows()])
    assert gzip.decompress((DATA / "names.csv.gz").read_bytes()).decode() == text.getvalue()


def test_all_of_germany_is_there() -> None:
    assert len(ATLAS.municipalities) == 11_001
    assert len({town.land for town in ATLAS.municipalities.values()}) == 16
    assert sum(len(key) == 5 for key in ATLAS.outlines.keys) == 401
    assert len(ATLAS.big_villages) > 11_000


def test_every_municipality_of_the_region_has_an_outline() -> None:
    region = [ags for ags in ATLAS.municipalities if ags[:5] in SERVICE_REGION]
    assert len(region) > 350
    assert all(ATLAS.outlines.rings(ags) for ags in region)


def test_every_reference_between_the_files_holds() -> None:
    assert {village.ags for village in ATLAS.villages} <= ATLAS.municipalities.keys()
    assert {ags for found in ATLAS.postcodes.values() for ags in found} <= ATLAS.municipalities.keys()
    for landscape in ATLAS.landscapes:
        assert all(ATLAS.outlines.rings(key) for key in landscape.area.outlines), landscape.area.name
        assert not landscape.area.is_point, landscape.area.name
        assert landscape.area.districts, landscape.area.name


def test_every_municipality_where_people_live_has_a_postcode_and_every_postcode_lies_together() -> None:
    having = {ags for keys in ATLAS.postcodes.values() for ags in keys}
    assert {ags for ags, people in ATLAS.people.items() if people} <= having
    for postcode, keys in ATLAS.postcodes.items():
        points = [(ATLAS.municipalities[ags].lat, ATLAS.municipalities[ags].lon) for ags in keys]
        # Bremen's port lies in Bremerhaven, and they share its postcode.
        assert all(between_km(points[0], point) < 60 for point in points), postcode


def test_what_a_municipality_became_is_one_that_lies_there() -> None:
    assert len(ATLAS.former) > 380
    assert not ATLAS.former.keys() & ATLAS.municipalities.keys()
    divided = [one for one in ATLAS.former.values() if not one.successor]
    assert len(divided) < 10
    for one in ATLAS.former.values():
        if one.successor:
            town = ATLAS.municipalities[one.successor]
            assert one.ags[:2] == town.ags[:2]
            assert between_km((one.lat, one.lon), (town.lat, town.lon)) < 17, one.name


def test_every_district_has_an_outline_and_every_outline_a_district() -> None:
    districts = {town.district_ags for town in ATLAS.municipalities.values()}
    assert districts == {key for key in ATLAS.outlines.keys if len(key) == 5}
    assert {key for key in ATLAS.outlines.keys if len(key) == 8} <= ATLAS.municipalities.keys()


def test_stations_lie_around_the_region() -> None:
    names = {station.name for station in ATLAS.stations}
    assert {
        "Lüneburg",
        "Uelzen",
        "Salzwedel",
        "Wittenberge",
        "Ludwigslust",
        "Dannenberg Ost",
        "Ratzeburg",
    } <= names
    assert all(52 < station.lat < 54.2 and 9.6 < station.lon < 13.2 for station in ATLAS.stations)


def test_the_files_stay_small_and_name_their_sources() -> None:
    files = [path for path in DATA.iterdir() if path.suffix != ".md"]
    assert sum(path.stat().st_size for path in files) < 1_600_000
    attribution = (DATA / "ATTRIBUTION.md").read_text(encoding="utf-8")
    assert all(path.name in attribution for path in files)


def test_our_own_localities_lie_in_the_municipality_that_is_named() -> None:
    with (DATA / "localities.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            town = ATLAS.municipalities[row["ags"]]
            assert row["name"].endswith(f", {town.name}")
            found = gazetteer.load().municipality_at(lat=float(row["lat"]), lon=float(row["lon"]))
            assert found == town or row["ags"][:5] not in SERVICE_REGION
