"""Olga makes an offer, and does with it what is hers to do."""

from datetime import timedelta
from uuid import UUID

import httpx
import pytest
from sqlalchemy import select

from leerstand.accounts.codes import Look
from leerstand.accounts.models import AuditEntry
from leerstand.core.photos import store_photo
from leerstand.core.signing import Signer
from leerstand.notices.models import Notice
from leerstand.offers import jobs, service
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer, OfferPhoto
from leerstand.register.models import Building
from tests.cast import NOW, SALZWEDEL, Cast
from tests.makers.offers import a_home, a_picture, an_offer
from tests.queries import counted

STEPS = [
    (
        "was",
        {
            "title": "Drei Monate im Bauernhaus",
            "description": "Ein altes Haus am Deich mit Garten und netten Leuten.",
        },
    ),
    ("zeit", {"available_from": "ab sofort", "max_months": "3 Monate"}),
    (
        "raum",
        {
            "property_kind": "house",
            "area_m2": "85,5 m²",
            "features": "garden",
            "energy_certificate": "monument",
        },
    ),
    ("kosten", {"cost_month_cents": "1.250,50", "extra_cost_cents": "250"}),
    ("fragen", {"q_purpose": "Das Dorf kennenlernen.", "q_afterwards": "no"}),
]


async def home_of(cast: Cast, name: str = "olga", **changes: object) -> UUID:
    async with cast.db.writing() as session:
        return (await a_home(session, owner_id=cast.ids[name], **changes)).id


async def offer_in(cast: Cast, building_id: UUID, state: OfferState, **changes: object) -> UUID:
    async with cast.db.writing() as session:
        building = (await session.scalars(select(Building).where(Building.id == building_id))).one()
        return (await an_offer(session, building, state=state, **changes)).id


async def only_offer(cast: Cast) -> Offer:
    async with cast.db.reading() as session:
        return (await session.scalars(select(Offer))).one()


async def begin(browser: httpx.AsyncClient, building_id: UUID, form: str = "trial_living") -> str:
    answer = await browser.post(f"/mein/gebaeude/{building_id}/angebot-machen", data={"form": form})
    return answer.headers["location"].split("/")[3]


async def test_an_offer_is_made_step_by_step_and_handed_in(cast: Cast) -> None:
    building_id = await home_of(cast)
    async with cast.browser("olga") as olga:
        offer_id = await begin(olga, building_id)
        for name, typed in STEPS:
            answer = await olga.post(f"/mein/angebote/{offer_id}/schritt/{name}", data=typed | {"go": "next"})
            assert answer.status_code == 303, name
        assert (await olga.get(f"/mein/angebote/{offer_id}/vorschau")).status_code == 200
        agreed = {"publish": "1", "all_owners_agree": "1"}
        handed_in = await olga.post(f"/mein/angebote/{offer_id}/einreichen", data=agreed)
        assert handed_in.headers["location"] == f"/mein/angebote/{offer_id}"
        shown = await olga.get(f"/mein/angebote/{offer_id}")
    assert "Samtgemeinde Lüchow" in shown.text
    offer = await only_offer(cast)
    assert (offer.state, offer.cost_month_cents, offer.area_m2) == (OfferState.SUBMITTED, 125050, 85.5)
    assert (offer.consent_at, offer.all_owners_agree, offer.shows_exact_place) == (NOW, True, False)


async def test_what_was_typed_is_kept_when_one_goes_back_or_out(cast: Cast) -> None:
    building_id = await home_of(cast)
    async with cast.browser("olga") as olga:
        offer_id = await begin(olga, building_id)
        back = await olga.post(
            f"/mein/angebote/{offer_id}/schritt/zeit", data={"capacity": "4", "go": "back"}
        )
        assert back.headers["location"].endswith("/schritt/was")
        later = await olga.post(
            f"/mein/angebote/{offer_id}/schritt/was", data={"title": "Haus", "go": "later"}
        )
        assert later.headers["location"] == f"/mein/gebaeude/{building_id}"
        shown = await olga.get(f"/mein/angebote/{offer_id}/schritt/was")
    assert 'value="Haus"' in shown.text
    assert (await only_offer(cast)).capacity == 4


