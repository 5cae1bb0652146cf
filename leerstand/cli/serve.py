"""`leerstand serve`: everything in one process, with nothing to install or set up before."""

import asyncio
import time
from pathlib import Path
from socket import socket

import click

from leerstand.app import create_app
from leerstand.cli.first_start import fill, know_places, ways_in
from leerstand.cli.migrate import upgraded
from leerstand.cli.opening import (
    START_PATIENCE_SECONDS,
    data_option,
    database_url,
    opened,
    page_limits,
    place_of,
    read_settings,
    secrets_of,
)
from leerstand.cli.own_files import check_own_files
from leerstand.cli.running import reserve, run_schedule, serve_until_told, web_server
from leerstand.core.database import Database
from leerstand.settings import Settings


class Progress:
    """Says what happens, with the seconds since the start."""

    def __init__(self) -> None:
        self.began = time.monotonic()

    def __call__(self, text: str) -> None:
        click.echo(f"{time.monotonic() - self.began:5.1f} s  {text}")


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Where pages are served."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 serves other machines as well.")
@data_option
@click.option(
    "--sample/--no-sample",
    default=None,
    help="Load the sample region at the first start.  [default: with the embedded database]",
)
def serve(port: int, host: str, data: Path | None, sample: bool | None) -> None:
    """Start everything: database, pages and schedule.

    Without LEERSTAND_DATABASE_URL an embedded PostgreSQL keeps its data under --data; the first start
    fills it with a sample region. Ctrl-C ends it all.
    """
    say = Progress()
    settings = read_settings(data=data)
    if "base_url" not in settings.model_fields_set:
        shown = "127.0.0.1" if host in {"0.0.0.0", "::"} else host  # noqa: S104 - compared, not bound
        settings = settings.model_copy(update={"base_url": f"http://{shown}:{port}"})
    wants_sample = settings.database_url is None if sample is None else sample
    line = reserve(host, port, command="serve")
    check_own_files(settings)
    with database_url(settings, patience=START_PATIENCE_SECONDS) as url:
        say(f"Database: {place_of(settings)}")
        asyncio.run(_serve(settings, url, line, wants_sample=wants_sample, say=say))
    say("Stopped.")


async def _serve(settings: Settings, url: str, line: socket, *, wants_sample: bool, say: Progress) -> None:
    if await upgraded(url, say=say):
        say("Tables: up to date")
    async with opened(url, pool_size=settings.database_connections, limits=page_limits(settings)) as db:
        if wants_sample and await fill(db, say=say):
            say("Sample region: loaded")
        if await know_places(db):
            say("Places: loaded")
        app = create_app(settings, db, secret=secrets_of(settings))
        await serve_until_told(
            web_server(app, settings, log_level="warning"),
            line,
            schedule=lambda: run_schedule(settings, url),
            ready=lambda: _greet(settings, db, say),
        )


async def _greet(settings: Settings, db: Database, say: Progress) -> None:
    """Say where the service is and how to come in."""
    say(f"Ready: {settings.base_url}")
    people = await ways_in(db, base_url=settings.base_url)
    if people:
        click.echo("\nSign in as one of the sample's people (each link works once, for a day):")
        for about, address in people:
            click.echo(f"  {about:<34} {address}")
    if not settings.sends_mail:
        click.echo(f"\nNo mail server is set, so mail is shown at {settings.base_url}/postausgang")
    click.echo("Ctrl-C ends the service.\n")
