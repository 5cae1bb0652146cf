"""Code lists: what is stored is English and stable, what people read is the German label, translated."""

from enum import StrEnum
from typing import Self


class Code(StrEnum):
    """One code of a list: `value` is stored, `label` is the German msgid shown through gettext."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member
