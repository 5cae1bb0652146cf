"""The step that draws public points anew for an instance that had them from a formula."""

import importlib.util
from types import ModuleType

from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import Connection

from leerstand.core.pages import source_folder
from leerstand.matching.models import Proposal
from leerstand.places.geography import between_km
from leerstand.register.models import Building
from tests.cast import Cast
from tests.makers import chain


def the_step() -> ModuleType:
    (path,) = (source_folder("sql") / "migrations" / "versions").glob("*_draw_the_public_points_anew.py")
    spec = importlib.util.spec_from_file_location("step", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def taken(connection: Connection) -> None:
    with Operations.context(MigrationContext.configure(connection)):
        the_step().upgrade()


async def test_all_public_points_are_drawn_anew_and_told_distances_forgotten(cast: Cast) -> None:
    reasons = [{"criterion": name, "note_de": name} for name in ("plan", "distance", "way", "cost")]
    async with cast.db.writing() as session:
        houses = [await chain.a_building(session) for _ in range(3)]
        village = await chain.a_building(session, lat=None, lon=None)
        offer, search = (
            await chain.an_offer(session, houses[0]),
            await chain.a_search(session, cast.ids["sami"]),
        )
        proposal = await chain.a_proposal(session, offer, search, reasons=reasons)
    async with cast.db.engine.connect() as connection:
        await connection.run_sync(taken)
    async with cast.db.reading() as session:
        after = [await session.get_one(Building, one.id) for one in houses]
        unmoved = await session.get_one(Building, village.id)
        told = (await session.get_one(Proposal, proposal.id)).reasons
    away = [1000 * between_km((one.lat, one.lon), (one.rough_lat, one.rough_lon)) for one in after]  # type: ignore[arg-type]
    assert all(319 < metres < 681 for metres in away)
    assert len({one.offset_m for one in after} - {None}) == 3
    assert (unmoved.rough_lat, unmoved.offset_m) == (52.972, None)
    assert [reason["criterion"] for reason in told] == ["plan", "cost"]
