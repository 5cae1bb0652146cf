"""Buildings from lists."""

from datetime import date
from pathlib import Path

from openpyxl import Workbook
from sqlalchemy import func, select

from leerstand.core.database import Database
from leerstand.core.tables import Counts, Problem, Summary
from leerstand.places.geography import between_km
from leerstand.register.codes import Condition, Occupancy, Precision, PropertyKind, Reason, VacancySource
from leerstand.register.imports import BuildingRow, read_buildings
from leerstand.register.input import OccupancyInput
from leerstand.register.models import Building, Vacancy
from leerstand.register.service.buildings import set_occupancy
from leerstand.register.service.imported import import_buildings
from tests.cast import LUECHOW, NOW, Cast

GERMAN = "Kennung;Ort;Straße;Hausnummer;Art;Fläche;Leer seit;Gründe;Bauzustand;Denkmal"


def read(path: Path, *, municipality: str = "") -> tuple[list[BuildingRow], list[Problem]]:
    """All rows of a file, and everything found in it."""
    problems: list[Problem] = []
    rows = list(read_buildings(path, Summary(str(path), tell=problems.append), municipality=municipality))
    return rows, problems


def rows_of(folder: Path, *lines: str) -> tuple[list[BuildingRow], list[Problem]]:
    path = folder / "liste.csv"
    path.write_text("\n".join((GERMAN, *lines)), encoding="utf-8")
    return read(path)


async def take_in(db: Database, rows: list[BuildingRow]) -> Counts:
    async with db.writing() as session:
        return await import_buildings(session, rows, source="liste", now=NOW)


async def test_a_german_list_becomes_buildings(db: Database, tmp_path: Path) -> None:
    rows, problems = rows_of(
        tmp_path, "A1;Satemin;Am Rundling;9;Hof;120,5;3.2019;Preisvorstellung|unknown;3;ja"
    )
    assert problems == []
    assert await take_in(db, rows) == Counts(new=1)
    async with db.reading() as session:
        building = (await session.scalars(select(Building))).one()
        vacancy = (await session.scalars(select(Vacancy))).one()
    assert (building.ags, building.kind, building.area_m2) == (LUECHOW, PropertyKind.FARM, 120.5)
    assert (building.condition, building.is_listed, building.lat) == (Condition.RENOVATE, True, None)
    assert building.rough_lat is not None
    assert building.rough_lon is not None
    assert between_km((52.9564, 11.0963), (building.rough_lat, building.rough_lon)) < 0.7
    assert (vacancy.occupancy, vacancy.source) == (Occupancy.SUSPECTED, VacancySource.IMPORT)
    assert (vacancy.since, vacancy.since_precision) == (date(2019, 3, 1), Precision.MONTH)
    assert vacancy.reasons == [Reason.PRICE.value, Reason.UNKNOWN.value]


def test_a_row_is_left_out_only_without_key_or_place_and_everything_unreadable_is_named(
    tmp_path: Path,
) -> None:
    rows, problems = rows_of(
        tmp_path, "A1;Satemin;;;;;;;;", "A2;Nirgendwo;;;;;;;;", "A3;Gartow;;;Schloss;viel;gestern;;9;vielleicht",
        "A1;Gartow;;;;;;;;", ";Gartow;;;;;;;;", "A6;;;;;;;;;", "A7;Gartow;;;;;;;;",
    )  # fmt: skip
    assert [row.external_id for row in rows] == ["A1", "A3", "A7"]
    assert rows[1].facts == {"place": "Gartow"}
    assert [(one.line, one.column, one.skipped) for one in problems] == [
        (3, "Ort", True), (4, "Art", False), (4, "Fläche", False), (4, "Bauzustand", False), (4, "Denkmal", False),
        (4, "Leer seit", False), (5, "Kennung", True), (6, "Kennung", True), (7, "Ort", True),
    ]  # fmt: skip


def test_words_beside_a_value_are_kept_in_the_note(tmp_path: Path) -> None:
    rows, problems = rows_of(tmp_path, "A1;Satemin;;;;ca. 80;;;;")
    assert rows[0].facts["area_m2"] == 80
    assert rows[0].facts["note"] == "Fläche: ca. 80"
    assert [one.kind for one in problems] == ["words_beside"]


def test_another_municipality_s_rows_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("external_id,place,ags\n1,Satemin,\n2,Salzwedel,15081455\n3,Unbekanntdorf,\n")
    rows, problems = read(path, municipality=LUECHOW)
    assert [(row.external_id, row.where.ags) for row in rows] == [("1", LUECHOW), ("3", LUECHOW)]
    assert [problem.line for problem in problems] == [3]


