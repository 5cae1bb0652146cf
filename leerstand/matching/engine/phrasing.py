"""The matcher's words: codes as people say them, numbers and lists as they are written, in both languages."""

from collections.abc import Sequence
from datetime import date

KINDS_DE = {
    "apartment": "die Wohnung",
    "house": "das Haus",
    "farm": "der Hof",
    "shop": "der Laden",
    "workshop": "die Werkstatt",
    "barn": "die Scheune",
    "office": "das Büro",
    "hall": "die Halle",
    "plot": "das Grundstück",
    "room": "der Raum",
    "building": "das Gebäude",
}
KINDS_EN = {
    "apartment": "flat",
    "house": "house",
    "farm": "farmstead",
    "shop": "shop",
    "workshop": "workshop",
    "barn": "barn",
    "office": "office",
    "hall": "hall",
    "plot": "plot",
    "room": "room",
    "building": "building",
}
FORMS = {
    "trial_living": ("Probewohnen", "trial living"),
    "trial_working": ("Probearbeiten", "trial working"),
    "coliving": ("Coliving", "coliving"),
    "multi_generation": ("Mehrgenerationenwohnen", "multi-generation living"),
    "cooperative": ("Genossenschaft", "cooperative"),
    "interim_use": ("Zwischennutzung", "interim use"),
    "conversion": ("Umnutzung", "conversion"),
    "tiny_living": ("Tiny Living", "tiny living"),
    "rental": ("Miete", "rental"),
    "succession": ("Nachfolge", "succession"),
}
FEATURES = {
    "broadband": ("schnelles Internet", "broadband"),
    "barrier_free": ("barrierefreier Zugang", "step-free access"),
    "garden": ("Garten", "a garden"),
    "land": ("Land", "land"),
    "stable": ("Stall", "a stable"),
    "workshop": ("Werkstatt", "a workshop"),
    "studio": ("Atelier", "a studio"),
    "kitchen": ("Küche", "a kitchen"),
    "commercial_kitchen": ("Gewerbeküche", "a commercial kitchen"),
    "shop_window": ("Schaufenster", "a shop window"),
    "furnished": ("Möbel", "furniture"),
    "heating": ("Heizung", "heating"),
    "water": ("Wasser", "water"),
    "electricity": ("Strom", "electricity"),
    "three_phase_power": ("Starkstrom", "three-phase power"),
    "parking": ("Parkplatz", "parking"),
    "pets_allowed": ("Haustiere erlaubt", "pets allowed"),
    "children_welcome": ("Kinder willkommen", "children welcome"),
    "ground_floor": ("Erdgeschoss", "ground floor"),
    "loading_access": ("Zufahrt zum Laden", "loading access"),
    "storage": ("Lager", "storage"),
    "meeting_room": ("Besprechungsraum", "a meeting room"),
    "coworking_nearby": ("Coworking in der Nähe", "coworking nearby"),
    "station_nearby": ("Bahnhof in der Nähe", "a station nearby"),
    "sauna": ("Sauna", "a sauna"),
    "guest_room": ("Gästezimmer", "a guest room"),
    "energy_efficient": ("energiesparend", "energy efficient"),
    "listed_building": ("Denkmal", "a listed building"),
}


# What a building has, in the accusative, …
HAS = {
    "broadband": ("schnelles Internet", "broadband"),
    "garden": ("einen Garten", "a garden"),
    "land": ("Land", "land"),
    "stable": ("einen Stall", "a stable"),
    "workshop": ("eine Werkstatt", "a workshop"),
    "studio": ("ein Atelier", "a studio"),
    "kitchen": ("eine Küche", "a kitchen"),
    "commercial_kitchen": ("eine Gewerbeküche", "a commercial kitchen"),
    "shop_window": ("ein Schaufenster", "a shop window"),
    "heating": ("eine Heizung", "heating"),
    "water": ("Wasser", "water"),
    "electricity": ("Strom", "electricity"),
    "three_phase_power": ("Starkstrom", "three-phase power"),
    "parking": ("einen Parkplatz", "parking"),
    "loading_access": ("eine Zufahrt zum Laden", "loading access"),
    "storage": ("ein Lager", "storage"),
    "meeting_room": ("einen Besprechungsraum", "a meeting room"),
    "coworking_nearby": ("Coworking in der Nähe", "coworking nearby"),
    "station_nearby": ("einen Bahnhof in der Nähe", "a station nearby"),
    "sauna": ("eine Sauna", "a sauna"),
    "guest_room": ("ein Gästezimmer", "a guest room"),
}
# … and what else is said of it.
IS = {
    "barrier_free": ("barrierefrei ist", "is step-free"),
    "furnished": ("möbliert ist", "is furnished"),
    "pets_allowed": ("Haustiere erlaubt", "allows pets"),
    "children_welcome": ("Kinder willkommen heißt", "welcomes children"),
    "ground_floor": ("im Erdgeschoss liegt", "is on the ground floor"),
    "energy_efficient": ("wenig Energie braucht", "is energy efficient"),
    "listed_building": ("unter Denkmalschutz steht", "is a listed building"),
}


def said_of(codes: Sequence[str]) -> tuple[str, str]:
    """What features say of a building, as the end of a German and an English clause: „eine Werkstatt und Strom hat“."""
    has, is_ = [HAS[code] for code in codes if code in HAS], [IS[code] for code in codes if code in IS]
    parts_de = [f"{joined([h[0] for h in has], last=' und ')} hat"] if has else []
    parts_en = [f"has {joined([h[1] for h in has], last=' and ')}"] if has else []
    return (
        joined([*parts_de, *(i[0] for i in is_)], last=" und "),
        joined([*parts_en, *(i[1] for i in is_)], last=" and "),
    )


def quoted_de(words: Sequence[str]) -> str:
    """‚Tischlerei‘, ‚Hobelbank‘ und ‚Absaugung‘."""
    return joined([f"‚{word}‘" for word in words], last=" und ")


def quoted_en(words: Sequence[str]) -> str:
    """“Tischlerei”, “Hobelbank” and “Absaugung”."""
    return joined([f"“{word}”" for word in words], last=" and ")


def joined(words: Sequence[str], *, last: str) -> str:
    """A list as it is written in a sentence."""
    return last.join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


def euros_de(amount: float) -> str:
    """1.250 €."""
    return f"{amount:,.0f} €".replace(",", ".")


def euros_en(amount: float) -> str:
    """€1,250."""
    return f"€{amount:,.0f}"


def day_de(day: date | None, *, otherwise: str) -> str:
    """31.3.2027."""
    return f"{day.day}.{day.month}.{day.year}" if day else otherwise


def day_en(day: date | None, *, otherwise: str) -> str:
    """31 March 2027, as month numbers read differently on both sides of the ocean."""
    months = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ]
    return f"{day.day} {months[day.month - 1]} {day.year}" if day else otherwise


def number_de(value: float) -> str:
    """2,5."""
    return f"{value:g}".replace(".", ",")
