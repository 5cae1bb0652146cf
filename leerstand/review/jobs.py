"""Digests: clerks in the morning, newcomers about proposals that they have not looked at."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import RoleKind
from leerstand.accounts.models import Organisation, Person, Role
from leerstand.core.database import Database
from leerstand.core.days import day_of
from leerstand.core.rows import alone
from leerstand.notices.service import Reader, tell
from leerstand.offers.queries import to_decide
from leerstand.register.queries import due_today
from leerstand.review import queries, service

UNSEEN_AFTER = timedelta(days=1)
MOST = 1000


async def morning_digest(db: Database, *, now: datetime) -> int:
    """Tell each clerk what waits, once a day and only where something does; return how many were told.

    Of proposals only what is new, clearly better than when it was last told, or promised for a day that is over.
    """
    told = 0
    covered: set[str] = set()
    async with db.writing() as session:
        rows = await session.execute(
            select(Person, Organisation)
            .join(Role, Role.person_id == Person.id)
            .join(Organisation, Organisation.id == Role.organisation_id)
            .where(Role.kind == RoleKind.CLERK)
        )
        for person, body in rows.all():
            async with alone(session, about=f"morning digest of {body.id}"):
                told += await _tell_what_waits(session, person, body, now=now)
                covered.update(body.ags)
        await queries.note_news_told(session, sorted(covered), now=now)
    return told


async def _tell_what_waits(
    session: AsyncSession, person: Person, body: Organisation, *, now: datetime
) -> bool:
    today = day_of(now)
    due = await due_today(session, body.ags, today=today, now=now, limit=1)
    news = await queries.news(session, body.ags)
    waits = {
        "reports": due.reports_total,
        "contacts": due.contacts_total,
        "offers": len(await to_decide(session, body.ags, limit=MOST)),
        "proposals": news.new,
        "better": news.better,
        "overdue": await queries.overdue(session, body.ags, today=today),
    }
    if not any(waits.values()):
        return False
    await tell(
        session,
        Reader(person.id, person.email, person.language or "de"),
        kind="review/morning",
        context={**waits, "organisation": body.name, "path": "/gemeinde"},
        now=now,
        dedupe_key=f"morning:{person.id}:{body.id}:{today.isoformat()}",
        ags=body.ags[0] if body.ags else None,
    )
    return True


async def better_proposals(db: Database, *, now: datetime) -> int:
    """Tell people of released pairs that fit clearly better since the other side has changed; return how many pairs."""
    async with db.writing() as session:
        pairs = await queries.clearly_better(session)
        await service.tell_of_better(session, pairs, now=now)
    return len(pairs)


async def proposals_digest(db: Database, *, now: datetime) -> int:
    """Remind newcomers of released proposals that they have not looked at for a day, once for each release."""
    async with db.writing() as session:
        unseen = await queries.unseen_since(session, before=now - UNSEEN_AFTER)
        for each in unseen:
            person = each.person
            async with alone(session, about=f"search {each.search_id}"):
                await tell(
                    session,
                    Reader(person.id, person.email, person.language or "de"),
                    kind="review/unseen",
                    context={"titles": each.titles[:7], "path": f"/mein/gesuch/{each.search_id}/vorschlaege"},
                    now=now,
                    dedupe_key=f"unseen:{each.search_id}:{each.latest.isoformat() if each.latest else ''}",
                )
    return len(unseen)
