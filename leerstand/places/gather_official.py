"""Bring the lists of `gather` up to the official list of municipalities, and add the postcodes; run by hand after `gather`.

Needs the extract of the Gemeindeverzeichnis (Destatis, as CSV: rows of several levels, the key in parts) and a table of
postcodes (columns plz and ags). `python -m leerstand.places.gather_official DESTATIS_CSV POSTCODES_CSV` may be run again;
then `collect_names`. Which key followed which stands in `data/former.csv`, written by hand, because no free list says it:
a former municipality that is missing there stops the run; one without a successor (a forest that was divided) has none. Sources and licences are in `data/ATTRIBUTION.md`.
"""

import csv
import gzip
import io
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from leerstand.places.atlas import DATA
from leerstand.places.collect_names import split_name
from leerstand.places.official import NO_MUNICIPALITY, bare
from leerstand.places.spelling import fold

COLUMNS = [
    "ags", "name", "also", "designation", "district_ags", "district", "district_designation", "land", "lat", "lon",
    "population", "postcode",
]  # fmt: skip
FORMER_COLUMNS = ["ags", "name", "successor", "lat", "lon"]
LAND, DISTRICT, MUNICIPALITY = "10", "40", "60"
DESIGNATIONS = {
    "60": "Gemeinde", "61": "Stadt", "62": "Stadt", "63": "Stadt", "64": "Gemeinde",
    "65": "Gemeindefreies Gebiet", "66": "Gemeindefreies Gebiet", "67": "Stadt",
}  # fmt: skip
CITIES = {"41": "Kreisfreie Stadt", "42": "Stadtkreis"}
Row = dict[str, str]


def rows_of(path: Path) -> list[Row]:
    """A CSV with a header, gzipped or not."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def write(name: str, header: list[str], rows: Iterable[Iterable[object]]) -> None:
    """A CSV that is the same, byte for byte, for the same rows; gzipped where the name says so."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    raw = text.getvalue().encode()
    (DATA / name).write_bytes(gzip.compress(raw, 9, mtime=0) if name.endswith(".gz") else raw)


def key_of(row: Row) -> str:
    """The eight digits, which the office prints in four columns."""
    return row["land"] + row["rb"] + row["kreis"] + row["gemeinde"]


def municipality(official: Row, *, known: Row | None, levels: dict[str, str], district: Row) -> list[object]:
    """One row of the list; name and point stay as they are known, for the point is where people put the pin."""
    ags, name = key_of(official), bare(official["gemeindename"])
    others = {name}
    if known:
        others |= {known["name"], *filter(None, known.get("also", "").split("|"))}
        is_renamed = fold(split_name(known["name"])[0]).split()[-1:] != fold(split_name(name)[0]).split()[-1:]
        is_titled = name.startswith("Bad ") and not known["name"].startswith("Bad ")
        # The office prints some names in two languages ("Cottbus/Chóśebuz"): the German one stays.
        if not (is_titled or is_renamed) or "/" in name:
            name = known["name"]
    spellings = {fold(other): other for other in sorted(others) if fold(other) != fold(name)}
    point = (known["lat"], known["lon"]) if known else _point(official)
    return [
        ags, name, "|".join(spellings.values()),
        known["designation"] if known else DESIGNATIONS[official["textkennzeichen"]],
        ags[:5], district["district"], district["district_designation"], levels[ags[:2]], *point,
        int(official["bevoelkerung"].replace(" ", "") or 0), official["postleitzahl"],
    ]  # fmt: skip


def _point(official: Row) -> tuple[float, float]:
    lat, lon = (float(official[column].replace(",", ".")) for column in ("breitengrad", "laengengrad"))
    return round(lat, 4), round(lon, 4)


def districts(official: list[Row], *, known: Iterable[Row]) -> dict[str, Row]:
    """Name and designation of each district; those of a new one as the office says them."""
    found = {row["district_ags"]: row for row in known}
    for row in official:
        key = row["land"] + row["rb"] + row["kreis"]
        if row["satzart"] == DISTRICT and key not in found:
            designation = CITIES.get(row["textkennzeichen"], "Landkreis")
            found[key] = {"district": bare(row["gemeindename"]), "district_designation": designation}
    return found


