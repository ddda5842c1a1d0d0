"""The command `mas-hub`."""

import json
import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import click
from alembic.util import CommandError
from sqlalchemy import func, inspect, literal, select, table
from sqlalchemy.exc import OperationalError, ProgrammingError, SQLAlchemyError

from mas_hub import clock, db, meeting_log
from mas_hub.backup import BackupError
from mas_hub.backup.before_upgrade import BackupFirst, database
from mas_hub.backup.cli import make_key, purge_what_came_back, require_list, restore_backup, write_backup
from mas_hub.checkpoints.cli import checkpoint, checkpoint_key, verify_log
from mas_hub.config import SettingsError, settings_from
from mas_hub.db.connected import where
from mas_hub.db.unavailable import reason_of
from mas_hub.db.waiting import LONGEST_S
from mas_hub.errors import DomainError, Unavailable
from mas_hub.exports.cli import say_whether_unaltered
from mas_hub.identity.cli import people, providers
from mas_hub.identity.models import Partnership
from mas_hub.local_practice.cli import practice
from mas_hub.meeting_log.opening import make_private_folder, open_hub_up_to_date
from mas_hub.practice.errors import PracticeDataError
from mas_hub.replay.checking import read_scenario
from mas_hub.replay.demo import DEMO_PASSWORD, demo_people, load_demo
from mas_hub.replay.reading import ScenarioError
from mas_hub.replay.run import replay as replay_scenario
from mas_hub.replay.run import sentence, write_exports
from mas_hub.retention.cli import purge
from mas_hub.retention.listed import FILE, keep_list
from mas_hub.subject_access.cli import subject_access
from mas_hub.web.standing_in import require_free, standing_in


