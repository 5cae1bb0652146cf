"""What goes wrong on our side: one page for the visitor, one entry in the log, without a word of anybody's data."""

import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable

from sqlalchemy.exc import DBAPIError, InterfaceError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from leerstand.core.database import state_of
from leerstand.core.logs import chain, told, trace

log = logging.getLogger("leerstand.incidents")

# PostgreSQL's classes of errors that pass by themselves: no connection, no resources, told to stop, timeouts.
AWAY = ("08", "53", "57P", "57014", "55P03")
ROUTE = "route_name"


def note(error: BaseException, *, where: str) -> str:
    """Log an incident once and return its number, under which it is found again."""
    number = secrets.token_hex(4)
    if is_database_away(error):
        # Every request says so for as long as it lasts: one line each, without the way it went.
        log.warning("incident %s on %s: the database is away: %s", number, where, told(error))
    else:
        # In words of our own and not as exc_info: whoever prints that quotes what somebody typed.
        log.error("incident %s on %s:\n%s", number, where, trace(error))
    return number


def is_database_away(error: BaseException) -> bool:
    """Whether an error says that the database can't be reached, is starting, or is too busy to answer."""
    for one in chain(error):
        if isinstance(one, NoConnectionFree | InterfaceError) or getattr(
            one, "connection_invalidated", False
        ):
            return True
        if state_of(one).startswith(AWAY):
            return True
        if isinstance(one, OSError | TimeoutError) and _is_from_database(one):
            return True
    return False


def _is_from_database(error: BaseException) -> bool:
    if isinstance(error, DBAPIError):
        return True
    frames = traceback.extract_tb(error.__traceback__)
    return any("asyncpg" in frame.filename for frame in frames)


class Failures:
    """Answers what no view and no handler has answered, so that the server has nothing to print a second time."""

    def __init__(self, app: ASGIApp, *, answer: Callable[[Request, Exception], Awaitable[Response]]) -> None:
        self.app = app
        self.answer = answer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_started = False

        async def watched(message: Message) -> None:
            nonlocal is_started
            is_started = True
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except ClientDisconnect:
            return  # Whoever asked has gone; nobody is there to be answered.
        except Exception as error:
            if scope["type"] != "http":
                raise
            response = await self.answer(Request(scope, receive), error)
            if not is_started:
                await response(scope, receive, send)
