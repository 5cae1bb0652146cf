"""Which notices are whose to see, and how much of them."""

from typing import Protocol

from sqlalchemy import ColumnElement, and_, false, or_, true

from leerstand.notices.models import Notice

EVERYTHING = "*"  # in place of a kind: all that is not necessary
SECRET_KINDS = frozenset({"accounts/sign_in", "operation/invitation"})  # their words let the reader in


class Reading(Protocol):
    """What of a visitor says which notices they may see."""

    @property
    def is_operator(self) -> bool: ...
    @property
    def staff_keys(self) -> tuple[str, ...]: ...


def visible_to(visitor: Reading) -> ColumnElement[bool]:
    """The operator sees that and why any notice went or failed, a municipality those about its own cases."""
    if visitor.is_operator:
        return true()
    keys = [Notice.ags.startswith(key, autoescape=True) for key in visitor.staff_keys if key]
    return and_(Notice.ags.is_not(None), or_(*keys)) if keys else false()


def masked(email: str) -> str:
    """An address as staff see it: enough to recognise it, too little to write to."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}…@{domain}"
