"""Everything against everything: the 20 best of 20,000 offers for each of 100,000 searches, and how the cost grows.

Run as `python -m tests.bench.matching [SEARCHES OFFERS]`. Texts are read before. Baselines in the same run, on samples:
rapidfuzz token_set_ratio of the same texts, and the plain reference engine; both grow with all pairs.
"""

import sys
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from leerstand.matching.engine import batch
from leerstand.matching.engine.demand import Demand
from leerstand.matching.engine.facts import Seeker, Space
from leerstand.matching.engine.matcher import Matcher
from leerstand.matching.engine.stock import Stock
from tests.bench.made_market import TODAY, made_seeker, made_space
from tests.bench.measured import measured, noise, now_mb, peak_mb, print_table
from tests.matching.reference import Reference

SEARCHES, OFFERS, TOP = 100_000, 20_000, 20
FUZZY_SAMPLE, PLAIN_SAMPLE = 1_000, 100
CHECKED = 50
HEAD = (
    "",
    "searches × offers",
    "time s",
    "CPU s",
    "peak MB",
    "pairs that fit",
    "ns of CPU a pair that fits",
    "× baseline",
)


@dataclass(frozen=True)
class Sides:
    """The market read and laid side by side."""

    seekers: list[Seeker]
    spaces: list[Space]
    demand: Demand
    stock: Stock


def laid(matcher: Matcher, *, searches: int, offers: int) -> Sides:
    """Make, read and lay out a market; tells what that took."""
    seekers = [made_seeker(number) for number in range(searches)]
    spaces = [made_space(number) for number in range(offers)]
    before = now_mb()
    with measured() as took:
        stock = Stock(matcher.engine.plans)
        for space in spaces:
            stock.put(matcher.read_space(space))
        demand = matcher.demand([])
        for seeker in seekers:
            demand.put(matcher.read_seeker(seeker))
    print(
        f"read and laid out: {searches} searches, {offers} offers in {took.work:.1f} s of one core, {now_mb() - before:.0f} MB kept"
    )
    return Sides(seekers, spaces, demand, stock)


def everything(matcher: Matcher, sides: Sides, *, searches: int, offers: int, baseline: float) -> list[str]:
    """One line of the table: a part of the market against itself."""
    stock = sides.stock if offers == len(sides.spaces) else part_of(matcher, sides, offers)
    rows = np.arange(searches)
    market = matcher.engine.market(sides.demand, stock)
    with measured() as took:
        found = batch.best(market, matcher.engine.gazetteer, top=TOP, searches=rows)
    if offers == len(sides.spaces):
        check(matcher, sides, found)
    pairs = searches * offers
    return [
        "all rules and criteria", f"{searches:,} × {offers:,}", f"{took.clock:.1f}", f"{took.work:.1f}", f"{peak_mb():.0f}",
        f"{found.compared:,} of {found.met:,} looked at", f"{1e9 * took.work / max(found.compared, 1):.0f}", f"{took.work / (baseline * pairs):.4f}",
    ]  # fmt: skip


def part_of(matcher: Matcher, sides: Sides, offers: int) -> Stock:
    """A stock of the first so many offers."""
    stock = Stock(matcher.engine.plans)
    for space in sides.spaces[:offers]:
        stock.put(matcher.read_space(space))
    return stock


def check(matcher: Matcher, sides: Sides, found: batch.Best) -> None:
    """Everything at once must come to what one by one comes to: same offers, same order, same scores."""
    for row in range(0, len(sides.seekers), max(len(sides.seekers) // CHECKED, 1)):
        alone = matcher.engine.rank(matcher.read_seeker(sides.seekers[row]), sides.stock, top=TOP)
        assert alone.rows.tolist() == [offer for offer in found.offers[row].tolist() if offer >= 0], row
        assert alone.scores.tolist() == found.scores[row][: len(alone.scores)].tolist(), row


def fuzzy(sides: Sides) -> tuple[float, list[str]]:
    """Seconds of the processor that rapidfuzz needs for a pair of texts, and its line."""
    ours = [seeker.text for seeker in sides.seekers[:FUZZY_SAMPLE]]
    theirs = [
        f"{space.title} {space.description} {space.wished_use}" for space in sides.spaces[:FUZZY_SAMPLE]
    ]
    with measured() as took:
        process.cdist(ours, theirs, scorer=fuzz.token_set_ratio, dtype=np.uint8, workers=-1)
    pairs = len(ours) * len(theirs)
    whole = took.work / pairs * len(sides.seekers) * len(sides.spaces)
    return took.work / pairs, [
        "baseline: token_set_ratio of the texts, no rules", f"{len(ours):,} × {len(theirs):,}", f"{took.clock:.1f}", f"{took.work:.1f}", "",
        f"for all: {whole:,.0f} s of CPU", f"{1e9 * took.work / pairs:.0f} (any pair)", "1",
    ]  # fmt: skip


def plain(matcher: Matcher, sides: Sides, *, baseline: float) -> list[str]:
    """The reference engine's line, on a small sample."""
    engine = matcher.engine
    reference = Reference(matcher.vocabulary, engine.plans, engine.weights, engine.gazetteer, TODAY)
    spaces = [matcher.read_space(space) for space in sides.spaces[: 10 * PLAIN_SAMPLE]]
    seekers = [matcher.read_seeker(seeker) for seeker in sides.seekers[:PLAIN_SAMPLE]]
    with measured() as took:
        for seeker in seekers:
            reference.rank(seeker, spaces, rarity=sides.stock.rarity, top=TOP)
    pairs = len(spaces) * len(seekers)
    whole = took.work / pairs * len(sides.seekers) * len(sides.spaces)
    return [
        "baseline: reference engine", f"{len(seekers):,} × {len(spaces):,}", f"{took.clock:.1f}", f"{took.work:.1f}", "",
        f"for all: {whole:,.0f} s of CPU", f"{1e9 * took.work / pairs:.0f} (any pair)", f"{took.work / pairs / baseline:.2f}",
    ]  # fmt: skip


def main(searches: int = SEARCHES, offers: int = OFFERS) -> None:
    """Print the table: baselines, then a quarter, a half and the whole of both sides."""
    busy = noise()
    matcher = Matcher.load(today=TODAY)
    sides = laid(matcher, searches=searches, offers=offers)
    baseline, fuzzy_row = fuzzy(sides)
    rows = [fuzzy_row, plain(matcher, sides, baseline=baseline)]
    rows += [
        everything(matcher, sides, searches=searches // share, offers=offers // share, baseline=baseline)
        for share in (4, 2, 1)
    ]
    print_table(f"Everything: the {TOP} best offers for each search ({busy})", HEAD, rows)


if __name__ == "__main__":
    main(*(int(argument) for argument in sys.argv[1:3]))
