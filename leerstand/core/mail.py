"""Mail over SMTP: one message built so that nothing in it can add a header, and the ways to send it.

What goes wrong is told apart by whose fault it is: MailRefused the mail's, MailServerAway the server's, and
MailUnclear where the conversation broke off in the middle of one mail.
"""

import re
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime, parseaddr
from functools import cache
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib

from leerstand.core.addresses import NotAnAddress, domain_on_the_wire, on_the_wire
from leerstand.core.cleaning import printable
from leerstand.core.i18n import N_
from leerstand.settings import Settings

TIMEOUT_SECONDS = 20.0
ON_THE_WIRE = SMTP_POLICY.clone(cte_type="7bit")  # what every server takes, whatever it says it supports
NO_MAILBOX = N_("Diese Adresse kann keine E-Mail empfangen.")
NO_MESSAGE = N_("Diese Nachricht lässt sich nicht als E-Mail schreiben.")
# Said in the middle of a mail, but about the connection or the server: closing, waits for sign-in, wants TLS.
SERVER_CODES = frozenset({421, 432, 454, 502, 503, 530, 534, 535, 538})


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One mail, complete.

    `message_name` is its own for ever, so that a mail that arrives twice is known for one. `stop_url` takes the reader
    out of this kind of mail, by hand or by one click (RFC 8058).
    """

    to: str
    subject: str
    text: str
    html: str
    language: str
    message_name: str
    written_at: datetime
    stop_url: str = ""


Send = Callable[[Outgoing], Awaitable[None]]


class MailRefused(Exception):  # noqa: N818
    """This mail won't be taken; `for_good` says whether trying again is in vain."""

    def __init__(self, reason: str, *, for_good: bool) -> None:
        self.for_good = for_good
        super().__init__(clean_reason(reason))


class MailServerAway(Exception):  # noqa: N818
    """The mail server itself can't be reached or used; no mail is to blame."""

    def __init__(self, reason: str, *, kind: str = "") -> None:
        self.kind = kind or "MailServerAway"
        super().__init__(clean_reason(reason))


class MailUnclear(Exception):  # noqa: N818
    """The conversation broke off in the middle of this mail: its fault if the server takes others, else the server's.

    `was_silent` says that the server let us wait until the time was over.
    """

    def __init__(self, reason: str, *, kind: str, was_silent: bool = False) -> None:
        self.kind, self.was_silent = kind, was_silent
        super().__init__(clean_reason(reason))


def clean_reason(text: str) -> str:
    """A server's answer as it can be kept: it may hold bytes that are no text, which no database takes."""
    shown = text.encode("utf-8", "replace").decode("utf-8")
    return printable(shown)[:500]


async def keep_here(_: Outgoing) -> None:
    """Send nothing: where no mail server is set, the outbox page shows what would have gone out."""


def compose(outgoing: Outgoing, *, sender: str, host: str = "") -> EmailMessage:
    """The message as it goes over the wire: plain text with HTML beside it, ASCII throughout.

    `host` names us in the Message-ID where the sender's domain is none. Raises MailRefused for an address or a text
    that no mail may hold, MailServerAway for a sender that none can have: that is the settings' fault.
    """
    writer = sender_of(sender)
    try:
        recipient = on_the_wire(outgoing.to)
    except NotAnAddress as error:
        raise MailRefused(NO_MAILBOX, for_good=True) from error
    try:
        return _composed(outgoing, to=recipient, writer=writer, host=host)
    except Exception as error:  # the library raises a dozen kinds; none of them is better for trying again
        raise MailRefused(NO_MESSAGE, for_good=True) from error


def sender_of(sender: str) -> Address:
    """The sender of all mail as servers take it, from LEERSTAND_MAIL_FROM. Raises MailServerAway for one that none can have."""
    name, address = parseaddr(sender)
    try:
        local, domain = address.rsplit("@", 1)
        return Address(name, addr_spec=f"{local}@{domain_on_the_wire(domain)}")
    except Exception as error:
        raise MailServerAway("LEERSTAND_MAIL_FROM", kind="no sender's address is set") from error


def _composed(outgoing: Outgoing, *, to: str, writer: Address, host: str) -> EmailMessage:
    message = EmailMessage(policy=ON_THE_WIRE)
    message["From"] = writer
    message["To"] = Address(addr_spec=to)
    message["Subject"] = " ".join(outgoing.subject.split())
    message["Date"] = format_datetime(outgoing.written_at)
    message["Message-ID"] = (
        f"<{outgoing.message_name}@{writer.domain if '.' in writer.domain else host or writer.domain}>"
    )
    message["Auto-Submitted"] = "auto-generated"
    if outgoing.stop_url:
        message["List-Unsubscribe"] = f"<{outgoing.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(outgoing.text)
    message.add_alternative(outgoing.html, subtype="html")
    message["Content-Language"] = outgoing.language  # last, since setting content clears such headers
    message.as_bytes()  # what cannot be written shows itself here, before a server is troubled
    return message


