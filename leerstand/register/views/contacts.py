"""Contacts with an owner, and whom to write to; reading the owner's data is noted before they are shown."""

from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.rules import may_see_register
from leerstand.core.days import day_of
from leerstand.core.errors import NotFound
from leerstand.core.i18n import N_
from leerstand.core.input import Typed
from leerstand.core.pages import link, page, redirect
from leerstand.register import queries
from leerstand.register.codes import Channel, Outcome, VacancySource
from leerstand.register.errors import ContactLocked
from leerstand.register.input import ContactInput, OwnerInput
from leerstand.register.models import Building, Contact, Owner
from leerstand.register.rules import is_refused
from leerstand.register.service import contacts
from leerstand.register.views.building import decided_building, seen_building


async def contact(request: Request) -> Response:
    """Note a letter, call, visit or mail, its outcome, and when to come back to it."""
    async with request.state.db.reading() as session:
        found = await seen_building(request, session)
        is_locked = await contacts.is_locked(session, found.id)
    if request.method != "POST":
        today = day_of(request.state.now())
        return _contact_page(request, found, typed=ContactInput.prefilled(on_date=today), is_locked=is_locked)
    typed = ContactInput.parse(await request.form(), now=request.state.now())
    given = typed.value
    if given and is_refused(given.channel, locked=is_locked, owner_began=given.owner_began):
        typed = typed.with_problem("channel", ContactLocked.sentence)
    if typed.value is None:
        return _contact_page(request, found, typed=typed, is_locked=is_locked, status=422)
    async with request.state.db.writing() as session:
        await contacts.record_contact(
            session, found.id, contact=typed.value, actor_id=request.state.visitor.id, now=request.state.now()
        )
    return redirect(
        request, "register:building", building_id=found.id, flash=N_("Der Kontakt ist eingetragen.")
    )


def _contact_page(
    request: Request, found: Building, *, typed: Typed[ContactInput], is_locked: bool, status: int = 200
) -> Response:
    return page(
        request, "register/contact.html", building=found, input=typed, is_locked=is_locked, status=status,
        channels=list(Channel), outcomes=list(Outcome),
    )  # fmt: skip


async def contact_done(request: Request) -> Response:
    """Take a contact off the list of what is due; it can be put back."""
    kept = await _contact(request)
    async with request.state.db.writing() as session:
        await contacts.mark_done(session, kept.id, actor_id=request.state.visitor.id, now=request.state.now())
    undo = link(request, "register:contact_undo", contact_id=kept.id)
    return redirect(
        request, "register:building", building_id=kept.building_id, undo=undo, flash=N_("Erledigt.")
    )


async def contact_undo(request: Request) -> Response:
    """Put a contact back on the list of what is due."""
    kept = await _contact(request)
    async with request.state.db.writing() as session:
        await contacts.undo_done(session, kept.id, actor_id=request.state.visitor.id, now=request.state.now())
    return redirect(
        request, "register:building", building_id=kept.building_id, flash=N_("Steht wieder auf der Liste.")
    )


async def _contact(request: Request) -> Contact:
    async with request.state.db.reading() as session:
        kept: Contact | None = await session.get(Contact, request.path_params["contact_id"])
        about = await queries.building(session, kept.building_id) if kept else None
    if kept is None or about is None or not may_see_register(request.state.visitor, about.ags):
        raise NotFound
    return kept


async def owner(request: Request) -> Response:
    """Whom to write to about this building; opening the page is noted in the audit trail."""
    async with request.state.db.noting() as session:
        found = await decided_building(request, session)
        await contacts.note_owner_read(
            session, found.id, actor_id=request.state.visitor.id, now=request.state.now()
        )
        owners = await queries.owners_of(session, found.id)
    first = owners[0] if owners else None
    if request.method != "POST":
        return _owner_page(request, found, typed=_prefilled(first))
    typed = OwnerInput.parse(await request.form(), now=request.state.now())
    if typed.value is None:
        return _owner_page(request, found, typed=typed, status=422)
    async with request.state.db.writing() as session:
        await contacts.save_owner(
            session, found.id, owner_id=first.id if first else None, typed=typed.value,
            actor_id=request.state.visitor.id, now=request.state.now(),
        )  # fmt: skip
    return redirect(request, "register:building", building_id=found.id, flash=N_("Gespeichert."))


def _prefilled(known: Owner | None) -> Typed[OwnerInput]:
    if known is None:
        return OwnerInput.prefilled()
    columns = ("name", "address", "phone", "email", "data_source", "informed_on", "do_not_contact")
    return OwnerInput.prefilled(**{name: getattr(known, name) for name in columns})


def _owner_page(
    request: Request, found: Building, *, typed: Typed[OwnerInput], status: int = 200
) -> Response:
    return page(
        request,
        "register/owner.html",
        building=found,
        input=typed,
        sources=list(VacancySource),
        status=status,
    )
