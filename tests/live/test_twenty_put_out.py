"""Twenty removals and sign-outs while all write: nothing is heard 5 s later, nothing accepted afterwards (G6)."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.live.conftest import Connect, serving
from tests.live.running import UNBOUND, Guest, Server
from tests.sitting import GROUND_RULES, Sitting

WITHIN_S = 5.0
PACE_S = 0.03
"""Between one act of somebody and their next: some thirty a second, from each of three people."""
ROUNDS = ("seat", "sign_out", "seat", "elsewhere", "seat", "sign_out", "seat", "another_worker", "seat", "sign_out") * 2


@pytest.fixture
def hall(prepared: Sitting, tmp_path: Path) -> Iterator[Server]:
    """A server of one's own, served as it is by default: who leaves here has left."""
    yield from serving(prepared, tmp_path, UNBOUND)


class Writer:
    """Somebody who adds to the board without pause. `accepted`: the acts that were said to be saved."""

    def __init__(self, guest: Guest, meeting_id: int, who: str) -> None:
        self.guest = guest
        self.accepted: list[str] = []
        self._meeting_id, self._who = meeting_id, who
        self._stop = threading.Event()
        self._thread = ThreadPoolExecutor(1)
        self._written = self._thread.submit(self._write)

    def stop(self) -> None:
        self._stop.set()
        self._thread.shutdown()
        self._written.result()

    def _write(self) -> None:
        number = 0
        while not self._stop.wait(PACE_S):
            number += 1
            said = {"prompt": "analysis", "text": f"{self._who} {number}"}
            with suppress(ConnectionError):
                answer = self.guest.act(self._meeting_id, "add_reflection", said)
                if answer["ok"]:
                    self.accepted.append(answer["entries"][0]["act_id"])


@contextmanager
def writing(guests: list[tuple[Guest, str]], meeting_id: int) -> Iterator[list[Writer]]:
    writers = [Writer(guest, meeting_id, who) for guest, who in guests]
    try:
        yield writers
    finally:
        for writer in writers:
            writer.stop()


def test_twenty_put_out_hear_and_do_nothing_more(hall: Server, prepared: Sitting, connect: Connect) -> None:
    meeting_id = prepared.meeting_id
    amara, beth, control = (connect(hall, who) for who in ("amara", "beth", "dina"))
    for guest in (amara, beth, control):
        assert guest.join(meeting_id)["ok"]
    table = Table(hall, prepared, amara)
    with writing([(amara, "amara"), (beth, "beth")], meeting_id) as everybody:
        for number, how in enumerate(ROUNDS):
            callum, token = table.let_in(connect)
            with writing([(callum, "callum")], meeting_id) as [his]:
                callum.wait(partial(reached, his.accepted, 3))
                after = table.put_out(how, token)
                callum.wait(partial(callum.of, "ended" if how == "seat" else "disconnected"), WITHIN_S)
                heard = len(callum.entries())
                refused_at_every_door(hall, callum, token, meeting_id)
            # The others go on meanwhile, and are heard by each other.
            control.wait(partial(heard_more, control, len(control.entries()) + 10))
            assert (number, how, callum.entries()[heard:]) == (number, how, [])
            assert (number, how, table.written_by_callum(after)) == (number, how, [])
            callum.close()
        assert all(writer.accepted for writer in everybody)
    assert table.seats_removed == ROUNDS.count("seat")


def reached(things: list[str], number: int) -> bool:
    return len(things) >= number


def heard_more(guest: Guest, number: int) -> bool:
    return len(guest.entries()) >= number


def refused_at_every_door(hall: Server, callum: Guest, token: str, meeting_id: int) -> None:
    late = {"prompt": "analysis", "text": "Too late."}
    act, body = f"/api/meetings/{meeting_id}/acts/add_reflection", json.dumps({"act_id": "too-late", "data": late})
    assert hall.request("POST", act, headers=hall.signed_in(token), body=body)[0] in (401, 403, 404)
    assert hall.request("GET", f"/api/meetings/{meeting_id}/board", headers=hall.signed_in(token))[0] in (401, 404)
    with suppress(ConnectionError):
        assert not callum.act(meeting_id, "add_reflection", late)["ok"]
        assert not callum.join(meeting_id)["ok"]


class Table:
    """Lets Callum in with a sign-in of his own, and puts him out in one of several ways."""

    def __init__(self, hall: Server, prepared: Sitting, chair: Guest) -> None:
        self.hall, self.prepared, self.chair = hall, prepared, chair
        self.seats_removed = 0
        self._callum = prepared.people["callum"]

    def let_in(self, connect: Connect) -> tuple[Guest, str]:
        token = self.hall.another_session_of("callum", self._callum)
        callum = connect(self.hall, "callum", token)
        if callum.join(self.prepared.meeting_id).get("code") == "not_found":
            self._by_chair("seat_person", person=self._callum, role="representative")
        if not callum.join(self.prepared.meeting_id)["ok"]:
            assert callum.act(self.prepared.meeting_id, "accept_ground_rules", {"version": GROUND_RULES})["ok"]
            assert callum.join(self.prepared.meeting_id)["ok"]
        return callum, token

    def put_out(self, how: str, token: str) -> int:
        """The number in the shared stream after which nothing of his may stand."""
        ways: dict[str, Callable[[str], int]] = {
            "seat": self._remove_seat,
            "sign_out": self._sign_out,
            "elsewhere": self._end_elsewhere,
            "another_worker": self._end_at_another_worker,
        }
        return ways[how](token)

    def written_by_callum(self, after: int) -> list[Any]:
        return self.hall.sql(
            "SELECT seq FROM log_entries WHERE meeting_id = ? AND stream = 'shared' AND person_id = ? AND seq > ?",
            self.prepared.meeting_id,
            self._callum,
            after,
        )

    def _remove_seat(self, _: str) -> int:
        """Its own entry is the line: whatever came before it is before it in the record."""
        [(seat, version)] = self.hall.sql(
            "SELECT id, version FROM seats WHERE meeting_id = ? AND person_id = ?",
            self.prepared.meeting_id,
            self._callum,
        )
        self.seats_removed += 1
        removed: int = self._by_chair("remove_seat", of=seat, version=version, reason="To see whether it holds.")["seq"]
        return removed

    def _sign_out(self, token: str) -> int:
        assert self.hall.request("DELETE", "/api/session", headers=self.hall.signed_in(token))[0] == 200
        return self._last()

    def _end_elsewhere(self, token: str) -> int:
        """From his other device, under "My account"."""
        other = self.hall.another_session_of("callum", self._callum)
        assert self.hall.request("DELETE", "/api/account/sessions", headers=self.hall.signed_in(other))[0] == 200
        return self._last()

    def _end_at_another_worker(self, _: str) -> int:
        """Nobody tells this process; it finds out by itself."""
        self.hall.sql("UPDATE sessions SET ended_at = created_at WHERE person_id = ?", self._callum)
        return self._last()

    def _last(self) -> int:
        found: int = self.hall.sql(
            "SELECT max(seq) FROM log_entries WHERE meeting_id = ? AND stream = 'shared'", self.prepared.meeting_id
        )[0][0]
        return found

    def _by_chair(self, act: str, **data: Any) -> dict[str, Any]:
        answer = self.chair.act(self.prepared.meeting_id, act, data)
        assert answer["ok"], answer
        entry: dict[str, Any] = answer["entries"][0]
        return entry
