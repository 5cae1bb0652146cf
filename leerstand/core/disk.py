"""Disk that visitors without an account take up: every byte is claimed first, within a budget for each and for all."""

from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.errors import Refusal
from leerstand.core.i18n import N_
from leerstand.core.models import DiskClaim
from leerstand.core.signing import token_hash

# A report with four photos takes some 6 MB; a family behind one address may write ten within two days.
MOST_FOR_A_VISITOR = 60 * 1024 * 1024
# What all of them may take of a small server's disk.
MOST_FOR_ALL = 2 * 1024 * 1024 * 1024


class NoDiskLeft(Refusal):
    status = 429
    sentence = N_(
        "Von Ihrem Anschluss liegt schon sehr viel Angefangenes hier. Bitte senden Sie es ab, oder versuchen Sie es "
        "übermorgen noch einmal."
    )


class NoDiskLeftForAnyone(Refusal):
    status = 429
    sentence = N_("Gerade können wir nichts Neues aufheben. Bitte versuchen Sie es morgen noch einmal.")


async def claim(
    session: AsyncSession, key: str, *, visitor: str, size_bytes: int, until: datetime, now: datetime
) -> None:
    """Say that `key` takes `size_bytes` from now on, in place of what it took before; `until` then it is deleted.

    `visitor` is what `limits.visitor_key` gives, stored as a hash. Raises NoDiskLeft or NoDiskLeftForAnyone. Two
    statements; two claims at once may pass the budget by one of them.
    """
    who = token_hash(visitor)
    others = select(func.coalesce(func.sum(DiskClaim.size_bytes), 0)).where(
        DiskClaim.key != key, DiskClaim.until > now
    )
    own, all_ = (
        await session.execute(
            select(others.where(DiskClaim.visitor == who).scalar_subquery(), others.scalar_subquery())
        )
    ).one()
    if own + size_bytes > MOST_FOR_A_VISITOR:
        raise NoDiskLeft
    if all_ + size_bytes > MOST_FOR_ALL:
        raise NoDiskLeftForAnyone
    claimed = insert(DiskClaim).values(key=key, visitor=who, size_bytes=size_bytes, until=until)
    await session.execute(
        claimed.on_conflict_do_update(
            index_elements=[DiskClaim.key],
            set_={"size_bytes": claimed.excluded.size_bytes, "until": claimed.excluded.until},
        )
    )


async def release(session: AsyncSession, key: str) -> None:
    """Give back what `key` took: it is deleted, or belongs to something that is counted otherwise."""
    await session.execute(delete(DiskClaim).where(DiskClaim.key == key))


async def forget_claims(session: AsyncSession, *, now: datetime) -> None:
    """Delete the claims whose time is over."""
    await session.execute(delete(DiskClaim).where(DiskClaim.until <= now))
