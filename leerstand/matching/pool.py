"""What is matched, kept laid out in memory: released offers and active searches, following the database."""

import asyncio
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import CompoundSelect, Row, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.database import Database
from leerstand.core.days import day_of
from leerstand.core.rows import leave
from leerstand.matching.engine import batch
from leerstand.matching.engine.demand import Demand
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
Item = TypeVar("Item")

OVERLAP = timedelta(minutes=10)  # longer than any transaction, so that no late commit is missed
MOST_KEPT = 20_000
AT_ONCE = 500
MANY = 10_000


@dataclass
class Side(Generic[Read]):
    """One side of the market: as of which change each is known, and as many readings as fit (2 kB each)."""

    changed_at: dict[UUID, datetime] = field(default_factory=dict)
    until: datetime | None = None
    readings: dict[str, Read] = field(default_factory=dict)

    @property
    def since(self) -> datetime | None:
        """From when on changes have to be looked for."""
        return self.until - OVERLAP if self.until else None

    def keep(self, key: str, read: Read) -> None:
        """Remember a reading; the oldest ones make room."""
        self.readings.pop(key, None)
        while len(self.readings) >= MOST_KEPT:
            del self.readings[next(iter(self.readings))]
        self.readings[key] = read

    def forget(self, key: UUID) -> None:
        self.changed_at.pop(key, None)
        self.readings.pop(str(key), None)


@dataclass(frozen=True)
class Everything:
    """The best offers for every active search, by score, as of one moment."""

    found: batch.Best
    searches: dict[UUID, int]
    offers: dict[int, UUID]

    def of(self, search_id: UUID) -> dict[UUID, float]:
        """Offers and scores for one search, best first; empty if it is not active."""
        row = self.searches.get(search_id)
        if row is None:
            return {}
        pairs = zip(self.found.offers[row].tolist(), self.found.scores[row].tolist(), strict=True)
        return {self.offers[offer]: score for offer, score in pairs if offer >= 0}


