"""`mas-hub backup`, `mas-hub restore` and the keys they need."""

import getpass
import os
import sys
from pathlib import Path

import click
import pyrage

from mas_hub import clock, db, meeting_log
from mas_hub.audit.verifying import verify_audit
from mas_hub.backup import BackupError, Written, back_up, restore
from mas_hub.config import Settings, SettingsError, settings_from
from mas_hub.retention.listed import FILE, delete_again, keep_list, not_known, read_list, unknown_lines
from mas_hub.retention.purging import note_backup


def write_backup(file: Path, recipient: str) -> None:
    """Back the settings' hub up into `file`, and say so."""
    settings = settings_from()
    db.configure(settings.url)
    written = back_up_as_set(settings, file, recipient)
    click.echo(f"{written.rows} rows of {written.tables} tables are in {file}.")
    if db.is_up_to_date():
        note_taken(settings, file, written)
    else:
        click.echo("It is not noted among the backups taken: the database has an older version's schema.")


def note_taken(settings: Settings, file: Path, written: Written) -> None:
    with db.transaction() as session:
        note_backup(session, file.name, written.made_at)
    keep_list(settings.data / FILE)


def back_up_as_set(settings: Settings, file: Path, recipient: str = "") -> Written:
    """Back the configured database up into `file`, for this recipient or the one in the settings."""
    meeting_log.open_log(settings.key_path)
    recipient = recipient or settings.backup_recipient
    passphrase = "" if recipient else _passphrase(settings)
    try:
        return back_up(file, settings.key_path, recipient=recipient, passphrase=passphrase)
    except pyrage.RecipientError:
        raise SettingsError("A recipient begins with age1. `mas-hub backup-key FILE` makes one.") from None


def restore_backup(file: Path, log_key: Path, identity: Path | None, *, verify: bool) -> bool:
    """Fill the configured database, which is empty, from `file`. Returns whether all is as it was, where that is
    verified."""
    if identity is not None:
        restored = restore(file, log_key, identity=_identity_in(identity), verify=verify)
    else:
        restored = restore(file, log_key, passphrase=_passphrase(settings_from()), verify=verify)
    click.echo(f"{restored.rows} rows of {restored.made_at} are restored.")
    if restored.letters:
        click.echo(
            f"{restored.letters} e-mails waited to be sent then. They are given up, as they may have gone since."
        )
    if restored.tokens:
        click.echo(
            f"{restored.tokens} tokens of record systems were good then. They are revoked, as they may have been "
            "since: their agencies make new ones."
        )
    for fault in restored.faults:
        click.echo(fault, err=True)
    if verify and not restored.faults:
        click.echo("Every row is as it was backed up, and the log is intact.")
    return not restored.faults


def require_list(listed: Path) -> None:
    """Raises `BackupError` when the list of what was deleted since is missing. Called before anything is restored."""
    if not listed.exists():
        raise BackupError(
            f"There is no list of deleted cases at {listed}, and this backup may bring back what was deleted since. "
            "Nothing is restored. Say --purged FILE, or --none-purged if no case was ever deleted."
        )


def purge_what_came_back(listed: Path) -> bool:
    """Delete again what had been deleted since the backup.

    Returns whether the whole list could be read and the log is intact afterwards.
    """
    unknown = unknown_lines(listed)
    if unknown:
        click.echo(f"{not_known(listed, unknown)} If one names a case that was deleted, it is back.", err=True)
    return _delete_again(listed) and not unknown


def _delete_again(listed: Path) -> bool:
    came_back = delete_again(read_list(listed))
    for each in came_back:
        day = clock.local_day(each.at)
        click.echo(f"Case {each.case_id}, deleted on {day:%d/%m/%Y}, came back with this backup. It is deleted again.")
    if not came_back:
        return True
    with db.snapshot() as session:
        faults = [str(fault) for fault in (*meeting_log.verify(session), *verify_audit(session))]
    for fault in faults:
        click.echo(fault, err=True)
    return not faults


def make_key(file: Path) -> None:
    """Write a new identity to `file` and say which recipient it opens."""
    made = pyrage.x25519.Identity.generate()
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as kept:
        kept.write(f"{made}\n")
    click.echo(f"Keep {file} where backups are not. Without it no backup for this recipient can be opened:")
    click.echo(made.to_public())


def _identity_in(file: Path) -> str:
    lines = file.read_text(encoding="ascii").splitlines()
    found = next((line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")), None)
    if found is None:
        raise SettingsError(f"{file} holds no key. It is the file that `mas-hub backup-key` made.")
    return found


def _passphrase(settings: Settings) -> str:
    """From the settings, or asked for at the terminal."""
    said = settings.backup_passphrase
    if not said and sys.stdin.isatty():
        said = getpass.getpass("Passphrase of the backup: ")
    if len(said) < 15:
        raise SettingsError(
            "Say whose key opens the backup (--to or MAS_HUB_BACKUP_RECIPIENT to make one, --key to restore it), "
            "or set MAS_HUB_BACKUP_PASSPHRASE (15 characters or more)."
        )
    return said
