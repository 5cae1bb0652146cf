"""People, organisations, roles, ways of signing in, and the audit trail."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, ForeignKey, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from leerstand.accounts.codes import OrganisationKind, RoleKind
from leerstand.core.database import Base, coded


class Person(Base):
    """Someone with an account; `email` is stored in lower case."""

    __tablename__ = "people"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(server_default="")
    phone: Mapped[str] = mapped_column(server_default="")
    language: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    last_seen_at: Mapped[datetime | None]


class Organisation(Base):
    """A public body, a cooperative, an employer …; `ags` are the keys (or beginnings of keys) it covers."""

    __tablename__ = "organisations"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    kind: Mapped[OrganisationKind] = mapped_column(coded(OrganisationKind, name="kind"))
    name: Mapped[str] = mapped_column(unique=True)
    ags: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    email: Mapped[str] = mapped_column(server_default="")
    phone: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Role(Base):
    """What a person may do in an organisation; the operator's role is in the operator's organisation."""

    __tablename__ = "roles"
    __table_args__ = (UniqueConstraint("person_id", "organisation_id", "kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    organisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("organisations.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[RoleKind] = mapped_column(coded(RoleKind, name="kind"))
    granted_at: Mapped[datetime] = mapped_column(server_default=func.now())
    granted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))


class SignInLink(Base):
    """A link sent by mail: works once, for a while; only the token's hash is kept."""

    __tablename__ = "sign_in_links"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(index=True)
    next_path: Mapped[str] = mapped_column(server_default="/")
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]


class Session(Base):
    """One signed-in browser; only the cookie's hash is kept."""

    __tablename__ = "sessions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    token_hash: Mapped[str] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    browser: Mapped[str] = mapped_column(server_default="")
    ended_at: Mapped[datetime | None]


class KeptInput(Base):
    """What was sent without being signed in, encrypted with a key that only that browser's cookie holds.

    `person_id` is whose session had ended there, if one had.
    """

    __tablename__ = "kept_inputs"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[bytes]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"))
    created_at: Mapped[datetime] = mapped_column(index=True)


class AuditEntry(Base):
    """What somebody read or changed in personal data, or decided; entries are only ever added."""

    __tablename__ = "audit_entries"
    __table_args__ = (
        Index("ix_audit_entries_subject", "subject_kind", "subject_id", "at"),
        Index("ix_audit_entries_at", "at"),
    )

    id: Mapped[int] = mapped_column(BigInteger(), Identity(), primary_key=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    action: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[str]
    ags: Mapped[str | None]
    details: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