class SmtpSender:
    """The way out over the settings' mail server: one mail on a connection of its own, several in a `round`."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._host = urlsplit(settings.base_url).hostname or ""

    async def __call__(self, outgoing: Outgoing) -> None:
        async with self.round() as send:
            await send(outgoing)

    @asynccontextmanager
    async def round(self) -> AsyncIterator[Send]:
        """Send mail after mail over one connection, opened when it is needed and again when it is lost."""
        line = _Line(self._settings)

        async def send(outgoing: Outgoing) -> None:
            message = compose(outgoing, sender=self._settings.mail_from, host=self._host)
            await line.carry(message)

        try:
            yield send
        finally:
            await line.close()


def smtp_sender(settings: Settings) -> Send:
    """The way out for mail: the SMTP server of the settings, or none (`keep_here`)."""
    return keep_here if settings.smtp_url is None else SmtpSender(settings)


@asynccontextmanager
async def sending_round(send: Send) -> AsyncIterator[Send]:
    """`send` for several mails at once, over one connection where it knows how."""
    if isinstance(send, SmtpSender):
        async with send.round() as each:
            yield each
    else:
        yield send


class _Line:
    """One connection to the mail server, for one mail after the other."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._server: aiosmtplib.SMTP | None = None

    async def carry(self, message: EmailMessage) -> None:
        """Hand one mail over. Raises MailRefused, MailUnclear or MailServerAway; only the first leaves the line open."""
        sender, recipient = (message[name].addresses[0].addr_spec for name in ("From", "To"))
        server = await self._begin(sender)
        try:
            try:
                await server.rcpt(recipient)
                await server.data(message.as_bytes())
            except aiosmtplib.SMTPResponseException as error:
                raise _blamed(error) from error
            except (aiosmtplib.SMTPException, OSError, ValueError) as error:
                kind = type(error).__name__
                raise MailUnclear(f"{kind}: {error}", kind=kind, was_silent=_is_silence(error)) from error
        except MailRefused:
            await self._reset(server)
            raise
        except BaseException:  # also when cut off: nobody knows what the server makes of the next command
            self._drop()
            raise

    async def _begin(self, sender: str) -> aiosmtplib.SMTP:
        """A server that has taken MAIL FROM, which is the same for all mails: what goes wrong here is no mail's fault."""
        if self._server is not None:
            try:  # many servers end a connection that has sat idle or carried enough
                await self._server.mail(sender)
            except (aiosmtplib.SMTPException, OSError):
                self._drop()
            else:
                return self._server
        self._server = await open_connection(self._settings)
        try:
            await self._server.mail(sender)
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            self._drop()
            raise MailServerAway(f"{type(error).__name__}: {error}", kind=_kind(error)) from error
        return self._server

    async def _reset(self, server: aiosmtplib.SMTP) -> None:
        try:
            await server.rset()
        except (aiosmtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None

    async def close(self) -> None:
        """Take leave of the server."""
        if self._server is not None:
            await _leave(self._server)
        self._server = None


def _blamed(error: aiosmtplib.SMTPResponseException) -> MailRefused | MailUnclear:
    """Whose fault an answer to a recipient or a text is. RFC 3463: x.3.x speaks of the mail system, x.7.x of its rules.

    A rule (relaying, reputation) may be lifted before half a day is over, so it is tried again also after a 5xx.
    """
    reason = f"{error.code} {error.message}"
    detail = re.match(r"[45]\.(\d{1,3})\.(\d{1,3})\b", error.message)
    subject, point = detail.groups() if detail else ("", "")
    is_about_system = subject == "3" and point != "4"  # x.3.4: this mail is too big
    if error.code in SERVER_CODES or error.code < 400 or is_about_system:
        return MailUnclear(reason, kind=_kind(error))
    return MailRefused(reason, for_good=error.code >= 500 and subject != "7")


def _kind(error: Exception) -> str:
    """What went wrong, without a word that anybody wrote: for logs."""
    code = getattr(error, "code", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _is_silence(error: Exception) -> bool:
    return isinstance(error, TimeoutError)


async def open_connection(settings: Settings) -> aiosmtplib.SMTP:
    """A connection to the settings' mail server, signed in and encrypted as its URL says. Raises MailServerAway."""
    server = _server(settings.smtp_url or "")
    try:
        await server.connect()
    except (aiosmtplib.SMTPException, OSError, ValueError) as error:
        server.close()
        raise MailServerAway(f"{type(error).__name__}: {error}", kind=_kind(error)) from error
    return server


async def _leave(server: aiosmtplib.SMTP) -> None:
    try:
        await server.quit()
    except (aiosmtplib.SMTPException, OSError):
        server.close()


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[aiosmtplib.SMTP]:
    """A connection to the settings' mail server, signed in and encrypted as its URL says.

    Raises MailServerAway with the reason.
    """
    server = await open_connection(settings)
    try:
        yield server
    finally:
        await _leave(server)


@cache
def _trusted() -> ssl.SSLContext:
    """The authorities that this machine trusts; reading them takes half a second on a busy one, so it is done once."""
    return ssl.create_default_context()


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
        tls_context=_trusted(),
        timeout=TIMEOUT_SECONDS,
    )
