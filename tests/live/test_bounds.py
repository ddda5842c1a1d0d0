"""What one person may do is bounded, each bound says what to do, and the others' entries keep arriving (G13)."""

import contextlib
import itertools
import json
import math
import threading
import time
import uuid
from typing import Any

import pytest
import socketio
import websocket

from mas_hub.live.wires import FRAME_BYTES
from tests.live.conftest import Connect
from tests.live.running import PATIENCE_S, Guest, Server, StoppedServer
from tests.live.slow import SlowPage
from tests.sitting import Sitting, token_of

AT_ONCE = 30
"""Acts that one person may do while no time passes."""

Answers = list[tuple[dict[str, Any], dict[str, Any]]]


def reflection(text: str) -> dict[str, Any]:
    return {"prompt": "analysis", "text": text}


def act_of(meeting_id: int, number: int) -> dict[str, Any]:
    act_id = f"{uuid.uuid4()}"
    return {"meeting_id": meeting_id, "act": "add_reflection", "act_id": act_id, "data": reflection(f"Of {number}.")}


def all_at_once(guest: Guest, event: str, payloads: list[Any]) -> Answers:
    """Every payload with its answer, sent without waiting for one."""
    answers: Answers = []
    for payload in payloads:
        guest.emit(event, payload, lambda answer, payload=payload: answers.append((payload, answer)))
    deadline = time.monotonic() + PATIENCE_S
    while len(answers) < len(payloads):
        assert time.monotonic() < deadline, f"{len(answers)} of {len(payloads)} answered"
        time.sleep(0.02)
    return answers


def too_fast(answer: dict[str, Any]) -> bool:
    if answer["ok"]:
        return False
    assert answer["code"] == "too_fast"
    assert 0 < answer["retry_after"] <= 60
    assert "sent again" in answer["message"]
    return True


class Others(threading.Thread):
    """Dina does one act after another, and Callum hears them, while somebody misbehaves."""

    def __init__(self, server: Server, meeting_id: int, connect: Connect) -> None:
        super().__init__(daemon=True)
        self._dina, self._callum = connect(server, "dina"), connect(server, "callum")
        for guest in (self._dina, self._callum):
            assert guest.join(meeting_id)["ok"]
        self._meeting_id = meeting_id
        self._most = AT_ONCE if isinstance(server, StoppedServer) else math.inf
        self._over = threading.Event()
        self._done: list[str] = []

    def run(self) -> None:
        while len(self._done) < self._most and not self._over.is_set():
            answer = self._dina.act(self._meeting_id, "add_reflection", reflection(f"Undisturbed {len(self._done)}."))
            assert answer["ok"], answer
            self._done.append(answer["entries"][0]["act_id"])
            self._over.wait(0.15)

    def __enter__(self) -> "Others":
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        """All of them arrived, each once, with no gap in between."""
        self._over.set()
        self.join(PATIENCE_S)
        assert self._done
        self._callum.wait(lambda: self._done[-1] in {entry["act_id"] for entry in self._callum.entries()})
        heard = self._callum.entries()
        assert [entry["act_id"] for entry in heard if entry["act_id"] in set(self._done)] == self._done
        numbers = [entry["seq"] for entry in heard]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def test_acts_beyond_the_rate_are_refused_kept_by_the_page_and_done_once(
    bound: StoppedServer, prepared: Sitting, connect: Connect
) -> None:
    beth = connect(bound, "beth")
    beth.join(prepared.meeting_id)
    acts = [act_of(prepared.meeting_id, number) for number in range(60)]
    with Others(bound, prepared.meeting_id, connect):
        waiting: list[dict[str, Any]] = []
        for act, answer in all_at_once(beth, "act", acts):
            if too_fast(answer):
                waiting.append(act)
        assert len(waiting) == len(acts) - AT_ONCE
        # What the page does: the same again, under the same id, once it is told to.
        for act in [*waiting, acts[0]]:
            while too_fast(answer := beth.call("act", act)):
                bound.let_pass(answer["retry_after"])
    ids = [act["act_id"] for act in acts]
    counted = bound.sql(f"SELECT count(*) FROM log_entries WHERE act_id IN ({','.join('?' * 60)})", *ids)
    assert counted == [(60,)]


