"""What the map without tiles draws."""

import json

from leerstand.places import outlines
from leerstand.places.regions import SERVICE_REGION


def test_the_region_holds_its_districts_their_neighbours_and_labelled_places() -> None:
    region = outlines.region_geojson()
    kinds = [feature["properties"]["kind"] for feature in region["features"]]
    assert kinds.count("district") == len(SERVICE_REGION)
    assert kinds.count("neighbour") > 10
    assert kinds.count("town") >= 15
    names = {feature["properties"]["name"] for feature in region["features"]}
    assert {"Lüchow", "Salzwedel", "Lauenburg", "Wittenberge", "Stendal"} <= names


def test_everything_drawn_of_the_region_lies_in_its_box() -> None:
    region = outlines.region_geojson()
    west, south, east, north = region["bbox"]
    for feature in region["features"]:
        if feature["properties"]["kind"] == "neighbour":
            continue
        points = feature["geometry"]["coordinates"]
        points = (
            [points] if feature["geometry"]["type"] == "Point" else [p for part in points for p in part[0]]
        )
        assert all(west < lon < east and south < lat < north for lon, lat in points)


def test_rings_are_closed_and_the_whole_stays_small() -> None:
    region = outlines.region_geojson()
    for feature in region["features"]:
        if feature["geometry"]["type"] == "MultiPolygon":
            assert all(ring[0] == ring[-1] for (ring,) in feature["geometry"]["coordinates"])
    assert len(json.dumps(region, separators=(",", ":"))) < 400_000


def test_a_municipality_of_the_region_has_an_outline_and_others_have_none() -> None:
    found = outlines.municipality_geojson("03354018")
    assert found is not None
    assert found["properties"]["name"] == "Lüchow (Wendland)"
    assert outlines.municipality_geojson("09162000") is None


def test_an_outline_can_be_drawn_as_a_path() -> None:
    path = outlines.svg_path("03354", west=10.7, north=53.3, scale=100)
    assert path.startswith("M")
    assert path.endswith("Z")
