"""`leerstand migrate`: the database's tables."""

import asyncio
from pathlib import Path

import click

from leerstand.cli.first_start import fill, know_places
from leerstand.cli.opening import data_option, database_url, opened, read_settings
from leerstand.core import migrations


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
    with database_url(read_settings(data=data)) as url:
        changed = asyncio.run(migrations.upgrade(url))
        click.echo(f"Tables: {migrations.head()}" + ("" if changed else " (nothing to do)"))
        if sample:
            click.echo(
                "Sample region: "
                + ("loaded" if asyncio.run(_fill(url)) else "not loaded, this database is in use")
            )
        asyncio.run(_know_places(url))
        if draft:
            click.echo(f"Written, please read it: {asyncio.run(migrations.draft(url, message=draft))}")


async def _fill(url: str) -> bool:
    async with opened(url) as db:
        return await fill(db, say=click.echo)


async def _know_places(url: str) -> None:
    async with opened(url) as db:
        if await know_places(db):
            click.echo("Places: loaded")
