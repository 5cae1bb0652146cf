"""The real service for browsers: pages over HTTP on a port of their own, mail over SMTP, jobs when a test says so."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from aiosmtpd.smtp import SMTP

from leerstand.accounts.views import session_cookie
from leerstand.app import create_app
from leerstand.cli.running import reserve, web_server
from leerstand.core.database import Database
from leerstand.core.jobs import Work
from leerstand.core.mail import smtp_sender
from leerstand.schedule import BY_NAME
from leerstand.settings import Settings
from tests.cast import Cast, Clock, gather
from tests.notices.conftest import Postbox

SECRET = "j" * 40


@dataclass
class Service:
    """A running service: the people in it, its clock, its mail."""

    url: str
    cast: Cast
    postbox: Postbox
    work: Work

    async def run(self, name: str) -> int:
        """Let one job of the schedule run now."""
        return int(await BY_NAME[name].act(self.work, self.cast.clock()) or 0)

    async def later(self, **how_much: float) -> None:
        """Let time pass, and send what is due by then."""
        self.cast.clock.moment += timedelta(**how_much)
        await self.run("send-notices")

    def cookie(self, name: str) -> dict[str, str]:
        """The cookie of somebody who is signed in."""
        return {"name": session_cookie(self.work.settings), "value": self.cast.cookies[name], "url": self.url}


@asynccontextmanager
async def serving(db: Database, clock: Clock) -> AsyncIterator[Service]:
    """The service on a free port of this machine, with the cast in it and a mail server beside it."""
    postbox, loop = Postbox(), asyncio.get_running_loop()
    mail_server = await loop.create_server(lambda: SMTP(postbox, loop=loop), "127.0.0.1", 0)
    postbox.port = mail_server.sockets[0].getsockname()[1]
    line = reserve("127.0.0.1", 0, command="web")
    settings = Settings(
        base_url=f"http://localhost:{line.getsockname()[1]}",
        smtp_url=postbox.url,
        mail_from="Elbe-Region <post@leerstand.example>",
    )
    app = create_app(settings, db, secret=SECRET, now=clock)
    cast = await gather(db, app, clock)
    server = web_server(app, settings, log_level="warning")
    running = asyncio.create_task(server.serve(sockets=[line]))
    while not server.started and not running.done():
        await asyncio.sleep(0.01)
    try:
        yield Service(
            settings.base_url, cast, postbox, Work(db, settings, app.state.signer, smtp_sender(settings))
        )
    finally:
        server.should_exit = True
        await running
        mail_server.close()
