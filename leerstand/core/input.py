"""What people type: read as they write it, and given back unharmed where it can't be read.

`Input.parse()` never raises: it returns what was typed, the value or the errors.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from starlette.datastructures import FormData, QueryParams, UploadFile

from leerstand.core.addresses import NotAnAddress, read_address
from leerstand.core.days import day_of
from leerstand.core.fields import (
    TOO_LITTLE,
    TOO_MUCH,
    Asked,
    Cents,
    Day,
    Heard,
    Meanings,
    Number,
    Whole,
    Within,
    day_typed,
    euros_typed,
    number_typed,
)  # fmt: skip
from leerstand.core.i18n import N_

__all__ = [
    "Cents", "Day", "Email", "Heard", "Input", "Line", "Number", "OptionalLine", "Optional_", "Tick", "Typed", "Whole", "Within",
    "as_typed", "euros_typed",
]  # fmt: skip
# A field's answer to "Was meinen Sie?" and the text that was asked about; the answer counts while the text stands.
MEANT, ABOUT = "meint-", "gelesen-"

Value = TypeVar("Value", bound="Input", covariant=True)

MISSING = N_("Bitte füllen Sie dieses Feld aus.")
SENTENCES = {
    "missing": MISSING,
    "string_type": MISSING,
    "string_too_short": N_("Bitte schreiben Sie mindestens %(min_length)s Zeichen."),
    "too_short": N_("Bitte wählen Sie mindestens eines aus."),
    "enum": N_("Bitte wählen Sie einen der Vorschläge aus."),
    "literal_error": N_("Bitte wählen Sie einen der Vorschläge aus."),
    "string_too_long": N_("Bitte kürzen Sie den Text auf höchstens %(max_length)s Zeichen."),
    "greater_than_equal": TOO_LITTLE,
    "less_than_equal": TOO_MUCH,
    "uuid_parsing": N_("Bitte wählen Sie einen der Vorschläge aus."),
}
# A text that was tidied first has its length checked like that of any value, and the kind does not say it is a text.
OF_TEXT = {"too_short": "string_too_short", "too_long": "string_too_long"}
UNREADABLE = N_("Das konnten wir nicht lesen. Bitte prüfen Sie Ihre Eingabe.")


def _read_email(text: str) -> str:
    try:
        return read_address(text)
    except NotAnAddress as refused:
        raise PydanticCustomError("email", refused.sentence, dict(refused.facts)) from None


def _empty_is_none(text: object) -> object:
    return None if isinstance(text, str) and not text.strip() else text


def _tidy(text: object) -> object:
    return text.replace("\r\n", "\n").replace("\x00", "").strip() if isinstance(text, str) else text


Line = Annotated[str, BeforeValidator(_tidy)]
Optional_ = BeforeValidator(_empty_is_none)
OptionalLine = Annotated[str | None, BeforeValidator(_tidy), Optional_]
Email = Annotated[str, BeforeValidator(_tidy), AfterValidator(_read_email)]
Tick = Annotated[bool, BeforeValidator(lambda text: text in {True, "on", "true", "1", "yes"})]


@dataclass(frozen=True)
class Typed(Generic[Value]):
    """What was typed, and either its value or the errors by field.

    `problems` are (field, German msgid, facts) in the order of the fields; `heard` names the fields that were read
    as something else than their letters, for a message to the writer.
    """

    raw: dict[str, list[Any]] = field(default_factory=dict)
    value: Value | None = None
    problems: tuple[tuple[str, str, dict[str, Any]], ...] = ()
    heard: tuple[Heard, ...] = ()

    def typed(self, name: str) -> Any:
        """The last text typed into one field, '' where nothing was."""
        given = self.raw.get(name) or [""]
        return given[-1]

    def all_typed(self, name: str) -> list[Any]:
        """Everything chosen in a field of many."""
        return self.raw.get(name, [])

    def meant(self, name: str) -> Meanings:
        """What a doubtful text in a field may mean, for one more click."""
        found = (facts.get("meant") for field, _, facts in self.problems if field == name)
        return next((meanings for meanings in found if meanings), Meanings())

    def with_problem(self, name: str, message: str, **facts: Any) -> "Typed[Value]":
        """The same input with one more error, found by a rule beyond the fields."""
        return Typed(self.raw, None, (*self.problems, (name, message, facts)), self.heard)


class Input(BaseModel):
    """The base of everything a page or an import reads; fields carry their own reading."""

    model_config = ConfigDict(extra="ignore", str_max_length=20_000, frozen=True)

    @classmethod
    def parse(
        cls, form: FormData | QueryParams | Iterable[tuple[str, Any]], *, now: datetime | None = None
    ) -> Typed[Self]:
        """Read a submitted page; the errors are sentences that say what to do, or ask back what was understood.

        Without `now` nothing that counts from today ("in zwei Monaten", "1.4.") is read.
        """
        pairs = form.multi_items() if isinstance(form, FormData | QueryParams) else list(form)
        raw: dict[str, list[Any]] = {}
        for name, text in pairs:
            raw.setdefault(name, []).append(text)
        _take_answers(raw, cls.model_fields)
        given = {
            name: raw[name] if cls._takes_many(name) else raw[name][-1]
            for name in raw
            if name in cls.model_fields
        }
        for name in cls.model_fields:
            if cls._takes_many(name):
                given.setdefault(name, [])
        shown = {
            name: [text for text in texts if not isinstance(text, UploadFile)] for name, texts in raw.items()
        }
        heard: list[Heard] = []
        context = {"today": day_of(now) if now else None, "heard": heard}
        try:
            return Typed(shown, cls.model_validate(given, context=context), heard=tuple(heard))
        except ValidationError as error:
            order = list(cls.model_fields)
            found = [_problem(detail) for detail in error.errors()]
            found.sort(key=lambda problem: order.index(problem[0]) if problem[0] in order else len(order))
            return Typed(shown, None, tuple(found), tuple(heard))

    @classmethod
    def known(cls, raw: Mapping[str, Sequence[Any]]) -> dict[str, str]:
        """What was typed into the fields that there are, no longer than they take: what may be kept of a draft."""
        longest = cls._longest()
        return {
            name: str(texts[-1]).replace("\x00", "")[: longest[name]]
            for name, texts in raw.items()
            if name in longest and texts
        }

    @classmethod
    @cache
    def _longest(cls) -> dict[str, int]:
        """The most signs each field takes; numbers, days and choices are never written longer than 200."""
        found = {}
        for name, shape in cls.model_json_schema()["properties"].items():
            limits = [one["maxLength"] for one in (shape, *shape.get("anyOf", [])) if "maxLength" in one]
            found[name] = max(limits, default=200)
        return found

    @classmethod
    def prefilled(cls, **values: Any) -> Typed[Self]:
        """A page's first showing, with what is known already, written as people would."""
        raw = {}
        for name, value in values.items():
            several = isinstance(value, list | tuple | set | frozenset) and not hasattr(value, "_fields")
            many = value if several else [value]
            raw[name] = [cls._as_typed(name, one) for one in many if one is not None]
        return Typed(raw)

    @classmethod
    def _as_typed(cls, name: str, value: Any) -> Any:
        field = cls.model_fields.get(name)
        asked = [one for one in field.metadata if isinstance(one, Asked)] if field else []
        return asked[0].manner.typed(value) if asked and not isinstance(value, str) else as_typed(value)

    @classmethod
    def _takes_many(cls, name: str) -> bool:
        annotation = str(cls.model_fields[name].annotation) if name in cls.model_fields else ""
        return annotation.startswith(("list[", "tuple[", "typing.List", "set[", "frozenset["))


def as_typed(value: Any) -> Any:
    """A value as people would have typed it: 31.3.2027 · 85,5 · on."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, date):
        return day_typed(value)
    return number_typed(value) if isinstance(value, float) else str(value)


def _take_answers(raw: dict[str, list[Any]], fields: Iterable[str]) -> None:
    """Put what somebody chose after a question in place of the doubtful text, if that text still stands there."""
    for name in fields:
        chosen = (raw.get(MEANT + name) or [""])[-1]
        asked = (raw.get(ABOUT + name) or [""])[-1]
        if name in raw and isinstance(chosen, str) and chosen and raw[name][-1] == asked:
            raw[name][-1] = chosen


def _problem(detail: ErrorDetails) -> tuple[str, str, dict[str, Any]]:
    name = str(detail["loc"][0]) if detail["loc"] else ""
    kind, given = detail["type"], detail["input"]
    if isinstance(given, str):
        kind = OF_TEXT.get(kind, kind)
        kind = "missing" if kind == "string_too_short" and not given.strip() else kind
    facts = dict(detail.get("ctx") or {})
    if kind in SENTENCES:
        return name, SENTENCES[kind], facts
    own = kind == "email" or kind.startswith("own")
    return name, detail["msg"] if own else UNREADABLE, facts
