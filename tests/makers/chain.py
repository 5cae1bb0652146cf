"""Makers of what stands in the chain, with the facts that most tests want; each takes changes as keywords."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application
from leerstand.matching.codes import ProposalState
from leerstand.matching.models import Proposal
from leerstand.offers.codes import Form, OfferState
from leerstand.offers.models import Offer
from leerstand.register.codes import PropertyKind
from leerstand.register.models import Building
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search
from tests.cast import LUECHOW, NOW


async def a_building(session: AsyncSession, **changes: Any) -> Building:
    """A farmhouse in Lüchow, owned by nobody with an account unless said."""
    facts: dict[str, Any] = {
        "ags": LUECHOW,
        "kind": PropertyKind.HOUSE,
        "place": "Lüchow",
        "street": "Geheimweg",
        "house_number": "7",
        "lat": 52.968,
        "lon": 11.152,
        "rough_lat": 52.972,
        "rough_lon": 11.157,
        "created_at": NOW,
        "updated_at": NOW,
    }
    building = Building(id=uuid4(), **{**facts, **changes})
    session.add(building)
    await session.flush()
    return building


async def an_offer(session: AsyncSession, building: Building, **changes: Any) -> Offer:
    """A released offer of trial living."""
    facts: dict[str, Any] = {
        "form": Form.TRIAL_LIVING,
        "property_kind": PropertyKind.HOUSE,
        "state": OfferState.RELEASED,
        "title": "Probewohnen am Rundling",
        "description": "Ein helles Haus mit Garten, der Bus hält vor der Tür.",
        "available_from": date(2027, 3, 1),
        "available_until": date(2027, 12, 31),
        "capacity": 4,
        "area_m2": 90,
        "cost_month_cents": 45_000,
        "features": ["garden", "furnished", "heating"],
        "consent_at": NOW,
        "released_at": NOW,
        "submitted_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
    }
    offer = Offer(id=uuid4(), building_id=building.id, **{**facts, **changes})
    session.add(offer)
    await session.flush()
    return offer


async def a_search(session: AsyncSession, person_id: UUID, **changes: Any) -> Search:
    """An active search for three that fits the offer above."""
    facts: dict[str, Any] = {
        "state": SearchState.ACTIVE,
        "forms": ["trial_living", "rental"],
        "place": "Wendland",
        "radius_km": 20,
        "starts_on": date(2027, 4, 1),
        "ends_on": date(2027, 9, 30),
        "persons": 3,
        "budget_month_cents": 70_000,
        "wishes": ["garden"],
        "text": "Krankenschwester mit zwei Kindern, wir hätten gern einen Garten.",
        "consent_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
    }
    search = Search(id=uuid4(), person_id=person_id, **{**facts, **changes})
    session.add(search)
    await session.flush()
    return search


async def a_proposal(session: AsyncSession, offer: Offer, search: Search, **changes: Any) -> Proposal:
    """The pair as a proposal, released by the municipality."""
    facts: dict[str, Any] = {
        "score": 82.0,
        "reasons": [
            {
                "criterion": "wishes",
                "score": 1.0,
                "weight": 0.3,
                "kind": "fits",
                "note_de": "Ein Garten ist da.",
                "note_en": "There is a garden.",
                "words": ["Garten"],
            }
        ],
        "engine_version": "test",
        "state": ProposalState.RELEASED,
        "created_at": NOW,
        "updated_at": NOW,
        "decided_at": NOW,
        "due_on": (NOW + timedelta(days=14)).date(),
    }
    facts = {**facts, **changes}
    if facts["state"] in {ProposalState.NEW, ProposalState.ASKED}:
        facts["decided_at"] = changes.get("decided_at")
    proposal = Proposal(id=uuid4(), offer_id=offer.id, search_id=search.id, **facts)
    session.add(proposal)
    await session.flush()
    return proposal


async def an_application(session: AsyncSession, offer: Offer, search: Search, **changes: Any) -> Application:
    """A sent application."""
    facts: dict[str, Any] = {
        "state": ApplicationState.SENT,
        "message": "Wir möchten ein halbes Jahr ausprobieren, wie es sich bei Ihnen lebt.",
        "created_at": NOW,
        "updated_at": NOW,
        "sent_at": NOW,
        "answer_by": (NOW + timedelta(days=14)).date(),
    }
    application = Application(
        id=uuid4(), offer_id=offer.id, search_id=search.id, person_id=search.person_id, **{**facts, **changes}
    )
    session.add(application)
    await session.flush()
    return application
