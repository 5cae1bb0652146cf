"""Questions about searches."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search


async def search_by_id(session: AsyncSession, search_id: UUID) -> Search | None:
    return await session.get(Search, search_id)


async def of_person(session: AsyncSession, person_id: UUID) -> Sequence[Search]:
    """One person's searches that have not ended, the newest first."""
    found = await session.scalars(
        select(Search)
        .where(Search.person_id == person_id, Search.state != SearchState.ENDED)
        .order_by(Search.created_at.desc())
    )
    return found.all()
