"""Put a notice into words: one plain text per kind, from which the HTML is made."""

import re
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment
from markupsafe import Markup, escape

from leerstand.core.i18n import Language, translator
from leerstand.core.pages import environment
from leerstand.core.signing import Signer
from leerstand.notices.facts import revived
from leerstand.notices.models import Notice

STOP_PURPOSE = "stop notices"
ADDRESS = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)]")


class Unspeakable(Exception):  # noqa: N818
    """A notice that cannot be put into words: its template or its facts are at fault, not the mail server."""


@dataclass(frozen=True, slots=True)
class Site:
    """Who writes, from which public address."""

    name: str
    base_url: str
    signer: Signer


@dataclass(frozen=True, slots=True)
class Letter:
    """A notice in words; `stop_url` is empty where it can't be stopped."""

    subject: str
    text: str
    html: str
    stop_url: str


def put_into_words(notice: Notice, site: Site) -> Letter:
    """The notice as its reader will see it, in the reader's language, with whole addresses.

    Raises Unspeakable, whatever is wrong with it, so that one notice never takes others along.
    """
    try:
        return _worded(notice, site)
    except Exception as error:
        # The kind alone: an error's own text may quote what somebody wrote.
        raise Unspeakable(f"{notice.kind}: {type(error).__name__}") from error


def _worded(notice: Notice, site: Site) -> Letter:
    stop_url = "" if notice.necessary else f"{site.base_url}/abbestellen/{_stop_token(notice, site)}"
    language: Language = "en" if notice.language == "en" else "de"
    template = _mail_environment(language).get_template(f"mail/{notice.kind}.txt")
    facts = revived(notice.context, speak=translator(language))
    context = template.new_context(
        {**facts, "site_name": site.name, "stop_url": stop_url, "absolute": lambda path: site.base_url + path}
    )
    subject = " ".join("".join(template.blocks["subject"](context)).split())
    text = re.sub(r"\n{3,}", "\n\n", "".join(template.root_render_func(context))).strip() + "\n"
    html = (
        environment(language)
        .get_template("mail/base.html")
        .render(subject=subject, paragraphs=linked_paragraphs(text), site_name=site.name)
    )
    return Letter(subject, text, html, stop_url)


@cache
def _mail_environment(language: Language) -> Environment:
    return environment(language).overlay(autoescape=False)


def _stop_token(notice: Notice, site: Site) -> str:
    return site.signer.sign([notice.to_email, notice.kind], purpose=STOP_PURPOSE)


def linked_paragraphs(text: str) -> list[Markup]:
    """A plain text for HTML: its paragraphs, escaped, with every address as a link."""
    return [Markup("<br>").join(map(_linked, part.split("\n"))) for part in text.strip().split("\n\n")]


def _linked(line: str) -> Markup:
    linked = ADDRESS.sub(lambda found: f'<a href="{found[0]}">{found[0]}</a>', str(escape(line)))
    return Markup(linked)  # noqa: S704 - the line is escaped above
