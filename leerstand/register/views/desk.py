"""The register as staff see it: table, map, and the same rows to take along."""

import asyncio
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from leerstand.accounts.codes import Look
from leerstand.accounts.rules import require
from leerstand.accounts.service import record
from leerstand.core.days import day_of
from leerstand.core.i18n import N_
from leerstand.core.pages import link, page, path_with, say
from leerstand.core.sheets import MEDIA_TYPES, write_csv, write_xlsx
from leerstand.register import queries
from leerstand.register.codes import Condition, Occupancy, PropertyKind
from leerstand.register.input import RegisterFilter
from leerstand.register.queries.listing import MOST_POINTS, PAGE, Listed
from leerstand.register.rules import address_line

MOST_TAKEN = 200_000
CONTACTS = {
    "heute": N_("Kontakt fällig"),
    "woche": N_("Kontakt in 7 Tagen fällig"),
    "nie": N_("Noch kein Kontakt"),
}
STANDING = {"leer": N_("Alles, was leer steht")}
HEADS = (
    N_("Ort"), N_("Postleitzahl"), N_("Straße"), N_("Hausnummer"), N_("Name"), N_("Art"), N_("Zustand des Leerstands"),
    N_("Leer seit"), N_("Wie genau"), N_("Bauzustand"), N_("Fläche in m²"), N_("Wiedervorlage"), N_("Breite"), N_("Länge"),
    N_("Gemeindeschlüssel"), N_("Kennung"),
)  # fmt: skip


async def register(request: Request) -> Response:
    """The buildings of one's area, filtered and sorted by the address. Two queries, however many rows."""
    wish = RegisterFilter.of(request.query_params)
    keys, today = request.state.visitor.staff_keys, day_of(request.state.now())
    async with request.state.db.reading() as session:
        count = await queries.total(session, keys, wish=wish, today=today)
        rows = await queries.listed(session, keys, wish=wish, today=today, offset=(wish.page - 1) * PAGE)
    return page(
        request, "register/register.html", rows=rows, total=count, pages=-(-count // PAGE), wish=wish, today=today,
        with_map=request.query_params.get("ansicht") == "karte", kinds=list(PropertyKind),
        occupancies=list(Occupancy), conditions=list(Condition), contacts=CONTACTS, standing=STANDING,
        chosen=_chosen(request, wish), asked=request.url.query, data=_data(request),
    )  # fmt: skip


def _chosen(request: Request, wish: RegisterFilter) -> list[tuple[str, str]]:
    """The filters that are set, in words, each with the address without it."""
    words = {
        "q": f"„{wish.q}“" if wish.q else "",
        "ort": wish.ort or "",
        "zustand": _occupancy_words(request, wish.zustand),
        "art": say(request, wish.art.label) if wish.art else "",
        "klasse": say(request, wish.klasse.label) if wish.klasse else "",
        "seit": say(request, N_("leer seit mindestens %(n)s Jahren"), n=wish.seit)
        if wish.seit is not None
        else "",
        "kontakt": say(request, CONTACTS[wish.kontakt]) if wish.kontakt in CONTACTS else "",
        "bbox": say(request, N_("Kartenausschnitt")) if wish.bbox else "",
    }
    return [(text, path_with(request, **{name: None, "page": None})) for name, text in words.items() if text]


def _occupancy_words(request: Request, code: str | None) -> str:
    if code in STANDING:
        return say(request, STANDING[code])
    return say(request, Occupancy(code).label) if code in list(Occupancy) else ""


def _data(request: Request) -> str:
    query = request.url.query
    return link(request, "register:map_data") + (f"?{query}" if query else "")


async def map_data(request: Request) -> Response:
    """The same buildings as points or, where there are many, as heaps with their number. One or two queries."""
    wish = RegisterFilter.of(request.query_params)
    keys, today = request.state.visitor.staff_keys, day_of(request.state.now())
    async with request.state.db.reading() as session:
        points = await queries.points(session, keys, wish=wish, today=today)
        if len(points) <= MOST_POINTS:
            return JSONResponse({"clusters": [], "offers": [_point(request, row) for row in points]})
        heaps = await queries.clusters(session, keys, wish=wish, today=today, cell_degrees=_cell(request))
    shown = [
        {
            "lat": row.lat,
            "lon": row.lon,
            "count": row.count,
            "bbox": [row.west, row.south, row.east, row.north],
        }
        for row in heaps
    ]
    return JSONResponse({"clusters": shown, "offers": []})


def _cell(request: Request) -> float:
    """About sixty pixels of a map, in degrees of latitude."""
    try:
        zoom = min(18, max(3, int(request.query_params.get("zoom", "9"))))
    except ValueError:
        zoom = 9
    return float(60 * 360 / 256 / 2**zoom * 0.6)


def _point(request: Request, row: Any) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "lat": row.lat,
        "lon": row.lon,
        "title": row.name or address_line(row.street, row.house_number) or say(request, row.kind.label),
        "url": link(request, "register:building", building_id=row.id),
        "form": say(request, row.occupancy.label) if row.occupancy else "",
        "place": row.place,
    }


async def download(request: Request) -> Response:
    """What is shown, all pages of it, as CSV or XLSX; owners' names are never in it. Noted in the audit trail."""
    ending = request.path_params["ending"]
    require(ending in MEDIA_TYPES)
    wish = RegisterFilter.of(request.query_params)
    visitor, now = request.state.visitor, request.state.now()
    today = day_of(now)
    async with request.state.db.noting() as session:
        found = await queries.listed(session, visitor.staff_keys, wish=wish, today=today, limit=MOST_TAKEN)
        await record(
            session, action=Look.REGISTER_TAKEN, subject=("register", ending), actor_id=visitor.id,
            ags=visitor.staff_keys[0], now=now, details={"rows": len(found)},
        )  # fmt: skip
    head = [say(request, title) for title in HEADS]
    rows = [_cells(request, row) for row in found]
    title = say(request, N_("Register"))
    write = (
        (lambda: write_csv(head, rows)) if ending == "csv" else (lambda: write_xlsx(head, rows, title=title))
    )
    return Response(
        await asyncio.to_thread(write),
        media_type=MEDIA_TYPES[ending],
        headers={"content-disposition": f'attachment; filename="register-{today.isoformat()}.{ending}"'},
    )


def _cells(request: Request, row: Listed) -> list[Any]:
    def word(code: Any) -> str:
        return say(request, code.label) if code else ""

    return [
        row.place, row.postcode, row.street, row.house_number, row.name, word(row.kind), word(row.occupancy), row.since,
        word(row.since_precision), word(row.condition), row.area_m2, row.next_on, row.lat, row.lon, row.ags, str(row.id),
    ]  # fmt: skip
