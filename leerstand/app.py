"""The web application: the only place that wires settings, database, routes and errors together."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from urllib.parse import parse_qs, quote, urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match, Mount
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from leerstand import models
from leerstand.accounts.kept_views import to_sign_in
from leerstand.accounts.queries import visitor_of
from leerstand.accounts.rules import NOBODY, Visitor
from leerstand.accounts.service import touch_session
from leerstand.accounts.views import session_cookie
from leerstand.core.confined import end_confined
from leerstand.core.database import Database
from leerstand.core.errors import NotFound, Refusal, SignInNeeded
from leerstand.core.hosts import Hosts
from leerstand.core.incidents import ROUTE, Failures, is_database_away, note
from leerstand.core.pages import STATIC, digest_of, local_path, page, say
from leerstand.core.signing import Signer
from leerstand.core.web import BodyLimit, HeadAsGet, Headers, RequestState, is_navigation, utc_now
from leerstand.noted import NOTED
from leerstand.register.stock import Stock
from leerstand.routes import ROUTES
from leerstand.settings import Settings

ERROR_PAGES = {400, 403, 404, 409, 410, 413, 422, 429}
TRY_AGAIN_SECONDS = "30"  # a database that was killed was back after 3 to 11 s

assert models  # noqa: S101 - importing it tells the mapper of all tables


class Assets(StaticFiles):
    """Static files; an address that carries the digest of the content is kept by browsers for a year.

    Any other digest is of another release, which another process may serve at the same time: not to be kept.
    """

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        asked = parse_qs(scope.get("query_string", b"").decode()).get("v", [""])[-1]
        is_right = bool(asked) and response.status_code in {200, 304} and asked == digest_of(path)
        kept = "public, max-age=31536000, immutable" if is_right else "no-cache"
        response.headers["cache-control"] = kept
        return response


async def recognise(request: Request) -> Visitor:
    """Who asks, by the session cookie. One query, none without a cookie."""
    token = request.cookies.get(session_cookie(request.app.state.settings))
    if not token:
        return NOBODY
    now = request.state.now()
    async with request.state.db.reading() as session:
        visitor = await visitor_of(session, token, now=now)
    is_due = visitor.seen_at is not None and visitor.seen_at < now - timedelta(hours=1)
    if visitor.session_id and is_due and is_navigation(request):
        async with request.state.db.noting() as session:
            await touch_session(session, visitor.session_id, now=now)
    return visitor


async def refuse(request: Request, error: Exception) -> Response:
    """Show a refusal: its sentence, its status, and where to go from here."""
    if not isinstance(error, Refusal):
        raise error
    if isinstance(error, SignInNeeded):
        with suppress(SignInNeeded):
            return await to_sign_in(getattr(request.state, "asked", request))
    shown = error.status if error.status in ERROR_PAGES else 400
    sentence = say(request, error.sentence, **error.facts)
    return page(request, f"errors/{shown}.html", status=error.status, message=sentence)


async def refuse_http(request: Request, error: Exception) -> Response:
    """Starlette's own errors (no such path, no such method) as our pages."""
    if not isinstance(error, HTTPException):
        raise error
    if error.status_code == 404:
        return _without_slash(request) or await refuse(request, NotFound())
    shown = page(request, "errors/400.html", status=error.status_code)
    shown.headers.update(error.headers or {})
    return shown


def _without_slash(request: Request) -> Response | None:
    """The page without a slash at its end, where there is one; never at another host."""
    path = request.url.path.rstrip("/")
    if request.method == "POST" or path == request.url.path or local_path(path) != path:
        return None
    scope = {**request.scope, "path": path}
    if all(route.matches(scope)[0] is not Match.FULL for route in request.app.routes):
        return None
    query = f"?{request.url.query}" if request.url.query else ""
    return RedirectResponse(quote(path) + query, status_code=307)


async def answer_failure(request: Request, error: Exception) -> Response:
    """What no view has answered: a refusal on the way to it, the database away, or an error of ours."""
    if not hasattr(request.state, "visitor"):
        request.state.visitor, request.state.language = NOBODY, "de"
    if isinstance(error, Refusal):
        return await refuse(request, error)
    if isinstance(error, HTTPException):
        return await refuse_http(request, error)
    return await fail(request, error)


async def fail(request: Request, error: Exception) -> Response:
    """An error of ours: noted once under a number, shown without needing database or visitor."""
    number = note(error, where=getattr(request.state, ROUTE, "no route"))
    if is_database_away(error):
        shown = page(request, "errors/503.html", status=503, number=number)
        shown.headers["retry-after"] = TRY_AGAIN_SECONDS
        return shown
    return page(request, "errors/500.html", status=500, number=number)


def create_app(
    settings: Settings, db: Database, *, secret: str | Sequence[str], now: Callable[[], datetime] = utc_now
) -> Starlette:
    """The service as an ASGI application; `now` is the one clock of all its views."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(end_confined)  # else the process would wait for photos that are being read
        await app.state.stock.close()
        await db.dispose()

    tile_origin = ""
    if settings.tile_url:
        parts = urlsplit(settings.tile_url)
        tile_origin = f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"
    hosts = Hosts(settings.base_url)
    app = Starlette(
        routes=[*ROUTES, Mount("/static", Assets(directory=STATIC), name="static")],
        middleware=[
            Middleware(HeadAsGet),
            Middleware(Headers, tile_origin=tile_origin, secure=settings.is_secure),
            Middleware(GZipMiddleware, minimum_size=1024),
            Middleware(BodyLimit),
            Middleware(Failures, answer=answer_failure),
            Middleware(RequestState, recognise=recognise, nobody=NOBODY, db=db, noted=NOTED, hosts=hosts),
        ],
        exception_handlers={Refusal: refuse, HTTPException: refuse_http},
        lifespan=lifespan,
    )
    # Starlette's own leads to whatever host was asked for; ours is _without_slash.
    app.router.redirect_slashes = False
    app.state.settings = settings
    app.state.hosts = hosts
    app.state.stock = Stock(db)
    app.state.now = now
    app.state.signer = Signer(secret)
    return app
