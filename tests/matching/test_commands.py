"""`leerstand match` and `leerstand evaluate` on a small labelled set of our own, from files to files."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from leerstand.cli.evaluate import evaluate
from leerstand.cli.match import match

OWN = Path(__file__).parent / "data"
TODAY = ("--today", "2027-01-15")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The labelled set, free to be broken."""
    for file in OWN.glob("*.csv"):
        shutil.copy(file, tmp_path)
    return tmp_path


def run(folder: Path, *more: str) -> Result:
    files = ("--seekers", str(folder / "seekers.csv"), "--spaces", str(folder / "spaces.csv"))
    return CliRunner().invoke(match, [*files, *TODAY, *more], catch_exceptions=False)


def written(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_matches_are_written_in_rank_order_with_reasons(folder: Path) -> None:
    result = run(folder, "--out", str(folder / "matches.csv"), "--top", "2")
    assert (result.exit_code, result.stderr) == (0, "")
    rows = written(folder / "matches.csv")
    assert list(rows[0]) == ["seeker_id", "space_id", "rank", "score", "reasons"]
    for seeker in {row["seeker_id"] for row in rows}:
        own = [row for row in rows if row["seeker_id"] == seeker]
        assert [row["rank"] for row in own] == ["1", "2"][: len(own)]
        assert float(own[0]["score"]) >= float(own[-1]["score"])
    reason = json.loads(rows[0]["reasons"])[0]
    assert set(reason) == {"criterion", "score", "weight", "note"}
    assert "‚" in reason["note"]


def test_the_same_files_give_the_same_bytes(folder: Path) -> None:
    for name in ("one.csv", "two.csv"):
        run(folder, "--out", str(folder / name))
    assert (folder / "one.csv").read_bytes() == (folder / "two.csv").read_bytes()


def test_a_broken_row_is_named_and_the_rest_still_written(folder: Path) -> None:
    with (folder / "spaces.csv").open("a") as file:
        file.write("a-99,rental,castle,Schloss,,Lüchow,,,,,,,,,,,,,,\n")
    result = run(folder, "--out", str(folder / "matches.csv"))
    assert result.exit_code == 1
    assert "spaces.csv:12: property_kind: unknown code 'castle'" in result.stderr
    assert len(written(folder / "matches.csv")) > 5


def test_an_unknown_column_is_only_a_warning(folder: Path) -> None:
    path = folder / "seekers.csv"
    lines = path.read_text().splitlines()
    path.write_text("\n".join([lines[0] + ",colour", *(line + ",red" for line in lines[1:])]))
    result = run(folder, "--out", str(folder / "matches.csv"))
    assert result.exit_code == 0
    assert "colour" in result.stderr
    assert "warning" in result.stderr


def test_without_an_out_file_the_table_goes_to_standard_output(folder: Path) -> None:
    assert run(folder).stdout.startswith("seeker_id,space_id,rank,score,reasons\n")


def test_explain_says_why_and_why_not(folder: Path) -> None:
    why = run(folder, "--explain", "g-1", "a-01")
    assert "passt:" in why.stdout
    assert "‚Keramik‘" in why.stdout or "‚Ton‘" in why.stdout
    why_not = run(folder, "--explain", "g-1", "a-10", "--language", "en")
    assert "May not be proposed" in why_not.stdout
    assert "7." in why_not.stdout
    assert run(folder, "--explain", "g-1", "nobody").exit_code == 1


def test_words_of_ones_own_change_what_is_understood(folder: Path) -> None:
    own = folder / "own.csv"
    own.write_text("concept,group,label_de,label_en,term,language,how\nkeramik,,,,Waschküche,,\n")
    assert run(folder, "--vocabulary", str(own)).exit_code == 0
    own.write_text("concept,group,label_de,label_en,term,language,how\nkeramik,,,,\n")
    broken = run(folder, "--vocabulary", str(own))
    assert broken.exit_code == 1
    assert "own.csv:2" in broken.stderr


def test_evaluate_prints_the_figures_and_the_worst(folder: Path) -> None:
    result = CliRunner().invoke(evaluate, [str(folder), *TODAY, "--worst", "1"], catch_exceptions=False)
    assert result.exit_code == 0
    assert "5 seekers scored" in result.stdout
    figure = float(result.stdout.split("nDCG@10: ")[1].split()[0])
    assert figure >= 0.95
    assert "grade 3 within the first 3: 5/5" in result.stdout
    assert "pairs that break a hard rule: 0" in result.stdout
    assert "understood:" in result.stdout


def test_evaluate_finds_sets_in_subfolders_and_judges_duplicates(folder: Path) -> None:
    (folder / "duplicates").mkdir()
    rows = (
        "id,street,house_number,place",
        "a,Lange Str.,3,Lüchow",
        "b,Lange Straße,3,Lüchow",
        "c,Am Markt,1,Lüchow",
    )
    (folder / "duplicates" / "buildings.csv").write_text("\n".join(rows))
    (folder / "duplicates" / "labels.csv").write_text("left_id,right_id\na,b\n")
    result = CliRunner().invoke(evaluate, [str(folder), *TODAY], catch_exceptions=False)
    assert "matching:" in result.stdout
    assert "duplicates: 1 true pairs" in result.stdout


def test_evaluate_needs_a_labelled_set(tmp_path: Path) -> None:
    result = CliRunner().invoke(evaluate, [str(tmp_path)])
    assert result.exit_code == 1
    assert "no labelled set" in result.stderr


def test_the_shared_development_set_is_met_where_it_exists() -> None:
    shared = Path(__file__).parents[3] / "shared" / "evaluation" / "dev"
    if not shared.exists():
        pytest.skip("the shared development set is not on this machine")
    result = CliRunner().invoke(evaluate, [str(shared), *TODAY], catch_exceptions=False)
    assert float(result.stdout.split("nDCG@10: ")[1].split()[0]) >= 0.95
    assert float(result.stdout.split("first 3: ")[1].split("= ")[1].split()[0]) >= 0.95
    assert "pairs that break a hard rule: 0" in result.stdout
