"""The sample's applications with their history, and the few recent notices about them."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.applications import service, telling
from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application, ApplicationStep
from leerstand.exchange.sample.tables import Cells, Known, new_id, rows

DRAFT_DAYS_AGO = 2
RECENT_DAYS = 4  # later arrivals lie in the outbox as an example
MET = (ApplicationState.MEETING, ApplicationState.AGREED)


async def load_applications(session: AsyncSession, known: Known) -> None:
    """All applications; the owners of the latest are told, so that the outbox has something to show."""
    for row in rows("applications"):
        application = _application(row, known=known)
        session.add(application)
        await session.flush()
        session.add_all(_steps(row, known=known, application=application))
        await session.flush()
        if application.decided_at is not None:
            await service.see(session, application, now=application.decided_at + timedelta(hours=3))
        if application.state is ApplicationState.SENT and int(row["sent_days_ago"]) <= RECENT_DAYS:
            await telling.owner_of_arrival(session, application, now=known.calendar.now)


def _application(row: Cells, *, known: Known) -> Application:
    state, moments = ApplicationState(row["state"]), _moments(row, known=known)
    promised, decided = row.whole("answer_in_days"), moments["decided_at"]
    return Application(
        id=new_id(), offer_id=known.offers[row["offer"]], search_id=known.searches[row["search"]],
        person_id=known.seekers[row["search"]], state=state, message=row["message"],
        answer_by=None if promised is None else known.calendar.ahead(promised),
        released_at=decided if state in MET else None, decision_note=row["decision_note"],
        starts_on=known.calendar.day(row.fixed_day("starts_on")), ends_on=known.calendar.day(row.fixed_day("ends_on")),
        **moments,
    )  # fmt: skip


def _moments(row: Cells, *, known: Known) -> dict[str, Any]:
    sent_days, decided_days = row.whole("sent_days_ago"), row.whole("decided_days_ago")
    sent = None if sent_days is None else known.calendar.ago(sent_days)
    decided = None if decided_days is None else known.calendar.ago(decided_days)
    written = sent - timedelta(hours=4) if sent else known.calendar.ago(DRAFT_DAYS_AGO)
    return {
        "created_at": written,
        "updated_at": decided or sent or written,
        "sent_at": sent,
        "decided_at": decided,
    }


def _steps(row: Cells, *, known: Known, application: Application) -> list[ApplicationStep]:
    """Who moved it where: sent by its writer, answered by the owner's side, agreed a week after they met."""
    ways: dict[ApplicationState, tuple[ApplicationState, ...]] = {
        ApplicationState.DRAFT: (),
        ApplicationState.SENT: (ApplicationState.SENT,),
        ApplicationState.AGREED: (ApplicationState.SENT, ApplicationState.MEETING, ApplicationState.AGREED),
    }
    sent, decided = application.sent_at, application.decided_at
    keeper = known.offer_keepers[row["offer"]] or known.decider(known.offer_ags[row["offer"]])
    steps = []
    for state in ways.get(application.state, (ApplicationState.SENT, application.state)):
        own = state in {ApplicationState.SENT, ApplicationState.WITHDRAWN}
        at: datetime | None = sent if state is ApplicationState.SENT else decided
        if application.state is ApplicationState.AGREED and state is ApplicationState.MEETING and decided:
            at = decided - timedelta(days=7)
        steps.append(
            ApplicationStep(
                application_id=application.id, at=at, actor_id=application.person_id if own else keeper, state=state,
                note=row["decision_note"] if state is application.state else "",
            )
        )  # fmt: skip
    return steps
