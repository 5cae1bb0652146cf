"""Where a building stands: the municipality and the points behind what was typed or clicked. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from leerstand.places import gazetteer
from leerstand.places.answers import Found, Several
from leerstand.places.geography import Municipality

WEST, SOUTH, EAST, NORTH = 5.8, 47.2, 15.1, 55.1


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """The municipality's key and name, the exact point where it is known, and a point in the village.

    `postcode` is the one that was typed with its five digits, where name and postcode agree; else it is empty.
    """

    ags: str
    municipality: str
    lat: float | None
    lon: float | None
    near_lat: float
    near_lon: float
    postcode: str = ""

    @property
    def exact(self) -> tuple[float, float] | None:
        """The exact point where it is known."""
        return None if self.lat is None or self.lon is None else (self.lat, self.lon)


class Doubt(StrEnum):
    """Why a place is not clear."""

    UNKNOWN = "unknown"
    """Nobody knows the name."""
    SEVERAL = "several"
    """Several municipalities could be meant."""
    POSTCODE = "postcode"
    """Name and postcode belong to different municipalities."""
    NO_KEY = "no_key"
    """No municipality has the key that was given."""
    OUTSIDE = "outside"
    """The point is not in Germany."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A municipality that may be meant: its key, and a name that no other has."""

    ags: str
    name: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """A place that is not clear, and the municipalities to choose from, likeliest first (may be empty).

    Whoever chooses one calls `locate` again with its key as `chosen`.
    """

    doubt: Doubt = Doubt.UNKNOWN
    choices: tuple[Choice, ...] = ()

    @property
    def suggestions(self) -> tuple[str, ...]:
        """The names of the choices, at most six, for one line of text."""
        return tuple(choice.name for choice in self.choices[:6])

    @property
    def outside(self) -> bool:
        """Whether a point lies outside Germany."""
        return self.doubt is Doubt.OUTSIDE


def locate(
    place: str, *, lat: float | None = None, lon: float | None = None, postcode: str = "", ags: str = "",
    chosen: str = "",
) -> Whereabouts | Unclear:  # fmt: skip
    """Find the municipality of a place as typed, or of a point; nothing is guessed.

    A point goes before the words, a known `ags` before both; former keys lead to the municipality of today. Name and
    postcode are checked against each other (`Gazetteer.find`); `chosen` is the key of one of the choices of an earlier
    answer and settles that one question only.
    """
    known = gazetteer.load()
    body = known.municipality(ags) if ags else None
    if ags and body is None:
        return Unclear(Doubt.NO_KEY)
    if lat is not None and lon is not None:
        if not (SOUTH <= lat <= NORTH and WEST <= lon <= EAST):
            return Unclear(Doubt.OUTSIDE)
        here = body or known.municipality_at(lat=lat, lon=lon)
        return Whereabouts(here.ags, here.name, lat, lon, lat, lon)
    if body:
        near_lat, near_lon = known.point_in(body, place=place)
        return Whereabouts(body.ags, body.name, None, None, near_lat, near_lon)
    found = known.find(place, postcode=postcode, chosen=chosen)
    if isinstance(found, Found):
        return Whereabouts(
            found.municipality.ags, found.municipality.name, None, None, *found.point, postcode=found.postcode
        )
    if isinstance(found, Several):
        return Unclear(
            Doubt.POSTCODE if found.postcode_differs else Doubt.SEVERAL, _choices(found.candidates)
        )
    return Unclear(Doubt.UNKNOWN, _choices(found.near))


def _choices(towns: tuple[Municipality, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(town.ags, gazetteer.load().full_name(town)) for town in towns)
