"""The sample's offers: their terms, how they came to their state, and their photos."""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import Look
from leerstand.accounts.models import AuditEntry
from leerstand.core.photos import Decoded, keep_photo
from leerstand.exchange.sample.photos import describe
from leerstand.exchange.sample.tables import Calendar, Cells, Known, new_id, rows
from leerstand.offers.codes import EnergyCertificate, EnergyKind, Form, Move, OfferState
from leerstand.offers.input import energy_sentence
from leerstand.offers.models import Offer, OfferPhoto, OfferStep
from leerstand.offers.questions import QUESTIONS, Kind
from leerstand.offers.service.hiding import hide_together
from leerstand.register.codes import Channel, PropertyKind
from leerstand.register.models import Building

WRITTEN_BEFORE_DAYS, SUBMITTED_BEFORE_DAYS = 9, 4
PUBLISHED = (OfferState.RELEASED, OfferState.PAUSED, OfferState.TAKEN)
# The moves that led from a draft to each state, and who makes the last one.
WAYS: dict[OfferState, tuple[Move, ...]] = {
    OfferState.DRAFT: (),
    OfferState.SUBMITTED: (Move.SUBMIT,),
    OfferState.QUESTION: (Move.SUBMIT, Move.ASK),
    OfferState.DECLINED: (Move.SUBMIT, Move.DECLINE),
    OfferState.RELEASED: (Move.SUBMIT, Move.RELEASE),
    OfferState.PAUSED: (Move.SUBMIT, Move.RELEASE, Move.PAUSE),
    OfferState.TAKEN: (Move.SUBMIT, Move.RELEASE, Move.TAKE),
}
STATE_AFTER = {
    Move.SUBMIT: OfferState.SUBMITTED,
    Move.ASK: OfferState.QUESTION,
    Move.DECLINE: OfferState.DECLINED,
    Move.RELEASE: OfferState.RELEASED,
    Move.PAUSE: OfferState.PAUSED,
    Move.TAKE: OfferState.TAKEN,
}
BY_CLERK = (Move.ASK, Move.DECLINE, Move.RELEASE)
ENERGY = re.compile(r"(?P<kind>\w+), (?P<kwh>\d+) kWh/\(m²a\), (?P<carrier>[^,]+), Klasse (?P<class>\w\+?)")
ENERGY_KINDS = {"Bedarfsausweis": EnergyKind.DEMAND, "Verbrauchsausweis": EnergyKind.CONSUMPTION}


async def load_offers(session: AsyncSession, known: Known, *, encoded: Mapping[str, Decoded]) -> None:
    """All offers with their answers, history and photos."""
    answers = _answers()
    published = {known.buildings[row["building"]] for row in rows("offers") if row["state"] in PUBLISHED}
    buildings = await session.scalars(select(Building).where(Building.id.in_(published)))
    await hide_together(session, buildings.all(), now=known.calendar.now)
    for row in rows("offers"):
        offer = _offer(row, known=known, answers=answers[row["id"]])
        session.add(offer)
        await session.flush()
        _remember(row, known=known, offer=offer)
        _tell_history(session, row, known=known)
        for ordinal, name in enumerate(row.several("photos"), start=1):
            photo = await keep_photo(session, encoded[name], now=offer.created_at)
            alt = describe(PropertyKind(name.split(":")[0]), row["language"])
            session.add(OfferPhoto(offer_id=offer.id, photo_id=photo.id, ordinal=ordinal, alt=alt))
    await session.flush()


def photo_names() -> list[str]:
    """The pictures that the offers show, as `kind:seed`."""
    return sorted({name for row in rows("offers") for name in row.several("photos")})


def _remember(row: Cells, *, known: Known, offer: Offer) -> None:
    known.offers[row["id"]] = offer.id
    known.offer_ags[row["id"]] = known.ags[row["building"]]
    known.offer_keepers[row["id"]] = known.keepers[row["building"]]


def _answers() -> dict[str, dict[str, Any]]:
    """What each offer answers to its form's own questions."""
    forms = {row["id"]: Form(row["form"]) for row in rows("offers")}
    kinds = {(form, question.key): question.kind for form in QUESTIONS for question in QUESTIONS[form]}
    found: dict[str, dict[str, Any]] = defaultdict(dict)
    for row in rows("answers"):
        kind = kinds[forms[row["offer"]], row["question"]]
        found[row["offer"]][row["question"]] = _answer(row, kind)
    return found


def _answer(row: Cells, kind: Kind) -> Any:
    match kind:
        case Kind.NUMBER:
            return row.number("answer")
        case Kind.MONEY:
            return row.cents("answer")
        case Kind.SEVERAL:
            return row.several("answer")
        case _:
            return row["answer"]


