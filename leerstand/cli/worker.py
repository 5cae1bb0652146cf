"""`leerstand worker`: the schedule alone."""

import asyncio
from pathlib import Path

import click

from leerstand.cli.opening import data_option, database_url, read_settings
from leerstand.cli.running import log_to_terminal, run_schedule, serve_until_told


@click.command()
@data_option
def worker(data: Path | None) -> None:
    """Run the schedule, without pages.

    Of several workers one leads; when it ends, another takes over within a second or two.
    """
    log_to_terminal()
    settings = read_settings(data=data)
    with database_url(settings) as url:
        asyncio.run(serve_until_told(schedule=lambda: run_schedule(settings, url)))
