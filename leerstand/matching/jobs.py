"""Matching that happens by itself: what has changed, every minute; everything, every night."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.database import Database
from leerstand.core.errors import NotFound
from leerstand.matching import queries, service
from leerstand.matching.pool import Pool
from leerstand.searches.models import Search

log = logging.getLogger(__name__)

Progress = Callable[[int, int], None]
AT_ONCE = 200


async def warm(db: Database, pool: Pool, *, now: datetime) -> None:
    """Read what is there before anybody asks, so that no page has to wait for it."""
    async with db.reading() as session:
        await pool.follow(session, now=now)


async def match_changed(db: Database, pool: Pool, *, now: datetime, at_most: int = 200) -> int:
    """Match offers and searches that changed since they were matched; return how many. One transaction each."""
    async with db.reading() as session:
        # Also keeps the pool warm: the first page after a start must not wait for it.
        await pool.follow(session, now=now)
        offers = await queries.offers_to_match(session, limit=at_most)
        searches = await queries.searches_to_match(session, limit=at_most)
    acts = [_offer(pool, key, now=now) for key in offers] + [_search(pool, key, now=now) for key in searches]
    for act in acts:
        async with db.writing() as session:
            await act(session)
    return len(acts)


async def match_all(db: Database, pool: Pool, *, now: datetime, progress: Progress | None = None) -> int:
    """Match every active search with every released offer, and end what does not stand any more.

    All are compared at once; what is new or changed is stored some hundred searches a transaction.
    """
    async with db.reading() as session:
        searches = await queries.searches_with_proposals(session)
        found = await pool.everything(session, top=service.TOP, now=now)
    for start in range(0, len(searches), AT_ONCE):
        some = searches[start : start + AT_ONCE]
        async with db.writing() as session:
            await service.match_searches(session, pool, some, found=found, now=now)
        if progress is not None:
            progress(start + len(some), len(searches))
    return len(searches)


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
