"""What was acknowledged is there, whatever happens to the server (G1)."""

import random
import threading
import uuid
from typing import Any

from mas_hub import db, meeting_log
from mas_hub.db import snapshot
from mas_hub.meeting_log import entries_after, verify
from tests.live.running import PATIENCE_S, Guest, Server
from tests.sitting import Sitting, token_of

ROUNDS = 3
ROLES = ("beth", "dina", "callum")


class Writer(threading.Thread):
    """Writes one act after another until the server is gone. `acked` holds what it was told, `last` what it was not."""

    def __init__(self, server: Server, meeting_id: int, who: str, enough: threading.Semaphore) -> None:
        super().__init__(daemon=True)
        self.guest = Guest(server, token_of(who))
        self.guest.join(meeting_id)
        self.acked: dict[str, list[dict[str, Any]]] = {}
        self.last: tuple[str, dict[str, Any]] | None = None
        self.who = who
        self._meeting_id = meeting_id
        self._enough = enough

    def run(self) -> None:
        while True:
            act_id, data = str(uuid.uuid4()), {"prompt": "analysis", "text": f"{self.who} {len(self.acked)}"}
            self.last = (act_id, data)
            try:
                answer = self.guest.act(self._meeting_id, "add_reflection", data, act_id)
            except ConnectionError:
                return
            assert answer["ok"], answer
            self.acked[act_id] = answer["entries"]
            self.last = None
            self._enough.release()


def test_every_acked_act_is_there_once_and_in_order_after_kill_9(fragile: Server, prepared: Sitting) -> None:
    chance = random.Random(20260921)
    acked: dict[str, list[dict[str, Any]]] = {}
    unanswered: list[tuple[str, str, dict[str, Any]]] = []
    for _ in range(ROUNDS):
        enough = threading.Semaphore(0)
        writers = [Writer(fragile, prepared.meeting_id, who, enough) for who in ROLES]
        for writer in writers:
            writer.start()
        for _ in range(chance.randint(5, 40)):
            assert enough.acquire(timeout=PATIENCE_S)
        fragile.kill()
        for writer in writers:
            writer.join(timeout=PATIENCE_S)
            assert not writer.is_alive()
            writer.guest.close()
            acked |= writer.acked
            if writer.last is not None:
                unanswered.append((writer.who, *writer.last))
        fragile.start()
    retry_twice(fragile, prepared.meeting_id, unanswered)
    fragile.kill()
    compare_with_the_log(fragile, prepared, acked, {act_id for _, act_id, _ in unanswered})


def retry_twice(server: Server, meeting_id: int, unanswered: list[tuple[str, str, dict[str, Any]]]) -> None:
    """What nobody knows the fate of is sent again under its own id: done before or now, it is done once."""
    for who in ROLES:
        guest = Guest(server, token_of(who))
        for writer, act_id, data in unanswered:
            if writer == who:
                answers = [guest.act(meeting_id, "add_reflection", data, act_id) for _ in range(2)]
                assert answers[0] == answers[1]
                assert answers[0]["ok"]
        guest.close()


def compare_with_the_log(
    server: Server, prepared: Sitting, acked: dict[str, list[dict[str, Any]]], retried: set[str]
) -> None:
    db.configure(f"sqlite:///{server.data / 'mas_hub.sqlite'}")
    meeting_log.configure_key(server.data / "key")
    with snapshot() as session:
        log = [entry.as_json() for entry in entries_after(session, prepared.meeting_id, "shared", 0)]
        assert verify(session) == []
    db.close()
    assert [entry["seq"] for entry in log] == list(range(1, len(log) + 1))
    written: dict[str, list[dict[str, Any]]] = {}
    for entry in log:
        written.setdefault(entry["act_id"], []).append(entry)
    assert len(acked) >= ROUNDS * 5
    assert {act_id: written.get(act_id) for act_id in acked} == acked
    assert all(len(written[act_id]) == 1 for act_id in retried)
