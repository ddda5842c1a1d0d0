"""`mas-hub practice`: the values in force, and a partnership's own laid over them."""

import json
from pathlib import Path
from typing import Any

import click
import yaml

from mas_hub import db
from mas_hub.config import SettingsError, settings_from
from mas_hub.identity.partnership import override_practice
from mas_hub.local_practice.queries import practice_of
from mas_hub.meeting_log.opening import open_hub


@click.group()
def practice() -> None:
    """The practice profile: the nation's, with the partnership's own values laid over it."""


@practice.command("show")
def show_practice() -> None:
    """Print the profile in force, with the source and date of each value, as YAML."""
    open_hub(settings_from())
    with db.snapshot() as session:
        in_force = practice_of(session).as_json()
    click.echo(yaml.safe_dump(in_force, allow_unicode=True, sort_keys=False), nl=False)


@practice.command("override")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path), required=False)
@click.option("--none", "take_away", is_flag=True, help="Go back to the shipped values.")
def override_with(file: Path | None, take_away: bool) -> None:
    """Use FILE's values (YAML: section, key, fields, each with source and as_of) instead of the shipped ones."""
    if (file is None) != take_away:
        raise SettingsError("Give a file with the local values, or --none to go back to the shipped ones.")
    overrides = None if file is None else _local_values(file)
    open_hub(settings_from())
    with db.transaction() as session:
        override_practice(session, overrides)
    click.echo("The local values are in force." if overrides else "The shipped values are in force.")


def _local_values(file: Path) -> dict[str, Any]:
    try:
        values = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise SettingsError(f"{file} is not YAML: {error}") from None
    if not isinstance(values, dict):
        raise SettingsError(f"{file} must be a mapping of sections, such as `clocks:`.")
    plain: dict[str, Any] = json.loads(json.dumps(values, default=str))
    return plain
