"""What the stories share: the running service, a browser, and its visitors."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page

from leerstand.core.database import Database
from tests.cast import Clock
from tests.journeys.browsing import chromium
from tests.journeys.service import Service, serving

Visit = Callable[..., Awaitable[Page]]


@pytest_asyncio.fixture
async def service(db: Database, clock: Clock) -> AsyncIterator[Service]:
    """The running service, with nothing in it but the cast."""
    async with serving(db, clock) as running:
        yield running


@pytest_asyncio.fixture
async def browser() -> AsyncIterator[Browser]:
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture
async def visit(service: Service, browser: Browser) -> AsyncIterator[Visit]:
    """Opens a browser for somebody: `await visit("mara")` is signed in, `await visit()` is nobody."""
    contexts: list[BrowserContext] = []

    async def open_one(name: str = "", *, script: bool = True, **more: Any) -> Page:
        context = await browser.new_context(
            base_url=service.url, locale="de-DE", java_script_enabled=script, **more
        )
        context.set_default_timeout(15_000)
        contexts.append(context)
        if name:
            await context.add_cookies([service.cookie(name)])  # type: ignore[list-item]
        return await context.new_page()

    yield open_one
    for context in contexts:
        for page in context.pages:  # pytest shows this where a story fails
            print(f"\n{page.url}\n{(await page.locator('body').inner_text())[:3000]}")
        await context.close()
