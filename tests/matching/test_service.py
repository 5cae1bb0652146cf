"""What has changed is matched, kept, ended, and comes out the same on change and nightly."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select, update

from leerstand.core.database import Database
from leerstand.matching.codes import ProposalState
from leerstand.matching.jobs import match_all, match_changed
from leerstand.matching.models import Proposal
from leerstand.matching.pool import Pool
from leerstand.offers.codes import Form, OfferState
from leerstand.offers.models import Offer
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search
from tests.cast import NOW, Cast
from tests.makers.chain import a_building, a_search, an_offer

LATER = NOW + timedelta(minutes=1)


async def stored(db: Database) -> dict[tuple[UUID, UUID], Proposal]:
    async with db.reading() as session:
        rows = await session.scalars(select(Proposal).where(Proposal.ended_at.is_(None)))
        return {(row.offer_id, row.search_id): row for row in rows}


async def a_market(cast: Cast) -> tuple[UUID, UUID]:
    async with cast.db.writing() as session:
        offer = await an_offer(session, await a_building(session))
        await an_offer(
            session, await a_building(session), form=Form.SUCCESSION, title="Bäckerei sucht Nachfolge"
        )
        search = await a_search(session, cast.ids["sami"])
    return offer.id, search.id


async def test_a_pair_that_fits_is_proposed_with_reasons_and_one_that_breaks_a_rule_is_not(
    cast: Cast,
) -> None:
    pair = await a_market(cast)
    assert await match_changed(cast.db, Pool(), now=LATER) == 3
    kept = await stored(cast.db)
    assert list(kept) == [pair]
    assert kept[pair].state is ProposalState.NEW
    assert all(reason["note_de"] and reason["note_en"] for reason in kept[pair].reasons)


async def test_nothing_is_matched_twice_without_a_change(cast: Cast) -> None:
    await a_market(cast)
    pool = Pool()
    await match_changed(cast.db, pool, now=LATER)
    assert await match_changed(cast.db, pool, now=LATER) == 0


async def test_nightly_and_on_change_come_to_the_same(cast: Cast) -> None:
    await a_market(cast)
    await match_changed(cast.db, Pool(), now=LATER)
    on_change = {key: (row.score, row.reasons) for key, row in (await stored(cast.db)).items()}
    await match_all(cast.db, Pool(), now=LATER)
    assert {key: (row.score, row.reasons) for key, row in (await stored(cast.db)).items()} == on_change


async def test_a_paused_offer_and_a_paused_search_end_their_proposals(cast: Cast) -> None:
    offer_id, search_id = await a_market(cast)
    pool = Pool()
    await match_changed(cast.db, pool, now=LATER)
    for table, key, state in ((Offer, offer_id, OfferState.PAUSED), (Search, search_id, SearchState.PAUSED)):
        back = OfferState.RELEASED if table is Offer else SearchState.ACTIVE
        now = LATER + timedelta(minutes=1)
        async with cast.db.writing() as session:
            await session.execute(update(table).where(table.id == key).values(state=state, updated_at=now))
        await match_changed(cast.db, pool, now=now + timedelta(seconds=1))
        assert await stored(cast.db) == {}
        now += timedelta(minutes=1)
        async with cast.db.writing() as session:
            await session.execute(update(table).where(table.id == key).values(state=back, updated_at=now))
        await match_changed(cast.db, pool, now=now + timedelta(seconds=1))
        assert list(await stored(cast.db)) == [(offer_id, search_id)]


async def test_a_declined_pair_comes_back_only_when_a_side_changes(cast: Cast) -> None:
    await a_market(cast)
    pool = Pool()
    await match_changed(cast.db, pool, now=LATER)
    decided = LATER + timedelta(minutes=1)
    async with cast.db.writing() as session:
        await session.execute(update(Proposal).values(state=ProposalState.DECLINED, decided_at=decided))
    await match_all(cast.db, pool, now=decided)
    assert [row.state for row in (await stored(cast.db)).values()] == [ProposalState.DECLINED]
    changed = decided + timedelta(minutes=1)
    async with cast.db.writing() as session:
        await session.execute(update(Search).values(budget_month_cents=90_000, updated_at=changed))
    await match_changed(cast.db, pool, now=changed + timedelta(seconds=1))
    assert [row.state for row in (await stored(cast.db)).values()] == [ProposalState.NEW]


async def test_a_change_brings_back_its_own_declined_pairs_only(cast: Cast) -> None:
    _, search_id = await a_market(cast)
    async with cast.db.writing() as session:
        await a_search(session, cast.ids["udo"])
    pool = Pool()
    await match_changed(cast.db, pool, now=LATER)
    decided = LATER + timedelta(minutes=1)
    changed = decided + timedelta(minutes=1)
    async with cast.db.writing() as session:
        await session.execute(update(Proposal).values(state=ProposalState.DECLINED, decided_at=decided))
        changing = update(Search).where(Search.id == search_id)
        await session.execute(changing.values(budget_month_cents=90_000, updated_at=changed))
    await match_all(cast.db, pool, now=changed + timedelta(seconds=1))
    back = {key[1] for key, row in (await stored(cast.db)).items() if row.state is ProposalState.NEW}
    assert back == {search_id}


async def test_a_search_keeps_its_twenty_best(cast: Cast) -> None:
    async with cast.db.writing() as session:
        for number in range(25):
            await an_offer(session, await a_building(session), cost_month_cents=30_000 + number * 1_500)
        await a_search(session, cast.ids["sami"])
    pool = Pool()
    await match_changed(cast.db, pool, now=LATER)
    by_change = set(await stored(cast.db))
    await match_all(cast.db, pool, now=LATER)
    assert len(by_change) == 20
    assert set(await stored(cast.db)) == by_change


async def test_the_order_of_ticked_boxes_says_nothing(cast: Cast) -> None:
    pair = await a_market(cast)
    await match_changed(cast.db, Pool(), now=LATER)
    assert "form" not in {reason["criterion"] for reason in (await stored(cast.db))[pair].reasons}


async def test_the_next_best_moves_up_where_one_of_twenty_leaves(cast: Cast) -> None:
    async with cast.db.writing() as session:
        for number in range(22):
            await an_offer(session, await a_building(session), cost_month_cents=30_000 + number * 1_500)
        await a_search(session, cast.ids["sami"])
    pool = Pool()
    await match_changed(cast.db, pool, now=LATER)
    best = max((await stored(cast.db)).values(), key=lambda row: row.score)
    async with cast.db.writing() as session:
        await session.execute(
            update(Offer)
            .where(Offer.id == best.offer_id)
            .values(state=OfferState.PAUSED, updated_at=LATER + timedelta(minutes=1))
        )
    for minutes in (2, 3):
        await match_changed(cast.db, pool, now=LATER + timedelta(minutes=minutes))
    by_change = set(await stored(cast.db))
    assert len(by_change) == 20
    assert best.offer_id not in {offer_id for offer_id, _ in by_change}
    await match_all(cast.db, Pool(), now=LATER + timedelta(minutes=4))
    assert set(await stored(cast.db)) == by_change


async def test_a_deleted_search_is_nobodys_match_any_more(cast: Cast) -> None:
    offer_id, search_id = await a_market(cast)
    pool = Pool()
    await match_changed(cast.db, pool, now=LATER)
    async with cast.db.writing() as session:
        await session.execute(delete(Search).where(Search.id == search_id))
        await session.execute(
            update(Offer).where(Offer.id == offer_id).values(updated_at=LATER + timedelta(minutes=1))
        )
    assert await match_changed(cast.db, pool, now=LATER + timedelta(minutes=2)) == 1
    await match_all(cast.db, pool, now=LATER + timedelta(minutes=3))
    assert await stored(cast.db) == {}
