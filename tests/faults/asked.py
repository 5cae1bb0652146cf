"""Requests that make little sense, made from a seed: any method, path, query, header, cookie and body."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote, quote_from_bytes, unquote, urlencode

from starlette.routing import Route

from leerstand.core.input import Input
from leerstand.routes import ROUTES
from tests.cast import Cast
from tests.doors import DOORS
from tests.faults.values import Values
from tests.makers.world import World, a_picture

METHODS = (
    ("POST",) * 9
    + ("GET",) * 7
    + ("HEAD", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE", "PROPFIND", "post", "GE T")
)
WILD = (
    "/static/", "/static/nix.png", "/static/../app.py", "/static/%2e%2e/%2e%2e/pyproject.toml", "/static/app.css/", "/static/vendor/\x00",
    "//evil.example/", "//evil.example/angebote/", "/angebote/", "/\\evil.example/", "/%2f%2fevil.example/", "/.git/config", "/wp-login.php",
    "/angebote//", "/" + "a" * 3000, "/static/" + "a/" * 500, "/favicon.ico/", "/\ud800", "*", "", "/health/ready", "/;/", "/?",
)  # fmt: skip
NAMES = (
    "act", "do", "go", "what", "antwort", "known", "foto", "photo", "zurueck", "weiter", "von", "seite", "page", "nummer",
    "ansicht", "state", "zoom", "bbox", "email", "organisation", "List-Unsubscribe", "q_purpose", "q_afterwards", "alt_",
)  # fmt: skip
CHARSETS = (
    "utf-8",
    "undefined",
    "idna",
    "punycode",
    "utf-7",
    "utf-16",
    "unicode_escape",
    "raw_unicode_escape",
    "zip",
    "base64",
    "\x00",
    "a" * 200,
    "latin-1",
    "mbcs",
)
BOUNDARIES = ("x", "x" * 300, "", '"', "\xff", "a b", "--", "x\x00y")
STRANGE_HEADERS = (
    "user-agent", "accept", "accept-encoding", "referer", "range", "if-none-match", "if-modified-since", "content-encoding", "x-forwarded-for",
    "x-forwarded-proto", "x-forwarded-host", "sec-fetch-dest", "sec-purpose", "expect", "transfer-encoding", "hx-request", "forwarded", "accept-language",
)  # fmt: skip
SITE = "leerstand.test"


@dataclass
class Asked:
    """One request as the server would hand it over, and who sends it at which route."""

    route: str
    who: str
    scope: dict[str, Any]
    body: list[bytes] = field(default_factory=list)


def _inputs(kind: type[Input] = Input) -> Iterator[type[Input]]:
    for one in kind.__subclasses__():
        yield one
        yield from _inputs(one)


class Asking:
    """An endless source of requests; the same seed gives the same ones."""

    def __init__(self, cast: Cast, world: World, *, seed: int) -> None:
        self.chance = Random(seed)
        self.cast = cast
        self.world = world
        self.values = Values(self.chance, known=sorted(str(one) for one in world.parameters.values()))
        self.inputs = sorted(set(_inputs()), key=lambda one: f"{one.__module__}.{one.__name__}")
        self.people = sorted(["", *cast.cookies])

    def next(self) -> Asked:
        """One more request."""
        route: Route = self.chance.choice(ROUTES)
        welcome = sorted(DOORS[route.name].who) if self.chance.random() < 0.6 else []
        who, method = self.chance.choice(welcome or self.people), self.chance.choice(METHODS)
        path = self.chance.choice(WILD) if self.chance.random() < 0.06 else self._path(route)
        raw = path if self.chance.random() < 0.1 else quote(path, safe="/%", errors="surrogatepass")
        if self.chance.random() < 0.03:
            raw += self.chance.choice(["%", "%zz", "%ff", "%00", "%ed%a0%80", "%c0%af", "%0a", "/", "//"])
        sends = method.upper() not in {"GET", "HEAD"} or self.chance.random() < 0.1
        headers, body = self._body(route) if sends else ([], [])
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": unquote(raw), "raw_path": raw.encode("latin-1", "replace"), "root_path": "",
            "query_string": self._query(route), "headers": [*headers, *self._headers(who)],
            "client": (f"198.51.{self.chance.randrange(256)}.{self.chance.randrange(256)}", 1), "server": (SITE, 80),
        }  # fmt: skip
        return Asked(route.name, who, scope, body)

    def _path(self, route: Route) -> str:
        door, path = DOORS[route.name], route.path
        for name, convertor in route.param_convertors.items():
            if self.chance.random() < 0.8:
                value = door.literal.get(name) or str(self.world[door.named.get(name, name)])
            elif "UUID" in type(convertor).__name__:
                value = self.values.odd_id()
            else:
                value = self.values.odd()
            for form in (f"{{{name}}}", f"{{{name}:uuid}}", f"{{{name}:int}}", f"{{{name}:token}}"):
                path = path.replace(form, value)
        return path

    def _fields(self, route: Route) -> list[tuple[str, str]]:
        """Names and words of a page of this slice, of another, or of none."""
        slice_name = route.name.partition(":")[0]
        near = [one for one in self.inputs if f".{slice_name}." in one.__module__]
        chosen = self.chance.choice(near if near and self.chance.random() < 0.85 else self.inputs)
        names = [name for name in chosen.model_fields if self.chance.random() < 0.9]
        names += self.chance.choices(NAMES, k=self.chance.randrange(3))
        odd = self.chance.choice([0.05, 0.35, 0.9])
        pairs = [(name, self.values.word(name, odd=odd)) for name in names]
        pairs += [(name, str(value)) for name, value in DOORS[route.name].sent.items()]
        if self.chance.random() < 0.1:
            pairs += [(self.values.odd(), self.values.odd())] * self.chance.choice([1, 3, 1100])
        return pairs

    def _query(self, route: Route) -> bytes:
        draw = self.chance.random()
        if draw < 0.5:
            return b""
        if draw < 0.6:
            return quote_from_bytes(self.values.noise(80)).encode() if draw < 0.55 else self.values.noise(80)
        return urlencode(self._fields(route)[:30], errors="surrogatepass").encode()

    def _headers(self, who: str) -> list[tuple[bytes, bytes]]:
        host = SITE if self.chance.random() < 0.96 else self.values.odd()
        origin = (
            f"http://{SITE}"
            if self.chance.random() < 0.93
            else self.chance.choice(["null", "http://[", "//evil", self.values.odd()])
        )
        cookies = {"leerstand_session": self.cast.cookies.get(who, "")} if who else {}
        for name in ("leerstand_session", "leerstand_flash", "leerstand_language", "leerstand_meldung"):
            if self.chance.random() < 0.04:
                cookies[name] = self.chance.choice(
                    [
                        self.values.odd(),
                        '{"a":',
                        "W10.aaaa.bbbb",
                        ".eJw.",
                        self.values.noise(40).decode("latin-1"),
                    ]
                )
        pairs = {
            "host": host,
            "origin": origin,
            "cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }
        for name in self.chance.sample(STRANGE_HEADERS, k=self.chance.choice([0, 0, 0, 1, 2])):
            pairs[name] = self.chance.choice(
                [
                    "prefetch",
                    "document",
                    "bytes=0-",
                    "gzip",
                    "en;q=x",
                    'W/"a"',
                    f"http://{SITE}//evil.example/",
                    self.values.odd(),
                ]
            )
        return [
            (name.encode(), value.encode("utf-8", "replace"))
            for name, value in pairs.items()
            if value or name != "cookie"
        ]

    def _body(self, route: Route) -> tuple[list[tuple[bytes, bytes]], list[bytes]]:
        draw = self.chance.random()
        if draw < 0.6:
            return self._typed(
                "application/x-www-form-urlencoded",
                urlencode(self._fields(route), errors="surrogatepass").encode(),
            )
        if draw < 0.85:
            return self._multipart(route)
        kind = self.chance.choice(
            [
                "application/x-www-form-urlencoded",
                "multipart/form-data",
                "application/json",
                "text/plain",
                "",
                "multipart/form-data; boundary=x",
                self.values.odd(),
            ]
        )
        return self._typed(kind, self.values.noise(2000))

    def _typed(self, kind: str, body: bytes) -> tuple[list[tuple[bytes, bytes]], list[bytes]]:
        if self.chance.random() < 0.05:
            body = body[: self.chance.randrange(len(body) + 1)]
        half = self.chance.randrange(len(body) + 1)
        return [(b"content-type", kind.encode("utf-8", "replace"))], [body[:half], body[half:]]

    def _multipart(self, route: Route) -> tuple[list[tuple[bytes, bytes]], list[bytes]]:
        boundary = "x" if self.chance.random() < 0.8 else self.chance.choice(BOUNDARIES)
        charset = "" if self.chance.random() < 0.7 else f"; charset={self.chance.choice(CHARSETS)}"
        parts = b""
        for name, word in self._fields(route)[:40]:
            parts += (
                f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{word}\r\n'.encode(
                    "utf-8", "replace"
                )
            )
        if self.chance.random() < 0.5:
            content = self.chance.choice(
                [b"", self.values.noise(), a_picture(size=(8, 6)), b"\x89PNG\r\n\x1a\n" + self.values.noise()]
            )
            name, file = (
                self.chance.choice(["foto", "photo", "datei"]),
                self.chance.choice(["a.jpg", self.values.odd()]),
            )
            head = f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file}"\r\nContent-Type: image/jpeg\r\n\r\n'
            parts += head.encode("utf-8", "replace") + content + b"\r\n"
        parts += f"--{boundary}--\r\n".encode("utf-8", "replace") if self.chance.random() < 0.9 else b""
        return self._typed(f"multipart/form-data; boundary={boundary}{charset}", parts)
