"""Every part of the look, in a real browser: accessible, inside a phone's width, allowed by the strict policy."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, ViewportSize, sync_playwright

from leerstand.core.pages import STATIC
from tests.look import gallery

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
SHOTS = os.environ.get("SCREENSHOTS")
CASES = {
    "public": {"template": "public.html", "signed_in": False},
    "conversation": {"template": "conversation.html"},
    "conversation with errors": {"template": "conversation.html", "problems": True},
    "desk": {"template": "desk.html"},
    "not found": {"template": "errors/404.html"},
    "not allowed": {"template": "errors/403.html", "signed_in": False},
    "broken": {"template": "errors/500.html"},
}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists() and not os.environ.get("CI"), reason="needs Chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield started
        started.close()


def opened(browser: Browser, case: dict[str, Any], *, width: int = 1280, scheme: Any = "light", script: bool = True) -> Page:
    """A page of the gallery, with everything the browser refused or complained about in `page.complaints`."""
    size: ViewportSize = {"width": width, "height": 900}
    context = browser.new_context(viewport=size, color_scheme=scheme, java_script_enabled=script, locale="de-DE")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))

    def fulfil(route: Route) -> None:
        route.fulfill(**gallery.answer(route.request.url, lambda: gallery.render(**case)))

    page.route("**/*", fulfil)
    page.goto(gallery.SITE + "/")
    page.wait_for_load_state("networkidle")
    page.complaints = complaints  # type: ignore[attr-defined]
    return page


def shoot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name.replace(' ', '-')}.png", full_page=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("name", CASES)
def test_part_is_accessible_and_fits(browser: Browser, name: str, width: int, scheme: str) -> None:
    page = opened(browser, CASES[name], width=width, scheme=scheme)
    shoot(page, f"{name} {width} {scheme}")
    page.evaluate((STATIC / "vendor/axe/axe.min.js").read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    violations = [
        f"{violation['id']}: {node['target']} {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    complaints = page.complaints  # type: ignore[attr-defined]
    page.context.close()
    assert violations == []
    assert wide <= 0
    assert complaints == []
