"""Offers move by the table: guarded, recorded, told, and taken back only while nobody knows."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select, update

from leerstand.accounts.models import AuditEntry
from leerstand.core.decoding import decode
from leerstand.core.errors import AlreadyDecided, NotAllowed
from leerstand.core.signing import Signer
from leerstand.notices.codes import NoticeState
from leerstand.notices.models import Notice
from leerstand.notices.words import Site, put_into_words
from leerstand.offers import service
from leerstand.offers.codes import Form, Move, OfferState, Side
from leerstand.offers.errors import AlreadySeen, NotComplete, ReasonNeeded, WordingNotAllowed
from leerstand.offers.models import Offer, OfferPhoto, OfferStep
from leerstand.offers.service.moves import make_move
from tests.cast import NOW, Cast
from tests.makers.offers import a_home, a_picture, an_offer

LATER = NOW + timedelta(minutes=3)


async def prepared(cast: Cast, state: OfferState, *, online: bool = True, **changes: object) -> UUID:
    async with cast.db.writing() as session:
        building = await a_home(session, owner_id=cast.ids["olga"] if online else None)
        return (await an_offer(session, building, state=state, **changes)).id


async def the_offer(cast: Cast, offer_id: UUID) -> Offer:
    async with cast.db.reading() as session:
        return (await session.scalars(select(Offer).where(Offer.id == offer_id))).one()


async def notices(cast: Cast) -> list[Notice]:
    async with cast.db.reading() as session:
        return list(await session.scalars(select(Notice).order_by(Notice.created_at)))


def in_words(notice: Notice) -> str:
    return put_into_words(notice, Site("Leerstand", "http://leerstand.test", Signer("s" * 40))).text


async def test_release_publishes_tells_the_owner_and_is_recorded(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.SUBMITTED)
    async with cast.db.writing() as session:
        await service.release(session, offer_id, by_id=cast.ids["mara"], note="", now=LATER)
    offer, told = await the_offer(cast, offer_id), await notices(cast)
    assert (offer.state, offer.released_at, offer.confirmed_at) == (OfferState.RELEASED, LATER, LATER)
    assert [(one.to_email, one.kind) for one in told] == [("olga@example.org", "offers/decided")]
    assert "Drei Monate im alten Bauernhaus" in in_words(told[0])
    async with cast.db.reading() as session:
        audit = (await session.scalars(select(AuditEntry).where(AuditEntry.action == "offer_release"))).one()
    assert (audit.actor_id, audit.ags) == (cast.ids["mara"], "03354018")


async def test_two_decisions_cannot_cross(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.SUBMITTED)
    async with cast.db.writing() as session:
        await service.decline(session, offer_id, by_id=cast.ids["mara"], note="Dach undicht", now=LATER)
    with pytest.raises(AlreadyDecided):
        async with cast.db.writing() as session:
            await service.release(session, offer_id, by_id=cast.ids["mara"], note="", now=LATER)
    assert (await the_offer(cast, offer_id)).state is OfferState.DECLINED


async def test_what_was_resubmitted_meanwhile_is_not_released_unread(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.SUBMITTED)
    read = (await the_offer(cast, offer_id)).submitted_at
    async with cast.db.writing() as session:
        await session.execute(update(Offer).values(submitted_at=NOW))
    with pytest.raises(AlreadyDecided):
        async with cast.db.writing() as session:
            await service.release(session, offer_id, by_id=cast.ids["mara"], note="", now=LATER, seen=read)


async def test_a_question_and_a_refusal_need_a_reason(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.SUBMITTED)
    for act in (service.ask_back, service.decline, service.withdraw):
        with pytest.raises(ReasonNeeded):
            async with cast.db.writing() as session:
                await act(session, offer_id, by_id=cast.ids["mara"], note=" ", now=LATER)


async def test_owners_cannot_release(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.SUBMITTED)
    with pytest.raises(NotAllowed):
        async with cast.db.writing() as session:
            await make_move(
                session,
                offer_id,
                move=Move.RELEASE,
                side=Side.KEEPER,
                by_id=cast.ids["olga"],
                note="",
                now=LATER,
            )


async def test_forbidden_words_hold_the_release_back_until_a_person_clears_them(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.SUBMITTED, terms="Nur an Deutsche.")
    mara = cast.ids["mara"]
    with pytest.raises(WordingNotAllowed):
        async with cast.db.writing() as session:
            await service.release(session, offer_id, by_id=mara, note="", now=LATER)
    with pytest.raises(WordingNotAllowed):
        async with cast.db.writing() as session:
            await service.release(session, offer_id, by_id=mara, note="", now=LATER, wording_cleared=True)
    async with cast.db.writing() as session:
        await service.release(
            session, offer_id, by_id=mara, note="Zitat aus einem Buch.", now=LATER, wording_cleared=True
        )
    assert (await the_offer(cast, offer_id)).state is OfferState.RELEASED


async def test_a_decision_is_taken_back_with_its_mail(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.SUBMITTED)
    async with cast.db.writing() as session:
        await service.release(session, offer_id, by_id=cast.ids["mara"], note="", now=LATER)
    async with cast.db.writing() as session:
        await service.take_decision_back(
            session, offer_id, by_id=cast.ids["mara"], now=LATER + timedelta(minutes=2)
        )
    offer = await the_offer(cast, offer_id)
    assert (offer.state, offer.released_at) == (OfferState.SUBMITTED, None)
    assert await notices(cast) == []


async def test_a_decision_that_the_owner_saw_stays(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.SUBMITTED)
    async with cast.db.writing() as session:
        await service.release(session, offer_id, by_id=cast.ids["mara"], note="", now=LATER)
        await service.note_seen(session, offer_id, by_id=cast.ids["olga"], now=LATER)
    with pytest.raises(AlreadySeen):
        async with cast.db.writing() as session:
            await service.take_decision_back(session, offer_id, by_id=cast.ids["mara"], now=LATER)
    assert (await the_offer(cast, offer_id)).state is OfferState.RELEASED


async def test_a_decision_whose_mail_has_left_stays_and_so_does_the_mail(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.SUBMITTED)
    async with cast.db.writing() as session:
        await service.decline(session, offer_id, by_id=cast.ids["mara"], note="Dach undicht", now=LATER)
        await session.execute(update(Notice).values(state=NoticeState.SENT))
    with pytest.raises(AlreadySeen):
        async with cast.db.writing() as session:
            await service.take_decision_back(session, offer_id, by_id=cast.ids["mara"], now=LATER)
    assert len(await notices(cast)) == 1


async def test_after_ten_minutes_a_decision_stays(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.SUBMITTED, online=False)
    async with cast.db.writing() as session:
        await service.decline(session, offer_id, by_id=cast.ids["mara"], note="Dach undicht", now=LATER)
    with pytest.raises(AlreadySeen):
        async with cast.db.writing() as session:
            await service.take_decision_back(
                session, offer_id, by_id=cast.ids["mara"], now=LATER + timedelta(minutes=10)
            )


async def test_an_incomplete_offer_cannot_be_handed_in(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.DRAFT, title="")
    with pytest.raises(NotComplete):
        async with cast.db.writing() as session:
            await service.submit(
                session,
                offer_id,
                by_id=cast.ids["olga"],
                side=Side.KEEPER,
                consent={"consent_at": NOW},
                note="",
                now=NOW,
            )


async def test_handing_in_tells_the_clerks_of_this_municipality_only(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.DRAFT)
    async with cast.db.writing() as session:
        await service.submit(
            session, offer_id, by_id=cast.ids["olga"], side=Side.KEEPER, consent={"consent_at": NOW, "all_owners_agree": True}, note="", now=NOW
        )  # fmt: skip
    assert [one.to_email for one in await notices(cast)] == ["mara@example.org"]


async def test_a_public_offer_is_closed_for_writing_until_it_is_opened_for_changes(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.RELEASED)
    with pytest.raises(AlreadyDecided):
        async with cast.db.writing() as session:
            await service.save_step(
                session, offer_id, step="was", changes={"title": "Anders"}, by_id=cast.ids["olga"], now=LATER
            )
    async with cast.db.writing() as session:
        await service.save_step(
            session, offer_id, step="zeit", changes={"capacity": 4}, by_id=cast.ids["olga"], now=LATER
        )
        assert (
            await service.revise(session, offer_id, by_id=cast.ids["olga"], now=LATER)
        ).state is OfferState.DRAFT
        await service.save_step(
            session, offer_id, step="was", changes={"title": "Anders"}, by_id=cast.ids["olga"], now=LATER
        )
    offer = await the_offer(cast, offer_id)
    assert (offer.title, offer.capacity, offer.updated_at) == ("Anders", 4, LATER)


async def test_a_paused_offer_comes_back_confirmed(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.RELEASED, asked_at=NOW)
    async with cast.db.writing() as session:
        await service.pause(session, offer_id, by_id=cast.ids["olga"], note="fünf reichen", now=LATER)
        await service.resume(session, offer_id, by_id=cast.ids["olga"], note="", now=LATER)
    offer = await the_offer(cast, offer_id)
    assert (offer.state, offer.confirmed_at, offer.asked_at) == (OfferState.RELEASED, LATER, None)


async def test_every_move_leaves_a_step(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.RELEASED)
    async with cast.db.writing() as session:
        await service.pause(session, offer_id, by_id=cast.ids["olga"], note="fünf reichen", now=LATER)
        await service.mark_taken(session, offer_id, by_id=cast.ids["olga"], note="an Sami", now=LATER)
    async with cast.db.reading() as session:
        steps = (await session.scalars(select(OfferStep).order_by(OfferStep.ordinal))).all()
    assert [(step.move, step.note) for step in steps[1:]] == [
        (Move.PAUSE, "fünf reichen"),
        (Move.TAKE, "an Sami"),
    ]


async def test_a_copy_for_another_form_keeps_the_words_and_drops_the_form_s_answers(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.RELEASED)
    async with cast.db.writing() as session:
        source = (await session.scalars(select(Offer).where(Offer.id == offer_id))).one()
        building = await a_home(session, owner_id=cast.ids["olga"])
        copy = await service.start(
            session, building, form=Form.INTERIM_USE, by_id=cast.ids["olga"], now=NOW, copy_of=source
        )
        copy_id = copy.id
    copied = await the_offer(cast, copy_id)
    assert (copied.state, copied.title, copied.answers) == (OfferState.DRAFT, source.title, {})
    assert copied.consent_at is None


async def test_a_draft_is_thrown_away_only_before_anybody_read_it(cast: Cast) -> None:
    fresh, read = (
        await prepared(cast, OfferState.DRAFT),
        await prepared(cast, OfferState.DRAFT, submitted_at=NOW),
    )
    async with cast.db.writing() as session:
        await service.discard(session, fresh, by_id=cast.ids["olga"], ags="03354018", now=NOW)
    with pytest.raises(AlreadyDecided):
        async with cast.db.writing() as session:
            await service.discard(session, read, by_id=cast.ids["olga"], ags="03354018", now=NOW)


async def test_mail_is_written_in_each_owner_s_language_unless_staff_amend_it(cast: Cast) -> None:
    plain, amended = await prepared(cast, OfferState.SUBMITTED), await prepared(cast, OfferState.SUBMITTED)
    async with cast.db.writing() as session:
        await service.ask_back(session, plain, by_id=cast.ids["mara"], note="Gibt es Strom?", now=NOW)
        await service.ask_back(
            session,
            amended,
            by_id=cast.ids["mara"],
            note="Gibt es Strom?",
            message="Kurz gefragt.",
            now=LATER,
        )
    told = await notices(cast)
    assert "Gibt es Strom?" in in_words(told[0])
    assert "Kurz gefragt." in in_words(told[1])
    assert "Gibt es Strom?" not in in_words(told[1])
    assert told[0].due_at == NOW + timedelta(minutes=10)


async def test_photos_are_counted_ordered_and_forgotten(cast: Cast) -> None:
    offer_id = await prepared(cast, OfferState.DRAFT)
    for colour in ("red", "green", "blue"):
        async with cast.db.writing() as session:
            await service.add_photo(session, offer_id, read=decode(a_picture(colour)), alt=colour, now=NOW)
    async with cast.db.writing() as session:
        last = (await session.scalars(select(OfferPhoto).where(OfferPhoto.alt == "blue"))).one().photo_id
        await service.move_photo(session, offer_id, photo_id=last, by=-1)
        first = (await session.scalars(select(OfferPhoto).where(OfferPhoto.alt == "red"))).one().photo_id
        await service.remove_photo(session, offer_id, photo_id=first)
    async with cast.db.reading() as session:
        left = (await session.scalars(select(OfferPhoto).order_by(OfferPhoto.ordinal))).all()
    assert [photo.alt for photo in left] == ["blue", "green"]
