"""An instance's own weights and words reach the matcher; a broken file is named, with its line."""

from pathlib import Path

import pytest

from leerstand.matching.own_weights import BadWeights, read_weights
from leerstand.matching.pool import Pool
from tests.cast import NOW


def test_named_weights_are_read_and_the_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "weights.csv"
    file.write_text('criterion,weight\ndistance,20\ncost,"2,5"\n')
    assert read_weights(file) == {"distance": 20.0, "cost": 2.5}


@pytest.mark.parametrize(("row", "said"), [("beauty,3", "beauty"), ("cost,much", "a weight is a number")])
def test_a_broken_row_is_named_with_file_and_line(tmp_path: Path, row: str, said: str) -> None:
    file = tmp_path / "weights.csv"
    file.write_text(f"criterion,weight\ntime,3\n{row}\n")
    with pytest.raises(BadWeights, match=said) as raised:
        read_weights(file)
    assert "weights.csv:3" in str(raised.value)


async def test_own_weights_make_another_version_of_the_engine(tmp_path: Path) -> None:
    file = tmp_path / "weights.csv"
    file.write_text("criterion,weight\ndistance,20\n")
    plain, own = await Pool().matcher(now=NOW), await Pool(weights=file).matcher(now=NOW)
    assert plain.version != own.version
