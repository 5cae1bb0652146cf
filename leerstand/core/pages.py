"""Pages: templates in the reader's language, links by name, redirects with a message."""

import hashlib
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

import leerstand
from leerstand.core.i18n import (
    N_,
    Language,
    catalogue,
    show_date,
    show_datetime,
    show_euro,
    show_number,
    translator,
)
from leerstand.core.input import Typed

PACKAGE = Path(leerstand.__file__).parent
STATIC = PACKAGE / "static"
FLASH_COOKIE = "leerstand_flash"
HEARD = N_("„%(text)s“ haben wir als %(value)s gelesen.")
HEARD_NOTHING = N_("„%(text)s“ heißt hier: ohne Angabe.")


def source_folder(name: str) -> Path:
    """`templates` or `sql`: inside the installed package, beside it in a checkout."""
    inside = PACKAGE / name
    return inside if inside.is_dir() else PACKAGE.parent / name


@cache
def environment(language: Language) -> Environment:
    """The templates' environment for one language."""
    made = Environment(
        loader=FileSystemLoader(source_folder("templates")),
        autoescape=select_autoescape(("html", "svg")),
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n", "jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.policies["ext.i18n.trimmed"] = True
    texts = catalogue(language)
    made.install_gettext_callables(texts.gettext, texts.ngettext, newstyle=True)  # type: ignore[attr-defined]
    made.filters["date"] = lambda day: show_date(day, language)
    made.filters["datetime"] = lambda moment: show_datetime(moment, language)
    made.filters["number"] = lambda value: show_number(value, language)
    made.filters["euro"] = lambda cents: show_euro(cents, language)
    made.filters["km"] = lambda value: f"{show_number(round(value), language)} km"
    made.filters["area"] = lambda value: f"{show_number(round(value), language)} m²"
    made.globals["lang"] = language
    made.globals["asset"] = asset
    return made


@lru_cache(maxsize=256)
def _digest(path: Path, changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:10]


def digest_of(path: str) -> str:
    """The digest of a static file's content, as its address carries it."""
    file = STATIC / path
    return _digest(file, file.stat().st_mtime_ns)


def asset(path: str) -> str:
    """The address of a static file; it changes with the content, so browsers may keep it for ever."""
    return f"/static/{path}?v={digest_of(path)}"


def link(request: Request, name: str, /, **parameters: Any) -> str:
    """The path of a named page, from the root of this site."""
    return str(request.app.url_path_for(name, **parameters))


def say(request: Request, text: str, **facts: Any) -> str:
    """A German text in the reader's language, with its facts filled in."""
    translated = translator(request.state.language)(text)
    return translated % facts if facts else translated


class ShownInput:
    """A Typed as templates use it: what was typed, and errors as sentences in the reader's language."""

    def __init__(self, typed: Typed[Any], language: Language) -> None:
        self._typed, self._language = typed, language
        self.errors = [(name, told(text, facts, language)) for name, text, facts in typed.problems]

    def typed(self, name: str) -> Any:
        return self._typed.typed(name)

    def all_typed(self, name: str) -> list[Any]:
        return self._typed.all_typed(name)

    def error(self, name: str) -> str | None:
        return next((text for field, text in self.errors if field == name), None)

    def fact(self, name: str, key: str) -> Any:
        """What came with the error of a field beside its sentence, such as choices that settle it; None if nothing."""
        return next((facts.get(key) for field, _, facts in self._typed.problems if field == name), None)

    def meant(self, name: str) -> list[tuple[str, str]]:
        """What a doubtful text may mean, as (to be typed, told)."""
        return [(one.typed, one.told(self._language)) for one in self._typed.meant(name)]


def told(text: str, facts: Mapping[str, Any], language: Language) -> str:
    """A German text in the reader's language, its facts told as people of that language write them."""
    translated = translator(language)(text)
    shown = {name: fact.told(language) if hasattr(fact, "told") else fact for name, fact in facts.items()}
    return translated % shown if shown else translated


def heard(request: Request, typed: Typed[Any], *, after: str = "") -> str:
    """`after` (a German msgid) in the reader's language, then what was read as something else than its letters."""
    sentences = [say(request, after)] if after else []
    for one in typed.heard[:3]:
        facts = {"text": one.text[:60], "note": one.note}
        if one.value is not None:
            sentences.append(told(HEARD, facts | {"value": one.value}, request.state.language))
        else:
            sentences.append(told(HEARD_NOTHING, facts, request.state.language))
    return " ".join(sentences)


def render(request: Request, template: str, /, **context: Any) -> str:
    """A template as text, with what every page needs beside its own context."""
    state = request.state
    shown = {
        key: ShownInput(value, state.language) if isinstance(value, Typed) else value
        for key, value in context.items()
    }
    return (
        environment(state.language)
        .get_template(template)
        .render(
            request=request,
            visitor=state.visitor,
            settings=request.app.state.settings,
            flashes=getattr(state, "flashes", []),
            url=lambda name, /, **parameters: link(request, name, **parameters),
            path_with=lambda **changes: path_with(request, **changes),
            **shown,
        )
    )


def page(request: Request, template: str, /, *, status: int = 200, **context: Any) -> Response:
    """A whole page. `input=` takes a Typed; messages left by the last redirect are shown once."""
    response = HTMLResponse(render(request, template, **context), status_code=status)
    if getattr(request.state, "flashes", []):
        response.delete_cookie(FLASH_COOKIE)
    return response


def path_with(request: Request, **changes: Any) -> str:
    """The current address with some of its questions changed; None removes one."""
    query = request.query_params
    pairs = [(key, value) for key, value in query.multi_items() if key not in changes]
    for key, value in changes.items():
        values = value if isinstance(value, list | tuple) else [value]
        pairs += [(key, str(one)) for one in values if one is not None and one != ""]
    return f"{request.url.path}?{urlencode(pairs)}" if pairs else request.url.path


def redirect(
    request: Request, name: str, /, *, flash: str = "", undo: str = "", anchor: str = "", **parameters: Any
) -> Response:
    """See-other to a named page (POST → GET), leaving one message for it.

    `flash` is a German msgid or an already translated sentence; `undo` is a path that takes it back by POST.
    """
    return redirect_to(
        request, link(request, name, **parameters) + (f"#{anchor}" if anchor else ""), flash=flash, undo=undo
    )


def redirect_to(request: Request, path: str, *, flash: str = "", undo: str = "") -> Response:
    """See-other to a path of this site, leaving one message."""
    response = RedirectResponse(path, status_code=303)
    if flash:
        signed = request.app.state.signer.sign([[say(request, flash), undo]], purpose="flash")
        response.set_cookie(
            FLASH_COOKIE,
            signed,
            max_age=300,
            httponly=True,
            samesite="lax",
            secure=request.app.state.settings.is_secure,
        )
    return response


def local_path(text: str) -> str:
    """A path of this site that a visitor asked to return to; '/' where it might lead elsewhere.

    Browsers read a backslash as a slash and leave tabs and line ends out (WHATWG URL, section 4.4).
    """
    fine = text.startswith("/") and not text.startswith("//") and "\\" not in text and text.isprintable()
    return text if fine else "/"


def page_asked(request: Request, name: str = "page") -> int:
    """The page of a list that an address asks for, from 1 to 99,999; 1 where it says nothing readable."""
    asked = request.query_params.get(name, "")
    # Python reads no more than 4,300 digits, and the database counts rows only so far.
    return max(int(asked), 1) if re.fullmatch("[0-9]{1,5}", asked) else 1
