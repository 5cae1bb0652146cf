"""leerstand user: invite people, grant and revoke roles, sign in at the terminal."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy.ext.asyncio import AsyncSession

from leerstand.accounts import service as accounts
from leerstand.accounts.codes import OrganisationKind, RoleKind
from leerstand.accounts.errors import UnknownPerson
from leerstand.accounts.input import SignInInput
from leerstand.accounts.models import Person
from leerstand.accounts.queries import organisations, person_by_email
from leerstand.cli.opening import data_option, database_url, opened, read_settings
from leerstand.core.errors import Refusal
from leerstand.core.i18n import translator
from leerstand.core.web import utc_now
from leerstand.exchange.queries import everything_about
from leerstand.exchange.service.leaving import delete_account
from leerstand.operation import service
from leerstand.operation.input import OrganisationNameInput
from leerstand.operation.queries import current_keys

Answer = TypeVar("Answer")

ROLE = click.Choice([kind.value for kind in RoleKind])


@click.group()
def user() -> None:
    """Invite people, grant and revoke roles."""


def _write(act: Callable[[AsyncSession], Awaitable[Answer]], *, data: Path | None) -> Answer:
    """Run one act in a transaction on the configured database; a refusal ends the command with its sentence."""

    async def once(url: str) -> Answer:
        async with opened(url) as db, db.writing() as session:
            return await act(session)

    with database_url(read_settings(data=data)) as url:
        try:
            return asyncio.run(once(url))
        except Refusal as refusal:
            raise click.ClickException(_in_english(refusal.sentence, refusal.facts)) from None


def _in_english(sentence: str, facts: Mapping[str, object]) -> str:
    words = translator("en")(sentence)
    return words % facts if facts else words


def _address(_context: click.Context, _parameter: click.Parameter, typed: str) -> str:
    """An address as a page reads it: what no mail could reach is refused before it becomes an account."""
    read = SignInInput.parse([("email", typed)])
    if read.value is None:
        _, sentence, facts = read.problems[0]
        raise click.BadParameter(_in_english(sentence, facts))
    return read.value.email


def _organisation_name(_context: click.Context, _parameter: click.Parameter, typed: str) -> str:
    """The name of an organisation as a page reads it: none without letters, none with spaces around it."""
    read = OrganisationNameInput.parse([("name", typed)])
    if read.value is None:
        _, sentence, facts = read.problems[0]
        raise click.BadParameter(_in_english(sentence, facts))
    return read.value.name


new_address = click.argument("email", callback=_address)
# Whoever has an account is found also under an address that would not be taken any more.
kept_address = click.argument("email")


@user.command()
@new_address
@click.option("--organisation", required=True, help="Exact name of the organisation.")
@click.option("--role", type=ROLE, default="clerk", show_default=True)
@click.option("--name", default="", help="The person's name.")
@data_option
def invite(email: str, organisation: str, role: str, name: str, data: Path | None) -> None:
    """Give EMAIL a role and send a link to come in with."""
    _write(
        lambda session: service.invite(
            session, email=email, name=name, organisation=organisation, kind=RoleKind(role), now=utc_now()
        ),
        data=data,
    )
    click.echo(f"{email} is invited.")


@user.command()
@new_address
@click.option(
    "--organisation",
    required=True,
    callback=_organisation_name,
    help="Exact name; made if it is new and --kind is given.",
)
@click.option("--role", type=ROLE, default="clerk", show_default=True)
@click.option(
    "--kind", type=click.Choice([kind.value for kind in OrganisationKind]), help="Make the organisation."
)
@click.option("--ags", multiple=True, help="Official key that a new organisation covers; may be repeated.")
@data_option
def grant(
    email: str, organisation: str, role: str, kind: str | None, ags: tuple[str, ...], data: Path | None
) -> None:
    """Give EMAIL a role without sending anything.

    --kind and --ags make a new organisation; one that exists already is changed at /betrieb/organisationen.
    """
    if ags and kind is None:
        raise click.UsageError("--ags belongs to a new organisation, and needs --kind.")

    async def act(session: AsyncSession) -> None:
        if kind is not None:
            await _found(session, name=organisation, kind=OrganisationKind(kind), keys=list(ags))
        await accounts.grant(
            session, email=email, organisation=organisation, kind=RoleKind(role), now=utc_now()
        )

    _write(act, data=data)
    click.echo(f"{email} is {role} of {organisation}.")


async def _found(session: AsyncSession, *, name: str, kind: OrganisationKind, keys: list[str]) -> None:
    """Make the organisation; where it exists, it must be as it was asked for."""
    made = await service.found_organisation(
        session, name=name, kind=kind, keys=keys, now=utc_now(), by_id=None
    )
    if made:
        return
    body = next(one for one in await organisations(session) if one.name == name)
    current, _ = await current_keys(session, keys)
    if (body.kind, sorted(body.ags)) != (kind, sorted(current)):
        stands = f"{body.kind.value} with {', '.join(body.ags) or 'no key'}"
        raise click.ClickException(
            f"{name} exists already, as {stands}. Leave out --kind and --ags; "
            "its name and keys are changed at /betrieb/organisationen."
        )


@user.command()
@kept_address
@click.option("--organisation", help="Only the roles in this organisation.")
@data_option
def revoke(email: str, organisation: str | None, data: Path | None) -> None:
    """Take EMAIL's roles away and sign them out."""
    gone = _write(
        lambda session: accounts.revoke(session, email=email, organisation=organisation, now=utc_now()),
        data=data,
    )
    click.echo(f"{gone} role(s) revoked.")


@user.command()
@new_address
@data_option
def link(email: str, data: Path | None) -> None:
    """Print a sign-in link for EMAIL, for the first operator or where mail does not arrive."""
    token = _write(lambda session: accounts.make_link(session, email=email, now=utc_now()), data=data)
    click.echo(f"{read_settings().base_url}/anmelden/{token}   (valid {accounts.LINK_MINUTES} minutes)")


@user.command()
@kept_address
@data_option
def export(email: str, data: Path | None) -> None:
    """Print everything kept about EMAIL as JSON, where the person asks by letter (Art. 15 and 20 GDPR)."""

    async def act(session: AsyncSession) -> dict[str, Any]:
        person = await _person(session, email)
        found = await everything_about(session, person.id)
        await accounts.record(
            session, action="data_handed_out", subject=("person", person.id), actor_id=None, now=utc_now()
        )
        return found

    found = _write(act, data=data)
    click.echo(json.dumps({"written_at": utc_now().isoformat(), **found}, ensure_ascii=False, indent=2))


@user.command()
@kept_address
@click.option("--yes", is_flag=True, help="Do not ask again.")
@data_option
def forget(email: str, yes: bool, data: Path | None) -> None:
    """Delete EMAIL's account for the person, who asks by letter or has lost the mailbox (Art. 17 GDPR).

    Whatever is under way is ended first and the other side is told, as on the person's own page.
    """
    if not yes:
        click.confirm(f"Delete the account of {email} and all that belongs to it?", abort=True)

    async def act(session: AsyncSession) -> None:
        await delete_account(session, (await _person(session, email)).id, now=utc_now())

    _write(act, data=data)
    click.echo(f"The account of {email} is deleted.")


async def _person(session: AsyncSession, email: str) -> Person:
    person = await person_by_email(session, email)
    if person is None:
        raise UnknownPerson(email=email)
    return person