async def test_going_on_with_something_missing_says_what_and_keeps_the_rest(cast: Cast) -> None:
    building_id = await home_of(cast)
    async with cast.browser("olga") as olga:
        offer_id = await begin(olga, building_id)
        typed = {"title": "Drei Monate im Bauernhaus", "go": "next"}
        shown = await olga.post(f"/mein/angebote/{offer_id}/schritt/was", data=typed)
    assert shown.status_code == 422
    assert 'href="#f-description"' in shown.text
    assert (await only_offer(cast)).title == "Drei Monate im Bauernhaus"


async def test_without_consent_nothing_is_handed_in(cast: Cast) -> None:
    building_id = await home_of(cast)
    offer_id = await offer_in(cast, building_id, OfferState.DRAFT)
    async with cast.browser("olga") as olga:
        shown = await olga.post(f"/mein/angebote/{offer_id}/einreichen", data={"publish": "1"})
    assert shown.status_code == 422
    assert (await only_offer(cast)).state is OfferState.DRAFT


async def test_unfair_words_are_pointed_out_while_writing(cast: Cast) -> None:
    offer_id = await offer_in(cast, await home_of(cast), OfferState.DRAFT, wished_use="gern eine ältere Dame")
    async with cast.browser("olga") as olga:
        shown = await olga.get(f"/mein/angebote/{offer_id}/schritt/was")
    assert "„ältere Dame“" in shown.text
    assert "Offen für Menschen, die es ruhig mögen" in shown.text


@pytest.mark.parametrize("name", ["udo", "konrad", "sami"])
async def test_strangers_learn_nothing_of_what_is_not_theirs(cast: Cast, name: str) -> None:
    building_id = await home_of(cast)
    offer_id = await offer_in(cast, building_id, OfferState.DRAFT)
    paths = [f"/mein/gebaeude/{building_id}", f"/mein/gebaeude/{building_id}/angebot-machen"]
    paths += [
        f"/mein/angebote/{offer_id}{rest}"
        for rest in ("", "/schritt/was", "/vorschau", "/einreichen", "/zurueckziehen")
    ]
    async with cast.browser(name) as stranger:
        assert [(await stranger.get(path)).status_code for path in paths] == [404] * len(paths)
        for rest in ("/schritt/was", "/einreichen", "/verwerfen", "/aendern"):
            assert (await stranger.post(f"/mein/angebote/{offer_id}{rest}", data={})).status_code == 404
    assert (await only_offer(cast)).state is OfferState.DRAFT


async def test_a_clerk_does_not_write_for_owners_who_are_online(cast: Cast) -> None:
    offer_id = await offer_in(cast, await home_of(cast), OfferState.DRAFT)
    async with cast.browser("mara") as mara:
        assert (
            await mara.post(f"/mein/angebote/{offer_id}/schritt/was", data={"title": "x"})
        ).status_code == 404


async def test_pausing_takes_one_click_to_undo(cast: Cast) -> None:
    offer_id = await offer_in(cast, await home_of(cast), OfferState.RELEASED)
    async with cast.browser("olga") as olga:
        await olga.post(f"/mein/angebote/{offer_id}/pausieren", data={"note": "fünf gute Anfragen reichen"})
        assert (await only_offer(cast)).state is OfferState.PAUSED
        shown = await olga.get(f"/mein/angebote/{offer_id}")
        assert f'action="/mein/angebote/{offer_id}/oeffnen"' in shown.text
        await olga.post(f"/mein/angebote/{offer_id}/oeffnen")
    assert (await only_offer(cast)).state is OfferState.RELEASED


async def test_withdrawing_asks_for_a_reason(cast: Cast) -> None:
    offer_id = await offer_in(cast, await home_of(cast), OfferState.RELEASED)
    async with cast.browser("olga") as olga:
        assert (
            await olga.post(f"/mein/angebote/{offer_id}/zurueckziehen", data={"note": " "})
        ).status_code == 422
        await olga.post(f"/mein/angebote/{offer_id}/zurueckziehen", data={"note": "selbst genutzt"})
        assert (
            await olga.post(f"/mein/angebote/{offer_id}/zurueckziehen", data={"note": "noch einmal"})
        ).status_code == 409
    assert (await only_offer(cast)).state is OfferState.WITHDRAWN


