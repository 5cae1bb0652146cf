"""Offers: one form of use in one building, its terms, photos, history, and complaints about it."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Computed, ForeignKey, Identity, Index, func, text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from leerstand.core.database import Base, coded
from leerstand.offers.codes import EnergyCertificate, Form, Move, OfferState
from leerstand.register.codes import Channel, PropertyKind


class Offer(Base):
    """What an owner says may happen in a building, for whom, how long and at what cost.

    `answers` holds the form's own questions (see `questions.py`), `energy` what § 87 GEG wants stated.
    `extra_cost_cents` is the part of `cost_month_cents` that only passes running costs on. Public only in state
    released, which needs the owner's dated consent; `consent_channel` says how staff got it from an owner
    who is not online. `words` is what the public text search finds: stems of what the public may read.
    """

    __tablename__ = "offers"
    __table_args__ = (
        CheckConstraint("state != 'released' OR consent_at IS NOT NULL", name="consent"),
        CheckConstraint(
            "available_until IS NULL OR available_from IS NULL OR available_until > available_from",
            name="period",
        ),
        Index("ix_offers_public", "released_at", postgresql_where=text("state = 'released'")),
        # What the public list and map ask of every offer, so that they needn't read the wide rows.
        Index(
            "ix_offers_public_facts",
            "building_id",
            postgresql_include=["id", "form", "released_at", "cost_month_cents", "area_m2"],
            postgresql_where=text("state = 'released'"),
        ),
        Index("ix_offers_state", "state"),
        Index("ix_offers_updated_at", "updated_at"),
        Index("ix_offers_words", "words", postgresql_using="gin"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    building_id: Mapped[UUID] = mapped_column(ForeignKey("buildings.id", ondelete="CASCADE"), index=True)
    form: Mapped[Form] = mapped_column(coded(Form, name="form"))
    property_kind: Mapped[PropertyKind] = mapped_column(coded(PropertyKind, name="property_kind"))
    state: Mapped[OfferState] = mapped_column(coded(OfferState, name="state"))
    title: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    wished_use: Mapped[str] = mapped_column(server_default="")
    excluded_use: Mapped[str] = mapped_column(server_default="")
    terms: Mapped[str] = mapped_column(server_default="")
    available_from: Mapped[date | None]
    available_until: Mapped[date | None]
    min_months: Mapped[float | None]
    max_months: Mapped[float | None]
    places: Mapped[int] = mapped_column(server_default=text("1"))
    capacity: Mapped[int | None]
    area_m2: Mapped[float | None]
    rooms: Mapped[float | None]
    cost_month_cents: Mapped[int | None]
    extra_cost_cents: Mapped[int | None]
    cost_note: Mapped[str] = mapped_column(server_default="")
    shares_cents: Mapped[int | None]
    features: Mapped[list[str]] = mapped_column(server_default=text("'{}'"))
    broadband_mbit: Mapped[float | None]
    answers: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    energy_certificate: Mapped[EnergyCertificate | None] = mapped_column(
        coded(EnergyCertificate, name="energy_certificate")
    )
    energy: Mapped[dict[str, Any]] = mapped_column(server_default=text("'{}'"))
    energy_note: Mapped[str] = mapped_column(server_default="")
    shows_exact_place: Mapped[bool] = mapped_column(server_default=text("false"))
    contact_name: Mapped[str] = mapped_column(server_default="")
    consent_at: Mapped[datetime | None]
    consent_channel: Mapped[Channel | None] = mapped_column(coded(Channel, name="consent_channel"))
    consent_note: Mapped[str] = mapped_column(server_default="")
    all_owners_agree: Mapped[bool] = mapped_column(server_default=text("false"))
    created_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    created_at: Mapped[datetime] = mapped_column(server_default=func.now())
    updated_at: Mapped[datetime] = mapped_column(server_default=func.now())
    submitted_at: Mapped[datetime | None]
    released_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    asked_at: Mapped[datetime | None]
    expires_on: Mapped[date | None]
    words: Mapped[str] = mapped_column(
        TSVECTOR,
        Computed(
            "to_tsvector('german', title || ' ' || description || ' ' || wished_use || ' ' || terms)"
            " || jsonb_to_tsvector('german', answers, '[\"string\"]')",
            persisted=True,
        ),
        deferred=True,
    )


class OfferStep(Base):
    """One step in an offer's life: who moved it where, when and why. Steps are only ever added."""

    __tablename__ = "offer_steps"
    __table_args__ = (Index("ix_offer_steps_offer_id_at", "offer_id", "at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    ordinal: Mapped[int] = mapped_column(Identity())
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    move: Mapped[Move | None] = mapped_column(coded(Move, name="move"))
    state: Mapped[OfferState] = mapped_column(coded(OfferState, name="state"))
    note: Mapped[str] = mapped_column(server_default="")
    seen_at: Mapped[datetime | None]  # of the release before alone: who has seen what is in the trail now


class OfferPhoto(Base):
    """A photo of an offer, in the order its owner chose; `alt` says what it shows."""

    __tablename__ = "offer_photos"

    offer_id: Mapped[UUID] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), primary_key=True)
    photo_id: Mapped[UUID] = mapped_column(ForeignKey("photos.id", ondelete="CASCADE"), primary_key=True)
    ordinal: Mapped[int]
    alt: Mapped[str] = mapped_column(server_default="")


class OfferComplaint(Base):
    """Somebody reports a listing (Art. 16 DSA): why, and what staff answered."""

    __tablename__ = "offer_complaints"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str]
    email: Mapped[str | None]
    created_at: Mapped[datetime]
    handled_at: Mapped[datetime | None]
    handled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    answer: Mapped[str] = mapped_column(server_default="")
