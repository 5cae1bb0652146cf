"""Tables of a fixed contract: every broken row is named, every other row arrives as it stands."""

import csv
import io
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from leerstand.core.tables import read_rows

KNOWN = ("id", "name", "place")


def read(content: bytes | str, **options):
    data = content.encode() if isinstance(content, str) else content
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        Path(file.name).write_bytes(data)
        return read_rows(Path(file.name), **({"required": ("id",), "known": KNOWN} | options))


def cells(rows):
    return [tuple(row.cells[name] for name in KNOWN) for row in rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_reads_what_german_programs_write(separator, encoding, end):
    text = end.join(separator.join(cells) for cells in (KNOWN, ("1", "Mühle", "Lüchow"))) + end
    rows, problems = read(text.encode(encoding))
    assert cells(rows) == [("1", "Mühle", "Lüchow")]
    assert problems == []


def test_an_unknown_column_is_a_note_and_a_missing_optional_one_is_empty():
    rows, problems = read("colour,ID \nred,7\n")
    assert cells(rows) == [("7", "", "")]
    assert [(p.column, p.kind, p.skipped) for p in problems] == [("colour", "column_unknown", False)]


def test_a_missing_required_column_leaves_nothing_to_read():
    rows, problems = read("name,place\na,b\n")
    assert rows == []
    assert [(p.line, p.column, p.reason, p.skipped) for p in problems] == [
        (1, "id", "this column is missing", True)
    ]


def test_a_column_that_stands_twice_is_refused():
    rows, problems = read("id,name,name\n1,a,b\n")
    assert rows == []
    assert [(p.column, p.kind) for p in problems] == [("name", "column_twice")]


def test_broken_rows_are_named_and_the_others_arrive():
    rows, problems = read("id,name,place\n1,a,b\n2,a\n,a,b\n3,a,b,c\n1,x,y\n4,c,d\n", unique="id")
    assert [row.cells["id"] for row in rows] == ["1", "4"]
    assert [row.line for row in rows] == [2, 7]
    assert [(p.line, p.column, p.kind) for p in problems] == [
        (3, "", "width"),
        (4, "id", "cell_empty"),
        (5, "", "width"),
        (6, "id", "not_unique"),
    ]


def test_a_forgotten_quotation_mark_costs_one_row_only():
    rows, problems = read('id,name,place\n1,"Zum Löwen,x\n2,"a, b",c\n3,d,e\n')
    assert [row.cells["id"] for row in rows] == ["2", "3"]
    assert [(p.line, p.kind) for p in problems] == [(2, "quoting")]


def test_a_quoted_line_break_belongs_to_its_cell():
    rows, problems = read('id,name,place\n1,"a\nb",c\n2,"say ""x""",e\n')
    assert cells(rows) == [("1", "a\nb", "c"), ("2", 'say "x"', "e")]
    assert [row.line for row in rows] == [2, 4]
    assert problems == []


def test_one_line_in_another_encoding_is_left_out_by_name():
    rows, problems = read("id,name,place\n1,Mühle,x\n".encode() + b"2,M\xfchle,y\n3,b,z\n")
    assert [row.cells["id"] for row in rows] == ["1", "3"]
    assert [(p.line, p.kind) for p in problems] == [(3, "encoding")]


@pytest.mark.parametrize("content", [b"", b"\n\n", b"  "])
def test_an_empty_file_is_a_problem_not_a_crash(content):
    rows, problems = read(content)
    assert rows == []
    assert [p.kind for p in problems] == ["empty"]


def test_a_workbook_reads_like_the_csv_it_came_from(tmp_path: Path):
    book = Workbook()
    for record in (["id", "name", "place"], [12, "Mühle", None], [None, None, None], ["13", 1.5, "x"]):
        book.active.append(record)
    book.save(tmp_path / "a.xlsx")
    rows, problems = read_rows(tmp_path / "a.xlsx", required=("id",), known=KNOWN)
    assert cells(rows) == [("12", "Mühle", ""), ("13", "1.5", "x")]
    assert [row.line for row in rows] == [2, 4]
    assert problems == []


def test_cells_are_taken_as_they_stand():
    rows, problems = read("id,name,place\n01,LÃ¼chow,#NV\n2,05. Jul,'x\n")
    assert cells(rows) == [("01", "LÃ¼chow", "#NV"), ("2", "05. Jul", "'x")]
    assert problems == []


text = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12).map(str.strip)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 999).map(str), text, text), min_size=1, max_size=8))
def test_what_the_csv_module_writes_comes_back(records):
    sink = io.StringIO(newline="")
    csv.writer(sink).writerows([KNOWN, *records])
    rows, problems = read(sink.getvalue())
    assert cells(rows) == records
    assert problems == []


@settings(deadline=None, max_examples=40)
@given(st.binary(max_size=200))
def test_no_bytes_at_all_crash_the_reader(content):
    rows, problems = read(b"id,name\n" + content)
    assert all(row.cells["id"] for row in rows)
    assert all(problem.reason for problem in problems)
