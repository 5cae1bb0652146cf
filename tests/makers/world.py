"""One whole case in Lüchow for tests that look at everything at once: each page has something to show.

Olga owns a house with offers in every state, Sami looks for one, Mara decides; a second house belongs to
somebody who is not online. What must stay hidden from others is marked, so that a test finds it in any page.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from PIL import Image
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import OrganisationKind
from leerstand.accounts.models import Organisation, Session
from leerstand.accounts.service import make_link, record
from leerstand.core.photos import store_photo
from leerstand.core.signing import Signer
from leerstand.matching.codes import ProposalState, Side
from leerstand.matching.models import MatchMark, ProposalQuestion
from leerstand.notices.codes import NoticeState
from leerstand.notices.models import Notice
from leerstand.notices.service import Reader, tell
from leerstand.notices.words import STOP_PURPOSE
from leerstand.offers.codes import OfferState
from leerstand.offers.models import Offer, OfferComplaint, OfferPhoto, OfferStep
from leerstand.offers.rules import STILL_PURPOSE
from leerstand.register.codes import Channel, Occupancy, Outcome, Precision, ReportState, VacancySource
from leerstand.register.models import Building, Contact, Owner, Report, ReportPhoto, Vacancy
from leerstand.searches.codes import SearchState
from tests.cast import LUECHOW, NOW, Cast
from tests.makers import chain
from tests.makers.offers import complete_facts

ADDRESS = "Geheimweg"
OFFLINE_OWNER = "Gerda Geheim"
STAFF_NOTE = "Interne Notiz"
DRAFT = "Geheimer Entwurf"
WISH = "Wir möchten im Wendland ankommen"
LETTER = "Unsere Kinder sind drei und fünf"
REPORTER = "melderin@example.org"
HINT = "Der Briefkasten quillt über"

TODAY = NOW.date()


@dataclass
class World:
    """What stands in the case: the parameters of addresses, by name."""

    parameters: dict[str, Any] = field(default_factory=dict)
    offers: dict[str, UUID] = field(default_factory=dict)
    buildings: dict[str, UUID] = field(default_factory=dict)
    proposals: dict[str, UUID] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]


def a_picture(*, color: str = "darkgreen", size: tuple[int, int] = (200, 150)) -> bytes:
    """A JPEG as a phone would send it, only smaller."""
    file = BytesIO()
    Image.new("RGB", size, color).save(file, "JPEG")
    return file.getvalue()


async def a_world(cast: Cast, signer: Signer) -> World:
    """Put the whole case into the database and name everything that addresses need."""
    world = World()
    async with cast.db.writing() as session:
        await _bodies(session, world)
        await _houses(session, cast, world)
        await _offers(session, cast, world)
        await _pairs(session, cast, world)
        await _report(session, cast, world)
        await _mail(session, cast, world)
        await _tokens(session, cast, world, signer)
    return world


async def _bodies(session: AsyncSession, world: World) -> None:
    """An organisation to which nobody belongs yet."""
    body = Organisation(kind=OrganisationKind.INITIATIVE, name="Dorfverein Wustrow", ags=[])
    session.add(body)
    await session.flush()
    world.parameters["organisation_id"] = body.id


async def _houses(session: AsyncSession, cast: Cast, world: World) -> None:
    mine = await chain.a_building(
        session,
        owner_person_id=cast.ids["olga"],
        street=ADDRESS,
        note=STAFF_NOTE,
        created_by_id=cast.ids["mara"],
    )
    offline = await chain.a_building(session, street=ADDRESS, house_number="9", note=STAFF_NOTE)
    world.buildings = {"mine": mine.id, "offline": offline.id}
    for building in (mine, offline):
        session.add(
            Vacancy(
                building_id=building.id, occupancy=Occupancy.CONFIRMED_EMPTY, since=date(2019, 1, 1),
                since_precision=Precision.YEAR, source=VacancySource.INSPECTION, recorded_at=NOW, note=STAFF_NOTE,
            )
        )  # fmt: skip
        session.add(
            Owner(
                building_id=building.id,
                name=OFFLINE_OWNER,
                address="Altersheim 3, Uelzen",
                phone="0581 47 11",
            )
        )
    contact = Contact(
        building_id=mine.id, on_date=TODAY - timedelta(days=30), channel=Channel.LETTER, outcome=Outcome.LETTER_SENT,
        note=STAFF_NOTE, next_on=TODAY, recorded_at=NOW, recorded_by_id=cast.ids["mara"],
    )  # fmt: skip
    session.add(contact)
    await session.flush()
    await record(
        session,
        action="building_recorded",
        subject=("building", mine.id),
        actor_id=cast.ids["mara"],
        ags=LUECHOW,
        now=NOW,
    )
    world.parameters |= {"building_id": mine.id, "offline_building": offline.id, "contact_id": contact.id}


async def _offers(session: AsyncSession, cast: Cast, world: World) -> None:
    mine = await session.get_one(Building, world.buildings["mine"])
    offline = await session.get_one(Building, world.buildings["offline"])
    facts = complete_facts()
    hidden = {**facts, "title": DRAFT, "released_at": None, "consent_at": None}
    made = {
        "released": await chain.an_offer(session, mine, contact_name="Olga Petersen"),
        "other": await chain.an_offer(session, mine, title="Werkstatt am Rundling"),
        "draft": await chain.an_offer(session, mine, state=OfferState.DRAFT, **hidden),
        "submitted": await chain.an_offer(
            session, mine, state=OfferState.SUBMITTED, **{**hidden, "consent_at": NOW}
        ),
        "offline": await chain.an_offer(session, offline, state=OfferState.DRAFT, **hidden),
    }
    for offer in made.values():
        session.add(
            OfferStep(
                offer_id=offer.id, at=NOW, state=offer.state, actor_id=cast.ids["olga"], note=STAFF_NOTE
            )
        )
    world.offers = {name: offer.id for name, offer in made.items()}
    world.parameters |= {f"{name}_offer": offer.id for name, offer in made.items()}
    photo = await store_photo(session, a_picture(), now=NOW)
    hidden_photo = await store_photo(session, a_picture(color="darkred"), now=NOW)
    session.add(
        OfferPhoto(offer_id=made["released"].id, photo_id=photo.id, ordinal=1, alt="Das Haus von der Straße")
    )
    session.add(OfferPhoto(offer_id=made["draft"].id, photo_id=hidden_photo.id, ordinal=1, alt="Die Küche"))
    complaint = OfferComplaint(offer_id=made["released"].id, reason=HINT, email=REPORTER, created_at=NOW)
    session.add(complaint)
    await session.flush()
    world.parameters |= {
        "offer_id": made["released"].id, "complaint_id": complaint.id, "hidden_photo": hidden_photo.id, "photo_id": photo.id,
    }  # fmt: skip


async def _pairs(session: AsyncSession, cast: Cast, world: World) -> None:
    released = await session.get_one(Offer, world.offers["released"])
    other = await session.get_one(Offer, world.offers["other"])
    search = await chain.a_search(session, cast.ids["sami"], text=WISH)
    draft = await chain.a_search(session, cast.ids["sami"], state=SearchState.DRAFT, consent_at=None)
    sent = await chain.a_proposal(session, released, search)
    fresh = await chain.a_proposal(session, other, search, state=ProposalState.NEW, wanted_at=NOW)
    application = await chain.an_application(session, released, search, message=LETTER)
    asked = [
        ProposalQuestion(
            proposal_id=fresh.id, side=side, question="Wann können Sie sich das Haus ansehen?", asked_at=NOW
        )
        for side in (Side.SEEKER, Side.OWNER)
    ]
    session.add_all(asked)
    now = {"matched_at": NOW + timedelta(days=1), "engine_version": "test"}
    session.add(MatchMark(side="search", subject_id=search.id, **now))
    await session.flush()
    world.proposals = {"released": sent.id, "new": fresh.id}
    world.parameters |= {
        "search_id": search.id, "draft_search": draft.id, "proposal_id": fresh.id, "application_id": application.id,
        "question_id": asked[0].id, "owner_question": asked[1].id,
    }  # fmt: skip


async def _report(session: AsyncSession, cast: Cast, world: World) -> None:
    report = Report(
        number="M-K7TF-44XW", ags=LUECHOW, place="Lüchow", street=ADDRESS, house_number="21", note=HINT,
        reporter_email=REPORTER, state=ReportState.RECEIVED, created_at=NOW - timedelta(days=2),
    )  # fmt: skip
    photo = await store_photo(session, a_picture(color="gray"), now=NOW)
    session.add(report)
    await session.flush()
    session.add(ReportPhoto(report_id=report.id, photo_id=photo.id))
    world.parameters |= {"report_id": report.id, "number": report.number, "report_photo": photo.id}


async def _mail(session: AsyncSession, cast: Cast, world: World) -> None:
    """A letter that failed, about a case in Lüchow."""
    await tell(
        session, Reader(cast.ids["olga"], cast.email("olga"), "de"), kind="offers/expired",
        context={"title": DRAFT, "path": "/mein/angebote", "reason": STAFF_NOTE}, now=NOW, ags=LUECHOW,
    )  # fmt: skip
    await session.execute(
        update(Notice).values(state=NoticeState.FAILED, subject="Ihr Angebot", last_error="550")
    )
    world.parameters["notice_id"] = await session.scalar(select(Notice.id))


async def _tokens(session: AsyncSession, cast: Cast, world: World, signer: Signer) -> None:
    sami_s = await session.scalar(select(Session.id).where(Session.person_id == cast.ids["sami"]))
    still = [str(world.offers["released"]), NOW.isoformat(), str(cast.ids["olga"])]
    await session.execute(
        update(Offer).where(Offer.id == world.offers["released"]).values(asked_at=NOW, confirmed_at=NOW)
    )
    world.parameters |= {
        "session_id": sami_s,
        "sign_in_token": await make_link(session, email=cast.email("olga"), next_path="/konto", now=NOW),
        "still_token": signer.sign(still, purpose=STILL_PURPOSE),
        "stop_token": signer.sign([cast.email("olga"), "offers/expired"], purpose=STOP_PURPOSE),
        "undo_token": signer.sign(NOW.isoformat(), purpose="undo decision"),
    }
