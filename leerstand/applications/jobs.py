"""What happens to applications by itself: those for an offer that has ended are declined, with the reason."""

from collections.abc import Set
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application
from leerstand.applications.rules import ENDED
from leerstand.applications.service import decline_for_ended_offer
from leerstand.core.database import Database
from leerstand.core.rows import each_alone
from leerstand.offers.models import Offer


async def close_for_ended_offers(db: Database, *, now: datetime, at_most: int = 200) -> int:
    """Decline undecided applications whose offer was let, withdrawn or has expired; return how many.

    One transaction each; the row is claimed, so that two processes don't tell anyone twice.
    """

    async def act(session: AsyncSession, application: Application) -> None:
        state = (await session.get_one(Offer, application.offer_id)).state
        await decline_for_ended_offer(session, application, offer_state=state, now=now)

    return await each_alone(db, _claim, act, about="application", at_most=at_most)


async def _claim(session: AsyncSession, failed: Set[UUID]) -> Application | None:
    waiting = (
        select(Application)
        .join(Offer, Offer.id == Application.offer_id)
        .where(
            Application.state == ApplicationState.SENT,
            Offer.state.in_(list(ENDED)),
            Application.id.not_in(failed),
        )
        .limit(1)
        .with_for_update(of=Application, skip_locked=True)
    )
    return (await session.scalars(waiting)).first()
