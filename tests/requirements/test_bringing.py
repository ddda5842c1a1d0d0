"""What an agency's law asked at earlier meetings is offered to it again, to it alone, and comes only when brought."""

from typing import Any

import pytest

from mas_hub.db import snapshot, transaction
from mas_hub.errors import Conflict
from mas_hub.meeting_log import View
from mas_hub.meetings.subjects import views_of
from mas_hub.requirements.actions import REQUIREMENTS
from tests.plans import another_meeting
from tests.requirements.test_requirements import VISIT, add
from tests.sitting import GROUND_RULES, Sitting


def own(sitting: Sitting, who: str, meeting_id: int) -> dict[str, Any]:
    with snapshot() as session:
        return REQUIREMENTS.own(session, sitting.entering(session, who, meeting_id))


def bring(sitting: Sitting, who: str, meeting_id: int, of: list[int] | None = None) -> None:
    with transaction() as session:
        REQUIREMENTS.bring(session, sitting.entering(session, who, meeting_id), of=of)


def on_board(sitting: Sitting, meeting_id: int) -> list[View]:
    with snapshot() as session:
        return views_of(session, meeting_id)["requirement"]


def words(requirements: list[dict[str, Any]]) -> list[str]:
    return [each["what"] for each in requirements]


def test_each_agency_is_offered_its_own_as_it_last_stood(opened: Sitting) -> None:
    visit, review = add(opened, "beth"), add(opened, "beth", what="Review.")
    add(opened, "dina", what="canary of the police")
    opened.do("beth", "amend_requirement", of=visit["id"], version=1, what="Visit, now monthly.")
    opened.do("beth", "withdraw_requirement", of=review["id"], version=1, reason="It was another child.")
    again = another_meeting(opened, "csc", "housing")
    assert words(own(opened, "beth", again)["earlier"]) == ["Visit, now monthly."]
    assert own(opened, "beth", again)["requirements"] == own(opened, "hugo", again)["earlier"] == []


def test_one_is_brought_whole_changed_and_left_out_and_the_others_stay_offered(opened: Sitting) -> None:
    first, second = add(opened, "beth"), add(opened, "beth", what="Review.")
    again = another_meeting(opened, "csc", "housing")
    bring(opened, "beth", again, [first["id"]])
    (mine,) = own(opened, "beth", again)["requirements"]
    kept = {**VISIT, "next_due": VISIT["next_due"].isoformat()}
    assert {name: mine[name] for name in VISIT} == kept
    assert (mine["from_earlier_meeting"], mine["withdrawn"]) == (True, False)
    assert words(own(opened, "beth", again)["earlier"]) == ["Review."]
    with transaction() as session:
        actor = opened.entering(session, "beth", again)
        REQUIREMENTS.amend(session, actor, mine["id"], version=1, **{**VISIT, "what": "Visit, alone."})
    assert words(opened.views("requirement")) == ["Looked-after visit.", "Review."]
    bring(opened, "beth", again)
    third = next(each for each in own(opened, "beth", again)["requirements"] if each["what"] == "Review.")
    with transaction() as session:
        REQUIREMENTS.remove(session, opened.entering(session, "beth", again), third["id"])
    assert [each["id"] for each in own(opened, "beth", again)["earlier"]] == [second["id"]]


def test_what_was_brought_is_on_the_board_when_the_meeting_opens_and_is_offered_on_from_there(opened: Sitting) -> None:
    add(opened, "beth")
    again = another_meeting(opened, "csc", "housing")
    bring(opened, "beth", again)
    opened.do_in(again, "amara", "open_meeting")
    opened.do_in(again, "beth", "accept_ground_rules", version=GROUND_RULES)
    here = own(opened, "beth", again)
    assert (here["requirements"], here["earlier"]) == ([], [])
    (shown,) = on_board(opened, again)
    opened.do_in(again, "beth", "amend_requirement", of=shown["id"], version=shown["version"], what="Visit, weekly.")
    third = another_meeting(opened, "csc")
    assert words(own(opened, "beth", third)["earlier"]) == ["Visit, weekly."]


def test_another_agency_s_is_as_absent_as_one_that_never_was(opened: Sitting) -> None:
    theirs = add(opened, "dina", what="canary of the police")
    again = another_meeting(opened, "csc", "police")
    for nobody_s in (theirs["id"], 999_999):
        with pytest.raises(Conflict) as refused:
            bring(opened, "beth", again, [nobody_s])
        assert (refused.value.code, refused.value.current) == ("no_earlier_events", None)
    bring(opened, "dina", again)
    with pytest.raises(Conflict):
        bring(opened, "dina", again)


def test_nothing_is_carried_into_a_meeting_that_its_agency_did_not_bring(opened: Sitting) -> None:
    add(opened, "beth")
    again = another_meeting(opened, "csc", "housing")
    opened.do_in(again, "amara", "open_meeting")
    assert on_board(opened, again) == []
    with pytest.raises(Conflict) as refused:
        bring(opened, "beth", again)
    assert refused.value.code == "requirements_are_on_the_board"
