"""Chromium for whole pages, and what it complains about."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import Browser, ConsoleMessage, Page, Request, async_playwright

from tests.look.browsing import AXE as AXE_FILE
from tests.look.browsing import CHROMIUM, SHOTS

AXE = AXE_FILE.read_text()
SIZES = {1280: 900, 360: 740}


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """The system's Chromium."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()


@contextmanager
def listening(page: Page, *, host: str) -> Iterator[list[str]]:
    """What a page complains about: errors, refusals of the policy, requests to other hosts."""
    noted: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        # On a busy machine a page may be left before it has used its font; that is no fault of the page.
        if message.type in {"error", "warning"} and "was preloaded" not in message.text:
            noted.append(f"{page.url}: {message.text}")

    def watch(request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https"} and address.netloc != host:
            noted.append(f"{page.url}: asks {request.url}")

    page.on("console", hear)
    page.on("pageerror", lambda error: noted.append(f"{page.url}: {error}"))
    page.on("request", watch)
    yield noted


async def violations(page: Page, *, rules: list[str] | None = None) -> list[str]:
    """What axe finds, one line for each part of the page."""
    if not await page.evaluate("typeof axe === 'object'"):
        await page.evaluate(AXE)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if rules:
        options["runOnly"] = rules
    found = await page.evaluate("options => axe.run(document, options)", options)
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found["violations"]
        for node in each["nodes"]
    ]


async def too_wide(page: Page) -> list[str]:
    """What makes a page scroll sideways: the parts that reach past its right edge."""
    found: list[str] = await page.evaluate(
        """() => {
          const most = document.documentElement.clientWidth;
          if (document.documentElement.scrollWidth <= most) return [];
          return [...document.querySelectorAll('body *')].filter((one) => one.getBoundingClientRect().right > most + 1)
            .map((one) => one.outerHTML.slice(0, 120)).concat(['too wide']);
        }"""
    )
    return found


async def shoot(page: Page, name: str) -> None:
    """Keep a picture of the whole page where SCREENSHOTS names a folder."""
    if SHOTS:
        Path(SHOTS).mkdir(parents=True, exist_ok=True)
        await page.screenshot(path=Path(SHOTS) / f"{name.replace(':', '-')}.png", full_page=True)
