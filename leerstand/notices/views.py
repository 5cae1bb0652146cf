"""Pages of the outbox: all mail where none leaves, what staff may know of it, and the way out of it."""

from math import ceil

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from leerstand.core.errors import LinkInvalid, NotFound
from leerstand.core.i18n import N_
from leerstand.core.pages import page, page_asked, redirect
from leerstand.notices import queries, service
from leerstand.notices.codes import NoticeState
from leerstand.notices.errors import NoticeUnreadable
from leerstand.notices.models import Notice
from leerstand.notices.queries import PAGE_ROWS
from leerstand.notices.rules import EVERYTHING, masked, visible_to
from leerstand.notices.words import STOP_PURPOSE, Site, Unspeakable, linked_paragraphs, put_into_words


async def outbox(request: Request) -> Response:
    """All mail that would have gone out; only where no mail server is set."""
    _only_without_mail_server(request)
    number = page_asked(request)
    async with request.state.db.reading() as session:
        notices, total = await queries.all_mail(session, page=number)
    mails = [(notice, _subject(request, notice)) for notice in notices]
    pages = ceil(total / PAGE_ROWS)
    return page(request, "notices/outbox.html", mails=mails, number=number, pages=pages, total=total)


async def outbox_mail(request: Request) -> Response:
    """One mail as its reader would have got it, with links that work."""
    _only_without_mail_server(request)
    async with request.state.db.reading() as session:
        notice = await queries.one_mail(session, request.path_params["notice_id"])
    if notice is None or (not notice.context and notice.state is NoticeState.SENT):
        raise NotFound
    try:
        letter = put_into_words(notice, _site(request))
    except Unspeakable:
        raise NoticeUnreadable from None
    paragraphs = linked_paragraphs(letter.text)
    return page(request, "notices/mail.html", notice=notice, letter=letter, paragraphs=paragraphs)


async def sent(request: Request) -> Response:
    """What the service sent in one's own cases, what failed and why."""
    number, visitor = page_asked(request), request.state.visitor
    state = _state(request)
    async with request.state.db.reading() as session:
        notices, counts = await queries.sent_and_failed(
            session, within=visible_to(visitor), state=state, page=number
        )
    rows = [(notice, _subject(request, notice), *_reader_and_error(notice)) for notice in notices]
    total = sum(counts.values()) if state is None else counts.get(state, 0)
    return page(
        request,
        "notices/sent.html",
        rows=rows,
        counts=[(each, counts.get(each, 0)) for each in NoticeState],
        chosen=state,
        number=number,
        pages=ceil(total / PAGE_ROWS),
        total=total,
    )


async def send_again(request: Request) -> Response:
    """Let a failed notice be tried again."""
    async with request.state.db.writing() as session:
        await service.try_again(
            session,
            request.path_params["notice_id"],
            within=visible_to(request.state.visitor),
            now=request.state.now(),
        )
    return redirect(request, "notices:sent", flash=N_("Die Nachricht wird noch einmal gesendet."))


async def stop(request: Request) -> Response:
    """Say which mail is about to end (GET), end it or take that back (POST, also by a mail program's one click)."""
    facts = request.app.state.signer.read(request.path_params["token"], purpose=STOP_PURPOSE)
    if not isinstance(facts, list) or len(facts) != 2:
        raise LinkInvalid
    email, kind = facts
    if request.method == "POST":
        return await _change_stop(request, email=email, kind=kind)
    async with request.state.db.reading() as session:
        stopped = await queries.is_stopped(session, email=email, kind=kind)
        example = await queries.latest_of_kind(session, email=email, kind=kind)
    subject = (_subject(request, example) or "") if example else ""
    token = request.path_params["token"]
    return page(
        request, "notices/stop.html", stopped=stopped, email=masked(email), subject=subject, token=token
    )


async def _change_stop(request: Request, *, email: str, kind: str) -> Response:
    typed = await request.form()
    async with request.state.db.writing() as session:
        if typed.get("what") == "again":
            await service.resume(session, email=email, kind=kind)
        else:
            wanted = EVERYTHING if typed.get("what") == "everything" else kind
            await service.stop(session, email=email, kind=wanted, now=request.state.now())
    if typed.get("List-Unsubscribe"):
        return PlainTextResponse("ok")
    return redirect(request, "notices:stop", token=request.path_params["token"])


def _only_without_mail_server(request: Request) -> None:
    if request.app.state.settings.sends_mail:
        raise NotFound


def _site(request: Request) -> Site:
    settings = request.app.state.settings
    return Site(settings.site_name, settings.base_url, request.app.state.signer)


def _subject(request: Request, notice: Notice) -> str | None:
    """What a notice is called; None where it cannot be put into words, so that its row says so and all others stand."""
    try:
        return notice.subject or put_into_words(notice, _site(request)).subject
    except Unspeakable:
        return None


def _reader_and_error(notice: Notice) -> tuple[str, str]:
    """Mail servers repeat the address in their answers, so it is masked there as well."""
    reader = masked(notice.to_email)
    return reader, (notice.last_error or "").replace(notice.to_email, reader)


def _state(request: Request) -> NoticeState | None:
    asked = request.query_params.get("state", "")
    return next((state for state in NoticeState if state.value == asked), None)
