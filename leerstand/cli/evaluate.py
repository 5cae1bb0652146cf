"""`leerstand evaluate`: the figures of matching and duplicates on any folder of labelled sets."""

import asyncio
import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from leerstand.cli.opening import database_url, opened, read_settings
from leerstand.core.tables import Problem, Row, read_rows
from leerstand.matching import contract, figures
from leerstand.matching.decisions import decided, practice
from leerstand.matching.engine import rules
from leerstand.matching.engine.facts import Match, Refusal
from leerstand.matching.engine.matcher import Matcher
from leerstand.matching.engine.stock import Stock
from leerstand.matching.engine.understood import ReadSeeker
from leerstand.register.duplicates.find import find_pairs

FOLDER = click.Path(exists=True, file_okay=False, path_type=Path)
TOP = 20
BUILDING_COLUMNS = (
    "id",
    "source",
    "name",
    "street",
    "house_number",
    "postcode",
    "place",
    "lat",
    "lon",
    "note",
)


@click.command()
@click.argument("folder", type=FOLDER, required=False)
@click.option(
    "--worst", type=click.IntRange(0, 1_000), default=0, help="Show this many worst seekers, and why."
)
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that empty starts mean.  [default: today]"
)
@click.option("--decisions", is_flag=True, help="Hold what staff released and declined against the scores.")
def evaluate(folder: Path | None, *, worst: int, today: datetime | None, decisions: bool) -> None:
    """Judge matching and duplicates by labelled sets below FOLDER.

    A set lies in FOLDER/matching and FOLDER/duplicates, or in FOLDER itself: seekers.csv, spaces.csv and
    labels.csv, or buildings.csv and labels.csv. With --decisions the database's own practice is the judge.
    """
    if decisions:
        with database_url(read_settings()) as url:
            asyncio.run(_show_practice(url))
    if folder is not None:
        _judge(folder, worst=worst, today=today)
    elif not decisions:
        raise click.UsageError("Name a FOLDER of labelled sets, or --decisions.")


async def _show_practice(url: str) -> None:
    async with opened(url) as db, db.reading() as session:
        found = practice(await decided(session))
    click.echo("score          released   declined")
    for least, released, declined in found.bands:
        click.echo(f"{least:>3} and more  {released:>9}  {declined:>9}")
    click.echo("\ncriterion      released   declined   (mean score, the widest gap first)")
    for criterion, released_mean, declined_mean in found.criteria:
        shown = [
            f"{mean:9.2f}" if mean is not None else "        –" for mean in (released_mean, declined_mean)
        ]
        click.echo(f"{criterion:<13}{shown[0]}  {shown[1]}")
    if found.notes:
        click.echo("\nreasons for declining")
    for note, count in found.notes:
        click.echo(f"{count:>4} × {note}")


def _judge(folder: Path, *, worst: int, today: datetime | None) -> None:
    problems: list[Problem] = []
    found = 0
    for name, mark, judge in (
        ("matching", "seekers.csv", _matching),
        ("duplicates", "buildings.csv", _duplicates),
    ):
        place = next((path for path in (folder / name, folder) if (path / mark).exists()), None)
        if place is not None:
            found += 1
            day = today or datetime.now(tz=UTC)
            problems += judge(place, worst=worst, today=day)
    if not found:
        raise click.ClickException(f"no labelled set in {folder}: neither seekers.csv nor buildings.csv")
    for problem in problems:
        click.echo(str(problem), err=True)
    if any(problem.skipped for problem in problems):
        sys.exit(1)


def _matching(folder: Path, *, worst: int, today: datetime) -> list[Problem]:
    matcher = Matcher.load(today=today.date())
    seekers, problems = contract.read_seekers(folder / "seekers.csv")
    spaces, more = contract.read_spaces(folder / "spaces.csv")
    labels, wrong = _labels(folder / "labels.csv")
    read = [matcher.read_seeker(seeker) for seeker in seekers]
    stock = matcher.stock([matcher.read_space(space) for space in spaces])
    proposed: dict[str, list[str]] = {seeker.id: [] for seeker in seekers}
    for match in matcher.match(read, stock, top=TOP):
        proposed[match.seeker_id].append(match.space_id)
    judged = figures.matching(
        proposed, labels, breaks_rule=_broken(matcher, read, stock=stock, proposed=proposed)
    )
    click.echo(f"matching: {len(judged.seekers)} seekers scored, {judged.pairs} pairs proposed")
    click.echo(f"  mean nDCG@10: {judged.mean_ndcg:.3f}")
    click.echo(
        f"  grade 3 within the first 3: {judged.best_first}/{judged.best} = {judged.best_first_share:.3f}"
    )
    click.echo(f"  pairs that break a hard rule: {len(judged.violations)}")
    for seeker_id, space_id in judged.violations[:10]:
        click.echo(f"    {seeker_id} - {space_id}")
    tell = _Telling(matcher, stock, {reading.seeker.id: reading for reading in read}, labels)
    for seeker in judged.worst(worst):
        tell.seeker(seeker, proposed[seeker.seeker_id])
    return problems + more + wrong


