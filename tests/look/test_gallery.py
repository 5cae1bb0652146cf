"""Every part of the look, in a real browser: accessible, inside a phone's width, allowed by the strict policy."""

from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.look.browsing import AXE, NEEDS_CHROMIUM, opened, shoot

CASES: dict[str, dict[str, Any]] = {
    "public": {"template": "public.html", "signed_in": False},
    "public in English": {"template": "public.html", "signed_in": False, "language": "en"},
    "conversation": {"template": "conversation.html"},
    "conversation with errors": {"template": "conversation.html", "problems": True},
    "desk": {"template": "desk.html"},
    "not found": {"template": "errors/404.html"},
    "not allowed": {"template": "errors/403.html", "signed_in": False},
    "broken": {"template": "errors/500.html"},
    "away": {"template": "errors/503.html", "signed_in": False},
}

pytestmark = [pytest.mark.browser, pytest.mark.skipif(NEEDS_CHROMIUM, reason="needs Chromium")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", CASES)
def test_part_is_accessible_and_fits(browser: Browser, name: str, width: int, scheme: str) -> None:
    complaints: list[str] = []
    page = opened(browser, CASES[name], width=width, scheme=scheme, complaints=complaints)
    shoot(page, f"{name} {width} {scheme}")
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    violations = [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    page.context.close()
    assert violations == []
    assert wide <= 0
    assert complaints == []
