"""`mas-hub providers`: where people of an agency sign in. Set up by an operator, who vouches for the issuer."""

import getpass
import sys

import click
from sqlalchemy import select

from mas_hub import db
from mas_hub.config import SettingsError
from mas_hub.identity.models import Agency, Provider
from mas_hub.identity.oidc import is_safe
from mas_hub.identity.providers import add_provider, remove_provider


def list_providers() -> None:
    with db.snapshot() as session:
        rows = session.execute(select(Provider, Agency.code).join(Agency, Agency.id == Provider.agency_id)).all()
        for provider, code in rows:
            click.echo(f"{provider.id}  {code}  {provider.name}  {provider.issuer}  {provider.client_id}")
    if not rows:
        click.echo("There is none.")


def add(agency_code: str, *, name: str, issuer: str, client_id: str, second_factor: bool) -> None:
    if not is_safe(issuer):
        raise SettingsError("The issuer must begin with https://.")
    secret = getpass.getpass("Client secret: ") if sys.stdin.isatty() else sys.stdin.readline()
    with db.transaction() as session:
        agency = session.scalars(select(Agency).where(Agency.code == agency_code, Agency.active)).one_or_none()
        if agency is None:
            raise SettingsError(f"No active agency has the code {agency_code}.")
        add_provider(
            session,
            agency,
            name=name,
            issuer=issuer,
            client_id=client_id,
            secret=secret.strip(),
            second_factor=second_factor,
        )
    click.echo(
        f"People of {agency_code} can connect {name} under My account. "
        "Let it send them back to this service's address followed by /sign-in/return."
    )


def remove(provider_id: int) -> None:
    with db.transaction() as session:
        provider = session.get(Provider, provider_id)
        if provider is None:
            raise SettingsError("There is no such provider. See mas-hub providers list.")
        remove_provider(session, provider)
    click.echo("Nobody signs in there any more.")
