"""Pages that take files: a file that is too large costs only itself, not what else was typed on the page."""

from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request

from leerstand.core.asked import NO_FORM, WholeForm, clean_form, require_charset
from leerstand.core.errors import Unreadable
from leerstand.core.photos import MOST_BYTES
from leerstand.core.web import DRAINED

MOST_KEPT_BYTES = 60 * 1024 * 1024  # of all files of one page together; they lie on disk until they are read
MOST_READ_BYTES = 260 * 1024 * 1024  # twelve photos of 20 MB and their fields


@asynccontextmanager
async def page_with_files(request: Request) -> AsyncIterator[FormData]:
    """A sent page with files, which are closed at the end.

    What a file has beyond MOST_BYTES is thrown away while it arrives; its `size` tells. So is what all files have
    beyond MOST_KEPT_BYTES, from the end. Only a page of more than MOST_READ_BYTES is refused as a whole (TooLarge), and
    one that is no form or was cut off (Unreadable).
    """
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        async with request.form() as plain:
            yield plain
        return
    require_charset(request)
    request.scope[DRAINED] = MOST_READ_BYTES
    try:
        async with aclosing(request.stream()) as stream:
            form = clean_form(await _Cutting(request.headers, stream, max_files=100, max_fields=200).parse())
    except NO_FORM:
        raise Unreadable from None
    try:
        yield form
    finally:
        await form.close()


def files_of(form: FormData, name: str) -> list[UploadFile]:
    """The files chosen in one field, without the empty one that browsers send where none was."""
    return [one for one in form.getlist(name) if isinstance(one, UploadFile) and one.filename]


class _Cutting(WholeForm):
    """Keeps of each file what may be kept, and no more."""

    _kept = 0
    _file: UploadFile | None = None
    _length = 0

    def on_part_data(self, data: bytes, start: int, end: int) -> None:
        file = self._current_part.file
        if file is None:
            super().on_part_data(data, start, end)
            return
        if file is not self._file:
            self._file, self._length = file, 0
        self._length += end - start
        if self._length > MOST_BYTES or self._kept + end - start > MOST_KEPT_BYTES:
            file.size = MOST_BYTES + 1
            return
        self._kept += end - start
        super().on_part_data(data, start, end)
