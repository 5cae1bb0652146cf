"""At the edge: what makes no sense is refused in words, nothing leads elsewhere, errors of ours have a number."""

import logging

import httpx
import pytest
from starlette.applications import Starlette

from leerstand.app import create_app
from leerstand.core.cleaning import clean_query, clean_text
from leerstand.core.database import Database
from leerstand.core.hosts import Hosts
from leerstand.core.pages import asset, local_path
from leerstand.settings import Settings
from tests.cast import Cast, Clock

SITE = "http://leerstand.test"


@pytest.mark.parametrize(
    "path",
    ["/static/nix.png", "/static/", "/static/vendor", "/static/%00", "/static/" + "a" * 400, "/nix", "/%00"],
)
async def test_what_is_not_there_is_a_404(cast: Cast, path: str) -> None:
    async with cast.browser(language="en") as browser:
        answer = await browser.get(path)
        assert (answer.status_code, "This page" in answer.text) == (404, True)
        assert (await browser.head(path)).status_code == 404


async def test_static_files_take_no_other_method(cast: Cast) -> None:
    async with cast.browser() as browser:
        assert (await browser.post("/static/app.css")).status_code == 405
        assert (await browser.options("/static/app.css")).status_code == 405


async def test_only_the_right_digest_is_kept_for_ever(cast: Cast) -> None:
    async with cast.browser() as browser:
        right = await browser.get(asset("app.css"))
        wrong = await browser.get("/static/app.css?v=deadbeef00")
        none = await browser.get("/static/app.css")
    assert right.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (wrong.status_code, wrong.headers["cache-control"]) == (200, "no-cache")
    assert none.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data; boundary=x; charset=undefined",
        "multipart/form-data; boundary=x; charset=idna",
        "multipart/form-data; boundary=x; charset=unicode_escape",
        "multipart/form-data",
        "multipart/form-data; boundary=" + "x" * 400,
    ],
)
async def test_a_body_that_is_no_form_is_refused_in_words(cast: Cast, kind: str) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na@example.org\r\n--x--\r\n'
    async with cast.browser(language="en") as browser:
        answer = await browser.post("/anmelden", content=body, headers={"content-type": kind})
    assert (answer.status_code, "could not read" in answer.text) == (400, True)


async def test_a_page_that_was_cut_off_on_its_way_is_not_taken_for_whole(cast: Cast) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="email"\r\n\r\na@example.org\r\n--x\r\nContent-Disp'
    kind = {"content-type": "multipart/form-data; boundary=x"}
    async with cast.browser() as browser:
        assert (await browser.post("/anmelden", content=body, headers=kind)).status_code == 400


async def test_words_are_clean_before_any_view_reads_them(cast: Cast) -> None:
    async with cast.browser() as browser:
        answer = await browser.post(
            "/anmelden", data={"email": "kein\x00e\ufffe Adresse u\u0308", "weiter": "/"}
        )
    assert answer.status_code == 422
    assert "keine Adresse ü" in answer.text


def test_cleaning_composes_and_takes_out_what_is_no_character() -> None:
    assert (
        clean_text("u\u0308ber\x00\x1b\ufffe\ud800\U0001ffff\tund\r\n👩\u200d🌾 \u202eمرحبا")
        == "über\tund\r\n👩\u200d🌾 \u202eمرحبا"
    )
    assert clean_query(b"q=a%20b&x") == b"q=a%20b&x"
    assert clean_query(b"q=a%00b&r=%ef%bf%be") == b"q=ab&r="
    assert clean_query(b"q=\xff%ff").isascii()


@pytest.mark.parametrize("width", ["2147483648", "9" * 4400])
async def test_a_width_that_no_photo_has_is_a_404(cast: Cast, width: str) -> None:
    async with cast.browser("mara") as browser:
        for folder in ("/fotos", "/leerstand-melden/foto", "/gemeinde/meldungen/fotos"):
            assert (await browser.get(f"{folder}/{cast.ids['olga']}/{width}.webp")).status_code == 404


@pytest.mark.parametrize(
    "text",
    ["//evil.example", "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "https://evil.example",
     "evil.example", "", "javascript:alert(1)", "/a\\..\\evil", "/\x00"],
)  # fmt: skip
def test_a_path_that_could_lead_elsewhere_leads_home(text: str) -> None:
    assert local_path(text) == "/"
    assert local_path("/angebote?place=Lüchow#a") == "/angebote?place=Lüchow#a"


@pytest.mark.parametrize(
    ("referer", "leads_to"),
    [
        (f"{SITE}/angebote?page=2", "/angebote?page=2"),
        (f"{SITE}//evil.example/", "/"),
        (f"{SITE}/\\evil.example", "/"),
        ("http://evil.example/angebote", "/"),
        ("https://leerstand.test/angebote", "/"),
        ("http://[", "/"),
        ("", "/"),
    ],
)
async def test_a_change_of_language_stays_here(cast: Cast, referer: str, leads_to: str) -> None:
    async with cast.browser() as browser:
        answer = await browser.post("/sprache/en", headers={"referer": referer})
    assert (answer.status_code, answer.headers["location"]) == (303, leads_to)


