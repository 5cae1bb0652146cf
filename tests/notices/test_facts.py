"""What fills a notice comes out as it went in, whatever it looks like."""

import json
from datetime import UTC, date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, update

from leerstand.core.i18n import translator
from leerstand.core.mail import keep_here
from leerstand.core.signing import Signer
from leerstand.notices import service
from leerstand.notices.codes import NoticeState
from leerstand.notices.facts import OurText, kept, revived
from leerstand.notices.jobs import PAUSES, send_due
from leerstand.notices.models import Notice
from leerstand.notices.service import Reader
from leerstand.notices.words import Site, put_into_words
from tests.cast import LUECHOW, NOW, Cast

SITE = Site("leerstand", "https://leerstand.example", Signer("s" * 40))
LOOKS = st.sampled_from(
    [
        "2026-03-31",
        "2026-99-99",
        "2026-01-01T10:00",
        "2026-99-99T99:99",
        "$date",
        "$text",
        "{}",
        "null",
        "1e5",
    ]
)
WORDS = st.one_of(LOOKS, st.text(max_size=12))
SIMPLE = st.one_of(
    st.none(), st.booleans(), st.integers(), WORDS, st.dates(), st.datetimes(timezones=st.just(UTC))
)
NESTED = st.recursive(
    SIMPLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS, inner, max_size=3),
    max_leaves=5,
)
FACTS = st.dictionaries(WORDS, NESTED, max_size=4)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # the machine may be busy
@given(FACTS)
def test_facts_survive_being_stored(facts: dict[str, Any]) -> None:
    stored = json.loads(json.dumps({key: kept(value) for key, value in facts.items()}))
    assert revived(stored, speak=str) == facts


def test_our_own_texts_are_said_in_the_reader_s_language() -> None:
    stored = {"reason": kept(OurText("Das Angebot ist vergeben."))}
    assert revived(stored, speak=translator("de"))["reason"] == "Das Angebot ist vergeben."
    assert revived(stored, speak=translator("en"))["reason"] == "The offer is taken."


@pytest.mark.parametrize("answer_by", ["2027-05-14", kept(date(2027, 5, 14))])
def test_a_row_of_the_release_before_is_read_by_the_names_of_its_days(answer_by: Any) -> None:
    context = {"title": "2026-12-24", "place": "2026-99-99", "path": "/x", "answer_by": answer_by}
    notice = Notice(
        id=uuid4(), kind="applications/arrived", context=context, language="de", necessary=True,
        to_email="o@example.org",
    )  # fmt: skip
    text = put_into_words(notice, SITE).text
    assert "14. Mai 2027" in text
    assert "„2026-12-24“ in 2026-99-99" in text


async def a_notice(cast: Cast, *, title: str = "Haus", ags: str = LUECHOW) -> None:
    async with cast.db.writing() as session:
        await service.tell(
            session, Reader(cast.ids["olga"], cast.email("olga"), "de"), kind="applications/arrived",
            context={"title": title, "place": title, "path": "/x", "answer_by": date(2027, 5, 14)}, now=NOW,
            ags=ags, necessary=True,
        )  # fmt: skip


@pytest.mark.parametrize("words", ["2026-99-99", "2026-03-31", "2026-99-99T99:99", "9999-12-31T24:00"])
async def test_words_that_look_like_a_day_are_shown_and_sent_as_words(cast: Cast, words: str) -> None:
    await a_notice(cast, title=words)
    async with cast.browser("mara") as browser:
        for path in ("/gemeinde/nachrichten", "/postausgang"):
            shown = await browser.get(path)
            assert shown.status_code == 200
            assert f"„{words}“" in shown.text
    assert await send_due(cast.db, keep_here, site=SITE, now=NOW) == 1


async def test_one_spoilt_row_shows_as_one_and_holds_up_no_other(cast: Cast) -> None:
    await a_notice(cast, title="kaputt")
    async with cast.db.writing() as session:
        await session.execute(update(Notice).values(context={"answer_by": {"$date": "2026-99-99"}}))
    await a_notice(cast, title="heil")
    async with cast.browser("mara") as browser:
        for path in ("/gemeinde/nachrichten", "/postausgang"):
            shown = (await browser.get(path)).text
            assert "Diese Nachricht lässt sich nicht anzeigen." in shown
            assert "„heil“" in shown
        async with cast.db.reading() as session:
            spoilt = (await session.scalars(select(Notice.id).order_by(Notice.created_at).limit(2))).all()
        answers = [(await browser.get(f"/postausgang/{each}")).status_code for each in spoilt]
    assert sorted(answers) == [200, 410]
    assert await send_due(cast.db, keep_here, site=SITE, now=NOW) == 1


async def test_a_spoilt_notice_fails_in_the_end_and_says_why(cast: Cast) -> None:
    await a_notice(cast)
    async with cast.db.writing() as session:
        await session.execute(update(Notice).values(context={"answer_by": {"$date": "2026-99-99"}}))
    now = NOW
    for pause in (*PAUSES, timedelta()):
        assert await send_due(cast.db, keep_here, site=SITE, now=now) == 0
        now += pause
    async with cast.db.reading() as session:
        notice = (await session.scalars(select(Notice))).one()
    assert (notice.state, notice.last_error) == (NoticeState.FAILED, "applications/arrived: ValueError")
