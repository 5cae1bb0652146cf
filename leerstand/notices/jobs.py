"""Send what is due, and forget what was sent long ago."""

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.core.database import Database
from leerstand.core.mail import MailRefused, MailServerAway, Outgoing, Send, keep_here
from leerstand.notices.codes import NoticeState
from leerstand.notices.models import Notice, NoticeStop
from leerstand.notices.rules import EVERYTHING, SECRET_KINDS
from leerstand.notices.words import Site, put_into_words

# Half a day in all: greylisting and full mailboxes are over by then, or will not be soon.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=10),
)
AWAY_PAUSE = timedelta(minutes=1)
KEEP_DAYS = 180


async def send_due(db: Database, send: Send, *, site: Site, now: datetime, at_most: int = 100) -> int:
    """Send the notices due at `now`, each at least once; return how many left.

    One transaction a notice; a refused one waits, so that it cannot hold back the others. Several processes
    may send at once: each claims a row for as long as it works on it. One that is killed between handing a mail
    over and noting it sends it again under the same Message-ID. Where the mail server is away, the run ends
    and no notice is blamed.
    """
    left = 0
    for _ in range(at_most):
        async with db.writing() as session:
            notice = await _claim(session, now=now)
            if notice is None:
                break
            try:
                left += await _deliver(session, notice, send, site=site, now=now)
            except MailServerAway as away:
                notice.last_error = str(away)[:500]
                notice.due_at = now + AWAY_PAUSE
                break
    return left


async def _claim(session: AsyncSession, *, now: datetime) -> Notice | None:
    due = select(Notice).where(Notice.state == NoticeState.WAITING, Notice.due_at <= now)
    return (
        await session.scalars(
            due.order_by(Notice.due_at, Notice.created_at).limit(1).with_for_update(skip_locked=True)
        )
    ).first()


async def _deliver(session: AsyncSession, notice: Notice, send: Send, *, site: Site, now: datetime) -> bool:
    """Send one claimed notice or note why not; whether it left."""
    if not notice.necessary and await _is_stopped(session, notice):
        notice.state = NoticeState.STOPPED
        return False
    notice.tries += 1
    try:
        words = put_into_words(notice, site)
        await send(
            Outgoing(
                to=notice.to_email,
                subject=words.subject,
                text=words.text,
                html=words.html,
                language=notice.language,
                message_id=f"<{notice.message_id}>",
                written_at=notice.created_at,
                stop_url=words.stop_url,
            )
        )
    except MailServerAway:
        notice.tries -= 1
        raise
    except MailRefused as refused:
        _postpone(notice, str(refused), for_good=refused.for_good, now=now)
        return False
    except Exception as error:  # a template of ours that fails must not hold back the other notices
        _postpone(notice, f"{type(error).__name__}: {error}", for_good=False, now=now)
        return False
    notice.state, notice.sent_at, notice.last_error = NoticeState.SENT, now, None
    notice.subject = words.subject
    secret = notice.kind in SECRET_KINDS and send is not keep_here
    notice.text_body = "" if secret else words.text
    if secret:
        notice.context = {}
    return True


def _postpone(notice: Notice, reason: str, *, for_good: bool, now: datetime) -> None:
    notice.last_error = reason[:500]
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
