"""Which texts there are, and how they are shown.

A text may name facts as {{ link_minutes }}: they are filled in where it is shown, from the constants and settings that
hold, in the delivered texts and in the operator's own.
"""

import re
from collections.abc import Mapping
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markupsafe import Markup

from leerstand.accounts.queries import SESSION_DAYS
from leerstand.accounts.service import LINK_MINUTES
from leerstand.applications.rules import ANSWER_WITHIN
from leerstand.core.i18n import N_, Language, translator
from leerstand.core.pages import source_folder
from leerstand.notices.jobs import KEEP_DAYS
from leerstand.offers.rules import DELETE_DRAFT_AFTER
from leerstand.register.service.drafts import KEPT

TEXTS = {
    "accessibility": N_("Erklärung zur Barrierefreiheit"),
    "imprint": N_("Impressum"),
    "privacy": N_("Datenschutz"),
    "help": N_("Hilfe"),
}
FACT = re.compile(r"\{\{ ?(\w+) ?\}\}")
NO_TILES = N_("Diese Seiten laden nichts von fremden Servern, auch keine Karten.")
TILES = N_(
    "Die Karten dieser Seiten laden Kartenbilder von **%(host)s**. Dieser Server erfährt dabei Ihre IP-Adresse und den "
    "Ausschnitt, den Sie ansehen. Alles andere kommt von hier."
)
MARKDOWN = MarkdownIt("commonmark", {"html": False})


def delivered_text(key: str, language: str) -> str:
    """The text that comes with the software, until the operator writes their own."""
    return (source_folder("templates") / "texts" / f"{key}.{language}.md").read_text()


def facts(*, tile_url: str | None, language: Language) -> dict[str, str]:
    """What texts may name: how long things are kept, and which foreign server the maps ask."""
    return {
        "link_minutes": str(LINK_MINUTES),
        "session_days": str(SESSION_DAYS),
        "draft_days": str(DELETE_DRAFT_AFTER.days),
        "report_draft_days": str(KEPT.days),
        "notice_days": str(KEEP_DAYS),
        "answer_days": str(ANSWER_WITHIN.days),
        "maps": maps_sentence(tile_url, language=language),
    }


def maps_sentence(tile_url: str | None, *, language: Language) -> str:
    """Whether the maps ask a foreign server, and which, in Markdown."""
    host = _tile_host(tile_url)
    return translator(language)(TILES) % {"host": host} if host else translator(language)(NO_TILES)


def _tile_host(tile_url: str | None) -> str:
    return urlsplit(tile_url).netloc.replace("{s}.", "") if tile_url else ""


def hides_tiles(body: str, *, tile_url: str | None) -> bool:
    """Whether an operator's own privacy text says nothing of the server that the maps ask."""
    host = _tile_host(tile_url)
    return bool(host) and host not in body and "maps" not in FACT.findall(body)


def shown_text(body: str, *, named: Mapping[str, str]) -> Markup:
    """Markdown as HTML with its facts; HTML in it is escaped, and links lead to web or mail addresses only."""
    filled = FACT.sub(lambda found: named.get(found[1], found[0]), body)
    return Markup(MARKDOWN.render(filled))  # noqa: S704 - the renderer escapes HTML
