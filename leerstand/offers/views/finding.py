"""What every page about an offer begins with: find it, and see whether this visitor may come here."""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.requests import Request

from leerstand.accounts.rules import may_decide, may_see_register, require
from leerstand.core.errors import NotFound
from leerstand.offers import queries
from leerstand.offers.codes import Feature, Side
from leerstand.offers.models import Offer
from leerstand.offers.questions import shown_answers
from leerstand.offers.rules import may_keep, may_write
from leerstand.register.models import Building

Found = tuple[Offer, Building]


async def _offer(session: AsyncSession, request: Request) -> Found:
    row = await queries.offer_with_building(session, request.path_params["offer_id"])
    if row is None:
        raise NotFound
    return row[0], row[1]


async def kept_offer(session: AsyncSession, request: Request) -> Found:
    """The offer of this address, for whoever keeps its building; others learn nothing."""
    offer, building = await _offer(session, request)
    require(may_keep(request.state.visitor, building))
    return offer, building


async def written_offer(session: AsyncSession, request: Request) -> Found:
    """The offer of this address, for whoever writes it: its keeper, or a clerk for an owner who is not online."""
    offer, building = await _offer(session, request)
    require(may_write(request.state.visitor, building))
    return offer, building


async def covered_offer(session: AsyncSession, request: Request) -> Found:
    """The offer of this address, for staff whose municipality covers it."""
    offer, building = await _offer(session, request)
    require(may_see_register(request.state.visitor, building.ags))
    return offer, building


async def decided_offer(session: AsyncSession, request: Request) -> Found:
    """The offer of this address, for clerks who decide for its municipality."""
    offer, building = await _offer(session, request)
    require(may_decide(request.state.visitor, building.ags))
    return offer, building


async def building_at(session: AsyncSession, building_id: UUID) -> Building:
    """One building. Raises NotFound."""
    building = await session.scalar(select(Building).where(Building.id == building_id))
    if building is None:
        raise NotFound
    return building


def side_of(request: Request, building: Building) -> Side:
    """On which side of the counter this visitor stands for a building."""
    return Side.KEEPER if may_keep(request.state.visitor, building) else Side.CLERK


def feature_labels(offer: Offer) -> list[str]:
    """What the space has, as msgids, in the order of the code list; codes that it doesn't know are left out."""
    return [feature.label for feature in Feature if feature.value in offer.features]


async def whole(session: AsyncSession, offer: Offer, building: Building) -> dict[str, Any]:
    """What the templates need to show all of an offer: itself, its place, its photos, its answers."""
    return {
        "offer": offer,
        "building": building,
        "photos": await queries.photos_of(session, offer.id),
        "features": feature_labels(offer),
        "answers": list(shown_answers(offer.form, offer.answers)),
    }
