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

from leerstand.core.asked import ASKED_AS_HEAD, CleanRequest, is_looked_at, is_navigation, make_sense
from leerstand.core.database import Database, Noted, ReadingOnly
from leerstand.core.errors import ForeignRequest, NotAllowed, SignInNeeded, TooLarge, UnknownHost
from leerstand.core.hosts import Hosts, is_probe
from leerstand.core.i18n import LANGUAGES, preferred
from leerstand.core.incidents import ROUTE
from leerstand.core.pages import FLASH_COOKIE, link, local_path

__all__ = ["act", "at", "both", "is_looked_at", "is_navigation", "set_language", "utc_now"]

LANGUAGE_COOKIE = "leerstand_language"
MOST_BYTES = 40 * 1024 * 1024
DRAINED = "leerstand.most_bytes"  # in the scope of a request whose page throws away what is too much itself
# The one method that changes anything. All others get a database that can't be written to (RequestState).
CHANGES = frozenset({"POST"})

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
        if request.method in CHANGES and not self.from_elsewhere and not is_own(request):
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
    if not {"GET", "POST"}.issuperset(methods):
        raise ValueError(f"{name}: pages are shown by GET and sent by POST")
    guarded = Guarded(view, allow, from_elsewhere)

    async def endpoint(request: Request) -> Response:
        setattr(request.state, ROUTE, name)
        asked = request.state.asked = CleanRequest(request.scope, request.receive)
        return _unless_known(asked, await guarded(asked))

    route = Route(path, endpoint, name=name, methods=list(methods))
    route.allow = allow  # type: ignore[attr-defined]
    return route


def _unless_known(request: Request, response: Response) -> Response:
    """304 where the browser has this very answer already; whether it may have it was asked again."""
    etag = response.headers.get("etag")
    known = [tag.strip().removeprefix("W/") for tag in request.headers.get("if-none-match", "").split(",")]
    if etag is None or etag not in known or request.method in CHANGES or response.status_code != 200:
        return response
    kept = {name: response.headers[name] for name in ("etag", "cache-control") if name in response.headers}
    return Response(status_code=304, headers=kept)


def both(path: str, view: View, *, name: str, allow: Allow) -> Route:
    """A page that is shown (GET) and sent (POST) at one path."""
    return at(path, view, name=name, allow=allow, methods=("GET", "POST"))


def act(path: str, view: View, *, name: str, allow: Allow) -> Route:
    """One act: a POST that answers with a redirect."""
    return at(path, view, name=name, allow=allow, methods=("POST",))


class HeadAsGet:
    """Answers HEAD as GET without the body: no view ever sees it, so none can take it for something sent."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            is_body = message["type"] == "http.response.body"
            await send({**message, "body": b""} if is_body else message)

        await self.app({**scope, "method": "GET", ASKED_AS_HEAD: True}, receive, without_body)


class RequestState:
    """Puts db, now, visitor, language and flashes into `request.state`; refuses requests that make no sense.

    Only requests that may change something get a database that can be written to.
    """

    def __init__(
        self, app: ASGIApp, *, recognise: Callable[[Request], Awaitable[Asking]], nobody: Asking, db: Database,
        noted: Noted, hosts: Hosts,
    ) -> None:  # fmt: skip
        self.app = app
        self.recognise = recognise
        self.nobody = nobody
        self.writing = db
        self.reading = ReadingOnly(db, noted=noted)
        self.hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        site: Starlette = scope["app"]
        state = request.state
        state.db = self.writing if request.method in CHANGES else self.reading
        state.now = site.state.now
        # Whatever goes wrong from here on is said in the visitor's language.
        state.visitor, state.flashes, state.language = self.nobody, [], _language(request, None)
        make_sense(scope)
        path = scope["path"]
        if not is_probe(path) and not self.hosts.know(request.headers.get("host", "")):
            raise UnknownHost
        # Who watches the service is nobody, and a hanging database must not hold the answer up.
        if not is_probe(path) and not path.startswith("/static/"):
            state.visitor = await self.recognise(request)
            state.language = _language(request, state.visitor.language)
            flashes = site.state.signer.read(
                request.cookies.get(FLASH_COOKIE, ""), purpose="flash", max_age_seconds=300
            )
            state.flashes = flashes or []
        try:
            await self.app(scope, receive, send)
        finally:
            if hasattr(state, "asked"):
                await state.asked.close()  # what was uploaded lies in open files


def _language(request: Request, own: str | None) -> str:
    chosen = request.cookies.get(LANGUAGE_COOKIE) or own
    return chosen if chosen in LANGUAGES else preferred(request.headers.get("accept-language", ""))


def is_own(request: Request) -> bool:
    """Whether a request was sent from our own pages (against CSRF), by Sec-Fetch-Site or Origin.

    Browsers since 2020 send one of the two with every POST; a request with neither is refused as well.
    """
    if fetch_site := request.headers.get("sec-fetch-site"):
        return fetch_site == "same-origin"
    hosts: Hosts = request.app.state.hosts
    return hosts.are_origin(request.headers.get("origin", ""), request)


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
    try:
        came = urlsplit(request.headers.get("referer", ""))
    except ValueError:
        return link(request, "home")
    hosts: Hosts = request.app.state.hosts
    if not hosts.are_origin(f"{came.scheme}://{came.netloc}", request):
        return link(request, "home")
    return local_path(came.path + (f"?{came.query}" if came.query else ""))


def utc_now() -> datetime:
    """The one clock; everything below the edge is handed its moment."""
    return datetime.now(UTC)
