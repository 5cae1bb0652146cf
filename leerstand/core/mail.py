"""Mail over SMTP: one message built so that nothing in it can add a header, and the ways to send it."""

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from leerstand.settings import Settings

TIMEOUT_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail, complete. `stop_url` takes the reader out of this kind of mail, by hand or by one click (RFC 8058)."""

    to: str
    subject: str
    text: str
    html: str
    language: str
    message_id: str
    written_at: datetime
    stop_url: str = ""


Send = Callable[[Outgoing], Awaitable[None]]


class MailRefused(Exception):  # noqa: N818
    """The receiving side won't take this mail; `for_good` says whether trying again is in vain."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        self.for_good = for_good
        super().__init__(reason)


class MailServerAway(Exception):  # noqa: N818
    """The mail server itself can't be reached or used; no mail is to blame."""


async def keep_here(_: Outgoing) -> None:
    """Send nothing: where no mail server is set, the outbox page shows what would have gone out."""


def compose(outgoing: Outgoing, *, sender: str) -> EmailMessage:
    """The message as it goes over the wire: plain text with HTML beside it.

    Raises MailRefused for an address or a subject that no header may hold.
    """
    message = EmailMessage()
    name, address = parseaddr(sender)
    try:
        message["From"] = Address(name, addr_spec=address)
        message["To"] = Address(addr_spec=outgoing.to)
        message["Subject"] = " ".join(outgoing.subject.split())
    except (ValueError, IndexError) as error:
        raise MailRefused(f"cannot be written into a mail's head: {error}", for_good=True) from error
    message["Date"] = format_datetime(outgoing.written_at)
    message["Message-ID"] = outgoing.message_id
    message["Auto-Submitted"] = "auto-generated"
    if outgoing.stop_url:
        message["List-Unsubscribe"] = f"<{outgoing.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(outgoing.text)
    message.add_alternative(outgoing.html, subtype="html")
    message["Content-Language"] = outgoing.language  # last, since setting content clears such headers
    return message


def smtp_sender(settings: Settings) -> Send:
    """The way out for mail: the SMTP server of the settings, or none (`keep_here`)."""
    if settings.smtp_url is None:
        return keep_here

    async def send(outgoing: Outgoing) -> None:
        message = compose(outgoing, sender=settings.mail_from)
        async with connected(settings) as server:
            try:
                await server.send_message(message)
            except aiosmtplib.SMTPRecipientsRefused as error:
                code, reason = error.recipients[0].code, error.recipients[0].message
                raise MailRefused(f"{code} {reason}", for_good=code >= 500) from error
            except aiosmtplib.SMTPResponseException as error:
                raise MailRefused(f"{error.code} {error.message}", for_good=error.code >= 500) from error
            except (aiosmtplib.SMTPException, OSError) as error:
                raise MailServerAway(str(error)) from error

    return send


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[aiosmtplib.SMTP]:
    """A connection to the settings' mail server, signed in and encrypted as its URL says.

    Raises MailServerAway with the reason.
    """
    server = _server(settings.smtp_url or "")
    try:
        await server.connect()
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        raise MailServerAway(f"{type(error).__name__}: {error}") from error
    try:
        yield server
    finally:
        try:
            await server.quit()
        except (aiosmtplib.SMTPException, OSError):
            server.close()


def _server(url: str) -> aiosmtplib.SMTP:
    """The server that a URL names: smtp:// begins plain and changes to TLS where offered, smtps:// is TLS from the start.

    A password is never sent in the clear, unless `?starttls=never` asks for it (for a server on the same machine).
    """
    parts = urlsplit(url)
    tls = parts.scheme == "smtps"
    never = parse_qs(parts.query).get("starttls") == ["never"]
    start_tls = False if tls or never else (True if parts.username else None)
    return aiosmtplib.SMTP(
        hostname=parts.hostname or "localhost",
        port=parts.port or (465 if tls else 587 if parts.username else 25),
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        use_tls=tls,
        start_tls=start_tls,
        tls_context=ssl.create_default_context(),
        timeout=TIMEOUT_SECONDS,
    )
