"""What the database room does on PostgreSQL."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
import pyotp
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, text

from mas_hub import clock, db, mail, meeting_log, rooms
from mas_hub.access.actor import Actor
from mas_hub.audit.actions import record
from mas_hub.audit.chaining import begin_chain
from mas_hub.audit.verifying import verify_audit
from mas_hub.backup import back_up, restore
from mas_hub.cases.actions import open_case, update_case
from mas_hub.config import ASYNC_MODES
from mas_hub.errors import DomainError, Unavailable
from mas_hub.follow_up.reminding import remind_agencies
from mas_hub.identity.actions import add_agency, update_person
from mas_hub.identity.links import make_link, use_link
from mas_hub.identity.queries import get_person
from mas_hub.identity.roles import set_roles
from mas_hub.identity.second_factor import confirm_second_factor, offer_second_factor, use_code
from mas_hub.identity.throttle import count_attempt
from mas_hub.live.models import Worker
from mas_hub.mail import queue_mail
from mas_hub.mail.worker import Postman
from mas_hub.meeting_log import configure_key
from mas_hub.replay.demo import load_demo
from tests.at_once import at_once
from tests.mail.post_office import PostOffice
from tests.people import PASSWORD, settle
from tests.scale.servers import ROOT

assert rooms.register is not None  # every room's tables are known

PATIENCE_S = 120.0
FIVE_AT_ONCE = """
import mas_hub.serve
import threading
from sqlalchemy import text
from mas_hub.db import snapshot

waited = []

def wait():
    with snapshot() as session:
        session.execute(text("SET LOCAL lock_timeout = 0"))
        session.execute(text("SELECT pg_advisory_xact_lock_shared(1)"))
    waited.append(1)

waits = [threading.Thread(target=wait) for _ in range(5)]
for each in waits:
    each.start()
for each in waits:
    each.join()
assert len(waited) == 5
"""


@pytest.fixture(autouse=True)
def _a_key_for_its_chains(tmp_path: Path) -> None:
    configure_key(tmp_path / "key")


@pytest.mark.parametrize("async_mode", ASYNC_MODES)
def test_five_queries_wait_at_the_same_time(upgraded: str, tmp_path: Path, async_mode: str) -> None:
    """Without PSYCOPG_WAIT_FUNC, which `serve` sets, the first holds up the whole eventlet worker."""
    settings = {"MAS_HUB_DATABASE_URL": upgraded, "MAS_HUB_DATA": str(tmp_path), "MAS_HUB_ASYNC_MODE": async_mode}
    environment = {**os.environ, **settings}
    environment.pop("PSYCOPG_WAIT_FUNC", None)
    with psycopg.connect(upgraded, autocommit=True) as holds:
        holds.execute("SELECT pg_advisory_lock(1)")
        process = subprocess.Popen([sys.executable, "-c", FIVE_AT_ONCE], cwd=ROOT, env=environment)
        try:
            waiting, deadline = 0, time.monotonic() + PATIENCE_S
            while waiting < 5:
                assert process.poll() is None
                assert time.monotonic() < deadline, f"{waiting} of 5 queries wait"
                [(waiting,)] = holds.execute("SELECT count(*) FROM pg_locks WHERE NOT granted").fetchall()
                time.sleep(0.02)
            holds.execute("SELECT pg_advisory_unlock(1)")
            assert process.wait(PATIENCE_S) == 0
        finally:
            process.kill()
            process.wait()


def test_workers_that_start_at_once_migrate_one_after_the_other(empty: str, tmp_path: Path) -> None:
    environment = {**os.environ, "MAS_HUB_DATABASE_URL": empty, "MAS_HUB_DATA": str(tmp_path)}
    command = [sys.executable, "-c", "from mas_hub.cli import main; main()", "database", "upgrade"]
    both = [
        subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        for _ in range(2)
    ]
    for process in both:
        said, _ = process.communicate(timeout=PATIENCE_S)
        assert process.returncode == 0, said.decode()
    with db.configure(empty).connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), db.Base.metadata) == []


def test_connections_are_as_they_must_be(empty: str) -> None:
    db.configure(empty)
    show = "SELECT current_setting('transaction_isolation'), current_setting('transaction_read_only')"
    with db.transaction() as session:
        assert tuple(session.execute(text(show)).one()) == ("read committed", "off")
        assert session.scalar(text("SHOW synchronous_commit")) == "on"
    with db.snapshot() as session:
        assert tuple(session.execute(text(show)).one()) == ("repeatable read", "on")


def test_a_server_that_takes_no_writes_is_waited_for(upgraded: str) -> None:
    """As a standby is, or one that its operator made so: what is asked stands, and may be asked again."""
    with psycopg.connect(upgraded, autocommit=True) as connection:
        connection.execute(
            f'ALTER DATABASE "{upgraded.rpartition("/")[2]}" SET default_transaction_read_only = on'.encode()
        )
    db.configure(upgraded)

    def write() -> None:
        with db.transaction() as session:
            session.execute(insert(Worker).values(id="nowhere", beat_at=1.0))

    with pytest.raises(Unavailable):
        write()


def test_who_finds_every_connection_taken_is_told_to_come_back(empty: str) -> None:
    engine = db.configure(empty, pool=1)
    engine.pool._timeout = 0.1  # type: ignore[attr-defined]
    with db.snapshot() as session:
        session.execute(text("SELECT 1"))
        with pytest.raises(Unavailable), db.snapshot() as another:
            another.execute(text("SELECT 1"))


def test_a_new_row_is_told_from_one_that_was_there(upgraded: str) -> None:
    """An act's id is remembered so; taken for old, the act would not be done."""
    row = {"id": "a worker", "beat_at": 1.0}
    with db.transaction() as session:
        assert db.add_unless_there(session, db.table_of(Worker), row)
    with db.transaction() as session:
        assert not db.add_unless_there(session, db.table_of(Worker), row)


