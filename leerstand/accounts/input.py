"""What people type to come in and about themselves."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from leerstand.core.input import Email, Input, Line, Optional_


class SignInInput(Input):
    email: Email
    weiter: Line = "/"


class ProfileInput(Input):
    name: Annotated[Line, StringConstraints(max_length=120)] = ""
    phone: Annotated[Line, StringConstraints(max_length=40)] = ""
    language: Annotated[Literal["de", "en"] | None, Optional_] = None
