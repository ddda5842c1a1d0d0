"""A backup taken while people write holds every act saved before it began, and restores whole."""

import threading
from pathlib import Path

from sqlalchemy import func, select

from mas_hub import db
from mas_hub.backup import back_up, restore
from mas_hub.meeting_log.models import LogEntry
from tests.sitting import Sitting

PASSPHRASE = "violet kettle under the stairs"
BACKUPS = 5


def entries() -> int:
    with db.snapshot() as session:
        return session.scalar(select(func.count()).select_from(LogEntry)) or 0


def test_restored_it_has_what_was_saved_before_and_nothing_by_halves(opened: Sitting, tmp_path: Path) -> None:
    stop = threading.Event()
    saved: list[int] = []

    def write(who: str) -> None:
        while not stop.is_set():
            opened.do(who, "add_reflection", prompt="learning", text=f"What {who} thought.")
            saved.append(1)

    writers = [threading.Thread(target=write, args=(who,)) for who in ("beth", "dina", "callum")]
    for writer in writers:
        writer.start()
    counted = []
    for number in range(BACKUPS):
        before = entries()
        back_up(tmp_path / f"{number}.age", opened.folder / "key", passphrase=PASSPHRASE)
        counted.append((before, entries()))
    stop.set()
    for writer in writers:
        writer.join()
    assert len(saved) > BACKUPS

    for number, (before, after) in enumerate(counted):
        elsewhere = tmp_path / f"{number}"
        elsewhere.mkdir()
        db.configure(f"sqlite:///{elsewhere / 'mas_hub.sqlite'}")
        restored = restore(tmp_path / f"{number}.age", elsewhere / "key", passphrase=PASSPHRASE)
        assert restored.faults == []
        assert before <= entries() <= after
