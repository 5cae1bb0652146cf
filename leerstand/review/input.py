"""What clerks type at the desk."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from leerstand.core.input import Input, Line, Optional_, Whole, Within
from leerstand.matching.codes import ProposalState, Side
from leerstand.offers.codes import Form

Words = Annotated[Line, StringConstraints(max_length=2000)]


class DeskFilter(Input):
    """What of the proposals is shown; read from the address."""

    state: Annotated[ProposalState | None, Optional_] = None
    form: Annotated[Form | None, Optional_] = None
    offer: Annotated[UUID | None, Optional_] = None
    seite: Annotated[Whole, Within(1, 100_000)] = 1


class DecideInput(Input):
    """One decision for one or several proposals."""

    proposal: Annotated[list[UUID], Field(min_length=1, max_length=200)]
    act: Literal["release", "decline"]
    note: Words = ""


class AskInput(Input):
    """A question to one side."""

    side: Side
    question: Annotated[Words, StringConstraints(min_length=1)]