def test_a_workbook_reads_like_a_text_file(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Kennung", "Ort", "Breite", "Länge", "Baujahr", "Leer seit"])
    book.active.append([17, "Satemin", 52.956, 11.093, 1851, date(2020, 5, 1)])
    book.save(tmp_path / "liste.xlsx")
    rows, problems = read(tmp_path / "liste.xlsx")
    assert problems == []
    assert (rows[0].external_id, rows[0].where.lat, rows[0].facts["year_built"]) == ("17", 52.956, 1851)
    assert rows[0].stand is not None
    assert rows[0].stand.since == (date(2020, 5, 1), Precision.DAY)


async def test_importing_twice_changes_nothing(db: Database, tmp_path: Path) -> None:
    rows, _ = rows_of(tmp_path, "A1;Satemin;Am Rundling;9;Hof;120;2019;;;", "A2;Gartow;;;;;;;;")
    await take_in(db, rows)
    assert await take_in(db, rows) == Counts(same=2)
    async with db.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Vacancy)) == 2


async def test_a_newer_list_changes_what_no_person_changed(db: Database, tmp_path: Path) -> None:
    first, _ = rows_of(tmp_path, "A1;Satemin;Am Rundling;9;Hof;120;2019;;;")
    await take_in(db, first)
    async with db.writing() as session:
        building = (await session.scalars(select(Building))).one()
        building.area_m2 = 131.0
    second, _ = rows_of(tmp_path, "A1;Satemin;Am Rundling;11;Hof;140;2018;;;")
    assert await take_in(db, second) == Counts(changed=1, kept=1)
    assert await take_in(db, second) == Counts(same=1)
    async with db.reading() as session:
        building = (await session.scalars(select(Building))).one()
        since = list(await session.scalars(select(Vacancy.since).where(Vacancy.ended_at.is_(None))))
    assert (building.house_number, building.area_m2) == ("11", 131.0)
    assert since == [date(2018, 1, 1)]


async def test_an_empty_cell_says_nothing(db: Database, tmp_path: Path) -> None:
    first, _ = rows_of(tmp_path, "A1;Satemin;Am Rundling;9;Hof;120;;;;")
    await take_in(db, first)
    second, _ = rows_of(tmp_path, "A1;Satemin;;;;;;;;")
    assert await take_in(db, second) == Counts(same=1)


async def test_how_a_building_stands_is_left_to_the_person_who_looked(cast: Cast, tmp_path: Path) -> None:
    first, _ = rows_of(tmp_path, "A1;Satemin;;;;;2019;;;")
    await take_in(cast.db, first)
    async with cast.db.writing() as session:
        building = (await session.scalars(select(Building))).one()
        seen = OccupancyInput(occupancy=Occupancy.USED_AGAIN, source=VacancySource.INSPECTION)
        await set_occupancy(session, building.id, state=seen, actor_id=cast.ids["mara"], now=NOW)
    second, _ = rows_of(tmp_path, "A1;Satemin;;;;;2015;;;")
    assert await take_in(cast.db, second) == Counts(same=1, kept=1)
    async with cast.db.reading() as session:
        now = list(await session.scalars(select(Vacancy.occupancy).where(Vacancy.ended_at.is_(None))))
    assert now == [Occupancy.USED_AGAIN]


def test_place_and_postcode_are_checked_against_each_other(tmp_path: Path) -> None:
    path = tmp_path / "orte.csv"
    path.write_text(
        "id;ort;plz;ags\n1;Karstädt;19294;\n2;Dresden;1067;\n3;Rodenbach;67688;\n4;Lüneburg;29439;\n5;Göttingen;37073;3152012\n"
        "6;Hamfelde;22929;\n7;Kist;97270;\n",
        encoding="utf-8",
    )
    rows, problems = read(path)
    assert [(row.external_id, row.where.ags, row.facts["postcode"]) for row in rows] == [
        ("1", "13076069", "19294"), ("2", "14612000", "01067"), ("3", "07335040", "67688"), ("5", "03159016", "37073"),
        ("7", "09679154", "97270"),
    ]  # fmt: skip
    left_out = [problem for problem in problems if problem.skipped]
    assert [(problem.line, problem.column) for problem in left_out] == [(5, "plz"), (7, "ort")]
    assert "Lüchow (Wendland), Landkreis Lüchow-Dannenberg" in left_out[0].reason
    assert "Hamfelde, Kreis Stormarn" in left_out[1].reason
    assert [one.kind for one in problems if one.line == 6] == ["zeros_restored", "former_key"]


def test_a_key_of_twelve_digits_is_read_as_in_lists_of_municipalities(tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text("Kennung;Ort;Gemeindeschlüssel\nA1;Satemin;033545407018\n", encoding="utf-8")
    rows, _ = read(path)
    assert [row.where.ags for row in rows] == [LUECHOW]
