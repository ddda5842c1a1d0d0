"""`mas-hub checkpoint`, `checkpoint-key` and `verify-log`."""

import sys
from pathlib import Path

import click
from sqlalchemy.exc import SQLAlchemyError

from mas_hub import db, meeting_log
from mas_hub.audit.verifying import verify_audit
from mas_hub.checkpoints.comparing import compare
from mas_hub.checkpoints.files import read_checkpoints, take_checkpoint
from mas_hub.checkpoints.keys import as_text, name_of, public_keys, signing_key
from mas_hub.checkpoints.record import stubs_by_proof
from mas_hub.config import Settings, SettingsError, settings_from
from mas_hub.db.connected import where

A_FILE = click.Path(dir_okay=False, path_type=Path)
THERE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("checkpoint")
@click.argument("file", type=A_FILE, required=False)
def checkpoint(file: Path | None) -> None:
    """Add to FILE, signed, how far the record reaches now: ids, numbers and hashes. Without FILE to the settings' own.

    Adds nothing, says why and ends with 1 when the database no longer has what FILE says of it.
    """
    settings = settings_from()
    file = file or settings.checkpoints
    if file is None:
        raise SettingsError("Name the file that checkpoints go to, here or with MAS_HUB_CHECKPOINTS.")
    db.configure(settings.url)
    try:
        taken = take_checkpoint(file, signing_key(settings.checkpoint_key_path))
    except SQLAlchemyError as error:
        raise _no_hub(error) from None
    problems = [*taken.faults, *taken.compared.lines()]
    for problem in problems:
        click.echo(problem, err=True)
    if not problems:
        click.echo(f"A checkpoint is in {file}, with {taken.moved} chains that moved since the one before or are new.")
    sys.exit(1 if problems else 0)


@click.command("checkpoint-key")
def checkpoint_key() -> None:
    """Print the public key that checkpoints are known by. The key that signs them is made when there is none."""
    click.echo(as_text(signing_key(settings_from().checkpoint_key_path).public_key()), nl=False)


@click.command("verify-log")
@click.option("--database", help="The database's URL; without it the settings' own.")
@click.option("--checkpoints", type=THERE, help="Compare with what these checkpoints say as well.")
@click.option("--public-key", type=THERE, help="What they are signed with; without it this hub's own key.")
def verify_log(database: str | None, checkpoints: Path | None, public_key: Path | None) -> None:
    """Check that nothing in a meeting's log or the audit was changed, removed or added. Exit 1 and say where, if so."""
    settings = settings_from()
    db.configure(database or settings.url)
    if db.is_empty():  # before a key is made for it
        raise SettingsError(f"There is no hub at {where()}. MAS_HUB_DATA or --database says where it is.")
    meeting_log.open_log(settings.key_path)
    try:
        with db.snapshot() as session:
            faults = [*map(str, meeting_log.verify(session)), *map(str, verify_audit(session))]
            proven, unproven = stubs_by_proof(session)
        faults += [f"meeting {each.meeting_id}: its stub has no row in the audit" for each in unproven]
        for stub in proven:
            if stub.holds:
                click.echo(stub)
        faults += _unlike(checkpoints, public_key, settings) if checkpoints else []
    except SQLAlchemyError as error:
        raise _no_hub(error) from None
    except ValueError as error:
        faults = [f"a row holds what the hub cannot have written ({error})"]
    for fault in faults:
        click.echo(fault)
    if not faults:
        click.echo("The log is intact" + (", and as its checkpoints have it." if checkpoints else "."))
    sys.exit(1 if faults else 0)


def _unlike(file: Path, public_key: Path | None, settings: Settings) -> list[str]:
    """What is wrong with the checkpoints, or with the database compared to them."""
    if public_key is not None:
        known = public_keys(public_key)
    elif settings.checkpoint_key_path.exists():
        own = signing_key(settings.checkpoint_key_path).public_key()
        known = {name_of(own): own}
    else:
        raise SettingsError(
            "Say with --public-key what the checkpoints are signed with. This hub has no key of its own."
        )
    good, faults = read_checkpoints(file, known)
    with db.snapshot() as session:
        return [*faults, *compare(session, good).lines()]


def _no_hub(error: SQLAlchemyError) -> SettingsError:
    return SettingsError(f"This is not a hub's database ({getattr(error, 'orig', None) or error}).")
