"""From pairs to buildings: contradictions are settled, and what equals the same record is equal."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations

from leerstand.register.duplicates.compare import compare
from leerstand.register.duplicates.lexicon import Lexicon
from leerstand.register.duplicates.pair import Pair
from leerstand.register.duplicates.parse import Address

# The better of two contradicting partners must be better by this much, or neither is taken.
_CLEARLY_BETTER = 4.0
_SURE_BY_ADDRESS = 84.0
_LARGEST_GROUP = 40
_STEP_DOWN = 3.0


def settle_conflicts(pairs: Sequence[Pair], *, lexicon: Lexicon) -> list[Pair]:
    """Drop pairs by which one record would be two different buildings.

    Where two partners of a record rule each other out, the clearly better one stays; if neither is, both go,
    for then nobody can tell which one is meant.
    """
    partners: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        partners[pair.left.id].append(pair)
        partners[pair.right.id].append(pair)
    dropped: set[tuple[str, str]] = set()
    for record, own in partners.items():
        for one, other in combinations(own[:_LARGEST_GROUP], 2):
            between = compare(_other(one, record), _other(other, record), lexicon=lexicon)
            if between.vetoed and not _only_spelling(between, ways=(one, other)):
                dropped.update(pair.ids for pair in _losers(one, other))
    return [pair for pair in pairs if pair.ids not in dropped]


def _losers(one: Pair, other: Pair) -> list[Pair]:
    if abs(one.score - other.score) < _CLEARLY_BETTER:
        return [one, other]
    return [min(one, other, key=lambda pair: pair.score)]


def _only_spelling(between: Pair, *, ways: tuple[Pair, Pair]) -> bool:
    """Two typing errors of one clear address are too far from each other, yet each is near to it."""
    vetoes = {fact.kind for fact in between.facts if fact.veto}
    sure = all(way.score >= _SURE_BY_ADDRESS and _by_address(way) for way in ways)
    return sure and vetoes <= {"two_streets", "two_villages"}


def _by_address(pair: Pair) -> bool:
    return any(kind in ("address", "address_mistyped") for kind, _ in pair.findings)


def _other(pair: Pair, record: str) -> Address:
    return pair.right if pair.left.id == record else pair.left


def close(pairs: Sequence[Pair], *, lexicon: Lexicon, threshold: float) -> Iterable[Pair]:
    """The pairs and those that follow: two records that equal a third, unless a fact rules it out."""
    known = {pair.ids: pair for pair in pairs}
    for group in _groups(pairs):
        if not 3 <= len(group) <= _LARGEST_GROUP:
            continue
        for left, right in combinations(sorted(group.values(), key=lambda address: address.id), 2):
            if (left.id, right.id) in known:
                continue
            followed = _followed(left, right, group=group, known=known, lexicon=lexicon)
            if followed is not None and followed.score >= threshold:
                known[followed.ids] = followed
    return known.values()


def _followed(
    left: Address,
    right: Address,
    *,
    group: dict[str, Address],
    known: dict[tuple[str, str], Pair],
    lexicon: Lexicon,
) -> Pair | None:
    """The pair of two records by way of the surest third one."""
    ways = [
        (min(first.score, second.score), third)
        for third in sorted(group)
        if (first := known.get(_ids(left.id, third))) and (second := known.get(_ids(third, right.id)))
    ]
    if not ways:
        return None
    score, third = max(ways, key=lambda way: way[0])
    direct = compare(left, right, lexicon=lexicon)
    steps = known[_ids(left.id, third)], known[_ids(third, right.id)]
    if direct.vetoed and not _only_spelling(direct, ways=steps):
        return None
    if any(kind == "number_in_range" for kind, _ in direct.findings):
        return None
    findings = (*direct.findings, ("through_another", third))
    return Pair(left, right, max(direct.score, score - _STEP_DOWN), findings)


def _ids(left: str, right: str) -> tuple[str, str]:
    return (left, right) if left < right else (right, left)


def _groups(pairs: Sequence[Pair]) -> list[dict[str, Address]]:
    """Records that hang together, by id."""
    leader: dict[str, str] = {}

    def lead(record: str) -> str:
        while leader.setdefault(record, record) != record:
            leader[record] = leader[leader[record]]
            record = leader[record]
        return record

    for pair in pairs:
        leader[lead(pair.left.id)] = lead(pair.right.id)
    groups: dict[str, dict[str, Address]] = defaultdict(dict)
    for pair in pairs:
        groups[lead(pair.left.id)].update({pair.left.id: pair.left, pair.right.id: pair.right})
    return list(groups.values())
