"""Searches and offers once read: facts, concepts and places, ready to be compared any number of times."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from leerstand.matching.engine import reading
from leerstand.matching.engine.facts import Seeker, Space
from leerstand.matching.engine.reading import Finding, Reader, ReadText
from leerstand.matching.engine.vocabulary import Vocabulary
from leerstand.places.gazetteer import Gazetteer
from leerstand.places.geography import Area, Reading

# How much a mention tells, by where it stands.
TITLE, DESCRIPTION, WISHED, FEATURE, FORM, KIND = 0.95, 0.85, 1.0, 0.75, 0.9, 0.5
ASKED_IN_TITLE = 0.5
# „Keine WG-Küche“ refuses living in a shared flat, not kitchens: rooms and terms can't be refused.
REFUSABLE = frozenset(("form", "work", "land", "wish", "situation"))
CODE_CONCEPTS = {
    "broadband": "glasfaser",
    "barrier_free": "barrierearm",
    "garden": "garten",
    "land": "wiese",
    "stable": "stall",
    "workshop": "werkstatt",
    "studio": "atelier",
    "kitchen": "kueche",
    "commercial_kitchen": "produktionskueche",
    "shop_window": "schaufenster",
    "furnished": "moebliert",
    "heating": "heizung",
    "water": "wasser_abwasser",
    "electricity": "strom",
    "three_phase_power": "starkstrom",
    "parking": "stellplatz_garage",
    "pets_allowed": "haustier",
    "children_welcome": "kinderfreundlich",
    "ground_floor": "erdgeschoss",
    "loading_access": "rampe_tor",
    "storage": "lager",
    "meeting_room": "buero",
    "coworking_nearby": "coworking",
    "station_nearby": "bahnnah",
    "sauna": "sauna_feature",
    "guest_room": "gaestezimmer",
    "energy_efficient": "energieeffizient",
    "listed_building": "denkmal",
}
FORM_CONCEPTS = {
    "trial_living": "probewohnen",
    "trial_working": "probearbeiten",
    "coliving": "coliving",
    "multi_generation": "mehrgenerationen",
    "cooperative": "genossenschaft",
    "interim_use": "zwischennutzung",
    "conversion": "umnutzung",
    "tiny_living": "tiny_living",
    "rental": "miete",
    "succession": "nachfolge",
}
KIND_CONCEPTS = {
    "apartment": "wohnung",
    "house": "einfamilienhaus",
    "farm": "resthof",
    "shop": "ladenlokal",
    "workshop": "werkstatt",
    "barn": "scheune",
    "office": "buero",
    "hall": "halle",
    "plot": "grundstueck",
    "room": "zimmer",
}


@dataclass(frozen=True, slots=True)
class ReadSeeker:
    """A search as it was understood. `place` is empty where none was typed."""

    seeker: Seeker
    text: ReadText
    wants: Mapping[int, float]
    rejects: Mapping[int, float]
    place: Reading
    without_car: bool

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The concepts with the words they rest on."""
        return self.text.findings

    @property
    def areas(self) -> tuple[Area, ...]:
        """Where the search looks: every area that was understood, and all candidates of an ambiguous name."""
        return self.place.areas + tuple(
            area for _, areas in self.place.ambiguous for area in areas if area not in self.place.areas
        )


