"""`leerstand migrate`: the database's tables."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import click
from sqlalchemy.exc import DBAPIError

from leerstand.cli.first_start import fill, know_places
from leerstand.cli.opening import data_option, database_url, opened, place_of, read_settings
from leerstand.core import migrations
from leerstand.core.database import state_of
from leerstand.core.logs import told

NO_RIGHT = "42501"


@click.command()
@data_option
@click.option(
    "--draft", metavar="WORDS", help="For developers: write the next step from the models' changes."
)
@click.option("--sample", is_flag=True, help="Load the sample region, if nobody has an account yet.")
def migrate(data: Path | None, draft: str | None, sample: bool) -> None:
    """Bring the database's tables up to date.

    May be run at any time and by several machines at once: one works, the others wait.
    """
    settings = read_settings(data=data)
    click.echo(f"Database: {place_of(settings)}")
    with database_url(settings) as url:
        changed = asyncio.run(upgraded(url, say=click.echo))
        click.echo(f"Tables: {migrations.head()}" + ("" if changed else " (nothing to do)"))
        if sample:
            click.echo(
                "Sample region: "
                + ("loaded" if asyncio.run(_fill(url)) else "not loaded, this database is in use")
            )
        asyncio.run(_know_places(url))
        if draft:
            click.echo(f"Written, please read it: {asyncio.run(migrations.draft(url, message=draft))}")


async def upgraded(url: str, *, say: Callable[[str], None]) -> bool:
    """Bring the tables up to date; what stands in the way ends the command with a sentence. Whether anything was to do."""
    try:
        return await migrations.upgrade(url, say=say)
    except (migrations.NewerDatabase, migrations.InTheWay) as refused:
        raise click.ClickException(str(refused)) from None
    except DBAPIError as error:
        raise click.ClickException(_why_not(error)) from error


def _why_not(error: DBAPIError) -> str:
    if state_of(error) == NO_RIGHT:
        return "The role may not create tables here. Let it own the database: ALTER DATABASE leerstand OWNER TO leerstand"
    return f"The tables could not be brought up to date: {told(error)}"


async def _fill(url: str) -> bool:
    async with opened(url) as db:
        return await fill(db, say=click.echo)


async def _know_places(url: str) -> None:
    async with opened(url) as db:
        if await know_places(db):
            click.echo("Places: loaded")
