"""Buildings from a list: new ones are taken in, known ones follow the list except where a person knew better."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.models import AuditEntry
from leerstand.core.tables import Counts
from leerstand.register.codes import Condition, Occupancy, PropertyKind, VacancySource
from leerstand.register.imports import BuildingRow, Stand
from leerstand.register.models import Building, Vacancy
from leerstand.register.service.buildings import place_at

TEXTS = ("name", "street", "house_number", "postcode", "note")


async def import_buildings(
    session: AsyncSession,
    rows: Sequence[BuildingRow],
    *,
    source: str,
    now: datetime,
    actor_id: UUID | None = None,
) -> Counts:
    """Take in a batch of rows, each known by (source, external_id); importing twice changes nothing.

    `Building.imported` keeps what the last import said. A field is overwritten only if the list says something
    new and the field still holds what the list said before; how a building stands, only if no person recorded
    it. Empty cells say nothing; `kept` counts fields that stayed as a person had set them. One query to read, one flush.
    """
    counts: Counter[str] = Counter()
    known = await _known(session, [row.external_id for row in rows], source=source)
    for row in rows:
        if row.external_id not in known:
            _take_in(session, row, source=source, now=now, actor_id=actor_id)
            counts["new"] += 1
            continue
        building, vacancy = known[row.external_id]
        changed = _follow(building, row, counts=counts, now=now)
        changed = (
            _follow_stand(session, building, row=row, vacancy=vacancy, counts=counts, now=now) or changed
        )
        building.imported = {**building.imported, **_said(row)}
        if changed:
            building.updated_at = now
            session.add(_noted("import_changed", building, actor_id=actor_id, now=now))
        counts["changed"] += changed
        counts["same"] += not changed
    await session.flush()
    return Counts(**counts)


async def _known(
    session: AsyncSession, external_ids: Sequence[str], *, source: str
) -> dict[str, tuple[Building, Vacancy | None]]:
    found = await session.execute(
        select(Building, Vacancy)
        .outerjoin(Vacancy, and_(Vacancy.building_id == Building.id, Vacancy.ended_at.is_(None)))
        .where(Building.source == source, Building.external_id.in_(external_ids))
    )
    return {
        building.external_id: (building, vacancy) for building, vacancy in found.all() if building.external_id
    }


def _take_in(
    session: AsyncSession, row: BuildingRow, *, source: str, now: datetime, actor_id: UUID | None
) -> None:
    building = Building(
        id=uuid4(), source=source, external_id=row.external_id, kind=PropertyKind.BUILDING, place=row.facts["place"],
        is_listed=False, created_at=now, updated_at=now, created_by_id=actor_id, imported=_said(row),
        **dict.fromkeys(TEXTS, ""),
    )  # fmt: skip
    for name, value in row.facts.items():
        setattr(building, name, value)
    place_at(building, row.where)
    session.add(building)
    _begin(
        session,
        building.id,
        stand=row.stand or Stand(Occupancy.SUSPECTED, None, VacancySource.IMPORT, ()),
        now=now,
    )
    session.add(_noted("building_imported", building, actor_id=actor_id, now=now))


def _follow(building: Building, row: BuildingRow, *, counts: Counter[str], now: datetime) -> bool:
    changed = False
    before, said = building.imported, _said(row)
    for name, value in row.facts.items():
        if said[name] == before.get(name):
            continue
        if _plain(getattr(building, name)) != before.get(name, _plain(getattr(building, name))):
            counts["kept"] += 1
        elif _plain(getattr(building, name)) != said[name]:
            setattr(building, name, _typed(name, value))
            changed = True
    here = [building.ags, building.lat, building.lon]
    if said["where"] != before.get("where"):
        if here != before.get("where", here):
            counts["kept"] += 1
        elif here != said["where"]:
            place_at(building, row.where)
            changed = True
    return changed


def _follow_stand(
    session: AsyncSession,
    building: Building,
    *,
    row: BuildingRow,
    vacancy: Vacancy | None,
    counts: Counter[str],
    now: datetime,
) -> bool:
    if row.stand is None or _said(row)["stand"] == building.imported.get("stand"):
        return False
    if vacancy is not None and vacancy.recorded_by_id is not None:
        counts["kept"] += 1
        return False
    if vacancy is not None:
        vacancy.ended_at = now
    _begin(session, building.id, stand=row.stand, now=now)
    return True


def _begin(session: AsyncSession, building_id: UUID, *, stand: Stand, now: datetime) -> None:
    session.add(
        Vacancy(
            building_id=building_id, occupancy=stand.occupancy, since=stand.since.day if stand.since else None,
            since_precision=stand.since.precision if stand.since else None, source=stand.source,
            reasons=[reason.value for reason in stand.reasons], note="", recorded_at=now,
        )
    )  # fmt: skip


def _said(row: BuildingRow) -> dict[str, Any]:
    """What a row says, as it is kept beside the building."""
    said: dict[str, Any] = {name: _plain(value) for name, value in row.facts.items()}
    said["where"] = [row.where.ags, row.where.lat, row.where.lon]
    if row.stand is not None:
        since = row.stand.since
        said["stand"] = [
            row.stand.occupancy.value, since.day.isoformat() if since else None,
            since.precision.value if since else None, row.stand.source.value,
            [reason.value for reason in row.stand.reasons],
        ]  # fmt: skip
    return said


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, StrEnum) else value


def _typed(name: str, value: Any) -> Any:
    return Condition(value) if name == "condition" else value


def _noted(action: str, building: Building, *, actor_id: UUID | None, now: datetime) -> AuditEntry:
    return AuditEntry(
        at=now, actor_id=actor_id, action=action, subject_kind="building", subject_id=str(building.id),
        ags=building.ags, details={"source": building.source},
    )  # fmt: skip
