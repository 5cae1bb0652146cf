"""What both sides type."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import StringConstraints

from leerstand.core.fields import LastDay
from leerstand.core.input import Day, Input, Line, Tick


class ApplyInput(Input):
    search_id: UUID
    message: Annotated[Line, StringConstraints(max_length=4000)] = ""
    act: Literal["keep", "send"] = "keep"


class DecisionInput(Input):
    act: Literal["accept", "decline"]
    note: Annotated[Line, StringConstraints(max_length=2000)] = ""


class OutcomeInput(Input):
    outcome: Literal["agreed", "not_agreed"]
    starts_on: Day = None
    ends_on: LastDay = None
    note: Annotated[Line, StringConstraints(max_length=2000)] = ""
    is_taken: Tick = False
