"""What goes to the log, and what never does: no parameter, address, token or name of a person.

Exceptions quote what was typed and what stands in rows, so their own words are told only where they speak of code or
of the machine. Everything that is logged goes through here: our own lines, those of libraries, traces that nobody caught.
"""

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import asyncpg
from jinja2 import TemplateNotFound, TemplateSyntaxError, UndefinedError
from sqlalchemy.exc import DBAPIError, InvalidRequestError
from sqlalchemy.exc import TimeoutError as PoolTimeout

WITHHELD = "(its words are withheld, they may quote what somebody typed)"
# Errors whose words name code, files of ours or a schema, and never a value.
PLAIN: tuple[type[BaseException], ...] = (
    *(AttributeError, ImportError, NameError, NotImplementedError, TypeError, RecursionError, MemoryError),
    *(TemplateNotFound, TemplateSyntaxError, UndefinedError, InvalidRequestError, PoolTimeout),
)
# Classes of SQLSTATE whose message names tables and limits; 22 (data) and 23 (integrity) quote rows.
ABOUT_THE_SERVER = (
    "08",
    "0A",
    "25",
    "26",
    "28",
    "3D",
    "3F",
    "40",
    "42",
    "53",
    "54",
    "55",
    "57",
    "58",
    "F0",
    "XX",
)

EMAIL = re.compile(r"[^\s<>\"'(),;:/…]+@[^\s<>\"'(),;:/]+")
PASSWORD = re.compile(r"(?<=://)[^\s/@]*:[^\s@]*@")
# Random words as long as a token (ours have 22 characters or more), and whatever stands where paths carry one.
TOKEN = re.compile(r"\b(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{22,}(\.[\w-]+)*|\b[0-9a-f]{32,}\b")
CARRIES = re.compile(r"(?<=/)(anmelden|abbestellen|angebot-noch-aktuell|meldungen|zuruecknehmen)/[^\s/?\"']+")
OURS = str(Path(__file__).parents[1])
LAST_FRAMES = 2
MOST_CAUSES = 10
RENAMED = {"uvicorn.error": "uvicorn", "uvicorn.asgi": "uvicorn"}


def told(error: BaseException) -> str:
    """An error in words that may be logged, shown to an operator and kept: never without a reason, never with a value."""
    if isinstance(error, DBAPIError):
        error = _of_driver(error)
    if isinstance(error, asyncpg.PostgresError):
        return _named(error, _of_database(error))
    if isinstance(error, TimeoutError):
        return _named(error, sieved(str(error)) or "no answer in time")
    if isinstance(error, OSError):
        return _named(error, error.strerror or sieved(str(error)) or "no reason given")
    # asyncpg's complaint about a parameter quotes it; it is a ValueError as well.
    of_connection = isinstance(error, asyncpg.InterfaceError) and not isinstance(error, ValueError)
    if of_connection or isinstance(error, PLAIN):
        return _named(error, sieved(str(error)) or "no reason given")
    return _named(error, WITHHELD)


def _of_driver(error: DBAPIError) -> BaseException:
    """The driver's own error below SQLAlchemy's two wrappers."""
    found: BaseException = error
    while isinstance(found, DBAPIError) or type(found).__module__.startswith("sqlalchemy.dialects"):
        below = found.__cause__ or getattr(found, "orig", None)
        if below is None or below is found:
            break
        found = below
    return found


def _named(error: BaseException, words: str) -> str:
    return f"{type(error).__name__}: {words}"


def _of_database(error: asyncpg.PostgresError) -> str:
    """PostgreSQL's message where it speaks of the server; else the code and the constraint, table or column."""
    state = getattr(error, "sqlstate", None) or ""
    # `args` and not str(): that adds the detail, which quotes the row.
    if state.startswith(ABOUT_THE_SERVER) and error.args:
        return f"{sieved(str(error.args[0]))} ({state})"
    names = ("constraint_name", "table_name", "column_name")
    where = [str(value) for value in (getattr(error, name, None) for name in names) if value]
    return f"{state} {', '.join(where)}".strip() or WITHHELD


def sieved(text: str) -> str:
    """A text without what still looks like an address, a password in a URL or a token."""
    return TOKEN.sub("…", CARRIES.sub(r"\1/…", EMAIL.sub("…@…", PASSWORD.sub("…@", text))))


