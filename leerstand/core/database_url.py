"""How the database is reached: one reading of its URL for every command, and the one way to open a connection."""

import re
import ssl
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode

import asyncpg

SCHEMES = ("postgresql+asyncpg", "postgresql", "postgres")
MODES = ("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
# Words that drivers take for TLS where libpq says sslmode.
TLS_WORDS = {"true": "require", "1": "require", "on": "require", "false": "disable", "0": "disable", "off": "disable"}  # fmt: skip
TAKEN = {
    *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslpassword", "sslcrl", "sslnegotiation"),
    *("ssl_min_protocol_version", "ssl_max_protocol_version", "target_session_attrs", "passfile"),
    *("application_name", "options", "connect_timeout"),
}
# What libpq knows and the driver does not: harmless, unless it is demanded.
NEVER_REQUIRED = {"channel_binding", "gssencmode"}
WITHOUT_EFFECT = {"client_encoding", "sslcompression", "sslsni", "keepalives", "keepalives_idle"}
ANSWER_GRACE_SECONDS = 3.0  # the server's own limit should speak first, since it says what was slow
PING_SECONDS = 3.0
# A process whose host has gone is noticed by the server after half a minute, not after hours.
KEEPALIVE = {"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5", "tcp_keepalives_count": "4"}

# What opening and using a connection raises where the database is away.
TROUBLE = (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError)

# As the standard has it: user and password end before the first slash.
STRICT = re.compile(r"(?:(?P<who>[^/?#]*)@)?(?P<hosts>[^@/?#]*)(?:/(?P<name>[^@?#]*))?(?:\?(?P<query>.*))?")
# As people write it, with @, / or ? in the password: it ends at the last @ that a host and a name follow.
LOOSE = re.compile(r"(?P<who>.*)@(?P<hosts>[^@/?#]*)(?:/(?P<name>[^@?#]*))?(?:\?(?P<query>.*))?")


class BadDatabaseUrl(ValueError):  # noqa: N818
    """A URL that names no database we can open; the text says what to change and never quotes the password."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the database may take, in seconds; `statement` None is as long as it needs."""

    connect: float = 5.0
    statement: float | None = 20.0
    lock: float = 5.0


# Imports, jobs and commands by hand: long statements are their business, hanging for ever is nobody's.
PATIENT = Limits(connect=10.0, statement=900.0, lock=60.0)


@dataclass(frozen=True, slots=True)
class Target:
    """One database, as the driver takes it: a libpq URL and, where the URL can't say it, the TLS context."""

    dsn: str = field(repr=False)
    place: str
    tls: ssl.SSLContext | None = None
    connect_seconds: float | None = None


class Connection(asyncpg.Connection):
    """A connection that begins and ends transactions quickly or is given up: a hanging server is noticed by that."""

    async def execute(self, query: str, *args: Any, timeout: float | None = None) -> Any:  # noqa: ASYNC109 - asyncpg's own
        if timeout is not None or not query.startswith(("BEGIN", "ROLLBACK")):
            return await super().execute(query, *args, timeout=timeout)
        try:
            return await super().execute(query, *args, timeout=PING_SECONDS)
        except TimeoutError as silence:
            self.terminate()
            raise asyncpg.InterfaceError(
                "connection is closed: the database did not answer in time"
            ) from silence


async def connect(url: str, *, limits: Limits = PATIENT, application: str = "leerstand") -> Connection:
    """Open a connection as `url` asks for it; every part of leerstand comes in by this door.

    Raises BadDatabaseUrl, OSError, TimeoutError or asyncpg's errors.
    """
    target = read_url(url)
    named = {} if "application_name=" in target.dsn else {"application_name": application}
    milliseconds = {"lock_timeout": f"{limits.lock * 1000:.0f}"}
    if limits.statement is not None:
        milliseconds["statement_timeout"] = f"{limits.statement * 1000:.0f}"
    return await asyncpg.connect(
        target.dsn,
        ssl=target.tls,
        timeout=target.connect_seconds or limits.connect,
        command_timeout=None if limits.statement is None else limits.statement + ANSWER_GRACE_SECONDS,
        server_settings=named | milliseconds | KEEPALIVE,
        connection_class=Connection,
    )


def read_url(url: str, *, password: str | None = None) -> Target:
    """What a URL means, with the password given apart going before the one in it.

    Reads `postgresql://`, `postgres://` and `postgresql+asyncpg://`, passwords with reserved characters, percent-
    encoded or not, and TLS as libpq (`sslmode`) and other drivers (`ssl`) ask for it. Raises BadDatabaseUrl.
    """
    scheme, parted, rest = url.strip().partition("://")
    if not parted or scheme.lower() not in SCHEMES:
        raise BadDatabaseUrl("must begin with postgresql://, for example postgresql://user@host/leerstand")
    who, hosts, name, query = _parts(rest)
    user, _, written = who.partition(":")
    asked = _asked(query)
    user, name = asked.pop("user", "") or user, asked.pop("dbname", "") or name
    secret = password if password is not None else asked.pop("password", "") or unquote(written)
    asked.pop("password", None)
    hosts = asked.pop("host", "") or unquote(hosts)
    if port := asked.pop("port", ""):
        hosts = f"{hosts}:{port}" if not hosts.startswith("/") else hosts
    tls = None
    if asked.get("sslrootcert") == "system":
        # libpq's word for the certificates this machine trusts; the driver has none for it.
        tls = _system_tls(asked)
    seconds = asked.pop("connect_timeout", "")
    dsn = _dsn(unquote(user), secret, hosts=hosts, name=unquote(name), asked=asked)
    if seconds and not seconds.isdecimal():
        raise BadDatabaseUrl("connect_timeout takes whole seconds")
    return Target(
        dsn, f"{unquote(name) or 'default'} at {hosts or 'default'}", tls, float(seconds or 0) or None
    )


def _parts(rest: str) -> tuple[str, str, str, str]:
    """User and password, hosts, name and query of a URL without its scheme."""
    for pattern in (STRICT, LOOSE):
        found = pattern.fullmatch(rest)
        if found and _are_hosts(found["hosts"]) and _is_query(found["query"] or ""):
            return found["who"] or "", found["hosts"], found["name"] or "", found["query"] or ""
    raise BadDatabaseUrl("cannot be read; it is written postgresql://user:password@host:5432/leerstand")


def _are_hosts(text: str) -> bool:
    """Whether these are hosts with or without ports, or the percent-encoded folder of a socket."""
    if unquote(text).startswith("/"):
        return True
    return all(re.fullmatch(r"(\[[^\]]*\]|[^:\[\]]*)(:\d+)?", one) for one in text.split(","))


def _is_query(query: str) -> bool:
    return not query or all(re.match(r"[A-Za-z_]+=", part) for part in query.split("&"))


def _asked(query: str) -> dict[str, str]:
    """The query's parameters, in libpq's words."""
    asked: dict[str, str] = {}
    for key, value in parse_qsl(query.replace("+", "%2B"), keep_blank_values=True):
        name = {"database": "dbname", "username": "user"}.get(key.lower(), key.lower())
        asked[name] = f"{asked[name]},{value}" if name == "host" and name in asked else value
    if "ssl" in asked:
        word = asked.pop("ssl").lower()
        mode = TLS_WORDS.get(word, word)
        if asked.setdefault("sslmode", mode) != mode:
            raise BadDatabaseUrl("ssl= and sslmode= contradict each other; sslmode is enough")
    if asked.get("sslmode", "prefer") not in MODES:
        raise BadDatabaseUrl(f"sslmode is one of {', '.join(MODES)}")
    for name in NEVER_REQUIRED:
        if asked.pop(name, "prefer") == "require":
            raise BadDatabaseUrl(f"{name}=require cannot be kept by the driver; leave it out")
    for name in [name for name in asked if name in WITHOUT_EFFECT]:
        del asked[name]
    if unknown := sorted(set(asked) - TAKEN - {"host", "port", "user", "password", "dbname"}):
        raise BadDatabaseUrl(f"has a parameter that is not known: {unknown[0]}")
    return asked


def _system_tls(asked: dict[str, str]) -> ssl.SSLContext:
    del asked["sslrootcert"]
    if asked.pop("sslmode", "verify-full") != "verify-full":
        raise BadDatabaseUrl("sslrootcert=system goes with sslmode=verify-full")
    context = ssl.create_default_context()
    if "sslcert" in asked:
        context.load_cert_chain(
            asked.pop("sslcert"), asked.pop("sslkey", None), asked.pop("sslpassword", None)
        )
    return context


def _dsn(user: str, password: str, *, hosts: str, name: str, asked: dict[str, str]) -> str:
    """The same in libpq's form, every reserved character encoded."""
    who = quote(user, safe="") + (f":{quote(password, safe='')}" if password else "")
    # Socket folders stand in the query, since they are no host names.
    where = hosts if hosts and "/" not in hosts else ""
    query = asked | ({"host": hosts} if hosts and not where else {})
    written = f"?{urlencode(query, quote_via=quote)}" if query else ""
    return f"postgresql://{who}{'@' if who else ''}{where}/{quote(name, safe='')}{written}"
