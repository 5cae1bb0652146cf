"""Duplicates: a whole stock among itself, and one new report against the stock while somebody types it.

Run as `python -m tests.bench.duplicates [COUNT]`; prints time, peak memory and the ratio to an exact normalised key.
"""

import resource
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Mapping
from itertools import combinations

from leerstand.register.duplicates.find import Index, find_pairs
from leerstand.register.duplicates.spelling import joined
from tests.register.made_buildings import stock

FULL = 200_000
ASKED = 200


def exact_key_pairs(records: list[dict[str, str]]) -> set[frozenset[str]]:
    """The baseline: records are equal if postcode, place, street and number are, after normalisation."""
    groups: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for record in records:
        key = tuple(joined(record[part]) for part in ("postcode", "place", "street", "house_number"))
        if key[2] and key[3]:
            groups[key].append(record["id"])
    return {frozenset(pair) for group in groups.values() for pair in combinations(group, 2)}


def f1(found: set[frozenset[str]], truth: set[frozenset[str]]) -> float:
    """Harmonic mean of precision and recall over pairs."""
    return 2 * len(found & truth) / (len(found) + len(truth))


def peak_mb() -> float:
    """Highest memory of this process so far, in megabytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def among_themselves(count: int) -> None:
    """Time and F1 of all pairs of a stock, beside the baseline's."""
    records, truth = stock(count, seed=count, per_village=120)
    before = peak_mb()
    start = time.perf_counter()
    base = exact_key_pairs(records)
    base_took = time.perf_counter() - start
    start, work = time.perf_counter(), time.process_time()
    found = {frozenset(pair.ids) for pair in find_pairs(records)}
    took, worked = time.perf_counter() - start, time.process_time() - work
    print(
        f"{count:>7} buildings: {took:6.1f} s ({worked:.1f} s of one core, {1000 * worked / count:5.3f} ms each), peak {peak_mb():5.0f} MB (data {before:.0f} MB), "
        f"F1 {f1(found, truth):.3f}; exact key {base_took:4.1f} s, F1 {f1(base, truth):.3f}; time ratio {took / base_took:.1f}"
    )


def while_typing(count: int) -> None:
    """Time of one new report against a stock in memory."""
    records, _ = stock(count, seed=7, per_village=120)
    asked: list[Mapping[str, str]] = [{**record, "id": "new"} for record in records[:ASKED]]
    start = time.perf_counter()
    index = Index(records)
    built = time.perf_counter() - start
    times = []
    for record in asked:
        start = time.perf_counter()
        index.like(record)
        times.append(1000 * (time.perf_counter() - start))
    times.sort()
    print(
        f"one report against {count}: median {statistics.median(times):.2f} ms, 99 of 100 under {times[int(len(times) * 0.99)]:.1f} ms, "
        f"slowest {times[-1]:.1f} ms; the index takes {built:.1f} s to build, peak {peak_mb():.0f} MB"
    )


def main(full: int = FULL) -> None:
    """Print the table; the curve shows that the cost grows with the candidates, not with all pairs."""
    for count in (full // 4, full // 2, full):
        among_themselves(count)
    while_typing(full)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:2]))
