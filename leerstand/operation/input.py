"""What the operator types."""

from typing import Annotated

from pydantic import StringConstraints

from leerstand.accounts.codes import OrganisationKind, RoleKind
from leerstand.core.input import Email, Input, Line

Name = Annotated[Line, StringConstraints(min_length=2, max_length=120)]


class InviteInput(Input):
    email: Email
    name: Annotated[Line, StringConstraints(max_length=120)] = ""
    organisation: Name
    kind: RoleKind


class OrganisationNameInput(Input):
    name: Name


class ChangeInput(OrganisationNameInput):
    ags: Annotated[Line, StringConstraints(pattern=r"^[\d\s,]*$", max_length=2000)] = ""

    @property
    def keys(self) -> list[str]:
        return self.ags.replace(",", " ").split()


class OrganisationInput(ChangeInput):
    kind: OrganisationKind


class TextInput(Input):
    body: Annotated[Line, StringConstraints(min_length=1, max_length=20_000)]
