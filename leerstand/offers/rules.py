"""Who may do what with an offer, from which state to which, and what a submitted offer must say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol
from uuid import UUID

from leerstand.accounts.rules import Visitor, may_decide
from leerstand.core.i18n import N_
from leerstand.offers.codes import EnergyCertificate, Form, Move, OfferState, Side
from leerstand.offers.models import Offer
from leerstand.offers.questions import missing_answers
from leerstand.register.codes import PropertyKind

S = OfferState
MOST_PHOTOS = 12
STILL_PURPOSE = "still available"  # what the links in the question by mail are signed for
ASK_AFTER = timedelta(days=60)
ANSWER_WITHIN = timedelta(days=14)
REMIND_DRAFT_AFTER = timedelta(days=14)
DELETE_DRAFT_AFTER = timedelta(days=180)
TAKE_BACK_WITHIN = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Allowed:
    """One move: from which states, to which, by whom, and whether a reason must be given."""

    come_from: tuple[OfferState, ...]
    to: OfferState
    by: tuple[Side, ...]
    needs_reason: bool = False


MOVES: dict[Move, Allowed] = {
    Move.SUBMIT: Allowed((S.DRAFT, S.QUESTION), S.SUBMITTED, (Side.KEEPER, Side.CLERK)),
    Move.RECALL: Allowed((S.SUBMITTED,), S.DRAFT, (Side.KEEPER,)),
    Move.RELEASE: Allowed((S.SUBMITTED,), S.RELEASED, (Side.CLERK,)),
    Move.ASK: Allowed((S.SUBMITTED, S.RELEASED, S.PAUSED), S.QUESTION, (Side.CLERK,), needs_reason=True),
    Move.DECLINE: Allowed(
        (S.SUBMITTED, S.QUESTION, S.RELEASED, S.PAUSED), S.DECLINED, (Side.CLERK,), needs_reason=True
    ),
    Move.UNDO: Allowed((S.RELEASED, S.QUESTION, S.DECLINED), S.SUBMITTED, (Side.CLERK,)),
    Move.PAUSE: Allowed((S.RELEASED,), S.PAUSED, (Side.KEEPER, Side.CLERK)),
    Move.RESUME: Allowed((S.PAUSED,), S.RELEASED, (Side.KEEPER, Side.CLERK)),
    # Only what staff have read is ever public: changed words, photos and costs go through their hands again.
    Move.REVISE: Allowed(
        (S.RELEASED, S.PAUSED, S.DECLINED, S.EXPIRED, S.WITHDRAWN), S.DRAFT, (Side.KEEPER, Side.CLERK)
    ),
    Move.TAKE: Allowed((S.RELEASED, S.PAUSED), S.TAKEN, (Side.KEEPER, Side.CLERK)),
    Move.WITHDRAW: Allowed(
        (S.SUBMITTED, S.QUESTION, S.RELEASED, S.PAUSED),
        S.WITHDRAWN,
        (Side.KEEPER, Side.CLERK),
        needs_reason=True,
    ),
    Move.EXPIRE: Allowed((S.RELEASED, S.PAUSED), S.EXPIRED, (Side.CLOCK,)),
}

EDITABLE = (S.DRAFT, S.QUESTION)
STILL_FREE = (S.RELEASED, S.PAUSED)
FREE_STEPS = ("zeit",)  # dates and numbers of people don't need a second review


class Kept(Protocol):
    """What of a building says who keeps it."""

    ags: str
    owner_person_id: UUID | None
    owner_organisation_id: UUID | None


def may_keep(visitor: Visitor, building: Kept) -> bool:
    """Whether the building is this person's, or belongs to an organisation of theirs."""
    if visitor.person is None:
        return False
    own = building.owner_person_id == visitor.person.id
    return own or building.owner_organisation_id in visitor.organisation_ids


def is_online(building: Kept) -> bool:
    """Whether the owner has an account and can decide here themselves."""
    return building.owner_person_id is not None or building.owner_organisation_id is not None


