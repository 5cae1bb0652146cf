"""What the register hands out, it takes in again, in either format and either language."""

from pathlib import Path

import pytest

from leerstand.core.tables import Effect, Summary
from leerstand.core.web import LANGUAGE_COOKIE
from leerstand.register.imports import BuildingRow, read_buildings
from tests.cast import Cast
from tests.register.test_desk_views import stock


@pytest.mark.parametrize("language", ["de", "en"])
async def test_the_register_s_own_list_is_taken_in_whole(cast: Cast, tmp_path: Path, language: str) -> None:
    await stock(cast)
    found: dict[str, list[BuildingRow]] = {}
    async with cast.browser("mara") as browser:
        browser.cookies.set(LANGUAGE_COOKIE, language)
        for ending in ("csv", "xlsx"):
            answer = await browser.get(f"/gemeinde/register/liste.{ending}")
            (tmp_path / "liste").write_bytes(answer.content)
            summary = Summary("liste")
            found[ending] = list(read_buildings(tmp_path / "liste", summary))
            assert summary.exit_status == 0, list(summary.lines())
            assert not summary.count(Effect.DOUBT)
    assert len(found["csv"]) == 4
    assert {row.facts["name"] for row in found["csv"]} == {
        "=SUMME(A1)",
        "Ölmühle",
        "Alte Schule",
        "Zum Anker",
    }
    for one, other in zip(found["csv"], found["xlsx"], strict=True):
        assert (one.external_id, one.facts, one.stand) == (other.external_id, other.facts, other.stand)
