"""How the service is, for those who watch it: answered within two seconds, whatever hangs."""

import asyncio
from datetime import datetime
from typing import Any

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.pool import NullPool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from leerstand.core import migrations
from leerstand.core.database import engine_of
from leerstand.core.database_url import Limits
from leerstand.core.logs import told
from leerstand.notices.queries import oldest_due

PATIENCE_SECONDS = 1.5
LIMITS = Limits(connect=PATIENCE_SECONDS, statement=PATIENCE_SECONDS, lock=PATIENCE_SECONDS)


async def live(request: Request) -> Response:
    """200 while this process answers; asks nobody else, so that a database that is away restarts no pages."""
    return JSONResponse({"ok": True})


async def ready(request: Request) -> Response:
    """200 while pages can be served: the database answers and its tables are those of this release, or newer.

    Says besides for how long the oldest notice that is due waits: a mail server that is away makes no page worse, but
    somebody should know.
    """
    # One look at a time: while the database hangs, those who ask every second must not pile up.
    looking = getattr(request.app.state, "looking", None)
    if looking is None or looking.done():
        url, now = request.state.db.url, request.state.now()
        looking = request.app.state.looking = asyncio.create_task(_look(url, now=now))
    done, _ = await asyncio.wait({looking}, timeout=PATIENCE_SECONDS)
    found = looking.result() if done else {"database": f"no answer within {PATIENCE_SECONDS:g} s"}
    is_ready = found["database"] == "ok"
    return JSONResponse({"ok": is_ready, **found}, status_code=200 if is_ready else 503)


async def _look(url: str, *, now: datetime) -> dict[str, Any]:
    """What the database says on a connection of its own, so that a pool full of waiting pages doesn't count."""
    engine = engine_of(url, limits=LIMITS, application="leerstand health", poolclass=NullPool)
    try:
        async with AsyncSession(engine) as session:
            migrations.require_current(await migrations.reached_by(await session.connection()))
            oldest = await oldest_due(session, now=now)
    except migrations.NewerDatabase:
        oldest = None  # The release before goes on serving while its successors are started.
    except migrations.NotMigrated:
        return {"database": "not migrated"}
    except (SQLAlchemyError, OSError, TimeoutError) as away:
        return {"database": told(away)}
    finally:
        await engine.dispose()
    waited = (now - oldest).total_seconds() if oldest else 0.0
    return {"database": "ok", "oldest_due_notice_seconds": round(waited)}
