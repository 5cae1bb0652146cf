"""What a database's URL means, for every command alike; TLS against a real server with a certificate of its own."""

import gc
import os
import pwd
import shutil
import socket
import ssl
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from leerstand.core import migrations
from leerstand.core.database import Database
from leerstand.core.database_url import TROUBLE, BadDatabaseUrl, Limits, connect, read_url
from tests.processes import eventually

PROGRAMS = Path("/usr/lib/postgresql/15/bin")
needs_server = pytest.mark.skipif(
    not PROGRAMS.exists(), reason="the embedded server has no TLS; this needs Debian's PostgreSQL 15"
)


@pytest.mark.parametrize(
    ("url", "dsn"),
    [
        ("postgresql://u:p@h/d", "postgresql://u:p@h/d"),
        ("postgres://u:p@h:5433/d", "postgresql://u:p@h:5433/d"),
        ("postgresql+asyncpg://u:p@h/d", "postgresql://u:p@h/d"),
        ("postgresql://u:p%40ss%2Fw%3Ard@h/d", "postgresql://u:p%40ss%2Fw%3Ard@h/d"),
        ("postgresql://u:p@ss/w:rd@database/d", "postgresql://u:p%40ss%2Fw%3Ard@database/d"),
        ("postgresql://u:p?x=1&y@h/d", "postgresql://u:p%3Fx%3D1%26y@h/d"),
        ("postgresql://u:100%#+@h/d", "postgresql://u:100%25%23%2B@h/d"),
        ("postgresql://u:p@h/d?application_name=a@b", "postgresql://u:p@h/d?application_name=a%40b"),
        ("postgresql://u@/d?host=/run/postgresql", "postgresql://u@/d?host=%2Frun%2Fpostgresql"),
        ("postgresql://%2Frun%2Fpostgresql/d", "postgresql:///d?host=%2Frun%2Fpostgresql"),
        ("postgresql://[::1]:5432/d", "postgresql://[::1]:5432/d"),
        ("postgresql://a:1,b:2/d?target_session_attrs=read-write", "postgresql://a:1,b:2/d?target_session_attrs=read-write"),
        ("postgresql://h/d?ssl=require", "postgresql://h/d?sslmode=require"),
        ("postgresql://h/d?ssl=true", "postgresql://h/d?sslmode=require"),
        ("postgresql://h/d?sslmode=require&channel_binding=prefer", "postgresql://h/d?sslmode=require"),
    ],
)  # fmt: skip
def test_a_url_is_read_as_it_is_meant(url: str, dsn: str) -> None:
    assert read_url(url).dsn == dsn


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("mysql://h/d", "must begin with postgresql://"),
        ("db.example.org/leerstand", "must begin with postgresql://"),
        ("postgresql+psycopg://h/d", "must begin with postgresql://"),
        ("postgresql://u:p@h:port/d", "cannot be read"),
        ("postgresql://h/d?sslmode=yes", "sslmode is one of"),
        ("postgresql://h/d?ssl=require&sslmode=disable", "contradict"),
        ("postgresql://h/d?channel_binding=require", "channel_binding=require"),
        ("postgresql://h/d?sslrotcert=x", "not known: sslrotcert"),
        ("postgresql://h/d?connect_timeout=soon", "whole seconds"),
    ],
)
def test_a_url_that_means_nothing_is_refused_with_what_to_change(url: str, sentence: str) -> None:
    with pytest.raises(BadDatabaseUrl, match=sentence):
        read_url(url)


def test_no_complaint_and_no_place_holds_the_password() -> None:
    with pytest.raises(BadDatabaseUrl) as error:
        read_url("postgresql://u:geheim@h:port/d")
    assert "geheim" not in str(error.value)
    target = read_url("postgresql://u:geheim@h/d")
    assert "geheim" not in target.place + repr(target)


def test_a_password_of_its_own_goes_before_the_one_in_the_url() -> None:
    assert read_url("postgresql://u@h/d", password="p@ss/w:rd").dsn == "postgresql://u:p%40ss%2Fw%3Ard@h/d"
    assert read_url("postgresql://u:old@h/d", password="new").dsn == "postgresql://u:new@h/d"


def test_what_the_machine_trusts_may_vouch_for_the_server() -> None:
    tls = read_url("postgresql://h/d?sslrootcert=system").tls
    assert tls is not None
    assert tls.verify_mode is ssl.CERT_REQUIRED
    assert tls.check_hostname


