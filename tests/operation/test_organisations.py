"""The operator's pages about organisations: wrong keys, mergers, and what nobody needs any more."""

from uuid import UUID

import pytest
from sqlalchemy import select

from leerstand.accounts.models import AuditEntry, Organisation
from tests.cast import LUECHOW, Cast

PAGE = "/betrieb/organisationen"


async def body_named(cast: Cast, name: str) -> Organisation | None:
    async with cast.db.reading() as session:
        return await session.scalar(select(Organisation).where(Organisation.name == name))


async def id_of(cast: Cast, name: str) -> UUID:
    body = await body_named(cast, name)
    assert body is not None
    return body.id


async def test_a_key_that_nobody_has_is_refused_and_kept_for_correction(cast: Cast) -> None:
    wish = {"name": "Stadt Perleberg", "kind": "municipality", "ags": "12070296, 99999999 1207"}
    async with cast.browser("ida") as browser:
        refused = await browser.post(PAGE, data=wish)
    assert refused.status_code == 422
    assert "99999999, 1207" in refused.text
    assert "12070296, 99999999 1207" in refused.text
    assert await body_named(cast, "Stadt Perleberg") is None


async def test_a_whole_district_may_be_covered(cast: Cast) -> None:
    async with cast.browser("ida") as browser:
        made = await browser.post(PAGE, data={"name": "Landkreis", "kind": "municipality", "ags": "12070"})
    assert made.status_code == 303


async def test_a_key_that_has_lost_its_zero_is_the_key_of_today(cast: Cast) -> None:
    async with cast.browser("ida") as browser:
        await browser.post(PAGE, data={"name": "Lüchow", "kind": "municipality", "ags": "3354018 03354018"})
    body = await body_named(cast, "Lüchow")
    assert body is not None
    assert body.ags == ["03354018"]


async def test_an_organisation_gets_another_name_and_other_keys_and_keeps_its_people(cast: Cast) -> None:
    lot = await id_of(cast, "Samtgemeinde Lüchow (Wendland)")
    wish = {"name": "Samtgemeinde Elbtalaue", "ags": "03354018 03354003"}
    async with cast.browser("ida") as browser:
        shown = await browser.get(f"{PAGE}/{lot}")
        assert 'value="Samtgemeinde Lüchow (Wendland)"' in shown.text
        assert (await browser.post(f"{PAGE}/{lot}", data=wish)).status_code == 303
    body = await body_named(cast, "Samtgemeinde Elbtalaue")
    assert body is not None
    assert (body.id, body.ags) == (lot, ["03354018", "03354003"])
    async with cast.browser("mara") as browser:
        assert (await browser.get("/gemeinde")).status_code == 200
    async with cast.db.reading() as session:
        entry = await session.scalar(
            select(AuditEntry).where(
                AuditEntry.action == "organisation_changed", AuditEntry.subject_id == str(lot)
            )
        )
    assert entry is not None
    assert entry.details["before"] == {"name": "Samtgemeinde Lüchow (Wendland)", "ags": [LUECHOW]}


@pytest.mark.parametrize(
    "wish", [{"name": "Hansestadt Salzwedel", "ags": ""}, {"name": "Neu", "ags": "00000000"}, {"name": ""}]
)
async def test_a_taken_name_and_a_wrong_key_change_nothing(cast: Cast, wish: dict[str, str]) -> None:
    lot = await id_of(cast, "Samtgemeinde Lüchow (Wendland)")
    async with cast.browser("ida") as browser:
        assert (await browser.post(f"{PAGE}/{lot}", data=wish)).status_code == 422
    assert await id_of(cast, "Samtgemeinde Lüchow (Wendland)") == lot


async def test_only_an_organisation_without_people_is_deleted(cast: Cast) -> None:
    async with cast.db.writing() as session:
        session.add(Organisation(kind="initiative", name="Dorfverein", ags=[]))
    empty, used = await id_of(cast, "Dorfverein"), await id_of(cast, "Hansestadt Salzwedel")
    async with cast.browser("ida") as browser:
        assert "loeschen" in (await browser.get(f"{PAGE}/{empty}")).text
        assert "loeschen" not in (await browser.get(f"{PAGE}/{used}")).text
        assert (await browser.post(f"{PAGE}/{empty}/loeschen")).status_code == 303
        assert (await browser.post(f"{PAGE}/{used}/loeschen")).status_code == 409
        assert (await browser.get(f"{PAGE}/{empty}")).status_code == 404
    assert await body_named(cast, "Dorfverein") is None
    assert await body_named(cast, "Hansestadt Salzwedel") is not None
