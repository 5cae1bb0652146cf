"""`leerstand import`: tables that people and other programs hand in."""

import asyncio
import sys
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import click

from leerstand.cli import import_contract
from leerstand.cli.opening import data_option, database_url, opened, read_settings
from leerstand.core.web import utc_now
from leerstand.places import gazetteer
from leerstand.register.imports import COLUMNS, BuildingRow, read_buildings
from leerstand.register.service.imported import Counts, import_buildings

BATCH = 500
HEADER = "\n".join(f"  {name:<24}{', '.join(others)}" for name, others in COLUMNS.items())


@click.group("import")
def import_() -> None:
    """Take in tables (CSV or XLSX): buildings, offers, searches."""


import_.add_command(import_contract.offers)
import_.add_command(import_contract.searches)


@import_.command(
    help=f"""Take buildings from FILE (CSV or XLSX) into the register.

One header row; required are external_id and place. Column names, English or German:

\b
{HEADER}

Codes (kind, occupancy, condition, …) are written as code or as German label, several reasons parted by |. Without
lat and lon the municipality is found by ags, place or postcode.

A building is known by source and external_id, so that a newer list can be imported again. What a person changed
since stays; empty cells say nothing. Broken rows are named by line and column and left out; the exit status is then 1.
"""
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--source",
    default="import",
    show_default=True,
    help="Whose list it is; part of what a building is known by.",
)
@click.option(
    "--municipality",
    default="",
    metavar="AGS",
    help="Eight digits: rows without a key belong to it, others are refused.",
)
@click.option("--dry-run", is_flag=True, help="Only read and check the file.")
@data_option
def buildings(file: Path, source: str, municipality: str, dry_run: bool, data: Path | None) -> None:
    if municipality and gazetteer.load().municipality(municipality) is None:
        raise click.ClickException(f"No municipality has the key {municipality}.")
    if source in {"staff", "owner", "report"}:
        raise click.ClickException(f"{source!r} is what people enter here; give the list another name.")
    rows, problems = read_buildings(file, municipality=municipality)
    for problem in problems:
        click.echo(problem, err=True)
    if dry_run:
        click.echo(f"{len(rows)} buildings can be imported.")
    else:
        with database_url(read_settings(data=data)) as url:
            counts = asyncio.run(_write(url, rows, source=source))
        kept = f"; {counts.kept} fields stay as people set them" if counts.kept else ""
        click.echo(f"Buildings: {counts.new} new, {counts.changed} changed, {counts.same} as before{kept}.")
    if any(problem.skipped for problem in problems):
        raise SystemExit(1)


async def _write(url: str, rows: Sequence[BuildingRow], *, source: str) -> Counts:
    """Batches, each a transaction of its own: a list that breaks off is finished by importing it again."""
    total = Counts()
    async with opened(url) as db:
        bar = click.progressbar(
            length=len(rows), label="Buildings", file=sys.stderr, hidden=not sys.stderr.isatty()
        )
        with bar:
            for batch in _batches(rows):
                async with db.writing() as session:
                    done = await import_buildings(session, batch, source=source, now=utc_now())
                total = Counts(*(a + b for a, b in zip(_all(total), _all(done), strict=True)))
                bar.update(len(batch))
    return total


def _all(counts: Counts) -> tuple[int, int, int, int]:
    return counts.new, counts.changed, counts.same, counts.kept


def _batches(rows: Sequence[BuildingRow]) -> Iterator[list[BuildingRow]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch
