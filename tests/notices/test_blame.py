"""What is wrong with a mail is the mail's fault, with the server the server's; other mail never waits."""

from collections import Counter
from datetime import timedelta

import pytest

from leerstand.core import mail
from leerstand.core.database import Database
from leerstand.core.mail import MailRefused, Outgoing, smtp_sender
from leerstand.notices.codes import NoticeState
from leerstand.notices.jobs import LINES, PAUSES, send_due
from leerstand.settings import Settings
from tests.cast import NOW
from tests.notices.conftest import Postbox
from tests.notices.telling import SITE, outbox, sender, tell_all

GOOD = tuple(f"good{number}@example.org" for number in range(10))


async def test_ten_good_mails_leave_behind_sixty_that_no_server_takes(db: Database, postbox: Postbox) -> None:
    bad = [f"x{number}@example.org\u200b" for number in range(15)]
    bad += [f"jürgen{number}@example.org" for number in range(15)]
    bad += [f"poison{number}@example.org" for number in range(15)]
    bad += [f"closed{number}@example.org" for number in range(15)]
    await tell_all(db, *bad, *GOOD)
    postbox.hangs_up_at, postbox.refuses = ("poison",), {"closed": "421 4.3.2 shutting down"}
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 10
    assert set(postbox.recipients) == set(GOOD)
    states = Counter(notice.state for notice in (await outbox(db)).values())
    assert states == {NoticeState.FAILED: 30, NoticeState.WAITING: 30, NoticeState.SENT: 10}


async def test_umlaut_domains_go_as_punycode_to_a_server_that_knows_ascii_alone(
    db: Database, postbox: Postbox
) -> None:
    await tell_all(db, "anna@müller-höfe.de")
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 1
    assert postbox.recipients == ["anna@xn--mller-hfe-67a3d.de"]
    assert str(postbox.mails[0]["To"]) == "anna@xn--mller-hfe-67a3d.de"


@pytest.mark.parametrize("address", ["anna@example.org\u200b", "jürgen@example.org", "a..b@example.org"])
async def test_an_address_of_old_that_no_mail_reaches_fails_for_good_and_troubles_no_server(
    db: Database, postbox: Postbox, address: str
) -> None:
    await tell_all(db, address)
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 0
    notice = (await outbox(db))[address]
    assert (notice.state, notice.last_error) == (NoticeState.FAILED, mail.NO_MAILBOX)
    assert postbox.connections == 0


async def test_a_mail_that_makes_the_server_hang_up_fails_in_the_end_where_others_leave(
    db: Database, postbox: Postbox
) -> None:
    postbox.hangs_up_at = ("poison",)
    await tell_all(db, "poison@example.org")
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 0
    poison, tries = (await outbox(db))["poison@example.org"], [0]
    while poison.state is NoticeState.WAITING:
        await tell_all(db, f"good{len(tries)}@example.org")
        await send_due(db, sender(postbox), site=SITE, now=poison.due_at - timedelta(seconds=30))
        await send_due(db, sender(postbox), site=SITE, now=poison.due_at)
        poison = (await outbox(db))["poison@example.org"]
        tries.append(poison.tries)
    assert tries == list(range(len(PAUSES) + 2))
    assert len(postbox.recipients) == len(PAUSES) + 1


async def test_a_server_that_hangs_up_on_every_mail_is_the_server_s_own_trouble(
    db: Database, postbox: Postbox
) -> None:
    postbox.hangs_up_at = ("good",)
    await tell_all(db, *GOOD)
    for minute in range(0, 2 * 24 * 60, 60):
        assert await send_due(db, sender(postbox), site=SITE, now=NOW + timedelta(minutes=minute)) == 0
    found = (await outbox(db)).values()
    assert {(notice.state, notice.tries) for notice in found} == {(NoticeState.WAITING, 0)}
    postbox.hangs_up_at = ()
    assert await send_due(db, sender(postbox), site=SITE, now=NOW + timedelta(days=3)) == 10


@pytest.mark.parametrize("answer", ["550 5.1.0 no such sender", "530 5.7.0 sign in first", "451 4.3.0 busy"])
async def test_a_sender_that_is_refused_is_no_mail_s_fault(
    db: Database, postbox: Postbox, answer: str
) -> None:
    postbox.refuses_sender = answer
    await tell_all(db, *GOOD)
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 0
    assert {(each.state, each.tries) for each in (await outbox(db)).values()} == {(NoticeState.WAITING, 0)}
    assert postbox.connections <= LINES
    postbox.refuses_sender = ""
    assert await send_due(db, sender(postbox), site=SITE, now=NOW + timedelta(seconds=5)) == 10


