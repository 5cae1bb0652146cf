"""`leerstand check-config`: whether the settings hold, before anybody depends on them."""

import asyncio
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

import click

from leerstand.cli.opening import data_option, secrets_of
from leerstand.cli.own_files import check_own_files
from leerstand.cli.servers import Finding, Wrong, check_database, check_mail
from leerstand.settings import HIDDEN, PREFIX, Settings

Check = Callable[[Settings], Awaitable[Finding]]


@click.command("check-config")
@click.option(
    "--list", "wants_list", is_flag=True, help="List all settings, their values and what they mean."
)
@data_option
def check_config(wants_list: bool, data: Path | None) -> None:
    """Check the settings: database, mail server, folders, public address.

    Prints a line for each and ends with 1 where something is wrong. What only deserves attention is marked "note".
    """
    settings, problems = Settings.read()
    if data is not None:
        settings = settings.model_copy(update={"data": data})
    if wants_list:
        _list(settings)
        return
    for problem in problems:
        click.echo(f"WRONG setting: {problem}")
    bad = {problem.partition(":")[0] for problem in problems}
    checks = [check for check in CHECKS if not bad.intersection(check[2])]
    wrong = sum(not _report(name, asyncio.run(_outcome(check, settings))) for name, check, _ in checks)
    if wrong or problems:
        raise click.ClickException(
            f"{wrong + len(problems)} of {len(checks) + len(problems)} need your attention."
        )


def _list(settings: Settings) -> None:
    for name, field in Settings.model_fields.items():
        value = getattr(settings, name)
        words = " ".join(map(str, value)) if isinstance(value, tuple) else str(value or "")
        shown = ("***" if value else "") if name in HIDDEN else words
        click.echo(f"{PREFIX}{name.upper()}={shown}\n    {field.description}")


async def _outcome(check: Check, settings: Settings) -> Finding | Wrong:
    try:
        return await check(settings)
    except Wrong as wrong:
        return wrong
    except click.ClickException as refused:
        return Wrong(refused.message)


def _report(name: str, outcome: Finding | Wrong) -> bool:
    """Print how a check ended; whether all is well."""
    if isinstance(outcome, Wrong):
        click.echo(f"WRONG {name}: {outcome}")
        return False
    click.echo(f"ok    {name}: {outcome.sentence}")
    for warning in outcome.warnings:
        click.echo(f"note  {name}: {warning}")
    return True


async def _check_folder(settings: Settings) -> Finding:
    if settings.database_url and settings.secret:
        return Finding("not needed with LEERSTAND_DATABASE_URL and LEERSTAND_SECRET")
    try:
        settings.data.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=settings.data):
            return Finding(f"{settings.data.resolve()} can be written")
    except OSError as refused:
        raise Wrong(
            f"{settings.data} cannot be written ({refused.strerror}). Set LEERSTAND_DATA."
        ) from refused


async def _check_address(settings: Settings) -> Finding:
    if settings.sends_mail and "127.0.0.1" in settings.base_url:
        raise Wrong("mails would link to 127.0.0.1; set LEERSTAND_BASE_URL to the public address.")
    notes = []
    if settings.is_secure and "proxies" not in settings.model_fields_set:
        notes.append(
            "LEERSTAND_PROXIES is not set: a proxy elsewhere than on 127.0.0.1 makes all visitors count as one"
        )
    if settings.sends_mail and settings.mail_from.rpartition("@")[2].rstrip(">") == "localhost":
        notes.append("mail leaves from @localhost; set LEERSTAND_MAIL_FROM to an address of your own")
    return Finding(
        settings.base_url + ("" if settings.is_secure else " (not https: good for trying out only)"), notes
    )


async def _check_secret(settings: Settings) -> Finding:
    known = secrets_of(settings)
    earlier = f", and {len(known) - 1} earlier" if len(known) > 1 else ""
    if settings.secret is not None:
        return Finding(f"set{earlier}")
    several = "with several machines set LEERSTAND_SECRET to the same on all"
    return Finding(f"kept in {settings.data / 'secret'}{earlier}", [several] if settings.database_url else [])


async def _check_words(settings: Settings) -> Finding:
    return Finding(check_own_files(settings))


# Each with the settings without which it can't be made.
CHECKS: tuple[tuple[str, Check, tuple[str, ...]], ...] = (
    ("data folder", _check_folder, ("LEERSTAND_DATA",)),
    ("database", check_database, ("LEERSTAND_DATABASE_URL", "LEERSTAND_DATABASE_URL_FILE")),
    ("mail", check_mail, ("LEERSTAND_SMTP_URL", "LEERSTAND_SMTP_URL_FILE", "LEERSTAND_MAIL_FROM")),
    ("public address", _check_address, ("LEERSTAND_BASE_URL",)),
    ("secret", _check_secret, ("LEERSTAND_SECRET", "LEERSTAND_SECRET_FILE", "LEERSTAND_SECRET_BEFORE")),
    ("matching", _check_words, ("LEERSTAND_VOCABULARY", "LEERSTAND_WEIGHTS", "LEERSTAND_DISTRICTS")),
)
