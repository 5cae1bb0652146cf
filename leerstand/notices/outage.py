"""Whether mail leaves at all: said once when it stops and once when it goes on, not at every try."""

import logging
from datetime import datetime, timedelta
from weakref import WeakKeyDictionary

from leerstand.core.database import Database
from leerstand.notices import queries

log = logging.getLogger(__name__)

# Longer than a mail server takes to start again, shorter than the quarter of an hour that a sign-in link is good for.
LATE_AFTER = timedelta(minutes=10)

# By database, since a process may serve several (tests do). A new leader says it once more.
_began: WeakKeyDictionary[Database, datetime] = WeakKeyDictionary()


def is_late(oldest: datetime | None, *, now: datetime) -> bool:
    """Whether the oldest due notice (`queries.oldest_due`) has waited so long that somebody has to look."""
    return oldest is not None and now - oldest >= LATE_AFTER


async def note_outage(db: Database, *, trouble: str, now: datetime) -> None:
    """Log a warning when mail stops leaving and a line when it leaves again.

    `trouble` is the kind of what the last run met, empty where it met none. One or two queries.
    """
    async with db.reading() as session:
        oldest = await queries.oldest_due(session, now=now)
    began = _began.get(db)
    if began is None and (trouble or is_late(oldest, now=now)):
        _began[db] = oldest or now
        log.warning(
            "no mail leaves (%s); the oldest waits since %s", trouble or "no reason known", _began[db]
        )
    elif began is not None and not trouble and oldest is None:
        del _began[db]
        log.info("mail leaves again, after %s", now - began)
