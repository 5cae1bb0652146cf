"""Whatever is uploaded becomes a picture or a refusal, within bounds of memory, and harms nothing else."""

import pytest

from tests.faults.uploads import MAKERS, SLOW, mutations, outcome

# With what the keeper and the web server need meanwhile, some 20, this stays below 300.
MOST_MB = 270


@pytest.mark.parametrize("name", [name for name in MAKERS if name not in SLOW])
def test_a_broken_upload_is_a_picture_or_a_refusal(name: str) -> None:
    found = outcome(MAKERS[name]())
    assert not found.is_trace, found.said
    assert not found.is_hang
    assert 0 < found.peak_mb < MOST_MB


def test_good_pictures_with_changed_bytes_are_pictures_or_refusals() -> None:
    for name, upload in mutations(60):
        found = outcome(upload)
        assert not (found.is_trace or found.is_hang), f"{name}: {found.said}"
        assert found.peak_mb < MOST_MB


def test_the_mutations_are_the_same_each_time() -> None:
    assert list(mutations(20)) == list(mutations(20))
