"""What a newcomer does with a search."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.errors import AlreadyDecided
from leerstand.searches.codes import SearchState
from leerstand.searches.errors import ConsentNeeded, SearchIncomplete
from leerstand.searches.input import ActivateInput
from leerstand.searches.models import Search


async def begin(session: AsyncSession, *, person_id: UUID, now: datetime, **facts: Any) -> Search:
    """Begin a search as a draft, with what is known already (such as the filters of a list)."""
    search = Search(person_id=person_id, state=SearchState.DRAFT, created_at=now, updated_at=now, **facts)
    session.add(search)
    await session.flush()
    return search


async def write(session: AsyncSession, search: Search, *, facts: dict[str, Any], now: datetime) -> None:
    """Keep what one step said; an active search is matched anew from here."""
    changed = {name: value for name, value in facts.items() if getattr(search, name) != value}
    for name, value in changed.items():
        setattr(search, name, value)
    if changed:
        search.updated_at = now
    await session.flush()


async def activate(session: AsyncSession, search: Search, *, consents: ActivateInput, now: datetime) -> None:
    """Make a search active, with the dated consents.

    Raises SearchIncomplete without a form, ConsentNeeded without consent to matching.
    """
    if not search.forms:
        raise SearchIncomplete
    if not consents.consent:
        raise ConsentNeeded
    search.consent_at = search.consent_at or now
    search.pool_consent_at = (search.pool_consent_at or now) if consents.pool_consent else None
    search.state = SearchState.ACTIVE
    search.updated_at = now
    await session.flush()


async def move(
    session: AsyncSession, search_id: UUID, *, person_id: UUID, to: SearchState, now: datetime
) -> None:
    """Pause, resume or end one's own search; resuming needs the consent given before.

    One conditional update. Raises AlreadyDecided where its state allows no such move.
    """
    allowed = {
        SearchState.PAUSED: [SearchState.ACTIVE],
        SearchState.ACTIVE: [SearchState.PAUSED],
        SearchState.ENDED: [SearchState.DRAFT, SearchState.ACTIVE, SearchState.PAUSED],
    }
    moved = await session.execute(
        update(Search)
        .where(Search.id == search_id, Search.person_id == person_id, Search.state.in_(allowed.get(to, [])))
        .values(state=to, updated_at=now)
        .returning(Search.id)
    )
    if moved.scalar_one_or_none() is None:
        raise AlreadyDecided


async def forget_drafts(session: AsyncSession, *, untouched_since: datetime) -> int:
    """Delete drafts that nobody has touched since; return how many."""
    gone = await session.execute(
        delete(Search)
        .where(Search.state == SearchState.DRAFT, Search.updated_at < untouched_since)
        .returning(Search.id)
    )
    return len(gone.all())
