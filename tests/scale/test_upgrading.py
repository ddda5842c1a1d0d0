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
from mas_hub.config import SettingsError
from mas_hub.db.schema import newest
from mas_hub.replay.demo import load_demo
from tests.scale.servers import ROOT, Postgres
from tests.upgrades.test_broken_off import broken_off
from tests.upgrades.walking import rows, walk

TIMES = 6


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[str]:
    """The URL of a database of the test's own."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"'.encode())
    yield postgres.url.replace("/postgres", f"/{name}")
    db.close()


def test_each_keeps_every_row(empty: str) -> None:
    db.configure(empty)
    walk()
    assert all(rows().values())


def test_killed_anywhere_it_is_as_before_and_the_next_start_goes_on(empty: str) -> None:
    """What was begun ends with its connection, and so does its lock."""
    said = broken_off(empty, TIMES)
    assert said["wrong"] == []
    assert said["after"] == newest()


@pytest.fixture
def two_roles(empty: str, tmp_path: Path) -> dict[str, str]:
    """The settings of a deployment whose tables belong to another role than the workers'; the demo is in it."""
    worker, owner = f"worker_{uuid.uuid4().hex[:8]}", f"owner_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(empty, autocommit=True) as connection:
        script = (ROOT / "deploy/postgresql/roles.sql").read_text()
        for name, value in (("owner", owner), ("worker", worker), ("database", connection.info.dbname)):
            script = script.replace(f':"{name}"', f'"{value}"')
        connection.execute(script.encode())
        for role in (worker, owner):
            connection.execute(f"ALTER ROLE {role} LOGIN".encode())
    settings = {
        "MAS_HUB_DATA": str(tmp_path),
        "MAS_HUB_DATABASE_URL": empty.replace("mas_hub@", f"{worker}@"),
        "MAS_HUB_DATABASE_OWNER_URL": empty.replace("mas_hub@", f"{owner}@"),
    }
    assert upgrade(settings).returncode == 0
    db.configure(settings["MAS_HUB_DATABASE_URL"])
    meeting_log.configure_key(tmp_path / "key")
    load_demo()
    return settings


def upgrade(settings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from mas_hub.cli import main; main()", "database", "upgrade"]
    environment = {**os.environ, **settings}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_workers_do_everything_but_rewrite_the_record(two_roles: dict[str, str]) -> None:
    assert not db.may_rewrite_the_record()
    with db.snapshot() as session:
        assert meeting_log.verify(session) == []
    refused = {
        "UPDATE log_entries SET kind = 'forged'": RestrictViolation,
        "UPDATE log_entries SET body = '{}'": RestrictViolation,
        "UPDATE audit SET what = 'nothing'": RestrictViolation,
        "DELETE FROM log_entries": InsufficientPrivilege,
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
