"""`mas-hub`: run, replay, people, practice, database, backup, restore, verify-log, verify-export."""

import getpass
import json
import os
import sys
import tempfile
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import partial, wraps
from pathlib import Path
from typing import Any, ParamSpec

import click
import yaml
from alembic.util import CommandError
from sqlalchemy import func, inspect, literal, select, table
from sqlalchemy.exc import SQLAlchemyError

from mas_hub import clock, db, meeting_log
from mas_hub.backup import BackupError
from mas_hub.backup.cli import make_key, restore_backup, write_backup
from mas_hub.config import Settings, SettingsError, settings_from
from mas_hub.db.waiting import LONGEST_S, when_there
from mas_hub.errors import DomainError
from mas_hub.exports.cli import say_whether_unaltered
from mas_hub.identity import cli as provider_commands
from mas_hub.identity.actions import create_first_administrator, override_practice
from mas_hub.identity.appointing import confirm_role, list_open_proposals
from mas_hub.identity.models import Partnership
from mas_hub.identity.passwords import hash_password
from mas_hub.identity.queries import find_person_by_email, get_partnership
from mas_hub.identity.rules import ROLES, check_password
from mas_hub.identity.schemas import FirstAdministratorSchema
from mas_hub.identity.second_factor import take_away_second_factor
from mas_hub.practice.errors import PracticeDataError
from mas_hub.practice.profile import profile
from mas_hub.replay.checking import read_scenario
from mas_hub.replay.demo import DEMO_PASSWORD, demo_people, load_demo
from mas_hub.replay.reading import ScenarioError
from mas_hub.replay.run import replay as replay_scenario
from mas_hub.replay.run import sentence, write_exports
from mas_hub.web.fields import load
from mas_hub.web.standing_in import standing_in

UPGRADE_WAITS_S = 60.0
"""Less than systemd waits for what comes before a start."""

P = ParamSpec("P")


