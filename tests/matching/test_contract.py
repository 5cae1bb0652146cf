"""Tables of the contract: what is read, and how broken rows are named."""

from datetime import date
from pathlib import Path

import pytest

from leerstand.matching import contract


def seekers(
    tmp_path: Path, *rows: str, header: str = "id,forms,place,radius_km,from,until,persons,needs"
) -> Path:
    path = tmp_path / "seekers.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return path


def test_a_row_is_read_with_its_types(tmp_path: Path) -> None:
    found, problems = contract.read_seekers(
        seekers(tmp_path, 'a,rental|coliving,"Lüchow, Salzwedel",,2027-03-01,,2,heating')
    )
    assert problems == []
    assert found[0].forms == ("rental", "coliving")
    assert found[0].place == "Lüchow, Salzwedel"
    assert found[0].radius_km == 25
    assert found[0].from_on == date(2027, 3, 1)
    assert found[0].until_on is None
    assert found[0].persons == 2
    assert found[0].needs == {"heating"}
    assert found[0].budget_month_eur is None


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        ("b,rental,,weit,,,,", "radius_km", "is not a number"),
        ("b,rental,,-5,,,,", "radius_km", "is not between"),
        ("b,rental,,nan,,,,", "radius_km", "is not a number"),
        ("b,rental,,1e9,,,,", "radius_km", "is not a number"),
        ("b,rental,,,31.3.2027,,,", "from", "is not a date"),
        ("b,rental,,,2027-04-31,,,", "from", "is not a date"),
        ("b,rental,,,2027-05-01,2027-04-01,,", "until", "lies before from"),
        ("b,palace,,,,,,", "forms", "unknown code 'palace'"),
        ("b,rental,,,,,0,", "persons", "is not between"),
        ("b,rental,,,,,1.5,", "persons", "is not a whole number"),
        ("b,rental,,,,,,pool", "needs", "unknown code 'pool'"),
    ],
)
def test_a_broken_cell_skips_its_row_and_is_named(tmp_path: Path, row: str, column: str, reason: str) -> None:
    found, problems = contract.read_seekers(seekers(tmp_path, "a,rental,,,,,,", row, "c,rental,,,,,,"))
    assert [one.id for one in found] == ["a", "c"]
    assert [(p.line, p.column, p.skipped) for p in problems] == [(3, column, True)]
    assert reason in problems[0].reason


def test_a_second_row_with_the_same_id_is_broken(tmp_path: Path) -> None:
    found, problems = contract.read_seekers(seekers(tmp_path, "a,rental,,,,,,", "a,coliving,,,,,,"))
    assert [one.forms for one in found] == [("rental",)]
    assert problems[0].column == "id"


def test_columns_may_stand_anywhere_and_unknown_ones_are_warned_of(tmp_path: Path) -> None:
    found, problems = contract.read_seekers(seekers(tmp_path, "rot,rental,a", header="colour,forms,id"))
    assert found[0].id == "a"
    assert [(p.column, p.skipped) for p in problems] == [("colour", False)]


def test_a_missing_required_column_leaves_nothing(tmp_path: Path) -> None:
    found, problems = contract.read_seekers(seekers(tmp_path, "a", header="id"))
    assert found == []
    assert problems[0].column == "forms"


def test_an_offer_needs_one_form_and_whole_coordinates(tmp_path: Path) -> None:
    path = tmp_path / "spaces.csv"
    rows = (
        "a,rental,shop,53.0,11.0",
        "b,rental|coliving,shop,,",
        "c,rental,shop,53.0,",
        "d,rental,shop,91,11",
    )
    path.write_text("\n".join(("id,form,property_kind,lat,lon", *rows)), encoding="utf-8")
    found, problems = contract.read_spaces(path)
    assert [one.id for one in found] == ["a"]
    assert [(p.line, p.column) for p in problems] == [(3, "form"), (4, "lon"), (5, "lat")]
