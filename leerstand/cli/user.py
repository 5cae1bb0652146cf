"""leerstand user: invite people, grant and revoke roles, sign in at the terminal."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts import service as accounts
from leerstand.accounts.codes import OrganisationKind, RoleKind
from leerstand.cli.opening import database_url, opened, read_settings
from leerstand.core.errors import Refusal
from leerstand.core.web import utc_now
from leerstand.operation import service

Answer = TypeVar("Answer")

ROLE = click.Choice([kind.value for kind in RoleKind])


@click.group()
def user() -> None:
    """Invite people, grant and revoke roles."""


def _write(act: Callable[[AsyncSession], Awaitable[Answer]]) -> Answer:
    """Run one act in a transaction on the configured database; a refusal ends the command with its sentence."""

    async def once(url: str) -> Answer:
        async with opened(url) as db, db.writing() as session:
            return await act(session)

    with database_url(read_settings()) as url:
        try:
            return asyncio.run(once(url))
        except Refusal as refusal:
            raise click.ClickException(str(refusal)) from None


@user.command()
@click.argument("email")
@click.option("--organisation", required=True, help="Exact name of the organisation.")
@click.option("--role", type=ROLE, default="clerk", show_default=True)
@click.option("--name", default="", help="The person's name.")
def invite(email: str, organisation: str, role: str, name: str) -> None:
    """Give EMAIL a role and send a link to come in with."""
    _write(
        lambda session: service.invite(
            session, email=email, name=name, organisation=organisation, kind=RoleKind(role), now=utc_now()
        )
    )
    click.echo(f"{email} is invited.")


@user.command()
@click.argument("email")
@click.option("--organisation", required=True, help="Exact name; made if it is new and --kind is given.")
@click.option("--role", type=ROLE, default="clerk", show_default=True)
@click.option(
    "--kind", type=click.Choice([kind.value for kind in OrganisationKind]), help="Make the organisation."
)
@click.option("--ags", multiple=True, help="Official key that a new organisation covers; may be repeated.")
def grant(email: str, organisation: str, role: str, kind: str | None, ags: tuple[str, ...]) -> None:
    """Give EMAIL a role without sending anything."""

    async def act(session: AsyncSession) -> None:
        if kind is not None:
            await service.found_organisation(
                session,
                name=organisation,
                kind=OrganisationKind(kind),
                keys=list(ags),
                now=utc_now(),
                by_id=None,
            )
        await accounts.grant(
            session, email=email, organisation=organisation, kind=RoleKind(role), now=utc_now()
        )

    _write(act)
    click.echo(f"{email} is {role} of {organisation}.")


@user.command()
@click.argument("email")
@click.option("--organisation", help="Only the roles in this organisation.")
def revoke(email: str, organisation: str | None) -> None:
    """Take EMAIL's roles away and sign them out."""
    gone = _write(
        lambda session: accounts.revoke(session, email=email, organisation=organisation, now=utc_now())
    )
    click.echo(f"{gone} role(s) revoked.")


@user.command()
@click.argument("email")
def link(email: str) -> None:
    """Print a sign-in link for EMAIL, for the first operator or where mail does not arrive."""
    token = _write(lambda session: accounts.make_link(session, email=email, now=utc_now()))
    click.echo(f"{read_settings().base_url}/anmelden/{token}   (valid {accounts.LINK_MINUTES} minutes)")
