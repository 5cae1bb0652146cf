"""Proposals: an offer and a search that fit, with score and reasons, and what the municipality decided."""

from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from leerstand.core.database import Base, coded
from leerstand.matching.codes import ProposalState, Side


class Proposal(Base):
    """One pair. `reasons` is a list of {criterion, score, weight, kind, note_de, note_en, words}.

    `ended_at` is set while the pair doesn't fit any more (withdrawn, changed, let); a declined pair
    stays declined until one side changes. `told_at` and `told_score` say when people were last told of the pair,
    and how well it fitted then: clerks while it waits, both sides once it is released.
    """

    __tablename__ = "proposals"
    __table_args__ = (
        UniqueConstraint("offer_id", "search_id"),
        CheckConstraint("score BETWEEN 0 AND 100", name="score"),
        CheckConstraint("state IN ('new', 'asked') OR decided_at IS NOT NULL", name="decided"),
        Index("ix_proposals_search_id_score", "search_id", "score"),
        Index("ix_proposals_open", "state", "score", postgresql_where=text("ended_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    offer_id: Mapped[UUID] = mapped_column(ForeignKey("offers.id", ondelete="CASCADE"))
    search_id: Mapped[UUID] = mapped_column(ForeignKey("searches.id", ondelete="CASCADE"))
    score: Mapped[float]
    reasons: Mapped[list[dict[str, Any]]]
    engine_version: Mapped[str]
    state: Mapped[ProposalState] = mapped_column(coded(ProposalState, name="state"))
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    due_on: Mapped[date]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    decision_note: Mapped[str] = mapped_column(server_default="")
    wanted_at: Mapped[datetime | None]
    seen_at: Mapped[datetime | None]  # of the release before alone: who has seen what is in the trail now
    told_at: Mapped[datetime | None]
    told_score: Mapped[float | None]


class ProposalQuestion(Base):
    """The municipality asks one side before it decides; the answer comes back here."""

    __tablename__ = "proposal_questions"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("proposals.id", ondelete="CASCADE"), index=True)
    side: Mapped[Side] = mapped_column(coded(Side, name="side"))
    question: Mapped[str]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("people.id", ondelete="SET NULL"))
    answer: Mapped[str] = mapped_column(server_default="")
    answered_at: Mapped[datetime | None]


class MatchMark(Base):
    """When one side (an offer or a search) was last compared with the other, and by which engine."""

    __tablename__ = "match_marks"

    side: Mapped[str] = mapped_column(primary_key=True)
    subject_id: Mapped[UUID] = mapped_column(primary_key=True)
    matched_at: Mapped[datetime]
    engine_version: Mapped[str]
