"""The public front: home, health, and what search engines ask for."""

from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response

from leerstand.core.days import day_of
from leerstand.core.pages import asset, environment, link, page
from leerstand.core.remembered import Remembered
from leerstand.insight import queries
from leerstand.offers import public_queries
from leerstand.offers.public_place import district_name

NEWEST = 6
MOST_IN_SITEMAP = 45_000  # search engines take 50,000 addresses in one file
PUBLIC_PAGES = (
    "home",
    "offers:list",
    "register:report",
    "pages:help",
    "pages:accessibility",
    "pages:privacy",
    "pages:imprint",
)
_FIGURES: Remembered[list[int]] = Remembered(lasting=timedelta(minutes=5))


async def home(request: Request) -> Response:
    """What this is, three doors, new offers, the chain in figures. Two queries, two more every five minutes."""
    now = request.state.now()
    async with request.state.db.reading() as session:
        newest = await public_queries.cards(session, await public_queries.newest(session, limit=NEWEST))
        figures = await _FIGURES.get(
            request.state.db,
            lambda: queries.chain_figures(session, today=day_of(now)),
            now=now,
        )
    return page(
        request, "insight/home.html", newest=newest, figures=figures, district_name=district_name,
        has_desk="review:desk" in {route.name for route in request.app.routes if hasattr(route, "name")},
    )  # fmt: skip


async def robots(request: Request) -> Response:
    """What search engines may visit: everything public but the endless combinations of filters."""
    closed = (
        "/mein/",
        "/gemeinde",
        "/betrieb",
        "/konto",
        "/anmelden",
        "/meldungen/",
        "/postausgang",
        "/angebote?",
        "/*.json",
    )
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += ["", f"Sitemap: {_whole(request, link(request, 'sitemap'))}", ""]
    return PlainTextResponse("\n".join(lines), headers={"cache-control": "public, max-age=86400"})


async def sitemap(request: Request) -> Response:
    """Addresses of all public pages and of the newest 45,000 offers. One query."""
    async with request.state.db.reading() as session:
        found = await public_queries.published(session, limit=MOST_IN_SITEMAP)
    pages: list[tuple[str, datetime | None]] = [
        (_whole(request, link(request, name)), None) for name in PUBLIC_PAGES
    ]
    pages += [(_whole(request, link(request, "offers:show", offer_id=offer)), day) for offer, day in found]
    body = environment("de").get_template("insight/sitemap.xml").render(pages=pages)
    return Response(body, media_type="application/xml", headers={"cache-control": "public, max-age=3600"})


async def favicon(request: Request) -> Response:
    """Browsers that ask at the old address find our mark."""
    return RedirectResponse(
        asset("mark.svg"), status_code=302, headers={"cache-control": "public, max-age=86400"}
    )


def _whole(request: Request, path: str) -> str:
    return str(request.app.state.settings.base_url).rstrip("/") + path