def outcome_of(*calls: Callable[[], object]) -> list[str]:
    """Done at once: for each the code of its refusal, or "done", sorted."""

    def outcome(call: Callable[[], object]) -> str:
        try:
            call()
        except DomainError as error:
            return error.code
        return "done"

    return sorted(at_once([partial(outcome, call) for call in calls]))


def test_of_two_who_save_the_same_version_one_is_told(upgraded: str) -> None:
    partners = settle()
    amara = Actor(partners.amara, partners.csc, frozenset({"facilitator"}))
    facts: Any = {"reference": "FS-1", "subject_initials": "K.", "subject_type": "child", "age_band": "5-9"}
    with db.transaction() as session:
        case_id = open_case(session, amara, **facts, milestones=[]).id

    def save(version: int) -> None:
        with db.transaction() as session:
            update_case(session, amara, case_id, version=version, **facts, milestones=[])

    for version in range(1, 6):
        assert outcome_of(partial(save, version), partial(save, version)) == ["done", "stale"]


def test_two_administrators_cannot_take_the_role_from_each_other_at_once(upgraded: str) -> None:
    partners = settle()
    ines = Actor(partners.ines, partners.csc, frozenset({"administrator"}))
    with db.transaction() as session:
        set_roles(session, ines, get_person(session, partners.amara), ["administrator"])
    amara = Actor(partners.amara, partners.csc, frozenset({"administrator"}))

    def demote(who: Actor, whom: int, version: int) -> None:
        with db.transaction() as session:
            update_person(session, who, whom, version=version, roles=[])

    outcome = outcome_of(lambda: demote(ines, partners.amara, 1), lambda: demote(amara, partners.ines, 1))
    assert outcome == ["done", "last_administrator"]


def test_a_lock_held_too_long_is_given_up(upgraded: str) -> None:
    settle()
    with db.transaction() as session:
        session.execute(text("SELECT 1 FROM partnership FOR UPDATE"))

        def wait() -> None:
            with db.transaction() as other:
                other.execute(text("SET LOCAL lock_timeout = '50ms'"))
                other.execute(text("SELECT 1 FROM partnership FOR UPDATE"))

        with pytest.raises(Unavailable):
            at_once([wait])


