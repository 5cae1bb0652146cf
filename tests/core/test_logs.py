"""What is logged when something goes wrong, and what never is."""

import asyncio
import io
import json
import logging
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager

import asyncpg
import httpx
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from leerstand.app import create_app
from leerstand.cli.running import web_server
from leerstand.core.database import Database
from leerstand.core.logs import WITHHELD, Lines, Objects, TellOnce, told, trace
from leerstand.settings import Settings

TOKEN = "L5dhAflY0baQq7sVx1mZ2rTn8wKpJeUo4cGiBhDyRfA"
SECRETS = ("erika.mustermann", "Mustermann", "Feldweg 7", TOKEN, "0151 234567")


@pytest.fixture
def logged() -> Iterator[Callable[[], str]]:
    """Everything that reaches the log, as the terminal shows it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Lines())
    handler.addFilter(TellOnce())
    root = logging.getLogger()
    # Alone: a handler that a command has left behind would tell an error first, and this one would keep still.
    before, root.handlers = root.handlers, [handler]
    yield stream.getvalue
    root.handlers = before


@asynccontextmanager
async def served(url: str) -> AsyncIterator[httpx.AsyncClient]:
    """The service behind a real web server, since that has a log of its own."""
    with socket.socket() as line:
        line.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{line.getsockname()[1]}"
        settings = Settings(base_url=address)
        server = web_server(create_app(settings, Database(url), secret="s" * 40), settings)
        serving = asyncio.create_task(server.serve(sockets=[line]))
        while not server.started:
            await asyncio.sleep(0.01)
        async with httpx.AsyncClient(base_url=address, headers={"origin": address}) as browser:
            yield browser
        server.should_exit = True
        await serving


SENT = [
    ("notices", "POST", "/anmelden", {"email": "erika.mustermann@example.org"}),
    ("sign_in_links", "POST", f"/anmelden/{TOKEN}", {}),
    ("report_drafts", "POST", "/leerstand-melden", {"street": "Feldweg 7", "note": "Frau Mustermann, 0151 234567"}),
    ("attempts", "GET", "/meldungen/Mustermann", {}),
    ("reports", "GET", "/meldungen/LM-2026-Mustermann", {}),
]  # fmt: skip


@pytest.mark.parametrize(("table", "method", "path", "form"), SENT)
async def test_an_error_of_the_database_quotes_nobody(
    database_url: str, db: Database, logged: Callable[[], str], table: str, method: str, path: str,
    form: dict[str, str],
) -> None:  # fmt: skip
    async with db.writing() as session:
        await session.execute(text(f"ALTER TABLE {table} RENAME TO gone"))
    async with served(database_url) as browser:
        answer = await browser.request(method, path, data=form or None)
    assert answer.status_code == 500
    said = logged()
    assert not [secret for secret in SECRETS if secret in said]
    assert said.count("Traceback") + said.count("incident ") <= 1
    assert "42P01" in said


async def database_error(db: Database, statement: str, **given: str) -> DBAPIError:
    with pytest.raises(DBAPIError) as error:
        async with db.writing() as session:
            await session.execute(text(statement), given)
    return error.value


async def test_a_row_that_is_there_already_is_named_by_its_rule_alone(db: Database) -> None:
    same = "INSERT INTO people (id, email) VALUES (gen_random_uuid(), :email), (gen_random_uuid(), :email)"
    error = await database_error(db, same, email="erika.mustermann@example.org")
    assert "erika" in str(error.__cause__.__cause__)
    assert told(error) == "UniqueViolationError: 23505 uq_people_email, people"
    assert "erika" not in trace(error)


async def test_a_value_that_the_driver_refuses_is_not_told(db: Database) -> None:
    error = await database_error(db, "SELECT CAST(:n AS integer)", n="Mustermann")
    assert "Mustermann" in str(error)
    assert "Mustermann" not in told(error) + trace(error)


async def test_what_the_server_says_of_itself_is_told(db: Database) -> None:
    assert "42P01" in told(await database_error(db, "SELECT * FROM nowhere"))
    assert 'relation "nowhere" does not exist' in told(await database_error(db, "SELECT * FROM nowhere"))


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (TimeoutError(), "TimeoutError: no answer in time"),
        (ConnectionRefusedError(111, "Connection refused"), "ConnectionRefusedError: Connection refused"),
        (OSError(2, "No such file or directory", "/data/Mustermann"), "FileNotFoundError: No such file or directory"),
        (ValueError("'Mustermann' is no number"), f"ValueError: {WITHHELD}"),
        (KeyError("Mustermann"), f"KeyError: {WITHHELD}"),
        (asyncpg.InterfaceError("connection is closed"), "InterfaceError: connection is closed"),
        (AttributeError("no attribute 'x'"), "AttributeError: no attribute 'x'"),
    ],
)  # fmt: skip
def test_an_error_is_told_with_a_reason_and_without_a_value(error: Exception, words: str) -> None:
    assert told(error) == words


def test_causes_are_told_each_once() -> None:
    name = SECRETS[1]
    try:
        try:
            raise KeyError(name)
        except KeyError as cause:
            raise TypeError("a str is no int") from cause
    except TypeError as error:
        said = trace(error)
    assert said.index("KeyError") < said.index("TypeError: a str is no int")
    assert "Mustermann" not in said


@pytest.mark.parametrize(
    ("message", "args", "shown"),
    [
        ("sent to %s", ("erika.mustermann@example.org",), "sent to …@…"),
        ("asked for %s", (f"/anmelden/{TOKEN}",), "asked for /anmelden/…"),
        ("opened %s", ("postgresql://leerstand:geheim@db/leerstand",), "opened postgresql://…@db/leerstand"),
        ("failed: %s", (ValueError("Mustermann"),), f"failed: ValueError: {WITHHELD}"),
        ("100 % of %s", ("it",), "100 % of %s"),
    ],
)
def test_a_last_sieve_goes_over_every_line(message: str, args: tuple[object, ...], shown: str) -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, message, args, None)
    assert Lines().format(record).endswith(f"INFO x: {shown}")
    assert json.loads(Objects().format(record))["message"] == shown


def test_a_line_begins_with_a_moment_and_its_offset() -> None:
    record = logging.LogRecord("uvicorn.error", logging.INFO, __file__, 1, "Started", (), None)
    moment, level, name, _ = Lines().format(record).split(" ", 3)
    assert moment[-6] in "+-"
    assert (level, name) == ("INFO", "uvicorn:")


async def test_a_task_that_nobody_waits_for_is_logged_without_its_error(logged: Callable[[], str]) -> None:
    loop = asyncio.get_running_loop()
    loop.call_exception_handler(
        {"message": "Task exception was never retrieved", "exception": ValueError("Mustermann"), "task": "Mustermann"}
    )  # fmt: skip
    assert "never retrieved" in logged()
    assert "Mustermann" not in logged()


def test_an_error_that_is_passed_on_is_logged_once(logged: Callable[[], str]) -> None:
    try:
        raise RuntimeError("once")
    except RuntimeError as error:
        logging.getLogger("leerstand").error("first", exc_info=error)
        logging.getLogger("uvicorn.error").error("second", exc_info=error)
    assert "first" in logged()
    assert "second" not in logged()
