"""Everything at once comes to exactly what one by one comes to, and both to what the plain engine says."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leerstand.matching.engine import batch
from leerstand.matching.engine.columns import Keys, Lists
from leerstand.matching.engine.demand import Demand
from leerstand.matching.engine.facts import Seeker, Space
from leerstand.matching.engine.matcher import Matcher
from leerstand.matching.engine.stock import Stock
from tests.matching.made import SEEKERS, SPACES, STOCKS, TODAY, seeker, space
from tests.matching.reference import Reference

# Hypothesis can't show a failing example that holds a whole engine; so the engine comes by a closure.
few = settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
MANY_SEEKERS = st.lists(SEEKERS, min_size=1, max_size=8).map(
    lambda made: [replace(one, id=f"k-{place}") for place, one in enumerate(made)]
)
TOP = 3


def ranked(
    matcher: Matcher, demand: Demand, stock: Stock, *, workers: int = 1
) -> dict[str, list[tuple[str, float]]]:
    found = batch.best(
        matcher.engine.market(demand, stock), matcher.engine.gazetteer, top=TOP, workers=workers
    )
    return {
        demand.keys.id_of(row): [
            (stock.keys.id_of(int(offer)), float(score))
            for offer, score in zip(found.offers[row], found.scores[row], strict=True)
            if offer >= 0
        ]
        for row in demand.keys.known_rows().tolist()
    }


def test_all_at_once_one_by_one_and_plainly_come_to_the_same(matcher: Matcher) -> None:
    engine = matcher.engine
    reference = Reference(matcher.vocabulary, engine.plans, engine.weights, engine.gazetteer, TODAY)

    @few
    @given(wanted=MANY_SEEKERS, offered=STOCKS)
    def holds(wanted: list[Seeker], offered: list[Space]) -> None:
        seekers = [matcher.read_seeker(one) for one in wanted]
        spaces = [matcher.read_space(one) for one in offered]
        stock = matcher.stock(spaces)
        together = ranked(matcher, matcher.demand(seekers), stock)
        for read in seekers:
            alone = matcher.match([read], stock, top=TOP)
            assert together[read.seeker.id] == [(match.space_id, match.score) for match in alone]
            plain = reference.rank(read, spaces, rarity=stock.rarity, top=TOP)
            scores = [score for _, score in together[read.seeker.id]]
            assert len(scores) == len(plain)
            assert all(abs(one - other) <= 0.02 for one, (_, other) in zip(scores, plain, strict=True))

    holds()


def test_an_offer_finds_the_searches_that_find_it(matcher: Matcher) -> None:
    @few
    @given(wanted=MANY_SEEKERS, offered=SPACES)
    def holds(wanted: list[Seeker], offered: Space) -> None:
        demand = matcher.demand([matcher.read_seeker(one) for one in wanted])
        stock = matcher.stock([matcher.read_space(offered)])
        found = matcher.engine.searches_for(offered.id, matcher.engine.market(demand, stock))
        rows = [demand.keys.id_of(row) for row in found.pairs.searches.tolist()]
        there = {key: [(offered.id, score)] for key, score in zip(rows, found.scores.tolist(), strict=True)}
        assert there == {key: found for key, found in ranked(matcher, demand, stock).items() if found}

    holds()


def test_columns_that_followed_changes_are_like_new_ones(matcher: Matcher) -> None:
    @few
    @given(
        wanted=MANY_SEEKERS, offered=STOCKS, changes=st.lists(st.tuples(st.booleans(), SPACES), max_size=8)
    )
    def holds(wanted: list[Seeker], offered: list[Space], changes: list[tuple[bool, Space]]) -> None:
        seekers = [matcher.read_seeker(one) for one in wanted]
        demand, stock = (
            matcher.demand([*seekers, *seekers[::-1]]),
            matcher.stock([matcher.read_space(one) for one in offered]),
        )
        there = {one.id: one for one in offered}
        for is_new, change in changes:
            ranked(matcher, demand, stock)
            key = change.id if is_new else next(iter(there), change.id)
            there.pop(key, None)
            stock.drop(key)
            if change.capacity is not None:
                there[key] = replace(change, id=key)
                stock.put(matcher.read_space(there[key]))
        demand.drop("k-0")
        fresh = matcher.demand([read for read in seekers if read.seeker.id != "k-0"])
        again = matcher.stock([matcher.read_space(one) for one in there.values()])
        assert ranked(matcher, demand, stock) == ranked(matcher, fresh, again)

    holds()


def test_threads_and_slices_do_not_change_the_result(
    matcher: Matcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = ("Töpferei mit Brennofen", "Schafe und Obstwiese", "Schreiben in Ruhe, keine Pferde", "")
    seekers = [
        seeker(
            id=f"k-{n}",
            text=texts[n % 4],
            place=("Lüchow", "Wendland", "", "Gartow")[n // 50],
            radius_km=10 + n % 7 * 10,
        )
        for n in range(200)
    ]
    offers = [space(id=f"p-{n}", title=texts[n % 3], lat=52.7 + n / 1000, lon=11.16) for n in range(500)]
    demand = matcher.demand([matcher.read_seeker(one) for one in seekers])
    stock = matcher.stock([matcher.read_space(one) for one in offers])
    alone = {
        read.id: [
            (match.space_id, match.score)
            for match in matcher.match([matcher.read_seeker(read)], stock, top=TOP)
        ]
        for read in seekers[::17]
    }
    for workers, size in ((1, batch.SLICE), (3, 1_000), (2, 1)):
        monkeypatch.setattr(batch, "SLICE", size)
        found = ranked(matcher, demand, stock, workers=workers)
        assert {key: found[key] for key in alone} == alone


def test_a_free_row_is_given_out_again() -> None:
    keys = Keys()
    assert [keys.take(key) for key in ("b", "a", "b")] == [0, 1, 0]
    assert keys.drop("b") == 0
    assert keys.drop("b") is None
    assert keys.take("c") == 0
    assert (keys.known_rows().tolist(), keys.by_id().tolist(), len(keys)) == ([0, 1], [1, 0], 2)


def test_lists_grow_in_both_directions() -> None:
    lists = Lists()
    lists.put(500, {3: 0.5, 4: 0.25, 9: 1.0})
    lists.put(500, {4: 0.75})
    assert lists.counts[500] == 1
    assert lists.concepts[0, 500] == 4
    assert lists.strengths[:, 500].tolist() == [0.75, 0.0, 0.0]
