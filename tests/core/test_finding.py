"""One spelling for every search, in the database itself."""

import unicodedata

import pytest
from sqlalchemy import Text, literal, select

from leerstand.core.database import Database
from leerstand.core.finding import says

STORED = "Alte Mühle, Lange Str. 5 a, 29439 Lüchow OT Groß Gusborn (Żabiński & Łukasz)"


@pytest.mark.parametrize(
    "typed",
    [
        "mühle",
        "Muehle",
        "MUHLE",
        unicodedata.normalize("NFD", "Lüchow"),
        "luchow",
        "Lange Straße 5a",
        "Lange Str.",
        "lange strasse",
        "Gr. Gusborn",
        "GROSS-GUSBORN",
        "gusborn",
        "5A",
        "zabinski lukasz",
        "29439 mueh",
        "lü\u200bchow",
        "%",
    ],
)
async def test_it_is_found_however_it_is_typed(db: Database, typed: str) -> None:
    assert await found(db, typed)


@pytest.mark.parametrize("typed", ["Kolborn", "Lüchow Kolborn", "Lange Gasse", "100%", "l_chow", "6a"])
async def test_other_words_are_not_found(db: Database, typed: str) -> None:
    assert not await found(db, typed)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Lange Straße 5", "Lange Str. 5"),
        ("Bahnhofstr.", "Bahnhofstraße"),
        ("Schützenpl.", "schuetzenplatz"),
        ("St. Annen", "Sankt Annen"),
        ("Sankt Annen", "St Annen"),
        ("Kl. Breese", "Klein Breese"),
        ("Straße", "STRASSE"),
        ("GROẞ", "groß"),
        ("Gümser", unicodedata.normalize("NFD", "Gümser")),
        ("Владимир", "владимир"),
    ],
)
async def test_both_ways_to_write_it_are_one(db: Database, stored: str, typed: str) -> None:
    assert await found(db, typed, stored=stored)
    assert await found(db, stored, stored=typed)


async def found(db: Database, typed: str, *, stored: str = STORED) -> bool:
    async with db.reading() as session:
        return bool(await session.scalar(select(says(typed, literal(stored, Text()), literal("", Text())))))
