"""The sample's register: buildings and how they stand, owners, contacts with them, reports."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.exchange.sample.tables import Cells, Known, new_id, noon, rows
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
from leerstand.register.models import Building, Contact, Owner, Report, Vacancy
from leerstand.register.rules import draw_offset, new_report_number
from leerstand.register.service.buildings import hide

IN_THE_REGISTER_DAYS = 130


async def load_register(session: AsyncSession, known: Known) -> None:
    """Buildings first, then what staff know and did about them, then what citizens reported."""
    since = _first_known(known)
    buildings = [_building(row, known=known, since=since[row["external_id"]]) for row in rows("buildings")]
    session.add_all(buildings)
    await session.flush()
    session.add_all(_vacancy(row, known=known, since=since[row["external_id"]]) for row in rows("buildings"))
    owners = [*_owners(known), *_owners_online(known)]
    session.add_all(owners)
    await session.flush()
    session.add_all(_contacts(known, owners=owners))
    session.add_all(_report(row, known=known) for row in rows("reports"))
    await session.flush()


def _first_known(known: Known) -> dict[str, datetime]:
    """Since when each building is in the register: a report or the first contact, else some months."""
    found = {
        row["external_id"]: known.calendar.ago(IN_THE_REGISTER_DAYS + place)
        for place, row in enumerate(rows("buildings"))
    }
    for row in rows("contacts"):
        moment = noon(known.calendar.past(date.fromisoformat(row["on_date"]))) - timedelta(days=1)
        found[row["building"]] = min(found[row["building"]], moment)
    for row in rows("reports"):
        if row["state"] == ReportState.CONFIRMED:
            found[row["building"]] = known.calendar.ago(int(row["decided_days_ago"]))
    return found


def _building(row: Cells, *, known: Known, since: datetime) -> Building:
    key, building_id = row["external_id"], new_id()
    lat, lon = float(row["lat"]), float(row["lon"])
    known.buildings[key], known.ags[key] = building_id, row["ags"]
    known.keepers[key] = known.people.get(row["owner"])
    if year := row.whole("year_built"):
        known.years[key] = year
    building = Building(
        id=building_id, source="sample", external_id=key, ags=row["ags"], kind=PropertyKind(row["kind"]),
        name=row["name"], street=row["street"], house_number=row["house_number"], postcode=row["postcode"],
        place=row["place"], lat=lat, lon=lon,
        area_m2=row.number("area_m2"), rooms=row.number("rooms"), year_built=row.whole("year_built"),
        condition=Condition(row["condition"]) if row["condition"] else None, is_listed=bool(row.flag("listed")),
        note=row["note"], owner_person_id=known.people.get(row["owner"]),
        owner_organisation_id=known.bodies.get(row["owner"]), created_by_id=known.decider(row["ags"]),
        created_at=since, updated_at=since,
    )  # fmt: skip
    hide(building, (lat, lon), offset_m=draw_offset())
    return building


def _vacancy(row: Cells, *, known: Known, since: datetime) -> Vacancy:
    return Vacancy(
        building_id=known.buildings[row["external_id"]], occupancy=Occupancy(row["occupancy"]),
        since=row.fixed_day("vacant_since"),
        since_precision=Precision(row["vacant_since_precision"]) if row["vacant_since_precision"] else None,
        source=VacancySource(row["vacancy_source"]), reasons=row.several("reasons"), recorded_at=since,
        recorded_by_id=known.decider(row["ags"]),
    )  # fmt: skip


def _owners(known: Known) -> list[Owner]:
    """Owners whom only staff know."""
    return [
        Owner(
            id=new_id(), building_id=known.buildings[row["building"]], name=row["name"], address=row["address"],
            email=row["email"], data_source=row["data_source"], do_not_contact=bool(row.flag("do_not_contact")),
            informed_on=known.calendar.ago(90).date() if row.flag("informed") else None,
            created_at=known.calendar.ago(100),
        )
        for row in rows("owners")
    ]  # fmt: skip


def _owners_online(known: Known) -> list[Owner]:
    """Where letters go to owners who have an account or are written to on paper."""
    people = {row["key"]: row for row in rows("people")}
    owned = [(row["external_id"], people.get(row["owner"])) for row in rows("buildings") if row["owner"]]
    return [
        Owner(
            id=new_id(), building_id=known.buildings[key], name=person["name"], email=person["email"],
            address=f"{person['street']} {person['house_number']}, {person['postcode']} {person['place']}",
            data_source=VacancySource.OWNER.value, informed_on=known.calendar.ago(90).date(),
            created_at=known.calendar.ago(100),
        )
        for key, person in owned
        if person is not None
    ]  # fmt: skip


def _contacts(known: Known, *, owners: list[Owner]) -> list[Contact]:
    """All contacts in order of time; what was planned is done by the next contact, only the last stays open."""
    owner_ids = {owner.building_id: owner.id for owner in reversed(owners)}
    by_building: dict[str, list[Cells]] = defaultdict(list)
    for row in sorted(rows("contacts"), key=lambda row: row["on_date"]):
        by_building[row["building"]].append(row)
    made = []
    for key, history in by_building.items():
        days = [known.calendar.past(date.fromisoformat(row["on_date"])) for row in history]
        for row, day, after in zip(history, days, [*days[1:], None], strict=True):
            planned = row.whole("next_in_days")
            next_on = None if planned is None else known.calendar.ahead(planned)
            made.append(
                Contact(
                    building_id=known.buildings[key], owner_id=owner_ids.get(known.buildings[key]), on_date=day,
                    channel=Channel(row["channel"]), outcome=Outcome(row["outcome"]), note=row["note"],
                    next_on=next_on, done_at=noon(after) if after and next_on else None, recorded_at=noon(day),
                    recorded_by_id=known.people[row["by"]],
                )
            )  # fmt: skip
    return made


def _report(row: Cells, *, known: Known) -> Report:
    decided = row.whole("decided_days_ago")
    return Report(
        number=new_report_number(), ags=row["ags"], kind=PropertyKind(row["kind"]) if row["kind"] else None,
        place=row["place"], street=row["street"], house_number=row["house_number"], lat=row.number("lat"),
        lon=row.number("lon"), note=row["note"], since_year=row.whole("since_year"),
        reporter_email=row["reporter_email"] or None, language=row["language"], state=ReportState(row["state"]),
        building_id=known.buildings.get(row["building"]), created_at=known.calendar.ago(int(row["days_ago"])),
        decided_at=None if decided is None else known.calendar.ago(decided),
        decided_by_id=known.people.get(row["decided_by"]), decision_note=row["decision_note"],
    )  # fmt: skip
