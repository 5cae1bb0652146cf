"""Reports while they are being written: kept on the server, so that nothing typed is lost."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.models import Photo
from leerstand.core.signing import new_token, token_hash
from leerstand.register.models import ReportDraft

KEPT = timedelta(days=2)
MOST_PHOTOS = 4


async def draft_of(session: AsyncSession, token: str) -> ReportDraft | None:
    """The report somebody is writing, by the cookie's token."""
    return await session.get(ReportDraft, token_hash(token)) if token else None


async def keep_typed(
    session: AsyncSession, token: str, *, typed: Mapping[str, Sequence[Any]], now: datetime
) -> str:
    """Keep what was typed in one step beside the other steps; return the token, a new one where there was none.

    One statement, so that two tabs don't take fields away from each other.
    """
    token = token or new_token()
    latest = {name: str(texts[-1]) for name, texts in typed.items() if texts}
    statement = insert(ReportDraft).values(
        token_hash=token_hash(token), typed=latest, photo_ids=[], created_at=now, updated_at=now
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[ReportDraft.token_hash],
            set_={"typed": ReportDraft.typed.op("||")(statement.excluded.typed), "updated_at": now},
        )
    )
    return token


async def add_photo(session: AsyncSession, token: str, *, photo_id: UUID, now: datetime) -> bool:
    """Put a photo into the report that is being written; whether there was room for it."""
    draft = await session.get(ReportDraft, token_hash(token), with_for_update=True)
    if draft is None or len(draft.photo_ids) >= MOST_PHOTOS:
        return False
    draft.photo_ids = [*draft.photo_ids, str(photo_id)]
    draft.updated_at = now
    return True


async def drop_photo(session: AsyncSession, token: str, *, photo_id: UUID) -> None:
    """Take a photo out of the report that is being written, and delete it."""
    draft = await session.get(ReportDraft, token_hash(token), with_for_update=True)
    if draft is None or str(photo_id) not in draft.photo_ids:
        return
    draft.photo_ids = [one for one in draft.photo_ids if one != str(photo_id)]
    await session.execute(delete(Photo).where(Photo.id == photo_id))


async def forget_drafts(session: AsyncSession, *, now: datetime) -> int:
    """Delete reports that were begun and left alone for two days, with their photos; return how many."""
    old = (
        await session.scalars(
            select(ReportDraft).where(ReportDraft.updated_at < now - KEPT).with_for_update(skip_locked=True)
        )
    ).all()
    photos = [UUID(one) for draft in old for one in draft.photo_ids]
    await session.execute(delete(Photo).where(Photo.id.in_(photos)))
    await session.execute(
        delete(ReportDraft).where(ReportDraft.token_hash.in_([draft.token_hash for draft in old]))
    )
    return len(old)
