"""The painted photos: one for each kind of property, the same for the same seed, other for another."""

import time

import pytest
from PIL import ImageChops, ImageStat

from leerstand.exchange.pictures import SCENES, describe, picture
from leerstand.register.codes import PropertyKind


def test_every_kind_of_property_has_its_scene() -> None:
    assert set(SCENES) == {kind.value for kind in PropertyKind}


@pytest.mark.parametrize("kind", SCENES)
def test_a_picture_has_the_size_of_a_card_and_something_on_it(kind: str) -> None:
    painted = picture(kind, seed=3, width=360)
    assert painted.size == (360, 270)
    assert painted.mode == "RGB"
    assert min(ImageStat.Stat(painted).stddev) > 15


@pytest.mark.parametrize("kind", SCENES)
def test_two_seeds_give_two_pictures_and_one_seed_gives_one(kind: str) -> None:
    first, again, other = (picture(kind, seed=seed, width=240) for seed in (1, 1, 2))
    assert ImageChops.difference(first, again).getbbox() is None
    assert sum(ImageStat.Stat(ImageChops.difference(first, other)).mean) > 10


def test_no_seed_breaks_the_painter() -> None:
    for kind in SCENES:
        for seed in range(8):
            picture(kind, seed=seed, width=120)


def test_the_full_size_is_four_to_three_and_quick() -> None:
    picture("farm", seed=1)
    started = time.process_time()
    assert picture("farm", seed=1).size == (1440, 1080)
    assert time.process_time() - started < 0.6


def test_a_picture_is_described_in_both_languages() -> None:
    for kind in SCENES:
        assert describe(kind) != describe(kind, "en")
    assert describe("barn") == "Illustration: Scheune mit großem Tor"
