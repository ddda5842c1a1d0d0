"""Who somebody is in a meeting, also after their agency or roles have changed."""

from dataclasses import replace

import pytest

from mas_hub.access.actor import MeetingActor
from mas_hub.access.audience import SHARED, agency_stream, may_see
from mas_hub.access.permissions import BY_SEAT, RECORDER_OF_AN_INVITED_AGENCY, Can
from mas_hub.db import snapshot
from mas_hub.errors import NotFound
from mas_hub.follow_up.inbox import inbox
from mas_hub.meetings.home import home
from mas_hub.meetings.queries import enter
from tests.sitting import PEOPLE, Sitting


def entering(sitting: Sitting, who: str, *, agency: str, roles: set[str]) -> MeetingActor:
    """Somebody who now belongs to `agency` and holds `roles`."""
    changed = replace(sitting.actor(who), agency_id=sitting.agencies[agency], roles=frozenset(roles))
    with snapshot() as session:
        return enter(session, changed, sitting.meeting_id)


def test_agency_in_a_meeting_is_the_seat_s(opened: Sitting) -> None:
    actor = entering(opened, "dina", agency="health", roles=set())
    assert actor.agency_id == opened.agencies["police"]


def test_observer_who_became_a_recorder_elsewhere_takes_no_export_of_the_seat_s_agency(opened: Sitting) -> None:
    """Olu observes; as the recorder of another, invited agency the seat's is still not theirs to record."""
    actor = entering(opened, "olu", agency="health", roles={"recorder"})
    assert (actor.role, actor.agency_id) == ("observer", opened.agencies["camhs"])
    assert not {Can.TAKE_EXPORT, Can.RECORD_RECEIPT} & actor.can


def test_representative_who_left_looks_on_and_has_nothing_of_the_agency_any_more(opened: Sitting) -> None:
    """Dina has gone to housing: what the table shared she shared in; what is the police's own is theirs."""
    left = entering(opened, "dina", agency="housing", roles=set())
    assert left.can == BY_SEAT["observer"] - {Can.CHALLENGE_PROCESS}
    assert may_see(left, SHARED)
    assert not may_see(left, agency_stream(opened.agencies["police"]))
    assert not may_see(left, agency_stream(opened.agencies["housing"]))


def test_recorder_s_seat_goes_no_further_than_their_agency(opened: Sitting) -> None:
    left = entering(opened, "rhys", agency="housing", roles={"recorder"})
    assert left.can & RECORDER_OF_AN_INVITED_AGENCY == frozenset()


@pytest.mark.parametrize("who", ["amara", "arun", "olu"])
def test_who_speaks_for_no_agency_goes_on_as_before(opened: Sitting, who: str) -> None:
    stayed, left = (entering(opened, who, agency=agency, roles=set()) for agency in (PEOPLE[who][0], "housing"))
    assert (left.left_agency, left.can) == (True, stayed.can)


def test_nobody_is_asked_to_record_for_the_agency_they_left(closed: Sitting) -> None:
    with snapshot() as session:
        assert [duty["agency"]["id"] for duty in inbox(session, closed.actor("dina"))["duties"]]
        moved = replace(closed.actor("dina"), agency_id=closed.agencies["health"], roles=frozenset({"recorder"}))
        assert inbox(session, moved)["duties"] == []
        card = home(session, moved)["past"][0]
    assert (card["binds_me"], card["attendance"]) == (False, "present")


def test_home_asks_nobody_to_record_for_the_agency_they_left(closed: Sitting) -> None:
    moved = replace(closed.actor("olu"), agency_id=closed.agencies["health"], roles=frozenset({"recorder"}))
    with snapshot() as session:
        shown = home(session, moved)
    assert [card["meeting_id"] for card in shown["past"]] == [closed.meeting_id]
    assert (shown["past"][0]["binds_me"], shown["past"][0]["attendance"]) == (False, None)


def test_recorder_who_left_for_an_agency_that_was_not_invited_finds_nothing(opened: Sitting) -> None:
    with pytest.raises(NotFound):
        entering(opened, "sian", agency="housing", roles={"recorder"})


def test_recorder_whose_role_was_taken_finds_nothing(opened: Sitting) -> None:
    with pytest.raises(NotFound):
        entering(opened, "sian", agency="school", roles=set())


@pytest.mark.parametrize("role", ["administrator", "assurance_lead", "facilitator"])
def test_no_other_role_opens_a_meeting_without_a_seat(opened: Sitting, role: str) -> None:
    with pytest.raises(NotFound):
        entering(opened, "sian", agency="school", roles={role})


def test_seat_keeps_its_role_whatever_roles_one_is_given(opened: Sitting) -> None:
    actor = entering(opened, "beth", agency="csc", roles={"facilitator", "administrator", "recorder"})
    assert actor.role == "representative"
    assert Can.CHAIR not in actor.can
