"""What stands in the database, as digests to compare: whether anything has changed, and where."""

from sqlalchemy import text

from leerstand.core.database import Base, Database
from leerstand.noted import NOTED

PASSING = frozenset({"sessions", "attempts", "kept_inputs", "disk_claims"})


async def everything(db: Database) -> dict[str, str]:
    """A digest of each table, but of the marks when somebody was last seen and of what is kept over a sign-in."""
    return await _digests(db, {name: "" for name in _tables() if name not in PASSING})


async def everything_not_noted(db: Database) -> dict[str, str]:
    """A digest of each table without what any request may note."""
    conditions = dict.fromkeys(_tables(), "")
    for name, columns in NOTED.items():
        if not columns:
            del conditions[name]
        for column, values in columns.items():
            words = ", ".join(f"'{value}'" for value in sorted(values))
            conditions[name] = f" WHERE {column} NOT IN ({words})"
    return await _digests(db, conditions)


def _tables() -> list[str]:
    return [table.name for table in Base.metadata.sorted_tables]


async def _digests(db: Database, conditions: dict[str, str]) -> dict[str, str]:
    digest = "SELECT '{0}', coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM {0} t{1}"
    parts = [digest.format(name, where) for name, where in conditions.items()]
    async with db.reading() as session:
        rows = await session.execute(text(" UNION ALL ".join(parts)))
        return {row[0]: row[1] for row in rows}
