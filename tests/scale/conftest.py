"""A whole deployment, once for all tests of this folder: PostgreSQL, Redis, two workers and nginx before them."""

import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
import pytest

from mas_hub import clock, db, meeting_log, rooms
from mas_hub.access.actor import Actor
from mas_hub.cases.actions import open_case
from mas_hub.db import transaction
from mas_hub.meetings.acts import perform
from mas_hub.meetings.planning import plan_meeting, save_plan
from tests.people import Partners, settle
from tests.scale.attendee import Attendee
from tests.scale.servers import Nginx, Postgres, Redis, Worker
from tests.sitting import GROUND_RULES

assert rooms.register is not None  # every act is registered


@dataclass
class Deployment:
    folder: Path
    postgres: Postgres
    redis: Redis
    workers: list[Worker]
    nginx: Nginx
    partners: Partners

    @contextmanager
    def here(self) -> Iterator[None]:
        """This process uses the same database, with the same key."""
        db.configure(self.postgres.url)
        meeting_log.configure_key(self.folder / "data" / "key")
        try:
            yield
        finally:
            db.close()

    def select(self, query: str, *values: Any) -> list[Any]:
        with psycopg.connect(self.postgres.url) as connection:
            return connection.execute(query.encode(), values).fetchall()

    def entries(self, meeting_id: int) -> list[tuple[int, str]]:
        """`(seq, act_id)` of the shared stream, in order."""
        return self.select(
            "SELECT seq, act_id FROM log_entries WHERE meeting_id = %s AND stream = 'shared' ORDER BY seq", meeting_id
        )

    def log_is_intact(self) -> bool:
        with self.here(), db.snapshot() as session:
            return meeting_log.verify(session) == []


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="mas_hub_scale_"))
    folder.chmod(0o755)  # PostgreSQL may run as somebody else
    server = Postgres(folder)
    try:
        server.start()
        yield server
    finally:
        server.end()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def own_database(postgres: Postgres, template: str = "template1") -> Iterator[str]:
    """The URL of a new one, gone after it: PostgreSQL is slow to come back with many."""
    name = f"test_{uuid.uuid4().hex}"
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
    yield postgres.url.replace("/postgres", f"/{name}")
    db.close()
    with psycopg.connect(postgres.url, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)'.encode())


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[str]:
    """The URL of a database of the test's own, in which nothing is."""
    with own_database(postgres) as url:
        yield url


@pytest.fixture(scope="session")
def _every_table(postgres: Postgres) -> Iterator[str]:
    """The name of a database with every table, made once."""
    with own_database(postgres) as url:
        db.configure(url)
        db.upgrade()
        db.close()
        yield url.rpartition("/")[2]


@pytest.fixture
def upgraded(postgres: Postgres, _every_table: str) -> Iterator[str]:
    """The URL of a database of the test's own with every table, which is configured."""
    with own_database(postgres, _every_table) as url:
        db.configure(url)
        yield url


@pytest.fixture(scope="session")
def deployment(postgres: Postgres) -> Iterator[Deployment]:
    folder = postgres.folder.parent
    redis = Redis(folder)
    settings = {
        "MAS_HUB_DATA": str(folder / "data"),
        "MAS_HUB_DATABASE_URL": postgres.url,
        "MAS_HUB_REDIS_URL": redis.url,
    }
    workers = [Worker(f"worker-{name}", folder, settings) for name in "ab"]
    nginx = Nginx(folder, workers)
    made = Deployment(folder, postgres, redis, workers, nginx, Partners(0, 0, 0, 0, 0, 0))
    try:
        with made.here():
            db.upgrade()
            made.partners = settle()
        for server in (redis, *workers, nginx):
            server.start()
        yield made
    finally:
        for server in (nginx, *workers, redis):
            server.end()


@pytest.fixture
def meeting_id(deployment: Deployment) -> int:
    """A new open meeting: Amara chairs; Beth of social care and Dina of the police have accepted the ground rules."""
    with deployment.here():
        return hold_a_meeting(deployment.partners)


def hold_a_meeting(partners: Partners) -> int:
    amara = Actor(partners.amara, partners.csc, frozenset({"facilitator"}))
    with transaction() as session:
        case = open_case(
            session,
            amara,
            reference=f"FS-{uuid.uuid4().hex[:6]}",
            subject_initials="K.T.",
            subject_type="child",
            age_band="5-9",
            milestones=[],
        )
        meeting = plan_meeting(session, amara, case_id=case.id)
        save_plan(
            session,
            amara,
            meeting.id,
            version=meeting.version,
            scheduled_at=clock.now(),
            purpose="decision_making",
            criteria=["threshold"],
            criteria_other="",
            planned_minutes=90,
            template="standard",
            information_shared="assigned",
            invited=[
                {"agency_id": partners.csc, "representatives": [partners.beth], "recorders": []},
                {"agency_id": partners.police, "representatives": [partners.dina], "recorders": []},
            ],
            advisers=[],
            observers=[],
        )
    beth = Actor(partners.beth, partners.csc, frozenset())
    dina = Actor(partners.dina, partners.police, frozenset())
    perform(lambda _: amara, meeting.id, "open_meeting", str(uuid.uuid4()), {})
    for who in (amara, beth, dina):
        _accept(who, meeting.id)
    return meeting.id


def _accept(who: Actor, meeting_id: int) -> None:
    perform(lambda _: who, meeting_id, "accept_ground_rules", str(uuid.uuid4()), {"version": GROUND_RULES})


@pytest.fixture
def attendee(deployment: Deployment) -> Iterator[Callable[..., Attendee]]:
    """`attendee("beth", 0)`: Beth, signed in at the first worker."""
    made: list[Attendee] = []

    def make(name: str, worker: int) -> Attendee:
        somebody = Attendee(deployment.nginx.url, str(deployment.nginx.certificate), name)
        made.append(somebody)
        somebody.sign_in_at(deployment.workers[worker].port)
        return somebody

    yield make
    for each in made:
        each.leave()
        each.http.close()
