"""Made searches and offers: plain ones to vary by hand, and random ones for properties."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from hypothesis import strategies as st

from leerstand.matching.engine.facts import FEATURES, FORMS, PROPERTY_KINDS, Seeker, Space
from leerstand.matching.engine.reading import Finding, Reader
from leerstand.matching.engine.vocabulary import Vocabulary

TODAY = date(2027, 1, 15)
PIECES = (
    "Wir töpfern und suchen Platz für den Brennofen.",
    "Tischlerei mit Hobelbank, gern mit Starkstrom.",
    "Ich schreibe an einem Buch und brauche unbedingt Ruhe.",
    "Bitte keine Pferde, kein Lärm nach 18 Uhr.",
    "Remote work, fast internet, a desk by the window.",
    "Schafe, Obstwiese und ein großer Garten.",
    "Laden mit Schaufenster für Wolle und Garn.",
    "Gemeinsam kochen, im Plenum entscheiden.",
    "Kranbahn, Esse und Amboss sind noch da.",
    "Der Kronleuchter bleibt, die Zwerghühner auch.",
    "Ohne Auto gut zu erreichen, Bahnhof um die Ecke.",
    "",
)
T = TypeVar("T")
PLACES = ("Lüchow", "Wendland", "Salzwedel oder Wittenberge", "Prignitz", "", "Nirgendwodorf")


@dataclass(frozen=True)
class Understood:
    """Reads texts and names what was found."""

    vocabulary: Vocabulary
    reader: Reader

    def findings(self, text: str) -> list[Finding]:
        """The findings in the order of the words."""
        return list(self.reader.read(text).findings)

    def __call__(self, text: str, *, polarity: int = 1) -> set[str]:
        """The names of the concepts that are meant (or with -1 refused, with 0 unnecessary)."""
        return {
            self.vocabulary.concepts[f.concept].name for f in self.findings(text) if f.polarity == polarity
        }

    def strength(self, text: str, concept: str) -> float:
        """How strongly a concept is meant; 0 if it is not found."""
        index = self.vocabulary.by_name[concept].index
        return max(
            (f.strength for f in self.findings(text) if f.concept == index and f.polarity == 1), default=0.0
        )


def seeker(**facts: object) -> Seeker:
    """A search that accepts interim use around Lüchow, changed by `facts`."""
    return Seeker(**{"id": "k-1", "forms": ("interim_use",), "place": "Lüchow", **facts})  # type: ignore[arg-type]


def space(**facts: object) -> Space:
    """A shop for interim use in Lüchow, changed by `facts`."""
    plain = {
        "id": "p-1",
        "form": "interim_use",
        "property_kind": "shop",
        "place": "Lüchow",
        "lat": 52.97,
        "lon": 11.16,
    }
    return Space(**{**plain, **facts})  # type: ignore[arg-type]


def _maybe(values: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | values


def _texts(most: int) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(PIECES), max_size=most).map(" ".join)


DAYS = st.integers(0, 900).map(lambda days: date(2026, 12, 1) + timedelta(days=days))
FEATURE_SETS = st.frozensets(st.sampled_from(FEATURES), max_size=6)
FEW_FEATURES = st.frozensets(st.sampled_from(FEATURES), max_size=1)
MONTHS = st.sampled_from((1.0, 2.0, 3.0, 6.0, 12.0, 24.0))
FEW_FORMS = FORMS[:3]

SEEKERS = st.builds(
    Seeker,
    id=st.just("k-1"),
    forms=st.lists(st.sampled_from(FEW_FORMS), min_size=1, unique=True).map(tuple),
    property_kinds=st.frozensets(st.sampled_from(PROPERTY_KINDS), max_size=9).filter(
        lambda kinds: len(kinds) != 1
    ),
    place=st.sampled_from(PLACES),
    radius_km=st.sampled_from((0.0, 10.0, 40.0, 120.0)),
    from_on=_maybe(DAYS),
    until_on=_maybe(DAYS.map(lambda day: day + timedelta(days=500))),
    min_months=_maybe(MONTHS),
    persons=st.integers(1, 6),
    budget_month_eur=_maybe(st.sampled_from((0.0, 300.0, 500.0, 900.0))),
    shares_max_eur=_maybe(st.sampled_from((0.0, 2000.0, 9000.0))),
    min_area_m2=_maybe(st.sampled_from((20.0, 60.0, 100.0))),
    min_rooms=_maybe(st.sampled_from((1.0, 2.0, 4.0))),
    needs=FEW_FEATURES,
    wishes=FEATURE_SETS,
    min_broadband_mbit=_maybe(st.sampled_from((16.0, 50.0))),
    text=_texts(3),
)
SPACES = st.builds(
    Space,
    id=st.uuids().map(str),
    form=st.sampled_from(FEW_FORMS),
    property_kind=st.sampled_from(PROPERTY_KINDS),
    title=_texts(1),
    description=_texts(2),
    place=st.sampled_from(PLACES),
    lat=_maybe(st.floats(52.4, 53.6)),
    lon=st.floats(10.6, 12.2),
    available_from_on=_maybe(DAYS),
    available_until_on=_maybe(DAYS.map(lambda day: day + timedelta(days=500))),
    min_months=_maybe(MONTHS),
    max_months=_maybe(MONTHS),
    capacity=_maybe(st.integers(1, 8)),
    area_m2=_maybe(st.sampled_from((18.0, 54.0, 60.0, 130.0))),
    rooms=_maybe(st.sampled_from((1.0, 2.5, 4.0))),
    cost_month_eur=_maybe(st.sampled_from((0.0, 250.0, 330.0, 550.0, 551.0))),
    shares_eur=_maybe(st.sampled_from((0.0, 2000.0, 2001.0))),
    features=FEATURE_SETS,
    broadband_mbit=_maybe(st.sampled_from((10.0, 50.0, 200.0))),
    wished_use=_texts(1),
    excluded_use=_texts(1),
)
STOCKS = st.lists(SPACES, min_size=1, max_size=12, unique_by=lambda made: made.id)
