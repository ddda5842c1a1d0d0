"""A backup taken while people write holds every act saved before it began, and restores whole."""

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pyrage
from sqlalchemy import func, select

from mas_hub import db
from mas_hub.backup import back_up, restore
from mas_hub.meeting_log.models import LogEntry
from tests.sitting import Sitting

BACKUPS = 5
"""During each of which somebody wrote."""
PAUSE_S = 0.02
"""Between one act of somebody and their next: who never pauses keeps the backup waiting most of the time."""


def entries() -> int:
    with db.snapshot() as session:
        return session.scalar(select(func.count()).select_from(LogEntry)) or 0


def test_restored_it_has_what_was_saved_before_and_nothing_by_halves(opened: Sitting, tmp_path: Path) -> None:
    identity = pyrage.x25519.Identity.generate()
    stop = threading.Event()

    def write(who: str) -> None:
        while not stop.wait(PAUSE_S):
            opened.do(who, "add_reflection", prompt="learning", text=f"What {who} thought.")

    counted: list[tuple[int, int]] = []
    with ThreadPoolExecutor() as threads:
        writers = [threads.submit(write, who) for who in ("beth", "dina", "callum")]
        try:
            while len(counted) < BACKUPS and not any(writer.done() for writer in writers):
                file, before = tmp_path / f"{len(counted)}.age", entries()
                back_up(file, opened.folder / "key", recipient=str(identity.to_public()))
                if (after := entries()) > before:
                    counted.append((before, after))
                else:
                    file.unlink()
        finally:
            stop.set()
        for writer in writers:
            writer.result()

    for number, (before, after) in enumerate(counted):
        elsewhere = tmp_path / f"{number}"
        elsewhere.mkdir()
        db.configure(f"sqlite:///{elsewhere / 'mas_hub.sqlite'}")
        restored = restore(tmp_path / f"{number}.age", elsewhere / "key", identity=str(identity))
        assert restored.faults == []
        assert before <= entries() <= after
