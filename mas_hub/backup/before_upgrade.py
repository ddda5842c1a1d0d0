"""`mas-hub database upgrade`, and the backup that comes before the schema changes (docs/decisions/0043)."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import click

from mas_hub import clock, db
from mas_hub.audit.chaining import begin_chain
from mas_hub.backup import Written
from mas_hub.backup.cli import back_up_as_set, note_taken
from mas_hub.config import Settings, settings_from
from mas_hub.db.roles import let_use
from mas_hub.db.waiting import when_there
from mas_hub.meeting_log.opening import make_private_folder

UPGRADE_WAITS_S = 60.0
"""Less than systemd allows to what runs before a start."""


@click.group()
def database() -> None:
    """The database that the settings name."""


@database.command("upgrade")
def upgrade_database() -> None:
    """Bring it to the newest schema. Workers that do so at the same time wait for each other, and for the database.

    With MAS_HUB_DATABASE_OWNER_URL it is done as the tables' owner, who lets the role of MAS_HUB_DATABASE_URL use them.
    """
    settings = settings_from()
    make_private_folder(settings)
    db.configure(settings.owner_url or settings.url)
    first = BackupFirst(settings)
    when_there(partial(db.upgrade, first=first), longest_s=UPGRADE_WAITS_S)
    if settings.owner_url:
        let_use(settings.url)
    first.note()
    click.echo("The database is up to date.")


@dataclass
class BackupFirst:
    """Called with the revision that the database has before it gets another; backs it up, where it is set for whom.

    `note()` comes once the tables are this version's: only then can the backup stand among those taken, which hold
    cases that are deleted later. An upgrade that is tried again makes another: each is noted.
    """

    settings: Settings
    made: list[tuple[Path, Written]] = field(default_factory=list)

    def __call__(self, revision: str) -> None:
        if not (self.settings.backup_recipient or self.settings.backup_passphrase):
            click.echo(
                "The tables change, and no backup is made first: MAS_HUB_BACKUP_RECIPIENT says for whom one would be.",
                err=True,
            )
            return
        folder = self.settings.data / "before-upgrades"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / f"{revision}-{clock.now():%Y%m%dT%H%M%S}.age"
        self.made.append((file, back_up_as_set(self.settings, file)))
        click.echo(f"The tables change. A backup from before is in {file}.", err=True)

    def note(self) -> None:
        if self.made:
            begin_chain()
        for file, written in self.made:
            note_taken(self.settings, file, written)
