"""Who gets in, who is put out, and what is answered to what was not asked for."""

from typing import Any

import pytest

from tests.live.conftest import Connect
from tests.live.running import Server
from tests.sitting import NO_SUCH_ID, Sitting, token_of

NEW = "/socket.io/?EIO=4&transport=polling"
WEBSOCKET = {
    "Upgrade": "websocket",
    "Connection": "Upgrade",
    "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
    "Sec-WebSocket-Version": "13",
}
WITHIN_S = 5.0
"""Who is removed is out within five seconds (G6)."""

OUTSIDE_THE_BOARD = {
    "dora": "ground_rules_not_accepted",
    "sian": "board_is_for_seats",
    "ines": "not_found",
    "freya": "not_found",
    "hugo": "not_found",
}


@pytest.mark.parametrize("more", ["", "&x=sid=", "&sid=", "&notsid=1", "&SID=abc"])
def test_nobody_anonymous_even_opens_a_connection(server: Server, more: str) -> None:
    for cookie in ("", "mas_hub_session=", "mas_hub_session=guessed", "session=the-token-of-beth"):
        for headers in ({}, {**WEBSOCKET, "Origin": server.origin}):
            transport = NEW.replace("polling", "websocket") if headers else NEW
            status, _ = server.request("GET", transport + more, headers={**headers, "Cookie": cookie})
            assert status == 401


@pytest.mark.parametrize(
    "origin", ["https://elsewhere.example", "http://127.0.0.1", "null", "", "http://127.0.0.1:1", "HTTP://127.0.0.1"]
)
def test_page_of_another_origin_is_refused(server: Server, origin: str) -> None:
    cookie = {"Cookie": f"mas_hub_session={token_of('beth')}", "Origin": origin}
    assert server.request("GET", NEW, headers=cookie)[0] == 403
    websocket = NEW.replace("polling", "websocket")
    assert server.request("GET", websocket, headers={**cookie, **WEBSOCKET})[0] == 403


def test_websocket_that_does_not_say_where_it_comes_from_is_refused(server: Server) -> None:
    headers = {**WEBSOCKET, "Cookie": f"mas_hub_session={token_of('beth')}"}
    websocket = NEW.replace("polling", "websocket")
    assert server.request("GET", websocket, headers=headers)[0] == 403
    assert server.request("GET", websocket, headers={**headers, "Origin": server.origin})[0] == 101


def test_signing_out_puts_the_page_out_at_once(server: Server, prepared: Sitting, connect: Connect) -> None:
    token = server.another_session_of("callum", prepared.people["callum"])
    leaving, staying = connect(server, "callum", token), connect(server, "callum")
    for guest in (leaving, staying):
        guest.join(prepared.meeting_id)
    assert server.request("DELETE", "/api/session", headers=server.signed_in(token))[0] == 200
    leaving.wait(lambda: leaving.of("disconnected"), WITHIN_S)
    assert [(said["reason"], said["meeting_id"]) for said in leaving.of("ended")] == [("signed_out", None)]
    assert leaving.of("ended")[0]["message"]
    assert staying.act(prepared.meeting_id, "add_reflection", {"prompt": "analysis", "text": "Still here."})["ok"]
    assert staying.of("ended") == []


def test_session_that_has_ended_elsewhere_is_noticed(server: Server, prepared: Sitting, connect: Connect) -> None:
    token = server.another_session_of("callum", prepared.people["callum"])
    guest = connect(server, "callum", token)
    guest.join(prepared.meeting_id)
    server.sql("UPDATE sessions SET ended_at = created_at WHERE id = (SELECT max(id) FROM sessions)")
    try:
        answer = guest.act(prepared.meeting_id, "add_reflection", {"prompt": "analysis", "text": "Too late."})
    except ConnectionError:
        pass  # put out before it was answered
    else:
        assert (answer["ok"], answer["code"]) == (False, "signed_out")
    guest.wait(lambda: guest.of("disconnected"), WITHIN_S)


def test_removed_seat_hears_and_does_nothing_more(server: Server, prepared: Sitting, connect: Connect) -> None:
    olu, beth = connect(server, "olu"), connect(server, "beth")
    olu.join(prepared.meeting_id)
    server.sql(
        "UPDATE seats SET removed = 1 WHERE meeting_id = ? AND person_id = ?",
        prepared.meeting_id,
        prepared.people["olu"],
    )
    olu.wait(lambda: olu.of("ended"), WITHIN_S)
    assert [(said["reason"], said["meeting_id"]) for said in olu.of("ended")] == [("seat_removed", prepared.meeting_id)]
    heard = len(olu.entries())
    beth.join(prepared.meeting_id)
    act_id = beth.act(prepared.meeting_id, "add_reflection", {"prompt": "analysis", "text": "Without Olu."})["entries"][
        0
    ]["act_id"]
    beth.wait(lambda: act_id in {entry["act_id"] for entry in beth.entries()})
    for answer in (
        olu.act(prepared.meeting_id, "add_reflection", {"prompt": "analysis", "text": "x"}),
        olu.join(prepared.meeting_id),
        olu.join(prepared.meeting_id, {"shared": 0}),
    ):
        assert (answer["ok"], answer["code"]) == (False, "not_found")
    assert olu.entries()[heard:] == []


