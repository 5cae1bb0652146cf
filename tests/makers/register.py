"""Buildings and reports for tests."""

from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.register.codes import Occupancy, PropertyKind, ReportState, VacancySource
from leerstand.register.models import Building, Contact, Owner, Report, Vacancy
from leerstand.register.rules import draw_offset, new_report_number
from leerstand.register.service.buildings import hide
from tests.cast import LUECHOW, NOW


async def a_building(session: AsyncSession, **changes: Any) -> Building:
    """A confirmed empty farm in Satemin (Lüchow); `occupancy` and `since` say how it stands."""
    occupancy = changes.pop("occupancy", Occupancy.CONFIRMED_EMPTY)
    since = changes.pop("since", None)
    recorded_at = changes.pop("recorded_at", NOW)
    facts = {
        "id": uuid4(), "ags": LUECHOW, "kind": PropertyKind.FARM, "name": "", "street": "Am Rundling",
        "house_number": "9", "postcode": "29439", "place": "Satemin", "lat": 52.95637, "lon": 11.0936, "note": "",
        "created_at": NOW, "updated_at": NOW, "source": "staff", "is_listed": False, "imported": {},
    } | changes  # fmt: skip
    building = Building(**facts)
    if building.lat is not None and building.lon is not None:
        hide(building, (building.lat, building.lon), offset_m=draw_offset())
    session.add(building)
    await session.flush()
    session.add(
        Vacancy(building_id=building.id, occupancy=occupancy, since=since, source=VacancySource.INSPECTION,
                reasons=[], note="", recorded_at=recorded_at)
    )  # fmt: skip
    await session.flush()
    return building


async def an_owner(session: AsyncSession, building_id: UUID, **changes: Any) -> Owner:
    """An owner known to staff."""
    facts = {"name": "Erben Grote", "address": "Uelzen", "created_at": NOW, "do_not_contact": False} | changes
    owner = Owner(building_id=building_id, **facts)
    session.add(owner)
    await session.flush()
    return owner


async def a_contact(session: AsyncSession, building_id: UUID, **changes: Any) -> Contact:
    """A letter sent today, with nothing to do next."""
    facts = {
        "on_date": NOW.date(),
        "channel": "letter",
        "outcome": "letter_sent",
        "note": "",
        "recorded_at": NOW,
    }
    contact = Contact(building_id=building_id, **(facts | changes))
    session.add(contact)
    await session.flush()
    return contact


async def a_report(session: AsyncSession, **changes: Any) -> Report:
    """A citizen's report of a house in Satemin that waits for staff."""
    facts = {
        "number": new_report_number(), "ags": LUECHOW, "kind": PropertyKind.HOUSE, "place": "Satemin",
        "street": "Dorfstraße", "house_number": "3", "note": "Kein Licht", "state": ReportState.RECEIVED,
        "created_at": NOW, "language": "de",
    } | changes  # fmt: skip
    report = Report(**facts)
    session.add(report)
    await session.flush()
    return report
