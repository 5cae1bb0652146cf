"""All pairs of a stock that are one building, and the likes of one record in a stock kept in memory."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from leerstand.register.duplicates import block
from leerstand.register.duplicates.compare import POSSIBLE, SAME_STREET, SURE, compare
from leerstand.register.duplicates.groups import close, settle_conflicts
from leerstand.register.duplicates.lexicon import Lexicon
from leerstand.register.duplicates.pair import Pair
from leerstand.register.duplicates.parse import Address, read, read_all, settle
from leerstand.register.duplicates.street import VILLAGE_ITSELF, Street, likeness

Record = Mapping[str, str]
Progress = Callable[[int, int], None]


def find_pairs(
    records: Sequence[Record], *, threshold: float = SURE, progress: Progress | None = None
) -> list[Pair]:
    """All pairs of records that are the same building, sorted by their ids, each once.

    A record needs `id`; `name, street, house_number, postcode, place, lat, lon, note` may be missing or empty.
    Time grows with the pairs that share a key, not with all pairs.
    """
    addresses, lexicon = read_all(records)
    left, right = _candidates(addresses)
    found: list[Pair] = []
    for done, (one, other) in enumerate(zip(left, right, strict=True)):
        pair = compare(addresses[one], addresses[other], lexicon=lexicon)
        if pair.score >= threshold and not pair.vetoed:
            found.append(pair)
        if progress is not None and done % 1000 == 0:
            progress(done, len(left))
    if progress is not None:
        progress(len(left), len(left))
    certain = settle_conflicts(found, lexicon=lexicon)
    return sorted(close(certain, lexicon=lexicon, threshold=threshold), key=lambda pair: pair.ids)


def explain(records: Sequence[Record], ids: tuple[str, str]) -> Pair:
    """The comparison of two records of a stock, whatever its outcome. Raises KeyError for an unknown id."""
    addresses, lexicon = read_all(records)
    known = {address.id: address for address in addresses}
    return compare(known[ids[0]], known[ids[1]], lexicon=lexicon)


def _candidates(addresses: Sequence[Address]) -> tuple[list[int], list[int]]:
    """Positions of the pairs worth a comparison: number and street agree, or a name could."""
    left, right = block.pairs([list(block.address_keys(address)) for address in addresses])
    keep = _same_streets(addresses, left, right)
    named_left, named_right = block.pairs([list(block.name_keys(address)) for address in addresses])
    far_left, far_right = block.pairs(
        [list(block.street_keys(address)) for address in addresses], most=block.MOST_WITHOUT_PLACE
    )
    count = len(addresses)
    lefts, rights = np.r_[left[keep], named_left, far_left], np.r_[right[keep], named_right, far_right]
    codes = np.unique(lefts * count + rights)
    return (codes // max(count, 1)).tolist(), (codes % max(count, 1)).tolist()


def _same_streets(addresses: Sequence[Address], left: block.Indices, right: block.Indices) -> block.Indices:
    """Of pairs with one number, the positions of those whose streets could be the same.

    Each two different street names are compared once, however many pairs have them.
    """
    numbers: dict[Street | None, int] = {}
    code = np.array([numbers.setdefault(address.street, len(numbers)) for address in addresses], np.int64)
    names = list(numbers)
    both = code[left] * len(names) + code[right]
    distinct, back = np.unique(both, return_inverse=True)
    alike = np.array(
        [_could_be(names[pair // len(names)], names[pair % len(names)]) for pair in distinct.tolist()], bool
    )
    return np.flatnonzero(alike[back]) if distinct.size else np.empty(0, np.int64)


def _could_be(left: Street | None, right: Street | None) -> bool:
    if left is None or right is None:
        return False
    if VILLAGE_ITSELF in (left.base, right.base):
        return left.base == right.base or not (left.evident or right.evident)
    return likeness(left, right) >= SAME_STREET


class Index:
    """A stock kept in memory, so that the likes of one new record show while it is being typed.

    Not safe for several threads at once; the caller adds, changes and removes records as the database does.
    """

    def __init__(self, records: Iterable[Record] = ()) -> None:
        addresses, self._lexicon = read_all(records)
        self._addresses: dict[str, Address] = {}
        self._blocks: dict[int, set[str] | str] = {}
        for address in addresses:
            self._put(address)

    def __len__(self) -> int:
        return len(self._addresses)

    def add(self, record: Record) -> None:
        """Take in a new record, or the new state of a known one."""
        self.add_all([record])

    def add_all(self, records: Iterable[Record]) -> None:
        """Take in several at once, so that the places of each help to read the others."""
        addresses = [read(record) for record in records]
        for address in addresses:
            self.remove(address.id)
            if address.place is not None:
                self._lexicon.learn(address.place, address.postcode)
        for address in addresses:
            settled = settle(address, self._lexicon)
            if settled.street is not None and settled.place is not None:
                self._lexicon.learn_street(settled.place, settled.street.key)
            self._put(settled)

    def remove(self, record_id: str) -> None:
        """Forget a record; an unknown id is no error."""
        address = self._addresses.pop(record_id, None)
        if address is None:
            return
        for key in _keys(address):
            members = self._blocks[key]
            if isinstance(members, str):
                del self._blocks[key]
            else:
                members.discard(record_id)

    def like(self, record: Record, limit: int = 5, *, least: float = POSSIBLE) -> list[Pair]:
        """The records that could be the same building as this one, surest first.

        From `compare.SURE` on a pair counts as the same; between `least` and that a person should look.
        """
        address = settle(read({"id": "", **record}), self._lexicon)
        near = {one for key in _keys(address) for one in self._members(key)} - {address.id}
        pairs = [compare(address, self._addresses[one], lexicon=self._lexicon) for one in near]
        good = [pair for pair in pairs if pair.score >= least and not pair.vetoed]
        return sorted(good, key=lambda pair: (-pair.score, pair.ids))[:limit]

    def _put(self, address: Address) -> None:
        self._addresses[address.id] = address
        for key in _keys(address):
            members = self._blocks.get(key)
            # Most blocks have one member: a set for each would cost three times the memory.
            if members is None or members == address.id:
                self._blocks[key] = address.id
            elif isinstance(members, str):
                self._blocks[key] = {members, address.id}
            else:
                members.add(address.id)

    def _members(self, key: int) -> Iterable[str]:
        members = self._blocks.get(key, ())
        if isinstance(members, str):
            return (members,)
        return members if len(members) <= block.MOST_IN_BLOCK else ()

    @property
    def lexicon(self) -> Lexicon:
        """What this stock teaches about places."""
        return self._lexicon


def _keys(address: Address) -> set[int]:
    return {*block.address_keys(address), *block.street_keys(address), *block.name_keys(address)}


__all__ = ["Index", "Pair", "Record", "explain", "find_pairs"]