def trace(error: BaseException) -> str:
    """Where an error came from: our lines of code, the last ones of libraries, and each cause with `told` for its words."""
    causes = _causes(error)
    return "\nThen:\n".join("".join(_frames(each)) + told(each) for each in causes)


def _frames(error: BaseException) -> Iterator[str]:
    """The lines of code that an error passed, those of libraries folded together but for the last."""
    frames = traceback.extract_tb(error.__traceback__)
    folded = 0
    for place, frame in enumerate(frames):
        if frame.filename.startswith(OURS) or place >= len(frames) - LAST_FRAMES:
            yield f"  … {folded} lines of libraries\n" if folded else ""
            yield f"  {frame.filename}:{frame.lineno} in {frame.name}: {frame.line}\n"
            folded = 0
        else:
            folded += 1


def _causes(error: BaseException) -> list[BaseException]:
    """An error's causes and itself, the first one first; what lies below a database error is in its own words."""
    causes: list[BaseException] = []
    for each in chain(error):
        causes.append(each)
        if isinstance(each, DBAPIError) or len(causes) == MOST_CAUSES:
            break
    return causes[::-1]


def chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and its causes, the first one last; each once."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)


class TellOnce(logging.Filter):
    """One trace an incident: an error that was logged with its trace is not logged again by whoever passes it on."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        if getattr(error, "was_logged", False):
            return False
        with suppress(AttributeError):
            error.was_logged = True  # type: ignore[attr-defined]
        return True


class Lines(logging.Formatter):
    """Lines for people: the time with its offset, level, logger, and what happened."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")
        name = RENAMED.get(record.name, record.name)
        return f"{when} {record.levelname} {name}: {_message(record)}" + (
            f"\n{_trace_of(record)}" if record.exc_info else ""
        )


class Objects(logging.Formatter):
    """The same, as one JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        when = datetime.fromtimestamp(record.created).astimezone().isoformat(timespec="milliseconds")
        said = {"time": when, "level": record.levelname, "logger": RENAMED.get(record.name, record.name)}
        said["message"] = _message(record)
        if record.exc_info:
            said["trace"] = _trace_of(record)
        return json.dumps(said, ensure_ascii=False)


def _message(record: logging.LogRecord) -> str:
    """A record's words, with errors among its arguments told and not quoted."""
    words, args = str(record.msg), record.args
    if isinstance(record.msg, BaseException):
        words = told(record.msg)
    if isinstance(args, tuple) and args:
        args = tuple(told(arg) if isinstance(arg, BaseException) else arg for arg in args)
    try:
        words = words % args if args else words
    except (TypeError, ValueError, KeyError):
        words = str(record.msg)
    # asyncio prints the whole task below its sentence, and the task's error in it.
    return sieved(words.partition("\n")[0] if record.name == "asyncio" else words)


def _trace_of(record: logging.LogRecord) -> str:
    error = record.exc_info[1] if record.exc_info else None
    return trace(error) if error else ""


def set_up(*, level: str = "info", form: str = "text") -> None:
    """Log to the terminal: our own lines from `level` on, those of libraries from WARNING on."""
    handler = logging.StreamHandler()
    handler.setFormatter(Objects() if form == "json" else Lines())
    handler.addFilter(TellOnce())
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # a line that can't be written would be printed with all its arguments
    # Libraries stay above DEBUG whatever is asked for: there they print parameters and rows.
    for name in ("leerstand", "uvicorn"):
        logging.getLogger(name).setLevel(level.upper())
    _catch_the_rest()


def _catch_the_rest() -> None:
    """Errors that nobody catches, in the main thread, in others and while objects are thrown away."""
    log = logging.getLogger("leerstand")

    def of_thread(args: Any) -> None:
        log.error("a thread ended by an error", exc_info=(args.exc_type, args.exc_value, args.exc_traceback))

    def of_object(args: Any) -> None:
        log.error("an error while an object was thrown away: %s", args.exc_value)

    def of_process(kind: Any, error: BaseException, trail: Any) -> None:
        if isinstance(error, KeyboardInterrupt):
            return
        log.critical("ended by an error", exc_info=(kind, error, trail))

    sys.excepthook, threading.excepthook, sys.unraisablehook = of_process, of_thread, of_object
