"""Send what is due, and forget what was sent long ago."""

import asyncio
import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum, auto
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from leerstand.core.database import Database
from leerstand.core.mail import (
    MailRefused,
    MailServerAway,
    MailUnclear,
    Outgoing,
    Send,
    clean_reason,
    keep_here,
    sending_round,
)
from leerstand.notices import queries
from leerstand.notices.codes import NoticeState
from leerstand.notices.models import Notice, NoticeStop
from leerstand.notices.outage import note_outage
from leerstand.notices.rules import EVERYTHING, SECRET_KINDS
from leerstand.notices.words import Letter, Site, Unspeakable, put_into_words

log = logging.getLogger(__name__)

# Half a day in all: greylisting and full mailboxes are over by then, or will not be soon.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=10),
)
AWAY_PAUSE = timedelta(minutes=1)
# A server that has taken a mail so lately works: what breaks off meanwhile breaks off by its own fault. Well below the
# half a day that a mail is given, so that nobody is blamed to the end for a server that has only just fallen ill.
WORKS_IF_WITHIN = timedelta(minutes=10)
LINES = 3  # at once; mail servers let one client have ten to fifty connections
MOST_SILENCES = 2  # each takes the time-out of 20 s
MOST_UNCLEAR = 50  # one after the other; each takes some milliseconds
KEEP_DAYS = 180


class Outcome(Enum):
    """What became of one notice in one run."""

    LEFT = auto()
    WAITS = auto()  # refused, stopped or unspeakable: the server has nothing to do with it
    UNCLEAR = auto()
    SILENCE = auto()


@dataclass
class _Round:
    """One run of the outbox: what its lines have in common."""

    db: Database
    site: Site
    now: datetime
    budget: int
    is_here: bool  # no mail server: everything stays readable here
    left: int = 0
    trouble: str = ""  # why no mail leaves: a kind, without a word that anybody wrote
    tried: set[UUID] = field(default_factory=set)  # in vain, or right now: not for the other lines
    slow: set[str] = field(default_factory=set)  # domains that the mail server falls silent about

    def take_one(self) -> bool:
        self.budget -= 1
        return self.budget >= 0


async def send_due(db: Database, send: Send, *, site: Site, now: datetime, at_most: int = 500) -> int:
    """Send the notices due at `now`, each at least once; return how many left.

    One transaction a notice, over a few lines side by side, so that a slow one holds up no other. Several processes
    may send at once: each claims a row for as long as it works on it. One that is killed between handing a mail
    over and noting it sends it again under the same Message-ID. A notice that is refused waits longer each time and
    fails in the end; where the mail server is away, the run ends and no notice is blamed.
    """
    run = _Round(db, site, now, at_most, is_here=send is keep_here)
    lines = (_send_in_turn(run, send) for _ in range(LINES))
    broken = [error for error in await asyncio.gather(*lines, return_exceptions=True) if error is not None]
    if broken:
        raise broken[0]
    await note_outage(db, trouble=run.trouble, now=now)
    return run.left


async def _send_in_turn(run: _Round, send: Send) -> None:
    """One line: notice after notice until none is due, the server is away, or it has been silent too often."""
    silences = unclear = 0
    async with sending_round(send) as carry:
        while not run.trouble and run.take_one():
            try:
                outcome = await _send_next(run, carry)
            except MailServerAway as away:
                run.trouble = away.kind
                return
            if outcome is None:
                return
            silences = silences + 1 if outcome is Outcome.SILENCE else 0
            unclear = unclear + 1 if outcome in {Outcome.SILENCE, Outcome.UNCLEAR} else 0
            if silences >= MOST_SILENCES or unclear >= MOST_UNCLEAR:
                run.trouble = run.trouble or ("" if run.left else "the mail server ends every conversation")
                return


async def _send_next(run: _Round, send: Send) -> Outcome | None:
    """Work on the notice that is due first; None where none is. Whatever breaks is this notice's own affair."""
    claimed: UUID | None = None
    try:
        async with run.db.writing() as session:
            notice = await _claim(session, run=run)
            if notice is None:
                return None
            if notice.id in run.tried:  # given back by another line while this one was asking
                return Outcome.WAITS
            claimed = notice.id
            run.tried.add(claimed)
            outcome = await _deliver(session, notice, send, run=run)
            run.tried.discard(claimed)
    except MailServerAway as away:
        if claimed is not None:
            await _say_why(run, claimed, away)
        raise
    except Exception as error:
        if claimed is None:
            raise
        await _set_aside(run, claimed, error)
        return Outcome.WAITS
    run.left += outcome is Outcome.LEFT
    return outcome


