"""The figures, worked out by hand."""

from math import log2

import pytest

from leerstand.matching import figures


def test_a_perfect_ranking_scores_one() -> None:
    judged = figures.matching({"k": ["a", "b", "c"]}, {"k": {"a": 3, "b": 2, "c": 1}})
    assert judged.mean_ndcg == pytest.approx(1.0)
    assert (judged.best, judged.best_first) == (1, 1)


def test_a_swapped_ranking_scores_less() -> None:
    judged = figures.matching({"k": ["b", "a"]}, {"k": {"a": 3, "b": 1}})
    assert judged.mean_ndcg == pytest.approx((1 + 7 / log2(3)) / (7 + 1 / log2(3)))


def test_only_the_first_ten_gain_and_the_first_three_are_first() -> None:
    ranked = [f"x{n}" for n in range(10)] + ["a"]
    judged = figures.matching({"k": ranked}, {"k": {"a": 3}})
    assert judged.mean_ndcg == 0
    assert judged.best_first == 0
    assert judged.worst(1)[0].missed == ("a",)


def test_a_seeker_without_labels_is_not_scored_and_one_without_proposals_is() -> None:
    judged = figures.matching({"k": ["a"], "l": []}, {"l": {"a": 2}})
    assert [one.seeker_id for one in judged.seekers] == ["l"]
    assert judged.mean_ndcg == 0


def test_forbidden_pairs_are_counted_once() -> None:
    judged = figures.matching({"k": ["a", "b", "c"]}, {"k": {"a": -1}}, breaks_rule=[("k", "a"), ("k", "b")])
    assert judged.violations == (("k", "a"), ("k", "b"))


def test_pairs_of_buildings_are_judged_without_order() -> None:
    judged = figures.duplicates([frozenset("ab"), frozenset("cd")], [frozenset("ba"), frozenset("ef")])
    assert (judged.precision, judged.recall, judged.f1) == (0.5, 0.5, 0.5)
    assert figures.duplicates([], []).f1 == 0