async def test_times_of_a_public_offer_are_changed_without_a_new_review(cast: Cast) -> None:
    offer_id = await offer_in(cast, await home_of(cast), OfferState.RELEASED)
    async with cast.browser("olga") as olga:
        assert (await olga.get(f"/mein/angebote/{offer_id}/schritt/was")).status_code == 409
        await olga.post(
            f"/mein/angebote/{offer_id}/schritt/zeit", data={"available_from": "1.5.2027", "capacity": "3"}
        )
    offer = await only_offer(cast)
    assert (offer.state, offer.capacity) == (OfferState.RELEASED, 3)


async def test_opening_the_page_counts_as_having_seen_the_decision(cast: Cast) -> None:
    offer_id = await offer_in(cast, await home_of(cast), OfferState.SUBMITTED)
    async with cast.db.writing() as session:
        await service.decline(session, offer_id, by_id=cast.ids["mara"], note="Dach undicht", now=NOW)
    async with cast.browser("olga") as olga:
        await olga.get(f"/mein/angebote/{offer_id}")
        await olga.get(f"/mein/angebote/{offer_id}")
    async with cast.db.reading() as session:
        looks = select(AuditEntry.at).where(AuditEntry.action == Look.OFFER_SEEN)
        assert (await session.scalars(looks)).all() == [NOW]


async def still_link(cast: Cast) -> str:
    signer = Signer("s" * 40)
    await jobs.ask_still_available(cast.db, signer=signer, now=NOW + timedelta(days=60))
    async with cast.db.reading() as session:
        return str((await session.scalars(select(Notice))).one().context["path"])


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("ja", OfferState.RELEASED),
        ("pausieren", OfferState.PAUSED),
        ("vergeben", OfferState.TAKEN),
        ("zurueckziehen", OfferState.WITHDRAWN),
    ],
)
async def test_the_question_by_mail_is_answered_with_one_click_and_once(
    cast: Cast, answer: str, state: OfferState
) -> None:
    await offer_in(cast, await home_of(cast), OfferState.RELEASED)
    path = await still_link(cast)
    async with cast.browser() as nobody:
        assert (await nobody.get(path)).status_code == 200
        assert (await only_offer(cast)).asked_at is not None
        assert (await nobody.post(path, data={"antwort": answer})).status_code == 200
        assert (await nobody.post(path, data={"antwort": "ja"})).status_code == 409
    offer = await only_offer(cast)
    assert offer.state is state
    assert answer != "ja" or offer.asked_at is None


async def test_a_link_that_we_did_not_sign_opens_nothing(cast: Cast) -> None:
    offer_id = await offer_in(cast, await home_of(cast), OfferState.RELEASED, asked_at=NOW)
    forged = Signer("x" * 40).sign(
        [str(offer_id), NOW.isoformat(), str(cast.ids["udo"])], purpose="still available"
    )
    async with cast.browser("udo") as udo:
        assert (
            await udo.post(f"/angebot-noch-aktuell/{forged}", data={"antwort": "vergeben"})
        ).status_code == 404


async def test_photos_are_uploaded_described_and_seen_by_those_who_may(cast: Cast) -> None:
    offer_id = await offer_in(cast, await home_of(cast), OfferState.DRAFT)
    step = f"/mein/angebote/{offer_id}/schritt/fotos"
    async with cast.browser("olga") as olga:
        await olga.post(
            step,
            files=[
                ("foto", ("a.jpg", a_picture(), "image/jpeg")),
                ("foto", ("b.jpg", a_picture("olive"), "image/jpeg")),
            ],
        )
        async with cast.db.reading() as session:
            photo_id = (
                await session.scalars(select(OfferPhoto.photo_id).order_by(OfferPhoto.ordinal))
            ).first()
        await olga.post(step, data={f"alt_{photo_id}": "Das Haus von Süden", "do": "save"})
        assert "Das Haus von Süden" in (await olga.get(step)).text
        path = f"/fotos/{photo_id}/360.webp"
        assert (await olga.get(path)).headers["content-type"] == "image/webp"
    for name, status in {"mara": 200, "konrad": 404, "udo": 404}.items():
        async with cast.browser(name) as browser:
            assert (await browser.get(path)).status_code == status, name


