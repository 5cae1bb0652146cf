"""Coming in, going out, and one's own account."""

from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts import queries, service
from leerstand.accounts.codes import LinkState
from leerstand.accounts.input import ProfileInput, SignInInput
from leerstand.accounts.models import Person
from leerstand.core.i18n import N_
from leerstand.core.limits import limit, visitor_key
from leerstand.core.pages import link, local_path, page, redirect, redirect_to
from leerstand.notices.service import Reader, tell
from leerstand.settings import Settings


def session_cookie(settings: Settings) -> str:
    """The cookie's name; over https browsers hold it to this host and this path."""
    return "__Host-leerstand" if settings.is_secure else "leerstand_session"


async def sign_in(request: Request) -> Response:
    """Ask for an address and send it a link; the answer is the same whether the address is known or not."""
    if request.method != "POST":
        asked = SignInInput.prefilled(weiter=local_path(request.query_params.get("weiter", "/")))
        return page(request, "accounts/sign_in.html", input=asked)
    typed = SignInInput.parse(await request.form())
    if typed.value is None:
        return page(request, "accounts/sign_in.html", input=typed, status=422)
    await _send_link(request, typed.value)
    return redirect(request, "accounts:link_sent")


async def _send_link(request: Request, wish: SignInInput) -> None:
    now, language = request.state.now(), request.state.language
    # Counted for both together, so that nobody elsewhere can use up somebody's links.
    await limit(request, what="sign_in", most=6, who=f"{wish.email} {visitor_key(request)}")
    # What one mailbox must bear at most, whoever asks.
    await limit(request, what="sign_in_to", most=40, who=wish.email)
    await limit(request, what="sign_in_from", most=60)
    async with request.state.db.writing() as session:
        person = await queries.person_by_email(session, wish.email)
        token = await service.make_link(session, email=wish.email, next_path=local_path(wish.weiter), now=now)
        reader = Reader(person.id if person else None, wish.email, (person and person.language) or language)
        await tell(
            session,
            reader,
            kind="accounts/sign_in",
            context={
                "path": link(request, "accounts:use_link", token=token),
                "minutes": service.LINK_MINUTES,
            },
            now=now,
            necessary=True,
        )


async def link_sent(request: Request) -> Response:
    return page(request, "accounts/link_sent.html", minutes=service.LINK_MINUTES)


async def use_link(request: Request) -> Response:
    """The page behind the link says what it is worth; opening it does nothing yet (mail scanners do that).

    Its button signs in. Where the link was used up by this person's own browser, it leads on to its page.
    """
    token, visitor, now = request.path_params["token"], request.state.visitor, request.state.now()
    async with request.state.db.reading() as session:
        state, known = await queries.link_state(session, token, now=now)
    if state is LinkState.USED and known and visitor.is_signed_in and visitor.person.email == known.email:
        return redirect_to(request, local_path(known.next_path))
    if state is not LinkState.VALID:
        status = 404 if state is LinkState.UNKNOWN else 410
        again = local_path(known.next_path) if known else "/"
        return page(request, "accounts/link_spent.html", state=state, again=again, status=status)
    if request.method != "POST":
        return page(request, "accounts/use_link.html", token=token)
    async with request.state.db.writing() as session:
        cookie, next_path = await service.use_link(
            session,
            token,
            browser=request.headers.get("user-agent", ""),
            language=request.state.language,
            now=now,
        )
    response = redirect_to(request, local_path(next_path), flash=N_("Sie sind angemeldet."))
    settings = request.app.state.settings
    response.set_cookie(
        session_cookie(settings), cookie, max_age=queries.SESSION_DAYS * 86400, path="/",
        httponly=True, samesite="lax", secure=settings.is_secure,
    )  # fmt: skip
    return response


async def sign_out(request: Request) -> Response:
    visitor = request.state.visitor
    async with request.state.db.writing() as session:
        await service.end_session(session, visitor.session_id, person_id=visitor.id, now=request.state.now())
    response = redirect(request, "home", flash=N_("Sie sind abgemeldet."))
    response.delete_cookie(session_cookie(request.app.state.settings), path="/")
    return response


async def account(request: Request) -> Response:
    """One's own account: who I am here, in which browsers I am signed in."""
    visitor = request.state.visitor
    async with request.state.db.reading() as session:
        person = await session.get_one(Person, visitor.id)
        sessions = await queries.open_sessions(session, visitor.id)
    if request.method != "POST":
        typed = ProfileInput.prefilled(name=person.name, phone=person.phone, language=person.language)
        return page(request, "accounts/account.html", input=typed, sessions=sessions)
    typed = ProfileInput.parse(await request.form())
    if typed.value is None:
        return page(request, "accounts/account.html", input=typed, sessions=sessions, status=422)
    async with request.state.db.writing() as session:
        await service.change_profile(
            session, visitor.id, name=typed.value.name, phone=typed.value.phone, language=typed.value.language
        )
    return redirect(request, "accounts:account", flash=N_("Gespeichert."))


async def end_session(request: Request) -> Response:
    """Sign another of one's own browsers out."""
    async with request.state.db.writing() as session:
        await service.end_session(
            session,
            request.path_params["session_id"],
            person_id=request.state.visitor.id,
            now=request.state.now(),
        )
    return redirect(request, "accounts:account", flash=N_("Dieses Gerät ist abgemeldet."))
