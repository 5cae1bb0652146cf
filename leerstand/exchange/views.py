"""One's own data: take everything along, or leave."""

import json

from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.codes import Look
from leerstand.accounts.service import record
from leerstand.accounts.views import session_cookie
from leerstand.core.days import day_of
from leerstand.core.i18n import N_
from leerstand.core.pages import page, redirect
from leerstand.exchange import queries
from leerstand.exchange.input import LeaveInput
from leerstand.exchange.service.leaving import delete_account as leave


async def my_data(request: Request) -> Response:
    """Everything kept about the visitor, as one JSON file (Art. 15 and 20 GDPR)."""
    visitor, now = request.state.visitor, request.state.now()
    async with request.state.db.noting() as session:
        found = await queries.everything_about(session, visitor.id)
        await record(
            session, action=Look.OWN_DATA_READ, subject=("person", visitor.id), actor_id=visitor.id, now=now
        )
    file = f"leerstand-{day_of(now).isoformat()}.json"
    return Response(
        json.dumps({"written_at": now.isoformat(), **found}, ensure_ascii=False, indent=2),
        media_type="application/json; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{file}"', "cache-control": "no-store"},
    )


async def delete_account(request: Request) -> Response:
    """Say what leaving means, and do it once the own address is typed out."""
    visitor = request.state.visitor
    async with request.state.db.reading() as session:
        ending = await queries.what_would_end(session, visitor.id)
    if request.method != "POST":
        return page(request, "exchange/delete_account.html", input=LeaveInput.prefilled(), ending=ending)
    typed = LeaveInput.read(await request.form(), email=visitor.person.email)
    if typed.problems:
        return page(request, "exchange/delete_account.html", input=typed, ending=ending, status=422)
    async with request.state.db.writing() as session:
        await leave(session, visitor.id, now=request.state.now())
    response = redirect(request, "home", flash=N_("Ihr Konto ist gelöscht. Danke, dass Sie da waren."))
    response.delete_cookie(session_cookie(request.app.state.settings), path="/")
    return response
