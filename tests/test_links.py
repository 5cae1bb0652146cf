"""Links with a token: what mail programs glue to them is taken off, and a wrong one says what to do instead."""

import pytest
from starlette.applications import Starlette

from leerstand.routes import ROUTES
from tests.cast import Cast
from tests.makers.world import World, a_world

TOKENS = {
    "accounts:use_link": ("olga", "sign_in_token", "GET", 200),
    "notices:stop": ("", "stop_token", "GET", 200),
    "offers:still": ("", "still_token", "GET", 200),
    "review:undo": ("mara", "undo_token", "POST", 409),  # read, but a mail about it has left
}


@pytest.fixture
async def world(cast: Cast, app: Starlette) -> World:
    return await a_world(cast, app.state.signer)


def test_every_link_with_a_token_is_among_these() -> None:
    with_token = {route.name for route in ROUTES if "token" in route.param_convertors}
    assert with_token == set(TOKENS)
    assert all("{token:token}" in route.path for route in ROUTES if route.name in TOKENS)


@pytest.mark.parametrize("name", TOKENS)
@pytest.mark.parametrize("glued", [".", ">", ")", "%22", ").", "%C2%BB"])
async def test_a_link_works_with_what_was_glued_to_it(
    cast: Cast, world: World, name: str, glued: str
) -> None:
    who, token, method, status = TOKENS[name]
    path = cast.app.url_path_for(name, token=world[token])
    async with cast.browser(who) as browser:
        answer = await browser.request(method, f"{path}{glued}")
    assert answer.status_code == status


@pytest.mark.parametrize("name", sorted(set(TOKENS) - {"accounts:use_link"}))
async def test_a_link_that_is_not_ours_says_what_to_do(cast: Cast, world: World, name: str) -> None:
    who, token, method, _ = TOKENS[name]
    path = cast.app.url_path_for(name, token=f"{world[token]}x")
    async with cast.browser(who, language="en") as browser:
        answer = await browser.request(method, str(path), headers={"cookie": ""} if not who else {})
    assert answer.status_code == 404
    assert "incomplete or no longer valid" in answer.text or "Öffnen Sie ihn bitte noch einmal" in answer.text