def test_a_backup_goes_from_either_database_into_the_other(empty: str, tmp_path: Path) -> None:
    """Row for row, and the counters of PostgreSQL go on after what was restored."""
    first, second = (f"sqlite:///{tmp_path / name}.sqlite" for name in ("first", "second"))
    key = tmp_path / "key"
    db.configure(first)
    db.upgrade()
    meeting_log.open_log(key)
    load_demo()
    for number, (source, target) in enumerate(((first, empty), (empty, second))):
        file = tmp_path / f"{number}.age"
        db.configure(source)
        written = back_up(file, key, passphrase=PASSWORD)
        db.configure(target)
        restored = restore(file, key, passphrase=PASSWORD)
        assert restored.faults == []
        assert restored.rows == written.rows
    db.configure(empty)
    with db.transaction() as session:
        assert add_agency(session, key="new", sector="police", name={"en": "New", "cy": None}).id


def test_whoever_writes_the_audit_at_once_stands_in_its_chains_and_nobody_deadlocks(
    upgraded: str, tmp_path: Path
) -> None:
    """Eight at a time, half of them in the same chain, each with a lock of something else that others want too."""
    meeting_log.open_log(tmp_path / "key")
    at_once([begin_chain] * 2)
    settle()

    def write(number: int) -> None:
        for turn in range(12):
            with db.transaction() as session:
                first, second = Actor(number % 2, 1), Actor(turn % 5 + 16, 1)
                record(session, first if turn % 2 else second, "signed_in", session_id=turn)
                session.execute(text("SELECT 1 FROM partnership FOR UPDATE"))
                record(session, second if turn % 2 else first, "signed_out", session_id=turn)

    at_once([partial(write, number) for number in range(8)])
    with db.snapshot() as session:
        assert verify_audit(session) == []
        assert session.scalar(text("SELECT sum(count) FROM audit_lanes")) >= 8 * 12 * 2


def test_attempts_made_at_once_are_all_counted(upgraded: str, tmp_path: Path) -> None:
    """However many workers look at them: five are free, and no more slip through beside each other."""
    configure_key(tmp_path / "key")
    outcome = outcome_of(*[partial(count_attempt, "beth@fellshire.example", "192.0.2.7")] * 8)
    assert outcome == ["done"] * 5 + ["too_many_sign_ins"] * 3


def test_code_and_link_are_good_once_whoever_is_quicker(upgraded: str, tmp_path: Path) -> None:
    configure_key(tmp_path / "key")
    partners = settle()
    ines = Actor(partners.ines, partners.csc, frozenset({"administrator"}))
    beth = Actor(partners.beth, partners.csc)
    with db.transaction() as session:
        secret = offer_second_factor(session, get_person(session, partners.beth)).secret
        recovery_code = confirm_second_factor(session, beth, pyotp.TOTP(secret).now())[0]
        path = make_link(session, ines, partners.dina, by_mail=False).path or ""

    def use() -> str | None:
        with db.transaction() as session:
            return use_code(session, partners.beth, recovery_code)

    assert sorted(map(str, at_once([use] * 2))) == ["None", "recovery"]
    link = partial(use_link, path.partition("#")[2], "kettle of violets on the landing", device="")
    assert outcome_of(link, link) == ["done", "link_not_good"]


def test_several_workers_remind_once_and_send_each_message_once(upgraded: str, tmp_path: Path) -> None:
    """The claim on a message is a lock that others skip; the claim on a day's reminder is a row that others find."""
    meeting_log.configure_key(tmp_path / "key")
    morning = datetime(2026, 9, 23, 11, tzinfo=clock.LOCAL)
    office = PostOffice()
    office.start()
    mail.configure(office.smtp)

    def by_four(work: Callable[[], object]) -> None:
        def with_the_clock() -> None:
            with clock.fixed(morning):
                work()

        at_once([with_the_clock] * 4)

    try:
        with clock.fixed(morning):
            load_demo()
        by_four(remind_agencies)
        with db.transaction() as session:
            for number in range(20):
                queue_mail(session, f"p{number}@fellshire.example", "trial", "en", link="")
        by_four(lambda: Postman(office.smtp).round())
    finally:
        mail.configure(None)
        office.stop()
    assert "jon.akers@fellshire.example" in office.recipients
    assert len(set(office.recipients)) == len(office.recipients) > 20