def test_the_other_door_counts_too_and_says_when_in_both_languages(bound: StoppedServer, prepared: Sitting) -> None:
    path = f"/api/meetings/{prepared.meeting_id}/acts/add_reflection"
    messages = []
    for language in ("en", "cy"):
        headers = bound.signed_in(token_of("arun"))
        bound.sql("UPDATE people SET language = ? WHERE id = ?", language, prepared.people["arun"])
        numbers = itertools.count()
        while True:
            body = json.dumps({"act_id": f"by-http-{language}-{next(numbers)}", "data": reflection("Again.")})
            status, answer, said = bound.exchange("POST", path, headers=headers, body=body)
            if status != 200:
                break
        assert status == 429
        refusal = json.loads(answer)
        assert refusal["code"] == "too_fast"
        assert 1 <= int(said["Retry-After"]) < refusal["retry_after"] + 1
        messages.append(refusal["message"])
    assert "wait a moment" in messages[0]
    assert "arhoswch ennyd" in messages[1]


def test_joins_and_the_like_have_their_own_rate_and_acts_go_on(
    bound: StoppedServer, prepared: Sitting, connect: Connect
) -> None:
    beth = connect(bound, "beth")
    beth.join(prepared.meeting_id)
    with Others(bound, prepared.meeting_id, connect):
        for event in ("join", "here", "leave"):
            answers = all_at_once(beth, event, [{"meeting_id": prepared.meeting_id}] * 40)
            assert any(too_fast(answer) for _, answer in answers)
        while too_fast(answer := beth.join(prepared.meeting_id)):
            bound.let_pass(answer["retry_after"])
        assert answer["snapshot"]


def test_unknown_events_are_answered_and_a_flood_of_frames_waits_at_its_sender(
    bound: StoppedServer, prepared: Sitting, connect: Connect
) -> None:
    flooding = connect(bound, "olu")
    assert flooding.call("no-such-thing", {})["code"] == "no_such_event"
    before = bound.memory()
    with Others(bound, prepared.meeting_id, connect):
        for number in range(600):
            flooding.send_raw(f'42["flood",{{"number":{number},"text":"{"x" * 1000}"}}]')
    assert bound.memory() < 2 * before
    flooding.tear()


def test_the_newest_pages_stay_and_the_oldest_are_told_why(
    bound: StoppedServer, prepared: Sitting, connect: Connect
) -> None:
    pages: list[Guest] = []
    while len(pages) < 14:
        try:
            pages.append(connect(bound, "amara"))
        except socketio.exceptions.ConnectionError:  # too many at once, as the next test shows; a page waits too
            bound.let_pass(0.3)
    for page in pages[:2]:
        hear_the_end(page)
    assert [page.of("ended") for page in pages[2:]] == [[]] * 12
    assert pages[2].call("no-such-thing", {})["code"] == "no_such_event"


def hear_the_end(page: Guest) -> None:
    page.wait(lambda: page.of("disconnected"))
    [said] = page.of("ended")
    assert (said["reason"], said["meeting_id"]) == ("too_many_pages", None)
    assert "Try again" in said["message"]


def test_connections_on_which_nothing_begins_count_as_well(bound: StoppedServer) -> None:
    opened: list[Any] = []
    turned_away: list[websocket.WebSocketBadStatusException] = []
    while len(opened) < 16:
        try:
            opened.append(open_websocket(bound, "hugo"))
        except websocket.WebSocketBadStatusException as refused:
            turned_away.append(refused.with_traceback(None))  # which would hold on to the socket
            bound.let_pass(0.3)
    assert {refused.status_code for refused in turned_away} == {429}
    assert {(refused.resp_headers or {})["retry-after"] for refused in turned_away} == {"1"}
    for oldest in opened[:4]:
        read_to_the_end(oldest)
    opened[4].send("40")
    while not str(opened[4].recv()).startswith("40"):
        pass
    for each in opened:
        each.shutdown()


