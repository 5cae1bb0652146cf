"""The operator's pages about organisations: found, rename, give other keys, remove."""

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts import queries as accounts
from leerstand.accounts.models import Organisation
from leerstand.core.errors import NotFound
from leerstand.core.i18n import N_
from leerstand.core.input import Typed
from leerstand.core.pages import page, redirect
from leerstand.operation import queries, service
from leerstand.operation.errors import UnknownKey
from leerstand.operation.input import ChangeInput, OrganisationInput

TAKEN = N_("Eine Organisation mit diesem Namen gibt es schon.")


async def organisations(request: Request) -> Response:
    """Organisations and the keys they cover; found one."""
    if request.method != "POST":
        return await _organisations_page(request, OrganisationInput.prefilled())
    typed = OrganisationInput.parse(await request.form())
    if typed.value is None:
        return await _organisations_page(request, typed, status=422)
    wish = typed.value
    try:
        async with request.state.db.writing() as session:
            made = await service.found_organisation(
                session, name=wish.name, kind=wish.kind, keys=wish.keys,
                now=request.state.now(), by_id=request.state.visitor.id,
            )  # fmt: skip
    except UnknownKey as unknown:
        wrong = typed.with_problem("ags", unknown.sentence, **unknown.facts)
        return await _organisations_page(request, wrong, status=422)
    if not made:
        return await _organisations_page(request, typed.with_problem("name", TAKEN), status=422)
    return redirect(request, "operation:organisations", flash=N_("Die Organisation ist angelegt."))


async def _organisations_page(
    request: Request, typed: Typed[OrganisationInput], *, status: int = 200
) -> Response:
    async with request.state.db.reading() as session:
        bodies = await accounts.organisations(session)
    return page(request, "operation/organisations.html", input=typed, organisations=bodies, status=status)


async def organisation(request: Request) -> Response:
    """One organisation: another name or other keys; remove it where nobody belongs to it."""
    async with request.state.db.reading() as session:
        body = await _found(session, request)
        is_used = await queries.is_used(session, body.id)
    if request.method != "POST":
        typed = ChangeInput.prefilled(name=body.name, ags=" ".join(body.ags))
    else:
        typed = ChangeInput.parse(await request.form())
    if typed.value is not None:
        wish = typed.value
        try:
            async with request.state.db.writing() as session:
                changed = await service.change_organisation(
                    session, await _found(session, request), name=wish.name, keys=wish.keys,
                    now=request.state.now(), by_id=request.state.visitor.id,
                )  # fmt: skip
            if changed:
                return redirect(
                    request, "operation:organisations", flash=N_("Die Organisation ist geändert.")
                )
            typed = typed.with_problem("name", TAKEN)
        except UnknownKey as unknown:
            typed = typed.with_problem("ags", unknown.sentence, **unknown.facts)
    status = 422 if typed.problems else 200
    return page(
        request, "operation/organisation.html", input=typed, body=body, is_used=is_used, status=status
    )


async def remove(request: Request) -> Response:
    """Delete an organisation to which nobody and nothing belongs."""
    async with request.state.db.writing() as session:
        await service.remove_organisation(
            session, await _found(session, request), now=request.state.now(), by_id=request.state.visitor.id
        )
    return redirect(request, "operation:organisations", flash=N_("Die Organisation ist gelöscht."))


async def _found(session: AsyncSession, request: Request) -> Organisation:
    body = await queries.organisation(session, request.path_params["organisation_id"])
    if body is None:
        raise NotFound
    return body
