"""What is typed before an account is deleted."""

from typing import Any, Self

from leerstand.core.addresses import is_same_address
from leerstand.core.i18n import N_
from leerstand.core.input import Input, Line, Typed


class LeaveInput(Input):
    """One's own address, typed out, so that nobody deletes an account by a slip of the hand."""

    email: Line = ""

    @classmethod
    def read(cls, form: Any, *, email: str) -> Typed[Self]:
        """What was typed; it must be the account's own address."""
        typed = cls.parse(form)
        if typed.value is not None and not is_same_address(typed.value.email, email):
            typed = typed.with_problem(
                "email", N_("Das ist nicht die Adresse dieses Kontos. Bitte schreiben Sie sie ganz aus.")
            )
        return typed
