"""Made stocks of buildings with known duplicates: real distributions, and every way in which addresses get mangled."""

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from itertools import combinations

SEPARATOR = ","
COLUMNS = ("id", "source", "name", "street", "house_number", "postcode", "place", "lat", "lon", "note")


def _words(text: str) -> list[str]:
    return text.split()


_BEGIN = _words(
    "Al Bar Bel Bock Brau Dah Dell Dör Ech Fal Gar Ger Glin Gör Grab Gül Heid Hol Jam Jes Kar Kem Kla Krum Küh Lan Leis Lemg Lüb Mal Meet Möll Nau Net Pev Pret Prez Quick Ram Reb Ros Sal Schnack Seer Sieb Sütt Tarm Tim Trab Vas Wad Wend Wit Wol Zar Zeetz Ziem"
)
_MIDDLE = ["", "en", "el", "er", "in", "ow", "ens"]
_END = _words(
    "ow itz dorf hagen stedt feld hof berg beck au leben loh kamp walde rode burg itzow wisch lingen horst"
)
_COMMON = _words(
    "Hauptstraße Dorfstraße Bahnhofstraße Lindenstraße Schulstraße Kirchstraße Bergstraße Gartenstraße Mühlenstraße Feldstraße"
)
_RARE = (
    "Theodor-Körner-Straße,Ernst-Thälmann-Straße,Rosa-Luxemburg-Straße,Karl-Marx-Straße,Goethestraße,Wittenberger Straße,"
    "Lüneburger Straße,Salzwedeler Straße,Schweriner Chaussee,Großer Markt,Am Markt,Kleine Wallstraße,Vor dem Neuen Tor,Am Schützenplatz,"
    "Deichstraße,Elbuferstraße,An der Kirche,Am Anger,Fährweg,Kuhtrift,Tannenwinkel,Bäckergasse,Töpferstraße,Wasserkrüger Weg,"
    "Schloßallee,Reeperbahn,Neue Straße,Alte Poststraße,Zum Hünengrab,Birkenweg,Ahornweg,Hinterm Deich,Steindamm,Klosterplatz"
).split(SEPARATOR)
# Streets that a number alone tells apart, as several of a town are.
_NUMBERED = [
    ("1. Querstraße", "2. Querstraße", "3. Querstraße"),
    ("I. Wallstraße", "II. Wallstraße", "III. Wallstraße"),
    ("Erste Reihe", "Zweite Reihe", "Dritte Reihe"),
    ("Straße 51", "Straße 52", "Straße 53"),
    ("Siedlung 1", "Siedlung 2", "Siedlung 12"),
    ("Straße des 17. Juni", "Straße des 18. Oktober", "Straße des 8. Mai"),
    ("1. Gartenweg", "2. Gartenweg", "11. Gartenweg"),
]
_FAMILIES = _words(
    "Niebuhr Schulze Behn Lange Petersen Mirow Brüggemann Kruse Grothe Wiechmann Tiedemann Beneke Schröder Meyer Gädecke Harms Röhl Warnecke Jahnke Püschel Lübbers Thiele"
)
_HALLS = (
    "Gasthof {}",
    "Hof {}",
    "Kaufhaus {}",
    "Mühle {}",
    "Gasthof Zur Linde",
    "Gasthof Zum Löwen",
    "Alte Molkerei",
    "Alte Schule",
    "Bahnhof",
    "Gut {}",
    "Bäckerei {}",
)
_PLAIN = (
    "Wohnhaus",
    "Bauernhaus",
    "Scheune",
    "EFH",
    "Wohn- und Geschäftshaus",
    "Fachwerkhaus",
    "Leerstand",
    "",
    "",
    "Haus mit Garten",
    "Mietshaus",
    "Resthof",
)
_REGIONS = {"29": "Wendland", "39": "Altmark", "19": "Prignitz", "23": "Lauenburg", "17": "Mecklenburg"}


@dataclass(frozen=True)
class Village:
    name: str
    town: str
    postcode: str
    lat: float
    lon: float
    streets: tuple[str, ...]


@dataclass(frozen=True)
class Building:
    village: Village
    street: str
    number: str
    name: str
    lat: float
    lon: float