def current_list(official: list[Row], *, known: dict[str, Row]) -> list[list[object]]:
    """The municipalities of the official list, by key."""
    levels = {row["land"]: row["gemeindename"] for row in official if row["satzart"] == LAND}
    levels |= {ags[:2]: row["land"] for ags, row in known.items()}
    named = districts(official, known=known.values())
    rows = [row for row in official if row["satzart"] == MUNICIPALITY and row["gemeinde"] != NO_MUNICIPALITY]
    return sorted(
        municipality(row, known=known.get(key_of(row)), levels=levels, district=named[key_of(row)[:5]])
        for row in rows
    )


def write_postcodes(pairs: list[Row], *, keys: dict[str, str], people: dict[str, int]) -> None:
    """The municipalities of each postcode, largest first."""
    found: dict[str, set[str]] = defaultdict(set)
    for pair in pairs:
        found[pair["plz"]].add(keys[pair["ags"]])
    rows = [
        (code, " ".join(sorted(found[code], key=lambda ags: (-people[ags], ags)))) for code in sorted(found)
    ]
    write("postcodes.csv.gz", ["postcode", "ags"], rows)


def renew_keys(name: str, *, keys: dict[str, str]) -> None:
    """The places of a file with the current keys of their municipalities."""
    rows = rows_of(DATA / name)
    write(name, list(rows[0]), ([*{**row, "ags": keys[row["ags"]]}.values()] for row in rows))


def renew_landscapes(*, keys: dict[str, str]) -> None:
    """The landscapes with the current keys of what they are made of, each once."""
    rows = rows_of(DATA / "landscapes.csv")
    for row in rows:
        for column in ("ags", "districts"):
            row[column] = " ".join(dict.fromkeys(keys.get(key, key) for key in row[column].split()))
    write("landscapes.csv", list(rows[0]), (row.values() for row in rows))


def renew_outlines(*, keys: dict[str, str]) -> None:
    """The rings under the current keys; those of municipalities that became one lie side by side under its key."""
    with np.load(DATA / "outlines.npz") as stored:
        parts = {name: stored[name] for name in stored.files}
    before = [str(key) for key in parts["keys"]]
    after = list(dict.fromkeys(keys.get(key, key) for key in before))
    places = {key: number for number, key in enumerate(after)}
    moved = np.array([places[keys.get(key, key)] for key in before], dtype=np.int16)
    np.savez_compressed(
        DATA / "outlines.npz", **parts | {"keys": np.array(after), "owners": moved[parts["owners"]]}
    )


def main(official_csv: Path, postcodes_csv: Path) -> None:
    """Write all files anew."""
    known = {row["ags"]: row for row in rows_of(DATA / "municipalities.csv.gz")}
    former = {row["ags"]: row for row in rows_of(DATA / "former.csv")}
    current = current_list(rows_of(official_csv), known=known)
    still = {str(row[0]) for row in current}
    followed = {ags: row["successor"] for ags, row in former.items() if row["successor"]}
    keys = {ags: ags for ags in still} | followed
    lost = [f"{ags} {row['name']}" for ags, row in known.items() if ags not in still | former.keys()]
    if lost:
        raise SystemExit(f"data/former.csv does not say what followed: {', '.join(lost)}")
    for ags in former.keys() & known.keys():
        former[ags] |= {column: known[ags][column] for column in ("name", "lat", "lon")}
    districts_now = {key[:5] for key in still}
    keys |= {old[:5]: new[:5] for old, new in followed.items() if old[:5] not in districts_now}
    write("former.csv", FORMER_COLUMNS, ([former[ags][c] for c in FORMER_COLUMNS] for ags in sorted(former)))
    write("municipalities.csv.gz", COLUMNS, current)
    people = {str(row[0]): int(str(row[10])) for row in current}
    write_postcodes(rows_of(postcodes_csv), keys=keys, people=people)
    for name in ("villages.csv.gz", "hamlets.csv.gz", "localities.csv"):
        renew_keys(name, keys=keys)
    renew_landscapes(keys=keys)
    renew_outlines(keys=keys)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
