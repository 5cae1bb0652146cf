"""Reports while they are being written: kept on the server, so that nothing typed is lost."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Text, any_, cast, delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core import disk
from leerstand.core.exif import Position
from leerstand.core.models import Photo, PhotoFile
from leerstand.core.signing import new_token, token_hash
from leerstand.register.models import ReportDraft

KEPT = timedelta(days=2)
MOST_PHOTOS = 4


async def draft_of(session: AsyncSession, token: str) -> ReportDraft | None:
    """The report somebody is writing, by the cookie's token."""
    return await session.get(ReportDraft, token_hash(token)) if token else None


async def keep_typed(
    session: AsyncSession, token: str, *, typed: Mapping[str, str], visitor: str, now: datetime
) -> str:
    """Keep what was typed in one step beside the other steps; return the token, a new one where there was none.

    `typed` holds known fields only, cut to their length. Raises NoDiskLeft or NoDiskLeftForAnyone. The draft is one
    statement, so that two tabs don't take fields away from each other.
    """
    token = token or new_token()
    statement = insert(ReportDraft).values(
        token_hash=token_hash(token), typed=dict(typed), photo_ids=[], created_at=now, updated_at=now
    )
    await session.execute(
        statement.on_conflict_do_update(
            index_elements=[ReportDraft.token_hash],
            set_={"typed": ReportDraft.typed.op("||")(statement.excluded.typed), "updated_at": now},
        )
    )
    await _claim(session, token, visitor=visitor, now=now)
    return token


async def add_photo(
    session: AsyncSession,
    token: str,
    *,
    photo_id: UUID,
    visitor: str,
    now: datetime,
    position: Position | None = None,
) -> bool:
    """Put a photo into the report that is being written, with where it was taken; whether there was room for it.

    Raises NoDiskLeft or NoDiskLeftForAnyone.
    """
    draft = await session.get(ReportDraft, token_hash(token), with_for_update=True)
    if draft is None or len(draft.photo_ids) >= MOST_PHOTOS:
        return False
    draft.photo_ids = [*draft.photo_ids, str(photo_id)]
    if position is not None:
        draft.photo_positions = draft.photo_positions | {str(photo_id): list(position)}
    draft.updated_at = now
    await session.flush()
    await _claim(session, token, visitor=visitor, now=now)
    return True


async def _claim(session: AsyncSession, token: str, *, visitor: str, now: datetime) -> None:
    """Count the disk that the draft takes, its photos in all their sizes."""
    photos = (
        select(func.coalesce(func.sum(func.octet_length(PhotoFile.body)), 0))
        .where(cast(PhotoFile.photo_id, Text) == any_(ReportDraft.photo_ids))
        .correlate(ReportDraft)
        .scalar_subquery()
    )
    taken = select(func.octet_length(cast(ReportDraft.typed, Text)) + photos)
    size = await session.scalar(taken.where(ReportDraft.token_hash == token_hash(token)))
    await disk.claim(
        session, _key(token), visitor=visitor, size_bytes=int(size or 0), until=now + KEPT, now=now
    )


def _key(token: str) -> str:
    return f"report:{token_hash(token)}"


async def end_draft(session: AsyncSession, token: str) -> bool:
    """Delete the draft of a report that is being sent, whose photos are the report's now; whether there still was one."""
    gone = await session.execute(
        delete(ReportDraft)
        .where(ReportDraft.token_hash == token_hash(token))
        .returning(ReportDraft.token_hash)
    )
    await disk.release(session, _key(token))
    return gone.one_or_none() is not None


async def drop_photo(session: AsyncSession, token: str, *, photo_id: UUID) -> None:
    """Take a photo out of the report that is being written, and delete it."""
    draft = await session.get(ReportDraft, token_hash(token), with_for_update=True)
    if draft is None or str(photo_id) not in draft.photo_ids:
        return
    draft.photo_ids = [one for one in draft.photo_ids if one != str(photo_id)]
    draft.photo_positions = {one: at for one, at in draft.photo_positions.items() if one != str(photo_id)}
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
