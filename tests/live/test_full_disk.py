"""A disk that is full: who reads goes on reading, everybody is told that nothing can be saved, and it passes."""

from tests.live.conftest import Connect
from tests.live.running import Server
from tests.sitting import Sitting, token_of

SAID = {"prompt": "analysis", "text": "What fits on no disk."}


def test_readers_go_on_while_nothing_can_be_saved(fragile: Server, connect: Connect, prepared: Sitting) -> None:
    meeting_id = prepared.meeting_id
    beth, callum = connect(fragile, "beth"), connect(fragile, "callum")
    assert beth.join(meeting_id)["ok"]
    assert callum.join(meeting_id)["ok"]
    present = callum.wait(lambda: [each for each in callum.of("presence") if len(each["present"]) == 2])[0]["present"]

    with fragile.full_disk():
        refused = beth.act(meeting_id, "add_reflection", SAID)
        assert (refused["ok"], refused["code"]) == (False, "unavailable")
        callum.wait(lambda: [each for each in callum.of("heads") if each.get("cannot_save")])
        told = len(callum.of("heads"))
        callum.wait(lambda: len(callum.of("heads")) > told)
        assert callum.of("presence")[-1]["present"] == present
        assert fragile.request("GET", "/api/home", headers=fragile.signed_in(token_of("beth")))[0] == 200
        beth.close()
        again = connect(fragile, "beth")
        assert again.join(meeting_id)["ok"]
        again.wait(lambda: again.of("heads"))

    again.wait(lambda: again.of("heads") and "cannot_save" not in again.of("heads")[-1])
    assert again.act(meeting_id, "add_reflection", SAID)["ok"]
    callum.wait(callum.entries)
