"""`leerstand match`: which offers suit which searches, from files to a file; no database, no network."""

import csv
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import click

from leerstand.core.tables import Problem
from leerstand.matching import contract
from leerstand.matching.engine.facts import Match, Reason, Refusal
from leerstand.matching.engine.matcher import Matcher
from leerstand.matching.engine.understood import ReadSeeker, ReadSpace
from leerstand.matching.engine.vocabulary import VocabularyError

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)
COLUMNS = ("seeker_id", "space_id", "rank", "score", "reasons")


@click.command()
@click.option("--seekers", "seekers_file", type=FILE, required=True, help="CSV, one row a search profile.")
@click.option("--spaces", "spaces_file", type=FILE, required=True, help="CSV, one row an offer.")
@click.option(
    "--top", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Most offers a search."
)
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="CSV to write; otherwise standard output."
)
@click.option(
    "--explain", nargs=2, metavar="SEEKER SPACE", help="Say why these two fit, or why not; write no file."
)
@click.option(
    "--today", type=click.DateTime(["%Y-%m-%d"]), help="The day that empty starts mean.  [default: today]"
)
@click.option(
    "--vocabulary", type=FILE, multiple=True, help="CSV with words of your own; can be given several times."
)
@click.option(
    "--language", type=click.Choice(["de", "en"]), default="de", show_default=True, help="Of the reasons."
)
def match(
    seekers_file: Path,
    spaces_file: Path,
    *,
    top: int,
    out: Path | None,
    explain: tuple[str, str] | None,
    today: datetime | None,
    vocabulary: tuple[Path, ...],
    language: str,
) -> None:
    """Propose the offers that suit each search, best first, with reasons.

    Broken rows are named on standard error and skipped; the exit status is then 1.
    """
    day = (today or datetime.now(tz=UTC)).date()
    matcher = _matcher(day, vocabulary=vocabulary)
    found_seekers, problems = contract.read_seekers(seekers_file)
    found_spaces, more = contract.read_spaces(spaces_file)
    problems += more
    for problem in problems:
        click.echo(_line(problem), err=True)
    seekers = [matcher.read_seeker(seeker) for seeker in found_seekers]
    spaces = [matcher.read_space(space) for space in found_spaces]
    if explain:
        _explain(matcher, seekers, spaces=spaces, pair=explain, language=language)
    else:
        _write(matcher.match(seekers, spaces, top=top), out=out, language=language)
    if any(problem.skipped for problem in problems):
        sys.exit(1)


def _matcher(today: date, *, vocabulary: Sequence[Path]) -> Matcher:
    try:
        return Matcher.load(today=today, extra_vocabulary=vocabulary)
    except VocabularyError as error:
        raise click.ClickException(str(error)) from None


def _line(problem: Problem) -> str:
    return str(problem) if problem.skipped else f"{problem} (warning)"


def _write(matches: Iterable[Match], *, out: Path | None, language: str) -> None:
    rank, before = 0, None
    with click.open_file(str(out) if out else "-", "w", encoding="utf-8") as handle:
        table = csv.writer(handle, lineterminator="\n")
        table.writerow(COLUMNS)
        for found in matches:
            rank = rank + 1 if found.seeker_id == before else 1
            before = found.seeker_id
            told = [_told(reason, language) for reason in (*found.reasons, *found.clarify)]
            reasons = json.dumps(told, ensure_ascii=False)
            table.writerow((found.seeker_id, found.space_id, rank, f"{found.score:.2f}", reasons))


def _told(reason: Reason, language: str) -> dict[str, object]:
    return {
        "criterion": reason.criterion,
        "score": reason.score,
        "weight": reason.weight,
        "note": reason.note_de if language == "de" else reason.note_en,
    }


def _explain(
    matcher: Matcher,
    seekers: Sequence[ReadSeeker],
    *,
    spaces: Sequence[ReadSpace],
    pair: tuple[str, str],
    language: str,
) -> None:
    seeker = next((read for read in seekers if read.seeker.id == pair[0]), None)
    space = next((read for read in spaces if read.space.id == pair[1]), None)
    if seeker is None or space is None:
        raise click.ClickException(f"no such id: {pair[0] if seeker is None else pair[1]}")
    found = matcher.explain(seeker, space, rarity=matcher.stock(spaces).rarity)
    if isinstance(found, Refusal):
        click.echo("Darf nicht vorgeschlagen werden:" if language == "de" else "May not be proposed:")
        for number, note in zip(
            found.rules, found.notes_de if language == "de" else found.notes_en, strict=True
        ):
            click.echo(f"  {number}. {note}")
        return
    click.echo(f"{found.score:.0f} / 100")
    titles = {
        "fits": ("passt", "fits"),
        "clarify": ("bitte klären", "please clarify"),
        "against": ("passt nicht so gut", "does not fit so well"),
    }
    for kind, (de, en) in titles.items():
        notes = [reason for reason in (*found.reasons, *found.clarify) if reason.kind == kind]
        if notes:
            click.echo(f"{de if language == 'de' else en}:")
        for reason in notes:
            click.echo(f"  {reason.note_de if language == 'de' else reason.note_en}")


if __name__ == "__main__":
    match()