class Plainly(click.Group):
    """What a person can mend is said in a sentence on stderr, with exit code 2, never as a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (ScenarioError, SettingsError, PracticeDataError, BackupError) as error:
            _stop(str(error))
        except (OperationalError, ProgrammingError, Unavailable) as error:
            reason = reason_of(error.__cause__ or error) if isinstance(error, Unavailable) else reason_of(error)
            _stop(f"The database at {where()} cannot be used ({reason}).")
        except DomainError as error:
            _stop(sentence(error))
        except OSError as error:
            if error.filename is None:
                raise
            _stop(f"{error.filename} cannot be used ({error.strerror}).")


def _stop(message: str) -> NoReturn:
    click.echo(f"mas-hub: {message}", err=True)
    sys.exit(2)


@click.group(cls=Plainly)
def main() -> None:
    """The server for multi-agency supervision meetings."""


main.add_command(people)
main.add_command(providers)
main.add_command(practice)
main.add_command(database)
main.add_command(checkpoint)
main.add_command(checkpoint_key)
main.add_command(verify_log)
main.add_command(purge)
main.add_command(subject_access)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of the database and the key.")
@click.option("--demo", is_flag=True, help="Load the demo partnership when the database is empty.")
def run(host: str, port: int, data: Path | None, demo: bool) -> None:
    """Bring the database up to date and serve."""
    try:
        require_free(host, port)
    except OSError as error:
        _stop(
            f"Port {port} of {host} cannot be used ({error.strerror}). Stop what uses it, or choose another (--port)."
        )
    environment = dict(os.environ)
    if data is not None:
        environment["MAS_HUB_DATA"] = str(data.resolve())
    if demo:
        environment["MAS_HUB_DEMO"] = "1"
    settings = settings_from(environment)
    if not settings.public_url and not settings.production:
        environment["MAS_HUB_PUBLIC_URL"] = f"http://localhost:{port}"  # so that passkeys can be tried there
    if settings.now is not None:
        clock.fix_for_server(settings.now)
    first, meanwhile = BackupFirst(settings), partial(standing_in, host, port)
    open_hub_up_to_date(settings, first=first, meanwhile=meanwhile, longest_s=LONGEST_S)
    first.note()
    keep_list(settings.data / FILE)
    if settings.demo:
        if _is_empty():
            click.echo("Loading the demo partnership ...")
            load_demo()
        _introduce_demo(host, port)
    else:
        click.echo(f"mas_hub at http://{_shown(host)}:{port}")
    db.close()
    sys.stdout.flush()
    command = [sys.executable, "-m", "mas_hub.serve", host, str(port)]
    os.execve(sys.executable, command, environment)  # noqa: S606 (no shell; this very program)


@main.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--database", help="An empty database's URL; without it a temporary one is used.")
@click.option("--json", "as_json", is_flag=True, help="Print nothing but the results, as one JSON object.")
@click.option("--exports", type=click.Path(file_okay=False, path_type=Path), help="Write every agency's exports here.")
@click.option("--language", type=click.Choice(["en", "cy"]), default="en", show_default=True, help="Of the exports.")
def replay(scenario: Path, database: str | None, as_json: bool, exports: Path | None, language: str) -> None:
    """Feed a scenario through the same path as the doors and print what it comes to."""
    source = read_scenario(scenario)
    tell: Callable[[str], None] = (lambda _: None) if as_json else (lambda line: click.echo(line, err=True))
    tell(f"Replaying {scenario}.")
    with tempfile.TemporaryDirectory(prefix="mas_hub_") as folder:
        temporary = Path(folder)
        if exports is not None:
            exports.mkdir(parents=True, exist_ok=True)
        _open_empty(database or f"sqlite:///{temporary / 'replay.sqlite'}")
        meeting_log.configure_key(settings_from().key_path if database else temporary / "key")
        outcome = replay_scenario(source)
        for line in (*outcome.notes, *outcome.failures):
            click.echo(line, err=True)
        wrong = len(outcome.failures)
        went = f"{wrong} of {outcome.done} acts did not go" if wrong else f"All {outcome.done} acts went"
        tell(f"{went} as the file says.")
        if exports is not None:
            tell(f"{write_exports(outcome, exports, language)} exported files are in {exports}.")
        click.echo(json.dumps(outcome.results(), ensure_ascii=as_json, indent=None if as_json else 2))
        db.close()
    sys.exit(1 if outcome.failures else 0)


@main.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--to", "recipient", default="", help="Encrypt for this recipient (age1...).")
def backup(file: Path, recipient: str) -> None:
    """Write everything, as it is at this moment, to FILE, encrypted; the hub may be in use meanwhile."""
    write_backup(file, recipient)


@main.command("backup-key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup_key(file: Path) -> None:
    """Make the key that opens backups, and say which recipient to encrypt them for."""
    make_key(file)


@main.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--database", help="The URL of an empty database; without it the settings' own.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Made by backup-key.")
@click.option("--verify/--no-verify", default=True, show_default=True, help="Compare every row, and check the log.")
@click.option("--check", is_flag=True, help="Keep nothing: restore into a temporary database and verify that.")
@click.option(
    "--purged", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The list of what was deleted since."
)
@click.option("--none-purged", is_flag=True, help="Instead of the list: no case was ever deleted.")
def restore(
    file: Path,
    database: str | None,
    key: Path | None,
    verify: bool,
    check: bool,
    purged: Path | None,
    none_purged: bool,
) -> None:
    """Fill an empty database with the backup in FILE. Exit 1 and say what, if something is not as it was backed up."""
    settings = settings_from()
    listed = purged or settings.data / FILE
    with tempfile.TemporaryDirectory(prefix="mas_hub_") as folder:
        temporary = Path(folder)
        if not check:
            make_private_folder(settings)
        log_key = temporary / "key" if check else settings.key_path
        log_key.parent.mkdir(parents=True, exist_ok=True)
        _open_empty(f"sqlite:///{temporary / 'checked.sqlite'}" if check else database or settings.url, revision="")
        if not (check or none_purged):
            require_list(listed)
        whole = restore_backup(file, log_key, key, verify=verify or check)
        whole = purge_what_came_back(listed) and whole
        if not check:
            keep_list(settings.data / FILE)
        db.close()
    sys.exit(0 if whole else 1)


@main.command("verify-export")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--database", help="The database's URL; without it the settings' own.")
def verify_export(file: Path, database: str | None) -> None:
    """Say whether FILE left the hub as it is, and which issue it is; for a ZIP, each file in it too. Exit 1 if not."""
    db.configure(database or settings_from().url)
    sys.exit(0 if say_whether_unaltered(file.name, file.read_bytes()) else 1)


def _open_empty(url: str, revision: str = "head") -> None:
    """Use the database at `url`, with the schema of `revision`, if any.

    Raises `SettingsError` when it cannot be used, or has content.
    """
    try:
        db.configure(url)
        with db.snapshot() as session:
            names = [name for name in inspect(session.connection()).get_table_names() if name != "alembic_version"]
            full = [
                name for name in names if session.execute(select(literal(1)).select_from(table(name)).limit(1)).first()
            ]
        if full:
            raise SettingsError("This database has content. Replay and restore need an empty one.")
        if revision:
            db.upgrade(revision)
    except (SQLAlchemyError, CommandError, ImportError) as error:
        reason = getattr(error, "orig", None) or error
        raise SettingsError(f"This database cannot be used ({reason}). Give the URL of an empty one.") from None


def _is_empty() -> bool:
    with db.snapshot() as session:
        return session.scalar(select(func.count()).select_from(Partnership)) == 0


def _introduce_demo(host: str, port: int) -> None:
    click.echo(f"\nmas_hub at http://{_shown(host)}:{port}  (demo: made-up people, not for real cases)\n")
    click.echo(f"Everybody's password: {DEMO_PASSWORD}\n")
    for name, email, what in demo_people():
        click.echo(f"  {email:<34} {name:<20} {what}")
    click.echo("")


def _shown(host: str) -> str:
    return "localhost" if host in ("127.0.0.1", "0.0.0.0", "::") else host  # noqa: S104 (shown, not bound)
