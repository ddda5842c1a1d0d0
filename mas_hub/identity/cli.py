"""`mas-hub people` and `mas-hub providers`: who signs in, and where else they may. Done by an operator, who vouches."""

import getpass
import sys

import click
from sqlalchemy import select

from mas_hub import db
from mas_hub.config import SettingsError, settings_from
from mas_hub.identity.appointing import confirm_role, list_open_proposals
from mas_hub.identity.models import Agency, Provider
from mas_hub.identity.outside import is_safe
from mas_hub.identity.partnership import create_first_administrator, rename_partnership
from mas_hub.identity.passwords import hash_password
from mas_hub.identity.providers import add_provider, remove_provider
from mas_hub.identity.queries import find_person_by_email
from mas_hub.identity.rules import ROLES, check_password
from mas_hub.identity.schemas import FirstAdministratorSchema, PartnershipNameSchema
from mas_hub.identity.second_factor import take_away_second_factor
from mas_hub.meeting_log.opening import open_hub
from mas_hub.web.fields import load


@click.group()
def people() -> None:
    """People who sign in."""


@people.command("create-first-administrator")
@click.option("--partnership", required=True, help="The partnership's name.")
@click.option("--partnership-cy", help="The same in Welsh.")
@click.option("--nation", required=True, type=click.Choice(["england", "wales"]))
@click.option("--agency", required=True, help="The administrator's agency.")
@click.option("--agency-cy", help="The same in Welsh.")
@click.option("--sector", required=True, help="That agency's sector, such as childrens_social_care.")
@click.option("--name", required=True)
@click.option("--email", required=True)
def first_administrator(**facts: str | None) -> None:
    """Start an empty deployment: a partnership, an agency and somebody who can add the others."""
    settings = settings_from()
    said = load(FirstAdministratorSchema(), {name: value for name, value in facts.items() if value})
    password = getpass.getpass("Password (15 characters or more): ") if sys.stdin.isatty() else sys.stdin.readline()
    password = password.rstrip("\n")
    check_password(password, [said["email"], said["name"]])
    hashed = hash_password(password)
    open_hub(settings)
    with db.transaction() as session:
        create_first_administrator(
            session,
            partnership_name={"en": said["partnership"], "cy": said["partnership_cy"]},
            nation=said["nation"],
            agency_name={"en": said["agency"], "cy": said["agency_cy"]},
            sector=said["sector"],
            name=said["name"],
            email=said["email"],
            job="",
            password_hash=hashed,
        )
    click.echo(f"{said['email']} can sign in now.")


@people.command("rename-partnership")
@click.option("--name", help="The partnership's name in English.")
@click.option("--name-cy", help="The same in Welsh.")
def rename(**said: str | None) -> None:
    """Give the partnership another name, or its name in the other language. What is not given stays."""
    settings = settings_from()
    named = load(PartnershipNameSchema(), {key: name for key, name in said.items() if name is not None})
    if not any(named.values()):
        raise SettingsError("Say --name or --name-cy.")
    open_hub(settings)
    with db.transaction() as session:
        names = rename_partnership(session, en=named["name"], cy=named["name_cy"]).name
    click.echo(" / ".join(filter(None, names.values())))


@people.command("confirm-role", short_help="Confirm a role that the only administrator proposed.")
@click.argument("email")
@click.argument("role", type=click.Choice(sorted(ROLES)))
def confirm_proposed_role(email: str, role: str) -> None:
    """Confirm the ROLE that the only administrator proposed for somebody. With two of them, the other one does."""
    open_hub(settings_from())
    with db.transaction() as session:
        person = find_person_by_email(session, email)
        if person is None:
            raise SettingsError(f"Nobody signs in as {email}.")
        if not any(each.role == role for each in list_open_proposals(session, person.id)):
            raise SettingsError("Nobody proposed this. An administrator proposes it under People first.")
        confirm_role(session, None, person.id, role)
    click.echo(f"{email} has the role now.")


@people.command("reset-second-factor", short_help="Take away the second factor that the only administrator lost.")
@click.argument("email")
def take_second_factor_away(email: str) -> None:
    """For the administrator who has lost phone and recovery codes and has no other administrator to ask."""
    open_hub(settings_from())
    with db.transaction() as session:
        person = find_person_by_email(session, email)
        if person is None:
            raise SettingsError(f"Nobody signs in as {email}.")
        take_away_second_factor(session, None, person)
    click.echo(f"{email} was signed out, and signs in without a second factor or sets it up anew.")


@click.group()
def providers() -> None:
    """Where people of an agency sign in, besides here (OpenID Connect)."""


@providers.command("list")
def list_providers() -> None:
    """Say which there are."""
    open_hub(settings_from())
    with db.snapshot() as session:
        rows = session.execute(select(Provider, Agency.code).join(Agency, Agency.id == Provider.agency_id)).all()
        for provider, code in rows:
            click.echo(f"{provider.id}  {code}  {provider.name}  {provider.issuer}  {provider.client_id}")
    if not rows:
        click.echo("There is none.")


@providers.command("add")
@click.option("--agency", required=True, help="The agency's code, such as CSC.")
@click.option("--name", required=True, help="As people know it: 'Sign in with ...'.")
@click.option("--issuer", required=True, help="The issuer, exactly as it names itself.")
@click.option("--client-id", required=True, help="The name by which it knows this service.")
@click.option("--asks-second-factor", is_flag=True, help="It asks everybody for one, so that none is asked for here.")
def add(agency: str, name: str, issuer: str, client_id: str, asks_second_factor: bool) -> None:
    """Let people of an agency sign in there. Asks for the client secret."""
    if not is_safe(issuer):
        raise SettingsError("The issuer must begin with https://.")
    open_hub(settings_from())
    secret = getpass.getpass("Client secret: ") if sys.stdin.isatty() else sys.stdin.readline()
    with db.transaction() as session:
        found = session.scalars(select(Agency).where(Agency.code == agency, Agency.active)).one_or_none()
        if found is None:
            raise SettingsError(f"No active agency has the code {agency}.")
        add_provider(
            session,
            found,
            name=name,
            issuer=issuer,
            client_id=client_id,
            secret=secret.strip(),
            second_factor=asks_second_factor,
        )
    click.echo(
        f"People of {agency} can connect {name} under My account. "
        "Let it send them back to this service's address followed by /sign-in/return."
    )


@providers.command("remove")
@click.argument("provider_id", type=int)
def remove(provider_id: int) -> None:
    """Let nobody sign in there any more."""
    open_hub(settings_from())
    with db.transaction() as session:
        provider = session.get(Provider, provider_id)
        if provider is None:
            raise SettingsError("There is no such provider. See mas-hub providers list.")
        remove_provider(session, provider)
    click.echo("Nobody signs in there any more.")
