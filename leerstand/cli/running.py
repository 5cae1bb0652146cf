"""Processes that stay: the web server and the schedule, side by side, until they are told to stop."""

import asyncio
import contextlib
import errno
import signal
import socket
from collections.abc import Awaitable, Callable, Iterator

import click
import uvicorn
from starlette.applications import Starlette

from leerstand.cli.opening import opened, work_of
from leerstand.core.forwarded import Forwarded
from leerstand.core.jobs import ticking
from leerstand.core.leader import lead
from leerstand.core.web import utc_now
from leerstand.schedule import JOBS
from leerstand.settings import Settings

GRACE_SECONDS = 10
WARM_SECONDS = 0.01


class WebServer(uvicorn.Server):
    """A uvicorn server that leaves the signals to the command around it."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def reserve(host: str, port: int, *, command: str) -> socket.socket:
    """Take the port before anything else is started; a taken one is said in plain words."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    line = socket.socket(family)
    line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        # Not listening yet: whoever comes before the pages are ready is told so at once.
        line.bind((host, port))
    except OSError as refused:
        line.close()
        if refused.errno == errno.EADDRINUSE:
            sentence = f"Port {port} is in use already. Choose another: leerstand {command} --port {port + 1}"
        elif refused.errno == errno.EACCES:
            sentence = f"Port {port} is reserved for the system. Choose one above 1023."
        else:
            sentence = f"Cannot listen on {host}:{port}: {refused.strerror or refused}."
        raise click.ClickException(sentence) from refused
    return line


def web_server(app: Starlette, settings: Settings, *, log_level: str | None = None) -> WebServer:
    """The web server of an application; it believes X-Forwarded-* of the settings' proxies alone."""
    return WebServer(
        uvicorn.Config(
            Forwarded(app, proxies=settings.proxies),
            log_level=log_level or settings.log_level,
            log_config=None,
            access_log=False,
            proxy_headers=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=GRACE_SECONDS,
        )
    )


async def run_schedule(settings: Settings, url: str) -> None:
    """Stand for leader and run the schedule while leading, until cancelled."""
    async with opened(url, pool_size=settings.database_connections, application="leerstand worker") as db:
        work = work_of(settings, db)
        await lead(url, lambda: ticking(JOBS, work, clock=utc_now))


async def serve_until_told(
    server: WebServer | None = None,
    line: socket.socket | None = None,
    *,
    schedule: Callable[[], Awaitable[None]] | None = None,
    ready: Callable[[], Awaitable[None]] | None = None,
) -> None:
    """Run a web server, a schedule or both until SIGTERM or Ctrl-C; requests and jobs under way may end.

    A second signal does not wait for them. `ready` is called once, when pages are answered, and holds nothing up.
    """
    told = asyncio.Event()
    _obey_signals(told, server)
    parts: list[asyncio.Task[None]] = []
    if server is not None and line is not None:
        parts.append(asyncio.create_task(server.serve(sockets=[line]), name="web"))
        while not server.started and not parts[0].done():  # noqa: ASYNC110 - uvicorn has no event for it
            await asyncio.sleep(WARM_SECONDS)
    if schedule is not None:
        parts.append(asyncio.create_task(_as_coroutine(schedule), name="schedule"))
    beside: list[asyncio.Task[None]] = []
    if ready is not None and not any(part.done() for part in parts):
        beside.append(asyncio.create_task(_as_coroutine(ready), name="ready"))
    waiting = asyncio.create_task(told.wait())
    await asyncio.wait({waiting, *parts}, return_when=asyncio.FIRST_COMPLETED)
    if server is not None:
        server.should_exit = True
    for part in (*parts, *beside):
        if part.get_name() != "web":
            part.cancel()
    ended = await asyncio.gather(*parts, *beside, return_exceptions=True)
    waiting.cancel()
    for outcome in ended:
        if isinstance(outcome, Exception):
            raise outcome


async def _as_coroutine(act: Callable[[], Awaitable[None]]) -> None:
    await act()


def _obey_signals(told: asyncio.Event, server: WebServer | None) -> None:
    def obey() -> None:
        if told.is_set() and server is not None:
            server.force_exit = True
        told.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, obey)
