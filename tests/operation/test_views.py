"""The operator's desk: who comes in, inviting, revoking, texts."""

import re
from pathlib import Path

import pytest
from sqlalchemy import select

import leerstand
from leerstand.accounts.models import AuditEntry, Person, Role
from leerstand.notices.models import Notice
from leerstand.offers.codes import Move
from leerstand.operation.codes import ACTS
from tests.cast import Cast

INVITATION = {
    "email": "neu@example.org",
    "name": "Nele Neu",
    "organisation": "Hansestadt Salzwedel",
    "kind": "clerk",
}


@pytest.mark.parametrize("name", ["olga", "sami", "mara", "udo"])
@pytest.mark.parametrize(
    "path", ["/betrieb", "/betrieb/menschen", "/betrieb/organisationen", "/betrieb/texte/imprint/de"]
)
async def test_only_the_operator_comes_in(cast: Cast, name: str, path: str) -> None:
    async with cast.browser(name) as browser:
        assert (await browser.get(path)).status_code == 403
    async with cast.browser("ida") as browser:
        assert (await browser.get(path)).status_code == 200


async def test_an_invited_clerk_gets_a_link_and_sees_the_desk(cast: Cast) -> None:
    async with cast.browser("ida") as browser:
        assert (await browser.post("/betrieb/menschen", data=INVITATION)).status_code == 303
        assert "Nele Neu" in (await browser.get("/betrieb/menschen")).text
    async with cast.db.reading() as session:
        path = (await session.scalars(select(Notice))).one().context["path"]
    async with cast.browser() as browser:
        await browser.post(path)
        assert (await browser.get("/gemeinde")).status_code == 200


async def test_revoking_takes_the_desk_away_and_signs_out(cast: Cast) -> None:
    gone = {"email": "mara@example.org", "organisation": "Samtgemeinde Lüchow (Wendland)"}
    async with cast.browser("ida") as browser:
        await browser.post("/betrieb/menschen/entziehen", data=gone)
    async with cast.browser("mara") as browser:
        assert (await browser.get("/gemeinde")).status_code == 303
    async with cast.db.reading() as session:
        roles = await session.scalars(
            select(Role).join(Person, Person.id == Role.person_id).where(Person.email == "mara@example.org")
        )
        assert roles.all() == []


async def test_an_organisation_s_name_is_taken_once(cast: Cast) -> None:
    wish = {"name": "Stadt Perleberg", "kind": "municipality", "ags": "12070296"}
    async with cast.browser("ida") as browser:
        assert (await browser.post("/betrieb/organisationen", data=wish)).status_code == 303
        again = await browser.post("/betrieb/organisationen", data=wish)
    assert again.status_code == 422
    assert 'value="Stadt Perleberg"' in again.text


async def test_the_operator_s_text_is_shown_without_its_html(cast: Cast) -> None:
    body = "## Betreiberin\n\nElbe-Allianz <script>alert(1)</script> [böse](javascript:alert(1))"
    async with cast.browser("ida") as browser:
        await browser.post("/betrieb/texte/imprint/de", data={"body": body})
    async with cast.browser() as browser:
        shown = (await browser.get("/impressum")).text
    assert "<h2>Betreiberin</h2>" in shown
    assert "<script>alert" not in shown
    assert 'href="javascript' not in shown


async def test_everything_the_operator_changes_stands_in_the_trail(cast: Cast) -> None:
    async with cast.browser("ida") as browser:
        await browser.post("/betrieb/menschen", data=INVITATION)
        await browser.post("/betrieb/texte/help/en", data={"body": "Call us."})
    async with cast.db.reading() as session:
        done = set(
            await session.scalars(select(AuditEntry.action).where(AuditEntry.actor_id == cast.ids["ida"]))
        )
    assert done == {"role_granted", "text_changed"}


async def test_settings_are_shown_without_secrets(cast: Cast) -> None:
    async with cast.browser("ida") as browser:
        shown = (await browser.get("/betrieb")).text
    assert "LEERSTAND_BASE_URL" in shown
    assert "s" * 40 not in shown


@pytest.mark.parametrize("path", ["/hilfe", "/impressum", "/datenschutz", "/barrierefreiheit"])
@pytest.mark.parametrize("language", ["de", "en"])
async def test_each_text_comes_in_both_languages(cast: Cast, path: str, language: str) -> None:
    async with cast.browser(language=language) as browser:
        shown = await browser.get(path)
    assert shown.status_code == 200
    assert f'<html lang="{language}">' in shown.text


async def test_the_trail_says_in_words_what_was_done(cast: Cast) -> None:
    async with cast.browser("ida") as browser:
        await browser.post("/betrieb/menschen", data=INVITATION)
        shown = (await browser.get("/protokoll")).text
    assert "Aufgabe gegeben" in shown
    assert "role_granted" not in shown


def test_each_act_in_the_code_has_its_words() -> None:
    code = Path(leerstand.__file__).parent
    recorded = {
        act for path in code.rglob("*.py") for act in re.findall(r'action="([a-z_]+)"', path.read_text())
    }
    recorded -= {"store_true", "append"}
    recorded |= {f"offer_{move.value}" for move in Move}
    assert recorded
    assert not recorded - set(ACTS)


TILES = "https://{s}.tiles.example.org/{z}/{x}/{y}.png"


@pytest.fixture
def with_tiles(cast: Cast) -> Cast:
    cast.app.state.settings = cast.app.state.settings.model_copy(update={"tile_url": TILES})
    return cast


async def test_the_privacy_text_says_whether_maps_ask_a_foreign_server(cast: Cast) -> None:
    async with cast.browser() as browser:
        shown = (await browser.get("/datenschutz")).text
    assert "laden nichts von fremden Servern" in shown
    assert "{{" not in shown


@pytest.mark.parametrize(
    ("language", "words"), [("de", "laden Kartenbilder von"), ("en", "load map images from")]
)
async def test_the_privacy_text_names_the_server_of_the_tiles(
    with_tiles: Cast, language: str, words: str
) -> None:
    async with with_tiles.browser(language=language) as browser:
        shown = (await browser.get("/datenschutz")).text
    assert f"{words} <strong>tiles.example.org</strong>" in shown
    assert "laden nichts von fremden" not in shown and "load nothing from other" not in shown


async def test_an_operator_s_own_text_is_completed_and_they_are_told(with_tiles: Cast) -> None:
    async with with_tiles.browser("ida") as ida:
        await ida.post("/betrieb/texte/privacy/de", data={"body": "Wir laden nie Karten."})
        told = (await ida.get("/datenschutz")).text
        async with with_tiles.browser() as browser:
            shown = (await browser.get("/datenschutz")).text
        await ida.post("/betrieb/texte/privacy/de", data={"body": "Neu. {{ maps }}"})
        named = (await ida.get("/datenschutz")).text
    assert "Ihr Text sagt nichts über die Karten" in told
    assert "tiles.example.org" in shown and "Ihr Text sagt nichts" not in shown
    assert "tiles.example.org" in named and "Ihr Text sagt nichts" not in named
