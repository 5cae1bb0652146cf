"""Rate limits that hold over all processes, counted in the database."""

import hashlib
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.errors import TooManyAttempts
from leerstand.core.models import Attempt


async def count_attempt(
    session: AsyncSession, *, what: str, who: str, most: int, within: timedelta, now: datetime
) -> None:
    """Count one attempt of `who` at `what`; raise TooManyAttempts above `most` in a fixed window.

    `who` (an address or e-mail) is stored as a hash only. One statement.
    """
    key = f"{what}:{hashlib.sha256(who.encode()).hexdigest()[:32]}"
    seconds = int(within.total_seconds())
    started = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)
    statement = (
        insert(Attempt)
        .values(key=key, window_started_at=started, count=1)
        .on_conflict_do_update(
            index_elements=[Attempt.key, Attempt.window_started_at], set_={"count": Attempt.count + 1}
        )
        .returning(Attempt.count)
    )
    if (await session.execute(statement)).scalar_one() > most:
        raise TooManyAttempts


async def forget_attempts(session: AsyncSession, *, before: datetime) -> None:
    """Remove the counters of windows that began before `before`."""
    await session.execute(delete(Attempt).where(Attempt.window_started_at < before))