def _labels(path: Path) -> tuple[dict[str, dict[str, int]], list[Problem]]:
    rows, problems = read_rows(path, required=("seeker_id", "space_id", "grade"), known=())
    labels: dict[str, dict[str, int]] = {}
    for row in rows:
        if row.cells["grade"] in ("-1", "1", "2", "3", "0"):
            labels.setdefault(row.cells["seeker_id"], {})[row.cells["space_id"]] = int(row.cells["grade"])
        else:
            problems.append(_bad_grade(path, row))
    return labels, problems


def _bad_grade(path: Path, row: Row) -> Problem:
    return Problem(str(path), row.line, "grade", "cell", f"{row.cells['grade']!r} is none of -1, 0, 1, 2, 3")


def _broken(
    matcher: Matcher, seekers: list[ReadSeeker], *, stock: Stock, proposed: dict[str, list[str]]
) -> list[tuple[str, str]]:
    rows = {space.space.id: row for row, space in enumerate(stock.spaces)}
    wrong = []
    for seeker in seekers:
        distances = matcher.engine.distances_km(seeker, stock)
        for space_id in proposed[seeker.seeker.id]:
            distance = float(distances[rows[space_id]])
            known = None if distance != distance else distance
            space = stock.spaces[rows[space_id]].space
            if rules.broken(rules.Pair(seeker.seeker, space, known, matcher.engine.today)):
                wrong.append((seeker.seeker.id, space_id))
    return wrong


class _Telling:
    """Says of the worst seekers what came first, what should have, and why."""

    def __init__(
        self,
        matcher: Matcher,
        stock: Stock,
        seekers: dict[str, ReadSeeker],
        labels: dict[str, dict[str, int]],
    ) -> None:
        self._matcher, self._stock = matcher, stock
        self._seekers, self._labels = seekers, labels
        self._spaces = {space.space.id: space for space in stock.spaces}

    def seeker(self, judged: figures.SeekerFigures, ranked: list[str]) -> None:
        grades = self._labels[judged.seeker_id]
        understood = self._seekers[judged.seeker_id]
        click.echo(f"\n{judged.seeker_id}  nDCG {judged.ndcg:.3f}")
        names = [self._matcher.vocabulary.concepts[concept].name for concept in understood.wants]
        click.echo(f"  understood: {', '.join(names) or 'nothing'}")
        wanted = [space for space, grade in grades.items() if grade > 0 and space in self._spaces]
        for space_id in dict.fromkeys([*ranked[:3], *wanted]):
            self._pair(understood, space_id, grade=grades.get(space_id, 0))

    def _pair(self, seeker: ReadSeeker, space_id: str, *, grade: int) -> None:
        found = self._matcher.explain(seeker, self._spaces[space_id], rarity=self._stock.rarity)
        match found:
            case Refusal(rules=broken):
                click.echo(f"  {space_id}  grade {grade}  not proposed: rules {', '.join(map(str, broken))}")
            case Match():
                values = {reason.criterion: reason.score for reason in found.reasons}
                told = "  ".join(f"{name} {value:.2f}" for name, value in values.items())
                click.echo(f"  {space_id}  grade {grade}  score {found.score:5.1f}  {told}")


def _duplicates(folder: Path, *, worst: int, today: datetime) -> list[Problem]:
    rows, problems = read_rows(
        folder / "buildings.csv", required=("id",), known=BUILDING_COLUMNS, unique="id"
    )
    labels, more = read_rows(folder / "labels.csv", required=("left_id", "right_id"), known=())
    found = find_pairs([row.cells for row in rows])
    truth = {frozenset((row.cells["left_id"], row.cells["right_id"])) for row in labels}
    judged = figures.duplicates((frozenset(pair.ids) for pair in found), truth)
    click.echo(f"duplicates: {judged.true} true pairs, {judged.proposed} proposed, {judged.right} right")
    click.echo(f"  precision {judged.precision:.3f}  recall {judged.recall:.3f}  F1 {judged.f1:.3f}")
    return problems + more


if __name__ == "__main__":
    evaluate()
