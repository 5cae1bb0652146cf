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