async def _set_aside(run: _Round, notice_id: UUID, error: Exception) -> None:
    """Count a try of a notice whose own row could not be written, so that it does not come first for ever."""
    log.error("the notice %s cannot be sent or noted: %s", notice_id, type(error).__name__)
    async with run.db.writing() as session:
        again = await session.get(Notice, notice_id, with_for_update=True)
        if again is not None and again.state is NoticeState.WAITING:
            again.tries += 1
            _postpone(again, type(error).__name__, for_good=False, now=run.now)


async def _say_why(run: _Round, notice_id: UUID, away: MailServerAway) -> None:
    """Let the row say why it waits; else it stays as it was, first in line when the server is back."""
    async with run.db.writing() as session:
        await session.execute(
            update(Notice)
            .where(Notice.id == notice_id, Notice.state == NoticeState.WAITING)
            .values(last_error=str(away))
        )


async def _claim(session: AsyncSession, *, run: _Round) -> Notice | None:
    due = select(Notice).where(Notice.state == NoticeState.WAITING, Notice.due_at <= run.now)
    if run.tried:
        due = due.where(Notice.id.not_in(run.tried))
    if run.slow:
        due = due.where(_domain(Notice.to_email).not_in(run.slow))
    return (
        await session.scalars(
            due.order_by(Notice.due_at, Notice.created_at).limit(1).with_for_update(skip_locked=True)
        )
    ).first()


async def _deliver(session: AsyncSession, notice: Notice, send: Send, *, run: _Round) -> Outcome:
    """Send one claimed notice or note why not."""
    if not notice.necessary and await _is_stopped(session, notice):
        notice.state = NoticeState.STOPPED
        return Outcome.WAITS
    notice.tries += 1
    try:
        words = put_into_words(notice, run.site)
        await send(_outgoing(notice, words))
    except MailUnclear as unclear:
        await _weigh(session, notice, unclear, run=run)
        if not unclear.was_silent:
            return Outcome.UNCLEAR
        run.slow.add(notice.to_email.rpartition("@")[2])
        return Outcome.SILENCE
    except MailRefused as refused:
        _postpone(notice, str(refused), for_good=refused.for_good, now=run.now)
        return Outcome.WAITS
    except Unspeakable as error:
        # Not for good: the next release, or the one that wrote it while this one still runs, may have the words.
        _postpone(notice, str(error), for_good=False, now=run.now)
        return Outcome.WAITS
    _note_sent(notice, words, is_here=run.is_here, now=run.now)
    return Outcome.LEFT


def _domain(email: InstrumentedAttribute[str]) -> ColumnElement[str]:
    return func.substring(email, "[^@]*$")


def _outgoing(notice: Notice, words: Letter) -> Outgoing:
    return Outgoing(
        to=notice.to_email,
        subject=words.subject,
        text=words.text,
        html=words.html,
        language=notice.language,
        message_name=notice.message_id.partition("@")[0],
        written_at=notice.created_at,
        stop_url=words.stop_url,
    )


def _note_sent(notice: Notice, words: Letter, *, is_here: bool, now: datetime) -> None:
    notice.state, notice.sent_at, notice.last_error = NoticeState.SENT, now, None
    notice.subject = words.subject
    secret = notice.kind in SECRET_KINDS and not is_here
    notice.text_body = "" if secret else words.text
    if secret:
        notice.context = {}


async def _weigh(session: AsyncSession, notice: Notice, unclear: MailUnclear, *, run: _Round) -> None:
    """Blame a mail that broke off where others leave; where none does, put it behind the others and blame nobody."""
    if await queries.some_left_since(session, run.now - WORKS_IF_WITHIN):
        _postpone(notice, str(unclear), for_good=False, now=run.now)
        return
    notice.tries -= 1
    notice.last_error = str(unclear)
    notice.due_at = run.now + AWAY_PAUSE


def _postpone(notice: Notice, reason: str, *, for_good: bool, now: datetime) -> None:
    notice.last_error = clean_reason(reason)
    if for_good or notice.tries > len(PAUSES):
        notice.state = NoticeState.FAILED
    else:
        notice.due_at = now + PAUSES[notice.tries - 1]


async def _is_stopped(session: AsyncSession, notice: Notice) -> bool:
    stopped = select(NoticeStop.kind).where(
        NoticeStop.email == notice.to_email.lower(), NoticeStop.kind.in_((notice.kind, EVERYTHING))
    )
    return await session.scalar(stopped.limit(1)) is not None


async def forget_old(db: Database, *, now: datetime) -> int:
    """Delete notices half a year after they were sent, failed or were stopped; return how many."""
    over = or_(Notice.state != NoticeState.WAITING, Notice.due_at < now - timedelta(days=2 * KEEP_DAYS))
    async with db.writing() as session:
        gone = await session.execute(
            delete(Notice)
            .where(over, Notice.created_at < now - timedelta(days=KEEP_DAYS))
            .returning(Notice.id)
        )
        return len(gone.all())