def _plainly(command: Callable[P, None]) -> Callable[P, None]:
    """What a person can mend is said in a sentence on stderr, with exit code 2, never as a traceback."""

    @wraps(command)
    def run_plainly(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except (ScenarioError, SettingsError, PracticeDataError, BackupError) as error:
            _stop(str(error))
        except DomainError as error:
            _stop(sentence(error))
        except OSError as error:
            if error.filename is None:
                raise
            _stop(f"{error.filename} cannot be used ({error.strerror}).")

    return run_plainly


def _stop(message: str) -> None:
    click.echo(f"mas-hub: {message}", err=True)
    sys.exit(2)


@click.group()
def main() -> None:
    """The server for multi-agency supervision meetings."""


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Folder of the database and the key.")
@click.option("--demo", is_flag=True, help="Load the demo partnership when the database is empty.")
@_plainly
def run(host: str, port: int, data: Path | None, demo: bool) -> None:
    """Bring the database up to date and serve."""
    environment = dict(os.environ)
    if data is not None:
        environment["MAS_HUB_DATA"] = str(data.resolve())
    if demo:
        environment["MAS_HUB_DEMO"] = "1"
    settings = settings_from(environment)
    if settings.now is not None:
        clock.fix_for_server(settings.now)
    _open(settings, meanwhile=partial(standing_in, host, port), longest_s=LONGEST_S)
    if settings.demo:
        if _is_empty():
            click.echo("Loading the demo partnership ...")
            load_demo()
        _introduce_demo(host, port)
    else:
        click.echo(f"mas_hub at http://{_shown(host)}:{port}")
    db.close()
    sys.stdout.flush()
    os.execve(sys.executable, [sys.executable, "-m", "mas_hub.serve", host, str(port)], environment)  # noqa: S606


@main.command()
@click.argument("scenario", type=click.Path(path_type=Path))
@click.option("--database", help="An empty database's URL; without it a temporary one is used.")
@click.option("--json", "as_json", is_flag=True, help="Print nothing but the results, as one JSON object.")
@click.option("--exports", type=click.Path(file_okay=False, path_type=Path), help="Write every agency's exports here.")
@click.option("--language", type=click.Choice(["en", "cy"]), default="en", show_default=True, help="Of the exports.")
@_plainly
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


@main.group()
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
@_plainly
def first_administrator(**facts: str | None) -> None:
    """Start an empty deployment: a partnership, an agency and somebody who can add the others."""
    settings = settings_from()
    said = load(FirstAdministratorSchema(), {name: value for name, value in facts.items() if value})
    password = getpass.getpass("Password (15 characters or more): ") if sys.stdin.isatty() else sys.stdin.readline()
    password = password.rstrip("\n")
    check_password(password, [said["email"], said["name"]])
    hashed = hash_password(password)
    _open(settings)
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


@people.command("confirm-role")
@click.argument("email")
@click.argument("role", type=click.Choice(sorted(ROLES)))
@_plainly
def confirm_proposed_role(email: str, role: str) -> None:
    """Confirm the ROLE that the only administrator proposed for somebody. With two of them, the other one does."""
    _open(settings_from())
    with db.transaction() as session:
        person = find_person_by_email(session, email)
        if person is None:
            raise SettingsError(f"Nobody signs in as {email}.")
        if not any(each.role == role for each in list_open_proposals(session, person.id)):
            raise SettingsError("Nobody proposed this. An administrator proposes it under People first.")
        confirm_role(session, None, person.id, role)
    click.echo(f"{email} has the role now.")


@people.command("reset-second-factor")
@click.argument("email")
@_plainly
def take_second_factor_away(email: str) -> None:
    """For the administrator who has lost phone and recovery codes and has no other administrator to ask."""
    _open(settings_from())
    with db.transaction() as session:
        person = find_person_by_email(session, email)
        if person is None:
            raise SettingsError(f"Nobody signs in as {email}.")
        take_away_second_factor(session, None, person)
    click.echo(f"{email} was signed out, and signs in without a second factor or sets it up anew.")


@main.group()
def providers() -> None:
    """Where people of an agency sign in, besides here (OpenID Connect)."""


@providers.command("list")
@_plainly
def list_providers() -> None:
    """Say which there are."""
    _open(settings_from())
    provider_commands.list_providers()


@providers.command("add")
@click.option("--agency", required=True, help="The agency's code, such as CSC.")
@click.option("--name", required=True, help="As people know it: 'Sign in with ...'.")
@click.option("--issuer", required=True, help="The issuer, exactly as it names itself.")
@click.option("--client-id", required=True, help="The name by which it knows this service.")
@click.option("--asks-second-factor", is_flag=True, help="It asks everybody for one, so that none is asked for here.")
@_plainly
def add_provider(agency: str, name: str, issuer: str, client_id: str, asks_second_factor: bool) -> None:
    """Let people of an agency sign in there. Asks for the client secret."""
    _open(settings_from())
    provider_commands.add(agency, name=name, issuer=issuer, client_id=client_id, second_factor=asks_second_factor)


@providers.command("remove")
@click.argument("provider_id", type=int)
@_plainly
def remove_provider(provider_id: int) -> None:
    """Let nobody sign in there any more."""
    _open(settings_from())
    provider_commands.remove(provider_id)


@main.group()
def practice() -> None:
    """The practice profile: the nation's, with the partnership's own values laid over it."""


@practice.command("show")
@_plainly
def show_practice() -> None:
    """Print the profile in force, with the source and date of each value, as YAML."""
    db.configure(settings_from().url)
    with db.snapshot() as session:
        partnership = get_partnership(session)
        in_force = profile(partnership.nation, partnership.overrides).as_json()
    click.echo(yaml.safe_dump(in_force, allow_unicode=True, sort_keys=False), nl=False)


@practice.command("override")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--none", "take_away", is_flag=True, help="Go back to the shipped values.")
@_plainly
def override_with(file: Path | None, take_away: bool) -> None:
    """Use FILE's values (YAML: section, key, fields, each with source and as_of) instead of the shipped ones."""
    if (file is None) != take_away:
        raise SettingsError("Give a file with the local values, or --none to go back to the shipped ones.")
    overrides = None if file is None else _local_values(file)
    db.configure(settings_from().url)
    with db.transaction() as session:
        override_practice(session, overrides)
    click.echo("The local values are in force." if overrides else "The shipped values are in force.")


def _local_values(file: Path) -> dict[str, Any]:
    try:
        values = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} is not YAML: {error}") from None
    if not isinstance(values, dict):
        raise SettingsError(f"{file} must be a mapping of sections, such as `clocks:`.")
    plain: dict[str, Any] = json.loads(json.dumps(values, default=str))
    return plain


