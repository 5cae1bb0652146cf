"""Who asks, and who may do what: predicates over the visitor, denied unless one of them says yes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, false, or_
from sqlalchemy.orm import InstrumentedAttribute

from leerstand.accounts.codes import OrganisationKind, RoleKind
from leerstand.core.errors import NotAllowed, NotFound

STAFF = (RoleKind.CLERK, RoleKind.GUIDE)


@dataclass(frozen=True, slots=True)
class PersonCard:
    """The signed-in person, as far as every page needs it."""

    id: UUID
    email: str
    name: str
    language: str | None


@dataclass(frozen=True, slots=True)
class RoleCard:
    """One role: in which organisation, of which kind, and what its keys cover."""

    kind: RoleKind
    organisation_id: UUID
    organisation_name: str
    organisation_kind: OrganisationKind
    ags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Visitor:
    """Whoever asks for a page: signed in or not, with the roles that the database holds now."""

    person: PersonCard | None = None
    roles: tuple[RoleCard, ...] = ()
    session_id: UUID | None = None
    seen_at: datetime | None = None

    @property
    def is_signed_in(self) -> bool:
        return self.person is not None

    @property
    def id(self) -> UUID:
        """The person's id; only for views behind `signed_in`."""
        if self.person is None:
            raise NotAllowed
        return self.person.id

    @property
    def language(self) -> str | None:
        return self.person.language if self.person else None

    @property
    def is_operator(self) -> bool:
        return any(role.kind is RoleKind.OPERATOR for role in self.roles)

    @property
    def is_staff(self) -> bool:
        return bool(self.staff_keys)

    @property
    def is_clerk(self) -> bool:
        return bool(self.clerk_keys)

    @property
    def staff_keys(self) -> tuple[str, ...]:
        """Beginnings of municipality keys whose register this person sees."""
        return tuple(key for role in self.roles if role.kind in STAFF for key in role.ags)

    @property
    def clerk_keys(self) -> tuple[str, ...]:
        """Beginnings of municipality keys for which this person decides."""
        return tuple(key for role in self.roles if role.kind is RoleKind.CLERK for key in role.ags)

    @property
    def organisation_ids(self) -> tuple[UUID, ...]:
        """Organisations whose offers and buildings this person keeps as a member."""
        return tuple(role.organisation_id for role in self.roles if role.kind is RoleKind.MEMBER)


NOBODY = Visitor()


def anyone(visitor: Visitor) -> bool:
    return True


def signed_in(visitor: Visitor) -> bool:
    return visitor.is_signed_in


def staff(visitor: Visitor) -> bool:
    return visitor.is_staff


def clerk(visitor: Visitor) -> bool:
    return visitor.is_clerk


def operator(visitor: Visitor) -> bool:
    return visitor.is_operator


def staff_or_operator(visitor: Visitor) -> bool:
    return visitor.is_staff or visitor.is_operator


def may_see_register(visitor: Visitor, ags: str) -> bool:
    """Whether this person's municipality covers the key."""
    return any(ags.startswith(key) for key in visitor.staff_keys if key)


def may_decide(visitor: Visitor, ags: str) -> bool:
    """Whether this person decides for the municipality with the key."""
    return any(ags.startswith(key) for key in visitor.clerk_keys if key)


def within(
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None], keys: Sequence[str]
) -> ColumnElement[bool]:
    """The SQL side of coverage: rows whose key begins with one of `keys`; no keys, no rows."""
    real = [key for key in keys if key]
    return or_(*(column.startswith(key, autoescape=True) for key in real)) if real else false()


def require(allowed: bool) -> None:
    """Stop with 404 where something must not even be known to exist for this visitor."""
    if not allowed:
        raise NotFound
