"""Who may move an offer where, and what a complete one must say."""

from uuid import uuid4

import pytest

from leerstand.accounts.codes import OrganisationKind, RoleKind
from leerstand.accounts.rules import NOBODY, PersonCard, RoleCard, Visitor
from leerstand.offers.codes import EnergyCertificate, Form, Move, OfferState, Side
from leerstand.offers.models import Offer
from leerstand.offers.rules import (
    EDITABLE,
    MOVES,
    is_online,
    may_change,
    may_keep,
    may_see,
    may_write,
    missing_facts,
    moves_for,
)
from leerstand.register.codes import PropertyKind
from leerstand.register.models import Building
from tests.cast import LUECHOW, SALZWEDEL
from tests.makers.offers import complete_facts

OLGA = PersonCard(uuid4(), "olga@example.org", "Olga", "de")
ORGANISATION = uuid4()


def an_unsaved_offer(**changes: object) -> Offer:
    return Offer(**{"energy": {}, "title": "", "description": "", "answers": {}} | complete_facts() | changes)


def staff(key: str, kind: RoleKind = RoleKind.CLERK) -> Visitor:
    card = PersonCard(uuid4(), "mara@example.org", "Mara", "de")
    return Visitor(card, (RoleCard(kind, uuid4(), "Gemeinde", OrganisationKind.MUNICIPALITY, (key,)),))


def a_building(**changes: object) -> Building:
    return Building(**{"ags": LUECHOW, "owner_person_id": OLGA.id, "owner_organisation_id": None} | changes)


def test_no_move_leads_from_an_end_back_into_the_public() -> None:
    ends = {OfferState.TAKEN, OfferState.WITHDRAWN, OfferState.EXPIRED, OfferState.DECLINED, OfferState.DRAFT}
    public = [allowed for allowed in MOVES.values() if allowed.to is OfferState.RELEASED]
    assert all(not ends & set(allowed.come_from) for allowed in public)


def test_only_the_municipality_brings_an_offer_into_the_public_first() -> None:
    assert MOVES[Move.RELEASE].by == (Side.CLERK,)
    assert Side.KEEPER not in MOVES[Move.DECLINE].by


@pytest.mark.parametrize("move", [Move.ASK, Move.DECLINE, Move.WITHDRAW])
def test_bad_news_needs_a_reason(move: Move) -> None:
    assert MOVES[move].needs_reason


def test_every_state_but_taken_can_be_left() -> None:
    left = {state for allowed in MOVES.values() for state in allowed.come_from}
    assert set(OfferState) - left == {OfferState.TAKEN}


def test_an_owner_sees_only_their_own_moves() -> None:
    assert moves_for(OfferState.SUBMITTED, Side.KEEPER) == [Move.RECALL, Move.WITHDRAW]
    assert Move.RELEASE in moves_for(OfferState.SUBMITTED, Side.CLERK)


def test_words_photos_and_costs_of_a_public_offer_are_closed_and_times_are_open() -> None:
    assert not may_change(OfferState.RELEASED, "was")
    assert not may_change(OfferState.RELEASED, "kosten")
    assert may_change(OfferState.RELEASED, "zeit")
    assert all(may_change(state, "was") for state in EDITABLE)
    assert not may_change(OfferState.SUBMITTED, "zeit")


def test_a_building_is_kept_by_its_owner_and_by_members_of_the_owning_organisation() -> None:
    member = Visitor(OLGA, (RoleCard(RoleKind.MEMBER, ORGANISATION, "eG", OrganisationKind.COOPERATIVE, ()),))
    theirs = a_building(owner_person_id=None, owner_organisation_id=ORGANISATION)
    assert may_keep(Visitor(OLGA), a_building())
    assert may_keep(member, theirs)
    assert not may_keep(Visitor(OLGA), theirs)
    assert not may_keep(NOBODY, a_building(owner_person_id=None))


def test_a_clerk_writes_for_owners_who_are_not_online_and_only_at_home() -> None:
    nobody_s = a_building(owner_person_id=None)
    assert not is_online(nobody_s)
    assert may_write(staff(LUECHOW), nobody_s)
    assert not may_write(staff(SALZWEDEL), nobody_s)
    assert not may_write(staff(LUECHOW), a_building())
    assert not may_write(staff(LUECHOW, RoleKind.GUIDE), nobody_s)


def test_staff_see_what_their_key_covers() -> None:
    assert may_see(staff(LUECHOW, RoleKind.GUIDE), a_building())
    assert not may_see(staff(SALZWEDEL), a_building())


def test_a_complete_offer_misses_nothing() -> None:
    assert missing_facts(an_unsaved_offer()) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "Haus"}, "title"),
        ({"description": "Kurz."}, "description"),
        ({"area_m2": None}, "area_m2"),
        ({"cost_month_cents": None}, "cost_month_cents"),
        ({"energy_certificate": None}, "energy_certificate"),
        ({"energy_certificate": EnergyCertificate.PRESENT}, "energy_kwh"),
        ({"answers": {"afterwards": "no"}}, "q_purpose"),
    ],
)
def test_what_is_missing_is_named_with_its_step(change: dict[str, object], field: str) -> None:
    missing = missing_facts(an_unsaved_offer(**change))
    assert [one.field for one in missing] == [field]
    assert missing_facts(an_unsaved_offer(**change), step=missing[0].step) == missing
    assert missing_facts(an_unsaved_offer(**change), step="zeit") == []


def test_free_of_charge_is_a_cost_that_was_stated() -> None:
    assert missing_facts(an_unsaved_offer(cost_month_cents=0)) == []


def test_plots_need_no_energy_certificate() -> None:
    pitch = an_unsaved_offer(form=Form.TINY_LIVING, energy_certificate=None, property_kind=PropertyKind.PLOT)
    assert "energy_certificate" not in [one.field for one in missing_facts(pitch)]


def test_a_certificate_is_complete_with_kind_value_source_and_year() -> None:
    energy = {"kind": "demand", "kwh": 145.0, "carrier": "Erdgas", "year": 1978}
    stated = {"energy_certificate": EnergyCertificate.PRESENT}
    assert missing_facts(an_unsaved_offer(**stated, energy=energy)) == []
    for key in energy:
        lacking = {name: value for name, value in energy.items() if name != key}
        assert [one.field for one in missing_facts(an_unsaved_offer(**stated, energy=lacking))] == [
            "energy_kwh"
        ]