@main.group()
def database() -> None:
    """The database that the settings name."""


@database.command("upgrade")
@_plainly
def upgrade_database() -> None:
    """Bring it to the newest schema. Workers that do so at the same time wait for each other, and for the database."""
    settings = settings_from()
    db.configure(settings.url)
    when_there(db.upgrade, longest_s=UPGRADE_WAITS_S)
    click.echo("The database is up to date.")


@main.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--to", "recipient", default="", help="Encrypt for this recipient (age1...).")
@_plainly
def backup(file: Path, recipient: str) -> None:
    """Write everything, as it is at this moment, to FILE, encrypted; the hub may be in use meanwhile."""
    write_backup(file, recipient)


@main.command("backup-key")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@_plainly
def backup_key(file: Path) -> None:
    """Make the key that opens backups, and say which recipient to encrypt them for."""
    make_key(file)


@main.command("restore")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--database", help="The URL of an empty database; without it the settings' own.")
@click.option("--key", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Made by backup-key.")
@click.option("--verify/--no-verify", default=True, show_default=True, help="Compare every row, and check the log.")
@click.option("--check", is_flag=True, help="Keep nothing: restore into a temporary database and verify that.")
@_plainly
def restore(file: Path, database: str | None, key: Path | None, verify: bool, check: bool) -> None:
    """Fill an empty database with the backup in FILE. Exit 1 and say what, if something is not as it was backed up."""
    settings = settings_from()
    with tempfile.TemporaryDirectory(prefix="mas_hub_") as folder:
        temporary = Path(folder)
        log_key = temporary / "key" if check else settings.key_path
        log_key.parent.mkdir(parents=True, exist_ok=True)
        _open_empty(f"sqlite:///{temporary / 'checked.sqlite'}" if check else database or settings.url, revision="")
        whole = restore_backup(file, log_key, key, verify=verify or check)
        db.close()
    sys.exit(0 if whole else 1)


@main.command("verify-log")
@click.option("--database", help="The database's URL; without it the settings' own.")
@_plainly
def verify_log(database: str | None) -> None:
    """Check that nothing in any meeting's log was changed, removed or added. Exit 1 and say where, if so."""
    settings = settings_from()
    db.configure(database or settings.url)
    meeting_log.open_log(settings.key_path)
    try:
        with db.snapshot() as session:
            faults = meeting_log.verify(session)
    except SQLAlchemyError as error:
        raise SettingsError(f"This is not a hub's database ({getattr(error, 'orig', None) or error}).") from None
    for fault in faults:
        click.echo(str(fault))
    if not faults:
        click.echo("The log is intact.")
    sys.exit(1 if faults else 0)


@main.command("verify-export")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--database", help="The database's URL; without it the settings' own.")
@_plainly
def verify_export(file: Path, database: str | None) -> None:
    """Say whether FILE left the hub as it is, and which issue it is. Of a ZIP also each file in it. Exit 1 if not."""
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


def _open(
    settings: Settings, *, meanwhile: Callable[[], AbstractContextManager[None]] = nullcontext, longest_s: float = 0.0
) -> None:
    """Make the data folder, for this user's eyes alone, bring the database up to date and open its log."""
    os.umask(0o077)
    settings.data.mkdir(parents=True, exist_ok=True)
    db.configure(settings.url)
    when_there(db.upgrade, meanwhile=meanwhile, longest_s=longest_s)
    meeting_log.open_log(settings.key_path)


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
