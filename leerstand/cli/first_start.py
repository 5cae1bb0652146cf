"""What an instance holds when it is started for the first time, and how to come in as each of its people."""

import importlib
import importlib.util
from datetime import timedelta

from sqlalchemy import select

from leerstand.accounts.models import Person
from leerstand.accounts.service import make_link
from leerstand.core.database import Database
from leerstand.core.web import utc_now

SAMPLE = "leerstand.exchange.sample"
CAST = (
    ("olga.petersen@example.org", "Olga owns an empty farm"),
    ("sami.haddad@example.org", "Sami looks for a place to live"),
    ("mara.lindhorst@example.org", "Mara reviews for the municipality"),
    ("udo.vollmer@example.org", "Udo is a stranger with an account"),
    ("astrid.kroll@example.org", "Astrid runs the service"),
)
LINKS_LAST = timedelta(days=1)


async def fill(db: Database) -> bool:
    """Load the sample region into a database that holds nobody yet; whether it was loaded."""
    async with db.reading() as session:
        if await session.scalar(select(Person.id).limit(1)) is not None:
            return False
    if importlib.util.find_spec(SAMPLE) is None:
        return False
    await importlib.import_module(SAMPLE).load(db, now=utc_now())
    return True


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
