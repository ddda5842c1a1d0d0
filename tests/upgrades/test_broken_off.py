"""An upgrade that is killed leaves the database as it was, and the next start goes on; what cannot is told in words."""

import json
import os
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pyrage
import pytest
from sqlalchemy import text

from mas_hub import db, meeting_log
from mas_hub.config import SettingsError
from mas_hub.db import engines, waiting
from mas_hub.db.schema import newest
from mas_hub.db.waiting import when_there
from tests.upgrades.rows import Filler, written
from tests.upgrades.walking import kept, rows

ROOT = Path(__file__).parents[2]
TIMES = 12
WRITTEN_SINCE = frozenset({"audit"})


def broken_off(url: str, times: int = TIMES) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.upgrades.breaking_off", url, "1741", str(times)]
    said: dict[str, object] = json.loads(subprocess.check_output(command, cwd=ROOT, text=True))
    return said


def run(folder: Path, *words: str, **settings: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MAS_HUB_DATA": str(folder), **settings}
    command = [sys.executable, *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)


CLI = ("-c", "from mas_hub.cli import main; main()")
SERVE = ("-m", "mas_hub.serve", "127.0.0.1", "0")


@pytest.fixture
def hub(tmp_path: Path) -> Iterator[Path]:
    """A folder with a filled database of an older version."""
    db.configure(f"sqlite:///{tmp_path / 'mas_hub.sqlite'}")
    db.upgrade("0020")
    with written() as connection:
        Filler().fill(connection)
    meeting_log.configure_key(tmp_path / "key")
    yield tmp_path
    db.close()


def test_killed_anywhere_it_is_as_before_and_the_next_start_goes_on(tmp_path: Path) -> None:
    said = broken_off(f"sqlite:///{tmp_path / 'hub.sqlite'}")
    assert said["wrong"] == []
    assert said["after"] == newest()


def test_a_worker_says_what_to_do_with_an_older_schema_and_upgrading_is_that(hub: Path, tmp_path: Path) -> None:
    before = rows()
    db.close()
    refused = run(hub, *SERVE)
    assert refused.returncode == 1
    assert refused.stderr.startswith("mas-hub: ")
    assert f"an older version (0020; this one needs {newest()})" in refused.stderr
    assert "mas-hub database upgrade" in refused.stderr
    identity = pyrage.x25519.Identity.generate()
    upgraded = run(hub, *CLI, "database", "upgrade", MAS_HUB_BACKUP_RECIPIENT=str(identity.to_public()))
    assert upgraded.returncode == 0, upgraded.stderr
    (file,) = (hub / "before-upgrades").iterdir()
    assert f"A backup from before is in {file}" in upgraded.stderr
    assert file.name.startswith("0020-")
    db.configure(f"sqlite:///{hub / 'mas_hub.sqlite'}")
    kept({name: those for name, those in before.items() if name not in WRITTEN_SINCE}, rows())
    assert [row["file"] for row in rows()["backups_taken"].values()] == [file.name]
    assert pyrage.decrypt(file.read_bytes(), [identity])
    again = run(hub, *CLI, "database", "upgrade")
    assert (again.returncode, again.stderr) == (0, "")


@pytest.mark.parametrize("words", [SERVE, (*CLI, "database", "upgrade"), (*CLI, "run", "--port", "1")])
def test_a_database_of_a_newer_version_is_let_alone(hub: Path, words: tuple[str, ...]) -> None:
    with written() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    before = rows()
    refused = run(hub, *words)
    assert refused.returncode in (1, 2)
    assert refused.stderr.startswith("mas-hub: ")
    assert "of a newer version: its schema is 9999" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert rows() == before


def test_what_is_not_whole_is_let_alone_and_told(hub: Path) -> None:
    with written() as connection:
        connection.execute(text("CREATE TABLE _alembic_tmp_seats (id INTEGER)"))
    with pytest.raises(SettingsError, match=r"not whole .*_alembic_tmp_seats.*mas-hub restore"):
        db.upgrade()
    with written() as connection:
        connection.execute(text("DROP TABLE _alembic_tmp_seats"))
        connection.execute(text("DELETE FROM alembic_version"))
    with pytest.raises(SettingsError, match=r"not whole .*do not say of which version.*mas-hub restore"):
        db.upgrade()


def test_what_a_migration_finds_wrong_is_told_and_nothing_is_changed(hub: Path) -> None:
    """A row that refers to nothing, which only somebody else's hand can have left there."""
    with sqlite3.connect(hub / "mas_hub.sqlite") as other:
        other.execute("UPDATE seats SET meeting_id = 4711")
    other.close()
    before = rows()
    with pytest.raises(SettingsError, match=r"Rows of seats refer to something that is not there. Nothing was changed"):
        db.upgrade()
    assert rows() == before


def test_a_locked_database_is_waited_for(hub: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waiting, "ASK_EVERY_S", 0.01)
    monkeypatch.setattr(engines, "BUSY_MS", 1)
    other = sqlite3.connect(hub / "mas_hub.sqlite", isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    tried = threading.Event()

    def upgrade() -> None:
        try:
            db.upgrade()
        finally:
            if not tried.is_set():
                tried.set()
                other.execute("ROLLBACK")

    when_there(upgrade)
    assert tried.is_set()
    assert db.is_up_to_date()
    other.close()
