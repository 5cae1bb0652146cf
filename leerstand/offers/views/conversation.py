"""The conversation that makes an offer: choose a form, answer step by step, check, agree, hand in."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from leerstand.accounts.rules import may_decide, require
from leerstand.core.days import day_of
from leerstand.core.errors import AlreadyDecided, Refusal
from leerstand.core.i18n import BERLIN, N_
from leerstand.core.input import Typed
from leerstand.core.pages import heard, page, redirect
from leerstand.core.photos import ACCEPTED, read_upload
from leerstand.core.uploads import files_of, page_with_files
from leerstand.offers import queries, service
from leerstand.offers.building_law import clock_words
from leerstand.offers.codes import EnergyCertificate, EnergyKind, Feature, Side
from leerstand.offers.errors import OwnerIsOnline, TooManyPhotos
from leerstand.offers.input import (
    ConsentInput,
    FormInput,
    OwnerConsentInput,
    changes_of,
    prefilled_step,
    read_step,
)
from leerstand.offers.models import Offer
from leerstand.offers.questions import (
    GIVEN_UP_ON,
    IN_A_SENTENCE,
    QUESTIONS,
    Kind,
    Question,
    answers_input,
    answers_of,
    kept_moment,
)
from leerstand.offers.rules import is_online, may_change, may_keep, missing_facts, needs_cost, needs_energy
from leerstand.offers.views.finding import building_at, side_of, whole, written_offer
from leerstand.offers.wording import Finding, findings
from leerstand.register.codes import PropertyKind
from leerstand.register.models import Building

STEPS = (
    ("was", N_("Worum es geht")),
    ("zeit", N_("Zeit und Menschen")),
    ("raum", N_("Der Raum")),
    ("kosten", N_("Kosten")),
    ("fragen", N_("Zur Nutzungsform")),
    ("fotos", N_("Fotos")),
)
NAMES = [name for name, _ in STEPS]


async def new(request: Request) -> Response:
    """Choose the form of use and begin a draft; `von` names an offer to copy."""
    async with request.state.db.reading() as session:
        building = await building_at(session, request.path_params["building_id"])
    require(may_keep(request.state.visitor, building))
    return await _begin(request, building)


async def new_for_owner(request: Request) -> Response:
    """The same, by a clerk for an owner who is not online."""
    async with request.state.db.reading() as session:
        building = await building_at(session, request.path_params["building_id"])
    require(may_decide(request.state.visitor, building.ags))
    if is_online(building):
        raise OwnerIsOnline
    return await _begin(request, building)


async def _begin(request: Request, building: Building) -> Response:
    source_id = _uuid(request.query_params.get("von", ""))
    context: dict[str, Any] = {
        "building": building,
        "sentences": IN_A_SENTENCE,
        "copying": source_id is not None,
    }
    if request.method != "POST":
        return page(request, "offers/choose_form.html", input=FormInput.prefilled(), **context)
    typed = FormInput.parse(await request.form())
    if typed.value is None:
        return page(request, "offers/choose_form.html", input=typed, status=422, **context)
    async with request.state.db.writing() as session:
        source = await queries.offer_with_building(session, source_id) if source_id else None
        copied = source[0] if source and source[0].building_id == building.id else None
        offer = await service.start(
            session,
            building,
            form=typed.value.form,
            by_id=request.state.visitor.id,
            now=request.state.now(),
            copy_of=copied,
        )
    return redirect(request, "offers:step", offer_id=offer.id, step=NAMES[0])


async def step(request: Request) -> Response:
    """One step: shown as it stands, saved when sent, even where something is missing yet."""
    name = request.path_params["step"]
    require(name in NAMES)
    async with request.state.db.reading() as session:
        offer, building = await written_offer(session, request)
        photos = await queries.photos_of(session, offer.id) if name == "fotos" else ()
    if not may_change(offer.state, name):
        raise AlreadyDecided
    if request.method != "POST":
        return _show_step(request, offer, building, name=name, typed=_prefilled(name, offer), photos=photos)
    if name == "fotos":
        async with page_with_files(request) as form:
            return await _keep_photos(request, offer, building, form=form)
    form = await request.form()
    typed = _read(name, offer, form, now=request.state.now())
    if typed.value is None:
        return _show_step(request, offer, building, name=name, typed=typed)
    changes = (
        {"answers": answers_of(offer.form, typed.value)}
        if name == "fragen"
        else changes_of(name, typed.value)
    )
    async with request.state.db.writing() as session:
        offer = await service.save_step(
            session,
            offer.id,
            step=name,
            changes=changes,
            by_id=request.state.visitor.id,
            now=request.state.now(),
        )
    if form.get("go", "next") in {"next", "check"}:
        for one in missing_facts(offer, step=name):
            typed = typed.with_problem(one.field, one.sentence)
    if typed.value is None:
        return _show_step(request, offer, building, name=name, typed=typed)
    return _onward(request, offer, building, name=name, go=str(form.get("go", "next")), typed=typed)


def _read(name: str, offer: Offer, form: FormData, *, now: datetime) -> Typed[Any]:
    return (
        answers_input(offer.form).parse(form, now=now) if name == "fragen" else read_step(name, form, now=now)
    )


def _prefilled(name: str, offer: Offer) -> Typed[Any]:
    if name == "fotos":
        return ConsentInput.prefilled()
    if name != "fragen":
        return prefilled_step(name, offer)
    shown = {
        question.field: _answered(question, offer.answers.get(question.key))
        for question in QUESTIONS[offer.form]
    }
    return answers_input(offer.form).prefilled(**shown)


def _answered(question: Question, answer: Any) -> Any:
    return kept_moment(answer) if question.kind is Kind.MOMENT else answer


def _show_step(
    request: Request,
    offer: Offer,
    building: Building,
    *,
    name: str,
    typed: Typed[Any],
    photos: Sequence[Any] = (),
) -> Response:
    return page(
        request, "offers/step.html", status=422 if typed.problems else 200, input=typed, offer=offer, building=building,
        name=name, steps=STEPS, number=NAMES.index(name) + 1, photos=photos, questions=QUESTIONS[offer.form],
        whys=_whys(request, building),
        needs_cost=needs_cost(offer), needs_energy=needs_energy(offer), found=findings(*_texts(offer, name)),
        to_check=request.query_params.get("von") == "pruefen", kinds=list(PropertyKind), all_features=list(Feature),
        all_certificates=list(EnergyCertificate), all_energy_kinds=list(EnergyKind), accepted=ACCEPTED,
    )  # fmt: skip


def _whys(request: Request, building: Building) -> dict[str, str]:
    """Why something is asked, where that depends on the place."""
    today = day_of(request.state.now())
    return {GIVEN_UP_ON: clock_words(building.ags, today=today, language=request.state.language)}


def _texts(offer: Offer, step: str) -> list[str]:
    """What was written freely in one step."""
    return {
        "was": [offer.title, offer.description, offer.wished_use, offer.excluded_use],
        "kosten": [offer.cost_note, offer.terms],
        "fragen": [answer for answer in offer.answers.values() if isinstance(answer, str)],
    }.get(step, [])


def wording_of(offer: Offer) -> list[Finding]:
    """What in all of an offer's texts shuts people out."""
    return findings(*(text for name in NAMES for text in _texts(offer, name)))


