"""Official lists: as offices publish them, and as simple tables."""

from dataclasses import replace
from pathlib import Path

from openpyxl import Workbook

from leerstand.core.tables import Effect, Problem, Summary
from leerstand.places.geography import Municipality
from leerstand.places.official import read_municipalities
from tests.places.test_service import LUECHOW

OFFICIAL = """satzart,textkennzeichen,land,rb,kreis,vb,gemeinde,gemeindename,flaeche,postleitzahl,laengengrad,breitengrad
10,,03,,,,,Niedersachsen,,,,
40,43,03,3,54,,,"Lüchow-Dannenberg, Landkreis",,,,
50,50,03,3,54,5407,,Lüchow (Wendland),,,,
60,63,03,3,54,5407,018,"Lüchow (Wendland), Stadt", 89.01,29439,"11,15341","52,967443"
60,64,03,3,54,5407,998,Neudorf, 10.00,29439,"11,1","52,95"
40,43,09,9,99,,,"Neukreis, Landkreis",,,,
60,64,09,9,99,9901,001,Niemandsdorf, 10.00,99999,"11,1","48,95"
60,64,09,9,99,9901,002,Ohne Punkt, 10.00,99999,,
"""


def read(file: Path) -> tuple[list[Municipality], list[Problem]]:
    problems: list[Problem] = []
    return list(read_municipalities(file, Summary(str(file), tell=problems.append))), problems


def written(folder: Path, text: str) -> Path:
    file = folder / "list.csv"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_list_needs_only_keys_and_names_of_known_municipalities(tmp_path: Path) -> None:
    rows, problems = read(written(tmp_path, "AGS;Name\n03354018;Lüchow, Hansestadt\n3354002;Clenze\n"))
    assert [problem.kind for problem in problems] == ["zeros_restored"]
    assert [row.ags for row in rows] == ["03354018", "03354002"]
    assert rows[0].name == "Lüchow, Hansestadt"
    assert rows[0].district == "Lüchow-Dannenberg"


def test_the_offices_own_list_is_read_with_its_key_in_parts(tmp_path: Path) -> None:
    rows, problems = read(written(tmp_path, OFFICIAL))
    assert [(row.ags, row.name, row.designation) for row in rows] == [
        ("03354018", "Lüchow (Wendland)", "Stadt"),
        ("03354998", "Neudorf", "Gemeinde"),
        ("09999001", "Niemandsdorf", "Gemeinde"),
    ]
    assert (rows[0].lat, rows[0].lon) == (52.967443, 11.15341)
    assert (rows[1].district, rows[1].land) == ("Lüchow-Dannenberg", "Niedersachsen")
    assert (rows[2].district, rows[2].land) == ("Neukreis", "Bayern")
    assert sum(problem.kind == "other_level" for problem in problems) == 4
    assert [(p.line, p.column) for p in problems if p.effect is Effect.LEFT_OUT] == [(9, "breitengrad")]


def test_other_names_of_the_columns_and_a_key_of_twelve_digits_are_read(tmp_path: Path) -> None:
    rows, problems = read(written(tmp_path, "ags,description,lat,lon\n033545407018,Lüchow,52.96,11.15\n"))
    assert problems == []
    assert rows == [replace(LUECHOW, name="Lüchow", lat=52.96, lon=11.15, designation=rows[0].designation)]


def test_a_workbook_is_read_like_a_text_file(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["ags", "name", "lat", "lon"], ["03354999", "Neudorf", "52,95", 11.1]):
        sheet.append(line)
    book.save(tmp_path / "list.xlsx")
    rows, problems = read(tmp_path / "list.xlsx")
    assert problems == []
    assert (rows[0].district, rows[0].land, rows[0].lat) == ("Lüchow-Dannenberg", "Niedersachsen", 52.95)


def test_rows_that_say_too_little_are_left_out_by_line_and_column(tmp_path: Path) -> None:
    lines = [
        "ags,name,lat,lon",
        "0335401x,Kein Schlüssel,,",
        "03354018,,,",
        "03354998,Ohne Punkt,,",
        "03354997,Kein Punkt,oben,11",
        "03354996,Woanders,40.0,11",
        "03399001,Niemandsland,52.9,11",
        "03354002,Clenze,,",
        "03354002,Noch einmal,,",
    ]
    rows, problems = read(written(tmp_path, "\n".join(lines)))
    assert [row.name for row in rows] == ["Clenze"]
    assert [(problem.line, problem.column) for problem in problems if problem.skipped] == [
        (2, "ags"),
        (3, "name"),
        (4, "lat"),
        (5, "lat"),
        (6, "lat"),
        (7, "district"),
        (9, "ags"),
    ]


def test_a_former_key_is_named_with_what_followed(tmp_path: Path) -> None:
    text = "ags,name\n03152012,Göttingen\n09671454,Huckelheimer Wald\n03159016,Göttingen\n"
    rows, problems = read(written(tmp_path, text))
    assert [row.ags for row in rows] == ["03159016"]
    assert [problem.reason for problem in problems] == [
        "03152012 was Göttingen; the key is 03159016 now",
        "09671454 was Huckelheimer Wald; it was divided",
    ]


def test_land_that_is_no_municipality_is_passed_over(tmp_path: Path) -> None:
    rows, problems = read(
        written(tmp_path, f"{OFFICIAL}60,66,07,0,00,0000,999,Gemeinsames Hoheitsgebiet,,,0,0\n")
    )
    assert len(rows) == 3
    assert [problem.effect for problem in problems if problem.line == 10] == [Effect.NOTE]
