"""One page of the gallery in Chromium, with what the browser complained about."""

import os
import shutil
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, Route, ViewportSize

from tests.look import gallery

CHROMIUM = Path(os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium")
NEEDS_CHROMIUM = not CHROMIUM.exists() and not os.environ.get("CI")
AXE = (
    Path(__file__).parent.parent / "vendor" / "axe.min.js"
)  # fetched by hatch_build.py; no instance serves it
SHOTS = os.environ.get("SCREENSHOTS")


def opened(
    browser: Browser,
    case: dict[str, Any],
    *,
    width: int = 1280,
    scheme: Any = "light",
    script: bool = True,
    complaints: list[str] | None = None,
) -> Page:
    """A page of the gallery, answered without a network; refusals and errors are added to `complaints`."""
    size: ViewportSize = {"width": width, "height": 900}
    context = browser.new_context(
        viewport=size, color_scheme=scheme, java_script_enabled=script, locale="de-DE"
    )
    page = context.new_page()
    noted = complaints if complaints is not None else []
    page.on(
        "console",
        lambda message: noted.append(message.text) if message.type in {"error", "warning"} else None,
    )
    page.on("pageerror", lambda error: noted.append(str(error)))

    def fulfil(route: Route) -> None:
        route.fulfill(**gallery.answer(route.request.url, lambda: gallery.render(**case)))

    page.route("**/*", fulfil)
    page.goto(gallery.SITE + "/")
    page.wait_for_load_state("networkidle")
    return page


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the whole page where SCREENSHOTS names a folder."""
    if SHOTS:
        page.screenshot(path=Path(SHOTS) / f"{name.replace(' ', '-')}.png", full_page=True)
