"""What can be said about the municipality of an address: found, several that it could be, or unknown."""

from dataclasses import dataclass

from leerstand.places.geography import Municipality, Point


@dataclass(frozen=True, slots=True)
class Found:
    """The municipality that name and postcode agree on.

    `point` lies in the village that was named, else in the town. `postcode` has its five digits, also where the
    leading zero was lost; it is empty where none was typed, or where the municipality doesn't have the one that was.
    """

    municipality: Municipality
    point: Point
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Several:
    """Municipalities that could be meant, likeliest first: of one name, of one postcode, or name and postcode differ.

    Ask which one, and call again with its key as `chosen`.
    """

    candidates: tuple[Municipality, ...]
    postcode_differs: bool = False


@dataclass(frozen=True, slots=True)
class Unknown:
    """No municipality is called so; `near` are some that are written much like it, and may be empty."""

    near: tuple[Municipality, ...] = ()


Answer = Found | Several | Unknown
