"""leerstand duplicates: which rows of a file of buildings are the same building."""

import csv
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from leerstand.core.tables import Problem, read_rows
from leerstand.register.duplicates.compare import SURE
from leerstand.register.duplicates.find import explain, find_pairs
from leerstand.register.duplicates.pair import Pair

COLUMNS = ("id", "source", "name", "street", "house_number", "postcode", "place", "lat", "lon", "note")
EXISTING = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.option("--buildings", required=True, type=EXISTING, help="Table of buildings: CSV or XLSX.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Where to write left_id, right_id, score."
)
@click.option(
    "--threshold",
    type=click.FloatRange(0, 100),
    default=SURE,
    show_default=True,
    help="Least score to write.",
)
@click.option(
    "--explain", "explained", nargs=2, metavar="LEFT RIGHT", help="Say what speaks for and against two ids."
)
@click.option(
    "--language", type=click.Choice(["de", "en"]), default="de", show_default=True, help="Of --explain."
)
@click.pass_context
def duplicates(
    context: click.Context,
    *,
    buildings: Path,
    out: Path | None,
    threshold: float,
    explained: tuple[str, str] | None,
    language: str,
) -> None:
    """Find rows that are the same building.

    Broken rows are named on standard error and left out; the exit status is then 1.
    """
    if out is None and explained is None:
        raise click.UsageError("Give --out, --explain or both.")
    rows, problems = read_rows(buildings, required=("id",), known=COLUMNS, unique="id")
    records = [row.cells for row in rows]
    for problem in problems:
        _report(problem)
    if out is not None:
        _write(_found(records, threshold), out)
    if explained is not None:
        _print(records, explained, language)
    context.exit(1 if any(problem.skipped for problem in problems) else 0)


def _report(problem: Problem) -> None:
    click.echo(f"{problem}" if problem.skipped else f"warning: {problem}", err=True)


def _found(records: Sequence[dict[str, str]], threshold: float) -> list[Pair]:
    """All pairs; a bar shows the progress where a person watches."""
    if not sys.stderr.isatty():
        return find_pairs(records, threshold=threshold)
    with click.progressbar(length=1000, label="Comparing", file=sys.stderr) as bar:
        return find_pairs(
            records,
            threshold=threshold,
            progress=lambda done, of: bar.update(max(0, done * 1000 // max(of, 1) - bar.pos)),
        )


def _write(pairs: Sequence[Pair], out: Path) -> None:
    with out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("left_id", "right_id", "score"))
        writer.writerows((*pair.ids, f"{pair.score:.1f}") for pair in pairs)


def _print(records: Sequence[dict[str, str]], ids: tuple[str, str], language: str) -> None:
    try:
        pair = explain(records, ids)
    except KeyError as unknown:
        raise click.BadParameter(f"no row has the id {unknown}", param_hint="--explain") from None
    click.echo(
        f"{pair.left.id}: {pair.left.shown}\n{pair.right.id}: {pair.right.shown}\n{pair.score:.0f}/100"
    )
    for fact in pair.facts:
        sign = "!" if fact.veto else "+" if fact.speaks_for else "-"
        click.echo(f"{sign} {fact.de if language == 'de' else fact.en}")
