"""What those who watch the service are told, also while the database hangs or is away."""

import asyncio
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from leerstand.app import create_app
from leerstand.core.database import Database
from leerstand.notices.service import Reader, tell
from leerstand.settings import Settings
from tests.cast import NOW, Cast, Clock
from tests.lines import line_to

ANSWER_SECONDS = 2


def watcher(url: str) -> httpx.AsyncClient:
    """Somebody who watches a service on this database; with a cookie, which must change nothing."""
    app = create_app(Settings(base_url="http://leerstand.test"), Database(url), secret="s" * 40, now=Clock())
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app=app),
        base_url="http://leerstand.test",
        cookies={"leerstand_session": "x"},
    )


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/health"])
async def test_a_service_that_is_well_says_so(cast: Cast, path: str) -> None:
    async with cast.browser() as browser:
        answer = await browser.get(path)
    assert answer.status_code == 200
    assert answer.json()["ok"] is True


async def test_the_age_of_the_oldest_mail_that_waits_is_told(cast: Cast) -> None:
    async with cast.db.writing() as session:
        for minutes in (7, 3):
            await tell(
                session, Reader(None, "a@example.org", "de"), kind="accounts/sign_in",
                context={"path": "/anmelden/x", "minutes": 15}, now=NOW - timedelta(minutes=minutes), necessary=True,
            )  # fmt: skip
    async with cast.browser() as browser:
        assert (await browser.get("/health/ready")).json()["oldest_due_notice_seconds"] == 7 * 60


async def test_while_the_database_hangs_both_answer_in_time(database_url: str, tmp_path: Path) -> None:
    async with line_to(database_url, tmp_path) as (line, url), watcher(url) as browser:
        line.open.clear()
        async with asyncio.timeout(ANSWER_SECONDS):
            answers = await asyncio.gather(*(browser.get("/health/ready") for _ in range(5)))
        assert {answer.status_code for answer in answers} == {503}
        assert "no answer within" in answers[0].json()["database"]
        async with asyncio.timeout(ANSWER_SECONDS):
            assert (await browser.get("/health/live")).status_code == 200
        line.open.set()
        await asyncio.sleep(0.2)
        assert (await browser.get("/health/ready")).status_code == 200


async def test_a_database_that_is_away_is_not_ready_and_the_process_lives() -> None:
    async with watcher("postgresql://nobody@127.0.0.1:1/nothing") as browser:
        assert (await browser.get("/health/ready")).status_code == 503
        assert (await browser.get("/health/live")).status_code == 200


@pytest.mark.parametrize(("step", "status"), [("0001", 503), ("9999", 200)])
async def test_older_tables_are_not_ready_and_newer_ones_are(cast: Cast, step: str, status: int) -> None:
    """While a new release is started, the one before goes on serving on tables that are new already."""
    async with cast.db.writing() as session:
        await session.execute(text("UPDATE alembic_version SET version_num = :step"), {"step": step})
    async with cast.browser() as browser:
        assert (await browser.get("/health/ready")).status_code == status
