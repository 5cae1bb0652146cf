"""The owner's pages about applications; staff use them for owners who are not online."""

from collections import defaultdict
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.codes import Look
from leerstand.accounts.rules import require
from leerstand.accounts.service import record
from leerstand.applications import queries, service
from leerstand.applications.codes import ApplicationState
from leerstand.applications.input import DecisionInput, OutcomeInput
from leerstand.applications.rules import OWNER_SENTENCES, REASONS
from leerstand.applications.views import checked_outcome
from leerstand.core.i18n import N_
from leerstand.core.input import Input, Typed
from leerstand.core.pages import link, page, redirect
from leerstand.matching.codes import ProposalState
from leerstand.offers.codes import Form
from leerstand.offers.models import Offer
from leerstand.offers.queries import first_photos, of_owner
from leerstand.offers.rules import may_write
from leerstand.register.queries import my_buildings

FORM_LABELS = {form.value: form.label for form in Form}


async def home(request: Request) -> Response:
    """The owner's home: what waits, then buildings with what is offered in each."""
    visitor = request.state.visitor
    async with request.state.db.reading() as session:
        buildings = await my_buildings(session, visitor.id, organisation_ids=visitor.organisation_ids)
        offers = await of_owner(session, visitor.id, visitor.organisation_ids)
        received = await queries.owner_inbox(session, visitor.id, visitor.organisation_ids)
        asked = await queries.questions_for_owner(session, visitor.id, visitor.organisation_ids)
        photos = await first_photos(session, [offer.id for offer, _ in offers])
    by_building: dict[UUID, list[Offer]] = defaultdict(list)
    for offer, building in offers:
        by_building[building.id].append(offer)
    return page(
        request, "applications/owner_home.html", buildings=buildings, offers=by_building, received=received, asked=asked,
        photos=photos,
    )  # fmt: skip


async def inbox(request: Request) -> Response:
    """Applications for one's own offers, undecided first."""
    visitor = request.state.visitor
    async with request.state.db.reading() as session:
        rows = await queries.owner_inbox(session, visitor.id, visitor.organisation_ids)
        rows += await queries.offline_inbox(session, visitor.clerk_keys)
    return page(request, "applications/inbox.html", rows=rows, sentences=OWNER_SENTENCES)


async def received_application(session: AsyncSession, request: Request) -> queries.Whole:
    """An application that the municipality has released to this owner; 404 for everybody else."""
    row = await queries.whole_application(session, request.path_params["application_id"])
    require(row is not None)
    assert row is not None  # noqa: S101 - required above
    application, _, building, _, proposal = row
    is_delivered = proposal is not None and proposal.state is ProposalState.RELEASED
    is_sent = application.state is not ApplicationState.DRAFT and application.sent_at is not None
    require(is_delivered and is_sent and may_write(request.state.visitor, building))
    return row


async def received(request: Request) -> Response:
    """One application: message and facts, without name and contact until both want to meet."""
    return await _received_page(request, DecisionInput.prefilled())


async def _received_page(request: Request, typed: Typed[Input], *, status: int = 200) -> Response:
    visitor, now = request.state.visitor, request.state.now()
    async with request.state.db.noting() as session:
        row = await received_application(session, request)
        application, _, building, _, _ = row
        contact = await queries.seeker_contact(session, application) if application.released_at else None
        if visitor.is_staff and contact is not None:
            await record(
                session, action=Look.CONTACT_READ, subject=("application", application.id), actor_id=visitor.id,
                ags=building.ags, now=now,
            )  # fmt: skip
    return page(
        request, "applications/received.html", status=status, row=row, contact=contact, input=typed,
        sentence=OWNER_SENTENCES[application.state], reasons=REASONS, form_labels=FORM_LABELS,
    )  # fmt: skip


async def decide(request: Request) -> Response:
    """Accept to meet, or decline with a reason; either can be taken back until the other side has seen it."""
    typed = DecisionInput.parse(await request.form())
    wish = typed.value
    if wish is not None and wish.act == "decline" and not wish.note:
        typed = typed.with_problem("note", N_("Bitte nennen Sie einen Grund. Er wird mitgeschickt."))
    if typed.value is None or wish is None:
        return await _received_page(request, typed, status=422)
    visitor, now = request.state.visitor, request.state.now()
    async with request.state.db.writing() as session:
        application, _, building, _, _ = await received_application(session, request)
        if wish.act == "accept":
            await service.accept(session, application, actor_id=visitor.id, note=wish.note, now=now)
        else:
            await service.decline(session, application, actor_id=visitor.id, reason=wish.note, now=now)
        await record(
            session, action=f"application_{wish.act}", subject=("application", application.id), actor_id=visitor.id,
            ags=building.ags, now=now,
        )  # fmt: skip
    said = N_("Zugesagt. Beide Seiten sehen jetzt, wie sie sich erreichen.")
    said = said if wish.act == "accept" else N_("Die Absage ist unterwegs.")
    undo = link(request, "applications:take_back", application_id=application.id)
    return redirect(request, "applications:received", application_id=application.id, flash=said, undo=undo)


async def take_back(request: Request) -> Response:
    """Take the decision back, as long as the other side has not seen it."""
    async with request.state.db.writing() as session:
        application, _, building, _, _ = await received_application(session, request)
        await service.take_back(
            session, application, actor_id=request.state.visitor.id, now=request.state.now()
        )
        await record(
            session, action="application_taken_back", subject=("application", application.id),
            actor_id=request.state.visitor.id, ags=building.ags, now=request.state.now(),
        )  # fmt: skip
    return redirect(
        request,
        "applications:received",
        application_id=application.id,
        flash=N_("Die Entscheidung ist zurückgenommen."),
    )


async def end(request: Request) -> Response:
    """The owner says how the meeting ended; a taken offer is closed with it."""
    typed = checked_outcome(OutcomeInput.parse(await request.form(), now=request.state.now()))
    if typed.value is None:
        return await _received_page(request, typed, status=422)
    said = typed.value
    async with request.state.db.writing() as session:
        application, _, _, _, _ = await received_application(session, request)
        await service.end(
            session, application, agreed=said.outcome == "agreed", starts_on=said.starts_on, ends_on=said.ends_on,
            note=said.note, is_taken=said.is_taken, actor_id=request.state.visitor.id, now=request.state.now(),
        )  # fmt: skip
    return redirect(
        request,
        "applications:received",
        application_id=application.id,
        flash=N_("Danke, das ist eingetragen."),
    )
