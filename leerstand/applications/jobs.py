"""What happens to applications by itself: those for an offer that has ended are declined, with the reason."""

from datetime import datetime

from sqlalchemy import select

from leerstand.applications import telling
from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application
from leerstand.applications.service import turn_down
from leerstand.core.database import Database
from leerstand.core.i18n import N_, translator
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer

ENDED = {
    OfferState.TAKEN: N_("Das Angebot ist vergeben."),
    OfferState.WITHDRAWN: N_("Das Angebot wurde zurückgezogen."),
    OfferState.EXPIRED: N_("Das Angebot ist abgelaufen."),
    OfferState.DECLINED: N_("Die Gemeinde hat das Angebot zurückgenommen."),
}


async def close_for_ended_offers(db: Database, *, now: datetime, at_most: int = 200) -> int:
    """Decline undecided applications whose offer was let, withdrawn or has expired; return how many.

    Each row is claimed, so that two processes don't tell anyone twice.
    """
    async with db.writing() as session:
        found = await session.execute(
            select(Application, Offer.state)
            .join(Offer, Offer.id == Application.offer_id)
            .where(Application.state == ApplicationState.SENT, Offer.state.in_(list(ENDED)))
            .limit(at_most)
            .with_for_update(of=Application, skip_locked=True)
        )
        rows = found.all()
        for application, state in rows:
            person = await telling.seeker(session, application)
            speak = translator("en" if person.language == "en" else "de")
            await turn_down(session, application, actor_id=None, reason=speak(ENDED[state]), now=now)
    return len(rows)
