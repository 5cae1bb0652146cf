"""Offers for tests: a complete one in Olga's farmhouse in Lüchow, in any state."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.offers.codes import EnergyCertificate, Form, OfferState
from leerstand.offers.models import Offer, OfferStep
from leerstand.register.codes import PropertyKind
from leerstand.register.models import Building
from tests.cast import LUECHOW, NOW


async def a_home(session: AsyncSession, *, owner_id: UUID | None, **changes: Any) -> Building:
    """A farmhouse in Lüchow that belongs to `owner_id`, or to somebody who is not online."""
    facts: dict[str, Any] = {
        "ags": LUECHOW, "kind": PropertyKind.FARM, "name": "Hof am Deich", "street": "Deichstraße", "house_number": "4",
        "postcode": "29439", "place": "Lüchow", "area_m2": 140.0, "rooms": 6.0, "owner_person_id": owner_id,
    }  # fmt: skip
    building = Building(**facts | changes)
    session.add(building)
    await session.flush()
    return building


def complete_facts() -> dict[str, Any]:
    """What an offer of trial living must say before it can be handed in."""
    return {
        "form": Form.TRIAL_LIVING,
        "property_kind": PropertyKind.HOUSE,
        "title": "Drei Monate im alten Bauernhaus",
        "description": "Ein Bauernhaus am Deich, mit Garten und Werkstatt. Die Nachbarn sind freundlich.",
        "area_m2": 140.0,
        "cost_month_cents": 15000,
        "energy_certificate": EnergyCertificate.MONUMENT,
        "answers": {"purpose": "Das Dorf kennenlernen, vor einem Umzug.", "afterwards": "nearby"},
    }


async def an_offer(
    session: AsyncSession, building: Building, *, state: OfferState = OfferState.DRAFT, **changes: Any
) -> Offer:
    """A complete offer in a building; every state has the dates that belong to it."""
    facts = complete_facts() | {
        "created_at": NOW,
        "updated_at": NOW,
        "created_by_id": building.owner_person_id,
    }
    if state is not OfferState.DRAFT:
        facts |= {
            "submitted_at": NOW - timedelta(days=1),
            "consent_at": NOW - timedelta(days=1),
            "all_owners_agree": True,
        }
    if state in {OfferState.RELEASED, OfferState.PAUSED}:
        facts |= {"released_at": NOW, "confirmed_at": NOW}
    offer = Offer(building_id=building.id, state=state, **facts | changes)
    session.add(offer)
    await session.flush()
    session.add(OfferStep(offer_id=offer.id, at=NOW - timedelta(days=1), state=state))
    await session.flush()
    return offer


def a_picture(colour: str = "teal") -> bytes:
    """A real JPEG in one colour."""
    body = BytesIO()
    Image.new("RGB", (800, 600), colour).save(body, "JPEG")
    return body.getvalue()
