"""The cast that all tests share: Olga owns, Sami seeks, Mara reviews, Udo is a stranger who must see nothing.

Konrad is a clerk of a municipality that has nothing to do with any of it; Ida runs the service.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

import httpx
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.applications import Starlette

from leerstand.accounts.codes import OrganisationKind, RoleKind
from leerstand.accounts.models import Organisation, Person
from leerstand.accounts.service import ensure_person, grant, open_session
from leerstand.core.database import Database

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
LUECHOW = "03354018"
SALZWEDEL = "15081455"

PEOPLE = {
    "olga": "Olga Petersen",
    "sami": "Sami Haddad",
    "mara": "Mara Lindner",
    "udo": "Udo Brandt",
    "konrad": "Konrad Winter",
    "ida": "Ida Falk",
}


@dataclass
class Clock:
    """The tests' clock: stands still until a test moves it."""

    moment: datetime = NOW

    def __call__(self) -> datetime:
        return self.moment


@dataclass
class Cast:
    """The people by name, and their browsers."""

    app: Starlette
    db: Database
    clock: Clock
    ids: dict[str, UUID] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def email(self, name: str) -> str:
        return f"{name}@example.org"

    def browser(self, name: str = "", *, language: str = "de", at: str = "198.51.100.7") -> httpx.AsyncClient:
        """A browser, signed in as one of the cast or as nobody, at an address."""
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(app=self.app, client=(at, 40000)),
            base_url="http://leerstand.test",
            headers={"origin": "http://leerstand.test", "accept-language": language},
            cookies={"leerstand_session": self.cookies[name]} if name else {},
        )


async def gather(db: Database, app: Starlette, clock: Clock) -> Cast:
    """Make the cast's accounts, organisations and sessions."""
    cast = Cast(app, db, clock)
    async with db.writing() as session:
        await found_organisations(session)
        for name, full_name in PEOPLE.items():
            person = await ensure_person(
                session, email=cast.email(name), name=full_name, language="de", now=NOW
            )
            cast.ids[name] = person.id
            cast.cookies[name] = await open_session(session, person_id=person.id, browser="Tests", now=NOW)
        await give_role(session, "mara", "Samtgemeinde Lüchow (Wendland)", RoleKind.CLERK)
        await give_role(session, "konrad", "Hansestadt Salzwedel", RoleKind.CLERK)
        await give_role(session, "ida", "Elbe-Allianz", RoleKind.OPERATOR)
    return cast


async def found_organisations(session: AsyncSession) -> None:
    """Two municipalities and the operator."""
    session.add_all(
        [
            Organisation(
                kind=OrganisationKind.MUNICIPALITY, name="Samtgemeinde Lüchow (Wendland)", ags=[LUECHOW]
            ),
            Organisation(kind=OrganisationKind.MUNICIPALITY, name="Hansestadt Salzwedel", ags=[SALZWEDEL]),
            Organisation(kind=OrganisationKind.OPERATOR, name="Elbe-Allianz", ags=[]),
        ]
    )
    await session.flush()


async def give_role(session: AsyncSession, name: str, organisation: str, kind: RoleKind) -> Person:
    return await grant(session, email=f"{name}@example.org", organisation=organisation, kind=kind, now=NOW)
