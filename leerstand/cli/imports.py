"""`leerstand import`: tables that people and other programs hand in."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from leerstand.cli.intake import Command, Intake, Options, intake_options, take_in, titles
from leerstand.core.web import utc_now
from leerstand.exchange.contract import PEOPLES_OFFERS, PEOPLES_SEARCHES, read_offers, read_searches
from leerstand.exchange.service.imported import import_offers, import_searches
from leerstand.places import gazetteer
from leerstand.register.imports import BUILDINGS, read_buildings
from leerstand.register.service.imported import import_buildings

STATUS = """
Titles may stand below a heading, on any sheet, in any order; XLSX and CSV with any usual separator and encoding are
read. What a spreadsheet has damaged is repaired where that is certain, and named otherwise. A row with a value that
can't be read is taken without it, and the value named by line and column; without a clear place, or without a value
marked *, the row is left out. The exit status is 0 if everything was taken, 1 if a row or a value was left out, 2 if
nothing could be read.
"""
LISTS = "Codes are written as code or as German or English label, several parted by |."


@click.group("import")
def import_() -> None:
    """Take in tables (CSV or XLSX): buildings, offers, searches."""


def _source(what: str) -> Callable[[Command], Command]:
    return click.option(
        "--source",
        default="import",
        show_default=True,
        help=f"Whose list it is; with the id it names {what}.",
    )


@import_.command(
    help=f"""Take buildings from FILE (CSV or XLSX) into the register.

Columns and their other names; * must be there:

\b
{titles(BUILDINGS)}

{LISTS} Without lat and lon the municipality is found by ags, place and postcode.
{STATUS}
A building is known by source and external_id, so that a newer list can be imported again. What a person changed
since stays; empty cells say nothing.
"""
)
@intake_options()
@_source("a building")
@click.option(
    "--municipality",
    default="",
    metavar="AGS",
    help="Eight digits: rows without a key belong to it, others are left out.",
)
def buildings(file: Path, source: str, municipality: str, **options: Any) -> None:
    if municipality and gazetteer.load().municipality(municipality) is None:
        raise click.BadParameter(f"no municipality has the key {municipality}", param_hint="--municipality")
    if source in {"staff", "owner", "report"}:
        raise click.BadParameter(
            f"{source!r} is what people enter here; give the list another name", param_hint="--source"
        )
    told = Options(file, **options)
    take_in(
        Intake(
            "buildings",
            lambda summary: read_buildings(file, summary, municipality=municipality, sheet=told.sheet),
            lambda session, batch: import_buildings(session, batch, source=source, now=utc_now()),
            kept="fields stay as people set them",
        ),
        told,
    )


@import_.command(
    help=f"""Take offers from FILE (CSV or XLSX), each with its building.

Columns and their other names; * must be there, and a place or a point:

\b
{titles(PEOPLES_OFFERS)}

{LISTS}
{STATUS}
They are compared with all searches within minutes. Importing again follows the list, but leaves alone what a person
has done something with.
"""
)
@intake_options()
@_source("an offer")
@click.option(
    "--consent",
    default="",
    metavar="TEXT",
    help="How all owners agreed to publish; without it they are drafts.",
)
def offers(file: Path, source: str, consent: str, **options: Any) -> None:
    told = Options(file, **options)
    take_in(
        Intake(
            "offers",
            lambda summary: read_offers(file, summary, sheet=told.sheet),
            lambda session, batch: import_offers(
                session, batch, source=source, consent=consent.strip(), now=utc_now()
            ),
            kept="left to the people who changed them",
        ),
        told,
    )


@import_.command(
    help=f"""Take searches from FILE (CSV or XLSX), each with the account it belongs to.

Columns and their other names; * must be there:

\b
{titles(PEOPLES_SEARCHES)}

{LISTS}
{STATUS}
They are compared with all offers within minutes. Importing again follows the list until the person has signed in.
"""
)
@intake_options()
@_source("a search")
@click.option(
    "--consent",
    default="",
    metavar="TEXT",
    help="How the people agreed to be matched; without it they are drafts.",
)
@click.option("--email-domain", default="", help="For rows without an email: their id at this domain.")
def searches(file: Path, source: str, consent: str, email_domain: str, **options: Any) -> None:
    told = Options(file, **options)
    take_in(
        Intake(
            "searches",
            lambda summary: read_searches(file, summary, email_domain=email_domain.strip(), sheet=told.sheet),
            lambda session, batch: import_searches(
                session, batch, source=source, consent=consent.strip(), now=utc_now()
            ),
            kept="left to the people who changed them",
        ),
        told,
    )
