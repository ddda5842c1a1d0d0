"""A database that is away is waited for, so long and no longer; one that can never be used is said at once."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from psycopg import OperationalError as ServerError
from psycopg.errors import UndefinedTable
from sqlalchemy.exc import DBAPIError, OperationalError, ProgrammingError

from mas_hub import db
from mas_hub.config import SettingsError
from mas_hub.db import waiting
from mas_hub.db.waiting import when_there
from mas_hub.errors import Unavailable

ROOT = Path(__file__).parents[2]
REFUSED = 'connection to server at "127.0.0.1", port 5432 failed: Connection refused\n\tIs the server running?'
WRONG_PASSWORD = 'connection failed: FATAL:  password authentication failed for user "mas_hub"'


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(waiting, "ASK_EVERY_S", 0.0)
    db.configure("postgresql://mas_hub:secret@127.0.0.1:1/nowhere")
    yield
    db.close()


def away(words: str = REFUSED) -> OperationalError:
    return OperationalError("SELECT 1", None, ServerError(words))


class Attempt:
    def __init__(self, *errors: Exception) -> None:
        self.errors = list(errors)

    def __call__(self) -> str:
        if self.errors:
            raise self.errors.pop(0)
        return "made"


def unavailable() -> Unavailable:
    error = Unavailable("unavailable")
    error.__cause__ = away()
    return error


def test_it_is_tried_until_it_is_there(caplog: pytest.LogCaptureFixture) -> None:
    entered: list[str] = []

    @contextmanager
    def meanwhile() -> Iterator[None]:
        entered.append("in")
        yield
        entered.append("out")

    assert when_there(Attempt(away(), unavailable()), meanwhile=meanwhile) == "made"
    assert entered == ["in", "out"]
    first, last = caplog.messages
    assert first.startswith("waiting for the database at postgresql+psycopg://mas_hub:***@127.0.0.1:1/nowhere (")
    assert "Connection refused" in first
    assert last.startswith("the database answers, after")


def test_without_a_wait_nothing_is_said(caplog: pytest.LogCaptureFixture) -> None:
    assert when_there(Attempt()) == "made"
    assert caplog.messages == []


def test_it_is_not_waited_for_for_ever() -> None:
    with pytest.raises(SettingsError, match=r"has not answered for .* s \(.*Connection refused.*MAS_HUB_DATABASE_URL"):
        when_there(Attempt(away(), away()), longest_s=0.0)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (away(WRONG_PASSWORD), "password authentication failed"),
        (away('connection failed: FATAL:  database "nowhere" does not exist'), "does not exist"),
        (ProgrammingError("SELECT 1", None, UndefinedTable("relation does not exist")), "mas-hub database upgrade"),
    ],
)
def test_what_waiting_cannot_mend_is_said_at_once(error: DBAPIError, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as refused:
        when_there(Attempt(error))
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"MAS_HUB_DATABASE_URL": "mysql://somewhere/else"}, "MAS_HUB_DATABASE_URL must be like"),
        ({"MAS_HUB_DATABASE_URL": "sqlite:////nowhere/at/all.sqlite"}, "unable to open database file"),
        ({"MAS_HUB_DATABASE_POOL": "many"}, "MAS_HUB_DATABASE_POOL must be"),
    ],
)
def test_a_worker_that_can_never_begin_ends_with_one_sentence(
    settings: dict[str, str], said: str, tmp_path: Path
) -> None:
    environment = {**os.environ, "MAS_HUB_DATA": str(tmp_path), **settings}
    command = [sys.executable, "-m", "mas_hub.serve", "127.0.0.1", "0"]
    ended = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 1
    assert said in ended.stderr
    assert ended.stderr.startswith("mas-hub: ")
    assert "Traceback" not in ended.stderr
