"""What is asked often and changes slowly: read once, kept for a while in this process."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from leerstand.core.database import Database

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """One value for each database, read again when it is older than `lasting`."""

    def __init__(self, *, lasting: timedelta) -> None:
        self._lasting = lasting
        self._kept: WeakKeyDictionary[Database, tuple[datetime, Value]] = WeakKeyDictionary()

    async def get(self, db: Database, read: Callable[[], Awaitable[Value]], *, now: datetime) -> Value:
        """The kept value, or what `read` gives now. Two at once may both read; the later one is kept."""
        kept = self._kept.get(db)
        if kept and kept[0] <= now < kept[0] + self._lasting:
            return kept[1]
        value = await read()
        self._kept[db] = (now, value)
        return value
