"""What the operator does: invite people, found organisations, write texts."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import OrganisationKind, RoleKind
from leerstand.accounts.models import Organisation
from leerstand.accounts.service import INVITATION_DAYS, grant, make_link, record
from leerstand.notices.service import Reader, tell
from leerstand.operation import queries
from leerstand.operation.errors import OrganisationInUse, UnknownKey
from leerstand.operation.models import SiteText


async def invite(
    session: AsyncSession,
    *,
    email: str,
    name: str,
    organisation: str,
    kind: RoleKind,
    now: datetime,
    invited_by_id: UUID | None = None,
) -> None:
    """Give somebody a role and send them a link to come in with, valid for a week.

    Raises UnknownOrganisation.
    """
    person = await grant(
        session,
        email=email,
        name=name,
        organisation=organisation,
        kind=kind,
        now=now,
        granted_by_id=invited_by_id,
    )
    token = await make_link(session, email=person.email, now=now, valid=timedelta(days=INVITATION_DAYS))
    await tell(
        session,
        Reader(person.id, person.email, person.language or "de"),
        kind="operation/invitation",
        context={"organisation": organisation, "path": f"/anmelden/{token}", "days": INVITATION_DAYS},
        now=now,
        necessary=True,
    )


async def found_organisation(
    session: AsyncSession,
    *,
    name: str,
    kind: OrganisationKind,
    keys: list[str],
    now: datetime,
    by_id: UUID | None,
) -> bool:
    """Make an organisation; False where its name is taken. Raises UnknownKey."""
    keys = await _known(session, keys)
    made = await session.execute(
        insert(Organisation)
        .values(name=name, kind=kind, ags=keys, created_at=now)
        .on_conflict_do_nothing(index_elements=[Organisation.name])
        .returning(Organisation.id)
    )
    organisation_id = made.scalar_one_or_none()
    if organisation_id is None:
        return False
    await record(
        session, action="organisation_founded", subject=("organisation", organisation_id), actor_id=by_id, now=now,
        details={"name": name, "ags": keys},
    )  # fmt: skip
    return True


async def change_organisation(
    session: AsyncSession,
    body: Organisation,
    *,
    name: str,
    keys: list[str],
    now: datetime,
    by_id: UUID | None,
) -> bool:
    """Give an organisation another name or other keys, as after a merger; False where the name is taken.

    Roles and buildings stay with it. Raises UnknownKey.
    """
    keys = await _known(session, keys)
    before = {"name": body.name, "ags": list(body.ags)}
    taken = await session.scalar(
        select(Organisation.id).where(Organisation.name == name, Organisation.id != body.id)
    )
    if taken is not None:
        return False
    body.name, body.ags = name, keys
    await record(
        session, action="organisation_changed", subject=("organisation", body.id), actor_id=by_id, now=now,
        details={"before": before, "name": name, "ags": keys},
    )  # fmt: skip
    return True


async def remove_organisation(
    session: AsyncSession, body: Organisation, *, now: datetime, by_id: UUID | None
) -> None:
    """Delete an organisation to which nobody and nothing belongs; raises OrganisationInUse for any other."""
    if await queries.is_used(session, body.id):
        raise OrganisationInUse
    await record(
        session, action="organisation_removed", subject=("organisation", body.id), actor_id=by_id, now=now,
        details={"name": body.name, "ags": list(body.ags)},
    )  # fmt: skip
    await session.delete(body)


async def _known(session: AsyncSession, typed: list[str]) -> list[str]:
    current, unknown = await queries.current_keys(session, typed)
    if unknown:
        raise UnknownKey(keys=", ".join(unknown))
    return current


async def write_text(
    session: AsyncSession, *, key: str, language: str, body: str, by_id: UUID, now: datetime
) -> None:
    """Keep the operator's own text for a page."""
    written = insert(SiteText).values(
        key=key, language=language, body=body, changed_at=now, changed_by_id=by_id
    )
    await session.execute(
        written.on_conflict_do_update(
            index_elements=[SiteText.key, SiteText.language],
            set_={"body": body, "changed_at": now, "changed_by_id": by_id},
        )
    )
    await record(
        session, action="text_changed", subject=("text", f"{key}.{language}"), actor_id=by_id, now=now
    )
