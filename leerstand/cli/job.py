"""`leerstand job`: what the schedule does by itself, by hand."""

import asyncio
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click

from leerstand.cli.opening import data_option, database_url, opened, read_settings, work_of
from leerstand.core import jobs
from leerstand.core.i18n import BERLIN
from leerstand.core.web import utc_now
from leerstand.notices.outage import is_late
from leerstand.notices.queries import oldest_due
from leerstand.schedule import BY_NAME, JOBS
from leerstand.settings import Settings


@click.command()
@click.argument("name", required=False)
@click.option(
    "--at",
    "moment",
    metavar="ISO",
    help="Act as if it were this moment, e.g. 2027-03-31T08:00 (Berlin time).",
)
@click.option("--list", "wants_list", is_flag=True, help="List the jobs, their hours and their last runs.")
@click.option(
    "--alive",
    "wants_life",
    is_flag=True,
    help="End with 0 only if the schedule runs, its jobs succeed and mail leaves; for health checks.",
)
@data_option
def job(
    name: str | None, *, moment: str | None, wants_list: bool, wants_life: bool, data: Path | None
) -> None:
    """Run one of the schedule's jobs now.

    Jobs may be run twice, and beside the schedule, without harm.
    """
    if not (wants_list or wants_life) and name not in BY_NAME:
        raise click.ClickException(f"Which job? One of: {', '.join(BY_NAME)}")
    now = _moment(moment) if moment else utc_now()
    settings = read_settings(data=data)
    with database_url(settings) as url:
        if wants_list:
            asyncio.run(_list(url))
        elif wants_life:
            asyncio.run(_alive(url, now=now))
        elif name is not None:
            asyncio.run(_run(settings, url, name, now=now))


def _moment(text: str) -> datetime:
    try:
        read = datetime.fromisoformat(text)
    except ValueError as error:
        raise click.ClickException(f"--at takes a moment such as 2027-03-31T08:00, not {text!r}.") from error
    return (read if read.tzinfo else read.replace(tzinfo=BERLIN)).astimezone(UTC)


async def _run(settings: Settings, url: str, name: str, *, now: datetime) -> None:
    async with opened(url) as db:
        outcome = await jobs.run(BY_NAME[name], work_of(settings, db), now=now, clock=utc_now)
    if outcome.error is not None:
        raise click.ClickException(f"{name}: {outcome.error}")
    click.echo(f"{name}: done" + (f" ({outcome.done})" if outcome.done is not None else ""))


async def _alive(url: str, *, now: datetime) -> None:
    async with opened(url) as db:
        last = max((await jobs.last_starts(db)).values(), default=None)
        found = await jobs.troubles(db, JOBS, now=now)
        async with db.reading() as session:
            oldest = await oldest_due(session, now=now)
    if last is None or last < now - jobs.SILENCE:
        raise click.ClickException("No job has run in the last two minutes. Does a worker run?")
    if oldest is not None and is_late(oldest, now=now):
        found.append(
            f"No mail leaves; the oldest has waited for {(now - oldest) // timedelta(minutes=1)} minutes."
        )
    if found:
        raise click.ClickException(" ".join(found))
    click.echo(f"The schedule ran {(now - last).seconds} s ago.")


async def _list(url: str) -> None:
    async with opened(url) as db:
        seen = await jobs.last_starts(db)
    for each in JOBS:
        last = seen[each.name].astimezone(BERLIN).strftime("%d.%m.%Y %H:%M") if each.name in seen else "never"
        click.echo(f"{each.name:<22} {each.when!s:<16} last: {last:<18} {each.about}")
