"""Coming in and going out, as browsers do it."""

import re

import pytest
from sqlalchemy import select, update

from leerstand.accounts.models import Session, SignInLink
from leerstand.notices.models import Notice
from tests.cast import Cast


async def ask_for_link(cast: Cast, email: str = "neu@example.org") -> str:
    async with cast.browser() as browser:
        await browser.post("/anmelden", data={"email": email, "weiter": "/konto"})
    async with cast.db.reading() as session:
        notice = (await session.scalars(select(Notice).order_by(Notice.created_at.desc()))).first()
    assert notice is not None
    return str(notice.context["path"])


async def test_a_link_signs_in_once(cast: Cast) -> None:
    path = await ask_for_link(cast)
    async with cast.browser() as browser:
        shown = await browser.get(path)
        assert shown.status_code == 200
        first = await browser.post(path)
        assert first.headers["location"] == "/konto"
        assert (await browser.get("/konto")).status_code == 200
    async with cast.browser() as other:
        second = await other.post(path)
        assert second.status_code == 410


async def test_opening_a_link_does_not_spend_it(cast: Cast) -> None:
    path = await ask_for_link(cast)
    async with cast.browser() as scanner:
        await scanner.get(path)
    async with cast.browser() as browser:
        assert (await browser.post(path)).status_code == 303


async def test_a_link_ends_after_a_quarter_of_an_hour(cast: Cast) -> None:
    path = await ask_for_link(cast)
    async with cast.db.writing() as session:
        await session.execute(update(SignInLink).values(expires_at=cast.clock()))
    async with cast.browser() as browser:
        assert (await browser.post(path)).status_code == 410


async def test_only_hashes_of_links_and_cookies_are_kept(cast: Cast) -> None:
    path = await ask_for_link(cast)
    token = path.rsplit("/", 1)[1]
    async with cast.db.reading() as session:
        kept = list(await session.scalars(select(SignInLink.token_hash)))
        kept += list(await session.scalars(select(Session.token_hash)))
    assert all(re.fullmatch(r"[0-9a-f]{64}", text) for text in kept)
    assert token not in kept


async def test_a_return_address_on_another_site_is_not_followed(cast: Cast) -> None:
    async with cast.browser() as browser:
        shown = await browser.get("/anmelden", params={"weiter": "//evil.example/"})
    assert "evil.example" not in shown.text


async def test_a_post_from_another_site_is_refused(cast: Cast) -> None:
    async with cast.browser("olga") as browser:
        response = await browser.post("/abmelden", headers={"origin": "https://evil.example"})
    assert response.status_code == 403


async def test_too_many_links_for_one_address_are_refused(cast: Cast) -> None:
    async with cast.browser() as browser:
        answers = [await browser.post("/anmelden", data={"email": "neu@example.org"}) for _ in range(7)]
    assert [answer.status_code for answer in answers] == [303] * 6 + [429]


async def test_a_wrong_address_is_shown_again_with_what_to_do(cast: Cast) -> None:
    async with cast.browser() as browser:
        shown = await browser.post("/anmelden", data={"email": "olga@"})
    assert shown.status_code == 422
    assert 'value="olga@"' in shown.text
    assert "name@example.org" in shown.text


async def test_one_ends_one_s_own_sessions_only(cast: Cast) -> None:
    async with cast.db.reading() as session:
        sami_s = await session.scalar(select(Session.id).where(Session.person_id == cast.ids["sami"]))
    async with cast.browser("udo") as browser:
        await browser.post(f"/konto/geraete/{sami_s}/abmelden")
    async with cast.browser("sami") as browser:
        assert (await browser.get("/konto")).status_code == 200


@pytest.mark.parametrize(
    ("spoilt", "status", "words"),
    [
        ("nonsense", 404, "Diesen Anmeldelink kennen wir nicht."),
        ("expired", 410, "Dieser Anmeldelink ist abgelaufen."),
        ("used", 410, "Dieser Anmeldelink wurde schon benutzt."),
    ],
)
async def test_the_page_says_at_once_what_a_link_is_worth(
    cast: Cast, spoilt: str, status: int, words: str
) -> None:
    path = await ask_for_link(cast)
    async with cast.db.writing() as session:
        changes = {"expired": {"expires_at": cast.clock()}, "used": {"used_at": cast.clock()}}
        await session.execute(update(SignInLink).values(**changes.get(spoilt, {"next_path": "/konto"})))
    path = f"{path}x" if spoilt == "nonsense" else path
    async with cast.browser() as browser:
        for answer in (await browser.get(path), await browser.post(path)):
            assert answer.status_code == status
            assert words in answer.text
            assert 'href="/anmelden' in answer.text
            assert "Noch ein Klick" not in answer.text
            assert "set-cookie" not in answer.headers


async def test_a_used_link_leads_on_in_the_browser_that_it_signed_in(cast: Cast) -> None:
    path = await ask_for_link(cast)
    async with cast.browser() as browser:
        await browser.post(path)
        for answer in (await browser.post(path), await browser.get(path)):
            assert (answer.status_code, answer.headers["location"]) == (303, "/konto")
    async with cast.browser("udo") as other:
        assert (await other.get(path)).status_code == 410


@pytest.mark.parametrize("glued", [".", ">", ")", "%3E", ").", "%E2%80%9C"])
async def test_what_a_mail_program_glues_to_a_link_is_taken_off(cast: Cast, glued: str) -> None:
    path = await ask_for_link(cast)
    async with cast.browser() as browser:
        assert (await browser.get(path + glued)).status_code == 200
        assert (await browser.post(path + glued)).status_code == 303
