"""Questions about people: who asks, who has which role, which browsers are signed in, what was done."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Text, cast, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from leerstand.accounts.codes import LinkState, Look, RoleKind
from leerstand.accounts.models import AuditEntry, Organisation, Person, Role, Session, SignInLink
from leerstand.accounts.rules import NOBODY, PersonCard, RoleCard, Visitor, within
from leerstand.core.signing import token_hash

SESSION_DAYS = 90


async def visitor_of(session: AsyncSession, token: str, *, now: datetime) -> Visitor:
    """Who holds this session cookie; NOBODY where it has ended or is unknown. One query."""
    rows = (
        await session.execute(
            select(Session.id, Session.last_seen_at, Person, Role.kind, Organisation)
            .join(Person, Person.id == Session.person_id)
            .outerjoin(Role, Role.person_id == Person.id)
            .outerjoin(Organisation, Organisation.id == Role.organisation_id)
            .where(
                Session.token_hash == token_hash(token),
                Session.ended_at.is_(None),
                Session.last_seen_at > now - timedelta(days=SESSION_DAYS),
            )
            .order_by(Organisation.name)
        )
    ).all()
    if not rows:
        return NOBODY
    session_id, seen_at, person, _, _ = rows[0]
    roles = tuple(
        RoleCard(kind, organisation.id, organisation.name, organisation.kind, tuple(organisation.ags))
        for _, _, _, kind, organisation in rows
        if kind is not None
    )
    return Visitor(
        PersonCard(person.id, person.email, person.name, person.language), roles, session_id, seen_at
    )


async def person_by_email(session: AsyncSession, email: str) -> Person | None:
    return await session.scalar(select(Person).where(Person.email == email.strip().lower()))


async def link_state(
    session: AsyncSession, token: str, *, now: datetime
) -> tuple[LinkState, SignInLink | None]:
    """What a sign-in link is worth at this moment, and the link itself where there is one. One query."""
    found = await session.get(SignInLink, token_hash(token))
    if found is None:
        return LinkState.UNKNOWN, None
    if found.used_at is not None:
        return LinkState.USED, found
    return LinkState.VALID if found.expires_at > now else LinkState.EXPIRED, found


async def open_sessions(session: AsyncSession, person_id: UUID) -> Sequence[Session]:
    """The browsers in which this person is signed in, the latest first."""
    found = await session.scalars(
        select(Session)
        .where(Session.person_id == person_id, Session.ended_at.is_(None))
        .order_by(Session.last_seen_at.desc())
    )
    return found.all()


async def clerks_for(session: AsyncSession, ags: str) -> Sequence[Person]:
    """Everyone who decides for the municipality with this key, in order of name."""
    covering = [ags[:length] for length in range(2, len(ags) + 1)]
    found = await session.scalars(
        select(Person)
        .join(Role, Role.person_id == Person.id)
        .join(Organisation, Organisation.id == Role.organisation_id)
        .where(Role.kind == RoleKind.CLERK, Organisation.ags.overlap(covering))
        .order_by(Person.name)
        .distinct()
    )
    return found.all()


async def responsible(session: AsyncSession, ags: str) -> Organisation | None:
    """The public body that decides for this key; the one with the longest matching key."""
    covering = [ags[:length] for length in range(2, len(ags) + 1)]
    bodies = (await session.scalars(select(Organisation).where(Organisation.ags.overlap(covering)))).all()
    return max(
        bodies, key=lambda body: max(len(key) for key in body.ags if ags.startswith(key)), default=None
    )


async def people_with_roles(session: AsyncSession) -> Sequence[Row[Person, Role, Organisation]]:
    """Everyone who has a role, by organisation and name."""
    found = await session.execute(
        select(Person, Role, Organisation)
        .join(Role, Role.person_id == Person.id)
        .join(Organisation, Organisation.id == Role.organisation_id)
        .order_by(Organisation.name, Person.name, Person.email)
    )
    return found.all()


async def organisations(session: AsyncSession) -> Sequence[Organisation]:
    return (await session.scalars(select(Organisation).order_by(Organisation.name))).all()


async def last_look(session: AsyncSession, look: Look, *, subject: tuple[str, UUID]) -> datetime | None:
    """When somebody last looked at one thing in this way; None where nobody has. One query."""
    kind, subject_id = subject
    return await session.scalar(
        select(func.max(AuditEntry.at)).where(
            AuditEntry.subject_kind == kind,
            AuditEntry.subject_id == str(subject_id),
            AuditEntry.action == look.value,
        )
    )


def looked_at_since(
    moment: InstrumentedAttribute[Any], *, look: Look, subject: tuple[str, InstrumentedAttribute[UUID]]
) -> ColumnElement[bool]:
    """Whether somebody has looked since a moment of the row at hand (ever, where it is none), as a condition."""
    kind, subject_id = subject
    return (
        select(AuditEntry.id)
        .where(
            AuditEntry.subject_kind == kind,
            AuditEntry.subject_id == cast(subject_id, Text),
            AuditEntry.action == look.value,
            or_(moment.is_(None), AuditEntry.at >= moment),
        )
        .exists()
    )


async def trail(
    session: AsyncSession, *, keys: Sequence[str] | None, limit: int, offset: int
) -> Sequence[Row[AuditEntry, str]]:
    """The audit trail, newest first; `keys` limits it to what a municipality covers, None shows all."""
    query = (
        select(AuditEntry, Person.name)
        .outerjoin(Person, Person.id == AuditEntry.actor_id)
        .order_by(AuditEntry.at.desc(), AuditEntry.id.desc())
        .limit(limit)
        .offset(offset)
    )
    if keys is not None:
        query = query.where(within(AuditEntry.ags, keys))
    return (await session.execute(query)).all()
