"""Every act by everybody, in their own meeting and another's, while planned, open and closed, through the HTTP door.

What is expected is the table in `tests.who_may`.
"""

import json
from typing import Any

import pytest

from mas_hub.language import catalogue
from mas_hub.meetings.acts import ACTS
from tests.acting import EXAMPLES, STATE_OF
from tests.asking import NOBODY, Doors
from tests.sitting import Sitting, everything
from tests.who_may import expected

STATUS = {"yes": 200, "-": 403, "theirs": 403, "rules": 403, "no": 409, "hidden": 404}
WITHOUT_A_SEAT = ("ines", "freya", "hugo")
ANYTHING: dict[str, Any] = {}


def statuses(act: str, stage: str) -> dict[str, int]:
    """`{person: status}` for one act in the meeting that Amara chairs."""
    answers = {who: STATUS[may] for who, may in expected(act).items()}
    if not done_in(act, stage):
        answers = {who: 403 if expected(act)[who] == "-" else 409 for who in answers}
    if stage == "planned":
        answers["sian"] = 404
        if act == "open_meeting":
            answers["amara"] = 200
        if act in ("postpone_meeting", "cancel_meeting"):
            answers["amara"] = 422
    return {**answers, **dict.fromkeys(WITHOUT_A_SEAT, 404), NOBODY: 401}


def done_in(act: str, stage: str) -> bool:
    """The table is of the opened meeting, and of the closed one for what is done there too."""
    return stage != "planned" and STATE_OF[stage] in ACTS[act].states


def data_for(act: str, stage: str, sitting: Sitting) -> dict[str, Any]:
    """In the other stages the state is asked before what was sent."""
    return json.loads(json.dumps(EXAMPLES[act].data(sitting))) if done_in(act, stage) else ANYTHING


def staged(doors: Doors, act: str, stage: str) -> Sitting:
    sitting = doors.stage(stage)
    return EXAMPLES[act].begin(sitting) if stage == EXAMPLES[act].stage and done_in(act, stage) else sitting


@pytest.mark.parametrize("act", sorted(ACTS))
@pytest.mark.parametrize("stage", ["planned", "opened", "closed"])
def test_act_is_answered_as_the_table_says(doors: Doors, act: str, stage: str) -> None:
    sitting = staged(doors, act, stage)
    data = data_for(act, stage, sitting)
    before = everything()
    wanted = statuses(act, stage)
    done = [who for who in wanted if wanted[who] == 200]
    for who in wanted.keys() - set(done):
        answer = doors.act(who, sitting.meeting_id, act, data)
        said = answer.get_json()
        assert (who, answer.status_code, said["ok"]) == (who, wanted[who], False)
        assert f"refusals.{said['code']}" in catalogue("en")
    assert everything() == before
    for who in done:
        answer = doors.act(who, sitting.meeting_id, act, data_for(act, stage, sitting))
        assert (who, answer.status_code) == (who, 200)
        assert answer.get_json()["entries"][0]["by"]["person_id"] == sitting.people[who]
        staged(doors, act, stage)


@pytest.mark.parametrize("act", sorted(ACTS))
def test_act_in_another_s_meeting_finds_nothing_there(doors: Doors, act: str) -> None:
    data = data_for(act, "opened", doors.sitting)
    before = everything()
    for who in ("amara", "beth", "arun", "olu", "rhys", "sian", "ines"):
        answer = doors.act(who, doors.sitting.other_meeting_id, act, data)
        assert (who, answer.status_code, answer.get_json()["code"]) == (who, 404, "not_found")
    assert everything() == before


def test_both_doors_answer_a_repeated_act_alike(doors: Doors) -> None:
    data = {"prompt": "analysis", "text": "Once."}
    first = doors.act("beth", doors.sitting.meeting_id, "add_reflection", data)
    again = doors.act("beth", doors.sitting.meeting_id, "add_reflection", data)
    assert again.get_data() == first.get_data()
    other = doors.act("beth", doors.sitting.meeting_id, "add_reflection", {**data, "text": "Twice."})
    assert (other.status_code, other.get_json()["code"]) == (409, "act_id_used")


def test_stale_edit_is_answered_with_the_current_view(doors: Doors) -> None:
    view = doors.sitting.view("decision")
    data = {"of": view["id"], "version": view["version"] + 1, "text": "x"}
    answer = doors.act("beth", doors.sitting.meeting_id, "amend_decision", data)
    assert (answer.status_code, answer.get_json()["current"]) == (409, view)


def test_refusal_speaks_the_person_s_language(doors: Doors) -> None:
    meeting_id = doors.sitting.meeting_id
    doors.ask("beth", "PUT", "/api/session/language", {"language": "cy"})
    said = doors.act("beth", meeting_id, "add_reflection", {"prompt": "analysis", "text": ""}).get_json()
    assert said["message"] == catalogue("cy")["refusals.check_your_answers"]
    assert said["fields"] == {"text": catalogue("cy")["refusals.required"]}
