"""`leerstand worker`: the schedule alone."""

import asyncio
from pathlib import Path

import click

from leerstand.cli.opening import START_PATIENCE_SECONDS, data_option, database_url, place_of, read_settings
from leerstand.cli.own_files import check_own_files
from leerstand.cli.running import run_schedule, serve_until_told


@click.command()
@data_option
def worker(data: Path | None) -> None:
    """Run the schedule, without pages.

    Of several workers one leads; when it ends, another takes over within a second or two.
    """
    settings = read_settings(data=data)
    click.echo(f"Database: {place_of(settings)}")
    check_own_files(settings)
    with database_url(settings, patience=START_PATIENCE_SECONDS) as url:
        asyncio.run(serve_until_told(schedule=lambda: run_schedule(settings, url)))
