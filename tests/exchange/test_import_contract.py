"""Offers and searches from lists: broken cells are named, consent decides, people's own changes stay."""

import csv
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from leerstand.accounts.models import Person
from leerstand.core.database import Database
from leerstand.core.tables import Counts, Effect, Problem, Summary
from leerstand.exchange.contract import OfferRow, SearchRow, read_offers, read_searches
from leerstand.exchange.service.imported import import_offers, import_searches
from leerstand.offers.codes import Move, OfferState
from leerstand.offers.models import Offer, OfferStep
from leerstand.register.models import Building
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search
from tests.cast import NOW, Cast

OFFER = {
    "id": "sp-1", "form": "trial_living", "property_kind": "house", "title": "Haus am Deich",
    "description": "Drei Zimmer, Garten.", "place": "Lüchow", "lat": "", "lon": "", "area_m2": "80",
    "cost_month_eur": "450", "features": "garden|heating", "available_from": "2027-03-01",
}  # fmt: skip
SEARCH = {
    "id": "sk-1", "forms": "trial_living|rental", "place": "Wendland", "persons": "2", "budget_month_eur": "600",
    "text": "Wir möchten aufs Land.",
}  # fmt: skip


def a_list(folder: Path, *rows: dict[str, str], name: str = "list.csv") -> Path:
    """A CSV file with these rows."""
    columns = list(dict.fromkeys(column for row in rows for column in row))
    with (folder / name).open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, columns, restval="")
        table.writeheader()
        table.writerows(rows)
    return folder / name


def offers_of(file: Path) -> tuple[list[OfferRow], list[Problem]]:
    problems: list[Problem] = []
    return list(read_offers(file, Summary(str(file), tell=problems.append))), problems


def searches_of(file: Path, *, email_domain: str = "") -> tuple[list[SearchRow], list[Problem]]:
    problems: list[Problem] = []
    summary = Summary(str(file), tell=problems.append)
    return list(read_searches(file, summary, email_domain=email_domain)), problems


def offer_rows(folder: Path, *rows: dict[str, str]) -> list[OfferRow]:
    return offers_of(a_list(folder, *rows))[0]


def search_rows(folder: Path, *rows: dict[str, str]) -> list[SearchRow]:
    return searches_of(a_list(folder, *rows), email_domain="liste.example.org")[0]


@pytest.mark.parametrize(
    ("broken", "column"),
    [
        ({"form": "camping"}, "form"),
        ({"place": "Xyzzyhausen"}, "place"),
        ({"place": ""}, "place"),
        ({"lat": "48.85", "lon": "2.35"}, "lat"),
        ({"property_kind": ""}, "property_kind"),
    ],
)
def test_an_offer_without_form_kind_or_place_is_left_out_by_line_and_column(
    tmp_path: Path, broken: dict[str, str], column: str
) -> None:
    file = a_list(tmp_path, OFFER, OFFER | {"id": "sp-2"} | broken, OFFER | {"id": "sp-3"})
    rows, problems = offers_of(file)
    assert [row.space.id for row in rows] == ["sp-1", "sp-3"]
    assert [(one.file, one.line, one.column, one.effect) for one in problems] == [
        (str(file), 3, column, Effect.LEFT_OUT)
    ]
    assert problems[0].reason


@pytest.mark.parametrize(
    ("broken", "column"),
    [
        ({"area_m2": "viel"}, "area_m2"),
        ({"cost_month_eur": "400 kalt"}, "cost_month_eur"),
        ({"available_from": "irgendwann"}, "available_from"),
        ({"available_until": "2027-01-01"}, "available_until"),
        ({"lat": "52.9"}, "lon"),
        ({"features": "garden|moat"}, "features"),
    ],
)
def test_an_offer_with_one_unreadable_value_is_taken_without_it(
    tmp_path: Path, broken: dict[str, str], column: str
) -> None:
    rows, problems = offers_of(a_list(tmp_path, OFFER | broken))
    assert [row.space.id for row in rows] == ["sp-1"]
    assert [(one.line, one.column, one.effect) for one in problems] == [(2, column, Effect.UNREADABLE)]


