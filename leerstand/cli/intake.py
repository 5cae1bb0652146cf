"""The one way a table comes in: read, written in batches, and told about; a dry run does the same and takes it back."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Generic, TypeVar

import click
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.cli.opening import data_option, database_url, opened, read_settings
from leerstand.core.database import Database, state_of
from leerstand.core.tables import Counts, Effect, Kind, Problem, Summary

BATCH = 500
Line = TypeVar("Line")
Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Options:
    """What every import can be told; without a file it takes what comes with the product."""

    file: Path | None
    sheet: str
    dry_run: bool
    as_json: bool
    report: Path | None
    data: Path | None


@dataclass(frozen=True, slots=True)
class Intake(Generic[Line]):
    """One kind of import: how its rows are read and written, and what `kept` counts."""

    what: str
    rows: Callable[[Summary], Iterator[Line]]
    write: Callable[[AsyncSession, Sequence[Line]], Awaitable[Counts]]
    kept: str = ""


def intake_options(*, needs_file: bool = True) -> Callable[[Command], Command]:
    """Add what every import can be told; the command gets it as keyword arguments of `Options`."""

    def decorate(command: Command) -> Command:
        path = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
        for option in (
            data_option,
            click.option("--report", type=click.Path(dir_okay=False, path_type=Path), help="Write all that was found here, a line of JSON each."),
            click.option("--json", "as_json", is_flag=True, help="Print the summary as one line of JSON."),
            click.option("--dry-run", is_flag=True, help="Do all of it and take it back: what would the import do?"),
            click.option("--sheet", default="", help="Which sheet of a workbook.  [default: where the titles are]"),
            click.argument("file", type=path, required=needs_file),
        ):  # fmt: skip
            command = option(command)
        return command

    return decorate


def titles(kind: Kind) -> str:
    """The columns of a kind for a help text, with their other names; a star marks those that must be there."""
    return "\n".join(
        f"  {column.name + ('*' if column.required or column.needed else ''):<24}{', '.join(column.aliases)}".rstrip()
        for column in kind.columns
    )


def take_in(intake: Intake[Line], options: Options) -> None:
    """Take a table in, say what was taken, changed and left out, and end with the status that follows.

    0: all was taken; 1: a row or a value was left out; 2: nothing could be read.
    """
    with _reported(options.report) as tell:
        summary = Summary(str(options.file or "shipped data"), tell=tell)
        rows = intake.rows(summary)
        try:
            first = list(islice(rows, BATCH))
            counts = _written(intake, first, rows, summary=summary, options=options) if first else Counts()
        except (ConnectionError, TimeoutError) as refused:
            raise click.ClickException(
                f"The database cannot be reached: {refused or 'no answer'}"
            ) from refused
        except OSError as refused:
            raise click.FileError(str(options.file), refused.strerror or str(refused)) from refused
        except ProgrammingError as refused:
            raise click.ClickException(
                "The database is not up to date; run `leerstand migrate`."
            ) from refused
        summary.taken = counts.new + counts.changed + counts.same
        if not first and not summary.count(Effect.LEFT_OUT) and not summary.exit_status:
            summary.add(
                Problem(
                    summary.file, 1, "", "no_rows", "there is no row below the titles", Effect.NOTHING_READ
                )
            )
    _tell(intake, counts, summary=summary, options=options)
    raise SystemExit(summary.exit_status)


def _written(
    intake: Intake[Line], first: list[Line], rest: Iterator[Line], *, summary: Summary, options: Options
) -> Counts:
    with database_url(read_settings(data=options.data)) as url:
        return asyncio.run(_write(url, intake, first, rest, summary=summary, dry_run=options.dry_run))


async def _write(
    url: str,
    intake: Intake[Line],
    first: list[Line],
    rest: Iterator[Line],
    *,
    summary: Summary,
    dry_run: bool,
) -> Counts:
    """Batches, each a transaction of its own: a list that breaks off is finished by importing it again."""
    total = Counts()
    shown = click.progressbar(
        length=0, label=intake.what.capitalize(), file=sys.stderr, hidden=not sys.stderr.isatty()
    )
    async with opened(url) as db:
        with shown as bar:
            batch = first
            while batch:
                total += await write_batch(db, intake, batch, summary=summary, dry_run=dry_run)
                bar.update(len(batch))
                batch = list(islice(rest, BATCH))
    return total


class _OnlyTried(Exception):  # noqa: N818
    """A dry run's batch has been written; now it is taken back."""


async def write_batch(
    db: Database, intake: Intake[Line], batch: Sequence[Line], *, summary: Summary, dry_run: bool
) -> Counts:
    """One batch; where the database refuses it, each row by itself, so that only the refused one is left out."""
    counts = Counts()
    try:
        async with db.writing() as session:
            counts = await intake.write(session, batch)
            if dry_run:
                raise _OnlyTried
    except _OnlyTried:
        pass
    except DBAPIError as refused:
        if not _is_about_values(refused):
            raise
        if len(batch) == 1:
            said = f"the database refuses this row: {str(refused.orig).splitlines()[0][:200]}"
            line = getattr(batch[0], "line", 0)
            summary.add(Problem(summary.file, line, "", "refused", said))
            return Counts()
        counts = Counts()
        for row in batch:
            counts += await write_batch(db, intake, [row], summary=summary, dry_run=dry_run)
    return counts


def _is_about_values(refused: DBAPIError) -> bool:
    """Whether what was written is to blame (SQLSTATE 22 and 23), not the database itself."""
    return state_of(refused)[:2] in ("22", "23") or isinstance(
        getattr(refused.orig, "__cause__", None), ValueError
    )


def _tell(intake: Intake[Any], counts: Counts, *, summary: Summary, options: Options) -> None:
    if options.as_json:
        click.echo(summary.as_json(kind=intake.what, dry_run=options.dry_run, **asdict(counts)))
        return
    for line in summary.lines():
        click.echo(line, err=True)
    if summary.count(Effect.NOTHING_READ):
        return
    kept = f", {counts.kept} {intake.kept}" if counts.kept else ""
    done = f"{counts.new} new, {counts.changed} changed, {counts.same} as before{kept}"
    if options.dry_run:
        click.echo(f"{summary.taken} {intake.what} can be imported ({done}). Nothing was written.")
    else:
        click.echo(f"{intake.what.capitalize()}: {done}.")


@contextmanager
def _reported(path: Path | None) -> Iterator[Callable[[Problem], None] | None]:
    """What hears of every finding: a file, a line of JSON each; None where nobody wants it."""
    if path is None:
        yield None
        return
    try:
        file = path.open("w", encoding="utf-8")
    except OSError as refused:
        raise click.FileError(str(path), refused.strerror) from refused
    with file:
        yield lambda problem: print(json.dumps(asdict(problem), ensure_ascii=False), file=file)