def _offer(row: Cells, *, known: Known, answers: dict[str, Any]) -> Offer:
    calendar, state = known.calendar, OfferState(row["state"])
    energy = _energy(row, year=known.years.get(row["building"]))
    return Offer(
        id=new_id(), external_id=f"sample:{row['id']}", building_id=known.buildings[row["building"]],
        form=Form(row["form"]), property_kind=PropertyKind(row["property_kind"]), state=state, title=row["title"],
        description=row["description"], wished_use=row["wished_use"], terms=row["terms"],
        available_from=calendar.day(row.fixed_day("available_from")),
        available_until=calendar.day(row.fixed_day("available_until")), min_months=row.number("min_months"),
        max_months=row.number("max_months"), places=row.whole("places") or 1, capacity=row.whole("capacity"),
        area_m2=row.number("area_m2"), rooms=row.number("rooms"), cost_month_cents=row.cents("cost_month_eur"),
        cost_note=row["cost_note"], shares_cents=row.cents("shares_eur"), features=row.several("features"),
        broadband_mbit=row.number("broadband_mbit"), answers=answers, energy=energy,
        energy_certificate=EnergyCertificate(row["energy_certificate"]) if row["energy_certificate"] else None,
        energy_note=energy_sentence(energy) if energy else "", contact_name=known.names.get(row["contact"], ""),
        created_by_id=_writer(row, known=known), **_dates(row, calendar=calendar, state=state),
        **_consent(row, known=known, state=state),
    )  # fmt: skip


def _energy(row: Cells, *, year: int | None) -> dict[str, Any]:
    """What the advertisement must say of the certificate (§ 87 GEG), read from its note."""
    said = ENERGY.fullmatch(row["energy_note"])
    if said is None:
        return {}
    return {
        "kind": ENERGY_KINDS[said["kind"]].value,
        "kwh": float(said["kwh"]),
        "carrier": said["carrier"],
        "class": said["class"],
        "year": year,
    }


def _moment(row: Cells, calendar: Calendar, *, before_days: int = 0) -> datetime:
    return calendar.ago(int(row["state_days_ago"]) + before_days)


def _dates(row: Cells, *, calendar: Calendar, state: OfferState) -> dict[str, Any]:
    last = _moment(row, calendar)
    published = state in PUBLISHED
    released = _moment(row, calendar, before_days=20 if state is not OfferState.RELEASED else 0)
    earlier = len(WAYS[state]) > 1
    submitted = (released if published else last) - timedelta(days=SUBMITTED_BEFORE_DAYS if earlier else 0)
    written = submitted - timedelta(days=WRITTEN_BEFORE_DAYS - SUBMITTED_BEFORE_DAYS)
    return {
        "created_at": last if state is OfferState.DRAFT else written,
        "updated_at": last,
        "submitted_at": None if state is OfferState.DRAFT else submitted,
        "released_at": released if published else None,
        "confirmed_at": released if published else None,
    }


def _consent(row: Cells, *, known: Known, state: OfferState) -> dict[str, Any]:
    """The owner's dated consent; where the owner is not online, how staff got it."""
    if state is OfferState.DRAFT:
        return {}
    given = _dates(row, calendar=known.calendar, state=state)["submitted_at"]
    if _is_online(row, known=known):
        return {"consent_at": given, "all_owners_agree": True}
    note = "Unterschriebenes Blatt in der Akte."
    return {
        "consent_at": given,
        "all_owners_agree": True,
        "consent_channel": Channel.VISIT,
        "consent_note": note,
    }


def _is_online(row: Cells, *, known: Known) -> bool:
    owners = {one["external_id"]: one["owner"] for one in rows("buildings")}
    owner = owners[row["building"]]
    return owner in known.people or owner in known.bodies


def _writer(row: Cells, *, known: Known) -> Any:
    """Who keeps the offer: the owner, else who stands in it as contact, else the clerk."""
    keeper = known.keepers[row["building"]] or known.people.get(row["contact"])
    return keeper or known.decider(known.ags[row["building"]])


def _tell_history(session: AsyncSession, row: Cells, *, known: Known) -> None:
    """One step, and one line of the audit trail, for each move that led to the offer's state."""
    state, calendar, offer_id = OfferState(row["state"]), known.calendar, known.offers[row["id"]]
    dates = _dates(row, calendar=calendar, state=state)
    writer, ags = _writer(row, known=known), known.ags[row["building"]]
    session.add(
        OfferStep(
            offer_id=offer_id,
            at=dates["created_at"],
            actor_id=writer,
            state=OfferState.DRAFT,
        )
    )
    moments = {Move.SUBMIT: dates["submitted_at"], Move.RELEASE: dates["released_at"]}
    for move in WAYS[state]:
        at = moments.get(move) or dates["updated_at"]
        actor = known.decider(ags) if move in BY_CLERK else writer
        last = move is WAYS[state][-1]
        session.add(
            OfferStep(
                offer_id=offer_id, at=at, actor_id=actor, move=move, state=STATE_AFTER[move],
                note=row["state_note"] if last else "",
            )
        )  # fmt: skip
        session.add(
            AuditEntry(
                at=at, actor_id=actor, action=f"offer_{move.value}", subject_kind="offer", subject_id=str(offer_id),
                ags=ags, details={},
            )
        )  # fmt: skip
    if WAYS[state] and WAYS[state][-1] is not Move.SUBMIT:
        session.add(
            AuditEntry(
                at=at + timedelta(hours=1), actor_id=writer, action=Look.OFFER_SEEN, subject_kind="offer",
                subject_id=str(offer_id), details={},
            )
        )  # fmt: skip
