"""A line to the database that can be held up, as if the server or the network hung."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from urllib.parse import parse_qs, urlsplit


class Line:
    """A line to the database that can be held up, so that nothing comes through any more."""

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        self.open = asyncio.Event()
        self.open.set()
        self.ends: list[asyncio.StreamWriter] = []

    async def join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_unix_connection(self.socket)
        self.ends += [writer, far_writer]
        await asyncio.gather(self._carry(reader, far_writer), self._carry(far_reader, writer))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while some := await reader.read(65536):
                await self.open.wait()
                writer.write(some)
        writer.close()


@asynccontextmanager
async def line_to(url: str, tmp_path: Path) -> AsyncIterator[tuple[Line, str]]:
    """A line to the database of this URL, and the URL that leads over it."""
    folder = parse_qs(urlsplit(url).query)["host"][0]
    line = Line(Path(folder) / ".s.PGSQL.5432")
    async with await asyncio.start_unix_server(line.join, tmp_path / ".s.PGSQL.5432"):
        yield line, url.partition("?")[0] + f"?host={tmp_path}"
        line.open.set()
        for end in line.ends:
            end.close()
