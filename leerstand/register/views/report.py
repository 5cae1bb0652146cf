"""Anyone reports an empty building: place, what, photo, send; then a page that says what became of it.

No page here asks the register anything, so that none can tell what stands in it.
"""

from typing import Any
from uuid import UUID

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.queries import responsible
from leerstand.accounts.rules import require
from leerstand.core.disk import NoDiskLeft, NoDiskLeftForAnyone
from leerstand.core.errors import NotFound, Refusal
from leerstand.core.i18n import N_
from leerstand.core.input import Typed
from leerstand.core.limits import limit, visitor_key
from leerstand.core.pages import page, redirect
from leerstand.core.photos import ACCEPTED, keep_photo, photo_response, read_upload
from leerstand.core.uploads import files_of, page_with_files
from leerstand.register import queries
from leerstand.register.codes import PropertyKind, ReportState
from leerstand.register.input import ReportBuildingInput, ReportInput, ReportPlaceInput, ReportSendInput
from leerstand.register.models import ReportDraft
from leerstand.register.rules import tidy_number
from leerstand.register.service import drafts, reports
from leerstand.register.views.asking import located
from leerstand.register.where_taken import WhereTaken, typed_at, where_taken
from leerstand.register.whereabouts import Whereabouts

COOKIE = "leerstand_meldung"
COOKIE_PATH = "/leerstand-melden"
MOST_PLACES = 120  # an hour; whoever walks through a village and reports every second house needs half of it
NOBODY_THERE = N_(
    "Für diesen Ort nimmt hier noch keine Gemeinde Meldungen an. Wir könnten Ihre Meldung niemandem geben."
)
NO_ROOM = N_("Vier Fotos genügen. Bitte entfernen Sie zuerst eines.")


async def report(request: Request) -> Response:
    """First step: where it stands."""
    token, draft = await _draft(request)
    if request.method != "POST":
        return page(request, "register/report.html", input=_typed(draft))
    await limit(request, what="report_place", most=MOST_PLACES)
    typed, where = located(ReportPlaceInput.parse(await request.form()))
    if where is not None and not await _has_office(request, where.ags):
        typed = typed.with_problem("place", NOBODY_THERE)
    if draft is None:
        await limit(request, what="report_begun", most=40)
    token = await _keep(request, token if draft else "", typed=ReportPlaceInput.known(typed.raw))
    if typed.value is None:
        response = page(request, "register/report.html", input=typed, status=422)
    else:
        response = redirect(request, "register:report_building")
    response.set_cookie(
        COOKIE, token, max_age=int(drafts.KEPT.total_seconds()), path=COOKIE_PATH, httponly=True, samesite="lax",
        secure=request.app.state.settings.is_secure,
    )  # fmt: skip
    return response


async def _keep(request: Request, token: str, *, typed: dict[str, str]) -> str:
    # Far more steps than anyone goes back and forth.
    await limit(request, what="report_typed", most=400)
    async with request.state.db.writing() as session:
        return await drafts.keep_typed(
            session, token, typed=typed, visitor=visitor_key(request), now=request.state.now()
        )


async def report_building(request: Request) -> Response:
    """Second step: what it is, since when, what one knows."""
    token, draft = await _draft(request)
    if draft is None:
        return redirect(request, "register:report")
    kinds = list(PropertyKind)
    if request.method != "POST":
        return page(request, "register/report_building.html", input=_typed(draft), kinds=kinds)
    typed = ReportBuildingInput.parse(await request.form(), now=request.state.now())
    await _keep(request, token, typed=ReportBuildingInput.known(typed.raw))
    if typed.value is None:
        return page(request, "register/report_building.html", input=typed, kinds=kinds, status=422)
    return redirect(request, "register:report_photo")


async def report_photo(request: Request) -> Response:
    """Third step: a photo, stored as soon as it is there, so that it isn't lost; or none."""
    token, draft = await _draft(request)
    if draft is None:
        return redirect(request, "register:report")
    if request.method != "POST":
        return await _show_photos(request, draft)
    problem, offers_place = None, False
    async with page_with_files(request) as form:
        goes_on = form.get("go") == "on"
        for upload in files_of(form, "photo")[:1]:
            problem = await _keep_photo(request, token, upload=upload)
            offers_place = problem is None and await _offers_more(request, draft)
    if problem:
        return await _show_photos(request, draft, problem=problem)
    # What a photo offers must be seen before it is gone.
    return redirect(
        request, "register:report_send" if goes_on and not offers_place else "register:report_photo"
    )


async def _show_photos(request: Request, draft: ReportDraft, *, problem: Refusal | None = None) -> Response:
    typed = _typed(draft)
    if problem:
        typed = typed.with_problem("photo", problem.sentence, **problem.facts)
    return page(
        request, "register/report_photo.html", input=typed, photos=draft.photo_ids, accepted=ACCEPTED,
        places=await _places_offered(request, draft), status=problem.status if problem else 200,
    )  # fmt: skip


async def _places_offered(request: Request, draft: ReportDraft) -> list[WhereTaken]:
    """Where the photos of a report were taken, if a municipality takes reports there."""
    told = where_taken(draft.photo_ids, draft.photo_positions, typed=draft.typed)
    return [one for one in told if await _has_office(request, one.ags)]


async def _offers_more(request: Request, before: ReportDraft) -> bool:
    """Whether the photo that has just come offers a place."""
    _, draft = await _draft(request)
    return draft is not None and any(
        one.photo_id not in before.photo_ids for one in await _places_offered(request, draft)
    )


