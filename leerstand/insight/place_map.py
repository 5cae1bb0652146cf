"""A small drawn map for one place, made on the server: it needs no JavaScript and can be printed."""

from dataclasses import dataclass

from leerstand.places import gazetteer
from leerstand.places.outlines import labelled_places, svg_path

WIDTH, HEIGHT = 480, 360
SPAN_DEGREES = 0.36
SCALE = HEIGHT / SPAN_DEGREES
SQUEEZE = 0.6  # as in places.outlines.svg_path
MOST_LABELS = 9
LETTER, LINE = 8.5, 20


@dataclass(frozen=True, slots=True)
class Label:
    """A town's dot and name."""

    x: float
    y: float
    name: str


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """What the template draws: land, towns, and a circle in the middle, all in pixels."""

    paths: tuple[str, ...]
    labels: tuple[Label, ...]
    radius: float
    width: int = WIDTH
    height: int = HEIGHT


def place_map(lat: float, lon: float, *, districts: tuple[str, ...], is_exact: bool) -> PlaceMap:
    """About 40 km around a point; the circle is a kilometre wide unless the place is exact."""
    north, west = lat + SPAN_DEGREES / 2, lon - WIDTH / SCALE / SQUEEZE / 2
    south, east = 2 * lat - north, 2 * lon - west
    boxes = gazetteer.load().atlas.outlines.boxes.items()
    near = [
        key
        for key, (w, s, e, n) in boxes
        if len(key) == 5 and e > west and w < east and n > south and s < north
    ]
    paths = tuple(svg_path(key, west=west, north=north, scale=SCALE) for key in near)
    return PlaceMap(paths, _labels(west, north, districts), 7.0 if is_exact else SCALE * 0.0135)


def _labels(west: float, north: float, districts: tuple[str, ...]) -> tuple[Label, ...]:
    """The largest towns in view whose names don't cover each other or the mark in the middle."""
    taken = [(WIDTH / 2 - 24, HEIGHT / 2 - 24, WIDTH / 2 + 24, HEIGHT / 2 + 24)]
    shown: list[Label] = []
    for town in labelled_places(districts):
        x, y = (town.lon - west) * SCALE * SQUEEZE, (north - town.lat) * SCALE
        name = town.name.split(" (")[0].split("/")[0].split(", ")[0]
        box = (x - 6, y - LINE / 2, x + 10 + LETTER * len(name), y + LINE / 2)
        inside = box[0] > 0 and box[1] > 0 and box[2] < WIDTH and box[3] < HEIGHT
        free = all(box[0] > o[2] or box[2] < o[0] or box[1] > o[3] or box[3] < o[1] for o in taken)
        if inside and free and len(shown) < MOST_LABELS:
            taken.append(box)
            shown.append(Label(round(x, 1), round(y, 1), name))
    return tuple(shown)
