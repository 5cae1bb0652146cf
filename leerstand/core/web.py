"""Between the network and a view: who asks, in which language, from our own page, and what browsers may do."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leerstand.core.errors import ForeignRequest, NotAllowed, SignInNeeded, TooLarge
from leerstand.core.i18n import LANGUAGES, preferred
from leerstand.core.pages import FLASH_COOKIE, link

LANGUAGE_COOKIE = "leerstand_language"
MOST_BYTES = 40 * 1024 * 1024
DRAINED = "leerstand.most_bytes"  # in the scope of a request whose page throws away what is too much itself
SAFE = {"GET", "HEAD", "OPTIONS"}

View = Callable[[Request], Awaitable[Response]]


class Asking(Protocol):
    """Who asks, as far as the core must know."""

    @property
    def is_signed_in(self) -> bool: ...
    @property
    def language(self) -> str | None: ...


Allow = Callable[[Any], bool]


@dataclass(frozen=True)
class Guarded:
    """A view behind its permission: a predicate over the visitor, named on the route."""

    view: View
    allow: Allow
    from_elsewhere: bool = False

    async def __call__(self, request: Request) -> Response:
        if request.method not in SAFE and not self.from_elsewhere and not is_own(request):
            raise ForeignRequest
        if self.allow(request.state.visitor):
            return await self.view(request)
        if request.state.visitor.is_signed_in:
            raise NotAllowed
        raise SignInNeeded


def at(
    path: str,
    view: View,
    *,
    name: str,
    allow: Allow,
    methods: tuple[str, ...] = ("GET",),
    from_elsewhere: bool = False,
) -> Route:
    """One line of routes.py: a path, its view, its name and who may come in.

    `from_elsewhere` lets POSTs in that no page of ours sent, such as a mail program's one-click unsubscribe.
    """
    guarded = Guarded(view, allow, from_elsewhere)

    async def endpoint(request: Request) -> Response:
        return await guarded(request)

    route = Route(path, endpoint, name=name, methods=list(methods))
    route.allow = allow  # type: ignore[attr-defined]
    return route


def both(path: str, view: View, *, name: str, allow: Allow) -> Route:
    """A page that is shown (GET) and sent (POST) at one path."""
    return at(path, view, name=name, allow=allow, methods=("GET", "POST"))


def act(path: str, view: View, *, name: str, allow: Allow) -> Route:
    """One act: a POST that answers with a redirect."""
    return at(path, view, name=name, allow=allow, methods=("POST",))


class RequestState:
    """Puts db, now, visitor, language and flashes into `request.state`."""

    def __init__(self, app: ASGIApp, *, recognise: Callable[[Request], Awaitable[Asking]]) -> None:
        self.app = app
        self.recognise = recognise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith("/static/"):
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        site: Starlette = scope["app"]
        state = request.state
        state.db = site.state.db
        state.now = site.state.now
        state.visitor = await self.recognise(request)
        chosen = request.cookies.get(LANGUAGE_COOKIE) or state.visitor.language
        state.language = (
            chosen if chosen in LANGUAGES else preferred(request.headers.get("accept-language", ""))
        )
        flashes = site.state.signer.read(
            request.cookies.get(FLASH_COOKIE, ""), purpose="flash", max_age_seconds=300
        )
        state.flashes = flashes or []
        await self.app(scope, receive, send)


def is_own(request: Request) -> bool:
    """Whether a request was sent from our own pages (against CSRF), by Sec-Fetch-Site or Origin.

    Browsers since 2020 send one of the two with every POST; a request with neither is refused as well.
    """
    if fetch_site := request.headers.get("sec-fetch-site"):
        return fetch_site == "same-origin"
    origin = request.headers.get("origin")
    return bool(origin) and urlsplit(str(origin)).netloc == request.headers.get("host")


class BodyLimit:
    """Refuses bodies over the limit while they arrive, whatever Content-Length says."""

    def __init__(self, app: ASGIApp, *, most_bytes: int = MOST_BYTES) -> None:
        self.app = app
        self.most_bytes = most_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        seen = 0

        async def limited() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > (most := scope.get(DRAINED, self.most_bytes)):
                raise TooLarge(megabytes=most // 1024 // 1024)
            return message

        await self.app(scope, limited, send)


class Headers:
    """What browsers may do with our pages: nothing from elsewhere, nothing inline, never in a frame."""

    def __init__(self, app: ASGIApp, *, tile_origin: str, secure: bool) -> None:
        self.app = app
        images = f"img-src 'self' data: {tile_origin}".strip()
        self.fixed = [
            (
                b"content-security-policy",
                (
                    f"default-src 'none'; script-src 'self'; style-src 'self'; {images}; font-src 'self'; "
                    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
                ).encode(),
            ),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"permissions-policy", b"camera=(self), geolocation=(self), microphone=()"),
        ]
        if secure:
            self.fixed.append((b"strict-transport-security", b"max-age=31536000"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = message.setdefault("headers", [])
                names = {name for name, _ in headers}
                headers.extend(pair for pair in self.fixed if pair[0] not in names)
                if b"cache-control" not in names:
                    headers.append((b"cache-control", b"no-store"))
            await send(message)

        await self.app(scope, receive, with_headers)


async def set_language(request: Request) -> Response:
    """Keep the visitor's choice of language for a year and show the page they came from."""
    chosen = request.path_params["language"]
    response = RedirectResponse(came_from(request), status_code=303)
    if chosen in LANGUAGES:
        response.set_cookie(
            LANGUAGE_COOKIE, chosen, max_age=365 * 86400, samesite="lax", httponly=True,
            secure=request.app.state.settings.is_secure,
        )  # fmt: skip
    return response


def came_from(request: Request) -> str:
    """The page of this site from which a request was sent; the start page where that isn't said."""
    came = urlsplit(request.headers.get("referer", ""))
    if came.netloc != request.headers.get("host"):
        return link(request, "home")
    return came.path + (f"?{came.query}" if came.query else "")


def utc_now() -> datetime:
    """The one clock; everything below the edge is handed its moment."""
    return datetime.now(UTC)
