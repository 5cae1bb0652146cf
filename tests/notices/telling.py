"""What tests of the outbox share: telling somebody something, and looking at what became of it."""

from sqlalchemy import select

from leerstand.core.database import Database
from leerstand.core.mail import Send, smtp_sender
from leerstand.core.signing import Signer
from leerstand.notices import service
from leerstand.notices.models import Notice
from leerstand.notices.service import Reader
from leerstand.notices.words import Site
from leerstand.settings import Settings
from tests.cast import NOW
from tests.notices.conftest import Postbox

SITE = Site("Elbe-Region", "https://leerstand.example", Signer("s" * 40))
KIND = "accounts/sign_in"


async def tell_all(db: Database, *addresses: str) -> None:
    """A sign-in link to each address, one after the other."""
    async with db.writing() as session:
        for address in addresses:
            await service.tell(
                session, Reader(None, address, "de"), kind=KIND, context={"path": "/anmelden/abc", "minutes": 15},
                now=NOW, necessary=True,
            )  # fmt: skip


async def outbox(db: Database) -> dict[str, Notice]:
    """All notices, by address."""
    async with db.reading() as session:
        return {notice.to_email: notice for notice in await session.scalars(select(Notice))}


def sender(postbox: Postbox) -> Send:
    return smtp_sender(Settings(smtp_url=postbox.url, mail_from="Elbe <post@leerstand.example>"))
