"""The public front: home, texts of the operator, health."""

from sqlalchemy import text
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from leerstand.core.pages import page


async def home(request: Request) -> Response:
    """What this is, three doors, new offers, the chain in figures."""
    return page(request, "insight/home.html")


async def health(request: Request) -> Response:
    """200 while the database answers; for load balancers and containers."""
    async with request.state.db.reading() as session:
        await session.execute(text("SELECT 1"))
    return JSONResponse({"ok": True})
