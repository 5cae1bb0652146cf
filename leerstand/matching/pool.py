"""What is matched, kept read in memory: released offers and active searches, following the database."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Generic, TypeVar
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.database import Database
from leerstand.core.i18n import BERLIN
from leerstand.matching.engine.facts import Match, Refusal
from leerstand.matching.engine.matcher import Matcher
from leerstand.matching.engine.stock import Stock
from leerstand.matching.engine.understood import ReadSeeker, ReadSpace
from leerstand.matching.own_weights import read_weights
from leerstand.matching.translate import seeker_of, space_of
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer
from leerstand.register.models import Building
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search
from leerstand.settings import Settings

Read = TypeVar("Read")

OVERLAP = timedelta(minutes=10)  # longer than any transaction, so that no late commit is missed


@dataclass
class Side(Generic[Read]):
    """One side of the market: what was read of each, as of which change."""

    read: dict[UUID, Read] = field(default_factory=dict)
    changed_at: dict[UUID, datetime] = field(default_factory=dict)
    until: datetime | None = None

    @property
    def since(self) -> datetime | None:
        """From when on changes have to be looked for."""
        return self.until - OVERLAP if self.until else None

    def put(self, key: UUID, read: Read, *, changed_at: datetime) -> None:
        self.read[key] = read
        self.changed_at[key] = changed_at

    def drop(self, key: UUID) -> bool:
        """Forget one; whether it was known."""
        self.changed_at.pop(key, None)
        return self.read.pop(key, None) is not None


class Pool:
    """All released offers and active searches of one database, each text read once.

    `follow_offers` and `follow_searches` bring it up to the database's state in one query each; the first call
    reads everything, later ones what has changed.
    """

    def __init__(self, *, vocabulary: Path | None = None, weights: Path | None = None) -> None:
        self._vocabulary = vocabulary
        self._weights = weights
        self._matcher: Matcher | None = None
        self._stock: Stock | None = None
        self._offers: Side[ReadSpace] = Side()
        self._searches: Side[ReadSeeker] = Side()
        self._lock = asyncio.Lock()

    async def matcher(self, *, now: datetime) -> Matcher:
        """The engine, loaded at first use and anew each day, because an empty start means today."""
        today = now.astimezone(BERLIN).date()
        async with self._lock:
            if self._matcher is None or self._matcher.engine.today != today:
                self._matcher = await asyncio.to_thread(self._load, today)
                self._stock = None
            return self._matcher

    def _load(self, today: date) -> Matcher:
        """Raises VocabularyError or BadWeights where the instance's own files can't be used."""
        own_words = [self._vocabulary] if self._vocabulary else []
        own_weights = read_weights(self._weights) if self._weights else None
        return Matcher.load(today=today, extra_vocabulary=own_words, weights=own_weights)

    async def follow_offers(self, session: AsyncSession, *, now: datetime) -> Stock:
        """The released offers as they are now."""
        matcher = await self.matcher(now=now)
        changed_at = func.greatest(Offer.updated_at, Building.updated_at)
        query = select(Offer, Building, changed_at).join(Building, Building.id == Offer.building_id)
        if self._offers.since is None:
            query = query.where(Offer.state == OfferState.RELEASED)
        else:
            query = query.where(changed_at > self._offers.since)
        for offer, building, moment in (await session.execute(query)).all():
            if offer.state is not OfferState.RELEASED:
                gone = self._offers.drop(offer.id)
                self._stock = None if gone else self._stock
            elif self._offers.changed_at.get(offer.id) != moment:
                self._offers.put(offer.id, matcher.read_space(space_of(offer, building)), changed_at=moment)
                self._stock = None
        self._offers.until = now
        if self._stock is None:
            in_order = [self._offers.read[key] for key in sorted(self._offers.read)]
            self._stock = matcher.stock(in_order)
        return self._stock

    async def follow_searches(self, session: AsyncSession, *, now: datetime) -> dict[UUID, ReadSeeker]:
        """The active searches as they are now."""
        matcher = await self.matcher(now=now)
        query = select(Search)
        if self._searches.since is None:
            query = query.where(Search.state == SearchState.ACTIVE)
        else:
            query = query.where(Search.updated_at > self._searches.since)
        for search in await session.scalars(query):
            if search.state is not SearchState.ACTIVE:
                self._searches.drop(search.id)
            elif self._searches.changed_at.get(search.id) != search.updated_at:
                read = matcher.read_seeker(seeker_of(search))
                self._searches.put(search.id, read, changed_at=search.updated_at)
        self._searches.until = now
        return self._searches.read

    async def best_offers(
        self, session: AsyncSession, seekers: Iterable[ReadSeeker], *, top: int, now: datetime
    ) -> list[Match]:
        """The best released offers for each search, best first."""
        stock = await self.follow_offers(session, now=now)
        matcher = await self.matcher(now=now)
        return await asyncio.to_thread(matcher.match, list(seekers), stock, top=top)

    async def searches_for(self, session: AsyncSession, offer_id: UUID, *, now: datetime) -> list[Match]:
        """What one released offer scores with each active search that it may be proposed to."""
        stock = await self.follow_offers(session, now=now)
        space = self._offers.read.get(offer_id)
        if space is None:
            return []
        seekers = await self.follow_searches(session, now=now)
        matcher = await self.matcher(now=now)
        alone = matcher.stock([space], rarity=stock.rarity)
        return await asyncio.to_thread(matcher.match, list(seekers.values()), alone, top=1)

    async def explain(
        self, session: AsyncSession, search: Search, *, offer: Offer, building: Building, now: datetime
    ) -> Match | Refusal:
        """Why a pair fits, or which hard rules stop it, whatever state its sides are in."""
        stock = await self.follow_offers(session, now=now)
        matcher = await self.matcher(now=now)
        space = matcher.read_space(space_of(offer, building))
        return matcher.explain(matcher.read_seeker(seeker_of(search)), space, rarity=stock.rarity)


@lru_cache(maxsize=4)
def _pool(_url: str, vocabulary: Path | None, weights: Path | None) -> Pool:
    return Pool(vocabulary=vocabulary, weights=weights)


def shared_pool(db: Database, settings: Settings) -> Pool:
    """This process's pool of one database, with the instance's own words and weights."""
    return _pool(db.url, settings.vocabulary, settings.weights)
