"""Marks on the map: never too many, none lost, none on top of another."""

from uuid import uuid4

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from leerstand.offers.public_map import MOST_MARKS, marks
from leerstand.offers.public_queries import Points

BOX = (9.7, 51.9, 13.0, 54.3)
SPOT = st.tuples(st.floats(BOX[1], BOX[3]), st.floats(BOX[0], BOX[2]))


def points(spots: list[tuple[float, float]]) -> Points:
    lats, lons = np.array([s[0] for s in spots], dtype=float), np.array([s[1] for s in spots], dtype=float)
    return Points([uuid4() for _ in spots], lats, lons)


@settings(max_examples=60, deadline=None)
@given(st.lists(SPOT, max_size=400), st.integers(0, 20))
def test_all_offers_are_on_the_map_and_marks_stay_few(spots: list[tuple[float, float]], zoom: int) -> None:
    found = points(spots)
    shown = marks(found, box=BOX, zoom=zoom)
    assert sum(mark.count for mark in shown) == len(spots)
    assert len(shown) <= MOST_MARKS
    alone = [mark.offer_id for mark in shown if mark.offer_id]
    assert len(alone) == len(set(alone)) and set(alone) <= set(found.ids)


def test_offers_of_one_house_stand_beside_each_other() -> None:
    shown = marks(points([(53.0, 11.0)] * 3), box=(10.9, 52.9, 11.1, 53.1), zoom=13)
    assert len({(mark.lat, mark.lon) for mark in shown}) == 3
    assert all(mark.offer_id for mark in shown)


def test_a_cluster_says_how_many_and_where_they_lie() -> None:
    (cluster,) = marks(points([(53.001, 11.001), (53.02, 11.03)]), box=BOX, zoom=7)
    assert (cluster.count, cluster.box) == (2, (11.001, 53.001, 11.03, 53.02))


def test_zooming_in_parts_a_cluster() -> None:
    found = points([(53.001, 11.001), (53.02, 11.03)])
    assert len(marks(found, box=(10.9, 52.9, 11.1, 53.1), zoom=13)) == 2