def test_an_offer_is_read_as_people_write_it(tmp_path: Path) -> None:
    german = {
        "Kennung": "1", "Nutzungsform": "Probewohnen", "Objektart": "Haus", "Ort": "Lüchow", "Frei ab": "1.4.2027",
        "Fläche": "80 Quadratmeter", "Miete": "450,- VB", "Zimmer": "3 1/2", "Mindestdauer": "ein halbes Jahr",
        "Ausstattung": "Garten, Heizung", "Beschreibung": "Hell.",
    }  # fmt: skip
    rows, problems = offers_of(a_list(tmp_path, german))
    space = rows[0].space
    assert (space.form, space.property_kind, space.features) == (
        "trial_living",
        "house",
        {"garden", "heating"},
    )
    assert (space.area_m2, space.cost_month_eur, space.rooms, space.min_months) == (80, 450, 3.5, 6)
    assert space.available_from_on == date(2027, 4, 1)
    assert space.description == "Hell.\nMiete: 450,- VB"
    assert {one.effect for one in problems} <= {Effect.CHANGED}


def test_what_a_title_says_of_its_numbers_is_read_with_them(tmp_path: Path) -> None:
    plain = {"Kennung": "1", "Nutzungsform": "Miete", "Objektart": "Haus", "Ort": "Lüchow"}
    amounts = {
        "Miete (€/m²)": "5,50", "Mindestdauer (Jahre)": "2", "Höchstdauer (Wochen)": "120", "Kaution (T€)": "1,5",
    }  # fmt: skip
    rows, problems = offers_of(a_list(tmp_path, plain | amounts))
    space = rows[0].space
    assert (space.cost_month_eur, space.min_months, space.max_months) == (None, 24, 28)
    assert space.shares_eur == 1500
    assert [(one.column, one.effect) for one in problems] == [("Miete (€/m²)", Effect.UNREADABLE)]


def test_cold_rent_in_a_title_is_no_whole_cost(tmp_path: Path) -> None:
    plain = {
        "Kennung": "1",
        "Nutzungsform": "Miete",
        "Objektart": "Haus",
        "Ort": "Lüchow",
        "Miete (kalt)": "450",
    }
    rows, problems = offers_of(a_list(tmp_path, plain))
    assert rows[0].space.cost_month_eur is None
    assert [one.effect for one in problems] == [Effect.UNREADABLE]
    rows, _ = offers_of(a_list(tmp_path, plain | {"Miete (warm)": "560"}))
    assert rows[0].space.cost_month_eur == 560


def test_an_offer_s_postcode_is_checked_against_its_place(tmp_path: Path) -> None:
    plain = {"Kennung": "1", "Nutzungsform": "Miete", "Objektart": "Haus", "Ort": "Karstädt", "PLZ": "19294"}
    rows, _ = offers_of(a_list(tmp_path, plain))
    assert (rows[0].building.where.ags, rows[0].building.facts["postcode"]) == ("13076069", "19294")
    rows, problems = offers_of(a_list(tmp_path, plain | {"Ort": "Gartow"}))
    assert rows == []
    assert [(one.column, one.kind) for one in problems] == [("PLZ", "place_unknown")]


def test_a_longest_stay_below_the_shortest_is_named(tmp_path: Path) -> None:
    rows, problems = offers_of(a_list(tmp_path, OFFER | {"min_months": "6", "max_months": "3"}))
    assert (rows[0].space.min_months, rows[0].space.max_months) == (6, None)
    assert [(one.column, one.effect) for one in problems] == [("max_months", Effect.UNREADABLE)]


