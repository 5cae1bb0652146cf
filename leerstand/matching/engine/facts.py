"""What the matcher knows of a search and of an offer, before a word of their texts is read."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

FORMS = (
    "trial_living",
    "trial_working",
    "coliving",
    "multi_generation",
    "cooperative",
    "interim_use",
    "conversion",
    "tiny_living",
    "rental",
    "succession",
)
PROPERTY_KINDS = (
    "apartment",
    "house",
    "farm",
    "shop",
    "workshop",
    "barn",
    "office",
    "hall",
    "plot",
    "room",
    "building",
)
FEATURES = (
    "broadband",
    "barrier_free",
    "garden",
    "land",
    "stable",
    "workshop",
    "studio",
    "kitchen",
    "commercial_kitchen",
    "shop_window",
    "furnished",
    "heating",
    "water",
    "electricity",
    "three_phase_power",
    "parking",
    "pets_allowed",
    "children_welcome",
    "ground_floor",
    "loading_access",
    "storage",
    "meeting_room",
    "coworking_nearby",
    "station_nearby",
    "sauna",
    "guest_room",
    "energy_efficient",
    "listed_building",
)
RADIUS_KM = 25.0


@dataclass(frozen=True, slots=True)
class Seeker:
    """What one person or group looks for; amounts in whole euros a month, `forms` in order of preference."""

    id: str
    forms: tuple[str, ...]
    property_kinds: frozenset[str] = frozenset()
    place: str = ""
    radius_km: float = RADIUS_KM
    from_on: date | None = None
    until_on: date | None = None
    min_months: float | None = None
    persons: int = 1
    budget_month_eur: float | None = None
    shares_max_eur: float | None = None
    min_area_m2: float | None = None
    min_rooms: float | None = None
    needs: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    min_broadband_mbit: float | None = None
    text: str = ""
    has_form_order: bool = True
    """Whether the order of `forms` says anything; that of ticked boxes doesn't."""


@dataclass(frozen=True, slots=True)
class Space:
    """One offer: one form of use in one building, with its terms; whatever is None is not stated."""

    id: str
    form: str
    property_kind: str
    title: str = ""
    description: str = ""
    place: str = ""
    lat: float | None = None
    lon: float | None = None
    is_whole_district: bool = False
    """Whether place and point stand for a whole district, because no more may be known."""
    available_from_on: date | None = None
    available_until_on: date | None = None
    min_months: float | None = None
    max_months: float | None = None
    capacity: int | None = None
    area_m2: float | None = None
    rooms: float | None = None
    cost_month_eur: float | None = None
    shares_eur: float | None = None
    features: frozenset[str] = frozenset()
    broadband_mbit: float | None = None
    wished_use: str = ""
    excluded_use: str = ""
    """What may not happen there, in the owner's words; whatever is named here is ruled out."""

    @property
    def all_features(self) -> frozenset[str]:
        """The stated features; a stated speed says that there is broadband."""
        return self.features if self.broadband_mbit is None else self.features | {"broadband"}


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence on one criterion, in both languages, with the words it rests on."""

    criterion: str
    score: float
    weight: float
    kind: Literal["fits", "clarify", "against"]
    note_de: str
    note_en: str
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Match:
    """A pair that may be proposed: 0 to 100, why, and what is still to clarify."""

    seeker_id: str
    space_id: str
    score: float
    reasons: tuple[Reason, ...] = ()
    clarify: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Refusal:
    """A pair that may not be proposed: the hard rules that it breaks, each with a sentence."""

    seeker_id: str
    space_id: str
    rules: tuple[int, ...]
    notes_de: tuple[str, ...]
    notes_en: tuple[str, ...]
