"""`leerstand places`: the list of municipalities, and how a place is read."""

import asyncio
from pathlib import Path

import click

from leerstand.cli.opening import data_option, database_url, opened, read_settings
from leerstand.places import gazetteer, service
from leerstand.places.geography import Municipality
from leerstand.places.official import read_list


@click.group()
def places() -> None:
    """Municipalities (AGS), villages and landscapes."""


@places.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--dry-run", is_flag=True, help="Only read and check the file.")
@data_option
def import_(file: Path | None, dry_run: bool, data: Path | None) -> None:
    """Take municipalities from FILE (CSV or XLSX), or from the data that come with leerstand.

    One header row: ags, name, and where they are not known yet designation, district, land, lat, lon; or the extract of
    the Gemeindeverzeichnis as the Statistisches Bundesamt publishes it. Broken rows and former keys are named by line and
    column and left out; the exit status is then 1. None is ever removed.
    """
    rows, problems = read_list(file) if file else (service.shipped(), [])
    for problem in problems:
        click.echo(problem, err=True)
    if dry_run:
        click.echo(f"{len(rows)} municipalities can be taken over.")
    else:
        with database_url(read_settings(data=data)) as url:
            counts = asyncio.run(_write(url, rows))
        click.echo(f"Municipalities: {counts.new} new, {counts.changed} changed, {counts.same} as before.")
    if any(problem.skipped for problem in problems):
        raise SystemExit(1)


async def _write(url: str, rows: list[Municipality]) -> service.Counts:
    async with opened(url) as db, db.writing() as session:
        return await service.import_municipalities(session, rows=rows)


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