def open_websocket(server: Server, who: str) -> Any:
    address = server.origin.replace("http", "ws") + "/socket.io/?EIO=4&transport=websocket"
    return websocket.create_connection(
        address, cookie=f"mas_hub_session={token_of(who)}", origin=server.origin, timeout=PATIENCE_S
    )


def read_to_the_end(page: Any) -> None:
    """Until the server ends it; fails by its time-out when it does not."""
    with contextlib.suppress(websocket.WebSocketConnectionClosedException, ConnectionError):
        while page.recv():
            pass


@pytest.mark.parametrize("parts", [1, 1000], ids=["one frame", "a message without end"])
def test_what_is_too_large_ends_its_connection_and_is_not_kept(
    bound: StoppedServer, prepared: Sitting, connect: Connect, parts: int
) -> None:
    before = bound.memory()
    page = open_websocket(bound, "freya")
    size = 50_000_000 if parts == 1 else FRAME_BYTES - 100
    with Others(bound, prepared.meeting_id, connect):
        with contextlib.suppress(OSError, websocket.WebSocketConnectionClosedException):
            for part in range(parts):
                opcode = websocket.ABNF.OPCODE_CONT if part else websocket.ABNF.OPCODE_TEXT
                page.send_frame(websocket.ABNF(int(parts == 1), 0, 0, 0, opcode, 1, b"x" * size))
        read_to_the_end(page)
        assert bound.memory() < 2 * before
    page.shutdown()


def deep(levels: int) -> str:
    return "[" * levels + "]" * levels


@pytest.mark.parametrize("levels", [100, 900, 990, 5_000, 30_000])
def test_json_that_is_too_deep_is_refused_at_both_doors(
    server: Server, prepared: Sitting, connect: Connect, levels: int
) -> None:
    path = f"/api/meetings/{prepared.meeting_id}/acts/add_reflection"
    headers = server.signed_in(token_of("beth"))
    body = f'{{"act_id":"a-deep-one-{levels}","data":{{"prompt":"analysis","text":{deep(levels)}}}}}'
    status, answer = server.request("POST", path, headers=headers, body=body)
    assert status in (400, 422), answer
    beth = connect(server, "beth")
    beth.send_raw(f'42["act",{{"meeting_id":{prepared.meeting_id},"act":"add_reflection",{body[1:]}]')
    try:
        answered = beth.act(prepared.meeting_id, "add_reflection", reflection("After it."))
    except ConnectionError:
        assert levels > 900  # what cannot be read at all may end the connection it came by
    else:
        assert answered["ok"]


def test_a_body_that_is_too_large_is_refused(server: Server) -> None:
    headers = server.signed_in(token_of("amara"))
    status, answer = server.request("POST", "/api/meetings", headers=headers, body="x" * 2_000_000)
    assert (status, json.loads(answer)["code"]) == (413, "body_too_large")


def test_who_asks_and_never_reads_is_let_go_and_holds_nobody_up(
    server: Server, prepared: Sitting, connect: Connect
) -> None:
    beth = connect(server, "beth")
    for number in range(20):
        assert beth.act(prepared.meeting_id, "add_reflection", reflection(f"{number} {'€' * 7900}"))["ok"]
    slow = SlowPage(server, "arun", prepared.meeting_id)
    beth.join(prepared.meeting_id)
    here = prepared.people["arun"]
    before = server.memory()
    with Others(server, prepared.meeting_id, connect):
        for _ in range(60):
            if not slow.ask("join", {"meeting_id": prepared.meeting_id}):
                break
        beth.wait(lambda: beth.of("presence") and here not in beth.of("presence")[-1]["present"])
    assert slow.ended()
    assert server.memory() < 2 * before
    assert "reads too slowly" in server.output()
