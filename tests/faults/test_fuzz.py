"""Requests that make no sense are refused, never answered with an error of ours."""

import pytest
from starlette.applications import Starlette

from tests.cast import Cast
from tests.faults.fuzz import BATCH, SEED, fuzz

BATCHES = 3


@pytest.mark.parametrize("seed", range(SEED, SEED + BATCHES))
async def test_no_request_is_answered_with_an_error_of_ours(cast: Cast, app: Starlette, seed: int) -> None:
    outcome = await fuzz(app, cast, seed=seed)
    assert not outcome.failed, "\n\n".join(outcome.failed)
    assert sum(outcome.answers.values()) == BATCH
    assert {status // 100 for _, status in outcome.answers} == {2, 3, 4}
