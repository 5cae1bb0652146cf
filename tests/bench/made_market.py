"""A made market of any size, the same at each run: real places, and forms, dates, prices, texts as people state them.

Four of ten offers and searches lie in the service region, the others all over Germany. Texts are put together from
phrases and from compounds that no list has, in about the length that people write (200 to 250 characters).
"""

import random
from datetime import date, timedelta
from functools import cache

from leerstand.matching.engine.facts import FEATURES, FORMS, Seeker, Space
from leerstand.places import gazetteer
from leerstand.places.regions import SERVICE_REGION

TODAY = date(2027, 1, 15)
IN_REGION = 0.4
NOWHERE, LANDSCAPE, TWO_PLACES = 0.04, 0.15, 0.1
LANDSCAPES = (
    "Wendland", "Altmark", "Prignitz", "Griese Gegend", "Elbtalaue", "Drawehn", "Lauenburgische Seen",
    "Landkreis Stendal", "Landkreis Prignitz", "Ludwigslust-Parchim", "Schaalsee", "Drömling",
)  # fmt: skip
FORM_SHARES = (14, 8, 12, 8, 9, 14, 8, 5, 16, 6)
HOMES, WORK, LAND = (
    ("apartment", "house", "room", "farm"),
    ("shop", "workshop", "office", "hall"),
    ("farm", "barn", "plot", "building"),
)
KINDS = {
    "trial_living": HOMES, "trial_working": WORK, "coliving": HOMES, "multi_generation": (*HOMES, "building"),
    "cooperative": (*LAND, "house"), "interim_use": (*WORK, "barn"), "conversion": (*LAND, "hall", "shop"),
    "tiny_living": ("plot", "farm"), "rental": HOMES, "succession": (*WORK, "farm"),
}  # fmt: skip
RADIUS = ((10, 6), (15, 8), (20, 14), (25, 22), (30, 16), (40, 12), (50, 12), (75, 6), (100, 4))
DOING = (
    "Töpferei", "Tischlerei", "Imkerei", "Bäckerei", "Käserei", "Weberei", "Schmiede", "Goldschmiede", "Buchbinderei",
    "Fahrradwerkstatt", "Hofladen", "Café", "Dorfladen", "Atelier", "Proberaum", "Tonstudio", "Fotostudio", "Yogaraum",
    "Praxis für Physiotherapie", "Hebammenpraxis", "Tagespflege", "Waldkindergarten", "Gemüsebau", "Obstbau",
    "Schafhaltung", "Pferdehaltung", "Ziegenhaltung", "Hühnerhaltung", "Brauerei", "Rösterei", "Mosterei", "Gärtnerei",
    "Coworking", "Homeoffice", "Softwareentwicklung", "Grafikbüro", "Architekturbüro", "Übersetzungsbüro", "Lektorat",
    "Theater", "Tanzproben", "Chorproben", "Lesungen", "Seminare", "Repaircafé", "Nähwerkstatt", "Polsterei", "Sattlerei",
    "Gitarrenbau", "Orgelbau", "Restaurierung", "Lehmbau", "Zimmerei", "Metallbau", "Siebdruck", "Keramik", "Bildhauerei",
)  # fmt: skip
WISHES = (
    "Wir suchen Platz für {a} und {b}.", "Ich möchte mit {a} beginnen, später vielleicht {b}.", "Seit Jahren mache ich {a}.",
    "{a} ist unser Beruf, {b} unser Traum.", "Geplant ist eine kleine {c}.", "Looking for a quiet place for {a}.",
    "Zu zweit wollen wir {a} aufbauen.", "Ein Raum für {c} wäre schön.", "Wir brauchen unbedingt Platz für {a}.",
)  # fmt: skip
NEEDS = (
    "Starkstrom wäre gut.", "Bitte mit Garten.", "Keine Tiere.", "Unser Hund kommt mit.", "Schnelles Internet muss sein.",
    "Ohne Auto, also nah am Bahnhof.", "Zwei Kinder, eine Kita in der Nähe wäre schön.", "Gern möbliert.", "Kein Lärm am Wochenende.",
    "Wir bauen gern selbst aus.", "Gemeinsam kochen und im Garten arbeiten.", "Ein Stall für Schafe und eine Wiese.",
    "Barrierefrei wegen des Rollstuhls.", "Wir ziehen aus der Stadt aufs Land.", "Später möchten wir kaufen.",
    "Nachbarschaft und Vereine sind uns wichtig.", "We both work remotely.", "Am liebsten ein alter Hof mit Scheune.",
)  # fmt: skip
STATED = (
    "Helle Räume mit großen Fenstern.", "Im Nebengebäude liegt eine Werkstatt mit Starkstrom.", "Der Garten ist groß, mit alten Obstbäumen.",
    "Möbliert, Küche vorhanden, Heizung neu.", "Die Scheune ist trocken, das Tor hoch genug für Wagen.", "Bahnhof 1 km, Bus zur Schule.",
    "Glasfaser liegt im Haus.", "Hunde nach Absprache, keine Pferde.", "Schaufenster zur Hauptstraße.", "Ruhige Lage am Waldrand.",
    "Stall und zwei Hektar Wiese gehören dazu.", "Denkmal, Fachwerk, um 1820.", "EBK, Bad neu, NK nach Verbrauch.", "Saal mit Bühne und Tresen.",
)  # fmt: skip
ASKED = (
    "Gern {a}.",
    "{a} oder {b}, Hauptsache Leben im Haus.",
    "Wir wünschen uns {a}.",
    "Kein Lager.",
    "Offen für Ideen.",
    "{c} passt gut.",
)
FRONT = (
    "Schaf", "Holz", "Lehm", "Garn", "Honig", "Kräuter", "Brot", "Puppen", "Boots", "Orgel", "Kerzen", "Papier", "Leder", "Glas",
    "Senf", "Saft", "Pilz", "Korb", "Filz", "Stein", "Wachs", "Draht", "Segel", "Flachs", "Quark", "Malz", "Seifen", "Zirkus",
)  # fmt: skip
BACK = (
    "werkstatt", "laden", "manufaktur", "küche", "schule", "labor", "stube", "halle", "garten", "scheune", "kurse", "projekt",
    "sammlung", "bühne", "lager", "atelier", "kollektiv", "museum", "markt", "treff", "archiv", "wiese",
)  # fmt: skip


