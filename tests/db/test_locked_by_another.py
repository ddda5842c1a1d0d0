"""While another process writes in the SQLite file, whoever wants to write waits, and nobody else does."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import insert, select

from mas_hub import db
from mas_hub.db import engines, snapshot, table_of, transaction
from mas_hub.errors import Unavailable
from mas_hub.live.models import Worker

ROOT = Path(__file__).parents[2]
TICKS = 5
WHILE_ANOTHER_WRITES = f"""
import sqlite3, sys, threading, time, types
import mas_hub.serve
from mas_hub import db
from mas_hub.db import engines
from sqlalchemy import text

other = sqlite3.connect(sys.argv[1], isolation_level=None, check_same_thread=False)
other.execute("BEGIN IMMEDIATE")
done = []
pauses = threading.Semaphore(0)

def pause(seconds):
    pauses.release()
    time.sleep(seconds)

engines.time = types.SimpleNamespace(monotonic=time.monotonic, sleep=pause)

def write():
    with db.transaction() as session:
        session.execute(text("INSERT INTO workers (id, beat_at) VALUES ('late', 1.0)"))
    done.append("written")

writing = threading.Thread(target=write)
writing.start()
for _ in range({TICKS}):
    assert pauses.acquire(timeout=60), "the writer never pauses"
    done.append("tick")
other.execute("ROLLBACK")
writing.join()
print(*done)
"""


@pytest.mark.parametrize("async_mode", ["eventlet", "gevent"])
def test_others_go_on_while_one_waits(tmp_path: Path, async_mode: str) -> None:
    """Each time that the writer pauses, another goes on, who at last lets go of the lock.

    Were the wait SQLite's own, nothing here would run until it gave up.
    """
    db.configure(f"sqlite:///{tmp_path / 'mas_hub.sqlite'}")
    db.upgrade()
    db.close()
    environment = {**os.environ, "MAS_HUB_DATA": str(tmp_path), "MAS_HUB_ASYNC_MODE": async_mode}
    command = [sys.executable, "-c", WHILE_ANOTHER_WRITES, str(tmp_path / "mas_hub.sqlite")]
    said = subprocess.check_output(command, cwd=ROOT, env=environment, text=True)
    assert said.split() == ["tick"] * TICKS + ["written"]


def test_who_waited_too_long_is_told_and_may_try_again(database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "BUSY_MS", 20)
    add = insert(table_of(Worker))
    other = sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable), transaction() as session:
        session.execute(add.values(id="early", beat_at=1.0))
    other.execute("ROLLBACK")
    other.close()
    with transaction() as session:
        session.execute(add.values(id="late", beat_at=1.0))
    with snapshot() as session:
        assert session.scalars(select(Worker.id)).all() == ["late"]
