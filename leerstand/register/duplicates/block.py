"""Which records could be the same building at all: only those that share a key are compared."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt

from leerstand.register.duplicates.parse import Address, Point

# A key that more records than this share says too little; a finer key stands beside it.
MOST_IN_BLOCK = 250
MOST_WITHOUT_PLACE = 16
_CELL_DEGREES = 0.004

Key = int
Indices = npt.NDArray[np.int64]


def address_keys(address: Address) -> Iterator[Key]:
    """Keys that two records with the same address share in spite of one missing or mistyped part."""
    if address.number is None:
        return
    number, street = address.number, address.street
    base = street.base if street else ""
    for where in _wheres(address):
        yield hash(("number", number, where))
        yield hash(("start", number, where, base[:2]))
        yield hash(("end", number, where, base[-3:]))
    for cell in _cells(address):
        yield hash(("cell", number, cell, base[:1]))


def street_keys(address: Address) -> Iterator[Key]:
    """Keys of one street and number anywhere, for records whose place and postcode are both mistyped or missing."""
    if address.number is not None and address.street is not None:
        yield hash(("street", address.number, address.street.base))


def name_keys(address: Address) -> Iterator[Key]:
    """Keys that two records of one named farm or hall share."""
    name = address.name
    if not name.says_something:
        return
    for where in (*_wheres(address), *_cells(address)):
        for word in name.own:
            yield hash(("word", where, word[:4]))
            yield hash(("word's end", where, word[-4:]))
        for kind in name.kinds:
            yield hash(("kind", where, kind))


def _wheres(address: Address) -> Iterable[str]:
    names = address.place.names if address.place else frozenset[str]()
    return [*names, address.postcode] if address.postcode else names


def _cells(address: Address) -> list[tuple[int, int]]:
    """The square on the map; records without a place look into the squares around theirs too."""
    if address.point is None:
        return []
    row, column = _cell(address.point)
    if address.place is not None and address.postcode:
        return [(row, column)]
    return [(row + up, column + right) for up in (-1, 0, 1) for right in (-1, 0, 1)]


def _cell(point: Point) -> tuple[int, int]:
    return int(point.lat / _CELL_DEGREES), int(point.lon / _CELL_DEGREES / 1.6)


def pairs(keyed: Sequence[Iterable[Key]], *, most: int = MOST_IN_BLOCK) -> tuple[Indices, Indices]:
    """Every two positions that share a key, each pair once, in ascending order.

    Blocks of more than `most` are left out, so that the work grows with the pairs that can meet.
    """
    keys, owners = _flat(keyed)
    order = np.argsort(keys, kind="stable")
    keys, owners = keys[order], owners[order]
    starts = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]]) if keys.size else np.empty(0, np.int64)
    sizes = np.diff(np.r_[starts, keys.size])
    codes = [np.empty(0, np.int64)]
    for size in np.unique(sizes[(sizes > 1) & (sizes <= most)]):
        members = owners[starts[sizes == size][:, None] + np.arange(size)]
        first, second = np.triu_indices(int(size), k=1)
        codes.append(np.unique(_coded(members[:, first].ravel(), members[:, second].ravel(), len(keyed))))
    code = np.unique(np.concatenate(codes))
    left, right = code // max(len(keyed), 1), code % max(len(keyed), 1)
    different = left != right
    return left[different], right[different]


def _flat(keyed: Sequence[Iterable[Key]]) -> tuple[Indices, Indices]:
    keys: list[int] = []
    owners: list[int] = []
    for position, own in enumerate(keyed):
        distinct = set(own)
        keys.extend(distinct)
        owners.extend([position] * len(distinct))
    return np.array(keys, np.int64), np.array(owners, np.int64)


def _coded(left: Indices, right: Indices, count: int) -> Indices:
    return np.minimum(left, right) * count + np.maximum(left, right)