@cache
def _places() -> tuple[list[tuple[str, float, float]], list[tuple[str, float, float]]]:
    """Villages and towns of the service region, and municipalities elsewhere: name, latitude, longitude."""
    atlas = gazetteer.load().atlas
    towns = list(atlas.municipalities.values())
    here = [(town.name, town.lat, town.lon) for town in towns if town.district_ags in SERVICE_REGION]
    here += [
        (place.name, place.lat, place.lon) for place in atlas.villages if place.ags[:5] in SERVICE_REGION
    ]
    return here, [
        (town.name, town.lat, town.lon) for town in towns if town.district_ags not in SERVICE_REGION
    ]


def _words(made: random.Random, phrases: tuple[str, ...], *, count: int) -> str:
    a, b = made.sample(DOING, 2)
    c = made.choice(FRONT) + made.choice(BACK)
    return " ".join(made.choice(phrases).format(a=a, b=b, c=c) for _ in range(count))


def _point(made: random.Random) -> tuple[str, float, float]:
    here, elsewhere = _places()
    name, lat, lon = made.choice(here if made.random() < IN_REGION else elsewhere)
    return name, lat + made.uniform(-0.02, 0.02), lon + made.uniform(-0.03, 0.03)


def _typed_place(made: random.Random) -> str:
    here, elsewhere = _places()
    kind = made.random()
    if kind < NOWHERE:
        return ""
    is_here = made.random() < IN_REGION
    if is_here and kind < NOWHERE + LANDSCAPE:
        return made.choice(LANDSCAPES)
    # People look around few well-known towns; the skew is Zipf's.
    names = here if is_here else elsewhere
    first = names[int(len(names) * made.random() ** 3)][0]
    if kind > 1 - TWO_PLACES:
        return f"{first} oder {names[int(len(names) * made.random() ** 3)][0]}"
    return first


def _day(made: random.Random, *, after: date, most: int) -> date:
    return after + timedelta(days=made.randrange(0, most, 15))