async def test_a_slash_too_many_leads_to_the_page_on_this_site(cast: Cast) -> None:
    async with cast.browser() as browser:
        answer = await browser.get("/angebote/?page=2")
        assert (answer.status_code, answer.headers["location"]) == (307, "/angebote?page=2")
        for path in ("//angebote/", "/nix/", "//evil.example/"):
            assert (await browser.get(f"{SITE}{path}")).status_code == 404


@pytest.mark.parametrize(
    ("host", "path", "status"),
    [
        ("leerstand.test", "/hilfe", 200),
        ("LEERSTAND.test:8443", "/hilfe", 200),
        ("127.0.0.1:8000", "/hilfe", 200),
        ("evil.example", "/hilfe", 400),
        ("192.168.1.4", "/hilfe", 400),
        ("leerstand.test@evil.example", "/hilfe", 400),
        ("evil.example", "/health", 200),
    ],
)
async def test_the_site_answers_to_its_own_names(cast: Cast, host: str, path: str, status: int) -> None:
    async with cast.browser() as browser:
        assert (await browser.get(path, headers={"host": host})).status_code == status


def test_a_site_to_try_out_answers_to_addresses_in_numbers_and_to_no_foreign_name() -> None:
    hosts = Hosts("http://127.0.0.1:8000")
    assert all(hosts.know(host) for host in ("localhost:8000", "[::1]:8000", "192.168.1.4:8000"))
    assert not any(hosts.know(host) for host in ("evil.example", "", "192.168.1.4.evil.example"))


def test_a_site_is_known_by_its_name_as_browsers_write_it() -> None:
    assert Hosts("https://straße-höfe.example").know("xn--strae-hfe-j1a0x.example")


@pytest.mark.parametrize(
    ("headers", "base_url", "is_own"),
    [
        ({"origin": SITE}, SITE, True),
        ({"origin": "https://leerstand.test"}, SITE, False),
        ({"origin": "//leerstand.test"}, SITE, False),
        ({"origin": "http://["}, SITE, False),
        ({"origin": "null"}, SITE, False),
        ({}, SITE, False),
        ({"host": "evil.example", "origin": "http://evil.example"}, SITE, False),
        ({"host": "127.0.0.1:8000", "origin": "http://127.0.0.1:8000"}, SITE, True),
        # Behind a proxy that ends TLS: the browser's origin is the public one, whatever the proxy passes on.
        ({"origin": "https://leerstand.test"}, "https://leerstand.test", True),
        ({"host": "127.0.0.1:8000", "origin": "https://leerstand.test"}, "https://leerstand.test", True),
        ({"sec-fetch-site": "same-origin"}, "https://leerstand.test", True),
        ({"sec-fetch-site": "same-site", "origin": SITE}, SITE, False),
    ],
)  # fmt: skip
async def test_only_our_own_pages_send(
    db: Database, clock: Clock, headers: dict[str, str], base_url: str, is_own: bool
) -> None:
    app = create_app(Settings(base_url=base_url), db, secret="s" * 40, now=clock)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=SITE) as browser:
        answer = await browser.post("/sprache/en", headers=headers)
    assert (answer.status_code == 303) is is_own


async def test_an_error_of_ours_has_a_number_and_is_logged_once_without_data(
    app: Starlette, db: Database, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed = "erika@example.org hat geheim"

    async def broken(*_: object, **__: object) -> None:
        raise ValueError(typed)

    monkeypatch.setattr("leerstand.accounts.queries.link_state", broken)
    with caplog.at_level(logging.DEBUG):
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=SITE) as browser:
            answer = await browser.get(
                "/anmelden/geheimes-token?weiter=/konto", headers={"accept-language": "en"}
            )
    assert answer.status_code == 500
    told = [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert len(told) == 1
    words = told[0].getMessage()
    number = words.split()[1]
    assert f"Incident {number}" in answer.text
    assert "accounts:use_link" in words and "ValueError" in words and "test_web.py" in words
    assert not [secret for secret in ("geheim", "erika", "weiter") if secret in words]


@pytest.mark.parametrize("place", ["nobody@127.0.0.1:1/none", "nobody@/none?host=/nowhere"])
async def test_without_a_database_pages_say_so_and_when_to_come_back(
    clock: Clock, caplog: pytest.LogCaptureFixture, place: str
) -> None:
    gone = Database(f"postgresql+asyncpg://{place}")
    app = create_app(Settings(base_url=SITE), gone, secret="s" * 40, now=clock)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url=SITE) as browser:
        for headers in ({}, {"cookie": "leerstand_session=x"}):
            answer = await browser.get("/angebote", headers=headers)
            assert (answer.status_code, answer.headers["retry-after"]) == (503, "30")
            assert "Wir sind gleich wieder da" in answer.text
    assert [len(record.getMessage().splitlines()) for record in caplog.records] == [1, 1]
    await gone.dispose()
