"""Several pages in one meeting: what one does, the others hear, in order, once."""

import json
from functools import partial
from typing import Any

from tests.at_once import at_once
from tests.live.conftest import Connect
from tests.live.running import Guest, Server
from tests.sitting import Sitting, token_of


def words(number: int) -> dict[str, str]:
    return {"prompt": "analysis", "text": f"Thought {number}."}


def heard_of(guest: Guest, act_ids: set[str]) -> list[dict[str, Any]]:
    """The pushed entries of these acts, once all of them have come."""

    def all_there() -> list[dict[str, Any]] | None:
        mine = [entry for entry in guest.entries() if entry["act_id"] in act_ids]
        return mine if {entry["act_id"] for entry in mine} == act_ids else None

    found: list[dict[str, Any]] = guest.wait(all_there)
    return found


def test_joining_answers_the_board_as_http_reads_it(server: Server, prepared: Sitting, connect: Connect) -> None:
    joined = connect(server, "arun").join(prepared.meeting_id)
    assert joined["ok"]
    status, body = server.request(
        "GET", f"/api/meetings/{prepared.meeting_id}/board", headers=server.signed_in(token_of("arun"))
    )
    read = json.loads(body)
    assert status == 200
    for part in ("views", "cursors", "me", "reference", "activity"):
        assert joined["snapshot"][part] == read[part]


def test_acts_are_heard_by_everybody_in_order_without_gap_or_repeat(
    server: Server, prepared: Sitting, connect: Connect
) -> None:
    meeting_id = prepared.meeting_id
    guests = [connect(server, who) for who in ("beth", "dina", "callum")]
    cursors = [guest.join(meeting_id)["snapshot"]["cursors"]["shared"] for guest in guests]

    def write(guest: Guest) -> list[list[dict[str, Any]]]:
        return [guest.act(meeting_id, "add_reflection", words(number))["entries"] for number in range(12)]

    said = at_once([partial(write, guest) for guest in guests[:2]])
    acked = {entries[0]["act_id"]: entries for each in said for entries in each}
    assert len(acked) == 24
    for guest, cursor in zip(guests, cursors, strict=True):
        heard = heard_of(guest, set(acked))
        numbers = [entry["seq"] for entry in guest.entries()]
        assert numbers == list(range(numbers[0], numbers[0] + len(numbers)))
        assert numbers[0] <= cursor + 1
        assert all([entry] == acked[entry["act_id"]] for entry in heard)


def test_what_was_missed_comes_by_cursor(server: Server, prepared: Sitting, connect: Connect) -> None:
    meeting_id = prepared.meeting_id
    first = connect(server, "callum")
    cursors = first.join(meeting_id)["snapshot"]["cursors"]
    first.close()
    beth = connect(server, "beth")
    done = [beth.act(meeting_id, "add_reflection", words(number))["entries"][0] for number in range(3)]
    again = connect(server, "callum").join(meeting_id, cursors)
    assert [entry for entry in again["entries"] if entry["act_id"] in {each["act_id"] for each in done}] == done
    assert [entry["seq"] for entry in again["entries"]] == list(
        range(cursors["shared"] + 1, again["heads"]["shared"] + 1)
    )
    assert "snapshot" not in again


def test_act_through_the_http_door_is_heard_on_sockets(server: Server, prepared: Sitting, connect: Connect) -> None:
    dina = connect(server, "dina")
    dina.join(prepared.meeting_id)
    body = json.dumps({"act_id": "by-http-0001", "data": {"stage": "thresholds"}})
    path = f"/api/meetings/{prepared.meeting_id}/acts/set_stage"
    status, answered = server.request("POST", path, headers=server.signed_in(token_of("amara")), body=body)
    assert status == 200
    assert heard_of(dina, {"by-http-0001"}) == json.loads(answered)["entries"]


def test_heads_come_without_anything_happening(server: Server, prepared: Sitting, connect: Connect) -> None:
    guest = connect(server, "beth")
    cursors = guest.join(prepared.meeting_id)["snapshot"]["cursors"]
    heads = guest.wait(lambda: guest.of("heads"))
    assert heads[0]["meeting_id"] == prepared.meeting_id
    assert heads[0]["heads"] == cursors


def test_presence_comes_and_goes(server: Server, prepared: Sitting, connect: Connect) -> None:
    beth_id, callum_id = prepared.people["beth"], prepared.people["callum"]
    beth = connect(server, "beth")
    assert beth_id in beth.join(prepared.meeting_id)["snapshot"]["present"]
    tabs = [connect(server, "callum") for _ in range(2)]
    for tab in tabs:
        tab.join(prepared.meeting_id)
    beth.wait(lambda: beth.of("presence") and callum_id in beth.of("presence")[-1]["present"])
    tabs[0].close()
    tabs[1].call("leave", {"meeting_id": prepared.meeting_id})
    beth.wait(lambda: callum_id not in beth.of("presence")[-1]["present"])
    assert beth.of("presence")[-1]["present"].count(beth_id) == 1


def test_screen_in_the_room_hears_everything_and_is_nobody_s_presence(
    server: Server, prepared: Sitting, connect: Connect
) -> None:
    beth, screen = connect(server, "beth"), connect(server, "amara")
    beth.join(prepared.meeting_id)
    joined = screen.call("join", {"meeting_id": prepared.meeting_id, "quiet": True})
    assert prepared.people["amara"] not in joined["snapshot"]["present"]
    act_id = beth.act(prepared.meeting_id, "add_reflection", words(1))["entries"][0]["act_id"]
    heard_of(screen, {act_id})
    heads = len(beth.of("heads"))
    beth.wait(lambda: len(beth.of("heads")) > heads + 6)  # a heartbeat puts the rows right meanwhile
    assert all(prepared.people["amara"] not in said["present"] for said in beth.of("presence")[-1:])


def test_nobody_else_reads_along_unseen(server: Server, prepared: Sitting, connect: Connect) -> None:
    joined = connect(server, "callum").call("join", {"meeting_id": prepared.meeting_id, "quiet": True})
    assert prepared.people["callum"] in joined["snapshot"]["present"]


def test_who_left_hears_no_more(server: Server, prepared: Sitting, connect: Connect) -> None:
    beth, dina = connect(server, "beth"), connect(server, "dina")
    for guest in (beth, dina):
        guest.join(prepared.meeting_id)
    assert dina.call("leave", {"meeting_id": prepared.meeting_id}) == {"ok": True}
    before = len(dina.entries())
    act_id = beth.act(prepared.meeting_id, "add_reflection", words(1))["entries"][0]["act_id"]
    heard_of(beth, {act_id})
    dina.join(prepared.meeting_id)
    assert act_id not in {entry["act_id"] for entry in dina.entries()[before:]}


def test_two_who_send_the_same_act_at_once_get_the_same_entries(
    server: Server, prepared: Sitting, connect: Connect
) -> None:
    tabs = [connect(server, "beth") for _ in range(2)]

    def send(tab: Guest) -> list[dict[str, Any]]:
        answers = [
            tab.act(prepared.meeting_id, "add_reflection", words(turn), f"the-same-act-{turn}") for turn in range(8)
        ]
        return [entry for answer in answers for entry in answer["entries"]]

    first, second = at_once([partial(send, tab) for tab in tabs])
    assert first == second
    assert len(first) == 8
    assert server.sql("SELECT count(*) FROM log_entries WHERE act_id LIKE 'the-same-act-%'") == [(8,)]
