"""Whose word about the visitor's address is believed."""

import logging

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from leerstand.core.forwarded import Forwarded

PROXIES = ("127.0.0.1", "172.16.0.0/12", "fd00::/8")


async def who(request: Request) -> JSONResponse:
    return JSONResponse([request.client.host if request.client else None, request.url.scheme])


async def asked(app: Forwarded, peer: str, **headers: str) -> list[str]:
    transport = httpx.ASGITransport(app=app, client=(peer, 40000))  # type: ignore[arg-type]
    async with httpx.AsyncClient(transport=transport, base_url="http://x") as browser:
        found = await browser.get(
            "/", headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        return list(found.json())


@pytest.fixture
def app() -> Forwarded:
    return Forwarded(Starlette(routes=[Route("/", who)]), proxies=PROXIES)


@pytest.mark.parametrize("peer", ["127.0.0.1", "172.18.0.3", "fd00::5"])
async def test_a_proxy_is_believed(app: Forwarded, peer: str, caplog: pytest.LogCaptureFixture) -> None:
    found = await asked(app, peer, x_forwarded_for="198.51.100.7", x_forwarded_proto="https")
    assert found == ["198.51.100.7", "https"]
    assert not caplog.records


async def test_of_several_the_last_one_before_our_proxies_counts(app: Forwarded) -> None:
    assert (await asked(app, "127.0.0.1", x_forwarded_for="1.2.3.4, 198.51.100.7, 172.18.0.9"))[
        0
    ] == "198.51.100.7"


async def test_a_stranger_is_not_believed_and_named_once(
    app: Forwarded, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        for _ in range(3):
            found = await asked(app, "203.0.113.9", x_forwarded_for="198.51.100.7", x_forwarded_proto="https")
            assert found == ["203.0.113.9", "http"]
    (warning,) = caplog.messages
    assert "203.0.113.9" in warning
    assert "LEERSTAND_PROXIES" in warning
    assert "198.51.100.7" not in warning


async def test_a_visitor_who_says_nothing_is_nothing_to_warn_of(
    app: Forwarded, caplog: pytest.LogCaptureFixture
) -> None:
    assert (await asked(app, "203.0.113.9"))[0] == "203.0.113.9"
    assert not caplog.records
