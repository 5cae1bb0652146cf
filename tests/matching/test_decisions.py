"""Decisions are summed up by score, criterion and reason."""

from leerstand.matching.codes import ProposalState
from leerstand.matching.decisions import Decision, decided, practice
from tests.cast import Cast
from tests.makers.chain import a_building, a_proposal, a_search, an_offer


def reason(criterion: str, score: float) -> dict[str, object]:
    return {"criterion": criterion, "score": score}


def test_bands_criteria_and_reasons_are_counted() -> None:
    found = practice(
        [
            Decision(True, 90, [reason("plan", 0.9), reason("cost", 0.5)], ""),
            Decision(True, 62, [reason("plan", 0.7)], ""),
            Decision(False, 50, [reason("plan", 0.1), reason("cost", 0.5)], "Zu kurz."),
            Decision(False, 10, [], "Zu kurz."),
        ]
    )
    assert found.bands == ((75, 1, 0), (60, 1, 0), (45, 0, 1), (0, 0, 1))
    assert [name for name, _, _ in found.criteria] == ["plan", "cost"]
    assert found.notes == (("Zu kurz.", 2),)


def test_nothing_decided_is_no_error() -> None:
    assert practice([]).criteria == ()


async def test_only_decided_pairs_of_the_matcher_count(cast: Cast) -> None:
    async with cast.db.writing() as session:
        for number, state in enumerate(ProposalState):
            offer = await an_offer(session, await a_building(session), title=f"Haus {number}")
            await a_proposal(session, offer, await a_search(session, cast.ids["sami"]), state=state)
        wanted = await an_offer(session, await a_building(session))
        await a_proposal(session, wanted, await a_search(session, cast.ids["sami"]), engine_version="")
    async with cast.db.reading() as session:
        assert sorted(decision.released for decision in await decided(session)) == [False, True]