async def test_a_withdrawn_offers_photo_does_not_stay_with_browsers(cast: Cast) -> None:
    offer_id = await offer_in(cast, await home_of(cast), OfferState.RELEASED)
    async with cast.db.writing() as session:
        photo = await store_photo(session, a_picture(), now=NOW)
        session.add(OfferPhoto(offer_id=offer_id, photo_id=photo.id, ordinal=1))
    path = f"/fotos/{photo.id}/360.webp"
    async with cast.browser() as stranger:
        shown = await stranger.get(path)
        assert shown.headers["cache-control"] == "public, max-age=600, must-revalidate"
        known = {"if-none-match": f'"x", {shown.headers["etag"]}'}
        again = await stranger.get(path, headers=known)
        assert (again.status_code, again.content) == (304, b"")
        async with cast.db.writing() as session:
            await service.withdraw(session, offer_id, by_id=cast.ids["olga"], note="Verkauft", now=NOW)
        assert (await stranger.get(path, headers=known)).status_code == 404


async def test_a_file_that_is_no_photo_is_refused_in_words(cast: Cast) -> None:
    offer_id = await offer_in(cast, await home_of(cast), OfferState.DRAFT)
    async with cast.browser("olga") as olga:
        shown = await olga.post(
            f"/mein/angebote/{offer_id}/schritt/fotos", files={"foto": ("a.jpg", b"GIF89a", "image/jpeg")}
        )
    assert shown.status_code == 422
    assert "kein Foto" in shown.text


async def test_the_pages_of_an_owner_ask_the_same_number_of_questions_for_one_and_for_three(
    cast: Cast,
) -> None:
    building_id = await home_of(cast)
    sent = []
    async with cast.browser("olga") as olga:
        for more in (1, 2):
            for _ in range(more):
                await offer_in(cast, building_id, OfferState.RELEASED)
            with counted(cast.db) as statements:
                await olga.get("/mein/angebote")
                await olga.get(f"/mein/gebaeude/{building_id}")
            sent.append(len(statements))
    assert sent[0] == sent[1]


async def test_the_conversation_is_there_in_english(cast: Cast) -> None:
    building_id = await home_of(cast, ags=SALZWEDEL)
    async with cast.browser("olga", language="en") as olga:
        olga.cookies.set("leerstand_language", "en")
        shown = await olga.get(f"/mein/gebaeude/{building_id}/angebot-machen")
    assert "What may happen here?" in shown.text


async def test_a_rent_with_words_is_kept_whole(cast: Cast) -> None:
    building_id = await home_of(cast)
    async with cast.browser("olga") as olga:
        offer_id = await begin(olga, building_id)
        await olga.post(
            f"/mein/angebote/{offer_id}/schritt/kosten",
            data={"cost_month_cents": "1.500,- VB", "go": "later"},
        )
        cold = await olga.post(
            f"/mein/angebote/{offer_id}/schritt/kosten", data={"cost_month_cents": "400 kalt"}
        )
    offer = await only_offer(cast)
    assert (offer.cost_month_cents, offer.cost_note) == (150000, "VB")
    assert cold.status_code == 422 and "der Betrag im Monat mit allen Nebenkosten" in cold.text


async def test_when_a_use_was_given_up_is_kept_as_exactly_as_it_is_known(cast: Cast) -> None:
    building_id = await home_of(cast)
    async with cast.browser("olga") as olga:
        offer_id = await begin(olga, building_id, form="conversion")
        path = f"/mein/angebote/{offer_id}/schritt/fragen"
        await olga.post(path, data={"q_given_up_on": "Herbst 2019", "go": "later"})
        shown = (await olga.get(path)).text
    assert (await only_offer(cast)).answers["given_up_on"] == "2019-09~"
    assert 'value="etwa 9.2019"' in shown
    assert "wendet Niedersachsen nicht an (Stand: 29. November 2026)" in shown
