"""`mas-hub database`: the database itself."""

import click

from mas_hub import db
from mas_hub.config import settings_from
from mas_hub.db.waiting import when_there

UPGRADE_WAITS_S = 60.0
"""Less than systemd waits for what comes before a start."""


@click.group()
def database() -> None:
    """The database that the settings name."""


@database.command("upgrade")
def upgrade_database() -> None:
    """Bring it to the newest schema. Workers that do so at the same time wait for each other, and for the database."""
    settings = settings_from()
    db.configure(settings.url)
    when_there(db.upgrade, longest_s=UPGRADE_WAITS_S)
    click.echo("The database is up to date.")
