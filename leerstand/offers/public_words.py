"""The public text search: words as typed, with their errors forgiven, as conditions for the database.

A word is found in an offer's own words (stems of German, parts of compounds too), in its place, and in the names
of its form, kind and features.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlalchemy import ColumnElement, and_, cast, func, literal, literal_column, or_, select, text
from sqlalchemy.dialects.postgresql import ARRAY, TSQUERY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.types import Text

from leerstand.core.database import Database
from leerstand.core.i18n import LANGUAGES, translator
from leerstand.core.remembered import Remembered
from leerstand.offers.codes import Feature, Form, OfferState
from leerstand.offers.models import Offer
from leerstand.places.spelling import fold
from leerstand.register.codes import PropertyKind
from leerstand.register.models import Building

MOST_WORDS = 8
MOST_ALIKE = 40
NEWEST = 20_000
WORD = re.compile(r"[^\W_]+")
Code = Form | PropertyKind | Feature


@dataclass(frozen=True, slots=True)
class Stock:
    """Which words the published offers use: stems of their texts, and their places by folded word."""

    stems: tuple[str, ...]
    places: Mapping[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Term:
    """One typed word: the stems, places and codes that it may mean."""

    typed: str
    stems: tuple[str, ...]
    places: tuple[str, ...] = ()
    codes: tuple[Code, ...] = ()


_STOCK: Remembered[Stock] = Remembered(lasting=timedelta(minutes=5))


async def read_words(session: AsyncSession, typed: str, *, db: Database, now: datetime) -> tuple[Term, ...]:
    """What the typed words may mean; words that say nothing ("und", "mit") are left out.

    One query, and two more where the stock's words were not read for five minutes.
    """
    words = list(dict.fromkeys(word.lower() for word in WORD.findall(typed)))[:MOST_WORDS]
    if not words:
        return ()
    stems = await _stems(session, words)
    stock = await _STOCK.get(db, lambda: read_stock(session), now=now)
    return tuple(_term(word, stem, stock=stock) for word, stem in zip(words, stems, strict=True) if stem)


async def _stems(session: AsyncSession, words: Sequence[str]) -> list[str]:
    """The database's own German stem of each word; empty for words without a meaning of their own."""
    given = select(func.unnest(cast(literal(list(words), ARRAY(Text)), ARRAY(Text))).label("word")).cte(
        "given"
    )
    found = await session.execute(
        select(
            given.c.word,
            func.array_to_string(
                func.tsvector_to_array(func.to_tsvector(text("'german'"), given.c.word)), " "
            ),
        )
    )
    by_word = {word: stem.split(" ")[0] for word, stem in found}
    return [by_word.get(word, "") for word in words]


async def read_stock(session: AsyncSession) -> Stock:
    """The words of the newest 20,000 published offers, and every place of them all. Two queries."""
    newest = f"SELECT words FROM offers WHERE state = 'released' ORDER BY released_at DESC LIMIT {NEWEST:d}"  # noqa: S608 - a number
    stems: Iterable[str] = await session.scalars(
        select(literal_column("word")).select_from(func.ts_stat(newest))
    )
    shown = (
        select(Building.place)
        .join(Offer, Offer.building_id == Building.id)
        .where(Offer.state == OfferState.RELEASED, Offer.form != Form.SUCCESSION)
        .distinct()
    )
    places: dict[str, set[str]] = {}
    for place in await session.scalars(shown):
        for word in fold(place).split():
            places.setdefault(word, set()).add(place)
    return Stock(tuple(stems), {word: frozenset(names) for word, names in places.items()})


def _term(word: str, stem: str, *, stock: Stock) -> Term:
    places = _alike(fold(word), stock.places)
    names = frozenset[str]().union(*(stock.places[known] for known in places))
    codes = tuple(code for label in _alike(fold(word), _labels()) for code in _labels()[label])
    exact = fold(word) in stock.places or fold(word) in _labels()
    stems = _holding(stem, stock.stems) or ([] if exact else _alike(stem, stock.stems))
    return Term(word, tuple(dict.fromkeys([stem, *stems])), tuple(sorted(names)), codes)


def _holding(stem: str, known: Iterable[str]) -> list[str]:
    """Known stems that are this one or a compound with it: Werkstatt, Holzwerkstatt, Werkstattraum."""
    if len(stem) < 3:
        return [other for other in known if other == stem]
    inside = len(stem) >= 5
    return [
        other
        for other in known
        if (stem in other if inside else other.startswith(stem) or other.endswith(stem))
    ][:MOST_ALIKE]


def _alike(word: str, known: Iterable[str]) -> list[str]:
    """The known words nearest to this one: itself, or those one or two typing errors away."""
    choices = list(known)
    errors = 0 if len(word) < 4 else 1 if len(word) < 8 else 2
    found = process.extract(word, choices, scorer=OSA.distance, score_cutoff=errors, limit=MOST_ALIKE)
    least = min((distance for _, distance, _ in found), default=0)
    return [other for other, distance, _ in found if distance == least]


@cache
def _labels() -> dict[str, list[Code]]:
    """Names of forms, kinds and features in both languages, word by word, with the codes they stand for."""
    found: dict[str, list[Code]] = {}
    for language in LANGUAGES:
        speak = translator(language)
        for code in (*Form, *PropertyKind, *Feature):
            for word in fold(speak(code.label)).split():
                if len(word) > 3:
                    found.setdefault(word, []).append(code)
    return found


def condition(terms: Iterable[Term], *, place_is_shown: ColumnElement[bool]) -> ColumnElement[bool]:
    """Offers in which every word is found; needs Offer, and Building where a term names places."""
    return and_(*(_found(term, place_is_shown) for term in terms))


def _found(term: Term, place_is_shown: ColumnElement[bool]) -> ColumnElement[bool]:
    query = " | ".join(_quoted(stem) for stem in term.stems)
    ways: list[ColumnElement[bool]] = [Offer.words.op("@@")(cast(query, TSQUERY))]
    if term.places:
        ways.append(and_(place_is_shown, Building.place.in_(term.places)))
    for code in term.codes:
        if isinstance(code, Form):
            ways.append(Offer.form == code)
        elif isinstance(code, PropertyKind):
            ways.append(Offer.property_kind == code)
        else:
            ways.append(Offer.features.contains([code.value]))
    return or_(*ways)


def _quoted(stem: str) -> str:
    return "'" + stem.replace("\\", "\\\\").replace("'", "''") + "'"
