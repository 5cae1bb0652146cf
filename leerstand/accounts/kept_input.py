"""What somebody sent before signing in: kept for an hour so that it isn't lost, readable in that browser alone.

The browser's cookie holds the key; the database holds what only this key opens. Nothing kept is ever carried out by
itself: after signing in it is shown, and the person sends it with one more click.
"""

import json
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from cryptography.fernet import Fernet, InvalidToken
from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.models import KeptInput, Session
from leerstand.core import disk
from leerstand.core.signing import new_token, token_hash

KEPT = timedelta(hours=1)
MOST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Sent:
    """A page as it was sent: where to, from which page, its fields in their order, whether files were among them."""

    path: str
    came_from: str
    fields: tuple[tuple[str, str], ...]
    had_files: bool = False

    @property
    def is_too_long(self) -> bool:
        return sum(len(name.encode()) + len(text.encode()) for name, text in self.fields) > MOST_BYTES


async def keep(session: AsyncSession, sent: Sent, *, visitor: str, ended_session: str, now: datetime) -> str:
    """Keep what was sent and return the cookie's token; the person of an ended session alone may see it again.

    Raises NoDiskLeft or NoDiskLeftForAnyone.
    """
    token = new_token()
    body = _lock(token).encrypt(json.dumps([sent.path, sent.came_from, sent.fields, sent.had_files]).encode())
    await disk.claim(
        session, f"kept:{token_hash(token)}", visitor=visitor, size_bytes=len(body), until=now + KEPT, now=now
    )
    person = (
        select(Session.person_id).where(Session.token_hash == token_hash(ended_session)).scalar_subquery()
    )
    await session.execute(
        insert(KeptInput).values(token_hash=token_hash(token), body=body, person_id=person, created_at=now)
    )
    return token


async def kept(session: AsyncSession, token: str, *, person_id: UUID, now: datetime) -> Sent | None:
    """What this browser kept less than an hour ago; None where there is nothing, or it is another person's."""
    row = await session.get(KeptInput, token_hash(token)) if token else None
    if row is None or row.created_at <= now - KEPT or row.person_id not in (None, person_id):
        return None
    try:
        path, came_from, fields, had_files = json.loads(_lock(token).decrypt(row.body))
    except InvalidToken:
        return None
    return Sent(path, came_from, tuple((name, text) for name, text in fields), had_files)


async def forget(session: AsyncSession, token: str) -> None:
    """Delete what this browser kept."""
    await session.execute(delete(KeptInput).where(KeptInput.token_hash == token_hash(token)))
    await disk.release(session, f"kept:{token_hash(token)}")


async def forget_old(session: AsyncSession, *, now: datetime) -> int:
    """Delete what was kept for an hour; return how many."""
    gone = await session.execute(
        delete(KeptInput).where(KeptInput.created_at <= now - KEPT).returning(KeptInput.token_hash)
    )
    return len(gone.all())


def _lock(token: str) -> Fernet:
    # The token is 256 random bits, so one hash is enough to make a key that the stored hash tells nothing of.
    return Fernet(urlsafe_b64encode(sha256(b"kept input\0" + token.encode()).digest()))
