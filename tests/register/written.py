"""Building records for tests, each written as one line, and whether two of them are found to be one building."""

from leerstand.register.duplicates.find import find_pairs

COLUMNS = ("id", "source", "name", "street", "house_number", "postcode", "place", "lat", "lon", "note")
IN_A_LINE = ("name", "street", "house_number", "postcode", "place", "note", "lat", "lon")


def record(record_id: str = "a", **cells: str) -> dict[str, str]:
    """A record with these cells, all others empty."""
    return dict.fromkeys(COLUMNS, "") | {"id": record_id} | cells


def address(line: str, record_id: str) -> dict[str, str]:
    """A record from `name | street | number | postcode | place | note | lat | lon`."""
    return record(record_id, **dict(zip(IN_A_LINE, (part.strip() for part in line.split("|")), strict=False)))


def same(left: str, right: str, *others: str) -> bool:
    """Whether the first two lines are one building, in a stock of these lines."""
    lines = [address(line, f"r{at}") for at, line in enumerate((left, right, *others))]
    return any(pair.ids == ("r0", "r1") for pair in find_pairs(lines))
