"""`leerstand check-config` and what commands say before they start: against real servers that are not as they should be."""

import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from sqlalchemy import text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.ext.asyncio import create_async_engine

from leerstand.core.database import Database

SECRET = "0123456789abcdef0123456789abcdef"


def leerstand(*words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEERSTAND_")}
    given = {f"LEERSTAND_{name}": value for name, value in settings.items()}
    return subprocess.run(
        [sys.executable, "-m", "leerstand", *words], capture_output=True, text=True, timeout=120, env=kept | given
    )  # fmt: skip


def checked(url: str, **settings: str) -> tuple[int, str]:
    done = leerstand("check-config", DATABASE_URL=url, SECRET=SECRET, **settings)
    assert "Traceback" not in done.stderr
    return done.returncode, done.stdout


class Sink:
    """A mail server that refuses senders, receivers or nobody, and never gets a mail."""

    def __init__(self) -> None:
        self.senders, self.receivers = "250 OK", "250 OK"
        self.mails = 0

    async def handle_MAIL(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802  # fmt: skip
        envelope.mail_from = address
        return self.senders

    async def handle_RCPT(self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]) -> str:  # noqa: N802  # fmt: skip
        envelope.rcpt_tos.append(address)
        return self.receivers

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        self.mails += 1
        return "250 OK"


@pytest.fixture
def sink() -> Iterator[tuple[Sink, str]]:
    handler = Sink()
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        port = line.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler, f"smtp://127.0.0.1:{port}"
    controller.stop()


@pytest_asyncio.fixture
async def server(postgres_server: URL) -> AsyncIterator[URL]:
    """A server on which a test may make databases and roles of its own; they are gone afterwards."""
    yield postgres_server
    await statements(postgres_server, "DROP DATABASE IF EXISTS odd WITH (FORCE)", "DROP ROLE IF EXISTS weak")


async def statements(server: URL, *all_of_them: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        for one in all_of_them:
            await connection.execute(text(one))
    await engine.dispose()


def address(server: URL, *, user: str | None = None) -> str:
    return server.set(database="odd", username=user or server.username).render_as_string(hide_password=False)


async def test_tables_that_are_not_up_to_date_are_wrong(database_url: str, db: Database) -> None:
    assert checked(database_url)[0] == 0
    async with db.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    code, said = checked(database_url)
    assert code == 1
    assert "WRONG database: The database is not up to date. Run: leerstand migrate" in said


async def test_an_encoding_that_cannot_hold_all_names_is_wrong(server: URL) -> None:
    await statements(server, "CREATE DATABASE odd TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C' LOCALE_PROVIDER 'libc'")  # fmt: skip
    code, said = checked(address(server))
    assert code == 1
    assert "WRONG database: its encoding is SQL_ASCII" in said


async def test_a_role_that_may_not_create_tables_is_wrong_and_migrate_says_so(server: URL) -> None:
    await statements(server, "CREATE DATABASE odd", "CREATE ROLE weak LOGIN")
    code, said = checked(address(server, user="weak"))
    assert code == 1
    assert "WRONG database: the role may not create tables" in said
    refused = leerstand("migrate", DATABASE_URL=address(server, user="weak"))
    assert refused.returncode == 1
    assert "ALTER DATABASE leerstand OWNER TO leerstand" in refused.stderr
    assert "Traceback" not in refused.stderr


async def test_drafts_and_a_proxy_that_is_not_named_are_notes(database_url: str) -> None:
    code, said = checked(database_url, BASE_URL="https://leerstand.example.org")
    assert code == 0
    assert "note  database: the imprint is still the draft" in said
    assert "note  public address: LEERSTAND_PROXIES is not set" in said
    assert "PROXIES" not in checked(database_url, BASE_URL="https://a.example.org", PROXIES="10.0.0.1")[1]


@pytest.mark.parametrize(
    ("answers", "code", "sentence"),
    [
        (("250 OK", "250 OK"), 0, "ok    mail: the server takes our mail"),
        (("550 5.7.1 no", "250 OK"), 1, "WRONG mail: the mail server does not take LEERSTAND_MAIL_FROM as a sender"),
        (("250 OK", "550 5.1.1 no"), 1, "WRONG mail: the mail server takes nothing for LEERSTAND_MAIL_FROM"),
    ],
)  # fmt: skip
async def test_the_mail_server_is_asked_without_sending_anything(
    database_url: str, sink: tuple[Sink, str], answers: tuple[str, str], code: int, sentence: str
) -> None:
    server, url = sink
    server.senders, server.receivers = answers
    found, said = checked(
        database_url, SMTP_URL=url, MAIL_FROM="a@example.org", BASE_URL="https://a.example.org"
    )
    assert (found, server.mails) == (code, 0)
    assert sentence in said


async def test_wrong_settings_are_named_and_the_rest_is_checked(database_url: str, tmp_path: Path) -> None:
    bad = tmp_path / "words.csv"
    bad.write_text("nonsense\n")
    code, said = checked(database_url, MAIL_FROM="kein absender", DISTRICTS="99999", VOCABULARY=str(bad), SECRTE="x")  # fmt: skip
    assert code == 1
    assert "WRONG setting: LEERSTAND_MAIL_FROM" in said
    assert "WRONG setting: LEERSTAND_SECRTE: no such setting. The nearest is LEERSTAND_SECRET" in said
    assert "WRONG matching: LEERSTAND_VOCABULARY" in said
    assert "ok    database" in said


@pytest.mark.parametrize(
    ("command", "name", "value", "sentence"),
    [
        ("web", "DATABASE_URI", "postgresql://x/y", "The nearest is LEERSTAND_DATABASE_URL"),
        ("worker", "SECRET", "kurz", "LEERSTAND_SECRET: has 4 characters, 32 are the fewest"),
        ("serve", "SECRET", "only-for-trying-out-only-for-trying-out", "LEERSTAND_SECRET: is published"),
        ("job", "SECRET", "", "LEERSTAND_SECRET: is set, but empty"),
        ("migrate", "DATABASE_URL", "postgresql://h/d?sslmode=yes", "LEERSTAND_DATABASE_URL: sslmode is one of"),
    ],
)  # fmt: skip
def test_nothing_starts_with_settings_that_mean_something_else(
    tmp_path: Path, command: str, name: str, value: str, sentence: str
) -> None:
    words = [command, "send-notices"] if command == "job" else [command]
    refused = leerstand(*words, "--data", str(tmp_path / "data"), **{name: value})
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not (tmp_path / "data" / "postgres").exists()


async def test_a_secret_kept_in_the_data_folder_must_be_one(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("")
    refused = leerstand("job", "send-notices", "--data", str(tmp_path), DATABASE_URL=database_url)
    assert refused.returncode == 1
    assert "holds no secret of 32 characters" in refused.stderr


@pytest.mark.parametrize(
    ("words", "step", "sentence"),
    [
        (["web", "--port", "18379"], "0001", "Run: leerstand migrate"),
        (["worker"], "0001", "Run: leerstand migrate"),
        (["user", "revoke", "a@example.org"], "0001", "Run: leerstand migrate"),
        (["worker"], "9999", "of a newer release (step 9999)"),
    ],
)
async def test_a_command_on_tables_of_another_release_says_one_sentence(
    database_url: str, db: Database, words: list[str], step: str, sentence: str
) -> None:
    async with db.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = :step"), {"step": step})
    refused = leerstand(*words, DATABASE_URL=database_url, SECRET=SECRET)
    assert refused.returncode == 1
    assert sentence in refused.stderr
    assert "Traceback" not in refused.stderr


async def test_migrate_on_a_newer_database_says_which_way_to_go(database_url: str, db: Database) -> None:
    async with db.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    refused = leerstand("migrate", DATABASE_URL=database_url)
    assert refused.returncode == 1
    assert refused.stdout.startswith("Database: ")
    assert make_url(database_url).database in refused.stdout
    assert "Start the newer program, or restore the backup" in refused.stderr
