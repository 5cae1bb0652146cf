"""An instance's own weights: a small CSV file beside the one table in `engine/weights.py`."""

import csv
from pathlib import Path

from leerstand.matching.engine.weights import CRITERIA


class BadWeights(ValueError):  # noqa: N818 - a fact
    """The file can't be used; the message names file, line and what is expected."""


def read_weights(path: Path) -> dict[str, float]:
    """Weights by criterion from rows of `criterion,weight`; what is not named keeps its weight."""
    weights: dict[str, float] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file), start=2):
            criterion = (row.get("criterion") or "").strip()
            if criterion not in CRITERIA:
                raise BadWeights(f"{path}:{line}: {criterion!r} is none of {', '.join(CRITERIA)}")
            try:
                weights[criterion] = float((row.get("weight") or "").replace(",", "."))
            except ValueError:
                raise BadWeights(f"{path}:{line}: a weight is a number, such as 12.5") from None
    return weights
