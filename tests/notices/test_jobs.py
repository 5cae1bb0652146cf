"""Sending what waits in the outbox to a real mail server."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import select

from leerstand.core.database import Database
from leerstand.core.mail import Outgoing, Send, keep_here, smtp_sender
from leerstand.core.signing import Signer
from leerstand.notices import service
from leerstand.notices.codes import NoticeState
from leerstand.notices.jobs import PAUSES, forget_old, send_due
from leerstand.notices.models import Notice
from leerstand.notices.service import Reader
from leerstand.notices.words import Site
from leerstand.settings import Settings
from tests.cast import NOW
from tests.notices.conftest import Postbox

SITE = Site("Elbe-Region", "https://leerstand.example", Signer("s" * 40))
OLGA = Reader(None, "olga@example.org", "de")
KIND = "accounts/sign_in"


async def tell(
    db: Database, *, reader: Reader = OLGA, minutes: int = 15, necessary: bool = True, **more: object
) -> None:
    async with db.writing() as session:
        await service.tell(
            session, reader, kind=str(more.pop("kind", KIND)), context={"path": "/anmelden/abc", "minutes": minutes},
            now=NOW, necessary=necessary, **more,  # type: ignore[arg-type]
        )  # fmt: skip


async def notices(db: Database) -> list[Notice]:
    async with db.reading() as session:
        return list(await session.scalars(select(Notice).order_by(Notice.created_at)))


def sender(postbox: Postbox) -> Send:
    return smtp_sender(Settings(smtp_url=postbox.url, mail_from="Elbe <post@leerstand.example>"))


async def test_a_mail_is_complete_in_text_and_html(db: Database, postbox: Postbox) -> None:
    await tell(db)
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 1
    [mail] = postbox.mails
    assert mail["From"] == "Elbe <post@leerstand.example>"
    assert mail["To"] == "olga@example.org"
    assert mail["Subject"] == "Ihr Anmeldelink für Elbe-Region"
    assert mail["Content-Language"] == "de"
    assert mail["List-Unsubscribe"] is None
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text is not None
    assert html is not None
    assert "https://leerstand.example/anmelden/abc\r\n" in text.get_content()
    assert '<a href="https://leerstand.example/anmelden/abc">' in html.get_content()
    [notice] = await notices(db)
    assert (notice.state, notice.sent_at, notice.tries) == (NoticeState.SENT, NOW, 1)
    assert notice.text_body == ""
    assert notice.context == {}


async def test_what_was_sent_is_not_sent_again(db: Database, postbox: Postbox) -> None:
    await tell(db)
    for _ in range(2):
        await send_due(db, sender(postbox), site=SITE, now=NOW)
    assert len(postbox.mails) == 1


async def test_two_processes_send_each_notice_once(db: Database, postbox: Postbox) -> None:
    for number in range(20):
        await tell(db, minutes=number)
    send = sender(postbox)
    left = await asyncio.gather(*(send_due(db, send, site=SITE, now=NOW) for _ in range(3)))
    assert sum(left) == 20
    assert len({str(mail["Message-ID"]) for mail in postbox.mails}) == 20
    assert len(postbox.mails) == 20


async def test_one_that_is_cut_off_is_sent_again_under_the_same_id(db: Database, postbox: Postbox) -> None:
    await tell(db)
    send = sender(postbox)

    async def killed_after_sending(mail: Outgoing) -> None:
        await send(mail)
        raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await send_due(db, killed_after_sending, site=SITE, now=NOW)
    assert await send_due(db, send, site=SITE, now=NOW) == 1
    assert len(postbox.mails) == 2
    assert len({str(mail["Message-ID"]) for mail in postbox.mails}) == 1


async def test_a_refused_one_waits_and_does_not_hold_back_the_others(db: Database, postbox: Postbox) -> None:
    await tell(db, minutes=1)
    await tell(db, minutes=2)
    postbox.answers = ["451 try later"]
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 1
    waiting = next(notice for notice in await notices(db) if notice.state is NoticeState.WAITING)
    assert waiting.due_at == NOW + PAUSES[0]
    assert "451 try later" in str(waiting.last_error)
    assert await send_due(db, sender(postbox), site=SITE, now=NOW + PAUSES[0]) == 1
    assert {notice.state for notice in await notices(db)} == {NoticeState.SENT}


async def test_one_that_is_refused_for_good_is_not_tried_again(db: Database, postbox: Postbox) -> None:
    await tell(db)
    postbox.answers = ["550 no such mailbox"]
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 0
    [notice] = await notices(db)
    assert (notice.state, notice.tries) == (NoticeState.FAILED, 1)
    assert "550 no such mailbox" in str(notice.last_error)


async def test_after_all_tries_a_notice_has_failed(db: Database, postbox: Postbox) -> None:
    await tell(db)
    now = NOW
    for pause in (*PAUSES, timedelta()):
        postbox.answers = ["451 try later"]
        assert await send_due(db, sender(postbox), site=SITE, now=now) == 0
        now += pause
    [notice] = await notices(db)
    assert (notice.state, notice.tries) == (NoticeState.FAILED, len(PAUSES) + 1)


async def test_where_the_mail_server_is_away_no_notice_is_blamed(db: Database) -> None:
    await tell(db, minutes=1)
    await tell(db, minutes=2)
    away = smtp_sender(Settings(smtp_url="smtp://127.0.0.1:1?starttls=never"))
    assert await send_due(db, away, site=SITE, now=NOW) == 0
    assert [(notice.state, notice.tries) for notice in await notices(db)] == [(NoticeState.WAITING, 0)] * 2


async def test_a_template_that_fails_does_not_hold_back_the_others(db: Database, postbox: Postbox) -> None:
    await tell(db, kind="accounts/no_such_mail")
    await tell(db)
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 1
    broken = next(notice for notice in await notices(db) if notice.state is NoticeState.WAITING)
    assert "no_such_mail" in str(broken.last_error)


async def test_an_address_that_is_none_is_refused_and_adds_no_header(db: Database, postbox: Postbox) -> None:
    await tell(db, reader=Reader(None, "olga@example.org\r\nBcc: all@example.org", "de"))
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 0
    assert postbox.mails == []
    assert [notice.state for notice in await notices(db)] == [NoticeState.FAILED]


async def test_what_a_reader_stopped_is_not_sent_but_what_is_necessary_is(
    db: Database, postbox: Postbox
) -> None:
    async with db.writing() as session:
        await service.stop(session, email="Olga@example.org", kind=KIND, now=NOW)
    await tell(db, necessary=False)
    await tell(db, necessary=True)
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 1
    assert {notice.state for notice in await notices(db)} == {NoticeState.STOPPED, NoticeState.SENT}


async def test_mail_that_can_be_stopped_says_how(db: Database, postbox: Postbox) -> None:
    await tell(db, necessary=False)
    await send_due(db, sender(postbox), site=SITE, now=NOW)
    [mail] = postbox.mails
    link = str(mail["List-Unsubscribe"]).strip("<>")
    assert link.startswith("https://leerstand.example/abbestellen/")
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    text = mail.get_body(("plain",))
    assert text is not None
    assert link in text.get_content()


async def test_the_same_thing_is_told_once(db: Database, postbox: Postbox) -> None:
    for _ in range(2):
        await tell(db, dedupe_key="greeting:olga")
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 1


async def test_what_is_due_later_waits(db: Database, postbox: Postbox) -> None:
    await tell(db, due_at=NOW + timedelta(hours=1))
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 0
    assert await send_due(db, sender(postbox), site=SITE, now=NOW + timedelta(hours=1)) == 1


async def test_without_a_mail_server_everything_stays_readable_here(db: Database) -> None:
    await tell(db)
    assert await send_due(db, keep_here, site=SITE, now=NOW) == 1
    [notice] = await notices(db)
    assert "https://leerstand.example/anmelden/abc" in notice.text_body
    assert notice.context["path"] == "/anmelden/abc"


async def test_notices_are_forgotten_half_a_year_after_they_went(db: Database) -> None:
    await tell(db)
    assert await forget_old(db, now=NOW + timedelta(days=181)) == 0
    await send_due(db, keep_here, site=SITE, now=NOW)
    assert await forget_old(db, now=NOW + timedelta(days=179)) == 0
    assert await forget_old(db, now=NOW + timedelta(days=181)) == 1
    assert await notices(db) == []
