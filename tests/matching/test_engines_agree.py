"""The fast engine is held against the plain one, and both against what people rightly expect."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from leerstand.matching.engine import rules
from leerstand.matching.engine.facts import Seeker, Space
from leerstand.matching.engine.matcher import Matcher
from tests.matching.made import SEEKERS, SPACES, STOCKS, TODAY, seeker, space
from tests.matching.reference import Reference

few = settings(
    max_examples=120,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@pytest.fixture(scope="module")
def reference(matcher: Matcher) -> Reference:
    engine = matcher.engine
    return Reference(matcher.vocabulary, engine.plans, engine.weights, engine.gazetteer, TODAY)


def score(matcher: Matcher, wanted: Seeker, offered: Space) -> float | None:
    ranked = matcher.match([matcher.read_seeker(wanted)], [matcher.read_space(offered)], top=1)
    return ranked[0].score if ranked else None


@few
@given(wanted=SEEKERS, offered=STOCKS)
def test_fast_and_plain_engine_rank_alike(
    matcher: Matcher, reference: Reference, wanted: Seeker, offered: list[Space]
) -> None:
    read, spaces = matcher.read_seeker(wanted), [matcher.read_space(one) for one in offered]
    stock = matcher.stock(spaces)
    fast = {match.space_id: match.score for match in matcher.match([read], stock, top=50)}
    plain = dict(reference.rank(read, spaces, rarity=stock.rarity, top=50))
    assert fast.keys() == plain.keys()
    assert fast == pytest.approx(plain, abs=0.02)


@few
@given(wanted=SEEKERS, offered=STOCKS)
def test_no_proposal_breaks_a_hard_rule_and_the_best_is_first(
    matcher: Matcher, wanted: Seeker, offered: list[Space]
) -> None:
    read = matcher.read_seeker(wanted)
    spaces = {one.id: matcher.read_space(one) for one in offered}
    stock = matcher.stock(list(spaces.values()))
    matches = matcher.match([read], stock, top=50)
    distances = dict(zip(spaces, matcher.engine.distances_km(read, stock), strict=True))
    for match in matches:
        distance = float(distances[match.space_id])
        known = None if distance != distance else distance
        assert rules.broken(rules.Pair(wanted, spaces[match.space_id].space, known, TODAY)) == ()
    scores = [match.score for match in matches]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= one <= 100 for one in scores)


@few
@given(wanted=SEEKERS, offered=SPACES)
def test_explaining_agrees_with_matching(matcher: Matcher, wanted: Seeker, offered: Space) -> None:
    told = matcher.explain(matcher.read_seeker(wanted), matcher.read_space(offered))
    assert getattr(told, "score", None) == score(matcher, wanted, offered)


@few
@given(wanted=SEEKERS, offered=SPACES)
def test_a_cheaper_larger_or_longer_offer_never_scores_lower(
    matcher: Matcher, wanted: Seeker, offered: Space
) -> None:
    before = score(matcher, wanted, offered)
    if before is None:
        return
    better = [
        replace(offered, cost_month_eur=offered.cost_month_eur * 0.7)
        if offered.cost_month_eur is not None
        else offered,
        replace(offered, shares_eur=offered.shares_eur * 0.7) if offered.shares_eur else offered,
        replace(offered, area_m2=offered.area_m2 * 1.3) if offered.area_m2 is not None else offered,
        replace(offered, rooms=offered.rooms + 1) if offered.rooms is not None else offered,
        replace(offered, capacity=offered.capacity + 2) if offered.capacity is not None else offered,
        replace(offered, available_until_on=None),
        replace(offered, max_months=None),
    ]
    for one in better:
        assert (score(matcher, wanted, one) or 0) >= before - 0.01


@pytest.mark.parametrize("place", ["Lüchow", "Wendland", "Salzwedel, Lüchow"])
def test_a_nearer_offer_never_scores_lower(matcher: Matcher, place: str) -> None:
    wanted = seeker(place=place, radius_km=80)
    lats = [52.97, 52.9, 52.8, 52.7, 52.6, 52.5]
    offers = [space(id=f"p-{place}", lat=lat) for place, lat in enumerate(lats)]
    stock = matcher.stock([matcher.read_space(one) for one in offers])
    read = matcher.read_seeker(wanted)
    near = dict(zip([one.id for one in offers], matcher.engine.distances_km(read, stock), strict=True))
    scores = {match.space_id: match.score for match in matcher.match([read], stock, top=10)}
    order = sorted(scores, key=lambda one: near[one])
    assert len(order) > 2
    assert [scores[one] for one in order] == sorted(scores.values(), reverse=True)


def test_the_order_of_the_rows_does_not_matter(matcher: Matcher) -> None:
    offers = [
        space(id=f"p-{n}", title=title) for n, title in enumerate(("Töpferei", "Schmiede", "Büro", "Büro"))
    ]
    read = matcher.read_seeker(seeker(text="Ich töpfere."))
    spaces = [matcher.read_space(one) for one in offers]
    forwards = matcher.match([read], spaces, top=10)
    assert forwards == matcher.match([read], spaces[::-1], top=10)
    assert forwards[0].space_id == "p-0"


def test_two_who_ask_for_each_other_score_the_same_whoever_writes_it(matcher: Matcher) -> None:
    potter, weaver = "Ich töpfere.", "Ich webe."
    pairs = [
        score(matcher, seeker(text=text), space(wished_use=wish))
        for text, wish in ((potter, "Töpferei"), (weaver, "Weberei"))
    ]
    assert pairs[0] == pytest.approx(pairs[1], abs=0.01)
