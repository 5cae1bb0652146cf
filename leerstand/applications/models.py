"""Applications: a search's owner asks for an offer."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from leerstand.applications.codes import ApplicationState
from leerstand.core.database import Base, coded


class Application(Base):
    """One person's request for one offer.

    Names and contact data are shown to both sides from `released_at` on, never before.
    """

    __tablename__ = "applications"
    __table_args__ = (
        Index(
            "ix_applications_one_open",
            "offer_id",
            "person_id",
            unique=True,
            postgresql_where=text("state NOT IN ('withdrawn', 'declined', 'not_agreed')"),
        ),
        CheckConstraint(
            "state NOT IN ('meeting', 'agreed', 'not_agreed') OR released_at IS NOT NULL", name="released"
        ),
        CheckConstraint("state = 'draft' OR sent_at IS NOT NULL", name="sent"),
        CheckConstraint("state != 'agreed' OR starts_on IS NOT NULL", name="agreed"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    search_id: Mapped[UUID] = mapped_column(ForeignKey("searches.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    state: Mapped[ApplicationState] = mapped_column(coded(ApplicationState, name="state"))
    message: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    answer_by: Mapped[date | None]
    seen_at: Mapped[datetime | None]  # of the release before alone: who has seen what is in the trail now
    decided_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(server_default="")
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


class ApplicationStep(Base):
    """One step of an application: who moved it where, when and why. Steps are only ever added."""

    __tablename__ = "application_steps"
    __table_args__ = (Index("ix_application_steps_application_id_at", "application_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    application_id: Mapped[UUID] = mapped_column(ForeignKey("applications.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    state: Mapped[ApplicationState] = mapped_column(coded(ApplicationState, name="state"))
    note: Mapped[str] = mapped_column(server_default="")
