"""Questions about notices: what would have gone out, what was sent, what failed and why."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.notices.codes import NoticeState
from leerstand.notices.models import Notice, NoticeStop
from leerstand.notices.rules import EVERYTHING

PAGE_ROWS = 25


async def all_mail(session: AsyncSession, *, page: int) -> tuple[Sequence[Notice], int]:
    """One page of everything in the outbox, newest first, and how many there are. Two queries."""
    found = await session.scalars(
        select(Notice)
        .order_by(Notice.created_at.desc(), Notice.id)
        .limit(PAGE_ROWS)
        .offset((page - 1) * PAGE_ROWS)
    )
    return found.all(), await session.scalar(select(func.count()).select_from(Notice)) or 0


async def one_mail(session: AsyncSession, notice_id: UUID) -> Notice | None:
    return await session.get(Notice, notice_id)


async def sent_and_failed(
    session: AsyncSession, *, within: ColumnElement[bool], state: NoticeState | None, page: int
) -> tuple[Sequence[Notice], dict[NoticeState, int]]:
    """One page of the notices somebody may see, newest first, and how many there are in each state. Two queries."""
    chosen = select(Notice).where(within)
    if state is not None:
        chosen = chosen.where(Notice.state == state)
    found = await session.scalars(
        chosen.order_by(Notice.created_at.desc(), Notice.id).limit(PAGE_ROWS).offset((page - 1) * PAGE_ROWS)
    )
    counted = await session.execute(select(Notice.state, func.count()).where(within).group_by(Notice.state))
    return found.all(), {row[0]: row[1] for row in counted}


async def latest_of_kind(session: AsyncSession, *, email: str, kind: str) -> Notice | None:
    """The last notice of a kind to an address: shows people what they are about to stop."""
    return await session.scalar(
        select(Notice)
        .where(func.lower(Notice.to_email) == email.lower(), Notice.kind == kind)
        .order_by(Notice.created_at.desc())
        .limit(1)
    )


async def is_stopped(session: AsyncSession, *, email: str, kind: str) -> bool:
    """Whether this address wants no mail of this kind."""
    found = await session.scalar(
        select(NoticeStop.kind)
        .where(NoticeStop.email == email.lower(), NoticeStop.kind.in_((kind, EVERYTHING)))
        .limit(1)
    )
    return found is not None


async def oldest_due(session: AsyncSession, *, now: datetime) -> datetime | None:
    """Since when the notice waits that should have left first; None where none is late. One or two queries.

    Notices that were refused wait for reasons of their own and don't count, unless those for two people or more do
    while no other has left since: then it is the mail server that refuses.
    """
    should_leave = func.coalesce(Notice.first_due_at, Notice.due_at)
    untried = Notice.tries == 0
    oldest, refused, people = (
        await session.execute(
            select(
                func.min(should_leave).filter(untried),
                func.min(should_leave).filter(~untried),
                func.count(func.lower(Notice.to_email).distinct()).filter(~untried),
            ).where(Notice.state == NoticeState.WAITING, should_leave <= now)
        )
    ).one()
    if people >= 2 and not await some_left_since(session, refused):
        return min(oldest or refused, refused)
    return oldest


async def some_left_since(session: AsyncSession, moment: datetime) -> bool:
    """Whether the mail server has taken any notice since a moment."""
    found = await session.scalar(select(Notice.id).where(Notice.sent_at >= moment).limit(1))
    return found is not None
