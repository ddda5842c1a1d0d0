"""A disk that is full: who reads goes on reading, everybody is told that nothing can be saved, and it passes."""

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
        assert again.join(meeting_id)["ok"]
        again.wait(lambda: heads_that_say_so(again))
        told = len(heads_that_say_so(callum))
        callum.wait(lambda: len(heads_that_say_so(callum)) > told + 1)
        assert callum.of("presence")[-1]["present"] == present
        assert {each["chair_away_since"] for each in heads_that_say_so(callum)} == {None}

    again.wait(lambda: again.of("heads") and "cannot_save" not in again.of("heads")[-1])
    assert again.of("presence")[-1]["present"] == present
    assert again.act(meeting_id, "add_reflection", SAID)["ok"]
    callum.wait(callum.entries)


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
