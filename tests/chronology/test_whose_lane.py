"""What was prepared and not shown is nobody else's to show, and no guest's; nothing crosses to another case."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import delete

from mas_hub.chronology.actions import EVENTS
from mas_hub.db import snapshot, transaction
from mas_hub.errors import Forbidden, NotFound
from mas_hub.meetings.models import Invitation
from tests.chronology.test_preparing import EVENT, own, prepare
from tests.plans import another_meeting
from tests.sitting import GROUND_RULES, Sitting


@pytest.fixture
def not_shown(planned: Sitting) -> Sitting:
    """Health prepared, was not invited after all, and the meeting opened without it."""
    prepare(planned, "callum", what="canary")
    with transaction() as session:
        session.execute(delete(Invitation).where(Invitation.agency_id == planned.agencies["health"]))
    planned.do("amara", "open_meeting")
    for who in ("amara", "callum"):
        planned.do(who, "accept_ground_rules", version=GROUND_RULES)
    return planned


@pytest.mark.parametrize(
    ("who", "act", "said"),
    [
        ("amara", "withdraw_chronology_event", {"reason": "x"}),
        ("callum", "withdraw_chronology_event", {"reason": "x"}),
        ("callum", "amend_chronology_event", {"what": "canary, again"}),
    ],
)
def test_what_no_board_has_shown_no_act_shows(not_shown: Sitting, who: str, act: str, said: dict[str, Any]) -> None:
    number = own(not_shown, "callum")["events"][0]["id"]
    refusal = not_shown.refused(who, act, of=number, version=1, **said)
    assert (type(refusal), refusal.code) == (NotFound, "no_such_entry")
    assert "canary" not in str(not_shown.log())


def test_what_no_board_has_shown_is_not_brought_to_the_next(not_shown: Sitting) -> None:
    again = another_meeting(not_shown, "health")
    assert own(not_shown, "callum", again)["earlier"] == []


def test_what_was_shown_of_one_case_is_not_offered_at_another_s_meeting(opened: Sitting) -> None:
    """Social care comes to the other case's meeting as well."""
    opened.do_in(opened.other_meeting_id, "freya", "invite_agency", agency=opened.agencies["csc"])
    opened.do_in(opened.other_meeting_id, "freya", "seat_person", person=opened.people["beth"], role="representative")
    assert own(opened, "beth", opened.other_meeting_id)["earlier"] == []


def test_a_guest_neither_reads_nor_adds_to_what_their_agency_prepares(planned: Sitting) -> None:
    prepare(planned, "beth", what="canary")
    with transaction() as session:
        guest = replace(planned.entering(session, "beth"), guest_of=planned.meeting_id)
        for doing in (lambda: EVENTS.own(session, guest), lambda: EVENTS.add(session, guest, **EVENT)):
            with pytest.raises(Forbidden):
                doing()
    with snapshot() as session:
        assert len(EVENTS.own(session, planned.entering(session, "beth"))["events"]) == 1
