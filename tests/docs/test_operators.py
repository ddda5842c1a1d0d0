"""What `docs/operators.md` says of defaults, commands and limits is what the program does."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import click
import pytest

from mas_hub.cli import main
from mas_hub.config import SMTP_PORTS, settings_from
from mas_hub.emergency.rules import LASTS
from mas_hub.exports.rules import MOST_MEETINGS
from mas_hub.identity import fresh, links, second_factor, throttle
from mas_hub.identity.rules import SHORTEST_PASSWORD
from mas_hub.identity.two_people import WAITS
from mas_hub.live.outbox import MOST_WAITING_BYTES
from mas_hub.live.wires import FRAME_BYTES, STUCK_S
from mas_hub.mail.rules import GIVE_UP_S, PAUSES_S
from mas_hub.meetings.board import MOST_MISSED
from mas_hub.retention import rules as retention
from mas_hub.web.answers import LARGEST_BODY
from mas_hub.web.bounds import SECONDS_AT_ONCE
from mas_hub.web.fields import ENTRY_LENGTH
from tests.settings.deploying import example

DOCS = Path(__file__).parents[2] / "docs"
OPERATORS = (DOCS / "operators.md").read_text(encoding="utf-8")
ONE_LINE = " ".join(OPERATORS.split())
ROW = re.compile(r"^\| (`MAS_HUB_[^|]+) \|([^|]*)\|", re.MULTILINE)
# The rest have the variable's name in small letters.
ATTRIBUTES = {"database_owner_url": "owner_url"}
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
CODE_LENGTH = second_factor._CODE_LENGTH
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def said_to_be_default(document: str) -> dict[str, str]:
    """Of every variable in a table of settings what stands in its second column."""
    settings = (DOCS / document).read_text(encoding="utf-8").partition("\n## Settings\n")[2].partition("\n## ")[0]
    rows = ROW.findall(settings)
    assert rows
    return {name: default.strip() for names, default in rows for name in re.findall(r"MAS_HUB_\w+", names)}


def default_of(name: str) -> Any:
    small = name.removeprefix("MAS_HUB_").lower()
    return getattr(settings_from({}), ATTRIBUTES.get(small, small))


@pytest.mark.parametrize("document", ["operators.md", "scale-out.md"])
def test_each_setting_s_default_is_what_it_is_without_it(document: str) -> None:
    for name, said in said_to_be_default(document).items():
        if name.startswith("MAS_HUB_SMTP_"):
            continue  # below: without a server there are none
        match default_of(name):
            case bool() | int() as number:
                assert said.strip("`") == str(int(number)), name
            case None | "":
                # Those that say in words where it lies do so of the data folder.
                assert said in ("", "none") or "data folder" in said or "instance's key" in said, name
            case other if name != "MAS_HUB_LOG_FORM":
                assert said.strip("`") == str(other), name


def test_the_defaults_that_hang_on_another_setting() -> None:
    said = said_to_be_default("operators.md")
    forms = [settings_from({"MAS_HUB_PRODUCTION": each}).log_form for each in ("1", "0")]
    assert said["MAS_HUB_LOG_FORM"] == f"`{forms[0]}` in production, else `{forms[1]}`"
    assert re.findall(r"\d+", said["MAS_HUB_SMTP_PORT"]) == [str(port) for port in SMTP_PORTS.values()]
    on = {"MAS_HUB_SMTP_HOST": "a", "MAS_HUB_SMTP_FROM": "a@b.example", "MAS_HUB_PUBLIC_URL": "https://hub.example"}
    smtp = settings_from(on).smtp
    assert smtp is not None
    assert said["MAS_HUB_SMTP_SECURITY"] == f"`{smtp.security}`"
    settings = settings_from({"MAS_HUB_DATA": "somewhere", "MAS_HUB_KEY_FILE": "elsewhere/key"})
    assert said["MAS_HUB_DATABASE_URL"] == f"`{settings.url.rpartition('/')[2]}` in the data folder"
    assert said["MAS_HUB_KEY_FILE"] == f"`{settings_from({}).key_path.name}` in the data folder"
    assert said["MAS_HUB_CHECKPOINT_KEY_FILE"] == f"`{settings.checkpoint_key_path.name}` beside the instance's key"
    assert settings.checkpoint_key_path.parent == settings.key_path.parent


def test_the_example_environment_begins_with_the_same_limits() -> None:
    for name, value in example().items():
        if name.endswith(("_PER_SECOND", "_PER_PERSON", "_POOL", "_LEVEL")):
            assert value == str(default_of(name)), name


def find(words: list[str]) -> click.Command:
    """The command, or group of commands, that these words name; of several after a comma or an option the first."""
    found: click.Command = main
    for word in words:
        if not isinstance(found, click.Group) or not re.fullmatch(r"[a-z][a-z-]*", word):
            break
        assert word in found.commands, f"mas-hub {' '.join(words)}"
        found = found.commands[word]
    return found


def test_each_command_that_is_named_in_a_sentence_is_there() -> None:
    for document in DOCS.rglob("*.md"):
        text = re.sub(r"^```.*?^```", "", document.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL)
        for named in re.findall(r"`mas-hub ([^`]+)`", text):
            command = find(named.split())
            options = {option for each in command.params for option in each.opts}
            assert {word for word in named.split() if word.startswith("--")} <= options, named


def test_each_option_that_is_named_by_itself_is_some_command_s() -> None:
    def options(command: click.Command) -> set[str]:
        own = {option for each in command.params for option in (*each.opts, *each.secondary_opts)}
        within = command.commands.values() if isinstance(command, click.Group) else ()
        return own.union(*(options(each) for each in within))

    assert set(re.findall(r"`(--[a-z-]+)[^`]*`", OPERATORS)) <= options(main)


def count(number: float) -> str:
    return NUMBERS[int(number)] if number < len(NUMBERS) else str(int(number))


LIMITS = {
    "at once": f"{count(SECONDS_AT_ONCE)} seconds' worth at once",
    "one message, one body": f"{FRAME_BYTES // 1024} KiB, {LARGEST_BODY // 1024**2} MiB",
    "waiting": f"{MOST_WAITING_BYTES // 1024**2} MiB waiting, or {STUCK_S:.0f} seconds for one message",
    "missed": f"entries missed | {MOST_MISSED} |",
    "entries": f"entries {ENTRY_LENGTH:,} characters",
    "password": f"{SHORTEST_PASSWORD} characters or more",
    "free mistakes": f"{count(throttle.PAIR[0])} for one account from one address are free",
    "longest wait": "at most fifteen minutes" if throttle.PAIR[1] == 15 * MINUTE else "another wait",
    "many mistakes": f"Beyond {throttle.ACCOUNT[0]} for one account, or {throttle.ADDRESS[0]} from one address",
    "forgotten": "after a quiet hour" if throttle.FORGOTTEN_AFTER == HOUR else "after another time",
    "invitation": f"good for {count(links.INVITATION_LASTS / DAY)} days",
    "an administrator's link": f"makes for a new password for {links.RESET_BY_ADMINISTRATOR_LASTS / HOUR:.0f} hours",
    "one's own link": f"for {count(links.RESET_LASTS / HOUR)} hour;",
    "recovery": f"{count(second_factor.RECOVERY_CODES).capitalize()} recovery codes of {CODE_LENGTH} letters",
    "fresh": f"shown within {count(fresh.FRESH / MINUTE)} minutes",
    "role": f"{count(WAITS / DAY)} days before the proposal",
    "emergency": f"for {LASTS / MINUTE:.0f} minutes",
    "bulk": f"at most {MOST_MEETINGS} meetings",
    "first pause": "after half a minute" if PAUSES_S[0] == 30 else "after another time",
    "given up": f"after {count(GIVE_UP_S / 86_400)} days a message is given up",
    "kept": f"it is {retention.DEFAULT_MONTHS} months and {retention.DEFAULT_BACKUP_DAYS} days",
    "confirmed": f"confirms it within {retention.ASKED_FOR / DAY:.0f} days",
}


@pytest.mark.parametrize("limit", LIMITS)
def test_each_limit_is_said_as_it_is(limit: str) -> None:
    assert LIMITS[limit] in ONE_LINE
