"""A real mail server for the tests of the outbox."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest_asyncio
from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbox:
    """What the mail server took, and how it answers the next mails.

    It knows ASCII alone (no SMTPUTF8), as many do.
    """

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.answers: list[str] = []
        self.port = 0
        self.pause_seconds = 0.0
        self.connections = 0
        self.refuses_sender = ""
        self.refuses: dict[str, str] = {}  # by the beginning of a recipient's address
        self.hangs_up_at: tuple[str, ...] = ()  # in the middle of the text for such recipients
        self.falls_silent_at: tuple[str, ...] = ()
        self.hangs_up_after_each = False

    async def handle_MAIL(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuses_sender:
            return self.refuses_sender
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith(self.falls_silent_at):
            await asyncio.sleep(3600)
        for beginning, answer in self.refuses.items():
            if address.startswith(beginning):
                return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.pause_seconds)
        if envelope.rcpt_tos[0].startswith(self.hangs_up_at):
            server.transport.close()
            return "250 OK"
        if self.hangs_up_after_each:
            asyncio.get_running_loop().call_later(0.01, server.transport.close)
        self.recipients += envelope.rcpt_tos
        if self.answers and (answer := self.answers.pop(0)) != "250 OK":
            return answer
        content = envelope.content
        assert isinstance(content, bytes)
        mail = message_from_bytes(content, policy=default)
        assert isinstance(mail, EmailMessage)
        self.mails.append(mail)
        return "250 OK"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}?starttls=never"

    @property
    def subjects(self) -> list[str]:
        return [str(mail["Subject"]) for mail in self.mails]


@asynccontextmanager
async def open_postbox() -> AsyncIterator[Postbox]:
    """A mail server on a free port of this machine, for the length of a block."""
    box = Postbox()
    loop = asyncio.get_running_loop()

    def greeted() -> SMTP:
        box.connections += 1
        return SMTP(box, loop=loop)

    server = await loop.create_server(greeted, "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    yield box
    server.close()
    await server.wait_closed()


@pytest_asyncio.fixture
async def postbox() -> AsyncIterator[Postbox]:
    """A mail server on a free port of this machine."""
    async with open_postbox() as box:
        yield box
