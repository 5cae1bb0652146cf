"""What `leerstand check-config` asks of the database and of the mail server."""

from dataclasses import dataclass, field

import aiosmtplib
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from leerstand.cli.opening import ONE_CALL, full_url, reason
from leerstand.core import migrations
from leerstand.core.database import Database
from leerstand.core.database_url import TROUBLE, connect
from leerstand.core.embedded import ServerUnavailable, serving
from leerstand.core.logs import told
from leerstand.core.mail import MailServerAway, connected, sender_of
from leerstand.operation.queries import text_body
from leerstand.settings import Settings

OLDEST = 150000  # PostgreSQL 15
LEGAL_TEXTS = ("imprint", "privacy")
FACTS = text(
    "SELECT current_setting('server_version_num')::int AS version, current_setting('server_encoding') AS encoding,"
    " coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,"
    " (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl) AS tls,"
    " inet_server_addr() IS NOT NULL AS is_remote, current_setting('max_connections')::int AS connections"
)


class Wrong(Exception):  # noqa: N818
    """A setting that will not do; the text says what to change."""


@dataclass
class Finding:
    """How something stands, in a sentence, and what an operator should know about it."""

    sentence: str
    warnings: list[str] = field(default_factory=list)


async def check_database(settings: Settings) -> Finding:
    """Version, encoding, rights, tables and texts of the database; opened as every command opens it."""
    if settings.database_url:
        return await _check(full_url(settings), settings)
    try:
        with serving(settings.data) as url:
            found = await _check(url, settings)
    except ServerUnavailable as refused:
        raise Wrong(str(refused)) from refused
    return Finding(f"embedded; {found.sentence}", found.warnings)


async def _check(url: str, settings: Settings) -> Finding:
    try:
        await (await connect(url, limits=ONE_CALL)).close(timeout=ONE_CALL.connect)
    except (*TROUBLE, ValueError) as refused:
        raise Wrong(f"cannot be used: {reason(refused)}") from refused
    db = Database(url, pool_size=2, limits=ONE_CALL)
    try:
        return await _look(db, settings)
    except SQLAlchemyError as error:
        raise Wrong(f"cannot be used: {told(error)}") from error
    finally:
        await db.dispose()


async def _look(db: Database, settings: Settings) -> Finding:
    async with db.reading() as session:
        facts = (await session.execute(FACTS)).one()
    if facts.version < OLDEST:
        raise Wrong(f"PostgreSQL {facts.version // 10000} is too old, 15 is the oldest that will do.")
    if facts.encoding != "UTF8":
        raise Wrong(f"its encoding is {facts.encoding}; make the database with ENCODING 'UTF8'.")
    reached = await migrations.current(db.url)
    if reached != migrations.head() and not facts.may_create:
        raise Wrong("the role may not create tables. Let it own the database: ALTER DATABASE … OWNER TO …")
    try:
        migrations.require_current(reached)
    except (migrations.NotMigrated, migrations.NewerDatabase) as unfit:
        raise Wrong(str(unfit)) from unfit
    found = Finding(f"PostgreSQL {facts.version // 10000}, tables up to date, {facts.tls or 'without TLS'}")
    if not facts.may_create:
        found.warnings.append("the role may not create tables: `leerstand migrate` needs another one")
    if facts.is_remote and not facts.tls and "127.0.0.1" not in (settings.database_url or ""):
        found.warnings.append(
            "the connection is not encrypted; ask for it with ?sslmode=verify-full&sslrootcert=…"
        )
    elif facts.is_remote and facts.tls and "verify-" not in db.url and "sslrootcert" not in db.url:
        found.warnings.append(
            "nobody checks the database's certificate; ?sslmode=verify-full&sslrootcert=… does"
        )
    return Finding(found.sentence, found.warnings + await _unwritten(db))


async def _unwritten(db: Database) -> list[str]:
    """Texts that the law asks for and that nobody has written yet."""
    async with db.reading() as session:
        missing = [key for key in LEGAL_TEXTS if not await text_body(session, key=key, language="de")]
    return [
        f"the {key} is still the draft that comes with leerstand; write it at /betrieb" for key in missing
    ]


async def check_mail(settings: Settings) -> Finding:
    """Whether the mail server lets us in and takes our sender; nothing is sent."""
    if not settings.sends_mail:
        shown = "no mail server is set; all mail is shown to everybody at /postausgang"
        return Finding(
            shown, ["set LEERSTAND_SMTP_URL before real people come"] if settings.is_secure else []
        )
    try:
        sender = sender_of(settings.mail_from).addr_spec
        async with connected(settings) as server:
            await server.mail(sender)
            await server.rcpt(sender)
            await server.rset()
    except MailServerAway as away:
        raise Wrong(f"the mail server of LEERSTAND_SMTP_URL cannot be used: {away}") from away
    except aiosmtplib.SMTPSenderRefused as refused:
        raise Wrong(
            f"the mail server does not take LEERSTAND_MAIL_FROM as a sender: {refused.code}"
        ) from refused
    except aiosmtplib.SMTPRecipientRefused as refused:
        raise Wrong(
            f"the mail server takes nothing for LEERSTAND_MAIL_FROM ({refused.code}): answers to our mail would be lost"
        ) from refused
    except (aiosmtplib.SMTPException, OSError) as error:
        raise Wrong(
            f"the mail server of LEERSTAND_SMTP_URL cannot be used: {type(error).__name__}"
        ) from error
    return Finding("the server takes our mail")
