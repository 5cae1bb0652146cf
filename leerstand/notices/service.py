"""Tell somebody something: a row in the outbox, in the same transaction as what it tells of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.errors import AlreadyDecided, NotFound
from leerstand.notices.codes import NoticeState
from leerstand.notices.facts import kept
from leerstand.notices.models import Notice, NoticeStop
from leerstand.notices.rules import EVERYTHING


@dataclass(frozen=True, slots=True)
class Reader:
    """Whom a notice goes to."""

    person_id: UUID | None
    email: str
    language: str


async def tell(
    session: AsyncSession,
    reader: Reader,
    *,
    kind: str,
    context: Mapping[str, Any],
    now: datetime,
    necessary: bool = False,
    dedupe_key: str | None = None,
    about: tuple[str, UUID | str] | None = None,
    ags: str | None = None,
    due_at: datetime | None = None,
) -> None:
    """Put one notice into the outbox.

    `kind` is "<slice>/<name>" and names the template; `context` is JSON (also days, moments and
    `OurText`), with paths of this site, not whole addresses. A notice that is not `necessary` can be stopped by its reader. With a
    `dedupe_key` the same thing is told once, however often it is tried. `ags` lets that municipality's
    staff see that it was sent.
    """
    notice_id = uuid4()
    await session.execute(
        insert(Notice)
        .values(
            id=notice_id,
            person_id=reader.person_id,
            to_email=reader.email,
            language="en" if reader.language == "en" else "de",
            kind=kind,
            context={key: kept(value) for key, value in context.items()},
            necessary=necessary,
            about_kind=about[0] if about else None,
            about_id=str(about[1]) if about else None,
            ags=ags,
            dedupe_key=dedupe_key,
            message_id=str(notice_id),
            state=NoticeState.WAITING,
            created_at=now,
            due_at=due_at or now,
            first_due_at=due_at or now,
        )
        .on_conflict_do_nothing(index_elements=[Notice.dedupe_key])
    )


async def take_back(session: AsyncSession, *, dedupe_prefix: str) -> bool:
    """Take notices back that nobody has been sent yet; False where one of them has left.

    On False the caller must roll back. A notice that is being sent right now is waited for.
    """
    ours = Notice.dedupe_key.startswith(dedupe_prefix, autoescape=True)
    written = await session.scalar(select(func.count()).where(ours))
    gone = await session.execute(
        delete(Notice).where(ours, Notice.state == NoticeState.WAITING).returning(Notice.id)
    )
    return len(gone.all()) == written


async def stop(session: AsyncSession, *, email: str, kind: str, now: datetime) -> None:
    """Send this address no more mail of this kind; `EVERYTHING` stands for all that is not necessary."""
    await session.execute(
        insert(NoticeStop).values(email=email.lower(), kind=kind, stopped_at=now).on_conflict_do_nothing()
    )


async def resume(session: AsyncSession, *, email: str, kind: str) -> None:
    """Send this address mail of this kind again, whether it was stopped by itself or with all others."""
    await session.execute(
        delete(NoticeStop).where(NoticeStop.email == email.lower(), NoticeStop.kind.in_((kind, EVERYTHING)))
    )


async def try_again(
    session: AsyncSession, notice_id: UUID, *, within: ColumnElement[bool], now: datetime
) -> None:
    """Let a notice that failed be sent again; `within` says which notices the person may see.

    Raises NotFound where it is out of sight, AlreadyDecided where it has not failed.
    """
    if await session.scalar(select(Notice.id).where(Notice.id == notice_id, within)) is None:
        raise NotFound
    again = await session.execute(
        update(Notice)
        .where(Notice.id == notice_id, Notice.state == NoticeState.FAILED, within)
        .values(state=NoticeState.WAITING, tries=0, due_at=now, first_due_at=now)
        .returning(Notice.id)
    )
    if again.one_or_none() is None:
        raise AlreadyDecided
