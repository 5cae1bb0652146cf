"""A real mail server for the tests of the outbox."""

import asyncio
from collections.abc import AsyncIterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest_asyncio
from aiosmtpd.smtp import SMTP, Envelope, Session


class Postbox:
    """What the mail server took, and how it answers the next mails."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.answers: list[str] = []
        self.port = 0
        self.pause_seconds = 0.0

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        await asyncio.sleep(self.pause_seconds)
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


@pytest_asyncio.fixture
async def postbox() -> AsyncIterator[Postbox]:
    """A mail server on a free port of this machine."""
    box = Postbox()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(box, loop=loop), "127.0.0.1", 0)
    box.port = server.sockets[0].getsockname()[1]
    yield box
    server.close()
    await server.wait_closed()
