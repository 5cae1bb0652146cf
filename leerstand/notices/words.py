"""Put a notice into words: one plain text per kind, from which the HTML is made."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape

from leerstand.core.i18n import Language
from leerstand.core.pages import environment
from leerstand.core.signing import Signer
from leerstand.notices.models import Notice

STOP_PURPOSE = "stop notices"
ADDRESS = re.compile(r"https?://[^\s<>]+[^\s<>.,;:!?)]")
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
ISO_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}.*")


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
    """The notice as its reader will see it, in the reader's language, with whole addresses."""
    stop_url = "" if notice.necessary else f"{site.base_url}/abbestellen/{_stop_token(notice, site)}"
    language: Language = "en" if notice.language == "en" else "de"
    template = _mail_environment(language).get_template(f"mail/{notice.kind}.txt")
    facts = {key: _revive(value) for key, value in notice.context.items()}
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


def _revive(value: Any) -> Any:
    """Dates travel as ISO text in JSON; templates want them as dates."""
    if isinstance(value, str) and ISO_DAY.fullmatch(value):
        return date.fromisoformat(value)
    if isinstance(value, str) and ISO_MOMENT.fullmatch(value):
        return datetime.fromisoformat(value)
    if isinstance(value, list):
        return [_revive(inner) for inner in value]
    return value
