"""What somebody sends without being signed in is there again afterwards, in that browser, for that person."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from sqlalchemy import func, select, update

from leerstand.accounts import kept_input
from leerstand.accounts.models import KeptInput, Person, Session
from leerstand.core import disk
from leerstand.core.models import DiskClaim
from leerstand.core.signing import token_hash
from tests.cast import NOW, Cast, Clock

PROFILE = {"name": "Olga Petersen-Lüdemann", "phone": "0561 99", "language": "de"}
REFERER = {"referer": "http://leerstand.test/konto"}


async def send_signed_out(browser: httpx.AsyncClient, data: dict[str, str] | None = None) -> httpx.Response:
    return await browser.post("/konto", data=PROFILE if data is None else data, headers=REFERER)


def sign_in(browser: httpx.AsyncClient, cast: Cast, name: str) -> None:
    browser.cookies.set("leerstand_session", cast.cookies[name])


async def test_what_was_typed_is_shown_after_signing_in_and_sent_with_one_more_click(cast: Cast) -> None:
    async with cast.browser() as browser:
        refused = await send_signed_out(browser)
        there = parse_qs(urlsplit(refused.headers["location"]).query)["weiter"][0]
        asked = await browser.get(refused.headers["location"])
        sign_in(browser, cast, "olga")
        shown = await browser.get(there)
        assert await name_of(cast) == "Olga Petersen"  # nothing is carried out by itself
        fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', shown.text))
        sent = await browser.post("/eingaben/absenden", data=fields)
        await browser.post(sent.headers["location"], data=fields)
        again = await browser.get(there)
    assert (refused.status_code, sent.status_code, sent.headers["location"]) == (303, 307, "/konto")
    assert "für eine Stunde gesichert" in asked.text
    assert "Petersen-Lüdemann" in shown.text
    assert await name_of(cast) == "Olga Petersen-Lüdemann"
    assert "ist nichts gesichert" in again.text
    assert 'href="/konto"' in again.text
    assert await rows(cast) == 0


async def test_only_that_browser_can_read_it(cast: Cast) -> None:
    async with cast.browser() as browser:
        await send_signed_out(browser)
    async with cast.browser("udo") as other:
        elsewhere = await other.get("/eingaben")
    async with cast.db.reading() as session:
        body = await session.scalar(select(KeptInput.body))
    assert "Petersen" not in elsewhere.text
    assert body is not None
    assert b"Petersen" not in body


async def test_what_an_ended_session_sent_is_for_its_person_alone(cast: Cast) -> None:
    async with cast.browser("olga") as browser:
        async with cast.db.writing() as session:
            ended = token_hash(cast.cookies["olga"])
            await session.execute(update(Session).where(Session.token_hash == ended).values(ended_at=NOW))
        await send_signed_out(browser)
        sign_in(browser, cast, "udo")
        shown = await browser.get("/eingaben")
    assert "Lüdemann" not in shown.text


async def test_after_an_hour_it_is_gone(cast: Cast, clock: Clock) -> None:
    async with cast.browser() as browser:
        await send_signed_out(browser)
        sign_in(browser, cast, "olga")
        clock.moment = NOW + timedelta(hours=1)
        shown = await browser.get("/eingaben")
    async with cast.db.writing() as session:
        assert await kept_input.forget_old(session, now=clock()) == 1
        await disk.forget_claims(session, now=clock())
        assert await session.scalar(select(func.count()).select_from(DiskClaim)) == 0
    assert "Lüdemann" not in shown.text


async def test_it_can_be_thrown_away(cast: Cast) -> None:
    async with cast.browser() as browser:
        await send_signed_out(browser)
        sign_in(browser, cast, "olga")
        await browser.post("/eingaben/verwerfen")
    assert await rows(cast) == 0


async def test_what_is_too_long_is_given_back_to_be_copied(cast: Cast) -> None:
    async with cast.browser() as browser:
        answer = await send_signed_out(browser, {"name": "Ein Satz. " * 11_000})
    assert answer.status_code == 413
    assert "Ein Satz. Ein Satz." in answer.text
    assert await rows(cast) == 0


async def test_a_visitor_and_all_of_them_have_a_budget(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    for limit in ("MOST_FOR_A_VISITOR", "MOST_FOR_ALL"):
        with monkeypatch.context() as patched:
            patched.setattr(disk, limit, 100)
            async with cast.browser() as browser:
                answer = await send_signed_out(browser)
        assert answer.status_code == 429
        assert "Petersen-Lüdemann" in answer.text
    assert await rows(cast) == 0


async def test_scripts_other_sites_and_files_keep_nothing(cast: Cast) -> None:
    async with cast.browser() as browser:
        script = await browser.post("/konto", data=PROFILE, headers={"hx-request": "true"})
        foreign = await browser.post("/konto", data=PROFILE, headers={"origin": "http://evil.example"})
        file = await browser.post("/konto", files={"photo": ("a.jpg", b"\xff\xd8", "image/jpeg")})
        broken = await browser.post(
            "/konto", content=b"x", headers={"content-type": "multipart/form-data; boundary=y"}
        )
    assert (script.status_code, foreign.status_code, file.status_code) == (401, 403, 303)
    assert broken.status_code in {303, 400}
    assert await rows(cast) == 0


async def name_of(cast: Cast) -> str:
    async with cast.db.reading() as session:
        return (await session.get_one(Person, cast.ids["olga"])).name


async def rows(cast: Cast) -> int:
    async with cast.db.reading() as session:
        return await session.scalar(select(func.count()).select_from(KeptInput)) or 0
