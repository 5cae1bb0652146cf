"""Figures over the whole chain, and what an offer's public page knows about its reader."""

from datetime import date
from uuid import UUID

from sqlalchemy import Case, Row, and_, case, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.applications.codes import ApplicationState
from leerstand.applications.models import Application
from leerstand.matching.codes import ProposalState
from leerstand.matching.models import Proposal
from leerstand.offers.models import Offer
from leerstand.register.codes import Occupancy, ReportState
from leerstand.register.models import Building, Contact, Report, Vacancy
from leerstand.register.rules import NOT_REACHED
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search

LINKS = 9  # the tenth, "stayed", is asked months after somebody moved in; nothing records it yet


async def chain_figures(session: AsyncSession, *, today: date) -> list[int]:
    """How many buildings reached each link of the chain, from suspected to lived in. Two queries.

    Whoever reached a later link counts for all earlier ones; reports that nobody has looked at count as suspected.
    """
    furthest = _furthest(today).label("furthest")
    false_report = exists().where(
        Vacancy.building_id == Building.id,
        Vacancy.ended_at.is_(None),
        Vacancy.occupancy == Occupancy.FALSE_REPORT,
    )
    found = await session.execute(
        select(furthest, func.count())
        .where(Building.merged_into_id.is_(None), ~false_report)
        .group_by(furthest)
    )
    stand: dict[int, int] = {link: count for link, count in found}  # noqa: C416 - a Row is not a pair for mypy
    waiting = await session.scalar(select(func.count()).where(Report.state == ReportState.RECEIVED))
    reached = [sum(count for at, count in stand.items() if at >= link) for link in range(1, LINKS + 1)]
    return [reached[0] + (waiting or 0), *reached[1:]]


def _furthest(today: date) -> Case[int]:
    offered = Offer.building_id == Building.id
    applied = and_(offered, Application.offer_id == Offer.id)
    agreed = and_(applied, Application.state == ApplicationState.AGREED)
    matched = and_(offered, Proposal.offer_id == Offer.id)
    reached = exists().where(Contact.building_id == Building.id, Contact.outcome.not_in(NOT_REACHED))
    has_owner = or_(Building.owner_person_id.is_not(None), Building.owner_organisation_id.is_not(None))
    seen_empty = Vacancy.occupancy.not_in((Occupancy.SUSPECTED, Occupancy.FALSE_REPORT))
    return case(
        (exists().where(agreed, Application.starts_on <= today), 9),
        (exists().where(agreed), 8),
        (exists().where(applied, Application.sent_at.is_not(None)), 7),
        (exists().where(matched, Proposal.state == ProposalState.RELEASED), 6),
        (exists().where(matched), 5),
        (exists().where(offered, Offer.released_at.is_not(None)), 4),
        (or_(has_owner, reached, exists().where(offered)), 3),
        (exists().where(Vacancy.building_id == Building.id, seen_empty), 2),
        else_=1,
    )


async def fit(session: AsyncSession, *, person_id: UUID, offer_id: UUID) -> Row[Proposal, Search] | None:
    """How an offer fits this person's active searches: the best of them; nothing where the municipality declined."""
    found = await session.execute(
        select(Proposal, Search)
        .join(Search, Search.id == Proposal.search_id)
        .where(
            Proposal.offer_id == offer_id,
            Proposal.ended_at.is_(None),
            Proposal.state != ProposalState.DECLINED,
            Search.person_id == person_id,
            Search.state == SearchState.ACTIVE,
        )
        .order_by(Proposal.score.desc())
        .limit(1)
    )
    return found.first()
