"""Somebody sends a page without being signed in: to the sign-in, and afterwards back to what was typed."""

import re
from urllib.parse import quote, urlencode

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from leerstand.accounts import kept_input
from leerstand.accounts.kept_input import Sent
from leerstand.accounts.views import session_cookie
from leerstand.core.disk import NoDiskLeft, NoDiskLeftForAnyone
from leerstand.core.errors import Refusal, SignInNeeded, Unreadable
from leerstand.core.i18n import N_
from leerstand.core.limits import visitor_key
from leerstand.core.pages import link, local_path, page, redirect, redirect_to, say
from leerstand.core.web import came_from

COOKIE = "leerstand_eingaben"
# What a page sends beside what people type: ids, ticks, codes of choices.
_NOT_TYPED = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[a-z0-9_=-]{0,40}")


async def to_sign_in(request: Request) -> Response:
    """Where somebody goes who must sign in first; what a page sent is kept on the way.

    Raises SignInNeeded for what a script sent, which has no use for a page.
    """
    if request.method != "POST":
        return _sign_in(request, request.url.path + (f"?{request.url.query}" if request.url.query else ""))
    if request.headers.get("sec-fetch-dest", "document") != "document" or "hx-request" in request.headers:
        raise SignInNeeded
    sent = await _sent(request)
    if not sent.fields:
        return _sign_in(request, sent.came_from, flash=SignInNeeded.sentence)
    if sent.is_too_long:
        return _to_copy(request, sent)
    try:
        async with request.state.db.writing() as session:
            token = await kept_input.keep(
                session, sent, visitor=visitor_key(request), now=request.state.now(),
                ended_session=request.cookies.get(session_cookie(request.app.state.settings), ""),
            )  # fmt: skip
    except (NoDiskLeft, NoDiskLeftForAnyone) as full:
        return _to_copy(request, sent, why=full)
    there = link(request, "accounts:kept_input") + "?" + urlencode({"seite": sent.came_from})
    response = _sign_in(
        request, there, flash=N_("Ihre Eingaben sind für eine Stunde gesichert. Melden Sie sich an, dann stehen sie wieder da.")
    )  # fmt: skip
    response.set_cookie(
        COOKIE, token, max_age=int(kept_input.KEPT.total_seconds()), path="/", httponly=True, samesite="lax",
        secure=request.app.state.settings.is_secure,
    )  # fmt: skip
    return response


async def _sent(request: Request) -> Sent:
    try:
        async with request.form() as form:
            fields = tuple((name, text) for name, text in form.multi_items() if isinstance(text, str))
            had_files = any(isinstance(part, UploadFile) and part.filename for part in form.values())
    except (HTTPException, Unreadable):
        # Nothing that a page of ours would send.
        fields, had_files = (), False
    return Sent(request.url.path, came_from(request), fields, had_files)


def _sign_in(request: Request, there: str, *, flash: str = "") -> Response:
    return redirect_to(request, f"{link(request, 'accounts:sign_in')}?weiter={quote(there)}", flash=flash)


def _to_copy(request: Request, sent: Sent, *, why: Refusal | None = None) -> Response:
    """What can't be kept is given back to be copied."""
    return page(
        request, "accounts/kept_input.html", sent=sent, typed=typed_texts(sent), is_kept=False, there=sent.came_from,
        why=say(request, why.sentence) if why else "", status=why.status if why else 413,
    )  # fmt: skip


async def show(request: Request) -> Response:
    """What was typed before signing in, to be sent with one more click or thrown away."""
    token = request.cookies.get(COOKIE, "")
    there = local_path(request.query_params.get("seite", "/"))
    async with request.state.db.reading() as session:
        sent = await kept_input.kept(
            session, token, person_id=request.state.visitor.id, now=request.state.now()
        )
    typed = typed_texts(sent) if sent else []
    return page(
        request, "accounts/kept_input.html", sent=sent, typed=typed, is_kept=True, there=there, why=""
    )


async def send(request: Request) -> Response:
    """Send the page on to where it was going: the browser itself repeats it there, where all is checked as ever."""
    token = request.cookies.get(COOKIE, "")
    async with request.state.db.writing() as session:
        sent = await kept_input.kept(
            session, token, person_id=request.state.visitor.id, now=request.state.now()
        )
        await kept_input.forget(session, token)
    if sent is None:
        return redirect(request, "home", flash=N_("Hier ist nichts mehr gesichert."))
    # 307: the same method and the same body, at another address of this site.
    return _without_cookie(RedirectResponse(quote(sent.path), status_code=307))


async def discard(request: Request) -> Response:
    """Throw away what was kept."""
    async with request.state.db.writing() as session:
        await kept_input.forget(session, request.cookies.get(COOKIE, ""))
    return _without_cookie(redirect(request, "home", flash=N_("Ihre Eingaben sind gelöscht.")))


def _without_cookie(response: Response) -> Response:
    response.delete_cookie(COOKIE, path="/")
    return response


def typed_texts(sent: Sent) -> list[str]:
    """What people typed themselves, without ids, ticks and codes of choices."""
    return [text for _, text in sent.fields if not _NOT_TYPED.fullmatch(text)]
