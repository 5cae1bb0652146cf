"""What people and operators do with accounts; links and sessions are kept as hashes only."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import RoleKind
from leerstand.accounts.errors import LinkSpent, UnknownOrganisation, UnknownPerson
from leerstand.accounts.models import AuditEntry, Organisation, Person, Role, Session, SignInLink
from leerstand.accounts.queries import SESSION_DAYS, person_by_email
from leerstand.core.addresses import read_address
from leerstand.core.signing import new_token, token_hash

LINK_MINUTES = 15
INVITATION_DAYS = 7


async def make_link(
    session: AsyncSession,
    *,
    email: str,
    now: datetime,
    next_path: str = "/",
    valid: timedelta = timedelta(minutes=LINK_MINUTES),
) -> str:
    """Make a sign-in link for an address and return its token; only the hash is stored.

    Raises NotAnAddress.
    """
    token = new_token()
    session.add(
        SignInLink(
            token_hash=token_hash(token),
            email=await _address_of(session, email),
            next_path=next_path,
            created_at=now,
            expires_at=now + valid,
        )
    )
    await session.flush()
    return token


async def use_link(
    session: AsyncSession, token: str, *, browser: str, language: str, now: datetime
) -> tuple[str, str]:
    """Sign in with a link: open a session and return (cookie token, path to go to).

    A link works once: using it is a conditional update. A first visit makes the account.
    Raises LinkSpent.
    """
    spent = await session.execute(
        update(SignInLink)
        .where(
            SignInLink.token_hash == token_hash(token),
            SignInLink.used_at.is_(None),
            SignInLink.expires_at > now,
        )
        .values(used_at=now)
        .returning(SignInLink.email, SignInLink.next_path)
    )
    found = spent.one_or_none()
    if found is None:
        raise LinkSpent
    person = await ensure_person(session, email=found.email, language=language, now=now)
    person.last_seen_at = now
    return await open_session(session, person_id=person.id, browser=browser, now=now), found.next_path


async def open_session(session: AsyncSession, *, person_id: UUID, browser: str, now: datetime) -> str:
    """Open a session and return the cookie's token."""
    cookie = new_token()
    session.add(
        Session(
            token_hash=token_hash(cookie),
            person_id=person_id,
            created_at=now,
            last_seen_at=now,
            browser=browser[:200],
        )
    )
    await session.flush()
    return cookie


async def ensure_person(
    session: AsyncSession, *, email: str, now: datetime, name: str = "", language: str | None = None
) -> Person:
    """The person with this address; made where there is none, so that two first visits cannot cross.

    Raises NotAnAddress.
    """
    address = await _address_of(session, email)
    await session.execute(
        insert(Person)
        .values(email=address, name=name, language=language, created_at=now)
        .on_conflict_do_nothing(index_elements=[Person.email])
    )
    person = await person_by_email(session, address)
    if person is None:
        raise UnknownPerson(email=email)
    if name and not person.name:
        person.name = name
    return person


async def _address_of(session: AsyncSession, email: str) -> str:
    """The address that was meant; one that has an account already is kept as it is, even where no mail reaches it."""
    known = await person_by_email(session, email)
    return known.email if known else read_address(email)


async def touch_session(session: AsyncSession, session_id: UUID, *, now: datetime) -> None:
    """Note that a session is in use, at most once an hour."""
    await session.execute(
        update(Session)
        .where(Session.id == session_id, Session.last_seen_at < now - timedelta(hours=1))
        .values(last_seen_at=now)
    )


async def end_session(session: AsyncSession, session_id: UUID, *, person_id: UUID, now: datetime) -> None:
    """Sign one browser out; only one's own."""
    await session.execute(
        update(Session)
        .where(Session.id == session_id, Session.person_id == person_id, Session.ended_at.is_(None))
        .values(ended_at=now)
    )


async def change_profile(
    session: AsyncSession, person_id: UUID, *, name: str, phone: str, language: str | None
) -> None:
    """Keep what a person says about themselves."""
    await session.execute(
        update(Person).where(Person.id == person_id).values(name=name, phone=phone, language=language)
    )


async def grant(
    session: AsyncSession,
    *,
    email: str,
    organisation: str,
    kind: RoleKind,
    now: datetime,
    name: str = "",
    granted_by_id: UUID | None = None,
) -> Person:
    """Give a person a role in an organisation, found by its exact name; granting twice changes nothing.

    Raises UnknownOrganisation or NotAnAddress.
    """
    body = await session.scalar(select(Organisation).where(Organisation.name == organisation))
    if body is None:
        raise UnknownOrganisation(name=organisation)
    person = await ensure_person(session, email=email, name=name, now=now)
    await session.execute(
        insert(Role)
        .values(
            person_id=person.id,
            organisation_id=body.id,
            kind=kind,
            granted_at=now,
            granted_by_id=granted_by_id,
        )
        .on_conflict_do_nothing()
    )
    await record(
        session, action="role_granted", subject=("person", person.id), actor_id=granted_by_id, now=now,
        details={"organisation": body.name, "role": kind.value},
    )  # fmt: skip
    return person


async def revoke(
    session: AsyncSession,
    *,
    email: str,
    now: datetime,
    organisation: str | None = None,
    revoked_by_id: UUID | None = None,
) -> int:
    """Take a person's roles away, in one organisation or in all, and sign them out; return how many roles.

    Raises UnknownPerson.
    """
    person = await person_by_email(session, email)
    if person is None:
        raise UnknownPerson(email=email)
    roles = delete(Role).where(Role.person_id == person.id)
    if organisation is not None:
        roles = roles.where(
            Role.organisation_id.in_(select(Organisation.id).where(Organisation.name == organisation))
        )
    gone = (await session.execute(roles.returning(Role.id))).all()
    await session.execute(
        update(Session).where(Session.person_id == person.id, Session.ended_at.is_(None)).values(ended_at=now)
    )
    await record(
        session, action="role_revoked", subject=("person", person.id), actor_id=revoked_by_id, now=now,
        details={"organisation": organisation or "*"},
    )  # fmt: skip
    return len(gone)


async def record(
    session: AsyncSession,
    *,
    action: str,
    subject: tuple[str, UUID | str],
    actor_id: UUID | None,
    now: datetime,
    ags: str | None = None,
    details: Mapping[str, Any] | None = None,
) -> None:
    """Write one line of the audit trail; `subject` is (kind, id), `details` hold no free personal text."""
    session.add(
        AuditEntry(
            at=now,
            actor_id=actor_id,
            action=action,
            subject_kind=subject[0],
            subject_id=str(subject[1]),
            ags=ags,
            details=dict(details or {}),
        )
    )
    await session.flush()


async def forget_old_ways_in(session: AsyncSession, *, now: datetime) -> int:
    """Delete links a week after they ended and sessions unused for 90 days; return how many."""
    links = await session.execute(
        delete(SignInLink)
        .where(SignInLink.expires_at < now - timedelta(days=7))
        .returning(SignInLink.token_hash)
    )
    sessions = await session.execute(
        delete(Session).where(Session.last_seen_at < now - timedelta(days=SESSION_DAYS)).returning(Session.id)
    )
    return len(links.all()) + len(sessions.all())
