"""The words in which a decision reaches the owner, and who is told what."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.queries import clerks_for
from leerstand.core.i18n import N_, Language, translator
from leerstand.notices.facts import OurText
from leerstand.notices.service import Reader, tell
from leerstand.offers.codes import Move
from leerstand.offers.models import Offer
from leerstand.offers.queries import keepers
from leerstand.register.models import Building

REASON_HERE = {"de": "[hier steht Ihre Begründung]", "en": "[your reason goes here]"}

WORDS: dict[Move, str] = {
    Move.RELEASE: N_(
        "Ihr Angebot „%(title)s“ ist jetzt öffentlich.\n\n"
        "Name und Telefonnummer sieht niemand, bevor Sie zustimmen. Sobald jemand passt, schreiben wir Ihnen. "
        "Wenn es zu viel wird, pausieren Sie das Angebot mit einem Klick."
    ),
    Move.ASK: N_(
        "zu Ihrem Angebot „%(title)s“ haben wir eine Frage:\n\n%(reason)s\n\n"
        "Bitte ergänzen Sie das Angebot und reichen Sie es noch einmal ein. Solange ist es nicht öffentlich."
    ),
    Move.DECLINE: N_(
        "Ihr Angebot „%(title)s“ haben wir nicht freigegeben. Der Grund:\n\n%(reason)s\n\n"
        "Sie können das Angebot ändern und noch einmal einreichen, oder eine andere Nutzungsform versuchen."
    ),
}


def default_message(move: Move, *, title: str, language: Language, reason: str = "") -> str:
    """The mail about a decision as it goes out unless staff amend it."""
    speak = translator(language)
    return speak(WORDS[move]) % {"title": title, "reason": reason or REASON_HERE[language]}


async def tell_keepers(
    session: AsyncSession, building: Building, *, offer: Offer, kind: str, facts: dict[str, object],
    now: datetime, due_at: datetime, dedupe_prefix: str, move: Move | None = None, message: str | None = None,
) -> int:  # fmt: skip
    """Tell everyone who keeps the building; return how many.

    About a `move` each reads it in their own language unless staff amended the `message`.
    """
    people = await keepers(session, building)
    for person in people:
        language: Language = "en" if person.language == "en" else "de"
        words = dict(facts)
        if move is not None:
            words["move"] = move.value
            reason = str(facts.get("note", "")) or REASON_HERE[language]
            words["message"] = message or OurText(WORDS[move], {"title": offer.title, "reason": reason})
        await tell(
            session, Reader(person.id, person.email, language), kind=kind,
            context={"title": offer.title, "path": f"/mein/angebote/{offer.id}", **words},
            now=now, due_at=due_at, necessary=True, dedupe_key=f"{dedupe_prefix}{person.id}",
            about=("offer", offer.id), ags=building.ags,
        )  # fmt: skip
    return len(people)


async def tell_clerks(
    session: AsyncSession, building: Building, *, offer: Offer, kind: str, now: datetime, dedupe_prefix: str
) -> int:
    """Tell everyone who decides for the building's municipality; return how many."""
    people = await clerks_for(session, building.ags)
    for person in people:
        await tell(
            session, Reader(person.id, person.email, person.language or "de"), kind=kind,
            context={"title": offer.title, "place": building.place, "form": offer.form.label, "path": f"/gemeinde/angebote/{offer.id}"},
            now=now, dedupe_key=f"{dedupe_prefix}{person.id}", about=("offer", offer.id), ags=building.ags,
        )  # fmt: skip
    return len(people)


def key_of(kind: str, subject_id: UUID) -> str:
    """The beginning of the dedupe keys of all notices about one thing."""
    return f"{kind}:{subject_id}:"
