"""Tables handed out: well-formed whatever was typed, no formula, and read back as they were."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from leerstand.core.sheets import write_csv, write_xlsx
from leerstand.core.tables import Column, Kind, Summary, opened_table

NOTES = Kind("notes", (Column("id", required=True), Column("note", longest=100_000)))
ODD = ["a\ufffeb", "a\uffffb", "a\ud800b", "a\x00b", "a\x0bb", "a\x7fb", "a\U0001fffeb"]


def read_back(content: bytes, folder: Path) -> list[str]:
    file = folder / "notes"
    file.write_bytes(content)
    with opened_table(file, NOTES, Summary("notes")) as table:
        return [row.cells["note"] or "" for row in table] if table is not None else []


@pytest.mark.parametrize("text", ODD)
def test_characters_that_no_file_holds_are_left_away(text: str, tmp_path: Path) -> None:
    sheet = write_xlsx(["id", "note" + text[1]], [["1", text]], title=text + "[]:*?/\\")
    assert load_workbook(io.BytesIO(sheet)).active["B2"].value == "ab"
    assert write_csv(["id", "note"], [["1", text]]).decode("utf-8-sig").splitlines()[1] == "1;ab"


@pytest.mark.parametrize(
    "text", ["-2+3", "=1+1", "@x", "'=x", "_x0041_", "Lüchow 👩‍🌾", 'a "b"; c', "1.250", "0123"]
)
def test_what_was_handed_out_is_read_back(text: str, tmp_path: Path) -> None:
    assert read_back(write_xlsx(["id", "note"], [["1", text]], title="x"), tmp_path) == [text]
    if text != "'=x":  # in CSV an apostrophe in front is the guard itself
        assert read_back(write_csv(["id", "note"], [["1", text]]), tmp_path) == [text]


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    sheet = load_workbook(io.BytesIO(write_xlsx(["id"], [["=1+1"], ["+1"], ["@a"]], title="x"))).active
    assert [row[0].data_type for row in sheet.iter_rows(min_row=2)] == ["s", "s", "s"]


@settings(deadline=None, max_examples=40)
@given(st.lists(st.text(max_size=40), max_size=5))
def test_any_text_at_all_gives_files_that_open(texts: list[str]) -> None:
    rows = [[str(number), text] for number, text in enumerate(texts)]
    assert (
        load_workbook(io.BytesIO(write_xlsx(["id", "note"], rows, title="x"))).active.max_row
        == len(texts) + 1
    )
    written = io.StringIO(write_csv(["id", "note"], rows).decode("utf-8-sig"), newline="")
    assert len(list(csv.reader(written, delimiter=";"))) == len(texts) + 1
