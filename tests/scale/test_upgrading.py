"""Upgrades on PostgreSQL: on rows of the version before, killed, and by a role that cannot change the record."""

import os
import subprocess
import sys
import uuid
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.errors import InsufficientPrivilege, RestrictViolation
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

import mas_hub.rooms  # noqa: F401 (every room registers its tables)
from mas_hub import db, meeting_log
from mas_hub.backup import back_up, restore
from mas_hub.backup.lines import OF_THE_MOMENT
from mas_hub.config import SettingsError
from mas_hub.db.schema import newest
from mas_hub.replay.demo import load_demo
from tests.scale.servers import DEPLOY, ROOT, Postgres
from tests.upgrades.earlier import bring_up_to_date, use_all_of_it
from tests.upgrades.rows import Filler, written
from tests.upgrades.test_broken_off import broken_off
from tests.upgrades.walking import rows, walk

TIMES = 6
PASSPHRASE = "violet kettle under the stairs"


def test_each_keeps_every_row(empty: str) -> None:
    db.configure(empty)
    walk()
    assert all(rows().values())


def test_killed_anywhere_it_is_as_before_and_the_next_start_goes_on(empty: str) -> None:
    """What was begun ends with its connection, and so does its lock."""
    said = broken_off(empty, TIMES)
    assert said["wrong"] == []
    assert said["after"] == newest()


def test_a_hub_of_an_earlier_version_is_brought_up_to_date_and_used(empty: str, tmp_path: Path) -> None:
    db.configure(empty)
    bring_up_to_date(tmp_path)
    use_all_of_it()


def test_every_table_goes_into_a_backup_and_from_either_database_into_the_other(empty: str, tmp_path: Path) -> None:
    """A new one by itself. These rows are no record whose chains hold, which is all that is found wrong."""
    first, second = (f"sqlite:///{tmp_path / name}.sqlite" for name in ("first", "second"))
    db.configure(first)
    db.upgrade()
    with written() as connection:
        Filler().fill(connection)
    filled, key = rows(), tmp_path / "key"
    meeting_log.configure_key(key)
    for source, target in ((first, empty), (empty, second)):
        file = tmp_path / f"{uuid.uuid4().hex}.age"
        db.configure(source)
        back_up(file, key, passphrase=PASSPHRASE)
        db.configure(target)
        faults = restore(file, key, passphrase=PASSPHRASE).faults
        assert [fault for fault in faults if fault.startswith("table ")] == []
    there = rows()
    for name, those in filled.items():
        if name in OF_THE_MOMENT:
            assert there[name] == {}, name
        else:
            assert there[name].keys() >= those.keys(), name


@pytest.fixture
def two_roles(postgres: Postgres, empty: str, tmp_path: Path) -> Iterator[dict[str, str]]:
    """The settings of a deployment whose tables belong to another role than the workers'."""
    name = empty.rpartition("/")[2]
    script = DEPLOY / "postgresql/init.sh"
    environment = {
        "PATH": f"{postgres.bin}:{os.environ['PATH']}",
        "PGHOST": "127.0.0.1",
        "PGPORT": str(postgres.port),
        "POSTGRES_USER": "mas_hub",
        "POSTGRES_DB": name,
        "MAS_HUB_POSTGRES_PASSWORD": "of the workers",
        "MAS_HUB_POSTGRES_OWNER_PASSWORD": "of the owner",
        "MAS_HUB_ROLES": str(DEPLOY / "postgresql/roles.sql"),
    }
    shell = script.read_text().replace("worker=mas_hub ", "worker=mas_hub_worker ")  # here that is the superuser
    subprocess.run(["sh", "-c", shell], env=environment, check=True, capture_output=True)
    settings = {
        "MAS_HUB_DATA": str(tmp_path),
        "MAS_HUB_DATABASE_URL": empty.replace("mas_hub@", "mas_hub_worker@"),
        "MAS_HUB_DATABASE_OWNER_URL": empty.replace("mas_hub@", "mas_hub_owner@"),
    }
    assert upgrade(settings).returncode == 0
    db.configure(settings["MAS_HUB_DATABASE_URL"])
    yield settings
    db.close()
    with psycopg.connect(empty, autocommit=True) as connection:
        for role in ("mas_hub_worker", "mas_hub_owner"):
            connection.execute(f"REASSIGN OWNED BY {role} TO mas_hub; DROP OWNED BY {role}; DROP ROLE {role}".encode())


def upgrade(settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from mas_hub.cli import main; main()", "database", "upgrade"]
    environment = {**os.environ, **settings}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)


def test_workers_do_everything_but_rewrite_the_record(two_roles: dict[str, str], tmp_path: Path) -> None:
    meeting_log.configure_key(tmp_path / "key")
    load_demo()
    assert not db.may_rewrite_the_record()
    with db.snapshot() as session:
        assert meeting_log.verify(session) == []
    refused = {
        "UPDATE log_entries SET kind = 'forged'": RestrictViolation,
        "UPDATE log_entries SET body = '{}'": RestrictViolation,
        "UPDATE audit SET what = 'nothing'": RestrictViolation,
        "DELETE FROM log_entries": RestrictViolation,
        "DELETE FROM audit": InsufficientPrivilege,
        "TRUNCATE audit": InsufficientPrivilege,
        "ALTER TABLE log_entries DISABLE TRIGGER ALL": InsufficientPrivilege,
        "ALTER TABLE audit ADD COLUMN more TEXT": InsufficientPrivilege,
        "CREATE TABLE another (id INTEGER)": InsufficientPrivilege,
        "UPDATE alembic_version SET version_num = '0001'": InsufficientPrivilege,
        "SET session_replication_role = replica": InsufficientPrivilege,
    }
    for statement, error in refused.items():
        with pytest.raises(DBAPIError) as said, db.transaction() as session:
            session.execute(text(statement))
        assert isinstance(said.value.orig, error), statement
    db.configure(two_roles["MAS_HUB_DATABASE_OWNER_URL"])
    assert db.may_rewrite_the_record()
    for statement in ("DELETE FROM log_entries", "TRUNCATE audit"):  # a mistake is refused to the owner too
        with pytest.raises(DBAPIError) as said, db.transaction() as session:
            session.execute(text(statement))
        assert isinstance(said.value.orig, RestrictViolation), statement


def test_a_worker_that_may_not_upgrade_says_who_does(two_roles: dict[str, str]) -> None:
    as_worker = {**two_roles, "MAS_HUB_DATABASE_OWNER_URL": ""}
    assert upgrade(as_worker).returncode == 0  # there is nothing to do
    with psycopg.connect(two_roles["MAS_HUB_DATABASE_OWNER_URL"]) as owner:
        owner.execute("UPDATE alembic_version SET version_num = '0032'")
    refused = upgrade(as_worker)
    assert refused.returncode == 2
    assert "this role may not" in refused.stderr
    assert "MAS_HUB_DATABASE_OWNER_URL" in refused.stderr
    with pytest.raises(SettingsError, match="older version"):
        db.require_this_version()
