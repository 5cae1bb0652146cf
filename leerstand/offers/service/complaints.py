"""Take in reports of listings, and answer the people who sent them."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.service import record
from leerstand.core.errors import AlreadyDecided
from leerstand.notices.service import Reader, tell
from leerstand.offers.models import Offer, OfferComplaint
from leerstand.offers.queries import complaint as find_complaint
from leerstand.register.models import Building


async def complain(
    session: AsyncSession, offer: Offer, building: Building, *, reason: str, email: str | None, language: str,
    now: datetime,
) -> OfferComplaint:  # fmt: skip
    """Keep a report of a listing for the municipality, and confirm it to whoever left an address (Art. 16 DSA)."""
    complaint = OfferComplaint(offer_id=offer.id, reason=reason, email=email, created_at=now)
    session.add(complaint)
    await session.flush()
    if email:
        await tell(
            session, Reader(None, email, language), kind="offers/complaint_received", necessary=True,
            context={"title": offer.title, "path": f"/angebote/{offer.id}"}, now=now,
            dedupe_key=f"offers/complaint_received:{complaint.id}", about=("offer", offer.id), ags=building.ags,
        )  # fmt: skip
    return complaint


async def answer_complaint(
    session: AsyncSession, complaint_id: UUID, *, by_id: UUID, answer: str, now: datetime
) -> None:
    """Close a complaint with an answer, and send it to whoever complained, if they left an address (Art. 16 DSA)."""
    answered = await session.execute(
        update(OfferComplaint)
        .where(OfferComplaint.id == complaint_id, OfferComplaint.handled_at.is_(None))
        .values(handled_at=now, handled_by_id=by_id, answer=answer)
        .returning(OfferComplaint.id)
    )
    found = await find_complaint(session, complaint_id)
    if answered.scalar_one_or_none() is None or found is None:
        raise AlreadyDecided
    complaint, offer, building = found
    if complaint.email:
        await tell(
            session, Reader(None, complaint.email, "de"), kind="offers/complaint_answered",
            context={"title": offer.title, "answer": answer}, now=now, necessary=True,
            dedupe_key=f"offers/complaint_answered:{complaint_id}", about=("offer", offer.id), ags=building.ags,
        )  # fmt: skip
    await record(
        session,
        action="complaint_answered",
        subject=("offer", offer.id),
        actor_id=by_id,
        ags=building.ags,
        now=now,
    )
