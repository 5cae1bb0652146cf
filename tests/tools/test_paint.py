"""The painted photos: one for each kind of property, the same for the same seed, other for another."""

import pytest
from PIL import Image, ImageChops, ImageStat

from leerstand.register.codes import PropertyKind
from tools.paint import SCENES, picture
from tools.paint.__main__ import SAMPLE, file_of, named


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


def test_the_full_size_is_four_to_three() -> None:
    assert picture("farm", seed=1).size == (1440, 1080)


def test_each_file_of_the_sample_is_what_its_seed_paints() -> None:
    files = {path.stem: path for path in (SAMPLE / "photos").glob("*.webp")}
    assert files == {name.replace(":", "-"): file_of(name) for name in named()}
    assert sum(path.stat().st_size for path in files.values()) < 4_000_000
    for name in sorted(named())[::4]:
        kind, seed = name.split(":")
        kept = Image.open(file_of(name)).convert("RGB").resize((180, 135))
        own, other = (picture(kind, seed=int(seed) + step, width=180) for step in (0, 1))
        assert 2 * apart(kept, own) < apart(kept, other), name


def apart(left: Image.Image, right: Image.Image) -> float:
    """How far two pictures differ in a pixel on average, of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(left, right)).mean) / 3
