"""What dots and commas mean is said by the column, not by the cell."""

import pytest

from leerstand.core.tables.numbers import Numbers

AREA = (8, 5_000)


def judged(*cells: str, usual: tuple[float, float] = AREA) -> list[tuple[str, bool]]:
    column = Numbers(usual)
    for cell in cells:
        column.hear(cell)
    found = column.judged()
    return [found.rewritten(cell) for cell in cells]


@pytest.mark.parametrize(
    ("cells", "meant", "doubtful"),
    [
        (("85.125", "120.5", "96.250"), ("85,125", "120,5", "96,250"), False),
        (("1.250", "85,5"), ("1250", "85,5"), False),
        (("1,250", "85.5"), ("1250", "85,5"), False),
        (("1.250,75", "2.400"), ("1250,75", "2400"), False),
        (("1,250.75", "2,400"), ("1250,75", "2400"), False),
        (("1.234.567", "2.400"), ("1234567", "2400"), False),
        (("0.125",), ("0,125",), False),
        (("85", "120"), ("85", "120"), False),
        (("1.250", "2.400"), ("1250", "2400"), True),
        (("85.125", "96.375"), ("85,125", "96,375"), True),
        (("1,250", "85"), ("1250", "85"), None),
        (("ca. 1.250 m²", "85,5 qm"), ("ca. 1250 m²", "85,5 qm"), False),
        (("3 1/2", "1 200"), ("3 1/2", "1 200"), False),
        (("1.250", "85.5", "2.400"), ("1250", "85,5", "2400"), True),
        (("1,250", "85,5"), ("1250", "85,5"), True),
    ],
)
def test_a_column_is_judged_as_a_whole(
    cells: tuple[str, ...], meant: tuple[str, ...], doubtful: bool | None
) -> None:
    found = judged(*cells)
    assert tuple(text for text, _ in found) == meant
    if doubtful is not None:
        assert any(doubt for _, doubt in found) is doubtful


def test_what_is_usual_decides_where_no_cell_does() -> None:
    assert judged("1.500", usual=(1, 60)) == [("1,500", True)]
    assert judged("1.500", usual=(50, 20_000)) == [("1500", True)]