def test_a_search_needs_an_address_of_its_own_or_a_domain(tmp_path: Path) -> None:
    file = a_list(
        tmp_path,
        SEARCH,
        SEARCH | {"id": "sk-2", "email": "Kim@Example.org"},
        SEARCH | {"id": "sk-3", "email": "kim"},
    )
    rows, problems = searches_of(file)
    assert [row.email for row in rows] == ["kim@example.org"]
    assert [(one.line, one.column) for one in problems if one.skipped] == [(2, "email"), (4, "email")]
    made, _ = searches_of(file, email_domain="liste.example.org")
    assert [row.email for row in made] == ["sk-1@liste.example.org", "kim@example.org"]


async def test_offers_are_published_only_with_consent(db: Database, tmp_path: Path) -> None:
    rows = offer_rows(tmp_path, OFFER)
    async with db.writing() as session:
        assert await import_offers(session, rows, source="liste", consent="", now=NOW) == Counts(new=1)
        offer = (await session.scalars(select(Offer))).one()
        assert (offer.state, offer.consent_at) == (OfferState.DRAFT, None)
        again = await import_offers(session, rows, source="liste", consent="Brief vom 3.11.", now=NOW)
        building = (await session.scalars(select(Building))).one()
    assert again == Counts(changed=1)
    assert (offer.state, offer.consent_at, offer.consent_note) == (
        OfferState.RELEASED,
        NOW,
        "Brief vom 3.11.",
    )
    assert offer.cost_month_cents == 45000
    assert building.ags == "03354018"
    assert building.rough_lat is not None


async def test_importing_twice_changes_nothing_and_a_new_list_is_followed(
    db: Database, tmp_path: Path
) -> None:
    async with db.writing() as session:
        await import_offers(session, offer_rows(tmp_path, OFFER), source="liste", consent="ja", now=NOW)
        same = await import_offers(
            session, offer_rows(tmp_path, OFFER), source="liste", consent="ja", now=NOW
        )
        dearer = offer_rows(tmp_path, OFFER | {"cost_month_eur": "500"})
        changed = await import_offers(session, dearer, source="liste", consent="ja", now=NOW)
        costs = list(await session.scalars(select(Offer.cost_month_cents)))
    assert (same, changed) == (Counts(same=1), Counts(changed=1))
    assert costs == [50000]


async def test_an_offer_that_a_person_moved_is_left_alone(cast: Cast, tmp_path: Path) -> None:
    async with cast.db.writing() as session:
        await import_offers(session, offer_rows(tmp_path, OFFER), source="liste", consent="ja", now=NOW)
        offer = (await session.scalars(select(Offer))).one()
        offer.state = OfferState.PAUSED
        session.add(
            OfferStep(
                offer_id=offer.id, at=NOW, actor_id=cast.ids["mara"], move=Move.PAUSE, state=OfferState.PAUSED
            )
        )
        await session.flush()
        dearer = offer_rows(tmp_path, OFFER | {"cost_month_eur": "500"})
        assert await import_offers(session, dearer, source="liste", consent="ja", now=NOW) == Counts(kept=1)
        assert (offer.state, offer.cost_month_cents) == (OfferState.PAUSED, 45000)


async def test_searches_are_matched_only_with_consent_and_are_left_to_whoever_signs_in(
    db: Database, tmp_path: Path
) -> None:
    rows = search_rows(tmp_path, SEARCH)
    async with db.writing() as session:
        assert await import_searches(session, rows, source="liste", consent="", now=NOW) == Counts(new=1)
        search = (await session.scalars(select(Search))).one()
        assert (search.state, search.consent_at) == (SearchState.DRAFT, None)
        assert await import_searches(session, rows, source="liste", consent="Karte", now=NOW) == Counts(
            changed=1
        )
        assert (search.state, search.consent_at) == (SearchState.ACTIVE, NOW)
        assert await import_searches(session, rows, source="liste", consent="Karte", now=NOW) == Counts(
            same=1
        )
        (await session.scalars(select(Person))).one().last_seen_at = NOW
        await session.flush()
        richer = search_rows(tmp_path, SEARCH | {"budget_month_eur": "900"})
        assert await import_searches(session, richer, source="liste", consent="Karte", now=NOW) == Counts(
            kept=1
        )
    assert search.budget_month_cents == 60000
