"""The outbox: what is to be told to whom, what was sent, what failed and why."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from leerstand.core.database import Base, coded
from leerstand.notices.codes import NoticeState


class Notice(Base):
    """One letter or mail. `kind` names its template (`templates/mail/<kind>.txt`), `context` fills it.

    It is put into words when it is sent; then `subject` and `text_body` keep what was said. What `context` holds beside
    text is marked (`notices.facts`).
    """

    __tablename__ = "notices"
    __table_args__ = (
        Index("ix_notices_due", "due_at", postgresql_where=text("state = 'waiting'")),
        Index("ix_notices_created_at", "created_at"),
        Index("ix_notices_ags_pattern", "ags", postgresql_ops={"ags": "text_pattern_ops"}),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"), index=True)
    to_email: Mapped[str]
    language: Mapped[str]
    kind: Mapped[str]
    context: Mapped[dict[str, Any]]
    necessary: Mapped[bool]
    about_kind: Mapped[str | None]
    about_id: Mapped[str | None]
    ags: Mapped[str | None]
    dedupe_key: Mapped[str | None] = mapped_column(unique=True)
    message_id: Mapped[str] = mapped_column(unique=True)
    state: Mapped[NoticeState] = mapped_column(coded(NoticeState, name="state"))
    tries: Mapped[int] = mapped_column(server_default=text("0"))
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]  # the next try
    first_due_at: Mapped[datetime | None]  # when it should have left; None in rows of older releases
    sent_at: Mapped[datetime | None]
    subject: Mapped[str] = mapped_column(server_default="")
    text_body: Mapped[str] = mapped_column(server_default="")
    last_error: Mapped[str | None]


class NoticeStop(Base):
    """A kind of notice somebody doesn't want by mail any more."""

    __tablename__ = "notice_stops"

    email: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    stopped_at: Mapped[datetime]