async def test_a_sender_that_none_can_have_is_the_settings_fault(db: Database, postbox: Postbox) -> None:
    await tell_all(db, *GOOD)
    send = smtp_sender(Settings(smtp_url=postbox.url, mail_from="leerstand@höfe-.example"))
    assert await send_due(db, send, site=SITE, now=NOW) == 0
    assert {each.state for each in (await outbox(db)).values()} == {NoticeState.WAITING}


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ("550 5.1.1 no such mailbox", NoticeState.FAILED),
        ("553 bad address", NoticeState.FAILED),
        ("552 5.3.4 too big", NoticeState.FAILED),
        ("554 5.7.1 relay access denied", NoticeState.WAITING),
        ("450 4.2.0 greylisted", NoticeState.WAITING),
        ("452 4.2.2 mailbox full", NoticeState.WAITING),
        ("452 4.3.1 out of storage", NoticeState.WAITING),
        ("454 4.7.0 TLS not available", NoticeState.WAITING),
    ],
)
async def test_an_answer_about_one_recipient_holds_up_no_other(
    db: Database, postbox: Postbox, answer: str, state: NoticeState
) -> None:
    postbox.refuses = {"some": answer}
    await tell_all(db, "some@example.org", *GOOD)
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 10
    notice = (await outbox(db))["some@example.org"]
    assert notice.state is state
    assert answer in str(notice.last_error)


async def test_a_recipient_about_whom_the_server_falls_silent_holds_up_no_other(
    db: Database, postbox: Postbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mail, "TIMEOUT_SECONDS", 0.5)
    postbox.falls_silent_at = ("slow",)
    await tell_all(db, *(f"slow{number}@slow.example" for number in range(20)), *GOOD)
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 10
    states = Counter(notice.state for notice in (await outbox(db)).values())
    assert states == {NoticeState.WAITING: 20, NoticeState.SENT: 10}


async def test_several_mails_go_over_one_connection(db: Database, postbox: Postbox) -> None:
    await tell_all(db, *GOOD)
    assert await send_due(db, sender(postbox), site=SITE, now=NOW) == 10
    assert postbox.connections <= LINES


async def test_a_server_that_ends_each_connection_after_one_mail_gets_another(
    db: Database, postbox: Postbox
) -> None:
    postbox.hangs_up_after_each = True
    await tell_all(db, *GOOD)
    left = 0
    for second in (0, 120):
        left += await send_due(db, sender(postbox), site=SITE, now=NOW + timedelta(seconds=second))
    assert left == 10
    assert {each.state for each in (await outbox(db)).values()} == {NoticeState.SENT}


@pytest.mark.parametrize(
    "broken", [MailRefused("550 Empf\udce4nger\x00", for_good=False), ValueError("a\x00\udcff")]
)
async def test_an_answer_that_is_no_text_is_kept_as_far_as_it_is(db: Database, broken: Exception) -> None:
    async def send(_: Outgoing) -> None:
        raise broken

    await tell_all(db, "anna@example.org")
    assert await send_due(db, send, site=SITE, now=NOW) == 0
    notice = (await outbox(db))["anna@example.org"]
    assert (notice.state, notice.tries) == (NoticeState.WAITING, 1)
    assert notice.due_at == NOW + PAUSES[0]
    assert notice.last_error


@pytest.mark.parametrize(
    ("mail_from", "domain"),
    [
        ("Elbe <post@leerstand.example>", "leerstand.example"),
        ("post@höfe.example", "xn--hfe-sna.example"),
        ("leerstand@localhost", "www.leerstand.example"),
    ],
)
async def test_a_mail_is_named_after_our_domain(
    db: Database, postbox: Postbox, mail_from: str, domain: str
) -> None:
    settings = Settings(smtp_url=postbox.url, mail_from=mail_from, base_url="https://www.leerstand.example")
    await tell_all(db, "anna@example.org")
    await send_due(db, smtp_sender(settings), site=SITE, now=NOW)
    notice = (await outbox(db))["anna@example.org"]
    assert str(postbox.mails[0]["Message-ID"]) == f"<{notice.id}@{domain}>"