class Authority:
    """A certificate authority of our own, and a server certificate for localhost."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.root = folder / "root.crt"
        self.root.write_bytes(self._certificate("Our authority", self.key, is_authority=True))
        key = ec.generate_private_key(ec.SECP256R1())
        (folder / "server.crt").write_bytes(self._certificate("localhost", key, is_authority=False))
        (folder / "server.key").write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )

    def _certificate(self, name: str, key: ec.EllipticCurvePrivateKey, *, is_authority: bool) -> bytes:
        def named(text: str) -> x509.Name:
            return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

        begin = datetime.now(UTC) - timedelta(days=1)
        names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
        made = (
            x509.CertificateBuilder()
            .subject_name(named(name))
            .issuer_name(named("Our authority"))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(begin + timedelta(days=30))
            .add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
            .add_extension(names, critical=False)
        )
        return made.sign(self.key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)


class Server:
    """Debian's PostgreSQL 15 with TLS, a role with a difficult password, and nothing in the clear."""

    password = "p@ss/w:rd?#%"

    def __init__(self, folder: Path) -> None:
        self.folder, self.authority = folder, Authority(folder)
        # PostgreSQL refuses to run as root.
        self.account = pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else os.geteuid()
        for file in (folder, folder / "server.key", folder / "server.crt"):
            os.chown(file, self.account, -1)
        (folder / "server.key").chmod(0o600)
        with socket.socket() as line:
            line.bind(("127.0.0.1", 0))
            self.port = line.getsockname()[1]
        (folder / "password").write_text(self.password)
        (folder / "password").chmod(0o644)
        self._run("initdb", "-D", str(folder / "data"), "-U", "leerstand", "-A", "scram-sha-256",
                  f"--pwfile={folder / 'password'}", "-E", "UTF8", "--locale=C", "--no-sync")  # fmt: skip
        (folder / "data" / "pg_hba.conf").write_text("hostssl all all all scram-sha-256\n")
        settings = {
            "port": str(self.port), "listen_addresses": "127.0.0.1", "unix_socket_directories": "", "fsync": "off",
            "ssl": "on", "ssl_cert_file": str(folder / "server.crt"), "ssl_key_file": str(folder / "server.key"),
        }  # fmt: skip
        words = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        self.process = subprocess.Popen(
            [PROGRAMS / "postgres", "-D", folder / "data", *words], user=self.account, cwd="/",
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        eventually(self.answers, seconds=30)

    def answers(self) -> bool:
        asked = [PROGRAMS / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        return subprocess.run(asked, check=False).returncode == 0

    def _run(self, program: str, *words: str) -> None:
        subprocess.run(
            [PROGRAMS / program, *words], user=self.account, cwd="/", check=True, capture_output=True
        )

    def url(self, query: str, *, host: str = "localhost", password: str | None = None) -> str:
        secret = quote(self.password, safe="") if password is None else password
        asked = query.replace("ROOT", str(self.authority.root))
        return f"postgresql://leerstand:{secret}@{host}:{self.port}/postgres{asked}"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    # Not in pytest's own folder: the account that PostgreSQL runs as may not enter it.
    folder = Path(tempfile.mkdtemp(prefix="leerstand-tls-"))
    folder.chmod(0o755)
    running = Server(folder)
    yield running
    running.process.terminate()
    running.process.wait(20)
    shutil.rmtree(folder, ignore_errors=True)


async def encrypted(url: str) -> bool:
    """Whether both ways in, the driver's and the pool's, are encrypted; they must agree."""
    question = "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"
    connection = await connect(url, limits=Limits())
    found = {bool(await connection.fetchval(question))}
    await connection.close()
    db = Database(url, pool_size=1)
    async with db.engine.connect() as pooled:
        found.add(bool((await pooled.exec_driver_sql(question)).scalar()))
    await db.dispose()
    assert len(found) == 1
    return found.pop()


GOOD = [
    "",
    "?sslmode=prefer",
    "?sslmode=require",
    "?ssl=require",
    "?ssl=true",
    "?sslmode=require&sslrootcert=ROOT",
    "?sslmode=verify-ca&sslrootcert=ROOT",
    "?sslmode=verify-full&sslrootcert=ROOT&application_name=desk",
    "?sslmode=verify-full&sslrootcert=ROOT&connect_timeout=7&gssencmode=disable",
]


@needs_server
@pytest.mark.parametrize("query", GOOD)
async def test_tls_is_used_as_the_url_asks(server: Server, query: str) -> None:
    assert await encrypted(server.url(query))


@needs_server
async def test_a_password_may_be_written_as_it_is(server: Server) -> None:
    assert await encrypted(server.url("", password=server.password.replace("%", "%25")))
    assert await encrypted(read_url(server.url("", password="wrong"), password=server.password).dsn)


@needs_server
@pytest.mark.parametrize(
    ("query", "host"),
    [
        ("?sslmode=disable", "localhost"),  # the server takes nothing in the clear
        ("?sslmode=verify-full&sslrootcert=ROOT", "127.0.0.1"),  # the certificate is for another name
        ("?sslmode=verify-full&sslrootcert=/nowhere.crt", "localhost"),
        ("?sslrootcert=system", "localhost"),  # nobody but us knows our authority
    ],
)
@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning")
async def test_a_server_that_is_not_as_asked_is_refused_both_ways(
    server: Server, query: str, host: str
) -> None:
    with pytest.raises(TROUBLE):
        await connect(server.url(query, host=host), limits=Limits())
    db = Database(server.url(query, host=host), pool_size=1)
    with pytest.raises(OperationalError):
        async with db.reading() as session:
            await session.execute(text("SELECT 1"))
    await db.dispose()
    # asyncpg leaves the transport of a refused handshake to the collector, which must not complain in another test.
    gc.collect()


@needs_server
async def test_the_tables_are_made_over_checked_tls(server: Server) -> None:
    url = server.url("?sslmode=verify-full&sslrootcert=ROOT")
    assert await migrations.upgrade(url) is True
    assert await migrations.current(url) == migrations.head()


def test_the_address_of_a_server_is_shown_with_its_port() -> None:
    assert (
        read_url("postgresql://u:p@db.example.org:5433/leerstand").place == "leerstand at db.example.org:5433"
    )