def made_space(number: int) -> Space:
    """One offer; the same number is always the same."""
    made = random.Random(f"offer {number}")
    name, lat, lon = _point(made)
    form = made.choices(FORMS, FORM_SHARES)[0]
    kind = made.choice(KINDS[form])
    start = _day(made, after=TODAY, most=400) if made.random() < 0.8 else None
    until = (
        _day(made, after=(start or TODAY) + timedelta(days=120), most=900) if made.random() < 0.35 else None
    )
    area = float(made.randrange(20, 400, 5))
    return Space(
        id=f"p-{number:06}",
        form=form,
        property_kind=kind,
        title=f"{made.choice(DOING)} und {made.choice(FRONT)}{made.choice(BACK)} in {name}" if made.random() < 0.3 else f"{made.choice(FRONT)}haus in {name}",
        description=_words(made, STATED, count=made.randrange(2, 6)),
        place=name,
        lat=round(lat, 5),
        lon=round(lon, 5),
        available_from_on=start,
        available_until_on=until,
        min_months=made.choice((None, 1.0, 3.0, 6.0, 12.0)),
        max_months=made.choice((None, None, None, 6.0, 12.0, 36.0)),
        capacity=made.choices((None, 1, 2, 3, 4, 6, 10), (20, 10, 22, 14, 20, 10, 4))[0],
        area_m2=area if made.random() < 0.9 else None,
        rooms=made.choice((None, 1.0, 2.0, 3.0, 4.0, 5.0, 7.0)),
        cost_month_eur=float(int(area * made.uniform(2, 9) / 10) * 10) if made.random() < 0.85 else None,
        shares_eur=float(made.randrange(500, 20_000, 500)) if form == "cooperative" or made.random() < 0.15 else None,
        features=frozenset(made.sample(FEATURES, made.randrange(3, 9))),
        broadband_mbit=made.choice((None, None, 16.0, 50.0, 100.0, 1000.0)),
        wished_use=_words(made, ASKED, count=made.randrange(0, 3)),
    )  # fmt: skip


def made_seeker(number: int) -> Seeker:
    """One search; the same number is always the same."""
    made = random.Random(f"search {number}")
    wanted = made.choices(FORMS, FORM_SHARES, k=made.choices((1, 2, 3, 4), (20, 30, 30, 20))[0])
    forms = tuple(dict.fromkeys(wanted))
    suitable = sorted({kind for form in forms for kind in KINDS[form]})
    start = _day(made, after=TODAY, most=400) if made.random() < 0.9 else None
    until = _day(made, after=(start or TODAY) + timedelta(days=60), most=900) if made.random() < 0.4 else None
    return Seeker(
        id=f"k-{number:06}",
        forms=forms,
        property_kinds=frozenset(made.sample(suitable, min(len(suitable), 4))) if made.random() < 0.5 else frozenset(),
        place=_typed_place(made),
        radius_km=float(made.choices([km for km, _ in RADIUS], [share for _, share in RADIUS])[0]),
        from_on=start,
        until_on=until,
        min_months=made.choice((None, 1.0, 3.0, 6.0, 12.0, 24.0)),
        persons=made.choices((1, 2, 3, 4, 5, 8), (32, 36, 12, 12, 5, 3))[0],
        budget_month_eur=float(made.randrange(250, 1800, 50)) if made.random() < 0.9 else None,
        shares_max_eur=float(made.randrange(1_000, 25_000, 1_000)) if made.random() < 0.5 else None,
        min_area_m2=float(made.randrange(20, 200, 10)) if made.random() < 0.6 else None,
        min_rooms=float(made.randrange(1, 5)) if made.random() < 0.4 else None,
        needs=frozenset(made.sample(FEATURES, made.choices((0, 1, 2), (55, 38, 7))[0])),
        wishes=frozenset(made.sample(FEATURES, made.randrange(0, 5))),
        min_broadband_mbit=made.choice((None, None, None, 16.0, 50.0)),
        text=f"{_words(made, WISHES, count=made.randrange(2, 4))} {_words(made, NEEDS, count=made.randrange(2, 5))}",
    )  # fmt: skip
