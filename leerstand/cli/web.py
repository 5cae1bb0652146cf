"""`leerstand web`: the pages alone, as often as wanted, beside one or more workers."""

import asyncio
from pathlib import Path
from socket import socket

import click

from leerstand.app import create_app
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
from leerstand.cli.running import reserve, serve_until_told, web_server
from leerstand.core.web import utc_now
from leerstand.matching.jobs import warm
from leerstand.matching.pool import shared_pool
from leerstand.settings import Settings


@click.command()
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help="Where pages are served."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 serves other machines as well.")
@data_option
def web(port: int, host: str, data: Path | None) -> None:
    """Serve the pages, without the schedule.

    Any number of these may run beside each other on one database. The tables must be up to date: see
    `leerstand migrate`.
    """
    settings = read_settings(data=data)
    line = reserve(host, port, command="web")
    click.echo(f"Database: {place_of(settings)}")
    check_own_files(settings)
    with database_url(settings, patience=START_PATIENCE_SECONDS) as url:
        asyncio.run(_web(settings, url, line))


async def _web(settings: Settings, url: str, line: socket) -> None:
    async with opened(
        url,
        pool_size=settings.database_connections,
        limits=page_limits(settings),
        application="leerstand web",
    ) as db:
        app = create_app(settings, db, secret=secrets_of(settings))
        await serve_until_told(
            web_server(app, settings),
            line,
            ready=lambda: warm(db, shared_pool(db, settings), now=utc_now()),
        )
