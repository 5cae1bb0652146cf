"""Offers and searches from lists: published or active only with consent; what people took over stays theirs."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.models import AuditEntry, Person
from leerstand.accounts.service import ensure_person
from leerstand.core.tables import Counts
from leerstand.exchange.contract import OfferRow, SearchRow
from leerstand.matching.engine.facts import Seeker, Space
from leerstand.offers.codes import Form, Move, OfferState
from leerstand.offers.models import Offer, OfferStep
from leerstand.offers.service.hiding import hide_together
from leerstand.register.codes import PropertyKind
from leerstand.register.models import Building
from leerstand.register.service.imported import import_buildings
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search


async def import_offers(
    session: AsyncSession, rows: Sequence[OfferRow], *, source: str, consent: str, now: datetime
) -> Counts:
    """Take in offers with their buildings, each known by source and id; importing twice changes nothing.

    With `consent` (how the owners gave it) they are published at once, otherwise they wait as drafts. An offer
    that a person has moved or written since is left alone. Three queries to read, four with consent, whatever the
    number.
    """
    await import_buildings(session, [row.building for row in rows], source=source, now=now)
    keys = [row.space.id for row in rows]
    found = await session.scalars(
        select(Building).where(Building.source == source, Building.external_id.in_(keys))
    )
    buildings = {building.external_id: building for building in found}
    names = [f"{source}:{key}" for key in keys]
    known = {
        offer.external_id: offer
        for offer in await session.scalars(select(Offer).where(Offer.external_id.in_(names)))
    }
    touched = await _touched(session, [offer.id for offer in known.values()])
    counts = Counts()
    if consent:
        private = [one for key, one in buildings.items() if _is_private(known.get(f"{source}:{key}"))]
        await hide_together(session, private, now=now)
    for row in rows:
        building, offer = buildings[row.space.id], known.get(f"{source}:{row.space.id}")
        if offer is None:
            _take_in(session, row.space, building=building, consent=consent, now=now)
            counts += Counts(new=1)
        elif offer.id in touched:
            counts += Counts(kept=1)
        else:
            changed = _follow(session, offer, space=row.space, consent=consent, ags=building.ags, now=now)
            counts += Counts(changed=1) if changed else Counts(same=1)
    await session.flush()
    return counts


def _is_private(offer: Offer | None) -> bool:
    return offer is None or offer.released_at is None


async def _touched(session: AsyncSession, offer_ids: Sequence[UUID]) -> set[UUID]:
    """Offers that a person has done something with since they were imported."""
    found = await session.scalars(
        select(OfferStep.offer_id)
        .where(OfferStep.offer_id.in_(offer_ids), OfferStep.actor_id.is_not(None))
        .distinct()
    )
    return set(found)


def _take_in(session: AsyncSession, space: Space, *, building: Building, consent: str, now: datetime) -> None:
    offer = Offer(
        id=uuid4(), external_id=f"{building.source}:{space.id}", building_id=building.id, state=OfferState.DRAFT,
        created_at=now, updated_at=now, **_terms(space),
    )  # fmt: skip
    session.add(offer)
    session.add(OfferStep(offer_id=offer.id, at=now, state=OfferState.DRAFT, note="Import"))
    session.add(
        _noted("offer_imported", offer.id, ags=building.ags, now=now, details={"source": building.source})
    )
    if consent:
        _publish(session, offer, consent=consent, ags=building.ags, now=now)


def _follow(
    session: AsyncSession, offer: Offer, *, space: Space, consent: str, ags: str, now: datetime
) -> bool:
    changed = _write(offer, _terms(space))
    if consent and offer.state is OfferState.DRAFT:
        _publish(session, offer, consent=consent, ags=ags, now=now)
        changed = True
    if changed:
        offer.updated_at = now
    return changed


def _publish(session: AsyncSession, offer: Offer, *, consent: str, ags: str, now: datetime) -> None:
    offer.state, offer.consent_at, offer.consent_note, offer.all_owners_agree = (
        OfferState.RELEASED,
        now,
        consent,
        True,
    )
    offer.submitted_at = offer.released_at = offer.confirmed_at = now
    session.add(
        OfferStep(offer_id=offer.id, at=now, move=Move.RELEASE, state=OfferState.RELEASED, note=consent)
    )
    session.add(_noted("offer_release", offer.id, ags=ags, now=now, details={"consent": consent}))


def _terms(space: Space) -> dict[str, Any]:
    form = Form(space.form)
    until = space.available_until_on
    ends_after = until is None or space.available_from_on is None or until > space.available_from_on
    return {
        "form": form,
        "property_kind": PropertyKind(space.property_kind),
        "title": space.title or f"{form.label}, {space.place}".rstrip(", "),
        "description": space.description,
        "wished_use": space.wished_use,
        "available_from": space.available_from_on,
        "available_until": until if ends_after else None,
        "min_months": space.min_months,
        "max_months": space.max_months,
        "capacity": space.capacity,
        "area_m2": space.area_m2,
        "rooms": space.rooms,
        "cost_month_cents": _cents(space.cost_month_eur),
        "shares_cents": _cents(space.shares_eur),
        "features": sorted(space.features),
        "broadband_mbit": space.broadband_mbit,
    }


async def import_searches(
    session: AsyncSession, rows: Sequence[SearchRow], *, source: str, consent: str, now: datetime
) -> Counts:
    """Take in searches with the accounts they belong to, each known by source and id.

    With `consent` (how the people gave it) they are active at once, otherwise they wait as drafts. The search of
    somebody who has signed in since is left alone. Two queries, and two for each new account.
    """
    names = [f"{source}:{row.seeker.id}" for row in rows]
    found = await session.execute(
        select(Search, Person.last_seen_at)
        .join(Person, Person.id == Search.person_id)
        .where(Search.external_id.in_(names))
    )
    known = {search.external_id: (search, seen_at) for search, seen_at in found.all()}
    counts = Counts()
    for name, row in zip(names, rows, strict=True):
        if name not in known:
            await _take_in_search(session, row, name=name, consent=consent, now=now)
            counts += Counts(new=1)
            continue
        search, seen_at = known[name]
        if seen_at is not None:
            counts += Counts(kept=1)
        else:
            changed = _follow_search(session, search, seeker=row.seeker, consent=consent, now=now)
            counts += Counts(changed=1) if changed else Counts(same=1)
    await session.flush()
    return counts


async def _take_in_search(
    session: AsyncSession, row: SearchRow, *, name: str, consent: str, now: datetime
) -> None:
    person = await ensure_person(session, email=row.email, name=row.name, now=now)
    search = Search(
        id=uuid4(), external_id=name, person_id=person.id, state=SearchState.DRAFT, created_at=now, updated_at=now,
        **_wishes(row.seeker),
    )  # fmt: skip
    session.add(search)
    session.add(_noted("search_imported", search.id, kind="search", now=now, details={"consent": consent}))
    if consent:
        search.state, search.consent_at = SearchState.ACTIVE, now


def _follow_search(
    session: AsyncSession, search: Search, *, seeker: Seeker, consent: str, now: datetime
) -> bool:
    changed = _write(search, _wishes(seeker))
    if consent and search.state is SearchState.DRAFT:
        search.state, search.consent_at, changed = SearchState.ACTIVE, now, True
        session.add(
            _noted("search_imported", search.id, kind="search", now=now, details={"consent": consent})
        )
    if changed:
        search.updated_at = now
    return changed


def _wishes(seeker: Seeker) -> dict[str, Any]:
    return {
        "title": ", ".join(
            [*(Form(form).label for form in seeker.forms[:2]), *([seeker.place] if seeker.place else [])]
        ),
        "forms": list(seeker.forms),
        "property_kinds": sorted(seeker.property_kinds),
        "place": seeker.place,
        "radius_km": seeker.radius_km,
        "starts_on": seeker.from_on,
        "ends_on": seeker.until_on,
        "min_months": seeker.min_months,
        "persons": seeker.persons,
        "budget_month_cents": _cents(seeker.budget_month_eur),
        "shares_max_cents": _cents(seeker.shares_max_eur),
        "min_area_m2": seeker.min_area_m2,
        "min_rooms": seeker.min_rooms,
        "needs": sorted(seeker.needs),
        "wishes": sorted(seeker.wishes),
        "min_broadband_mbit": seeker.min_broadband_mbit,
        "text": seeker.text,
    }


def _write(subject: Offer | Search, facts: Mapping[str, Any]) -> bool:
    changed = {name: value for name, value in facts.items() if getattr(subject, name) != value}
    for name, value in changed.items():
        setattr(subject, name, value)
    return bool(changed)


def _cents(euros: float | None) -> int | None:
    return None if euros is None else round(euros * 100)


def _noted(
    action: str,
    subject_id: UUID,
    *,
    now: datetime,
    details: dict[str, Any],
    kind: str = "offer",
    ags: str | None = None,
) -> AuditEntry:
    return AuditEntry(
        at=now,
        actor_id=None,
        action=action,
        subject_kind=kind,
        subject_id=str(subject_id),
        ags=ags,
        details=details,
    )