def _onward(
    request: Request, offer: Offer, building: Building, *, name: str, go: str, typed: Typed[Any]
) -> Response:
    """The page after a step: the next one, the one before, the check, or out; with what was heard."""
    if not may_change(offer.state, "was"):
        return redirect(
            request,
            "offers:mine_offer",
            offer_id=offer.id,
            flash=heard(request, typed, after=N_("Gespeichert.")),
        )
    place = NAMES.index(name)
    if go == "later":
        saved = heard(request, typed, after=N_("Gespeichert. Sie können jederzeit weitermachen."))
        if side_of(request, building) is Side.CLERK:
            return redirect(request, "offers:staff_offer", offer_id=offer.id, flash=saved)
        return redirect(request, "offers:building", building_id=building.id, flash=saved)
    if go == "check" or (go == "next" and place + 1 == len(NAMES)):
        return redirect(request, "offers:submit", offer_id=offer.id, flash=heard(request, typed))
    if go == "back" and place == 0:
        return redirect(request, "offers:mine_offer", offer_id=offer.id, flash=heard(request, typed))
    step = NAMES[place + (1 if go == "next" else -1)]
    return redirect(request, "offers:step", offer_id=offer.id, step=step, flash=heard(request, typed))


async def _keep_photos(request: Request, offer: Offer, building: Building, *, form: FormData) -> Response:
    """Everything the photo step can send at once: what they show, one that moves or goes, new ones, and where to go."""
    await _change_photos(request, offer.id, form=form)
    uploads = files_of(form, "foto")
    refused = await _add_photos(request, offer.id, uploads=uploads)
    if not refused and "go" in form and not uploads:
        return _onward(request, offer, building, name="fotos", go=str(form["go"]), typed=Typed())
    if not refused:
        return redirect(request, "offers:step", offer_id=offer.id, step="fotos", flash=N_("Gespeichert."))
    async with request.state.db.reading() as session:
        photos = await queries.photos_of(session, offer.id)
    typed: Typed[Any] = ConsentInput.prefilled()
    for problem in {str(one): one for _, one in refused}.values():
        typed = typed.with_problem("foto", problem.sentence, **problem.facts)
    if len(uploads) > 1:
        names = " · ".join(name[:60] for name, _ in refused)
        typed = typed.with_problem("foto", N_("Nicht aufgenommen: %(names)s"), names=names)
    return _show_step(request, offer, building, name="fotos", typed=typed, photos=photos)


