"""What was said of who is involved is offered again to those whose it is, and corrected and sourced beside it."""

from dataclasses import replace
from typing import Any

import pytest

from mas_hub.db import snapshot
from mas_hub.errors import Conflict, Forbidden
from mas_hub.network.actions import offered_again
from tests.network.test_network import standing
from tests.plans import another_meeting
from tests.sitting import GROUND_RULES, Sitting


def offered(sitting: Sitting, who: str, meeting_id: int) -> list[tuple[str, str]]:
    with snapshot() as session:
        found = offered_again(session, sitting.entering(session, who, meeting_id))
        return [(each.service, each.people) for each in found]


def begun(sitting: Sitting) -> int:
    """The next meeting on the case, with social care and housing."""
    again = another_meeting(sitting, "csc", "housing")
    sitting.do_in(again, "amara", "open_meeting")
    for who in ("beth", "hugo"):
        sitting.do_in(again, who, "accept_ground_rules", version=GROUND_RULES)
    return again


def said(sitting: Sitting, who: str, **data: Any) -> int:
    number: int = sitting.do(who, "add_involvement", **data)[0].subject["id"]
    return number


def test_it_is_offered_as_it_last_stood_to_those_whose_it_is(opened: Sitting) -> None:
    own = said(opened, "beth", people="Social worker")
    opened.do("beth", "amend_involvement", of=own, version=1, people="Social worker, new")
    gone = said(opened, "beth", people="Left")
    opened.do("beth", "withdraw_involvement", of=gone, version=1, reason="They have left.")
    said(opened, "dina", people="canary of the police")
    said(opened, "amara", people="GP", service="Beck Surgery")
    again = begun(opened)
    assert offered(opened, "beth", again) == [("", "Social worker, new")]
    assert offered(opened, "hugo", again) == []
    assert offered(opened, "amara", again) == [("Beck Surgery", "GP")]


def test_what_was_said_in_the_chair_is_not_offered_to_a_colleague_who_chairs_next(opened: Sitting) -> None:
    said(opened, "amara", people="GP", service="Beck Surgery")
    again = begun(opened)
    with snapshot() as session:
        colleague = replace(opened.entering(session, "amara", again), person_id=opened.people["beth"])
        assert offered_again(session, colleague) == []


def test_one_is_brought_and_the_rest_stays_offered_and_nothing_comes_twice(opened: Sitting) -> None:
    first = said(opened, "beth", people="Social worker", does="Weekly.")
    said(opened, "beth", people="Team manager")
    theirs = said(opened, "dina", people="canary of the police")
    again = begun(opened)
    brought = opened.do_in(again, "beth", "bring_involvements", of=[first, theirs])
    assert [(entry.kind, entry.subject["people"], entry.subject["does"]) for entry in brought] == [
        ("involvement_added", "Social worker", "Weekly.")
    ]
    assert offered(opened, "beth", again) == [("", "Team manager")]
    opened.do_in(again, "beth", "bring_involvements")
    assert offered(opened, "beth", again) == []
    with pytest.raises(Conflict, match="no_earlier_events"):
        opened.do_in(again, "beth", "bring_involvements")


def test_what_was_brought_is_offered_on_from_there(opened: Sitting) -> None:
    said(opened, "beth", people="Social worker")
    again = begun(opened)
    brought = opened.do_in(again, "beth", "bring_involvements")[0].subject
    opened.do_in(again, "beth", "amend_involvement", of=brought["id"], version=1, people="Another")
    assert offered(opened, "beth", another_meeting(opened, "csc")) == [("", "Another")]


def test_a_source_is_cited_beside_it(opened: Sitting) -> None:
    beside = {"type": "involvement", "id": said(opened, "beth", people="Social worker")}
    assert isinstance(opened.refused("dina", "cite_source", beside=beside, title="A protocol"), Forbidden)
    assert opened.do("beth", "cite_source", beside=beside, title="A protocol")[0].subject["beside"] == beside


def test_its_agency_or_the_chair_corrects_it_once_the_meeting_is_closed(opened: Sitting) -> None:
    corrects = {"type": "involvement", "id": said(opened, "beth", people="Social worker")}
    opened.do("amara", "close_meeting", no_next_meeting_because="None is needed.")
    words: dict[str, Any] = {"corrects": corrects, "text": "A student social worker.", "reason": "Wrong role."}
    assert isinstance(opened.refused("dina", "add_addendum", **words), Forbidden)
    for who in ("beth", "amara"):
        assert opened.do(who, "add_addendum", **words)[0].subject["corrects"] == corrects
    assert standing(opened) == [("", "Social worker", "")]
