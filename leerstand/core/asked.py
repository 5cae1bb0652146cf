"""A request as views may rely on it: it makes sense, and its words are clean."""

import codecs
import logging
import re
from contextlib import aclosing
from typing import Any

from python_multipart.exceptions import FormParserError
from python_multipart.multipart import parse_options_header
from starlette.convertors import Convertor, register_url_convertor
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.types import Scope

from leerstand.core.cleaning import clean_query, clean_text, is_clean_line
from leerstand.core.errors import NotFound, Unreadable

# It warns of each body that is no form: as often as anybody likes to send one.
logging.getLogger("python_multipart").setLevel(logging.ERROR)

ASKED_AS_HEAD = "leerstand.asked_as_head"
NOT_IN_HEADERS = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
CHARSETS = {"utf-8", "ascii", "iso8859-1", "cp1252"}  # what browsers and scripts have ever sent
# What readers of bodies raise for one that is no form.
NO_FORM = (UnicodeError, ValueError, FormParserError, MultiPartException)
GLUED_ON = ".,;:!?)]}>\"'*“”«»…"


class CleanRequest(Request):
    """A request whose submitted words are clean, and which is refused in words where its body can't be read."""

    async def _get_form(self, **limits: Any) -> FormData:
        if self._form is None:
            require_charset(self)
            kind, _ = parse_options_header(self.headers.get("content-type", ""))
            try:
                if kind == b"multipart/form-data":
                    async with aclosing(self.stream()) as stream:
                        self._form = clean_form(await WholeForm(self.headers, stream, **limits).parse())
                else:
                    self._form = clean_form(await super()._get_form(**limits))
            except NO_FORM:
                raise Unreadable from None
        return self._form


class WholeForm(MultiPartParser):
    """Reads a page with files, and refuses one that was cut off on its way: part of it would be lost unnoticed."""

    _is_whole = False

    def on_end(self) -> None:
        self._is_whole = True

    async def parse(self) -> FormData:
        """Raises MultiPartException."""
        form = await super().parse()
        if not self._is_whole:
            for file in self._files_to_close_on_error:
                file.close()
            raise MultiPartException("cut off before its end")
        return form


def clean_form(raw: FormData) -> FormData:
    """A submitted page with clean words; its files are the same."""
    return FormData([(clean_text(name), _clean(value)) for name, value in raw.multi_items()])


def _clean(value: str | UploadFile) -> str | UploadFile:
    if isinstance(value, str):
        return clean_text(value)
    value.filename = clean_text(value.filename or "")
    return value


def require_charset(request: Request) -> None:
    """Raise Unreadable where a body says that it is written in something that no browser writes."""
    _, options = parse_options_header(request.headers.get("content-type", ""))
    try:
        is_known = codecs.lookup(options.get(b"charset", b"utf-8").decode("ascii")).name in CHARSETS
    except (LookupError, ValueError):
        is_known = False
    if not is_known:
        raise Unreadable


def make_sense(scope: Scope) -> None:
    """Clean a request's query; raise NotFound where its path, Unreadable where a header is no text."""
    scope["query_string"] = clean_query(scope["query_string"])
    if not is_clean_line(scope["path"]):
        raise NotFound
    if any(NOT_IN_HEADERS.search(value) for _, value in scope["headers"]):
        raise Unreadable


def is_looked_at(request: Request) -> bool:
    """Whether somebody may really see the answer: no HEAD, and nothing that a browser fetches ahead."""
    purpose = request.headers.get("sec-purpose", "") + request.headers.get("purpose", "")
    return not request.scope.get(ASKED_AS_HEAD) and "prefetch" not in purpose.lower()


def is_navigation(request: Request) -> bool:
    """Whether somebody opens this page in a browser, as browsers since 2023 say."""
    return is_looked_at(request) and request.headers.get("sec-fetch-dest") == "document"


class _SmallNumber(Convertor[int]):
    """Whole numbers in paths that fit every column; longer ones are no page of ours."""

    regex = "[0-9]{1,9}"

    def convert(self, value: str) -> int:
        return int(value)

    def to_string(self, value: int) -> str:
        return str(value)


class _Token(Convertor[str]):
    """A token at the end of a link, without what a mail program has glued on to it."""

    regex = "[^/]+"

    def convert(self, value: str) -> str:
        return value.strip().lstrip("<").rstrip(GLUED_ON)

    def to_string(self, value: str) -> str:
        return value


register_url_convertor("int", _SmallNumber())
register_url_convertor("token", _Token())
