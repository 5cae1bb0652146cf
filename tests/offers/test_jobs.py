"""What time does to offers, run once, twice and by two processes."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.decoding import decode
from leerstand.core.i18n import BERLIN
from leerstand.core.models import Photo
from leerstand.core.signing import Signer
from leerstand.notices.models import Notice
from leerstand.offers import jobs, service
from leerstand.offers.codes import Move, OfferState
from leerstand.offers.models import Offer, OfferStep
from tests.cast import NOW, Cast
from tests.makers.offers import a_home, a_picture, an_offer

SIGNER = Signer("s" * 40)
AFTER_60_DAYS = NOW + timedelta(days=60)


async def prepared(cast: Cast, state: OfferState, *, online: bool = True, **changes: object) -> UUID:
    async with cast.db.writing() as session:
        building = await a_home(session, owner_id=cast.ids["olga"] if online else None)
        return (await an_offer(session, building, state=state, **changes)).id


async def state_of(cast: Cast, offer_id: UUID) -> OfferState | None:
    async with cast.db.reading() as session:
        return await session.scalar(select(Offer.state).where(Offer.id == offer_id))


async def told(cast: Cast) -> list[tuple[str, str]]:
    async with cast.db.reading() as session:
        rows = await session.execute(
            select(Notice.to_email, Notice.kind).order_by(Notice.created_at, Notice.to_email)
        )
        return [(row.to_email, row.kind) for row in rows]


async def test_owners_are_asked_after_60_days_and_only_once(cast: Cast) -> None:
    await prepared(cast, OfferState.RELEASED)
    assert (
        await jobs.ask_still_available(cast.db, signer=SIGNER, now=AFTER_60_DAYS - timedelta(minutes=1)) == 0
    )
    assert await jobs.ask_still_available(cast.db, signer=SIGNER, now=AFTER_60_DAYS) == 1
    assert await jobs.ask_still_available(cast.db, signer=SIGNER, now=AFTER_60_DAYS + timedelta(days=1)) == 0
    assert await told(cast) == [("olga@example.org", "offers/still_available")]


async def test_two_processes_ask_once(cast: Cast) -> None:
    for _ in range(4):
        await prepared(cast, OfferState.RELEASED)
    asked = await asyncio.gather(
        *(jobs.ask_still_available(cast.db, signer=SIGNER, now=AFTER_60_DAYS) for _ in range(2))
    )
    assert sum(asked) == 4
    assert len(await told(cast)) == 4


async def test_for_owners_who_are_not_online_the_clerks_are_asked_to_call(cast: Cast) -> None:
    await prepared(cast, OfferState.RELEASED, online=False)
    await jobs.ask_still_available(cast.db, signer=SIGNER, now=AFTER_60_DAYS)
    assert await told(cast) == [("mara@example.org", "offers/still_for_owner")]


async def test_without_an_answer_an_offer_ends_after_14_days(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.RELEASED, asked_at=NOW)
    assert await jobs.expire_offers(cast.db, now=NOW + timedelta(days=13)) == 0
    assert await jobs.expire_offers(cast.db, now=NOW + timedelta(days=14)) == 1
    assert await jobs.expire_offers(cast.db, now=NOW + timedelta(days=15)) == 0
    assert await state_of(cast, offer_id) is OfferState.EXPIRED
    assert await told(cast) == [("olga@example.org", "offers/expired")]


async def test_an_answer_keeps_an_offer_for_another_60_days(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.RELEASED, asked_at=NOW)
    async with cast.db.writing() as session:
        await service.confirm_still(session, offer_id, by_id=cast.ids["olga"], now=NOW + timedelta(days=3))
    assert await jobs.expire_offers(cast.db, now=NOW + timedelta(days=40)) == 0
    assert await jobs.ask_still_available(cast.db, signer=SIGNER, now=NOW + timedelta(days=62)) == 0
    assert await jobs.ask_still_available(cast.db, signer=SIGNER, now=NOW + timedelta(days=63)) == 1


async def test_an_offer_ends_the_day_after_its_last_day(cast: Cast) -> None:
    today = NOW.date()
    over = await prepared(cast, OfferState.RELEASED, available_until=today - timedelta(days=1))
    paused = await prepared(cast, OfferState.PAUSED, expires_on=today - timedelta(days=1))
    alive = await prepared(cast, OfferState.RELEASED, available_until=today)
    draft = await prepared(cast, OfferState.DRAFT, available_until=today - timedelta(days=1))
    assert await jobs.expire_offers(cast.db, now=NOW) == 2
    states = [await state_of(cast, offer_id) for offer_id in (over, paused, alive, draft)]
    assert states == [OfferState.EXPIRED, OfferState.EXPIRED, OfferState.RELEASED, OfferState.DRAFT]
    async with cast.db.reading() as session:
        steps = (await session.scalars(select(OfferStep).where(OfferStep.move == Move.EXPIRE))).all()
    assert {(step.actor_id, step.note) for step in steps} == {(None, "Der Zeitraum des Angebots ist vorbei.")}


async def test_a_forgotten_draft_is_reminded_of_once_and_deleted_after_180_days_with_its_photos(
    cast: Cast,
) -> None:
    offer_id = await prepared(cast, OfferState.DRAFT)
    async with cast.db.writing() as session:
        await service.add_photo(session, offer_id, read=decode(a_picture()), alt="", now=NOW)
    assert await jobs.remind_of_drafts(cast.db, now=NOW + timedelta(days=14)) == 1
    assert await jobs.remind_of_drafts(cast.db, now=NOW + timedelta(days=90)) == 0
    assert await told(cast) == [("olga@example.org", "offers/draft_waiting")]
    assert await jobs.delete_old_drafts(cast.db, now=NOW + timedelta(days=180)) == 0
    assert await jobs.delete_old_drafts(cast.db, now=NOW + timedelta(days=181)) == 1
    assert await state_of(cast, offer_id) is None
    async with cast.db.reading() as session:
        assert (await session.scalars(select(Photo))).all() == []


async def test_a_draft_that_staff_have_read_is_never_deleted(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.DRAFT, submitted_at=NOW)
    assert await jobs.delete_old_drafts(cast.db, now=NOW + timedelta(days=400)) == 0
    assert await state_of(cast, offer_id) is OfferState.DRAFT


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("asked", "named"), [("2027-03-20T08:30", "2027-04-03"), ("2027-10-20T23:30", "2027-11-03")]
)
async def test_an_offer_ends_on_the_day_that_the_question_named_also_over_a_change_of_clocks(
    cast: Cast, asked: str, named: str
) -> None:
    then = berlin(asked)
    offer_id = await prepared(cast, OfferState.RELEASED, released_at=then - timedelta(days=61))
    assert await jobs.ask_still_available(cast.db, signer=SIGNER, now=then) == 1
    async with cast.db.reading() as session:
        context = (await session.scalars(select(Notice.context))).one()
    assert context["until"] == {"$date": named}
    assert await jobs.expire_offers(cast.db, now=berlin(f"{named}T04:40") - timedelta(days=1)) == 0
    assert await jobs.expire_offers(cast.db, now=berlin(f"{named}T04:40")) == 1
    assert await state_of(cast, offer_id) is OfferState.EXPIRED


@pytest.mark.parametrize("touched", ["2027-04-20T00:10", "2027-04-20T23:50", "2027-09-20T12:00"])
async def test_a_draft_is_deleted_on_the_day_that_its_reminder_named(cast: Cast, touched: str) -> None:
    then = berlin(touched)
    offer_id = await prepared(cast, OfferState.DRAFT, updated_at=then)
    assert await jobs.remind_of_drafts(cast.db, now=then + timedelta(days=15)) == 1
    async with cast.db.reading() as session:
        day = (await session.scalars(select(Notice.context))).one()["deleted_on"]["$date"]
    assert await jobs.delete_old_drafts(cast.db, now=berlin(f"{day}T03:40") - timedelta(days=1)) == 0
    assert await jobs.delete_old_drafts(cast.db, now=berlin(f"{day}T03:40")) == 1
    assert await state_of(cast, offer_id) is None


async def test_an_offer_that_fails_is_left_and_the_others_end(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    spoilt, *others = [await prepared(cast, OfferState.RELEASED, asked_at=NOW) for _ in range(3)]
    expire = jobs.expire

    async def refused(session: AsyncSession, offer_id: UUID, *, note: str, now: datetime) -> Offer:
        if offer_id == spoilt:
            raise ValueError
        return await expire(session, offer_id, note=note, now=now)

    monkeypatch.setattr(jobs, "expire", refused)
    assert await jobs.expire_offers(cast.db, now=NOW + timedelta(days=14)) == 2
    assert await state_of(cast, spoilt) is OfferState.RELEASED
    assert {await state_of(cast, other) for other in others} == {OfferState.EXPIRED}
