"""`leerstand user` at the terminal: what it takes, and what it says of what it does not."""

import json
import os
import subprocess
import sys

import pytest
from sqlalchemy import select

from leerstand.accounts.models import Organisation, Person
from leerstand.core.database import Database

KINDS = ("--organisation", "Elbe", "--kind", "municipality")


def user(url: str, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LEERSTAND_")}
    return subprocess.run(
        [sys.executable, "-m", "leerstand", "user", *words],
        capture_output=True, text=True, timeout=60, env=kept | {"LEERSTAND_DATABASE_URL": url},
    )  # fmt: skip


async def people(db: Database) -> set[str]:
    async with db.reading() as session:
        return set(await session.scalars(select(Person.email)))


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["grant", "nonsense", *KINDS], "Please enter an e-mail address"),
        (["grant", "a@example.org", *KINDS, "--ags", "99999999"], "There is no such key: 99999999"),
        (["grant", "a@example.org", "--organisation", "Nobody"], "There is no such organisation: Nobody"),
        (["grant", "a@example.org", "--organisation", "Elbe", "--ags", "03354"], "needs --kind"),
        (["grant", "a@example.org", "--organisation", " ", "--kind", "operator"], "--organisation"),
        (["grant", "a@example.org", "--organisation", "E" * 121, "--kind", "operator"], "--organisation"),
        (["revoke", "nope@example.org"], "There is no account with this address: nope@example.org"),
        (["forget", "nope@example.org", "--yes"], "There is no account with this address: nope@example.org"),
        (["export", "nope@example.org"], "There is no account with this address: nope@example.org"),
    ],
)
async def test_what_cannot_be_done_is_said_in_english_and_leaves_nothing(
    database_url: str, db: Database, words: list[str], sentence: str
) -> None:
    refused = user(database_url, *words)
    assert refused.returncode != 0
    assert sentence in " ".join(refused.stderr.split())
    assert "Traceback" not in refused.stderr
    assert await people(db) == set()
    async with db.reading() as session:
        assert (await session.scalars(select(Organisation))).all() == []


async def test_an_organisation_that_exists_is_not_silently_left_as_it_is(
    database_url: str, db: Database
) -> None:
    assert user(database_url, "grant", "a@example.org", *KINDS, "--ags", "03354018").returncode == 0
    assert user(database_url, "grant", "a@example.org", *KINDS, "--ags", "03354018").returncode == 0
    other = user(database_url, "grant", "b@example.org", *KINDS, "--ags", "15081")
    assert other.returncode == 1
    assert "exists already, as municipality with 03354018" in other.stderr
    assert await people(db) == {"a@example.org"}


async def test_an_organisation_has_the_name_a_page_would_give_it(database_url: str, db: Database) -> None:
    spaced = ("--organisation", "  Elbe-Allianz ", "--kind", "operator")
    assert user(database_url, "grant", "a@example.org", *spaced).returncode == 0
    async with db.reading() as session:
        assert await session.scalar(select(Organisation.name)) == "Elbe-Allianz"


async def test_somebody_who_asks_by_letter_gets_their_data_and_is_forgotten(
    database_url: str, db: Database
) -> None:
    user(database_url, "grant", "a@example.org", *KINDS)
    exported = user(database_url, "export", "A@example.org")
    assert json.loads(exported.stdout)["account"]["email"] == "a@example.org"
    assert user(database_url, "forget", "a@example.org", "--yes").returncode == 0
    assert await people(db) == set()


async def test_the_only_operator_cannot_be_forgotten(database_url: str, db: Database) -> None:
    user(database_url, "grant", "ida@example.org", "--organisation", "Elbe", "--kind", "operator", "--role", "operator")  # fmt: skip
    refused = user(database_url, "forget", "ida@example.org", "--yes")
    assert "Nobody but you runs this service" in refused.stderr
    assert await people(db) == {"ida@example.org"}
