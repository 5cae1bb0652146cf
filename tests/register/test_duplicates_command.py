"""leerstand duplicates: the files of the contract, broken ones too."""

import csv
from pathlib import Path

import pytest
from click.testing import CliRunner

from leerstand.cli.duplicates import duplicates

HEADER = "id,source,name,street,house_number,postcode,place,lat,lon,note"
TWO = f"{HEADER}\na,register,,Hafenstraße,12,19258,Boizenburg,,,\nb,buerger,,Hafenstr. 12,,,Boizenburg/Elbe,,,\n"


@pytest.fixture
def run(tmp_path: Path):
    def command(text: str, *options: str):
        (tmp_path / "buildings.csv").write_text(text, encoding="utf-8")
        arguments = [
            "--buildings",
            str(tmp_path / "buildings.csv"),
            "--out",
            str(tmp_path / "pairs.csv"),
            *options,
        ]
        result = CliRunner().invoke(duplicates, arguments)
        out = tmp_path / "pairs.csv"
        rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines())) if out.exists() else None
        return result, rows

    return command


def test_pairs_are_written_as_the_contract_says(run):
    result, rows = run(TWO)
    assert result.exit_code == 0
    assert result.stderr == ""
    assert [(row["left_id"], row["right_id"]) for row in rows] == [("a", "b")]
    assert 75 <= float(rows[0]["score"]) <= 100


def test_broken_rows_are_named_and_the_rest_is_written(run):
    result, rows = run(TWO + "c,register\n,x,,,,,,,,\na,twice,,,,,,,,\n")
    assert result.exit_code == 1
    assert len(rows) == 1
    lines = [line.rpartition("buildings.csv:")[2] for line in result.stderr.splitlines()]
    assert lines == [
        "4: 2 cells, but the header has 10",
        "5: id: must not be empty",
        "6: id: 'a' stands in an earlier row",
    ]


def test_an_unknown_column_is_a_warning_and_missing_ones_are_empty(run):
    result, rows = run("id,street,house_number,place,colour\na,Hafenstr.,1,Plau,red\nb,Hafenstraße,1,Plau,\n")
    assert result.exit_code == 0
    assert "warning" in result.stderr
    assert "colour" in result.stderr
    assert len(rows) == 1


def test_without_an_id_column_only_the_header_is_written(run):
    result, rows = run("name,place\nx,y\n")
    assert result.exit_code == 1
    assert "id: this column is missing" in result.stderr
    assert rows == []


def test_explain_says_why_in_german_and_english(run):
    result, _ = run(TWO, "--explain", "a", "b")
    assert "+ Straße und Hausnummer sind gleich: Hafenstraße 12." in result.stdout
    result, _ = run(TWO, "--explain", "a", "b", "--language", "en")
    assert "+ Street and house number are the same: Hafenstraße 12." in result.stdout


def test_explain_of_an_unknown_id_is_an_error_that_names_it(run):
    result, _ = run(TWO, "--explain", "a", "zzz")
    assert result.exit_code == 2
    assert "zzz" in result.stderr


def test_a_higher_threshold_writes_less(run):
    assert run(TWO, "--threshold", "99")[1] == []


def test_the_output_is_the_same_every_time(run):
    assert run(TWO)[1] == run(TWO)[1]
