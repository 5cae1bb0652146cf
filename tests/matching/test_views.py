"""What fits a search, as its newcomer sees it: what the worker has stored, and the truth while it is looking."""

from datetime import timedelta

from sqlalchemy import func, select

from leerstand.accounts.codes import Look
from leerstand.accounts.models import AuditEntry
from leerstand.matching.codes import ProposalState
from leerstand.matching.jobs import match_changed
from leerstand.matching.models import MatchMark, Proposal
from leerstand.matching.pool import Pool
from leerstand.searches.codes import SearchState
from leerstand.searches.models import Search
from tests.cast import NOW, Cast
from tests.makers.chain import a_building, a_search, an_offer
from tests.makers.world import a_world

LATER = NOW + timedelta(minutes=1)
TITLE = "Zimmer am Rundling"


async def a_draft_and_an_offer(cast: Cast) -> str:
    async with cast.db.writing() as session:
        await an_offer(session, await a_building(session), title=TITLE)
        search = await a_search(session, cast.ids["sami"])
        search.state = SearchState.DRAFT
    return f"/mein/gesuch/{search.id}"


async def test_a_page_never_matches_and_says_that_the_worker_is_looking(cast: Cast) -> None:
    path = await a_draft_and_an_offer(cast)
    async with cast.browser("sami") as sami:
        activated = await sami.post(f"{path}/pruefen", data={"consent": "on"})
        assert activated.headers["location"] == f"{path}/vorschlaege"
        looking = await sami.get(f"{path}/vorschlaege")
        assert "Wir suchen gerade" in looking.text
        assert f'href="{path}/vorschlaege"' in looking.text
        assert "Im Moment passt nichts" not in looking.text
        async with cast.db.reading() as session:
            assert await session.scalar(select(func.count(Proposal.id))) == 0
            assert await session.scalar(select(func.count()).select_from(MatchMark)) == 0
        await match_changed(cast.db, Pool(), now=LATER)
        found = await sami.get(f"{path}/vorschlaege")
    assert TITLE in found.text
    assert "Wir suchen gerade" not in found.text


async def test_what_fitted_before_stays_while_a_changed_search_is_looked_at_again(cast: Cast) -> None:
    path = await a_draft_and_an_offer(cast)
    async with cast.browser("sami") as sami:
        await sami.post(f"{path}/pruefen", data={"consent": "on"})
        await match_changed(cast.db, Pool(), now=LATER)
        cast.clock.moment = LATER + timedelta(minutes=1)
        async with cast.db.writing() as session:
            (await session.scalars(select(Search))).one().updated_at = cast.clock()
        shown = await sami.get(f"{path}/vorschlaege")
    assert "Wir suchen gerade neu" in shown.text
    assert TITLE in shown.text


async def test_released_proposals_are_news_until_they_are_looked_at(cast: Cast) -> None:
    world = await a_world(cast, cast.app.state.signer)
    path = f"/mein/gesuch/{world['search_id']}/vorschlaege"
    async with cast.db.writing() as session:
        released = await session.get_one(Proposal, world.proposals["new"])
        released.state, released.decided_at = ProposalState.RELEASED, NOW
    async with cast.browser("sami") as sami:
        before = (await sami.get("/mein/gesuch")).text
        await sami.head(path)
        assert (await sami.get("/mein/gesuch")).text == before
        for _ in range(2):
            assert (await sami.get(path)).status_code == 200
        assert (await sami.get("/mein/gesuch")).text != before
    async with cast.db.reading() as session:
        looks = select(func.count()).where(AuditEntry.action == Look.PROPOSALS_SEEN)
        assert await session.scalar(looks) == 1
