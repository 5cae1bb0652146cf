"""What becomes of a citizen's report: sent, then confirmed, known already, or no vacancy; the reporter is told."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.queries import clerks_for, responsible
from leerstand.accounts.service import record
from leerstand.core.errors import AlreadyDecided, NotFound
from leerstand.notices.service import Reader, tell
from leerstand.register.codes import Occupancy, Precision, PropertyKind, ReportState, VacancySource
from leerstand.register.input import FactsInput, ReportInput, Since
from leerstand.register.models import Building, Report, ReportPhoto
from leerstand.register.rules import address_line, new_report_number
from leerstand.register.service.buildings import record_building
from leerstand.register.service.drafts import end_draft
from leerstand.register.whereabouts import Whereabouts, locate


async def send_report(
    session: AsyncSession,
    *,
    typed: ReportInput,
    where: Whereabouts,
    photo_ids: list[UUID],
    draft_token: str,
    reporter_id: UUID | None,
    language: str,
    now: datetime,
) -> Report:
    """Take in a report and tell the clerks responsible, and the reporter if they left an address.

    Its draft ends with it. Raises AlreadyDecided where the draft was sent before (two clicks on the button).
    """
    if not await end_draft(session, draft_token):
        raise AlreadyDecided
    report = Report(
        number=new_report_number(), ags=where.ags, kind=typed.kind, place=typed.place, street=typed.street or "",
        house_number=typed.house_number or "", lat=where.lat, lon=where.lon, note=typed.note or "",
        since_year=typed.since_year, reporter_email=typed.reporter_email, reporter_id=reporter_id, language=language,
        state=ReportState.RECEIVED, created_at=now,
    )  # fmt: skip
    session.add(report)
    await session.flush()
    session.add_all(ReportPhoto(report_id=report.id, photo_id=photo_id) for photo_id in photo_ids)
    await session.flush()
    await _tell_clerks(session, report, now=now)
    await _tell_reporter(session, report, kind="register/report_received", now=now)
    return report


async def confirm_report(
    session: AsyncSession, report_id: UUID, *, actor_id: UUID, now: datetime, building_id: UUID | None = None
) -> UUID:
    """Say that a report is right: it becomes a building confirmed empty, or belongs to one that is known.

    Returns the building's id; the reporter is told. Raises AlreadyDecided, NotFound.
    """
    state = ReportState.DUPLICATE if building_id else ReportState.CONFIRMED
    report = await _decide(session, report_id, state=state, actor_id=actor_id, now=now)
    if building_id is None:
        building = await _building_from(session, report, actor_id=actor_id, now=now)
    else:
        building = await _known(session, building_id)
    report.building_id = building.id
    await record(
        session, action="report_confirmed" if state is ReportState.CONFIRMED else "report_linked",
        subject=("report", report.id), actor_id=actor_id, ags=report.ags, now=now,
        details={"building": str(building.id)},
    )  # fmt: skip
    await _tell_reporter(session, report, kind="register/report_decided", now=now)
    return building.id


async def reject_report(
    session: AsyncSession, report_id: UUID, *, reason: str, actor_id: UUID, now: datetime
) -> None:
    """Say that nothing stands empty there, and why; the reporter is told. Raises AlreadyDecided."""
    report = await _decide(session, report_id, state=ReportState.REJECTED, actor_id=actor_id, now=now)
    report.decision_note = reason
    await record(
        session,
        action="report_rejected",
        subject=("report", report.id),
        actor_id=actor_id,
        ags=report.ags,
        now=now,
    )
    await _tell_reporter(session, report, kind="register/report_decided", now=now)


async def _decide(
    session: AsyncSession, report_id: UUID, *, state: ReportState, actor_id: UUID, now: datetime
) -> Report:
    decided = await session.scalars(
        update(Report)
        .where(Report.id == report_id, Report.state == ReportState.RECEIVED)
        .values(state=state, decided_at=now, decided_by_id=actor_id)
        .returning(Report)
        .execution_options(populate_existing=True)
    )
    report = decided.one_or_none()
    if report is None:
        raise AlreadyDecided
    return report


async def _known(session: AsyncSession, building_id: UUID) -> Building:
    building = await session.get(Building, building_id)
    if building is None or building.merged_into_id is not None:
        raise NotFound
    return building


async def _building_from(session: AsyncSession, report: Report, *, actor_id: UUID, now: datetime) -> Building:
    where = locate(report.place, lat=report.lat, lon=report.lon, ags=report.ags)
    if not isinstance(where, Whereabouts):
        raise NotFound
    since = Since(date(report.since_year, 1, 1), Precision.YEAR) if report.since_year else None
    facts = FactsInput(
        kind=report.kind or PropertyKind.BUILDING, street=report.street or None, place=report.place,
        house_number=report.house_number or None, note=report.note or None,
    )  # fmt: skip
    return await record_building(
        session, facts=facts, where=where, occupancy=Occupancy.CONFIRMED_EMPTY, since=since,
        vacancy_source=VacancySource.CITIZEN, actor_id=actor_id, now=now, source="report",
    )  # fmt: skip


async def _tell_clerks(session: AsyncSession, report: Report, *, now: datetime) -> None:
    clerks = await clerks_for(session, report.ags)
    readers = [Reader(clerk.id, clerk.email, clerk.language or "de") for clerk in clerks]
    if not readers:
        body = await responsible(session, report.ags)
        readers = [Reader(None, body.email, "de")] if body and body.email else []
    for reader in readers:
        await tell(
            session, reader, kind="register/report_new",
            context={
                "number": report.number, "place": report.place,
                "address": address_line(report.street, report.house_number),
                "path": f"/gemeinde/meldungen/{report.id}",
            },
            now=now, dedupe_key=f"report-new:{report.id}:{reader.email}", about=("report", report.id), ags=report.ags,
        )  # fmt: skip


async def _tell_reporter(session: AsyncSession, report: Report, *, kind: str, now: datetime) -> None:
    if not report.reporter_email:
        return
    context: dict[str, Any] = {
        "number": report.number, "place": report.place, "state": report.state.value, "reason": report.decision_note,
        "path": f"/meldungen/{report.number}",
    }  # fmt: skip
    await tell(
        session, Reader(report.reporter_id, report.reporter_email, report.language), kind=kind, context=context,
        now=now, dedupe_key=f"{kind}:{report.id}", about=("report", report.id), ags=report.ags,
    )  # fmt: skip
