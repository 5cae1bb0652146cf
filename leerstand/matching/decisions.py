"""What staff released and declined, held against the scores, so that weights can be judged by practice."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.matching.codes import ProposalState
from leerstand.matching.models import Proposal

BANDS = (75, 60, 45, 0)


@dataclass(frozen=True, slots=True)
class Decision:
    """One pair that a person decided about."""

    released: bool
    score: float
    reasons: Sequence[dict[str, Any]]
    note: str


@dataclass(frozen=True, slots=True)
class Practice:
    """Decisions by score, by criterion and by reason.

    `bands`: (least score, released, declined), highest first. `criteria`: (criterion, mean score of the released,
    mean score of the declined), the widest gap first; a mean is None where there is none.
    """

    bands: tuple[tuple[int, int, int], ...]
    criteria: tuple[tuple[str, float | None, float | None], ...]
    notes: tuple[tuple[str, int], ...]


async def decided(session: AsyncSession) -> list[Decision]:
    """All released and declined pairs that the matcher had proposed. One query."""
    rows = await session.execute(
        select(Proposal.state, Proposal.score, Proposal.reasons, Proposal.decision_note).where(
            Proposal.state.in_((ProposalState.RELEASED, ProposalState.DECLINED)),
            Proposal.engine_version != "",
        )
    )
    return [
        Decision(state is ProposalState.RELEASED, score, reasons, note)
        for state, score, reasons, note in rows
    ]


def practice(decisions: Iterable[Decision]) -> Practice:
    """Sum decisions up."""
    bands: dict[int, list[int]] = {band: [0, 0] for band in BANDS}
    scores: dict[str, tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    notes: Counter[str] = Counter()
    for decision in decisions:
        side = 0 if decision.released else 1
        bands[next(band for band in BANDS if decision.score >= band)][side] += 1
        for criterion, score in {reason["criterion"]: reason["score"] for reason in decision.reasons}.items():
            scores[criterion][side].append(score)
        if not decision.released and decision.note:
            notes[decision.note] += 1
    criteria = [(name, _mean(released), _mean(declined)) for name, (released, declined) in scores.items()]
    criteria.sort(key=lambda row: -abs((row[1] or 0) - (row[2] or 0)))
    return Practice(
        tuple((band, released, declined) for band, (released, declined) in bands.items()),
        tuple(criteria),
        tuple(notes.most_common(10)),
    )


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
