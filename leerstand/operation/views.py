"""Pages of the operator, and the texts that everyone may read."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts import queries as accounts
from leerstand.accounts.rules import require
from leerstand.accounts.service import revoke
from leerstand.core.i18n import LANGUAGES, N_
from leerstand.core.input import Typed
from leerstand.core.pages import page, page_asked, redirect
from leerstand.notices.outage import is_late
from leerstand.notices.queries import oldest_due
from leerstand.operation import queries, service
from leerstand.operation.codes import ACTS, SUBJECTS
from leerstand.operation.input import InviteInput, TextInput
from leerstand.operation.rules import TEXTS, delivered_text, facts, hides_tiles, maps_sentence, shown_text
from leerstand.settings import HIDDEN

TRAIL_ROWS = 50


def text_page(key: str) -> Callable[[Request], Awaitable[Response]]:
    """The view of one of the operator's texts."""

    async def shown(request: Request) -> Response:
        language = request.state.language
        async with request.state.db.reading() as session:
            body = await queries.text_body(session, key=key, language=language)
        tile_url = request.app.state.settings.tile_url
        body = body or delivered_text(key, language)
        hides = key == "privacy" and hides_tiles(body, tile_url=tile_url)
        if hides:
            # The operator's text would be false: the fact stands below it until they name it themselves.
            body += f"\n\n{maps_sentence(tile_url, language=language)}"
        text = shown_text(body, named=facts(tile_url=tile_url, language=language))
        return page(request, "operation/text.html", title=TEXTS[key], text=text, key=key, hides_tiles=hides)

    return shown


async def overview(request: Request) -> Response:
    """What runs, what was sent and since when none is, how this instance is set up."""
    now = request.state.now()
    async with request.state.db.reading() as session:
        runs = await queries.latest_runs(session)
        mail = await queries.mail_counts(session, now=now)
        oldest = await oldest_due(session, now=now)
    settings = request.app.state.settings
    shown = [
        (name, _in_words(value, hidden=name in HIDDEN), field.description)
        for name, field in type(settings).model_fields.items()
        for value in [getattr(settings, name)]
    ]
    return page(
        request, "operation/overview.html", runs=runs, mail=mail, shown_settings=shown,
        stuck_since=oldest if is_late(oldest, now=now) else None,
    )  # fmt: skip


def _in_words(value: object, *, hidden: bool) -> str:
    if not value:
        return ""
    if hidden:
        return "***"
    return ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)


async def people(request: Request) -> Response:
    """Who has which role; invite somebody."""
    if request.method != "POST":
        return await _people_page(request, InviteInput.prefilled())
    typed = InviteInput.parse(await request.form())
    if typed.value is None:
        return await _people_page(request, typed, status=422)
    wish = typed.value
    async with request.state.db.writing() as session:
        await service.invite(
            session, email=wish.email, name=wish.name, organisation=wish.organisation, kind=wish.kind,
            now=request.state.now(), invited_by_id=request.state.visitor.id,
        )  # fmt: skip
    return redirect(request, "operation:people", flash=N_("Die Einladung ist unterwegs."))


async def _people_page(request: Request, typed: Typed[InviteInput], *, status: int = 200) -> Response:
    async with request.state.db.reading() as session:
        rows = await accounts.people_with_roles(session)
        bodies = await accounts.organisations(session)
    return page(request, "operation/people.html", input=typed, rows=rows, organisations=bodies, status=status)


async def revoke_role(request: Request) -> Response:
    """Take somebody's roles in one organisation away, and sign them out."""
    form = await request.form()
    async with request.state.db.writing() as session:
        await revoke(
            session, email=str(form.get("email", "")), organisation=str(form.get("organisation", "")),
            now=request.state.now(), revoked_by_id=request.state.visitor.id,
        )  # fmt: skip
    return redirect(request, "operation:people", flash=N_("Die Aufgabe ist entzogen."))


async def trail(request: Request) -> Response:
    """What was read and changed in personal data, newest first."""
    current = page_asked(request, "seite")
    visitor = request.state.visitor
    async with request.state.db.reading() as session:
        rows = await accounts.trail(
            session,
            keys=None if visitor.is_operator else visitor.staff_keys,
            limit=TRAIL_ROWS + 1,
            offset=(current - 1) * TRAIL_ROWS,
        )
    return page(
        request,
        "operation/trail.html",
        rows=rows[:TRAIL_ROWS],
        acts=ACTS,
        subjects=SUBJECTS,
        current=current,
        has_more=len(rows) > TRAIL_ROWS,
    )


async def edit_text(request: Request) -> Response:
    """Write the text of one page in one language."""
    key, language = request.path_params["key"], request.path_params["language"]
    require(key in TEXTS and language in LANGUAGES)
    async with request.state.db.reading() as session:
        body = await queries.text_body(session, key=key, language=language)
    typed = TextInput.prefilled(body=body or delivered_text(key, language))
    if request.method == "POST":
        typed = TextInput.parse(await request.form())
    if typed.value is not None:
        async with request.state.db.writing() as session:
            await service.write_text(
                session, key=key, language=language, body=typed.value.body,
                by_id=request.state.visitor.id, now=request.state.now(),
            )  # fmt: skip
        return redirect(request, f"pages:{key}", flash=N_("Der Text ist gespeichert."))
    status = 422 if typed.problems else 200
    return page(
        request,
        "operation/edit_text.html",
        input=typed,
        key=key,
        title=TEXTS[key],
        text_language=language,
        status=status,
    )
