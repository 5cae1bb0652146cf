"""Which texts there are, and how they are shown."""

from markdown_it import MarkdownIt
from markupsafe import Markup

from leerstand.core.i18n import N_
from leerstand.core.pages import source_folder

TEXTS = {
    "accessibility": N_("Erklärung zur Barrierefreiheit"),
    "imprint": N_("Impressum"),
    "privacy": N_("Datenschutz"),
    "help": N_("Hilfe"),
}
MARKDOWN = MarkdownIt("commonmark", {"html": False})


def delivered_text(key: str, language: str) -> str:
    """The text that comes with the software, until the operator writes their own."""
    return (source_folder("templates") / "texts" / f"{key}.{language}.md").read_text()


def shown_text(body: str) -> Markup:
    """Markdown as HTML; HTML in it is escaped, and links lead to web or mail addresses only."""
    return Markup(MARKDOWN.render(body))  # noqa: S704 - the renderer escapes HTML
