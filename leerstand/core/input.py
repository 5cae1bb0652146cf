"""What people type: read as they write it, and given back unharmed where it can't be read.

`Input.parse()` never raises: it returns what was typed, the value or the errors.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Annotated, Any, Generic, Self, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError
from starlette.datastructures import FormData, QueryParams, UploadFile

from leerstand.core.addresses import NotAnAddress, read_address
from leerstand.core.i18n import N_

Value = TypeVar("Value", bound="Input", covariant=True)

MISSING = N_("Bitte füllen Sie dieses Feld aus.")
SENTENCES = {
    "missing": MISSING,
    "string_type": MISSING,
    "string_too_short": MISSING,
    "too_short": N_("Bitte wählen Sie mindestens eines aus."),
    "enum": N_("Bitte wählen Sie einen der Vorschläge aus."),
    "literal_error": N_("Bitte wählen Sie einen der Vorschläge aus."),
    "string_too_long": N_("Bitte kürzen Sie den Text auf höchstens %(max_length)s Zeichen."),
    "greater_than_equal": N_("Bitte geben Sie mindestens %(ge)s ein."),
    "less_than_equal": N_("Bitte geben Sie höchstens %(le)s ein."),
    "uuid_parsing": N_("Bitte wählen Sie einen der Vorschläge aus."),
}
UNREADABLE = N_("Das konnten wir nicht lesen. Bitte prüfen Sie Ihre Eingabe.")

NUMBER = N_("Bitte geben Sie eine Zahl ein, zum Beispiel 85 oder 1.250,50.")
DATE = N_("Bitte geben Sie das Datum so ein: 31.3.2027")


def read_number(text: object) -> object:
    """A number as Germans and machines type it: 1.250,50 · 1250.50 · 85 m² · '' (None)."""
    if not isinstance(text, str):
        return text
    plain = re.sub(r"(€|eur|euro|m²|m2|qm|km|mbit/s)\s*$", "", text.strip().lower()).replace(" ", "")
    if not plain:
        return None
    if "," in plain or re.fullmatch(r"-?\d{1,3}(\.\d{3})+", plain):
        plain = plain.replace(".", "").replace(",", ".")
    if not re.fullmatch(r"-?\d+(\.\d+)?", plain):
        raise PydanticCustomError("number", NUMBER)
    return float(plain)


def read_cents(text: object) -> object:
    """Money in euros, as typed, in cents."""
    euros = read_number(text)
    return round(euros * 100) if isinstance(euros, float) else euros


def read_whole(text: object) -> object:
    """A whole number, as typed."""
    number = read_number(text)
    if isinstance(number, float):
        if not number.is_integer():
            raise PydanticCustomError("whole", N_("Bitte geben Sie eine ganze Zahl ein."))
        return int(number)
    return number


def read_date(text: object) -> object:
    """A day as typed: 31.3.2027 · 31.03.27 · 2027-03-31 · 3.2027 (its first day) · ab sofort (None)."""
    if not isinstance(text, str):
        return text
    plain = text.strip().lower().removeprefix("ab ").removeprefix("bis ").strip()
    if plain in {"", "sofort", "jetzt", "now", "offen", "unbefristet"}:
        return None
    if found := re.fullmatch(r"(\d{4})-(\d{1,2})-(\d{1,2})", plain):
        year, month, day = (int(part) for part in found.groups())
    elif found := re.fullmatch(r"(?:(\d{1,2})\.\s*)?(\d{1,2})[./]\s*(\d{4}|\d{2})", plain):
        day, month, year = int(found[1] or 1), int(found[2]), int(found[3])
        year += 2000 if year < 100 else 0
    else:
        raise PydanticCustomError("date", DATE)
    try:
        return date(year, month, day)
    except ValueError:
        raise PydanticCustomError("date", DATE) from None


def _read_email(text: str) -> str:
    try:
        return read_address(text)
    except NotAnAddress as refused:
        raise PydanticCustomError("email", refused.sentence, dict(refused.facts)) from None


def _empty_is_none(text: object) -> object:
    return None if isinstance(text, str) and not text.strip() else text


def _tidy(text: object) -> object:
    return text.replace("\r\n", "\n").replace("\x00", "").strip() if isinstance(text, str) else text


def Within(least: float, most: float) -> AfterValidator:  # noqa: N802 - reads as a type
    """A number between two bounds, or none."""

    def check(value: Any) -> Any:
        if value is not None and value < least:
            raise PydanticCustomError("own_low", SENTENCES["greater_than_equal"], {"ge": f"{least:g}"})
        if value is not None and value > most:
            raise PydanticCustomError("own_high", SENTENCES["less_than_equal"], {"le": f"{most:.0f}"})
        return value

    return AfterValidator(check)


Line = Annotated[str, BeforeValidator(_tidy)]
Optional_ = BeforeValidator(_empty_is_none)
OptionalLine = Annotated[str | None, BeforeValidator(_tidy), Optional_]
Email = Annotated[str, BeforeValidator(_tidy), AfterValidator(_read_email)]
Number = Annotated[float | None, BeforeValidator(read_number)]
Whole = Annotated[int | None, BeforeValidator(read_whole)]
Cents = Annotated[int | None, BeforeValidator(read_cents)]
Day = Annotated[date | None, BeforeValidator(read_date)]
Tick = Annotated[bool, BeforeValidator(lambda text: text in {True, "on", "true", "1", "yes"})]


@dataclass(frozen=True)
class Typed(Generic[Value]):
    """What was typed, and either its value or the errors by field.

    `errors` are (field, German msgid, facts) in the order of the fields.
    """

    raw: dict[str, list[Any]] = field(default_factory=dict)
    value: Value | None = None
    problems: tuple[tuple[str, str, dict[str, Any]], ...] = ()

    def typed(self, name: str) -> Any:
        """The last text typed into one field, '' where nothing was."""
        given = self.raw.get(name) or [""]
        return given[-1]

    def all_typed(self, name: str) -> list[Any]:
        """Everything chosen in a field of many."""
        return self.raw.get(name, [])

    def with_problem(self, name: str, message: str, **facts: Any) -> "Typed[Value]":
        """The same input with one more error, found by a rule beyond the fields."""
        return Typed(self.raw, None, (*self.problems, (name, message, facts)))


class Input(BaseModel):
    """The base of everything a page or an import reads; fields carry their own reading."""

    model_config = ConfigDict(extra="ignore", str_max_length=20_000, frozen=True)

    @classmethod
    def parse(cls, form: FormData | QueryParams | Iterable[tuple[str, Any]]) -> Typed[Self]:
        """Read a submitted page; the errors are sentences that say what to do."""
        pairs = form.multi_items() if isinstance(form, FormData | QueryParams) else list(form)
        raw: dict[str, list[Any]] = {}
        for name, text in pairs:
            raw.setdefault(name, []).append(text)
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
        try:
            return Typed(shown, cls.model_validate(given))
        except ValidationError as error:
            order = list(cls.model_fields)
            found = [_problem(detail) for detail in error.errors()]
            found.sort(key=lambda problem: order.index(problem[0]) if problem[0] in order else len(order))
            return Typed(shown, None, tuple(found))

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
            many = value if isinstance(value, list | tuple | set | frozenset) else [value]
            raw[name] = [as_typed(one) for one in many if one is not None]
        return Typed(raw)

    @classmethod
    def _takes_many(cls, name: str) -> bool:
        annotation = str(cls.model_fields[name].annotation) if name in cls.model_fields else ""
        return annotation.startswith(("list[", "tuple[", "typing.List", "set[", "frozenset["))


def as_typed(value: Any) -> Any:
    """A value as people would have typed it: 31.3.2027 · 85,5 · on."""
    if isinstance(value, bool):
        return "on" if value else ""
    if isinstance(value, date):
        return f"{value.day}.{value.month}.{value.year}"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",") if value < 1e6 else f"{value:.0f}"
    return str(value)


def euros_typed(cents: int | None) -> str | None:
    """Cents as people would have typed the euros: 480 · 480,50."""
    if cents is None:
        return None
    return f"{cents // 100}" if cents % 100 == 0 else f"{cents / 100:.2f}".replace(".", ",")


def _problem(detail: ErrorDetails) -> tuple[str, str, dict[str, Any]]:
    name = str(detail["loc"][0]) if detail["loc"] else ""
    kind = detail["type"]
    facts = dict(detail.get("ctx") or {})
    if kind in SENTENCES:
        return name, SENTENCES[kind], facts
    custom = {"number", "whole", "date", "email"}
    own = kind in custom or kind.startswith("own")
    return name, detail["msg"] if own else UNREADABLE, facts
