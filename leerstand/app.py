"""The web application: the only place that wires settings, database, routes and errors together."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount
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
from leerstand.core.pages import STATIC, page, say
from leerstand.core.signing import Signer
from leerstand.core.web import BodyLimit, Headers, RequestState, utc_now
from leerstand.register.stock import Stock
from leerstand.routes import ROUTES
from leerstand.settings import Settings

ERROR_PAGES = {400, 403, 404, 409, 410, 413, 422, 429}
log = logging.getLogger(__name__)

assert models  # noqa: S101 - importing it tells the mapper of all tables


class Assets(StaticFiles):
    """Static files; their addresses carry a digest of the content, so browsers keep them for a year."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if scope.get("query_string", b"").startswith(b"v="):
            response.headers["cache-control"] = "public, max-age=31536000, immutable"
        else:
            response.headers["cache-control"] = "public, max-age=3600"
        return response


async def recognise(request: Request) -> Visitor:
    """Who asks, by the session cookie. One query, none without a cookie."""
    token = request.cookies.get(session_cookie(request.app.state.settings))
    # Who watches the service is nobody, and a hanging database must not hold the answer up.
    if not token or request.url.path.startswith("/health"):
        return NOBODY
    now = request.state.now()
    async with request.state.db.reading() as session:
        visitor = await visitor_of(session, token, now=now)
    if visitor.session_id and visitor.seen_at and visitor.seen_at < now - timedelta(hours=1):
        async with request.state.db.writing() as session:
            await touch_session(session, visitor.session_id, now=now)
    return visitor


async def refuse(request: Request, error: Exception) -> Response:
    """Show a refusal: its sentence, its status, and where to go from here."""
    if not isinstance(error, Refusal):
        raise error
    if isinstance(error, SignInNeeded):
        with suppress(SignInNeeded):
            return await to_sign_in(request)
    shown = error.status if error.status in ERROR_PAGES else 400
    sentence = say(request, error.sentence, **error.facts)
    return page(request, f"errors/{shown}.html", status=error.status, message=sentence)


async def refuse_http(request: Request, error: Exception) -> Response:
    """Starlette's own errors (no such path, no such method) as our pages."""
    if isinstance(error, HTTPException) and error.status_code == 404:
        return await refuse(request, NotFound())
    if isinstance(error, HTTPException):
        return page(request, "errors/400.html", status=error.status_code)
    raise error


async def fail(request: Request, error: Exception) -> Response:
    """An error of ours: logged with its trace, shown without needing database or visitor."""
    log.error("error at %s", request.url.path, exc_info=error)
    if not hasattr(request.state, "visitor"):
        request.state.visitor = NOBODY
        request.state.language = "de"
    return page(request, "errors/500.html", status=500)


def create_app(
    settings: Settings, db: Database, *, secret: str | Sequence[str], now: Callable[[], datetime] = utc_now
) -> Starlette:
    """The service as an ASGI application; `now` is the one clock of all its views."""

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await asyncio.to_thread(
            end_confined
        )  # else the process would wait for the photos that are being read
        await app.state.stock.close()
        await db.dispose()

    tile_origin = ""
    if settings.tile_url:
        parts = urlsplit(settings.tile_url)
        tile_origin = f"{parts.scheme}://{parts.netloc.replace('{s}', '*')}"
    app = Starlette(
        routes=[*ROUTES, Mount("/static", Assets(directory=STATIC), name="static")],
        middleware=[
            Middleware(Headers, tile_origin=tile_origin, secure=settings.is_secure),
            Middleware(GZipMiddleware, minimum_size=1024),
            Middleware(BodyLimit),
            Middleware(RequestState, recognise=recognise),
        ],
        exception_handlers={Refusal: refuse, HTTPException: refuse_http, Exception: fail},
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.db = db
    app.state.stock = Stock(db)
    app.state.now = now
    app.state.signer = Signer(secret)
    return app
