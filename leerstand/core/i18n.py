"""German and English: catalogues, choice of language, numbers, dates and money as people read them.

The words in code and templates are German; `leerstand/locale/en/<slice>.po` holds the English.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_currency, format_decimal

Language = Literal["de", "en"]
LANGUAGES: tuple[Language, ...] = ("de", "en")
BERLIN = ZoneInfo("Europe/Berlin")
LOCALE = Path(__file__).parent.parent / "locale"


def N_(text: str) -> str:  # noqa: N802 - gettext's own name
    """Mark a German text for the catalogue; it is translated where it is shown."""
    return text


@cache
def catalogue(language: Language) -> NullTranslations:
    """All texts of one language: the merged catalogues of the slices; German needs none."""
    if language == "de":
        return NullTranslations()
    merged = Catalog(locale=language)
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as handle:
            for message in read_po(handle, locale=language):
                if message.id and message.string:
                    merged.add(message.id, message.string, context=message.context)
    compiled = BytesIO()
    write_mo(compiled, merged)
    compiled.seek(0)
    return GNUTranslations(compiled)


def translator(language: Language) -> Callable[[str], str]:
    """The function that turns a German text into the reader's language."""
    return catalogue(language).gettext


def preferred(accepts: str) -> Language:
    """The first of our languages in an Accept-Language header; English for readers of neither."""
    wanted = [part.split(";")[0].strip()[:2].lower() for part in accepts.split(",") if part.strip()]
    for language in wanted:
        if language == "de":
            return "de"
        if language == "en":
            return "en"
    return "en" if wanted and wanted != ["*"] else "de"


def locale_name(language: Language) -> str:
    return "de_DE" if language == "de" else "en_GB"


def show_date(day: date | datetime | None, language: Language) -> str:
    """A day as people write it: 31. März 2027 / 31 March 2027."""
    if day is None:
        return ""
    if isinstance(day, datetime):
        day = day.astimezone(BERLIN).date()
    return format_date(day, format="long", locale=locale_name(language))


def show_datetime(moment: datetime | None, language: Language) -> str:
    """A moment in Berlin time: 31.03.27, 14:05."""
    if moment is None:
        return ""
    return format_datetime(moment, format="short", tzinfo=BERLIN, locale=locale_name(language))


def show_number(value: float | None, language: Language) -> str:
    return "" if value is None else format_decimal(value, locale=locale_name(language))


def show_euro(cents: int | None, language: Language) -> str:
    """An amount in cents as money; whole euros without cents."""
    if cents is None:
        return ""
    pattern = "#,##0 ¤" if cents % 100 == 0 else "#,##0.00 ¤"
    if language == "en":
        pattern = "¤#,##0" if cents % 100 == 0 else "¤#,##0.00"
    return format_currency(cents / 100, "EUR", pattern, locale=locale_name(language), currency_digits=False)
