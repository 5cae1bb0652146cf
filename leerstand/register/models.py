"""The register: buildings, how empty they are and since when, owners, contacts with them, reports."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from leerstand.core.database import Base, coded
from leerstand.register.codes import (
    Channel,
    Condition,
    Occupancy,
    Outcome,
    Precision,
    PropertyKind,
    ReportState,
    VacancySource,
)


class Building(Base):
    """What stands in the register. Internal: what the public may see is its offers.

    `ags` is the municipality's key (eight digits) and decides which staff see it.
    (`lat`, `lon`) is the exact point, for staff and the owner; (`rough_lat`, `rough_lon`) is the public one, moved
    from it by (`offset_east_m`, `offset_north_m`), which are drawn at random and in no other way connected with it.
    `search_text` is kept by a trigger: the place, a stroke, and all that is searched, in the spelling of `folded`.
    `imported` is what the last import said, field by field: what differs from it was changed by a person.
    """

    __tablename__ = "buildings"
    __table_args__ = (
        UniqueConstraint("source", "external_id"),
        Index("ix_buildings_ags_pattern", "ags", postgresql_ops={"ags": "text_pattern_ops"}),
        Index("ix_buildings_lat_lon", "lat", "lon"),
        Index("ix_buildings_rough_lat_rough_lon", "rough_lat", "rough_lon"),
        Index("ix_buildings_updated_at", "updated_at"),
        # The order of places in German, on servers with and without ICU.
        Index("ix_buildings_german_place", text("translate(lower(place), 'äöüßÄÖÜ', 'aousaou')"), "id"),
        Index(
            "ix_buildings_merged_into_id",
            "merged_into_id",
            postgresql_where=text("merged_into_id IS NOT NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    source: Mapped[str] = mapped_column(server_default="staff")
    external_id: Mapped[str | None]
    ags: Mapped[str]
    kind: Mapped[PropertyKind] = mapped_column(coded(PropertyKind, name="kind"))
    name: Mapped[str] = mapped_column(server_default="")
    street: Mapped[str] = mapped_column(server_default="")
    house_number: Mapped[str] = mapped_column(server_default="")
    postcode: Mapped[str] = mapped_column(server_default="")
    place: Mapped[str]
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    rough_lat: Mapped[float | None]
    rough_lon: Mapped[float | None]
    offset_east_m: Mapped[float | None]
    offset_north_m: Mapped[float | None]
    area_m2: Mapped[float | None]
    rooms: Mapped[float | None]
    year_built: Mapped[int | None]
    condition: Mapped[Condition | None] = mapped_column(coded(Condition, name="condition"))
    is_listed: Mapped[bool] = mapped_column(server_default=text("false"))
    note: Mapped[str] = mapped_column(server_default="")
    search_text: Mapped[str] = mapped_column(server_default="")
    owner_person_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("people.id", ondelete="SET NULL"), index=True
    )
    owner_organisation_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("organisations.id", ondelete="SET NULL"), index=True
    )
    imported: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("buildings.id", ondelete="SET NULL"))
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())

    @property
    def offset_m(self) -> tuple[float, float] | None:
        """Metres to the east and to the north from the exact to the public point; None before the draw."""
        if self.offset_east_m is None or self.offset_north_m is None:
            return None
        return self.offset_east_m, self.offset_north_m


class Owner(Base):
    """Whom to write to about a building, as far as staff know; not every owner has an account."""

    __tablename__ = "owners"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    building_id: Mapped[UUID] = mapped_column(ForeignKey("buildings.id", ondelete="CASCADE"), index=True)
    name: Mapped[str]
    address: Mapped[str] = mapped_column(server_default="")
    phone: Mapped[str] = mapped_column(server_default="")
    email: Mapped[str] = mapped_column(server_default="")
    data_source: Mapped[str] = mapped_column(server_default="")
    informed_on: Mapped[date | None]
    do_not_contact: Mapped[bool] = mapped_column(server_default=text("false"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())


class Vacancy(Base):
    """How a building stood from one moment to the next; the open row (no `ended_at`) is how it stands now."""

    __tablename__ = "vacancies"
    __table_args__ = (
        Index("ix_vacancies_now", "building_id", unique=True, postgresql_where=text("ended_at IS NULL")),
        Index("ix_vacancies_building_id", "building_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    building_id: Mapped[UUID] = mapped_column(ForeignKey("buildings.id", ondelete="CASCADE"))
    occupancy: Mapped[Occupancy] = mapped_column(coded(Occupancy, name="occupancy"))
    since: Mapped[date | None]
    since_precision: Mapped[Precision | None] = mapped_column(coded(Precision, name="since_precision"))
    source: Mapped[VacancySource] = mapped_column(coded(VacancySource, name="source"))
    reasons: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    note: Mapped[str] = mapped_column(server_default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    ended_at: Mapped[datetime | None]


class Contact(Base):
    """One letter, call, visit or mail to an owner, its outcome, and when to come back to it."""

    __tablename__ = "contacts"
    __table_args__ = (
        Index(
            "ix_contacts_next_on", "next_on", postgresql_where=text("next_on IS NOT NULL AND done_at IS NULL")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    building_id: Mapped[UUID] = mapped_column(ForeignKey("buildings.id", ondelete="CASCADE"), index=True)
    owner_id: Mapped[UUID | None] = mapped_column(ForeignKey("owners.id", ondelete="SET NULL"))
    on_date: Mapped[date]
    channel: Mapped[Channel] = mapped_column(coded(Channel, name="channel"))
    outcome: Mapped[Outcome] = mapped_column(coded(Outcome, name="outcome"))
    note: Mapped[str] = mapped_column(server_default="")
    next_on: Mapped[date | None]
    done_at: Mapped[datetime | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))


class Report(Base):
    """A citizen's hint that something stands empty; `number` is what its status page is found by."""

    __tablename__ = "reports"
    __table_args__ = (
        Index("ix_reports_ags_pattern", "ags", postgresql_ops={"ags": "text_pattern_ops"}),
        CheckConstraint("(state = 'received') = (decided_at IS NULL)", name="decided"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(unique=True)
    ags: Mapped[str]
    kind: Mapped[PropertyKind | None] = mapped_column(coded(PropertyKind, name="kind"))
    place: Mapped[str]
    street: Mapped[str] = mapped_column(server_default="")
    house_number: Mapped[str] = mapped_column(server_default="")
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    note: Mapped[str] = mapped_column(server_default="")
    since_year: Mapped[int | None]
    reporter_email: Mapped[str | None]
    reporter_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    language: Mapped[str] = mapped_column(server_default="de")
    state: Mapped[ReportState] = mapped_column(coded(ReportState, name="state"))
    building_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("buildings.id", ondelete="SET NULL"), index=True
    )
    created_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    decision_note: Mapped[str] = mapped_column(server_default="")


class ReportPhoto(Base):
    """A photo sent with a report; staff see it, the public never."""

    __tablename__ = "report_photos"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"), primary_key=True)
    photo_id: Mapped[UUID] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True)


class ReportDraft(Base):
    """A report while it is being written, found by the writer's cookie; `typed` is what stands in the fields.

    Deleted when the report is sent, or after two days.
    """

    __tablename__ = "report_drafts"

    token_hash: Mapped[str] = mapped_column(primary_key=True)
    typed: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    photo_ids: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    # Where a photo says that it was taken, by its id as [lat, lon]: offered to the writer, kept nowhere else.
    photo_positions: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime] = mapped_column(index=True)
