"""Notices to people, and the kinds of notices that people have stopped."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from leerstand.core.database import Base, coded
from leerstand.notices.codes import NoticeState


class Notice(Base):
    """One mail to one person, ready to be sent; `about_…` and `ags` say which case it belongs to.

    Links in it begin with a placeholder for the public address, which is filled in when it leaves.
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_waiting", "due_at", postgresql_where=text("state = 'waiting'")),
        Index("ix_notices_created_at", "created_at"),
        Index("ix_notices_ags_created_at", "ags", "created_at"),
        Index("ix_notices_about", "about_kind", "about_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    to_email: Mapped[str]
    kind: Mapped[str]
    language: Mapped[str]
    subject: Mapped[str]
    text_body: Mapped[str]
    html_body: Mapped[str]
    necessary: Mapped[bool]
    about_kind: Mapped[str | None]
    about_id: Mapped[str | None]
    ags: Mapped[str | None]
    dedupe_key: Mapped[str | None] = mapped_column(unique=True)
    message_id: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[NoticeState] = mapped_column(coded(NoticeState, name="state"))
    tries: Mapped[int] = mapped_column(server_default=text("0"))
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str | None]


class NoticeStop(Base):
    """A person wants no mail of this kind; the kind `*` stands for everything that is not necessary."""

    __tablename__ = "notice_stops"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    stopped_at: Mapped[datetime]
