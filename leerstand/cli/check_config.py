"""`leerstand check-config`: whether the settings hold, before anybody depends on them."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import click
from sqlalchemy import text

from leerstand.cli.opening import data_option, opened, read_settings
from leerstand.core import migrations
from leerstand.core.embedded import ServerUnavailable, serving
from leerstand.core.mail import MailServerAway, connected
from leerstand.settings import Settings

OLDEST = 150000  # PostgreSQL 15
SECRET_LENGTH = 32


class Wrong(Exception):  # noqa: N818
    """A setting that will not do; the text says what to change."""


@click.command("check-config")
@data_option
def check_config(data: Path | None) -> None:
    """Check the settings: database, mail server, folders, public address.

    Prints a line for each and ends with 1 where something is wrong.
    """
    settings = read_settings(data=data)
    checks: list[tuple[str, Callable[[Settings], Awaitable[str]]]] = [
        ("data folder", _check_folder),
        ("database", _check_database),
        ("mail", _check_mail),
        ("public address", _check_address),
        ("secret", _check_secret),
    ]
    wrong = sum(not _report(name, asyncio.run(_outcome(check, settings))) for name, check in checks)
    if wrong:
        raise click.ClickException(f"{wrong} of {len(checks)} need your attention.")


async def _outcome(check: Callable[[Settings], Awaitable[str]], settings: Settings) -> tuple[bool, str]:
    try:
        return True, await check(settings)
    except Wrong as wrong:
        return False, str(wrong)


def _report(name: str, outcome: tuple[bool, str]) -> bool:
    fine, sentence = outcome
    click.echo(f"{'ok   ' if fine else 'WRONG'} {name}: {sentence}")
    return fine


async def _check_folder(settings: Settings) -> str:
    if settings.database_url and settings.secret:
        return "not needed with LEERSTAND_DATABASE_URL and LEERSTAND_SECRET"
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.data):
            return f"{settings.data.resolve()} can be written"
    except OSError as refused:
        raise Wrong(
            f"{settings.data} cannot be written ({refused.strerror}). Set LEERSTAND_DATA."
        ) from refused


async def _check_database(settings: Settings) -> str:
    if settings.database_url:
        return await _check_server(settings.database_url)
    try:
        with serving(settings.data) as url:
            return "embedded; " + await _check_server(url)
    except ServerUnavailable as refused:
        raise Wrong(str(refused)) from refused


async def _check_server(url: str) -> str:
    if not url.startswith("postgresql+asyncpg://"):
        raise Wrong("LEERSTAND_DATABASE_URL must begin with postgresql+asyncpg://")
    try:
        async with opened(url) as db, db.reading() as session:
            number = int(await session.scalar(text("SHOW server_version_num")) or 0)
        reached = await migrations.current(url)
    except Exception as refused:  # whatever the driver says is what the operator has to read
        raise Wrong(f"cannot be used: {refused}") from refused
    if number < OLDEST:
        raise Wrong(f"PostgreSQL {number // 10000} is too old, 15 is the oldest that will do.")
    state = (
        "tables up to date"
        if reached == migrations.head()
        else "tables not up to date: run leerstand migrate"
    )
    return f"PostgreSQL {number // 10000}, {state}"


async def _check_mail(settings: Settings) -> str:
    if not settings.sends_mail:
        return "no mail server is set; all mail is shown to everybody at /postausgang"
    try:
        async with connected(settings):
            return "the server takes our mail"
    except MailServerAway as away:
        raise Wrong(f"the mail server of LEERSTAND_SMTP_URL cannot be used: {away}") from away


async def _check_address(settings: Settings) -> str:
    if not settings.base_url.startswith(("http://", "https://")) or settings.base_url.endswith("/"):
        raise Wrong("LEERSTAND_BASE_URL must begin with https:// and must not end with a slash.")
    if settings.sends_mail and "127.0.0.1" in settings.base_url:
        raise Wrong("mails would link to 127.0.0.1; set LEERSTAND_BASE_URL to the public address.")
    return settings.base_url + ("" if settings.is_secure else " (not https: good for trying out only)")


async def _check_secret(settings: Settings) -> str:
    if settings.secret is None:
        several = (
            "; with several machines set LEERSTAND_SECRET to the same on all" if settings.database_url else ""
        )
        return f"kept in {settings.data / 'secret'}{several}"
    if len(settings.secret) < SECRET_LENGTH:
        raise Wrong(
            f"LEERSTAND_SECRET has {len(settings.secret)} characters, {SECRET_LENGTH} are the fewest."
        )
    return "set"
