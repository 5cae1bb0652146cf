"""Offers and searches from lists: broken cells are named, consent decides, people's own changes stay."""

import asyncio
import csv
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import func, select
from sqlalchemy.engine import URL

from leerstand.accounts.models import Person
from leerstand.cli.imports import import_
from leerstand.core.database import Database
from leerstand.exchange.contract import OfferRow, SearchRow, read_offers, read_searches
from leerstand.exchange.service.imported import Counts, import_offers, import_searches
from leerstand.offers.codes import Move, OfferState
from leerstand.offers.models import Offer, OfferStep
from leerstand.register.models import Building
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search
from tests.cast import NOW, Cast
from tests.postgres import a_database

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


def offer_rows(folder: Path, *rows: dict[str, str]) -> list[OfferRow]:
    return read_offers(a_list(folder, *rows))[0]


def search_rows(folder: Path, *rows: dict[str, str]) -> list[SearchRow]:
    return read_searches(a_list(folder, *rows), email_domain="liste.example.org")[0]


@pytest.mark.parametrize(
    ("broken", "column"),
    [
        ({"form": "camping"}, "form"),
        ({"area_m2": "viel"}, "area_m2"),
        ({"available_from": "31.3.2027"}, "available_from"),
        ({"lat": "52.9"}, "lon"),
        ({"place": "Xyzzyhausen"}, "place"),
        ({"place": ""}, "place"),
        ({"lat": "48.85", "lon": "2.35"}, "lat"),
        ({"property_kind": ""}, "property_kind"),
    ],
)
def test_a_broken_offer_is_named_by_line_and_column_and_the_rest_is_read(
    tmp_path: Path, broken: dict[str, str], column: str
) -> None:
    file = a_list(tmp_path, OFFER, OFFER | {"id": "sp-2"} | broken, OFFER | {"id": "sp-3"})
    rows, problems = read_offers(file)
    assert [row.space.id for row in rows] == ["sp-1", "sp-3"]
    assert [(one.file, one.line, one.column, one.skipped) for one in problems] == [
        (str(file), 3, column, True)
    ]
    assert problems[0].reason


def test_a_search_needs_an_address_of_its_own_or_a_domain(tmp_path: Path) -> None:
    file = a_list(
        tmp_path,
        SEARCH,
        SEARCH | {"id": "sk-2", "email": "Kim@Example.org"},
        SEARCH | {"id": "sk-3", "email": "kim"},
    )
    rows, problems = read_searches(file, email_domain="")
    assert [row.email for row in rows] == ["kim@example.org"]
    assert [(one.line, one.column) for one in problems] == [(2, "email"), (4, "email")]
    made, _ = read_searches(file, email_domain="liste.example.org")
    assert made[0].email == "sk-1@liste.example.org"


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


def test_the_command_takes_in_what_is_right_and_ends_with_one(
    postgres_server: URL, template_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = a_list(tmp_path, OFFER, OFFER | {"id": "sp-2", "rooms": "drei"})
    with asyncio.Runner() as runner:
        kept = a_database(postgres_server, template_database)
        url = runner.run(kept.__aenter__())
        monkeypatch.setenv("LEERSTAND_DATABASE_URL", url)
        dry, real = run("offers", str(file), "--dry-run"), run("offers", str(file), "--consent", "Brief")
        count = runner.run(offers_in(url))
        runner.run(kept.__aexit__(None, None, None))
    assert (dry.exit_code, real.exit_code) == (1, 1)
    assert "1 offers can be imported." in dry.output
    assert "Offers: 1 new, 0 changed, 0 as before." in real.output
    assert f"{file}:3: rooms: 'drei' is not a number" in real.output
    assert count == 1


def run(*arguments: str) -> Result:
    return CliRunner().invoke(import_, arguments)


async def offers_in(url: str) -> int | None:
    db = Database(url)
    async with db.reading() as session:
        count = await session.scalar(select(func.count()).select_from(Offer))
    await db.dispose()
    return count
