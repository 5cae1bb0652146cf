"""Money, areas, numbers, days and lengths of time as people write them: one reader for pages and imports.

Pure functions of a text: no web, no database, no clock (`today` is an argument). None of them raises on any text.

    read_money("400,- VB")                → Reading(value=40000, note="VB")          euro cents
    read_area("ca. 80 Quadratmeter")      → Reading(value=80.0, about=True)          square metres
    read_number("3 1/2 Zi.", units=ROOMS) → Reading(value=3.5)
    read_span("ein halbes Jahr")          → Reading(value=6.0)                       months
    read_day("Anfang Mai 2027")           → Reading(value=date(2027, 5, 1), about=True)
    read_moment("seit Ostern 2022")       → Reading(value=Moment(date(2022, 4, 1), Grain.MONTH))

Each returns a `Reading`:

- `value`: what was read; None where nothing was typed, where the words say that there is none (`is_open`:
  "unbefristet", "VB" alone, "unbekannt") or where nobody can be sure (`doubt`);
- `about`: "ca.", "etwa", "Anfang …": the value is less exact than it looks;
- `note`: words that belong to the value and are not in it ("VB", "warm", "Wohnfläche"), as they were written; with
  `Doubt.WORDS` the words that nobody knows what to do with;
- `doubt`: why a person has to be asked, and `choices`: what the text may mean, best first (may be empty).

A value is only given where the text has one meaning. "1.500" alone is money, but as an area it may be 1500 or
1.5: both come back as choices unless one of them is out of question (`least`) or the caller knows what a dot means
in this column (`point=Point.DECIMAL` or `Point.THOUSANDS`).
"""

from leerstand.core.values.areas import (
    AREA,
    BARE,
    BROADBAND,
    DISTANCE,
    HOURS,
    PERSONS,
    ROOMS,
    YEARS,
    read_area,
    read_number,
)
from leerstand.core.values.days import Grain, Moment, Side, read_day, read_moment
from leerstand.core.values.money import Per, read_money
from leerstand.core.values.numerals import Point
from leerstand.core.values.pieces import Phrases, phrases
from leerstand.core.values.result import Bound, Doubt, Reading
from leerstand.core.values.spans import read_span

__all__ = [
    "AREA",
    "BARE",
    "BROADBAND",
    "DISTANCE",
    "HOURS",
    "PERSONS",
    "ROOMS",
    "YEARS",
    "Bound",
    "Doubt",
    "Grain",
    "Moment",
    "Per",
    "Phrases",
    "Point",
    "Reading",
    "Side",
    "phrases",
    "read_area",
    "read_day",
    "read_moment",
    "read_money",
    "read_number",
    "read_span",
]