@dataclass(frozen=True, slots=True)
class ReadSpace:
    """An offer as it was understood. `lat` and `lon` are None where no point is known."""

    space: Space
    texts: tuple[ReadText, ReadText, ReadText, ReadText]
    """Title, description, wished use, excluded use."""
    has: Mapping[int, float]
    asked: Mapping[int, float]
    excluded: Mapping[int, float]
    rare: frozenset[str]
    lat: float | None
    lon: float | None
    station_km: float | None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The concepts of all texts with the words they rest on."""
        return tuple(finding for text in self.texts for finding in text.findings)


class Understanding:
    """Turns facts into what was understood of them."""

    def __init__(self, vocabulary: Vocabulary, *, reader: Reader, gazetteer: Gazetteer) -> None:
        self._reader = reader
        self._gazetteer = gazetteer
        names = vocabulary.by_name
        self._codes = {code: names[name].index for code, name in CODE_CONCEPTS.items() if name in names}
        self._forms = {code: names[name].index for code, name in FORM_CONCEPTS.items() if name in names}
        self._kinds = {code: names[name].index for code, name in KIND_CONCEPTS.items() if name in names}
        self._carless = tuple(names[name].index for name in ("ohne_auto", "bahnnah") if name in names)
        self._refusable = frozenset(c.index for c in vocabulary.concepts if c.group in REFUSABLE)
        self._protected = frozenset(c.index for c in vocabulary.concepts if c.is_protected)

    def seeker(self, seeker: Seeker) -> ReadSeeker:
        """Read a search's text and place."""
        text = self._reader.read(seeker.text)
        wants = self._fair(reading.strengths([(text, 1.0)]))
        refused = self._fair(reading.strengths([(text, 1.0)], polarity=-1))
        rejects = {c: s for c, s in refused.items() if c not in wants and c in self._refusable}
        wished_station = "station_nearby" in seeker.wishes | seeker.needs
        return ReadSeeker(
            seeker=seeker,
            text=text,
            wants=wants,
            rejects=rejects,
            place=self._gazetteer.read(seeker.place, beside=seeker.text),
            without_car=wished_station or any(concept in wants for concept in self._carless),
        )

    def space(self, space: Space) -> ReadSpace:
        """Read an offer's texts and its place."""
        written = (space.title, space.description, space.wished_use, space.excluded_use)
        # „Heated hall.“ alone has no word that tells its language.
        language = reading.language_of(" ".join(written))
        title, description, wished, ruled_out = (
            self._reader.read(text, language=language) for text in written
        )
        ruled_out = _refused(ruled_out)
        texts = ((title, TITLE), (description, DESCRIPTION), (wished, WISHED), (ruled_out, WISHED))
        excluded = self._fair(reading.strengths(texts, polarity=-1))
        has = {c: s for c, s in self._stated(space, texts=texts).items() if c not in excluded}
        asked = self._fair(reading.strengths([(wished, 1.0), (title, ASKED_IN_TITLE)]))
        lat, lon = self._point(space)
        return ReadSpace(
            space=space,
            texts=(title, description, wished, ruled_out),
            has=has,
            asked=asked,
            excluded=excluded,
            rare=frozenset(stem for text in (title, description, wished) for stem, _ in text.rare),
            lat=lat,
            lon=lon,
            station_km=None if space.is_whole_district else self._station_km(lat, lon),
        )

    def _station_km(self, lat: float | None, lon: float | None) -> float | None:
        return None if lat is None or lon is None else self._gazetteer.nearest_station(lat, lon)[1]

    def _stated(self, space: Space, *, texts: Sequence[tuple[ReadText, float]]) -> dict[int, float]:
        has = self._fair(reading.strengths(texts))
        coded = [(self._codes, code, FEATURE) for code in space.all_features]
        coded += [(self._forms, space.form, FORM), (self._kinds, space.property_kind, KIND)]
        for table, code, strength in coded:
            if code in table:
                has[table[code]] = max(has.get(table[code], 0.0), strength)
        return has

    def _fair(self, found: Mapping[int, float]) -> dict[int, float]:
        return {concept: strength for concept, strength in found.items() if concept not in self._protected}

    def _point(self, space: Space) -> tuple[float | None, float | None]:
        if space.lat is not None and space.lon is not None:
            return space.lat, space.lon
        beside = f"{space.title} {space.description}"
        areas = self._gazetteer.read(space.place, beside=beside).areas if space.place else ()
        points: Iterable[Area] = (area for area in areas if area.is_point)
        first = next(iter(points), None)
        return (first.lat, first.lon) if first else (None, None)


def _refused(text: ReadText) -> ReadText:
    """What is named as excluded is refused, however it is said: „Partys“ as much as „keine Partys“."""
    return ReadText(tuple(replace(finding, polarity=-1) for finding in text.findings))