def test_seat_removed_by_the_chair_ends_at_once_with_the_reason(
    server: Server, prepared: Sitting, connect: Connect
) -> None:
    rhys, amara = connect(server, "rhys"), connect(server, "amara")
    seats = amara.join(prepared.meeting_id)["snapshot"]["views"]["seat"]
    seat = next(each for each in seats if each["person_id"] == prepared.people["rhys"])
    rhys.join(prepared.meeting_id)
    reason = {"of": seat["id"], "version": seat["version"], "reason": "Another recorder comes."}
    assert amara.act(prepared.meeting_id, "remove_seat", reason)["ok"]
    rhys.wait(lambda: rhys.of("ended"), WITHIN_S)
    ended = rhys.of("ended")[0]
    assert (ended["reason"], ended["because"]) == ("seat_removed", "Another recorder comes.")
    assert rhys.join(prepared.meeting_id)["code"] == "not_found"
    heard = len(rhys.entries())
    added = amara.act(prepared.meeting_id, "add_reflection", {"prompt": "analysis", "text": "Without Rhys."})
    amara.wait(lambda: added["entries"][0]["act_id"] in {entry["act_id"] for entry in amara.entries()})
    assert rhys.entries()[heard:] == []


def test_who_may_not_see_the_board_hears_nothing_of_it(server: Server, prepared: Sitting, connect: Connect) -> None:
    beth = connect(server, "beth")
    beth.join(prepared.meeting_id)
    outside = {who: connect(server, who) for who in OUTSIDE_THE_BOARD}
    for who, guest in outside.items():
        for cursors in (None, {"shared": 0}):
            answer = guest.join(prepared.meeting_id, cursors)
            assert (who, answer["ok"], answer["code"]) == (who, False, OUTSIDE_THE_BOARD[who])
        assert guest.join(NO_SUCH_ID)["code"] == "not_found"
    beth.act(prepared.meeting_id, "add_reflection", {"prompt": "analysis", "text": "Not for all."})
    beth.wait(lambda: beth.entries() and len(beth.of("heads")) >= 1)
    assert {who: guest.heard for who, guest in outside.items()} == {who: [] for who in OUTSIDE_THE_BOARD}


PAYLOADS: list[Any] = [
    None,
    [],
    "text",
    7,
    {},
    {"meeting_id": None},
    {"meeting_id": "1"},
    {"meeting_id": True},
    {"meeting_id": 1.5},
    {"meeting_id": -1},
    {"meeting_id": 2**70},
    {"meeting_id": [1]},
]


@pytest.mark.parametrize("event", ["join", "leave", "act"])
def test_payload_that_names_no_meeting_is_refused(server: Server, connect: Connect, event: str) -> None:
    guest = connect(server, "beth")
    for payload in PAYLOADS:
        answer = guest.call(event, payload)
        assert (payload, answer["ok"]) == (payload, False)
        assert answer["code"] in ("meeting_id_needed", "act_id_needed")


@pytest.mark.parametrize("cursors", ["all", [1], {"shared": "1"}, {"shared": -5}, {"shared": 2**70}, {"agency:2": 0}])
def test_strange_cursors_hurt_nobody(server: Server, prepared: Sitting, connect: Connect, cursors: Any) -> None:
    answer = connect(server, "beth").call("join", {"meeting_id": prepared.meeting_id, "cursors": cursors})
    assert answer.get("code") != "unexpected"


STRANGE: list[dict[str, Any]] = [
    {"act": None},
    {"act": ["add_reflection"]},
    {"act": "no_such_act"},
    {"act": "__init__"},
    {"act_id": None},
    {"act_id": 5},
    {"act_id": "x"},
    {"data": None},
    {"data": "text"},
    {"data": {"prompt": "analysis", "text": "\ud800"}},
    {"data": {"prompt": "analysis", "text": 10**99}},
]


def test_strange_act_is_refused(server: Server, prepared: Sitting, connect: Connect) -> None:
    beth = connect(server, "beth")
    act = {
        "meeting_id": prepared.meeting_id,
        "act": "add_reflection",
        "act_id": "a-strange-act",
        "data": {"prompt": "analysis", "text": "x"},
    }
    for changed in STRANGE:
        answer = beth.call("act", {**act, **changed})
        assert (changed, answer["ok"]) == (changed, False)
        assert answer["code"] != "unexpected"


@pytest.mark.parametrize(
    "frame", ["42[", '42["act"', "4", "99999", "42" + "[" * 3000, '42["act",{"a":' + "9" * 400 + "}]"]
)
def test_frame_that_cannot_be_read_is_passed_over(
    server: Server, prepared: Sitting, connect: Connect, frame: str
) -> None:
    beth, dina = connect(server, "beth"), connect(server, "dina")
    beth.send_raw(frame)
    for guest in (beth, dina):
        try:
            answer = guest.act(prepared.meeting_id, "add_reflection", {"prompt": "analysis", "text": "After it."})
        except ConnectionError:
            assert guest is beth  # it may end the connection it came by, no other
        else:
            assert answer["ok"]


def test_frame_that_is_too_large_ends_that_connection_alone(
    server: Server, prepared: Sitting, connect: Connect
) -> None:
    big, beth = connect(server, "callum"), connect(server, "beth")
    big.emit("act", {"data": {"text": "x" * 100_000}})
    big.wait(lambda: big.of("disconnected"))
    assert beth.act(prepared.meeting_id, "add_reflection", {"prompt": "analysis", "text": "Unmoved."})["ok"]