def may_write(visitor: Visitor, building: Kept) -> bool:
    """Whether this person writes the building's offers: its keeper, or a clerk where the owner is not online."""
    return may_keep(visitor, building) or (not is_online(building) and may_decide(visitor, building.ags))


def may_see(visitor: Visitor, building: Kept) -> bool:
    """Whether this person sees an offer that is not public."""
    return may_keep(visitor, building) or any(
        building.ags.startswith(key) for key in visitor.staff_keys if key
    )


def may_change(state: OfferState, step: str) -> bool:
    """Whether a step can be changed in this state."""
    return state in EDITABLE or (state in STILL_FREE and step in FREE_STEPS)


def moves_for(state: OfferState, side: Side) -> list[Move]:
    """What this side may do with an offer in this state, in the order of the table."""
    return [move for move, allowed in MOVES.items() if state in allowed.come_from and side in allowed.by]


@dataclass(frozen=True, slots=True)
class Missing:
    """What still has to be filled in: in which step, which field, in a sentence."""

    step: str
    field: str
    sentence: str


def missing_facts(offer: Offer, *, step: str | None = None) -> list[Missing]:
    """What an offer lacks before it can be submitted, in the order of the steps; one step only where named."""
    found = [*_missing_words(offer), *_missing_terms(offer)]
    found += [
        Missing("fragen", f"q_{key}", sentence)
        for key, sentence in missing_answers(offer.form, offer.answers)
    ]
    return [one for one in found if step is None or one.step == step]


def _missing_words(offer: Offer) -> list[Missing]:
    found = []
    if len(offer.title.strip()) < 5:
        found.append(Missing("was", "title", N_("Bitte geben Sie dem Angebot eine Überschrift.")))
    if len(offer.description.strip()) < 40:
        found.append(
            Missing("was", "description", N_("Bitte beschreiben Sie das Angebot in zwei, drei Sätzen."))
        )
    return found


def _missing_terms(offer: Offer) -> list[Missing]:
    found = []
    if offer.form is not Form.SUCCESSION and offer.area_m2 is None:
        found.append(Missing("raum", "area_m2", N_("Bitte geben Sie die Fläche an, geschätzt genügt.")))
    if needs_energy(offer) and offer.energy_certificate is None:
        found.append(
            Missing("raum", "energy_certificate", N_("Bitte sagen Sie, ob es einen Energieausweis gibt."))
        )
    if offer.energy_certificate is EnergyCertificate.PRESENT and not energy_stated(offer):
        found.append(
            Missing(
                "raum",
                "energy_kwh",
                N_("Zum Energieausweis fehlen Angaben. Das Gesetz verlangt sie im Angebot."),
            )
        )
    if needs_cost(offer) and offer.cost_month_cents is None:
        found.append(
            Missing(
                "kosten", "cost_month_cents", N_("Bitte geben Sie die Kosten im Monat an; 0 heißt kostenlos.")
            )
        )
    return found


def needs_cost(offer: Offer) -> bool:
    """Whether rent and extra costs must be shown (§ 6 WoVermRG): everything but sales and work."""
    return offer.form not in {Form.CONVERSION, Form.SUCCESSION, Form.TRIAL_WORKING}


def needs_energy(offer: Offer) -> bool:
    """Whether the advertisement must speak of the energy certificate (§ 87 GEG): buildings, not plots or work."""
    no_building = offer.property_kind is PropertyKind.PLOT or offer.form in {
        Form.TINY_LIVING,
        Form.TRIAL_WORKING,
    }
    return not no_building


def energy_stated(offer: Offer) -> bool:
    """Whether kind, value, carrier and year are there; the class is needed for homes since 2014 only."""
    return all(offer.energy.get(key) for key in ("kind", "kwh", "carrier", "year"))


def first_open_step(steps: Sequence[str], missing: Sequence[Missing]) -> str:
    """Where to go on writing: the first step that lacks something, else the last."""
    lacking = {one.step for one in missing}
    return next((step for step in steps if step in lacking), steps[-1])
