"""An outage of mail is seen: by the operator, by health checks, and once in the log."""

import logging
from datetime import datetime, timedelta

import pytest
from sqlalchemy import update

from leerstand.core.database import Database
from leerstand.core.mail import MailRefused, MailServerAway, Outgoing, keep_here
from leerstand.notices.jobs import send_due
from leerstand.notices.models import Notice
from leerstand.notices.outage import LATE_AFTER
from leerstand.notices.queries import oldest_due
from tests.cast import NOW, Cast
from tests.notices.telling import SITE, tell_all

MINUTE = timedelta(minutes=1)


async def away(_: Outgoing) -> None:
    raise MailServerAway("connect to anna@example.org failed", kind="SMTPConnectError")


async def busy(_: Outgoing) -> None:
    raise MailRefused("451 try later", for_good=False)


async def oldest(db: Database, *, now: datetime) -> datetime | None:
    async with db.reading() as session:
        return await oldest_due(session, now=now)


async def test_the_oldest_due_notice_is_found_however_often_it_was_tried(db: Database) -> None:
    assert await oldest(db, now=NOW) is None
    await tell_all(db, "anna@example.org", "bert@example.org")
    for minute in range(30):
        await send_due(db, away, site=SITE, now=NOW + minute * MINUTE)
    assert await oldest(db, now=NOW + timedelta(hours=1)) == NOW
    assert await send_due(db, keep_here, site=SITE, now=NOW + timedelta(hours=1)) == 2
    assert await oldest(db, now=NOW + timedelta(hours=1)) is None


async def test_what_is_not_due_yet_is_not_late(db: Database) -> None:
    await tell_all(db, "anna@example.org")
    async with db.writing() as session:
        await session.execute(update(Notice).values(due_at=NOW + MINUTE, first_due_at=NOW + MINUTE))
    assert await oldest(db, now=NOW) is None
    assert await oldest(db, now=NOW + MINUTE) == NOW + MINUTE


async def test_one_full_mailbox_is_no_outage_but_refusals_all_round_are(db: Database) -> None:
    await tell_all(db, "full@example.org")
    await send_due(db, busy, site=SITE, now=NOW)
    assert await oldest(db, now=NOW + timedelta(hours=1)) is None
    await tell_all(db, "bert@example.org")
    await send_due(db, busy, site=SITE, now=NOW + MINUTE)
    assert await oldest(db, now=NOW + timedelta(hours=1)) == NOW
    await tell_all(db, "cleo@example.org")
    await send_due(db, keep_here, site=SITE, now=NOW + 2 * MINUTE)
    assert await oldest(db, now=NOW + timedelta(hours=1)) is None


async def test_an_outage_is_logged_once_when_it_begins_and_once_when_it_ends(
    db: Database, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="leerstand.notices")
    await tell_all(db, "anna@example.org", "bert@example.org")
    for minute in range(5):
        await send_due(db, away, site=SITE, now=NOW + minute * MINUTE)
    for minute in range(5, 8):
        await send_due(db, keep_here, site=SITE, now=NOW + minute * MINUTE)
    assert [record.levelname for record in caplog.records] == ["WARNING", "INFO"]
    assert "SMTPConnectError" in caplog.text
    assert "@" not in caplog.text


async def test_the_operator_reads_since_when_no_mail_leaves(cast: Cast) -> None:
    await tell_all(cast.db, "anna@example.org")
    await send_due(cast.db, away, site=SITE, now=NOW)
    async with cast.browser("ida") as browser:
        assert "E-Mails gehen nicht hinaus" not in (await browser.get("/betrieb")).text
        cast.clock.moment += LATE_AFTER
        shown = (await browser.get("/betrieb")).text
    assert "E-Mails gehen nicht hinaus" in shown
    assert "Die älteste wartet seit" in shown
