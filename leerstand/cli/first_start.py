"""What an instance holds when it is started for the first time, and how to come in as each of its people."""

from collections.abc import Callable
from datetime import timedelta

from sqlalchemy import select

from leerstand.accounts.models import Person
from leerstand.accounts.service import make_link
from leerstand.core.database import Database
from leerstand.core.web import utc_now
from leerstand.exchange import sample
from leerstand.places.service import import_municipalities, missing

CAST = (
    ("olga.petersen@example.org", "Olga owns an empty farm"),
    ("sami.haddad@example.org", "Sami looks for a place to live"),
    ("mara.lindhorst@example.org", "Mara reviews for the municipality"),
    ("udo.vollmer@example.org", "Udo is a stranger with an account"),
    ("astrid.kroll@example.org", "Astrid runs the service"),
)
LINKS_LAST = timedelta(days=1)
DOING = {
    "photos": "Sample region: reading photos",
    "people": "Sample region: buildings, offers, searches, proposals",
}


async def know_places(db: Database) -> bool:
    """Take in the municipalities that come with the product and that a database doesn't know yet; whether there were any.

    All of them at first; after an upgrade those that were made since. What an operator imported stays as it is.
    """
    async with db.writing() as session:
        rows = await missing(session)
        await import_municipalities(session, rows=rows)
        return bool(rows)


async def fill(db: Database, say: Callable[[str], None]) -> bool:
    """Load the sample region into a database that holds nobody yet; whether it was loaded."""
    async with db.reading() as session:
        if await session.scalar(select(Person.id).limit(1)) is not None:
            return False
    await sample.load(db, now=utc_now(), progress=_lines(say))
    return True


def _lines(say: Callable[[str], None]) -> sample.Progress:
    """Few lines: what begins, and each quarter of the photos, which take longest."""

    def progress(what: str, done: int, total: int) -> None:
        if done == 0:
            say(DOING[what])
        elif what == "photos" and done in {total // 4, total // 2, total * 3 // 4, total}:
            say(f"{DOING[what]}, {done} of {total}")

    return progress


async def ways_in(db: Database, *, base_url: str) -> list[tuple[str, str]]:
    """A sign-in link for each of the sample's cast that is still here, good for a day: (who, address)."""
    now = utc_now()
    async with db.writing() as session:
        here = set(
            await session.scalars(select(Person.email).where(Person.email.in_([email for email, _ in CAST])))
        )
        return [
            (about, f"{base_url}/anmelden/{await make_link(session, email=email, now=now, valid=LINKS_LAST)}")
            for email, about in CAST
            if email in here
        ]
