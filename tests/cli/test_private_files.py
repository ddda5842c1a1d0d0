"""Whatever an operator's umask lets others read: of what a command makes for the hub they can read nothing."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from mas_hub import db
from mas_hub.cli import main

PASSPHRASE = "violet kettle under the stairs"


@pytest.fixture(autouse=True)
def open_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)
    db.close()


def run(folder: Path, *words: str) -> None:
    os.umask(0o022)
    settings = {"MAS_HUB_DATA": str(folder), "MAS_HUB_BACKUP_PASSPHRASE": PASSPHRASE}
    said = CliRunner(env=settings).invoke(main, words, input=f"{PASSPHRASE}\n")
    assert said.exit_code == 0, said.output


def readable_by_others(folder: Path) -> set[str]:
    return {each.name for each in (folder, *folder.rglob("*")) if stat.S_IMODE(each.stat().st_mode) & 0o077}


def test_a_new_hub_is_its_owner_s_alone_however_it_is_made(tmp_path: Path) -> None:
    """Made by an upgrade, by the first administrator, by a restore: each also makes the folder."""
    upgraded, begun, restored = tmp_path / "a" / "upgraded", tmp_path / "begun", tmp_path / "restored"
    run(upgraded, "database", "upgrade")
    assert (upgraded / "mas_hub.sqlite").is_file()
    first = [
        "--agency",
        "CSC",
        "--sector",
        "childrens_social_care",
        "--name",
        "Maya",
        "--email",
        "maya@borough.example",
    ]
    partnership = ["--partnership", "Borough", "--nation", "england"]
    run(begun, "people", "create-first-administrator", *partnership, *first)
    run(begun, "backup", str(begun / "hub.age"))
    run(restored, "restore", "--none-purged", str(begun / "hub.age"))
    assert (restored / "mas_hub.sqlite").is_file()
    assert [readable_by_others(each) for each in (upgraded, begun, restored)] == [set(), set(), set()]
