"""What both sides answer to the municipality."""

from typing import Annotated

from pydantic import StringConstraints

from leerstand.core.input import Input, Line


class AnswerInput(Input):
    answer: Annotated[Line, StringConstraints(min_length=1, max_length=4000)]
