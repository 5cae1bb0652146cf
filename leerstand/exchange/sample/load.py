"""Loads the sample region, all or nothing."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.models import Person
from leerstand.core.database import Database
from leerstand.core.decoding import Decoded
from leerstand.exchange.sample.applications import load_applications
from leerstand.exchange.sample.desk import decide_proposals, match_all, propose_applied
from leerstand.exchange.sample.offers import load_offers, photo_names
from leerstand.exchange.sample.people import load_people
from leerstand.exchange.sample.photos import encode_all
from leerstand.exchange.sample.register import load_register
from leerstand.exchange.sample.searches import load_searches
from leerstand.exchange.sample.tables import Calendar, Known
from leerstand.matching.pool import Pool
from leerstand.places.models import Municipality
from leerstand.places.service import import_municipalities, shipped

Progress = Callable[[str, int, int], None]
"""Hears what is being done, and how many of how many are ready."""


async def load(db: Database, *, now: datetime, progress: Progress | None = None) -> None:
    """Fill a database that holds nobody with the sample region, as if people had worked in it until `now`.

    One transaction, so that a start that was broken off leaves nothing behind. A database with people in it is
    left as it is. What was done earlier sends no mail; two arrivals of the last days lie in the outbox.
    """
    tell = progress or _silently
    async with db.reading() as session:
        if await session.scalar(select(Person.id).limit(1)) is not None:
            return
    names = photo_names()
    tell("photos", 0, len(names))
    encoded = await encode_all(names, done=lambda done, total: tell("photos", done, total))
    async with db.writing() as session:
        if await session.scalar(select(Municipality.ags).limit(1)) is None:
            await import_municipalities(session, rows=shipped())
        await _tell_the_story(session, encoded, now=now, tell=tell)


async def _tell_the_story(
    session: AsyncSession, encoded: dict[str, Decoded], *, now: datetime, tell: Progress
) -> None:
    known, pool = Known(Calendar(now)), Pool()
    tell("people", 0, 4)
    await load_people(session, known)
    await load_register(session, known)
    tell("people", 1, 4)
    await load_offers(session, known, encoded=encoded)
    tell("people", 2, 4)
    await load_searches(session, known)
    await match_all(session, pool, now=now)
    tell("people", 3, 4)
    await propose_applied(session, known, pool=pool, now=now)
    await decide_proposals(session, known)
    await load_applications(session, known)
    tell("people", 4, 4)


def _silently(_what: str, _done: int, _total: int) -> None:
    pass
