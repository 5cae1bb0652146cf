"""Staff look at citizens' reports: which wait, what they say, what is known already, and what becomes of them."""

from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.rules import may_see_register, require
from leerstand.core.errors import NotFound
from leerstand.core.i18n import N_
from leerstand.core.input import Typed
from leerstand.core.pages import page, redirect
from leerstand.core.photos import photo_response
from leerstand.register import queries
from leerstand.register.codes import ReportState
from leerstand.register.input import ConfirmReportInput, RejectReportInput, ReportFilter
from leerstand.register.models import Report
from leerstand.register.queries.reports import PAGE
from leerstand.register.service import reports
from leerstand.register.stock import Like, record_of
from leerstand.register.views.known import Reported, known_buildings, known_reports


async def incoming(request: Request) -> Response:
    """The reports of one's area, waiting ones first."""
    wish = ReportFilter.parse(request.query_params).value or ReportFilter()
    keys = request.state.visitor.staff_keys
    async with request.state.db.reading() as session:
        count = await queries.reports_total(session, keys, state=wish.zustand)
        rows = await queries.reports(session, keys, state=wish.zustand, offset=(wish.page - 1) * PAGE)
    return page(
        request, "register/incoming.html", rows=rows, total=count, pages=-(-count // PAGE), number=wish.page,
        state=wish.zustand, states=list(ReportState), now=request.state.now(),
    )  # fmt: skip


async def review(request: Request) -> Response:
    """One report with its photos, and what the register knows there."""
    return await _show(request, await _report(request), typed=RejectReportInput.prefilled())


async def _show(request: Request, report: Report, *, typed: Typed[RejectReportInput]) -> Response:
    async with request.state.db.reading() as session:
        photos = await queries.photos_of(session, report.id)
        likes: list[Like] = []
        reported: list[Reported] = []
        if report.state is ReportState.RECEIVED:
            record = record_of(report)
            likes = await known_buildings(request, session, record, ags=report.ags)
            reported = await known_reports(request, session, record, ags=report.ags, except_id=report.id)
        linked = await queries.building(session, report.building_id) if report.building_id else None
    return page(
        request, "register/review.html", report=report, photos=photos, likes=likes, reported=reported,
        linked=linked, input=typed, states=ReportState, status=422 if typed.problems else 200,
    )  # fmt: skip


async def confirm(request: Request) -> Response:
    """Make a building of a report, or say which one it belongs to."""
    report = await _report(request)
    typed = ConfirmReportInput.parse(await request.form())
    chosen = typed.value.building_id if typed.value else None
    async with request.state.db.writing() as session:
        if chosen is not None:
            known = await queries.building(session, chosen)
            require(known is not None and may_see_register(request.state.visitor, known.ags))
        building_id = await reports.confirm_report(
            session, report.id, actor_id=request.state.visitor.id, building_id=chosen, now=request.state.now()
        )
    words = (
        N_("Die Meldung gehört jetzt zu diesem Gebäude.")
        if chosen
        else N_("Bestätigt. Das Gebäude steht jetzt im Register.")
    )
    return redirect(request, "register:building", building_id=building_id, flash=words)


async def reject(request: Request) -> Response:
    """Say why nothing stands empty there."""
    report = await _report(request)
    typed = RejectReportInput.parse(await request.form())
    if typed.value is None:
        return await _show(request, report, typed=typed)
    async with request.state.db.writing() as session:
        await reports.reject_report(
            session,
            report.id,
            reason=typed.value.reason,
            actor_id=request.state.visitor.id,
            now=request.state.now(),
        )
    return redirect(request, "register:reports", flash=N_("Die Meldung ist abgelehnt, mit Ihrer Begründung."))


async def incoming_photo(request: Request) -> Response:
    """A photo that came with a report, for the staff of that area."""
    asked = request.path_params
    async with request.state.db.reading() as session:
        require(await queries.sees_photo(session, asked["photo_id"], keys=request.state.visitor.staff_keys))
        return await photo_response(session, asked["photo_id"], width=asked["width"], ending=asked["ending"])


async def _report(request: Request) -> Report:
    async with request.state.db.reading() as session:
        report = await queries.report(session, request.path_params["report_id"])
    if report is None or not may_see_register(request.state.visitor, report.ags):
        raise NotFound
    return report
