"""Matching that happens by itself: what has changed, every minute; everything, every night."""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.database import Database
from leerstand.core.errors import NotFound
from leerstand.core.rows import leave
from leerstand.matching import queries, service
from leerstand.matching.pool import Everything, Pool
from leerstand.searches.models import Search

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
AT_ONCE = 200


async def warm(db: Database, pool: Pool, *, now: datetime) -> None:
    """Read what is there before anybody asks, so that no page has to wait for it."""
    async with db.reading() as session:
        await pool.follow(session, now=now)


async def match_changed(db: Database, pool: Pool, *, now: datetime, at_most: int = 200) -> int:
    """Match offers and searches that changed since they were matched; return how many. One transaction each.

    One that fails is left and said; it is tried again with the next run.
    """
    async with db.reading() as session:
        # Also keeps the pool warm: the first page after a start must not wait for it.
        await pool.follow(session, now=now)
        offers = await queries.offers_to_match(session, limit=at_most)
        searches = await queries.searches_to_match(session, limit=at_most)
    acts = [(f"offer {key}", _offer(pool, key, now=now)) for key in offers]
    acts += [(f"search {key}", _search(pool, key, now=now)) for key in searches]
    return sum([await _in_its_own(db, act, about=about) for about, act in acts])


async def _in_its_own(db: Database, act: Callable[[AsyncSession], Awaitable[object]], *, about: str) -> bool:
    try:
        async with db.writing() as session:
            await act(session)
    except Exception as error:
        leave(error, about=about)
        return False
    return True


async def match_all(db: Database, pool: Pool, *, now: datetime, progress: Progress | None = None) -> int:
    """Match every active search with every released offer, and end what does not stand any more.

    All are compared at once; what is new or changed is stored some hundred searches a transaction.
    """
    async with db.reading() as session:
        searches = await queries.searches_with_proposals(session)
        found = await pool.everything(session, top=service.TOP, now=now)
    for start in range(0, len(searches), AT_ONCE):
        some = searches[start : start + AT_ONCE]
        if not await _in_its_own(db, _searches(pool, some, found=found, now=now), about="some searches"):
            for key in some:  # one of them is at fault: the others are not
                await _in_its_own(db, _searches(pool, [key], found=found, now=now), about=f"search {key}")
        if progress is not None:
            progress(start + len(some), len(searches))
    return len(searches)


def _searches(
    pool: Pool, keys: Sequence[UUID], *, found: Everything, now: datetime
) -> Callable[[AsyncSession], Awaitable[int]]:
    async def act(session: AsyncSession) -> int:
        return await service.match_searches(session, pool, keys, found=found, now=now)

    return act


def _offer(pool: Pool, offer_id: UUID, *, now: datetime) -> Callable[[AsyncSession], Awaitable[int]]:
    async def act(session: AsyncSession) -> int:
        return await service.match_offer(session, pool, offer_id, now=now)

    return act


def _search(pool: Pool, search_id: UUID, *, now: datetime) -> Callable[[AsyncSession], Awaitable[int]]:
    async def act(session: AsyncSession) -> int:
        search = await session.get(Search, search_id)
        if search is None:
            raise NotFound
        return await service.match_search(session, pool, search, now=now)

    return act
