"""Texts that the operator writes: imprint, privacy, accessibility, help."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from leerstand.core.database import Base


class SiteText(Base):
    """One page's text in one language, in Markdown; without a row the text that comes with the software is shown."""

    __tablename__ = "site_texts"

    key: Mapped[str] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[str]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
