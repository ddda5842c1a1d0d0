"""What opens to somebody who opened a record in an emergency, at every door: that record, to read, and nothing else."""

import pytest

from tests.asking import Doors
from tests.breaking import REASON, WHO, break_in, prove, reply_path
from tests.doors.taken import body_for, path_of
from tests.doors.test_canaries import READABLE, answers, say_everything
from tests.doors.test_every_route import WHO_GETS_IN
from tests.sitting import Sitting

OPENED = {"GET /api/meetings/<>", "GET /api/meetings/<>/board"}
HER_OWN = {route for route in WHO_GETS_IN if "/emergency" in route}
ENDS_HER_SESSION = {"DELETE /api/session"}


@pytest.fixture
def told(doors: Doors) -> Sitting:
    """One canary in every text on the board, and some where only others read."""
    sitting = doors.sitting
    say_everything(sitting)
    sitting.do("beth", "state_capacity", level="over", words="canary-capacity")
    sitting.do("callum", "raise_private_point", text="canary-point", sharing="unnamed")
    sitting.do("amara", "hide_positions")
    sitting.do("dina", "add_threshold_position", level=4, evidence="canary-hidden", would_change_view="")
    return sitting


@pytest.mark.parametrize("stage", ["opened", "closed"])
def test_every_other_route_answers_her_as_before(doors: Doors, stage: str) -> None:
    outside: dict[str, int] = {}
    for emergency in (False, True):
        for route in sorted({*WHO_GETS_IN} - HER_OWN - ENDS_HER_SESSION):
            sitting = doors.stage(stage)
            prove(sitting)
            if emergency:
                break_in(sitting)
            method, path = path_of(route, sitting.meeting_id)
            status = doors.ask(WHO, method, path, body_for(route, sitting)).status_code
            if not emergency:
                outside[route] = status
            elif route in OPENED:
                assert (route, outside[route], status) == (route, 404, 200)
            else:
                assert (route, status) == (route, outside[route])


def test_she_reads_the_shared_stream_alone(doors: Doors, told: Sitting) -> None:
    before = answers(doors, WHO, READABLE)
    assert "canary" not in before
    break_in(told)
    board = doors.ask(WHO, "GET", f"/api/meetings/{told.meeting_id}/board").get_json()
    assert set(board["cursors"]) == {"shared"}
    assert (board["me"]["role"], board["me"]["can"]) == ("emergency", ["read_board"])
    seen = answers(doors, WHO, READABLE)
    for word in ("canary-evidence", "canary-decision", "canary-analysis"):
        assert word in seen
    for word in ("canary-capacity", "canary-point", "canary-hidden", "canary-theirs", "Two missed visits."):
        assert word not in seen


def test_each_look_stands_in_the_audit_first(doors: Doors, monkeypatch: pytest.MonkeyPatch) -> None:
    break_in(doors.sitting)
    path = f"/api/meetings/{doors.sitting.meeting_id}/board"
    assert doors.ask(WHO, "GET", path).status_code == 200

    def away(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr("mas_hub.meetings.reading.record", away)
    client = doors.app.test_client()
    client.set_cookie("mas_hub_session", f"the-token-of-{WHO}")
    refused = client.get(path)
    assert (refused.status_code, "FS-2291" in refused.get_data(as_text=True)) == (500, False)


def test_from_looking_up_to_acknowledging(doors: Doors) -> None:
    sitting = doors.sitting
    look = ("POST", "/api/emergency/look-up")
    refused = doors.ask(WHO, *look, {"reference": "FS-2291"})
    assert (refused.status_code, refused.get_json()["code"]) == (403, "second_factor_first")
    prove(sitting)
    assert doors.ask(WHO, *look, {"reference": "FS-22"}).get_json() == {"meetings": []}
    [found] = doors.ask(WHO, *look, {"reference": " fs-2291 "}).get_json()["meetings"]
    assert (found["meeting_id"], len(found["agencies"])) == (sitting.meeting_id, 4)
    path = f"/api/meetings/{sitting.meeting_id}/emergency"
    assert doors.ask(WHO, "POST", path, {"reference": "FS-2291", "reason": "  "}).status_code == 422
    access = doors.ask(WHO, "POST", path, {"reference": " fs-2291", "reason": REASON}).get_json()
    asked = doors.ask("sian", "POST", reply_path(sitting, access), {"question": "Is she found?"})
    assert asked.status_code == 200
    [mine] = doors.ask(WHO, "GET", "/api/emergency").get_json()["accesses"]
    [reply] = mine["replies"]
    answer = doors.ask(WHO, "PUT", f"{path}/replies/{reply['id']}", {"answer": "Yes, at her aunt's."})
    assert answer.status_code == 200
    view = doors.ask("beth", "GET", f"/api/meetings/{sitting.meeting_id}/board").get_json()["views"]
    assert view["emergency_access"][0]["replies"][0]["answer"] == "Yes, at her aunt's."
    assert doors.ask(WHO, "DELETE", path).status_code == 200
    assert doors.ask(WHO, "GET", f"/api/meetings/{sitting.meeting_id}/board").status_code == 404
    assert doors.ask(WHO, "DELETE", path).status_code == 404


def test_other_meeting_s_access_is_as_absent_as_none(doors: Doors) -> None:
    access = break_in(doors.sitting)
    path = f"/api/meetings/{doors.sitting.other_meeting_id}/emergency/{access['id']}/replies"
    assert doors.ask("freya", "POST", path, {}).status_code == 404
