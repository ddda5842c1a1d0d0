"""A case is deleted on PostgreSQL as on SQLite: no row of any table says a word of it, and the log verifies."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from flask import Flask
from sqlalchemy import MetaData, select
from werkzeug.test import TestResponse

from mas_hub import clock, db, meeting_log, rooms, web
from mas_hub.access.actor import Actor
from mas_hub.cases.models import Case
from mas_hub.config import Settings
from mas_hub.errors import Gone
from mas_hub.identity.models import Person, PersonRole
from mas_hub.identity.queries import token_hash
from mas_hub.integration.models import ApiToken
from mas_hub.integration.rules import SCOPES
from mas_hub.meetings.acts import perform
from mas_hub.meetings.models import Invitation, Meeting
from mas_hub.replay.demo import load_demo
from mas_hub.retention.purging import purge_by_operator
from tests.retention.planting import CANARY, plant

assert rooms.register is not None  # every room's tables are known


@pytest.fixture
def demo(upgraded: str, tmp_path: Path) -> str:
    meeting_log.open_log(tmp_path / "key")
    load_demo()
    return upgraded


def every_row() -> str:
    with db.snapshot() as session:
        found = MetaData()
        found.reflect(session.connection())
        return repr([session.execute(select(table)).all() for table in found.sorted_tables])


def a_record_system(case_id: int) -> tuple[int, str, Actor]:
    """The meeting on the case, a token with which an agency that was in it says what it recorded, and who made it."""
    token, now = "mas_hub_the-token-of-somebody", clock.now()
    with db.transaction() as session:
        meeting_id, maker_id, agency_id = session.execute(
            select(Meeting.id, Person.id, Person.agency_id)
            .join(Invitation, Invitation.meeting_id == Meeting.id)
            .join(Person, Person.agency_id == Invitation.agency_id)
            .join(PersonRole, PersonRole.person_id == Person.id)
            .where(Meeting.case_id == case_id, PersonRole.role == "recorder", Person.active)
        ).first()  # type: ignore[misc]
        own = {"agency_id": agency_id, "maker_id": maker_id, "token_hash": token_hash(token), "scopes": list(SCOPES)}
        session.add(ApiToken(name="Files", made_at=now, expires_at=now + timedelta(days=90), **own))
    return meeting_id, token, Actor(maker_id, agency_id, frozenset({"recorder"}))


def say_recorded(app: Flask, meeting_id: int, token: str) -> TestResponse:
    said = {"recorded": True, "reference": CANARY, "recorded_on": clock.today().isoformat(), "why_not": ""}
    path, headers = f"/api/record-system/meetings/{meeting_id}/receipt", {"Authorization": f"Bearer {token}"}
    return app.test_client().post(path, json=said, headers=headers)


def add_to_the_record(actor: Actor, meeting_id: int) -> None:
    perform(lambda _: actor, meeting_id, "add_addendum", "an act of theirs", {"text": CANARY})


def until_both_wait(url: str) -> None:
    waiting = b"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    deadline = time.monotonic() + 120
    with psycopg.connect(url, autocommit=True) as connection:
        while connection.execute(waiting).fetchall() != [(2,)]:
            assert time.monotonic() < deadline, "they do not wait for what is being deleted"
            time.sleep(0.02)


def test_no_row_of_any_table_says_a_word_of_it(demo: str, tmp_path: Path) -> None:
    """Nor of what a record system and somebody at the table say meanwhile: they have come in when the case is deleted,
    and find it gone."""
    app = Flask("mas_hub", static_folder=None)
    web.init(app, Settings(data=tmp_path, async_mode="threading"))
    rooms.register(app)
    with db.snapshot() as session:
        case_id = session.scalars(select(Case.id).where(Case.reference == "FS-2107")).one()
    plant(case_id)
    assert CANARY in every_row()
    with clock.fixed(clock.now() + timedelta(days=2000)), ThreadPoolExecutor() as threads:
        meeting_id, token, recorder = a_record_system(case_id)
        elsewhere = [copy_context() for _ in range(2)]
        with db.transaction() as session:
            assert purge_by_operator(session, case_id)
            answer = threads.submit(elsewhere[0].run, say_recorded, app, meeting_id, token)
            done = threads.submit(elsewhere[1].run, add_to_the_record, recorder, meeting_id)
            until_both_wait(demo)
        assert answer.result(timeout=60).status_code == 410
        with pytest.raises(Gone):
            done.result(timeout=60)
    assert CANARY not in every_row()
    with db.snapshot() as session:
        assert meeting_log.verify(session) == []