def stock(
    count: int, *, seed: int, per_village: int = 60, twice: float = 0.25, numbered: bool = False
) -> tuple[list[dict[str, str]], set[frozenset[str]]]:
    """About `count` records and the pairs among them that are one building; `twice` is the share with copies.

    With `numbered`, most streets of the towns differ in a number of their name alone.
    """
    rng = random.Random(seed)
    villages = _villages(max(6, count // per_village), rng)
    if numbered:
        villages = [_with_numbered_streets(village, rng) for village in villages]
    owners: dict[int, list[str]] = defaultdict(list)
    records: list[dict[str, str]] = []
    seen: set[tuple[Village, str, str]] = set()
    building_id = 0
    while len(records) < count:
        building = _building(rng.choice(villages), rng)
        if (building.village, building.street, building.number) in seen:
            continue
        seen.add((building.village, building.street, building.number))
        building_id += 1
        copies = [_clean(building, rng)]
        if rng.random() < twice:
            copies += [mangled(building, rng) for _ in range(rng.choice((1, 1, 1, 2)))]
        for copy in copies:
            copy["id"] = f"m{len(records):06d}"
            owners[building_id].append(copy["id"])
            records.append(copy)
    rng.shuffle(records)
    return records, {frozenset(pair) for ids in owners.values() for pair in combinations(ids, 2)}


def _villages(count: int, rng: random.Random) -> list[Village]:
    villages: list[Village] = []
    names: set[str] = set()
    while len(villages) < count:
        town = rng.choice(_BEGIN) + rng.choice(_MIDDLE) + rng.choice(_END)
        if town in names:
            continue
        names.add(town)
        postcode = rng.choice(list(_REGIONS)) + f"{rng.randrange(1000):03d}"
        lat, lon = rng.uniform(52.4, 53.9), rng.uniform(10.4, 12.4)
        villages.append(_village(town, "", postcode, (lat, lon), rng))
        for _ in range(rng.randrange(5)):
            part = (
                rng.choice(("", "", "", "Groß ", "Klein ", "Neu "))
                + rng.choice(_BEGIN)
                + rng.choice(_MIDDLE)
                + rng.choice(_END)
            )
            # Now and then a village has a namesake elsewhere.
            if part in names and rng.random() < 0.9:
                continue
            names.add(part)
            where = lat + rng.choice((-1, 1)) * rng.uniform(0.02, 0.05), lon + rng.uniform(-0.05, 0.05)
            villages.append(_village(part, town, postcode, where, rng))
    return villages[:count]


def _village(name: str, town: str, postcode: str, where: tuple[float, float], rng: random.Random) -> Village:
    if town and rng.random() < 0.3:
        streets: tuple[str, ...] = ("",)
    else:
        streets = tuple(rng.sample(_COMMON, 3 if town else 6) + rng.sample(_RARE, 2 if town else 12))
    return Village(name, town, postcode, *where, streets)


def _with_numbered_streets(village: Village, rng: random.Random) -> Village:
    if village.streets == ("",):
        return village
    rows = rng.sample(_NUMBERED, 1 if village.town else 4)
    return replace(village, streets=(*(street for row in rows for street in row), *village.streets[:4]))


def _building(village: Village, rng: random.Random) -> Building:
    street = rng.choice(village.streets)
    number = str(min(int(rng.expovariate(1 / 22)) + 1, 180))
    chance = rng.random()
    if chance < 0.12:
        number += rng.choice("aaabbc")
    elif chance < 0.15:
        number = f"{number}-{int(number) + 2}"
    name = rng.choice(_HALLS).format(rng.choice(_FAMILIES)) if rng.random() < 0.12 else rng.choice(_PLAIN)
    return Building(
        village, street, number, name, village.lat + rng.gauss(0, 0.002), village.lon + rng.gauss(0, 0.003)
    )


def _clean(building: Building, rng: random.Random) -> dict[str, str]:
    village = building.village
    place = f"{village.town} OT {village.name}" if village.town else village.name
    if not village.town and rng.random() < 0.3:
        place += f" ({_REGIONS[village.postcode[:2]]})"
    located = rng.random() < 0.7
    return {
        "id": "", "source": "register", "name": building.name, "street": building.street or village.name,
        "house_number": building.number, "postcode": village.postcode, "place": place,
        "lat": f"{building.lat:.6f}" if located else "", "lon": f"{building.lon:.6f}" if located else "", "note": "",
    }  # fmt: skip


def mangled(building: Building, rng: random.Random) -> dict[str, str]:
    """The same building as an importer or a citizen would write it: one to three things go wrong."""
    record = _clean(building, rng)
    record["source"] = rng.choice(("openimmo", "buerger", "leerstandsmelder"))
    record["name"] = rng.choice(
        ("Haus", "graues Haus", "Objekt", "EFH", "Ladenlokal", "Altes Haus am Ortsrand", building.name)
    )
    _shorten_place(record, building.village, rng)
    record["street"] = _shortened(record["street"], rng)
    if rng.random() < 0.7:
        record["lat"] = record["lon"] = ""
    for change in rng.sample(_CHANGES, rng.choice((1, 1, 2))):
        change(record, building, rng)
    return record


def _shorten_place(record: dict[str, str], village: Village, rng: random.Random) -> None:
    forms = [village.name, village.name, f"{village.name} ({_REGIONS[village.postcode[:2]]})"]
    if village.town:
        forms += [
            f"{village.name} ({village.town})",
            f"{village.town}, OT {village.name}",
            f"{village.name} bei {village.town}",
            f"{village.town}-{village.name}",
        ]
    else:
        forms += [f"Stadt {village.name}", f"Hansestadt {village.name}"]
    record["place"] = rng.choice(forms)


def _shortened(street: str, rng: random.Random) -> str:
    forms = [street, street.replace("straße", "str.").replace("Straße", "Str.").replace("platz", "pl.").replace("Großer", "Gr."),
             street.replace("ß", "ss"), street.replace("-", " "), street.lower(), street.replace("straße", "str").replace("Straße", "Str")]  # fmt: skip
    forms += _serial_written(street)
    first, *rest = street.split("-")
    if len(rest) >= 2:
        forms.append("-".join((first[0] + ".", *rest)))
    return rng.choice(forms)


def _serial_written(street: str) -> list[str]:
    """The ways to write the number that a street's name begins with."""
    ways = (("1.", "I.", "Erste"), ("2.", "II.", "Zweite"), ("3.", "III.", "Dritte"))
    first, _, rest = street.partition(" ")
    others = next((way for way in ways if first in way), ())
    return [f"{other} {rest}" for other in others] + ([first + rest] if others and first[0].isdigit() else [])


def _plain_umlauts(record: dict[str, str], _: Building, rng: random.Random) -> None:
    table = (
        {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"}
        if rng.random() < 0.7
        else {"ä": "a", "ö": "o", "ü": "u", "ß": "ss"}
    )
    for column in ("street", "place", "name"):
        record[column] = record[column].translate(str.maketrans(table))


def typed_wrong(word: str, rng: random.Random) -> str:
    """The word with one typing error anywhere behind its first letter."""
    if len(word) < 5:
        return word
    at = rng.randrange(1, len(word) - 1)
    kind = rng.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at] + word[at:]
    if kind == 2:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + rng.choice("aeinrst") + word[at + 1 :]


def _street_typo(record: dict[str, str], _: Building, rng: random.Random) -> None:
    record["street"] = typed_wrong(record["street"], rng)


def _place_typo(record: dict[str, str], _: Building, rng: random.Random) -> None:
    record["place"] = typed_wrong(record["place"], rng)


def _postcode_typo(record: dict[str, str], _: Building, rng: random.Random) -> None:
    code, at = record["postcode"], rng.randrange(1, 4)
    if len(code) != 5 or not code.isdigit():
        return
    record["postcode"] = code[:at] + code[at + 1] + code[at] + code[at + 2 :]


def _no_postcode(record: dict[str, str], _: Building, __: random.Random) -> None:
    record["postcode"] = ""


def _merged_number(record: dict[str, str], _: Building, rng: random.Random) -> None:
    if record["house_number"] and record["street"]:
        record["street"] += rng.choice((" ", " ", "", " Nr. ")) + record["house_number"]
        record["house_number"] = ""


def _merged_postcode(record: dict[str, str], _: Building, __: random.Random) -> None:
    record["place"], record["postcode"] = f"{record['postcode']} {record['place']}".strip(), ""


def _swapped_number(record: dict[str, str], _: Building, __: random.Random) -> None:
    record["street"], record["house_number"] = record["house_number"], record["street"]


def _swapped_postcode(record: dict[str, str], _: Building, __: random.Random) -> None:
    record["place"], record["postcode"] = record["postcode"], record["place"]


def _swapped_street(record: dict[str, str], building: Building, __: random.Random) -> None:
    if building.street and record["house_number"]:
        record["street"], record["place"] = record["place"], f"{record['street']} {record['house_number']}"
        record["house_number"] = ""


def _all_in_name(record: dict[str, str], _: Building, rng: random.Random) -> None:
    whole = f"{record['street']} {record['house_number']}, {record['postcode']} {record['place']}"
    column = rng.choice(("name", "note"))
    record[column] = f"{record['name']}, {whole}" if column == "name" else whole
    for emptied in ("street", "house_number", "postcode", "place"):
        record[emptied] = ""


def _number_written(record: dict[str, str], _: Building, rng: random.Random) -> None:
    number = record["house_number"]
    if not number[:1].isdigit():
        return
    if number[-1:].isalpha():
        number = rng.choice(
            (f"{number[:-1]} {number[-1].upper()}", f"{number[:-1]} {number[-1]}", number.upper())
        )
    elif "-" in number:
        number = number.replace("-", rng.choice(("–", "/", " - ", " bis ")))
    else:
        number = rng.choice((f"Nr. {number}", f"0{number}", f"{number} EG"))
    record["house_number"] = number


def _village_number(record: dict[str, str], building: Building, rng: random.Random) -> None:
    if not building.street and record["street"] == building.village.name:
        record["street"] = rng.choice(("", "Dorf"))


_CHANGES = (
    _plain_umlauts, _street_typo, _place_typo, _postcode_typo, _no_postcode, _merged_number, _merged_postcode, _swapped_number,
    _swapped_postcode, _swapped_street, _all_in_name, _number_written, _village_number,
)  # fmt: skip
