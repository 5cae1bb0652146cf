"""A gallery of every part with sample data: real templates and styles, no database, the strict policy for browsers."""

import json
import mimetypes
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode, urlsplit

from jinja2 import ChoiceLoader, FileSystemLoader

from leerstand.core import pages
from leerstand.core.i18n import Language

SITE = "http://leerstand.test"
ROUTES = [
    SimpleNamespace(name=name)
    for name in (
        "offers:list",
        "register:report",
        "searches:mine",
        "offers:mine",
        "review:desk",
        "operation:overview",
    )
]
PAGES = Path(__file__).parent / "pages"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
TYPED = {
    "place": "Gartw",
    "kind": "farm",
    "since": "1.4.",
    "state": "fair",
    "about": "Zwei <b>Fenster</b> & ein Tor",
}
PROBLEMS = {
    "place": "Diesen Ort kennen wir nicht. Meinten Sie Gartow?",
    "kind": "Bitte wählen Sie einen der Vorschläge aus.",
    "since": "Wir haben verstanden: 1. April 2026. Stimmt das?",
    "signs": "Bitte wählen Sie mindestens eines aus.",
    "state": "Bitte wählen Sie einen der Vorschläge aus.",
    "photo": "Das ist kein Foto. Bitte senden Sie ein JPEG oder PNG.",
    "consent": "Bitte füllen Sie dieses Feld aus.",
}


class SampleInput:
    """What `page(input=…)` hands to the field macros."""

    def __init__(self, typed: dict[str, str], problems: dict[str, str]) -> None:
        self._typed = typed
        self.errors = list(problems.items())

    def typed(self, name: str) -> str:
        return self._typed.get(name, "")

    def all_typed(self, name: str) -> list[str]:
        return [self._typed[name]] if name in self._typed else []

    def error(self, name: str) -> str | None:
        return dict(self.errors).get(name)

    def meant(self, name: str) -> list[tuple[str, str]]:
        return [("1.4.2026", "1. April 2026")] if name == "since" and self.errors else []


def _address(name: str, /, **parameters: object) -> str:
    return "/" + name.replace(":", "/") + "".join(f"/{value}" for value in parameters.values())


def _with(path: str) -> Callable[..., str]:
    def path_with(**changes: object) -> str:
        kept = {key: value for key, value in changes.items() if value is not None}
        return f"{path}?{urlencode(kept)}" if kept else path

    return path_with


def render(
    template: str, *, signed_in: bool = True, problems: bool = False, language: Language = "de"
) -> str:
    """One template of the gallery or of the service, as a visitor would get it."""
    base = pages.environment(language)
    environment = base.overlay(
        loader=ChoiceLoader([FileSystemLoader(PAGES), base.loader or FileSystemLoader(PAGES)])
    )
    person = SimpleNamespace(name="Mara Behrens", email="mara@example.org") if signed_in else None
    visitor = SimpleNamespace(
        person=person, is_signed_in=signed_in, is_staff=signed_in, is_operator=signed_in
    )
    return environment.get_template(template).render(
        request=SimpleNamespace(url=SimpleNamespace(path="/offers/list"), app=SimpleNamespace(routes=ROUTES)),
        visitor=visitor,
        settings=SimpleNamespace(site_name="leerstand", region_name="Elbe-Region"),
        flashes=[["Gesuch gespeichert.", "/zurueck"]] if signed_in else [],
        url=_address,
        path_with=_with("/offers/list"),
        input=SampleInput(TYPED if problems else {}, PROBLEMS if problems else {}),
    )


def answer(address: str, page: Callable[[], str]) -> dict[str, Any]:
    """The response to one request of the browser: the page, a static file, or the map's data."""
    path = urlsplit(address).path
    if path in {"/", "/angebote"}:
        return {
            "body": page(),
            "content_type": "text/html; charset=utf-8",
            "headers": {"content-security-policy": POLICY},
        }
    if path.startswith("/static/"):
        file = pages.STATIC / path.removeprefix("/static/")
        kind = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        headers = {"content-security-policy": POLICY, "content-type": kind}
        return {"body": file.read_bytes(), "headers": headers} if file.is_file() else {"status": 404}
    if path in MAP_DATA:
        return {"body": json.dumps(MAP_DATA[path]), "content_type": "application/json"}
    if path.startswith("/fotos/"):
        return {"body": (pages.STATIC / "pictures/shop.svg").read_bytes(), "content_type": "image/svg+xml"}
    return {"status": 404}


def _square(name: str, *, west: float, south: float, east: float, north: float) -> dict[str, Any]:
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"name": name},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def _place(name: str, lon: float, lat: float) -> dict[str, Any]:
    properties = {"name": name, "kind": "place"}
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Point", "coordinates": [lon, lat]},
    }


MAP_DATA: dict[str, Any] = {
    "/umrisse.json": {
        "type": "FeatureCollection",
        "features": [
            _square("Lüchow-Dannenberg", west=10.8, south=52.85, east=11.6, north=53.25),
            _square("Prignitz", west=11.6, south=52.85, east=12.4, north=53.4),
            _place("Gartow", 11.46, 53.02),
            _place("Lüchow", 11.15, 52.97),
            _place("Wittenberge", 11.75, 53.0),
        ],
    },
    "/karte.json": {
        "clusters": [{"lat": 53.05, "lon": 11.2, "count": 12, "bbox": [11.0, 52.9, 11.4, 53.2]}],
        "offers": [
            {"id": "1", "lat": 53.02, "lon": 11.45, "title": "Kate am Deich", "url": "/angebote/1", "form": "Probewohnen", "place": "Gartow"},
            {"id": "2", "lat": 53.04, "lon": 11.57, "title": "<b>Alte Tischlerei</b>", "url": "/angebote/2", "form": "Zwischennutzung", "place": "Schnackenburg"},
        ],
    },
}  # fmt: skip
