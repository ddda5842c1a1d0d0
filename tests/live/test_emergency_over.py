"""Somebody follows a meeting in an emergency; when that is over they hear nothing more, whatever is going on."""

from functools import partial
from pathlib import Path

from tests.live.conftest import Connect, serving
from tests.live.running import UNBOUND
from tests.live.test_twenty_put_out import WITHIN_S, heard_more, refused_at_every_door, writing
from tests.sitting import Sitting

OPEN = """INSERT INTO emergency_accesses
    (version, meeting_id, person_id, agency_id, reason, opened_at, ends_at, facts)
    SELECT 1, ?, id, agency_id, 'K. is missing.', '2026-01-01 00:00:00.000000', '2099-01-01 00:00:00.000000', '{}'
    FROM people WHERE id = ?"""


def test_it_ends_under_traffic_though_nobody_tells_the_process(
    prepared: Sitting, tmp_path: Path, connect: Connect
) -> None:
    for hall in serving(prepared, tmp_path, UNBOUND):
        meeting_id, gwen_id = prepared.meeting_id, prepared.people["gwen"]
        token = hall.another_session_of("gwen", gwen_id)
        beth, gwen = connect(hall, "beth"), connect(hall, "gwen", token)
        assert beth.join(meeting_id)["ok"]
        assert gwen.join(meeting_id)["code"] == "not_found"
        hall.sql(OPEN, meeting_id, gwen_id)
        joined = gwen.join(meeting_id)
        assert (joined["ok"], set(joined["snapshot"]["cursors"])) == (True, {"shared"})
        with writing([(beth, "beth")], meeting_id):
            gwen.wait(partial(heard_more, gwen, 10))
            assert not gwen.act(meeting_id, "add_reflection", {"prompt": "analysis", "text": "x"})["ok"]
            hall.sql("UPDATE emergency_accesses SET ends_at = opened_at")
            gwen.wait(partial(gwen.of, "ended"), WITHIN_S)
            heard = len(gwen.entries())
            refused_at_every_door(hall, gwen, token, meeting_id)
            beth.wait(partial(heard_more, beth, len(beth.entries()) + 10))
            assert len(gwen.entries()) == heard
        assert hall.sql("SELECT count(*) FROM audit WHERE what = 'emergency_read'")[0][0] >= 1
