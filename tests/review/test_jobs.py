"""What clerks, newcomers and owners are told of proposals by themselves: only what is new or clearly better."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update

from leerstand.matching.codes import ProposalState
from leerstand.matching.models import Proposal
from leerstand.matching.rules import CLEARLY_BETTER
from leerstand.notices.models import Notice
from leerstand.offers.models import Offer
from leerstand.review.jobs import better_proposals, morning_digest, proposals_digest
from leerstand.searches.models import Search
from tests.cast import NOW, Cast
from tests.makers.chain import a_building, a_proposal, a_search, an_offer

DAY = timedelta(days=1)


async def a_pair(cast: Cast, **changes: Any) -> Proposal:
    async with cast.db.writing() as session:
        building = await a_building(session, owner_person_id=cast.ids["olga"])
        offer = await an_offer(session, building)
        search = await a_search(session, cast.ids["sami"])
        return await a_proposal(session, offer, search, **changes)


async def change(cast: Cast, proposal_id: UUID, **values: Any) -> None:
    async with cast.db.writing() as session:
        await session.execute(update(Proposal).where(Proposal.id == proposal_id).values(**values))


async def touch(cast: Cast, table: type[Offer | Search]) -> None:
    async with cast.db.writing() as session:
        await session.execute(update(table).values(updated_at=NOW + DAY))


async def told(cast: Cast, kind: str) -> list[Notice]:
    async with cast.db.reading() as session:
        return list(
            await session.scalars(select(Notice).where(Notice.kind == kind).order_by(Notice.created_at))
        )


async def test_clerks_are_told_of_a_new_proposal_once(cast: Cast) -> None:
    await a_pair(cast, state=ProposalState.NEW)
    assert await morning_digest(cast.db, now=NOW) == 1
    assert await morning_digest(cast.db, now=NOW + DAY) == 0
    (mail,) = await told(cast, "review/morning")
    assert (mail.context["proposals"], mail.context["better"]) == (1, 0)


async def test_clerks_are_told_again_of_one_that_fits_clearly_better(cast: Cast) -> None:
    pair = await a_pair(cast, state=ProposalState.NEW, score=50.0)
    await morning_digest(cast.db, now=NOW)
    await change(cast, pair.id, score=50.0 + CLEARLY_BETTER - 1)
    assert await morning_digest(cast.db, now=NOW + DAY) == 0
    await change(cast, pair.id, score=50.0 + CLEARLY_BETTER)
    assert await morning_digest(cast.db, now=NOW + 2 * DAY) == 1
    assert (await told(cast, "review/morning"))[-1].context["better"] == 1
    assert await morning_digest(cast.db, now=NOW + 3 * DAY) == 0


async def test_clerks_are_told_every_morning_of_an_application_that_waits_too_long(cast: Cast) -> None:
    await a_pair(cast, state=ProposalState.NEW, wanted_at=NOW, due_on=NOW.date())
    assert [await morning_digest(cast.db, now=NOW + day * DAY) for day in (1, 2)] == [1, 1]
    assert (await told(cast, "review/morning"))[-1].context["overdue"] == 1


async def test_a_better_released_pair_is_told_to_the_side_that_has_not_changed_it(cast: Cast) -> None:
    pair = await a_pair(cast, score=80.0, told_at=NOW, told_score=60.0)
    await touch(cast, Search)
    assert await better_proposals(cast.db, now=NOW + 2 * DAY) == 1
    assert not await told(cast, "review/better_for_seeker")
    (mail,) = await told(cast, "review/better_for_owner")
    assert mail.context["path"] == f"/mein/vorschlaege/{pair.offer_id}"


async def test_a_seeker_is_told_where_the_offer_has_changed(cast: Cast) -> None:
    pair = await a_pair(cast, score=80.0, told_at=NOW, told_score=60.0)
    await touch(cast, Offer)
    await better_proposals(cast.db, now=NOW + 2 * DAY)
    (mail,) = await told(cast, "review/better_for_seeker")
    assert mail.context["path"] == f"/mein/gesuch/{pair.search_id}/vorschlaege"
    assert not await told(cast, "review/better_for_owner")


async def test_what_is_told_is_not_told_twice(cast: Cast) -> None:
    await a_pair(cast, score=80.0, told_at=NOW, told_score=60.0)
    await touch(cast, Offer)
    assert [await better_proposals(cast.db, now=NOW + days * DAY) for days in (2, 3)] == [1, 0]


async def test_a_new_engine_alone_is_no_news(cast: Cast) -> None:
    await a_pair(cast, score=80.0, told_at=NOW, told_score=60.0)
    assert await better_proposals(cast.db, now=NOW + DAY) == 0


async def test_a_little_better_is_no_news(cast: Cast) -> None:
    await a_pair(cast, score=69.0, told_at=NOW, told_score=60.0)
    await touch(cast, Offer)
    assert await better_proposals(cast.db, now=NOW + 2 * DAY) == 0


async def test_newcomers_are_reminded_once_of_what_they_have_not_looked_at(cast: Cast) -> None:
    await a_pair(cast)
    await proposals_digest(cast.db, now=NOW + timedelta(hours=1))
    assert not await told(cast, "review/unseen")
    for days in (2, 3):
        await proposals_digest(cast.db, now=NOW + days * DAY)
    assert len(await told(cast, "review/unseen")) == 1
