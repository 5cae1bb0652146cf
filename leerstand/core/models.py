"""Tables without domain words: runs of jobs, counters of rate limits, photos."""

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from leerstand.core.database import Base


class JobRun(Base):
    """One run of a scheduled job, from start to end or error."""

    __tablename__ = "job_runs"
    __table_args__ = (Index("ix_job_runs_name_started_at", "name", "started_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    name: Mapped[str]
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    ok: Mapped[bool | None]
    done: Mapped[int | None]
    error: Mapped[str | None]


class Attempt(Base):
    """How often something was tried within one window: `key` says what and by whom (hashed)."""

    __tablename__ = "attempts"

    key: Mapped[str] = mapped_column(primary_key=True)
    window_started_at: Mapped[datetime] = mapped_column(primary_key=True)
    count: Mapped[int]


class Photo(Base):
    """A picture somebody uploaded, re-encoded; what it shows and who may see it is said by the slice that links it."""

    __tablename__ = "photos"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    width: Mapped[int]
    height: Mapped[int]
    created_at: Mapped[datetime]


class PhotoFile(Base):
    """One size and format of a photo; kept in the database so that one backup and every replica has it."""

    __tablename__ = "photo_files"

    photo_id: Mapped[UUID] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True)
    width: Mapped[int] = mapped_column(primary_key=True)
    media_type: Mapped[str] = mapped_column(primary_key=True)
    body: Mapped[bytes]


class DiskClaim(Base):
    """How much disk something of a visitor without an account takes, and until when; `visitor` is a hash."""

    __tablename__ = "disk_claims"

    key: Mapped[str] = mapped_column(primary_key=True)
    visitor: Mapped[str] = mapped_column(index=True)
    size_bytes: Mapped[int]
    until: Mapped[datetime] = mapped_column(index=True)
