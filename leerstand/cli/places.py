"""`leerstand places`: the list of municipalities, and how a place is read."""

from pathlib import Path
from typing import Any

import click

from leerstand.cli.intake import Intake, Options, intake_options, take_in, titles
from leerstand.places import gazetteer, service
from leerstand.places.official import IN_PARTS, SIMPLE, read_municipalities


@click.group()
def places() -> None:
    """Municipalities (AGS), villages and landscapes."""


@places.command(
    "import",
    help=f"""Take municipalities from FILE (CSV or XLSX), or from the data that come with leerstand.

A simple table has these columns, * must be there (a key of twelve digits is read too); designation, district and
point are only needed for what is not known yet:

\b
{titles(SIMPLE)}

The list of the statistical offices (Gemeindeverzeichnis) is read as it is published, with the key in parts:

\b
{titles(IN_PARTS)}

None is ever removed. The exit status is 0 if everything was taken, 1 if a row or a value was left out, 2 if nothing
could be read.
""",
)
@intake_options(needs_file=False)
def import_(file: Path | None, **options: Any) -> None:
    told = Options(file, **options)
    take_in(
        Intake(
            "municipalities",
            lambda summary: (
                read_municipalities(file, summary, sheet=told.sheet) if file else iter(service.shipped())
            ),
            lambda session, batch: service.import_municipalities(session, rows=batch),
        ),
        told,
    )


@places.command()
@click.argument("text", nargs=-1, required=True)
def read(text: tuple[str, ...]) -> None:
    """Show how TEXT is understood as a place, as seekers and owners type it."""
    reading = gazetteer.load().read(" ".join(text))
    for area in reading.areas:
        click.echo(f"{area.kind}: {area.name} ({area.lat}, {area.lon}) {area.ags}".rstrip())
    for part, candidates in reading.ambiguous:
        click.echo(f"unclear: {part}: " + "; ".join(area.name for area in candidates))
    for part in reading.unresolved:
        click.echo(f"unknown: {part}")
    if reading.anywhere:
        click.echo("anywhere")


@places.command()
@click.argument("place", nargs=-1, required=True)
@click.option("--postcode", default="", help="The postcode beside it; it may also stand in PLACE.")
def find(place: tuple[str, ...], postcode: str) -> None:
    """Show which municipality an address in PLACE belongs to, as pages and imports decide it; exit status 1 if unclear."""
    known = gazetteer.load()
    answer = known.find(" ".join(place), postcode=postcode)
    if isinstance(answer, gazetteer.Found):
        click.echo(f"{answer.municipality.ags} {known.full_name(answer.municipality)}")
        return
    if isinstance(answer, gazetteer.Several):
        click.echo("place and postcode differ" if answer.postcode_differs else "not clear; it could be")
    else:
        click.echo("unknown; written much like it" if answer.near else "unknown")
    for town in answer.candidates if isinstance(answer, gazetteer.Several) else answer.near:
        click.echo(f"  {town.ags} {known.full_name(town)}")
    raise SystemExit(1)
