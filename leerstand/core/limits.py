"""Rate limits that hold over all processes, counted in the database."""

import hashlib
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network

from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import HTTPConnection, Request

from leerstand.core.errors import TooManyAttempts
from leerstand.core.models import Attempt

# What one household or phone gets of IPv6 at least; the rest it chooses itself, anew at will.
HOUSEHOLD_BITS = 64


def visitor_key(request: HTTPConnection) -> str:
    """Whom to count an attempt for: the IPv4 address, or the /64 network of an IPv6 one; "?" where none is known."""
    host = request.client.host if request.client else "?"
    try:
        # A zone (fe80::1%eth0) names a card of this machine, not a visitor.
        address = ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((address, HOUSEHOLD_BITS), strict=False))


async def limit(request: Request, *, what: str, most: int, hours: int = 1, who: str = "") -> None:
    """Count one attempt within some hours, in a transaction of its own: of `who`, or of the visitor's address.

    Raises TooManyAttempts.
    """
    async with request.state.db.noting() as session:
        await count_attempt(
            session, what=what, who=who or visitor_key(request), most=most, within=timedelta(hours=hours),
            now=request.state.now(),
        )  # fmt: skip


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
