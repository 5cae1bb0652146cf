"""The sample's searches, with the consents their writers gave."""

from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.exchange.sample.tables import Known, new_id, rows
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search

NEWEST_DAYS, LATEST_CHANGE_DAYS = 41, 40


async def load_searches(session: AsyncSession, known: Known) -> None:
    """All searches; each is older than the first application that was made with it."""
    for place, row in enumerate(rows("searches")):
        written = known.calendar.ago(NEWEST_DAYS + place)
        state = SearchState(row["state"])
        consent = None if state is SearchState.DRAFT else written
        search = Search(
            id=new_id(), external_id=f"sample:{row['id']}", person_id=known.people[row["person"]], state=state,
            title=row["title"], forms=row.several("forms"), property_kinds=row.several("property_kinds"),
            place=row["place"], radius_km=row.number("radius_km"),
            starts_on=known.calendar.day(row.fixed_day("from")), ends_on=known.calendar.day(row.fixed_day("until")),
            min_months=row.number("min_months"), persons=row.whole("persons") or 1,
            budget_month_cents=row.cents("budget_month_eur"), shares_max_cents=row.cents("shares_max_eur"),
            min_area_m2=row.number("min_area_m2"), min_rooms=row.number("min_rooms"), needs=row.several("needs"),
            wishes=row.several("wishes"), min_broadband_mbit=row.number("min_broadband_mbit"), text=row["text"],
            has_car=row.flag("has_car"), consent_at=consent, pool_consent_at=consent if place % 3 else None,
            created_at=written, updated_at=known.calendar.ago(LATEST_CHANGE_DAYS),
        )  # fmt: skip
        session.add(search)
        known.searches[row["id"]] = search.id
        known.seekers[row["id"]] = search.person_id
    await session.flush()