class Pool:
    """All released offers and active searches of one database in columns, each text read once.

    The first question reads everything, later ones what has changed since, in two queries a side. One question is
    answered at a time, the reckoning in a thread, so that pages go on.
    """

    def __init__(self, *, vocabulary: Path | None = None, weights: Path | None = None) -> None:
        self._vocabulary = vocabulary
        self._weights = weights
        self._matcher: Matcher | None = None
        self._stock: Stock | None = None
        self._demand: Demand | None = None
        self._offers: Side[ReadSpace] = Side()
        self._searches: Side[ReadSeeker] = Side()
        self._lock = asyncio.Lock()
        self._turn = asyncio.Lock()

    async def matcher(self, *, now: datetime) -> Matcher:
        """The engine, loaded at first use; it goes with the days, because an empty start means today."""
        today = day_of(now)
        async with self._lock:
            if self._matcher is None:
                self._matcher = await asyncio.to_thread(self._load, today)
            elif self._matcher.engine.today != today:
                self._matcher = self._matcher.on(today)
            return self._matcher

    def _load(self, today: date) -> Matcher:
        """Raises VocabularyError or BadWeights where the instance's own files can't be used."""
        own_words = [self._vocabulary] if self._vocabulary else []
        own_weights = read_weights(self._weights) if self._weights else None
        return Matcher.load(today=today, extra_vocabulary=own_words, weights=own_weights)

    async def follow(self, session: AsyncSession, *, now: datetime) -> None:
        """Bring both sides up to the database's state."""
        async with self._turn:
            is_first = self._demand is None
            stock = await self._follow_offers(session, now=now)
            demand = await self._follow_searches(session, now=now)
            if is_first and len(stock) + len(demand) > MANY:
                # What was read stays; the collector would look at it again and again, 0.7 s each time.
                await asyncio.to_thread(gc.collect)
                gc.freeze()

    async def _follow_offers(self, session: AsyncSession, *, now: datetime) -> Stock:
        matcher, side = await self.matcher(now=now), self._offers
        stock = self._stock = self._stock or Stock(matcher.engine.plans)
        changed_at = func.greatest(Offer.updated_at, Building.updated_at)
        query = select(Offer.id, Offer.state, changed_at).join(Building, Building.id == Offer.building_id)
        if side.since is None:
            query = query.where(Offer.state == OfferState.RELEASED)
        else:
            query = query.where(Offer.id.in_(_changed_offers(side.since)))
        wanted: dict[UUID, datetime] = {}
        for offer_id, state, moment in await session.execute(query):
            if state is not OfferState.RELEASED:
                stock.drop(str(offer_id))
                side.forget(offer_id)
            elif side.changed_at.get(offer_id) != moment:
                wanted[offer_id] = moment
        for some in _parts(list(wanted)):
            for read in (await self._read_spaces(session, some, matcher=matcher)).values():
                stock.put(read)
            side.changed_at.update((key, wanted[key]) for key in some)
        side.until = now
        return stock

    async def _follow_searches(self, session: AsyncSession, *, now: datetime) -> Demand:
        matcher, side = await self.matcher(now=now), self._searches
        demand = self._demand = self._demand or matcher.demand([])
        query = select(Search.id, Search.state, Search.updated_at)
        if side.since is None:
            query = query.where(Search.state == SearchState.ACTIVE)
        else:
            query = query.where(Search.updated_at > side.since)
        wanted: dict[UUID, datetime] = {}
        for search_id, state, moment in await session.execute(query):
            if state is not SearchState.ACTIVE:
                demand.drop(str(search_id))
                side.forget(search_id)
            elif side.changed_at.get(search_id) != moment:
                wanted[search_id] = moment
        for some in _parts(list(wanted)):
            for read in (await self._read_seekers(session, some, matcher=matcher)).values():
                demand.put(read)
            side.changed_at.update((key, wanted[key]) for key in some)
        side.until = now
        return demand

    async def _read_spaces(
        self, session: AsyncSession, ids: Sequence[UUID], *, matcher: Matcher
    ) -> dict[str, ReadSpace]:
        query = (
            select(Offer, Building).join(Building, Building.id == Offer.building_id).where(Offer.id.in_(ids))
        )
        rows = (await session.execute(query)).all()

        def read(row: Row[Offer, Building]) -> ReadSpace:
            return matcher.read_space(space_of(*row))

        found = await asyncio.to_thread(_read_each, {str(row[0].id): row for row in rows}, read)
        for key, one in found.items():
            self._offers.keep(key, one)
        return found

    async def _read_seekers(
        self, session: AsyncSession, ids: Sequence[UUID], *, matcher: Matcher
    ) -> dict[str, ReadSeeker]:
        # Rows instead of objects: building those takes half as long as reading the texts.
        rows = (await session.execute(select(Search.__table__).where(Search.id.in_(ids)))).all()
        found = await asyncio.to_thread(
            _read_each, {str(row.id): row for row in rows}, lambda row: matcher.read_seeker(seeker_of(row))
        )
        for key, one in found.items():
            self._searches.keep(key, one)
        return found

    async def best_offers(
        self, session: AsyncSession, search: Search, *, top: int, least: float, now: datetime
    ) -> list[Match]:
        """The best released offers for a search as it stands, best first, with reasons."""
        async with self._turn:
            stock = await self._follow_offers(session, now=now)
            matcher = await self.matcher(now=now)
            seeker = matcher.read_seeker(seeker_of(search))
            market = matcher.engine.market(matcher.demand([seeker]), stock)
            best = await asyncio.to_thread(matcher.engine.best_of, 0, market, top=top)
            best = best.where(best.scores >= least)
            ids = [stock.keys.id_of(row) for row in best.pairs.offers.tolist()]
            spaces = await self._spaces(session, ids, matcher=matcher)
            return matcher.told(market, best, seekers={str(search.id): seeker}, spaces=spaces)

    async def searches_for(
        self, session: AsyncSession, offer_id: UUID, *, now: datetime
    ) -> dict[UUID, float]:
        """What one released offer scores with each active search that it may be proposed to."""
        async with self._turn:
            stock = await self._follow_offers(session, now=now)
            demand = await self._follow_searches(session, now=now)
            matcher = await self.matcher(now=now)
            market = matcher.engine.market(demand, stock)
            found = await asyncio.to_thread(matcher.engine.searches_for, str(offer_id), market)
            searches = [UUID(demand.keys.id_of(row)) for row in found.pairs.searches.tolist()]
            return dict(zip(searches, found.scores.tolist(), strict=True))

    async def everything(
        self, session: AsyncSession, *, top: int, now: datetime, progress: batch.Progress | None = None
    ) -> Everything:
        """The best offers for each active search, all at once, without reasons."""
        async with self._turn:
            stock = await self._follow_offers(session, now=now)
            demand = await self._follow_searches(session, now=now)
            matcher = await self.matcher(now=now)
            market = matcher.engine.market(demand, stock)
            found = await asyncio.to_thread(
                batch.best, market, matcher.engine.gazetteer, top=top, progress=progress
            )
            searches = {UUID(demand.keys.id_of(row)): row for row in demand.keys.known_rows().tolist()}
            offers = {row: UUID(stock.keys.id_of(row)) for row in stock.keys.known_rows().tolist()}
            return Everything(found, searches, offers)

    async def tell(
        self, session: AsyncSession, pairs: Sequence[tuple[UUID, UUID]], *, now: datetime
    ) -> list[Match]:
        """Scores and reasons of pairs of a search and an offer as they stand; without those that don't fit any more.

        What another question of the same moment has followed is not followed again.
        """
        async with self._turn:
            stock, demand = self._stock, self._demand
            if stock is None or self._offers.until != now:
                stock = await self._follow_offers(session, now=now)
            if demand is None or self._searches.until != now:
                demand = await self._follow_searches(session, now=now)
            matcher = await self.matcher(now=now)
            market = matcher.engine.market(demand, stock)
            fitting = matcher.engine.scored([(str(search), str(offer)) for search, offer in pairs], market)
            offers = {stock.keys.id_of(row) for row in fitting.pairs.offers.tolist()}
            searches = {demand.keys.id_of(row) for row in fitting.pairs.searches.tolist()}
            spaces = await self._spaces(session, sorted(offers), matcher=matcher)
            seekers = await self._seekers(session, sorted(searches), matcher=matcher)
            return await asyncio.to_thread(matcher.told, market, fitting, seekers=seekers, spaces=spaces)

    async def _spaces(
        self, session: AsyncSession, ids: Sequence[str], *, matcher: Matcher
    ) -> dict[str, ReadSpace]:
        """The readings of some offers, without those that are gone."""
        found = {key: self._offers.readings[key] for key in ids if key in self._offers.readings}
        there = set(await session.scalars(select(Offer.id).where(Offer.id.in_([UUID(key) for key in found]))))
        found = {key: read for key, read in found.items() if UUID(key) in there}
        missing = [UUID(key) for key in ids if key not in self._offers.readings]
        return found | (await self._read_spaces(session, missing, matcher=matcher) if missing else {})

    async def _seekers(
        self, session: AsyncSession, ids: Sequence[str], *, matcher: Matcher
    ) -> dict[str, ReadSeeker]:
        """The readings of some searches, without those of people who have deleted their accounts."""
        found = {key: self._searches.readings[key] for key in ids if key in self._searches.readings}
        there = set(
            await session.scalars(select(Search.id).where(Search.id.in_([UUID(key) for key in found])))
        )
        found = {key: read for key, read in found.items() if UUID(key) in there}
        missing = [UUID(key) for key in ids if key not in self._searches.readings]
        return found | (await self._read_seekers(session, missing, matcher=matcher) if missing else {})

    async def explain(
        self, session: AsyncSession, search: Search, *, offer: Offer, building: Building, now: datetime
    ) -> Match | Refusal:
        """Why a pair fits, or which hard rules stop it, whatever state its sides are in."""
        async with self._turn:
            stock = await self._follow_offers(session, now=now)
            matcher = await self.matcher(now=now)
            space = matcher.read_space(space_of(offer, building))
            return matcher.explain(matcher.read_seeker(seeker_of(search)), space, rarity=stock.rarity)


def _changed_offers(since: datetime) -> CompoundSelect[UUID]:
    """Offers that have changed themselves or whose building has: two looks at an index, where OR would read all rows."""
    themselves = select(Offer.id).where(Offer.updated_at > since)
    of_buildings = select(Offer.id).join(Building, Building.id == Offer.building_id)
    return themselves.union(of_buildings.where(Building.updated_at > since))


def _read_each(rows: Mapping[str, Any], read: Callable[[Any], Read]) -> dict[str, Read]:
    """Rows as read, by key; one that cannot be read is left out of the market and takes nobody along."""
    found = {}
    for key, row in rows.items():
        try:
            found[key] = read(row)
        except Exception as error:
            leave(error, about=f"reading {key}")
    return found


def _parts(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


@lru_cache(maxsize=4)
def _pool(_url: str, vocabulary: Path | None, weights: Path | None) -> Pool:
    return Pool(vocabulary=vocabulary, weights=weights)


def shared_pool(db: Database, settings: Settings) -> Pool:
    """This process's pool of one database, with the instance's own words and weights."""
    return _pool(db.url, settings.vocabulary, settings.weights)
