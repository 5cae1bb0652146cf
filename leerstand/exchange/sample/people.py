"""The sample's organisations and people, with their roles."""

from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts.codes import OrganisationKind, RoleKind
from leerstand.accounts.models import Organisation, Person, Role
from leerstand.exchange.sample.tables import Known, new_id, rows

MEMBER_SINCE_DAYS = 260


async def load_people(session: AsyncSession, known: Known) -> None:
    """Organisations, everyone who has an account, and who may do what where."""
    bodies = [
        Organisation(
            id=new_id(), kind=OrganisationKind(row["kind"]), name=row["name"], ags=row.several("ags"),
            email=row["email"], created_at=known.calendar.ago(MEMBER_SINCE_DAYS + 40),
        )
        for row in rows("organisations")
    ]  # fmt: skip
    known.bodies = {row["key"]: body.id for row, body in zip(rows("organisations"), bodies, strict=True)}
    keys = {body.id: body.ags for body in bodies}
    session.add_all(bodies)
    roles: list[Role] = []
    for place, row in enumerate(rows("people")):
        known.names[row["key"]] = row["name"]
        if row["email"]:
            since = known.calendar.ago(MEMBER_SINCE_DAYS - 3 * place)
            person = Person(
                id=new_id(), email=row["email"], name=row["name"], language=row["language"], created_at=since
            )
            session.add(person)
            known.people[row["key"]] = person.id
            roles += [_role(part, known=known, person=person) for part in row.several("roles")]
    await session.flush()
    session.add_all(roles)
    for role in roles:
        if role.kind is RoleKind.CLERK:
            known.clerks |= dict.fromkeys(keys[role.organisation_id], role.person_id)
        elif role.kind is RoleKind.OPERATOR:
            known.operator_id = role.person_id
    await session.flush()


def _role(part: str, *, known: Known, person: Person) -> Role:
    kind, body = part.split(":")
    return Role(
        person_id=person.id,
        organisation_id=known.bodies[body],
        kind=RoleKind(kind),
        granted_at=person.created_at,
    )