async def take_place(request: Request) -> Response:
    """Make the point where a photo was taken the place of one's report."""
    token, draft = await _draft(request)
    require(draft is not None)
    assert draft  # noqa: S101 - for the type checker
    chosen = str(request.path_params["photo_id"])
    taken = next((one for one in await _places_offered(request, draft) if one.photo_id == chosen), None)
    if taken is None:
        return redirect(request, "register:report_photo")
    await _keep(request, token, typed=typed_at(taken, typed=draft.typed))
    return redirect(
        request, "register:report_photo", flash=N_("Der Ort des Fotos steht jetzt in Ihrer Meldung.")
    )


async def _keep_photo(request: Request, token: str, *, upload: UploadFile) -> Refusal | None:
    await limit(request, what="report_photo", most=40)
    try:
        read = await read_upload(upload)
        async with request.state.db.writing() as session:
            photo = await keep_photo(session, read, now=request.state.now())
            if not await drafts.add_photo(
                session, token, photo_id=photo.id, visitor=visitor_key(request), position=read.position,
                now=request.state.now(),
            ):  # fmt: skip
                raise NoRoom
    except (NoDiskLeft, NoDiskLeftForAnyone) as refused:
        return refused
    except Refusal as refused:
        if refused.status not in {413, 422, 503}:
            raise
        return refused
    return None


class NoRoom(Refusal):
    status = 422
    sentence = NO_ROOM


async def remove_photo(request: Request) -> Response:
    """Take a photo out again."""
    token, draft = await _draft(request)
    require(draft is not None)
    async with request.state.db.writing() as session:
        await drafts.drop_photo(session, token, photo_id=request.path_params["photo_id"])
    return redirect(request, "register:report_photo", flash=N_("Das Foto ist entfernt."))


async def draft_photo(request: Request) -> Response:
    """A photo of one's own report that is not sent yet."""
    _, draft = await _draft(request)
    asked = request.path_params
    require(draft is not None and str(asked["photo_id"]) in draft.photo_ids)
    async with request.state.db.reading() as session:
        return await photo_response(session, asked["photo_id"], width=asked["width"], ending=asked["ending"])


async def report_send(request: Request) -> Response:
    """Last step: everything once more, an address for news, send."""
    token, draft = await _draft(request)
    if draft is None:
        return redirect(request, "register:report")
    whole, where = located(ReportInput.parse(list(draft.typed.items()), now=request.state.now()))
    if where is None or whole.value is None:
        return redirect(request, "register:report" if where is None else "register:report_building")
    typed = _typed(draft)
    if request.method == "POST":
        typed = ReportSendInput.parse(await request.form())
        if typed.value is not None:
            address = typed.value.reporter_email
            given = whole.value.model_copy(update={"reporter_email": address})
            return await _send(request, token, draft=draft, given=given, where=where)
    async with request.state.db.reading() as session:
        body = await responsible(session, where.ags)
    return page(
        request, "register/report_send.html", input=typed, given=whole.value, photos=draft.photo_ids,
        office=body.name if body else "", status=422 if request.method == "POST" else 200,
    )  # fmt: skip


async def _send(
    request: Request, token: str, *, draft: ReportDraft, given: ReportInput, where: Whereabouts
) -> Response:
    await limit(request, what="report_sent", most=10)
    # What is sent stays, so a day has a limit of its own: a whole walk through the village fits.
    await limit(request, what="report_sent_today", most=40, hours=24)
    visitor = request.state.visitor
    async with request.state.db.writing() as session:
        sent = await reports.send_report(
            session, typed=given, where=where, photo_ids=[UUID(one) for one in draft.photo_ids], draft_token=token,
            reporter_id=visitor.id if visitor.is_signed_in else None, language=request.state.language,
            now=request.state.now(),
        )  # fmt: skip
    response = redirect(
        request,
        "register:report_status",
        number=sent.number,
        flash=N_("Vielen Dank, Ihre Meldung ist angekommen."),
    )
    response.delete_cookie(COOKIE, path=COOKIE_PATH)
    return response


async def find_status(request: Request) -> Response:
    """Find a report's page by its number as typed."""
    return redirect(
        request, "register:report_status", number=tidy_number(request.query_params.get("nummer", "")[:20])
    )


async def report_status(request: Request) -> Response:
    """What became of a report: its state and what comes next, in plain words."""
    number = tidy_number(request.path_params["number"])
    async with request.state.db.reading() as session:
        found = await queries.report_by_number(session, number)
        body = await responsible(session, found.ags) if found else None
        photos = len(await queries.photos_of(session, found.id)) if found else 0
    if found is None:
        # Guessing a number must stay hopeless.
        await limit(request, what="report_looked_up", most=30)
        raise NotFound
    return page(
        request, "register/report_status.html", report=found, office=body.name if body else "", photos=photos,
        states=ReportState,
    )  # fmt: skip


async def _draft(request: Request) -> tuple[str, ReportDraft | None]:
    token = request.cookies.get(COOKIE, "")
    async with request.state.db.reading() as session:
        return token, await drafts.draft_of(session, token)


def _typed(draft: ReportDraft | None) -> Typed[Any]:
    return Typed({name: [text] for name, text in draft.typed.items()} if draft else {})


async def _has_office(request: Request, ags: str) -> bool:
    async with request.state.db.reading() as session:
        return await responsible(session, ags) is not None
