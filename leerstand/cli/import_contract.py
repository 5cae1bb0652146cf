"""`leerstand import offers` and `searches`: the tables of the evaluation contract, through the whole service."""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.cli.opening import data_option, database_url, opened, read_settings
from leerstand.core.tables import Problem
from leerstand.core.web import utc_now
from leerstand.exchange.contract import OfferRow, SearchRow, is_refused, read_offers, read_searches
from leerstand.exchange.service.imported import Counts, import_offers, import_searches

BATCH = 200
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
Row = TypeVar("Row")


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--consent",
    default="",
    metavar="TEXT",
    help="How all owners agreed to publish; without it they are drafts.",
)
@click.option(
    "--source", default="import", show_default=True, help="Whose list it is; with the id it names an offer."
)
@click.option("--dry-run", is_flag=True, help="Only read and check the file.")
@data_option
def offers(file: Path, consent: str, source: str, dry_run: bool, data: Path | None) -> None:
    """Take offers from FILE (columns of spaces.csv in the evaluation contract), each with its building.

    They are compared with all searches within minutes. Importing again follows the list, but leaves alone
    what a person has done something with. Broken rows are named by line and column and left out; the exit status is then 1.
    """
    rows, problems = read_offers(file)

    async def write(session: AsyncSession, batch: Sequence[OfferRow]) -> Counts:
        return await import_offers(session, batch, source=source, consent=consent.strip(), now=utc_now())

    _run("offers", rows, problems=problems, write=write, dry_run=dry_run, data=data)


@click.command()
@click.argument("file", type=FILE)
@click.option(
    "--consent",
    default="",
    metavar="TEXT",
    help="How the people agreed to be matched; without it they are drafts.",
)
@click.option("--email-domain", default="", help="For rows without an email column: their id at this domain.")
@click.option(
    "--source", default="import", show_default=True, help="Whose list it is; with the id it names a search."
)
@click.option("--dry-run", is_flag=True, help="Only read and check the file.")
@data_option
def searches(
    file: Path, consent: str, email_domain: str, source: str, dry_run: bool, data: Path | None
) -> None:
    """Take searches from FILE (columns of seekers.csv in the evaluation contract; email and name may be added).

    They are compared with all offers within minutes. Importing again follows the list until the person has signed
    in. Broken rows are named by line and column and left out; the exit status is then 1.
    """
    rows, problems = read_searches(file, email_domain=email_domain)

    async def write(session: AsyncSession, batch: Sequence[SearchRow]) -> Counts:
        return await import_searches(session, batch, source=source, consent=consent.strip(), now=utc_now())

    _run("searches", rows, problems=problems, write=write, dry_run=dry_run, data=data)


def _run(
    what: str,
    rows: Sequence[Row],
    *,
    problems: Sequence[Problem],
    write: Callable[[AsyncSession, Sequence[Row]], Awaitable[Counts]],
    dry_run: bool,
    data: Path | None,
) -> None:
    """Name what is wrong, take in the rest, and end with 1 where rows were left out."""
    for problem in problems:
        click.echo(problem, err=True)
    if dry_run:
        click.echo(f"{len(rows)} {what} can be imported.")
    else:
        with database_url(read_settings(data=data)) as url:
            counts = asyncio.run(_write(url, rows, what=what, write=write))
        kept = f", {counts.kept} left to the people who changed them" if counts.kept else ""
        click.echo(
            f"{what.capitalize()}: {counts.new} new, {counts.changed} changed, {counts.same} as before{kept}."
        )
    if is_refused(problems):
        raise SystemExit(1)


async def _write(
    url: str,
    rows: Sequence[Row],
    *,
    what: str,
    write: Callable[[AsyncSession, Sequence[Row]], Awaitable[Counts]],
) -> Counts:
    """Batches, each a transaction of its own: a list that breaks off is finished by importing it again."""
    total = Counts()
    bar = click.progressbar(
        length=len(rows), label=what.capitalize(), file=sys.stderr, hidden=not sys.stderr.isatty()
    )
    async with opened(url) as db:
        with bar:
            for start in range(0, len(rows), BATCH):
                batch = rows[start : start + BATCH]
                async with db.writing() as session:
                    total += await write(session, batch)
                bar.update(len(batch))
    return total
