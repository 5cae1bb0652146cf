"""Searches: what a person or a group looks for."""

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, func, text
from sqlalchemy.orm import Mapped, mapped_column

from leerstand.core.database import Base, coded
from leerstand.searches.codes import SearchState


class Search(Base):
    """One profile, reusable for many applications; the facts are those of the matching contract.

    `starts_on`/`ends_on` are the wished stay; without an end it is for good. Lists hold codes
    (forms, property kinds, features). Matched only while active and with `consent_at`.
    """

    __tablename__ = "searches"
    __table_args__ = (
        CheckConstraint("state != 'active' OR consent_at IS NOT NULL", name="consent"),
        Index("ix_searches_active", "id", postgresql_where=text("state = 'active'")),
        Index("ix_searches_updated_at", "updated_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id", ondelete="CASCADE"), index=True)
    state: Mapped[SearchState] = mapped_column(coded(SearchState, name="state"))
    title: Mapped[str] = mapped_column(server_default="")
    forms: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    property_kinds: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    place: Mapped[str] = mapped_column(server_default="")
    radius_km: Mapped[float | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    min_months: Mapped[float | None]
    persons: Mapped[int] = mapped_column(server_default=text("1"))
    budget_month_cents: Mapped[int | None]
    shares_max_cents: Mapped[int | None]
    min_area_m2: Mapped[float | None]
    min_rooms: Mapped[float | None]
    needs: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    wishes: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    min_broadband_mbit: Mapped[float | None]
    text: Mapped[str] = mapped_column(server_default="")
    has_car: Mapped[bool | None]
    consent_at: Mapped[datetime | None]
    pool_consent_at: Mapped[datetime | None]
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
