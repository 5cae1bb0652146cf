"""Official lists as they are published."""

from pathlib import Path

from leerstand.places.official import read_list

HEADER = "satzart,textkennzeichen,land,rb,kreis,vb,gemeinde,gemeindename,bevoelkerung,laengengrad,breitengrad"
EXTRACT = f"""{HEADER}
10,,03,,,,,Niedersachsen,,,
40,43,03,3,54,,,Lüchow-Dannenberg,,,
50,61,03,3,54,5406,,Lüchow (Wendland),,,
60,63,03,3,54,5406,018,"Lüchow (Wendland), Stadt", 9 400,"11,1532","52,9691"
60,66,07,0,00,0000,999,Gemeinsames Hoheitsgebiet,,0,0
"""


def test_the_extract_of_the_office_is_read_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "extract.csv"
    file.write_text(EXTRACT, encoding="utf-8-sig")
    rows, problems = read_list(file)
    assert [problem for problem in problems if problem.skipped] == []
    assert [(row.ags, row.name, row.district, row.lat) for row in rows] == [
        ("03354018", "Lüchow (Wendland)", "Lüchow-Dannenberg", 52.9691)
    ]


def test_columns_may_have_their_usual_names_and_keys_twelve_digits(tmp_path: Path) -> None:
    file = tmp_path / "master.csv"
    file.write_text("ARS,description\n033545406018,Lüchow (Wendland)\n", encoding="utf-8")
    rows, problems = read_list(file)
    assert not problems
    assert [(row.ags, row.name) for row in rows] == [("03354018", "Lüchow (Wendland)")]


def test_a_former_key_is_named_with_what_followed(tmp_path: Path) -> None:
    file = tmp_path / "old.csv"
    file.write_text(
        "ags,name\n03152012,Göttingen\n09671454,Huckelheimer Wald\n03159016,Göttingen\n", encoding="utf-8"
    )
    rows, problems = read_list(file)
    assert [row.ags for row in rows] == ["03159016"]
    assert [problem.reason for problem in problems] == [
        "03152012 was Göttingen; the key is 03159016 now",
        "09671454 was Huckelheimer Wald; it was divided",
    ]
