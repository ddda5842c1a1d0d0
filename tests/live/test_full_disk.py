"""A disk that is full: who reads goes on reading, everybody is told that nothing can be saved, and it passes."""

from mas_hub.identity.queries import token_hash
from mas_hub.live.presence import SILENT_S
from tests.live.conftest import Connect
from tests.live.running import Guest, Server
from tests.sitting import Sitting, token_of

SAID = {"prompt": "analysis", "text": "What fits on no disk."}


def heads_that_say_so(guest: Guest) -> list[dict[str, object]]:
    return [each for each in guest.of("heads") if each.get("cannot_save")]


def test_readers_go_on_while_nothing_can_be_saved(fragile: Server, connect: Connect, prepared: Sitting) -> None:
    meeting_id = prepared.meeting_id
    amara, beth, callum = (connect(fragile, who) for who in ("amara", "beth", "callum"))
    for guest in (amara, beth, callum):
        assert guest.join(meeting_id)["ok"]
    present = callum.wait(lambda: [each for each in callum.of("presence") if len(each["present"]) == 3])[0]["present"]
    callum.wait(lambda: callum.of("heads") and callum.of("heads")[-1]["chair_away_since"] is None)

    with fragile.full_disk():
        refused = beth.act(meeting_id, "add_reflection", SAID)
        assert (refused["ok"], refused["code"]) == (False, "unavailable")
        callum.wait(lambda: heads_that_say_so(callum))
        # Past the server, whose disk alone is full: as if the last heartbeat had been written long ago.
        fragile.sql("UPDATE workers SET beat_at = beat_at - ?", SILENT_S)
        assert fragile.request("GET", "/api/home", headers=fragile.signed_in(token_of("beth")))[0] == 200
        beth.close()
        again = connect(fragile, "beth")
        assert again.join(meeting_id)["snapshot"]["present"] == present
        again.wait(lambda: heads_that_say_so(again))
        told = len(heads_that_say_so(callum))
        callum.wait(lambda: len(heads_that_say_so(callum)) > told + 1)
        assert callum.of("presence")[-1]["present"] == present
        assert {each["chair_away_since"] for each in heads_that_say_so(callum)} == {None}

    again.wait(lambda: again.of("heads") and "cannot_save" not in again.of("heads")[-1])
    assert again.of("presence")[-1]["present"] == present
    assert again.act(meeting_id, "add_reflection", SAID)["ok"]
    callum.wait(callum.entries)


def ago(server: Server, minutes: int) -> None:
    """Past the server: what was last written of anybody's session was written that much earlier."""
    server.sql(
        "UPDATE sessions SET last_seen_at = strftime('%Y-%m-%d %H:%M:%f000', last_seen_at, ?)", f"-{minutes} minutes"
    )


def test_who_works_meanwhile_is_not_idle_and_who_does_nothing_is(
    fragile: Server, connect: Connect, prepared: Sitting
) -> None:
    def looks(who: str, at: str = "/api/home") -> int:
        return fragile.request("GET", at, headers=fragile.signed_in(token_of(who)))[0]

    assert looks("amara", f"/api/meetings/{prepared.meeting_id}/board") == 200  # once written, who opened it
    with fragile.full_disk():
        ago(fragile, 2)
        amara, beth = connect(fragile, "amara"), connect(fragile, "beth")
        assert amara.join(prepared.meeting_id)["ok"]  # an open one, in which whoever listens is not idle
        assert beth.call("here", {}) == {"ok": True}
        assert looks("callum") == 200
        amara.wait(lambda: len(heads_that_say_so(amara)) > 1)
        ago(fragile, 40)
        assert [looks(who) for who in ("amara", "beth", "callum", "rhys")] == [200, 200, 200, 401]
        told = len(heads_that_say_so(amara))
        amara.wait(lambda: len(heads_that_say_so(amara)) > told + 1)
        assert amara.of("ended") == []
        fragile.sql("UPDATE sessions SET ended_at = last_seen_at WHERE token_hash = ?", token_hash(token_of("callum")))
        assert looks("callum") == 401
    assert looks("beth") == 200
    assert [looks(who) for who in ("beth", "rhys")] == [200, 401]


def test_a_chair_who_left_just_before_keeps_nobody_from_being_told(
    fragile: Server, connect: Connect, prepared: Sitting
) -> None:
    """That the chair is away waits to be noted when the disk fills, and does not hold up what everybody is told."""
    amara, beth = connect(fragile, "amara"), connect(fragile, "beth")
    assert amara.join(prepared.meeting_id)["ok"]
    assert beth.join(prepared.meeting_id)["ok"]
    beth.wait(lambda: beth.of("heads") and beth.of("heads")[-1]["chair_away_since"] is None)
    with fragile.full_disk():
        amara.close()
        beth.wait(lambda: len(heads_that_say_so(beth)) > 1)
    beth.wait(lambda: beth.of("heads")[-1]["chair_away_since"])