async def _add_photos(
    request: Request, offer_id: UUID, *, uploads: Sequence[UploadFile]
) -> list[tuple[str, Refusal]]:
    """Take in each photo that can be read, and tell which could not, by the names of their files."""
    refused: list[tuple[str, Refusal]] = []
    for upload in uploads:
        try:
            read = await read_upload(upload)
            async with request.state.db.writing() as session:
                await service.add_photo(session, offer_id, read=read, alt="", now=request.state.now())
        except Refusal as problem:
            if problem.status not in {413, 422, 503}:
                raise
            refused.append((upload.filename or "", problem))
            if isinstance(problem, TooManyPhotos):
                left = uploads[uploads.index(upload) + 1 :]
                return refused + [(one.filename or "", problem) for one in left]
    return refused


async def _change_photos(request: Request, offer_id: UUID, *, form: FormData) -> None:
    verb, _, about = str(form.get("do", "")).partition(":")
    async with request.state.db.writing() as session:
        for name, text in form.multi_items():
            photo_id = _uuid(name.removeprefix("alt_")) if name.startswith("alt_") else None
            if photo_id and isinstance(text, str):
                await service.describe_photo(session, offer_id, photo_id=photo_id, alt=text.strip()[:250])
        photo_id = _uuid(about)
        if photo_id and verb == "remove":
            await service.remove_photo(session, offer_id, photo_id=photo_id)
        elif photo_id and verb in {"up", "down"}:
            await service.move_photo(session, offer_id, photo_id=photo_id, by=-1 if verb == "up" else 1)


async def preview(request: Request) -> Response:
    """The offer as the public will see it."""
    async with request.state.db.reading() as session:
        offer, building = await written_offer(session, request)
        context = await whole(session, offer, building)
    return page(request, "offers/preview.html", editable=may_change(offer.state, "was"), **context)


async def submit(request: Request) -> Response:
    """Check everything once more, agree, and hand the offer to the municipality."""
    async with request.state.db.reading() as session:
        offer, building = await written_offer(session, request)
        context = await whole(session, offer, building)
        body = await queries.responsible_name(session, building.ags)
    if not may_change(offer.state, "was"):
        raise AlreadyDecided
    side = side_of(request, building)
    kind = ConsentInput if side is Side.KEEPER else OwnerConsentInput
    context |= {
        "missing": missing_facts(offer),
        "found": wording_of(offer),
        "body": body,
        "steps": STEPS,
        "side": side,
    }
    if request.method != "POST":
        typed: Typed[Any] = kind.prefilled(shows_exact_place=offer.shows_exact_place)
        return page(request, "offers/check.html", input=typed, **context)
    form = await request.form()
    typed = kind.read(form, now=request.state.now())
    if typed.value is None or context["missing"]:
        return page(request, "offers/check.html", input=typed, status=422, **context)
    async with request.state.db.writing() as session:
        await service.submit(
            session, offer.id, by_id=request.state.visitor.id, side=side, now=request.state.now(),
            consent=_consent(typed.value, now=request.state.now()), note=str(form.get("note", ""))[:1000],
        )  # fmt: skip
    sent = N_("Eingereicht. Die Gemeinde sieht sich Ihr Angebot an.")
    return redirect(
        request,
        "offers:mine_offer" if side is Side.KEEPER else "offers:staff_offer",
        offer_id=offer.id,
        flash=sent,
    )


def _consent(value: Any, *, now: datetime) -> dict[str, Any]:
    """The consent as columns; the day that staff name counts as its date."""
    columns = {"all_owners_agree": True, "shows_exact_place": value.shows_exact_place, "consent_at": now}
    if isinstance(value, OwnerConsentInput) and value.consent_on:
        given = datetime.combine(value.consent_on, time(12), tzinfo=BERLIN)
        columns |= {
            "consent_at": min(given, now), "consent_channel": value.consent_channel, "consent_note": value.consent_note
        }  # fmt: skip
    return columns


async def discard(request: Request) -> Response:
    """Throw a draft away that was never handed in."""
    async with request.state.db.writing() as session:
        offer, building = await written_offer(session, request)
        await service.discard(
            session, offer.id, by_id=request.state.visitor.id, ags=building.ags, now=request.state.now()
        )
    if side_of(request, building) is Side.CLERK:
        return redirect(request, "offers:staff_list", flash=N_("Der Entwurf ist gelöscht."))
    return redirect(
        request, "offers:building", building_id=building.id, flash=N_("Der Entwurf ist gelöscht.")
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
